"""A filled form as phones send it (OpenRosa): its identity, what it names, and its answers as rows.

No form needs a document type, so one is refused before anything is read, and with it every entity. Nothing in it is
fetched or followed. Names carry namespaces of several makers; only their local part counts.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from batea.problems import SENT_UNREADABLE, Refused

from . import markup

LARGEST = 5 * 1024 * 1024  # bytes
LIMITS = markup.Limits(size=LARGEST, elements=100_000, attributes=20_000, on_one=100, levels=40)
LONGEST_ID = 250
# What differs between two honest interviews with the same answers.
PASSING = {"start", "end", "today", "deviceid", "instanceID", "instanceName", "deprecatedID", "__version__"}

Row = list[str | None]
Tables = dict[str, list[Row]]


def _(message: str) -> str:
    """Marks a reason for translation; whoever shows it translates it."""
    return message


UNREADABLE = _("it is no XML of a filled form")
TOO_MUCH = _("it is larger or deeper than any filled form")
WITHOUT_FORM = _("it does not say which form it answers")


@dataclass(frozen=True)
class Instance:
    """`form` and `version` say what it answers, `id` and `replaces` which filling it is, `root` holds the answers."""

    form: str
    version: str
    id: str
    replaces: str
    encrypted: bool
    root: Any = field(repr=False)


@dataclass(frozen=True)
class TableOfForm:
    """One table of a form's answers: the repeat it comes from ("" for the form itself) and its questions' paths."""

    path: str
    parent: str
    questions: tuple[str, ...]


def refuse(reason: str) -> Refused:
    return Refused(SENT_UNREADABLE, reason=reason)


def read_instance(data: bytes) -> Instance:
    """What a phone sent. Raises Refused B702 for anything that is no filled form within the limits."""
    root = parsed(data)
    form = (root.get("id") or root.get("xmlns") or namespace(root)).strip()
    if not form:
        raise refuse(WITHOUT_FORM)
    meta = next((child for child in elements(root) if local(child) == "meta"), None)
    said = {local(child): (child.text or "").strip() for child in elements(meta)} if meta is not None else {}
    return Instance(
        form,
        (root.get("version") or "").strip(),
        (said.get("instanceID") or root.get("instanceID") or "")[:LONGEST_ID],
        said.get("deprecatedID", "")[:LONGEST_ID],
        root.get("encrypted") in {"yes", "true"},
        root,
    )


def parsed(data: bytes) -> Any:
    try:
        return markup.read(data, LIMITS)
    except markup.Unfit as error:
        too_much = str(error) in {markup.TOO_LARGE, markup.TOO_MUCH}
        raise refuse(TOO_MUCH if too_much else UNREADABLE) from error


def elements(element: Any) -> Iterator[Any]:
    return (child for child in element if isinstance(child.tag, str))


def local(element: Any) -> str:
    """The name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def namespace(element: Any) -> str:
    """The namespace of the root: older makers put the form's identity there."""
    return str(element.tag)[1:].partition("}")[0] if str(element.tag).startswith("{") else ""


def named_by_encrypted(instance: Instance) -> list[str]:
    """Files an encrypted submission says it consists of."""
    found = [
        (element.text or "").strip()
        for element in instance.root.iter()
        if isinstance(element.tag, str) and local(element) in {"file", "encryptedXmlFile"}
    ]
    return list(dict.fromkeys(name for name in found if name))


# Answers as rows ------------------------------------------------------------------------------------------------------


def flatten(instance: Instance, tables: Sequence[TableOfForm], key: str) -> Tables:
    """{path of the repeat, "" for the form: rows}. A row of a repeat begins with its own key and that of the row it
    belongs to; cells follow the order of the table's questions, None where nothing was answered."""
    places = {
        path: (table.path, position) for table in tables for position, path in enumerate(table.questions)
    }
    repeats = {table.path: len(table.questions) for table in tables if table.path}
    top: Row = [None] * next((len(table.questions) for table in tables if not table.path), 0)
    rows: Tables = {table.path: [] for table in tables}
    rows[""] = [top]

    def walk(element: Any, path: str, row: Row, offset: int, own: str) -> None:
        for child in elements(element):
            here = f"{path}/{local(child)}" if path else local(child)
            if here in repeats:
                inner = f"{own}/{local(child)}[{len(rows[here]) + 1}]"
                further: Row = [inner, own, *[None] * repeats[here]]
                rows[here].append(further)
                walk(child, here, further, 2, inner)
            elif here in places:
                text = (child.text or "").strip()
                row[offset + places[here][1]] = text or None
            elif len(child):
                walk(child, here, row, offset, own)

    walk(instance.root, "", top, 0, key)
    return rows


def likeness(tables: Tables, forms: Sequence[TableOfForm]) -> str:
    """A fingerprint of the answers without what every filling has of its own: equal for two fillings with the same
    answers. "" when nothing was answered."""
    names = {table.path: [path.rpartition("/")[2] for path in table.questions] for table in forms}
    kept = []
    for path, rows in tables.items():
        own = 2 if path else 0
        kept.append(
            [
                [cell for cell, name in zip(row[own:], names[path], strict=True) if name not in PASSING]
                for row in rows
            ]
        )
    if not any(cell for rows in kept for row in rows for cell in row):
        return ""
    return hashlib.sha256(json.dumps(kept).encode()).hexdigest()


# What cannot be -------------------------------------------------------------------------------------------------------

WHOLE = re.compile(r"[+-]?\d{1,18}")
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}(T.*)?")
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}.*")


def doubt(kind: str, text: str, choices: frozenset[str] | None) -> str:
    """Why a form with this question could not have given this answer, as a word to translate; "" when it could."""
    if kind == "int" and not WHOLE.fullmatch(text):
        return _("not a whole number")
    if kind == "decimal" and not NUMBER.fullmatch(text):
        return _("not a number")
    if kind == "date" and not DAY.fullmatch(text):
        return _("not a day")
    if kind == "dateTime" and not MOMENT.fullmatch(text):
        return _("not a moment")
    if kind == "geopoint" and place(text) is None:
        return _("not a place on Earth")
    if choices and not set(text.split(" ") if kind in {"select", "rank"} else [text]) <= choices:
        return _("not among the choices")
    return ""


def place(text: str) -> tuple[float, float] | None:
    """(latitude, longitude) of a geopoint "lat lon altitude accuracy", None when it is none."""
    parts = text.split()
    if not 2 <= len(parts) <= 4 or not all(NUMBER.fullmatch(part) for part in parts):
        return None
    latitude, longitude = float(parts[0]), float(parts[1])
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def answers_of(tables: Tables, forms: Sequence[TableOfForm]) -> Iterator[tuple[str, str]]:
    """(path, text) of every answer there is, in every repeat."""
    for table in forms:
        own = 2 if table.path else 0
        for row in tables.get(table.path, []):
            for path, cell in zip(table.questions, row[own:], strict=True):
                if cell is not None:
                    yield path, cell


def as_text(tables: Tables) -> str:
    return json.dumps(tables, ensure_ascii=False, separators=(",", ":"))


def from_text(text: str) -> Tables:
    found: Mapping[str, list[Row]] = json.loads(text) if text else {}
    return dict(found)
