"""Tables as an OData 4.0 feed (docs.oasis-open.org/odata/odata/v4.0), minimal and read-only, without Django.

A set for each table, its columns those of the workbook (`tables`, with zones): what Excel and Power BI read as plain
columns, so a place is four numbers and never a shape. Names become the identifiers OData allows. Here are the words of
the protocol: what an address and its options ask for, the description of the sets, and the pages of their rows. Whoever
has the rows brings them.

What is asked and not spoken here is refused as such (B742, 501): Power Query then works that step out itself. What
nobody could mean is B741.
"""

import base64
import json
import re
import struct
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from batea.problems import FEED_NOT_SPOKEN, FEED_NOT_UNDERSTOOD, UNKNOWN_ENTRY, Refused

from .cells import writable
from .tables import Column, Table
from .tables.columns import Texts, cleaned, spread, spread_columns
from .tables.typed import typed

VERSION = "4.0"
SPACE = "Batea"  # the namespace of the types
KEY, PARENT = "__id", "__parent"
UP = "__parent_row"
LONGEST_NAME = 128
FARTHEST = timedelta(hours=14)  # readers refuse a zone further from UTC
TYPES = {
    "whole": "Edm.Int64",
    "number": "Edm.Double",
    "day": "Edm.Date",
    "moment": "Edm.DateTimeOffset",
    "time": "Edm.TimeOfDay",
    "yesno": "Edm.Boolean",
}
TEXT = "Edm.String"
MOST_TERMS = 200
LARGEST = 2**63 - 1


def odd(what: str) -> Refused:
    return Refused(FEED_NOT_UNDERSTOOD, what=writable(what)[:100])


def not_spoken(what: str) -> Refused:
    return Refused(FEED_NOT_SPOKEN, what=writable(what)[:100])


# Sets -----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Property:
    """One column of a set: its name there and in the files, its kind, its title."""

    name: str
    source: str
    kind: str
    title: str

    @property
    def type(self) -> str:
        return TYPES.get(self.kind, TEXT)


@dataclass(frozen=True)
class EntitySet:
    """One table. `parent` is the set its rows belong to, `links` are (name, set) of the tables that belong to it."""

    name: str
    title: str
    columns: tuple[Column, ...]
    properties: tuple[Property, ...]
    parent: str
    links: tuple[tuple[str, str], ...]
    filterable: tuple[str, ...]

    @property
    def navigation(self) -> dict[str, str]:
        return dict(self.links) | ({UP: self.parent} if self.parent else {})


def identifier(text: str) -> str:
    """`text` as a name OData allows: letters, digits and marks of any script, a letter or _ first."""
    kept = "".join(char if may_stand(char) else "_" for char in text)[: LONGEST_NAME - 10]
    return kept if kept[:1].isalpha() or kept[:1] == "_" else f"_{kept}"


def may_stand(char: str) -> bool:
    category = unicodedata.category(char)
    return ord(char) < 0x10000 and (category[0] == "L" or category in {"Nl", "Nd", "Mn", "Mc", "Pc"})


def identifiers(texts: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """The names, each once whatever its case: a, a_2, a_3."""
    seen, found = {name.casefold() for name in taken}, []
    for text in texts:
        name, number = (first := identifier(text)), 1
        while name.casefold() in seen:
            number += 1
            name = f"{first}_{number}"
        seen.add(name.casefold())
        found.append(name)
    return found


def sets_of(
    tables: Sequence[Table], parents: Sequence[int | None], filterable: Sequence[str]
) -> list[EntitySet]:
    """The sets of `tables`: first the table of the form, then those of its repeats.

    The first column of each is its key, the second of a repeat the key of the row it belongs to; `parents` tells in
    which table that row stands, None for the form's own. `filterable` are columns of the form's table.
    """
    names = identifiers(table.name for table in tables)
    found = []
    for number, (name, table, parent) in enumerate(zip(names, tables, parents, strict=True)):
        columns = spread_columns(table.columns, zones=True)
        own = [KEY] if parent is None else [KEY, PARENT]
        further = identifiers((column.name for column in columns[len(own) :]), taken=[*own, UP])
        properties = tuple(
            Property(here, column.name, column.kind, column.title)
            for here, column in zip([*own, *further], columns, strict=True)
        )
        below = [names[other] for other, above in enumerate(parents) if above == number]
        links = zip(identifiers(below, taken=[*own, UP, *further]), below, strict=True)
        above = "" if parent is None else names[parent]
        may_filter = () if above else tuple(each.name for each in properties if each.source in filterable)
        found.append(EntitySet(name, table.title, table.columns, properties, above, tuple(links), may_filter))
    return found


# What an address asks for ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Address:
    """What stands behind the root: "" the sets, "$metadata", a set, one row by its key, what belongs to it, a count."""

    set: str = ""
    key: str | None = None
    link: str = ""
    count: bool = False
    metadata: bool = False


ADDRESS = re.compile(r"([^/()$]+)(?:\((?:__id=)?'((?:[^']|'')*)'\))?(?:/([^/()$]+))?(/\$count)?/?", re.DOTALL)


def address_of(text: str, sets: Mapping[str, EntitySet]) -> Address:
    """Raises Refused: B205 for what is not here, B742 for parts of the protocol not spoken."""
    if text in {"", "$metadata"}:
        return Address(metadata=bool(text))
    if text.startswith("$") or "/$" in text.replace("/$count", ""):
        raise not_spoken(text)
    found = ADDRESS.fullmatch(text)
    if found is None or found[1] not in sets:
        raise Refused(UNKNOWN_ENTRY, what=writable(text)[:100])
    name, key, link, count = found.groups()
    if link and (key is None or link not in sets[name].navigation):
        known = key is not None and any(each.name == link for each in sets[name].properties)
        raise not_spoken(text) if known else Refused(UNKNOWN_ENTRY, what=writable(text)[:100])
    if key is not None and ("\x00" in key or len(key) > 2_000):
        raise odd(text)
    if count and key is not None and (link or "") in {"", UP}:
        raise odd(text)
    return Address(name, None if key is None else key.replace("''", "'"), link or "", bool(count))


# What the options ask for ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Place:
    """Where a read goes on: rows up to the one `bound` that was the last when it began, from `at` on, without the first
    `given` of it; then `skip` further ones are left out and at most `top` are wanted."""

    bound: int
    at: int = 0
    given: int = 0
    skip: int = 0
    top: int | None = None

    def written(self) -> str:
        top = 0 if self.top is None else self.top + 1
        packed = struct.pack(">5Q", self.bound, self.at, self.given, self.skip, top)
        return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def place_from(text: str) -> Place:
    """Raises Refused B741 for anything `written` has not written."""
    try:
        packed = base64.b64decode(f"{text}==", altchars=b"-_", validate=True)
        bound, at, given, skip, top = struct.unpack(">5Q", packed)
    except (ValueError, struct.error) as error:
        raise odd(f"$skiptoken={text}") from error
    if max(bound, at, given, skip, top) > LARGEST:
        raise odd(f"$skiptoken={text}")
    return Place(bound, at, given, skip, top - 1 if top else None)


@dataclass(frozen=True)
class Options:
    """What is wanted of a set. `select` is None for everything, `where` None or a tree of `Term` and (word, …)."""

    select: tuple[str, ...] | None = None
    where: Any = None
    top: int | None = None
    skip: int = 0
    count: bool = False
    place: Place | None = None


@dataclass(frozen=True)
class Term:
    """`name` `how` `value`: how is one of eq, ne, gt, ge, lt, le; value a text, a moment or None."""

    name: str
    how: str
    value: str | datetime | None


FORMATS = re.compile(r"(?:application/)?json(?:;.*)?", re.IGNORECASE)
XML_FORMATS = re.compile(r"(?:application/)?xml(?:;.*)?", re.IGNORECASE)
NUMBER = re.compile(r"[0-9]{1,18}")
OF_LIST = frozenset({"$select", "$filter", "$top", "$skip", "$count", "$skiptoken", "$format"})
OF_ROW = frozenset({"$select", "$format"})
OF_COUNT = frozenset({"$filter", "$format"})
OF_NOTHING = frozenset({"$format"})


def options_of(asked: Iterable[tuple[str, str]], known: EntitySet | None, allowed: frozenset[str]) -> Options:
    """Raises Refused: B742 for an option not spoken, B741 for one said twice or said wrongly."""
    said: dict[str, str] = {}
    for name, value in asked:
        if name not in allowed:
            raise not_spoken(name)
        if name in said or "\x00" in value:
            raise odd(f"{name}={value}")
        said[name] = value
    if "$format" in said and not (FORMATS if allowed != OF_NOTHING else ANY_FORMAT).fullmatch(
        said["$format"]
    ):
        raise not_spoken(f"$format={said['$format']}")
    if known is None:
        return Options()
    return Options(
        selected(said["$select"], known) if "$select" in said else None,
        where_of(said["$filter"], known) if "$filter" in said else None,
        number_of(said, "$top"),
        number_of(said, "$skip") or 0,
        yes_of(said, "$count"),
        place_from(said["$skiptoken"]) if "$skiptoken" in said else None,
    )


ANY_FORMAT = re.compile(f"{FORMATS.pattern}|{XML_FORMATS.pattern}", re.IGNORECASE)


def number_of(said: Mapping[str, str], name: str) -> int | None:
    if name not in said:
        return None
    if not NUMBER.fullmatch(said[name]):
        raise odd(f"{name}={said[name]}")
    return int(said[name])


def yes_of(said: Mapping[str, str], name: str) -> bool:
    if said.get(name, "false") not in {"true", "false"}:
        raise odd(f"{name}={said[name]}")
    return said.get(name) == "true"


def selected(text: str, known: EntitySet) -> tuple[str, ...] | None:
    """The properties asked for, in the order of the set. Links may be named; they hold nothing here."""
    names = {name.strip() for name in text.split(",")}
    columns = [each.name for each in known.properties]
    if strange := names - {*columns, *known.navigation, "*"}:
        raise odd(f"$select={min(strange)}")
    return None if "*" in names else tuple(name for name in columns if name in names)


# $filter: terms joined by `and`, `or` and brackets.

TOKEN = re.compile(
    r"\s*(?:(?P<text>'(?:[^']|'')*')"
    r"|(?P<moment>[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9:.]+(?:Z|[-+ ][0-9]{2}:[0-9]{2}))?)(?![\w:])"
    r"|(?P<word>[^\W\d][\w/.$]*)|(?P<number>-?[0-9]+(?:\.[0-9]+)?)|(?P<mark>[(),]))"
)
HOW = {"eq", "ne", "gt", "ge", "lt", "le"}


def where_of(text: str, known: EntitySet) -> Any:
    tokens = list(tokens_of(text))
    if not tokens or len(tokens) > MOST_TERMS:
        raise odd(f"$filter={text}")
    tree, rest = joined("or", tokens, known, text)
    if rest:
        raise not_spoken(f"$filter={text}") if rest[0][0] == "word" else odd(f"$filter={text}")
    return tree


def tokens_of(text: str) -> Iterator[tuple[str, str]]:
    at, text = 0, text.strip()
    while at < len(text):
        found = TOKEN.match(text, at)
        if found is None:
            raise odd(f"$filter={text}")
        yield str(found.lastgroup), str(found[str(found.lastgroup)])
        at = found.end()


Tokens = list[tuple[str, str]]


def joined(word: str, tokens: Tokens, known: EntitySet, text: str) -> tuple[Any, Tokens]:
    """Parts joined by `word`; `and` binds closer than `or`."""
    parts = []
    while True:
        part, tokens = joined("and", tokens, known, text) if word == "or" else one(tokens, known, text)
        parts.append(part)
        if tokens[:1] != [("word", word)]:
            return (parts[0] if len(parts) == 1 else (word, *parts)), tokens
        tokens = tokens[1:]


def one(tokens: Tokens, known: EntitySet, text: str) -> tuple[Any, Tokens]:
    """A term, or brackets around more of them."""
    if tokens[:1] == [("mark", "(")]:
        tree, rest = joined("or", tokens[1:], known, text)
        if rest[:1] != [("mark", ")")]:
            raise odd(f"$filter={text}")
        return tree, rest[1:]
    if len(tokens) < 3:
        raise odd(f"$filter={text}")
    (kind, name), (_kind, how), value = tokens[:3]
    if kind != "word" or how not in HOW:
        raise not_spoken(f"$filter={text}")
    if name not in known.filterable:
        there = any(each.name == name for each in known.properties)
        raise not_spoken(f"$filter={name}") if there or "/" in name else odd(f"$filter={name}")
    return term(known, name, how, value, text), tokens[3:]


def term(known: EntitySet, name: str, how: str, value: tuple[str, str], text: str) -> Term:
    kind, said = value
    wanted = next(each.kind for each in known.properties if each.name == name)
    if (kind, said) == ("word", "null") and how in {"eq", "ne"}:
        return Term(name, how, None)
    if wanted == "moment" and kind == "moment":
        return Term(name, how, moment_from(said, text))
    if wanted != "moment" and kind == "text":
        return Term(name, how, said[1:-1].replace("''", "'"))
    raise not_spoken(f"$filter={text}") if kind == "word" else odd(f"$filter={text}")


def moment_from(said: str, text: str) -> datetime:
    """A day is its beginning in UTC. A plus sign that an address turned into a blank is one again."""
    try:
        found = datetime.fromisoformat(said.replace(" ", "+"))
        found = (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
        return (
            found
            if 1 < found.year < 9999
            else found.replace(year=min(max(found.year, 2), 9998), month=1, day=1)
        )
    except (ValueError, OverflowError) as error:
        raise odd(f"$filter={text}") from error


# What is answered -----------------------------------------------------------------------------------------------------


def as_json(said: Any) -> bytes:
    return json.dumps(said, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def error(code: str, message: str) -> bytes:
    return as_json({"error": {"code": code, "message": writable(message)}})


def service(root: str, sets: Iterable[EntitySet]) -> bytes:
    """The service document: which sets there are."""
    listed = [
        {"name": each.name, "title": writable(each.title), "kind": "EntitySet", "url": each.name}
        for each in sets
    ]
    return as_json({"@odata.context": f"{root}$metadata", "value": listed})


def entities(known: EntitySet, rows: Sequence[Texts], select: tuple[str, ...] | None) -> list[dict[str, Any]]:
    """The rows (texts as the form carried them) as objects. What does not fit the type of its column is null."""
    if not rows:
        return []
    cells = spread(known.columns, list(zip(*rows, strict=True)), zones=True)
    columns = [
        (each.name, told(each.kind, values))
        for each, values in zip(known.properties, cells, strict=True)
        if select is None or each.name in select
    ]
    names = [name for name, _values in columns]
    if not names:
        return [{} for _row in rows]
    return [
        dict(zip(names, row, strict=True)) for row in zip(*(values for _name, values in columns), strict=True)
    ]


def told(kind: str, values: Texts) -> list[Any]:
    kept = [value or None for value in cleaned(values)]
    return kept if kind not in TYPES else [told_value(value) for value in typed(kind, kept)]


def told_value(value: Any) -> Any:
    if isinstance(value, str):
        return None
    if isinstance(value, datetime):
        return moment_told(value)
    return value.isoformat() if isinstance(value, date | time) else value


def moment_told(at: datetime) -> str:
    """With its zone; without one it is taken for UTC."""
    offset = at.utcoffset()
    if offset is None:
        at = at.replace(tzinfo=UTC)
    elif abs(offset) > FARTHEST:
        at = at.astimezone(UTC)
    return at.isoformat().replace("+00:00", "Z")


def context(root: str, known: EntitySet, select: tuple[str, ...] | None, one_row: bool = False) -> str:
    chosen = "" if select is None else f"({','.join(select)})"
    return f"{root}$metadata#{quote(known.name)}{quote(chosen, safe='(),')}{'/$entity' if one_row else ''}"


def page(about: str, rows: list[dict[str, Any]], count: int | None, onwards: str) -> bytes:
    """One page of a set; `onwards` is the address of the next, "" after the last."""
    said: dict[str, Any] = {"@odata.context": about}
    if count is not None:
        said["@odata.count"] = count
    said["value"] = rows
    if onwards:
        said["@odata.nextLink"] = onwards
    return as_json(said)


def entity(about: str, row: Mapping[str, Any]) -> bytes:
    return as_json({"@odata.context": about, **row})


# The description of the sets ------------------------------------------------------------------------------------------

CAN = "Org.OData.Capabilities.V1."
EDMX = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>'
    f'<Schema Namespace="{SPACE}" xmlns="http://docs.oasis-open.org/odata/ns/edm">\n'
)


def metadata(sets: Sequence[EntitySet]) -> bytes:
    """The CSDL: a type and a set for each table, its links, and what may be asked of it."""
    types = "".join(entity_type(each, sets) for each in sets)
    listed = "".join(entity_set(each) for each in sets)
    able = simple("BatchSupported", "false") + (
        f'<Annotation Term="{CAN}ConformanceLevel" EnumMember="{CAN}ConformanceLevelType/Minimal"/>\n'
    )
    container = f'<EntityContainer Name="Answers">\n{listed}{able}</EntityContainer>\n'
    return f"{EDMX}{types}{container}</Schema></edmx:DataServices></edmx:Edmx>\n".encode()


def entity_type(known: EntitySet, sets: Sequence[EntitySet]) -> str:
    lines = [f'<EntityType Name="{type_name(known.name)}"><Key><PropertyRef Name="{KEY}"/></Key>\n']
    lines += [property_of(each) for each in known.properties]
    for name, target in known.links:
        kind = f"Collection({SPACE}.{type_name(target)})"
        lines.append(f'<NavigationProperty Name="{name}" Type="{kind}" Partner="{UP}"/>\n')
    if known.parent:
        above = next(each for each in sets if each.name == known.parent)
        back = next(name for name, target in above.links if target == known.name)
        lines.append(
            f'<NavigationProperty Name="{UP}" Type="{SPACE}.{type_name(known.parent)}" Nullable="false" '
            f'Partner="{back}"><ReferentialConstraint Property="{PARENT}" ReferencedProperty="{KEY}"/>'
            "</NavigationProperty>\n"
        )
    return "".join([*lines, "</EntityType>\n"])


def type_name(set_name: str) -> str:
    return f"{set_name}_row"


def property_of(each: Property) -> str:
    must = ' Nullable="false"' if each.name in {KEY, PARENT} else ""
    title = quoteattr(writable(each.title or each.source))
    return (
        f'<Property Name="{each.name}" Type="{each.type}"{must}>'
        f'<Annotation Term="Org.OData.Core.V1.Description" String={title}/></Property>\n'
    )


def entity_set(known: EntitySet) -> str:
    bindings = "".join(
        f'<NavigationPropertyBinding Path="{name}" Target="{target}"/>\n'
        for name, target in known.navigation.items()
    )
    closed = "".join(
        f"<PropertyPath>{escape(each.name)}</PropertyPath>"
        for each in known.properties
        if each.name not in known.filterable
    )
    filters = (
        f'<PropertyValue Property="Filterable" Bool="{"true" if known.filterable else "false"}"/>'
        f'<PropertyValue Property="NonFilterableProperties"><Collection>{closed}</Collection></PropertyValue>'
    )
    return (
        f'<EntitySet Name="{known.name}" EntityType="{SPACE}.{type_name(known.name)}">\n{bindings}'
        f"{record('FilterRestrictions', filters)}{record('SortRestrictions', no('Sortable'))}"
        f"{record('ExpandRestrictions', no('Expandable'))}{record('InsertRestrictions', no('Insertable'))}"
        f"{record('UpdateRestrictions', no('Updatable'))}{record('DeleteRestrictions', no('Deletable'))}"
        f"{record('SearchRestrictions', no('Searchable'))}"
        f'<Annotation Term="{CAN}FilterFunctions"><Collection/></Annotation>\n</EntitySet>\n'
    )


def no(name: str) -> str:
    return f'<PropertyValue Property="{name}" Bool="false"/>'


def record(term_name: str, values: str) -> str:
    return f'<Annotation Term="{CAN}{term_name}"><Record>{values}</Record></Annotation>\n'


def simple(term_name: str, value: str) -> str:
    return f'<Annotation Term="{CAN}{term_name}" Bool="{value}"/>\n'
