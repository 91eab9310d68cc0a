"""A country's way to formality: its steps, who must act in each and how long the law gives, as dated data.

One file a country, `countries/<code>/pathway.toml`, beside its pack and under the same rules. Data and words, never code.
A limit, a fee or a day that no source gives is not there. Everything is checked when it is read; a refusal names file
and entry.
"""

import tomllib
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.conf import settings

from batea.problems import COUNTRY_PACK_REFUSED, Refused

from .country import day_of
from .words import LANGUAGES, Words

FILE = "pathway.toml"
STAGES = (
    "identify",
    "register",
    "organise",
    "access",
    "environment",
    "technical",
    "permit",
    "tax",
    "trade",
    "compliance",
    "certification",
)
ACTORS = ("miner", "state", "third")
DAY_KINDS = ("working", "calendar", "unsaid")
MARKS = ("source", "background")
DATES = ("valid_from", "valid_until", "mark", "checked_on", "review_on", "doubt", "sources")
STEP_SAYS = {
    "id",
    "stage",
    "ways",
    "name",
    "acts",
    "authority",
    "documents",
    "limit",
    "fee",
    "validity",
    *DATES,
}
DEADLINE_SAYS = {
    "id",
    "name",
    "until",
    "decided_on",
    "law",
    "mark",
    "checked_on",
    "review_on",
    "doubt",
    "sources",
}
SOURCE_SAYS = {"key", "title", "publisher", "year", "address"}


class Wrong(ValueError):
    """One entry of the file is wrong; the message says what."""


def need(holds: object, message: str) -> None:
    if not holds:
        raise Wrong(message)


@dataclass(frozen=True)
class Source:
    key: str
    title: str
    publisher: str
    year: str
    address: str

    @property
    def reference(self) -> str:
        """ "Title, publisher (2019)"; a source without a year says so as its country's pack does."""
        return f"{', '.join(filter(None, (self.title, self.publisher)))} ({self.year})"


@dataclass(frozen=True)
class Rests:
    """What an entry rests on. `valid_from` is the first day, `valid_until` the last, for which a source vouches; None
    where no source says. `mark` is "source", or "background": general knowledge that no source was read for."""

    sources: tuple[Source, ...]
    mark: str
    checked_on: date
    review_on: date
    doubt: Words
    valid_from: date | None = None
    valid_until: date | None = None

    @property
    def reference(self) -> str:
        return "; ".join(source.reference for source in self.sources)


@dataclass(frozen=True)
class Limit:
    """Days the law gives to whoever must act: working, calendar, or unsaid where the source does not say which."""

    days: int
    kind: str


@dataclass(frozen=True)
class Fee:
    """What the State asks for the step, and from when to when it asked that."""

    amount: float
    currency: str
    valid_from: date | None
    valid_until: date | None


@dataclass(frozen=True)
class PathStep:
    """One step. `ways` are the ways it belongs to; none means all of them."""

    id: str
    stage: str
    ways: tuple[str, ...]
    name: Words
    acts: str
    authority: str
    documents: tuple[Words, ...]
    limit: Limit | None
    fee: Fee | None
    validity: Words
    rests: Rests


@dataclass(frozen=True)
class Deadline:
    """A day until which people had to be done. `until` is as exact as its source: "2026-12-31", or "2020-08"."""

    id: str
    name: Words
    until: str
    decided_on: date | None
    law: str
    rests: Rests

    @property
    def last_day(self) -> date:
        return last_day_of(self.until)


@dataclass(frozen=True)
class Pathway:
    """Steps in the order they are mostly taken; `ways` where the country has several, by their ids."""

    country: str
    currency: str
    title: Words
    ways: dict[str, Words]
    steps: tuple[PathStep, ...]
    deadlines: tuple[Deadline, ...]
    sources: tuple[Source, ...]


def countries_with_pathway() -> list[str]:
    """ISO codes of the countries whose way is written down, in alphabetical order."""
    return sorted(path.parent.name.upper() for path in settings.COUNTRIES.glob(f"*/{FILE}"))


@cache
def pathway_of(country: str) -> Pathway | None:
    """The way of a country; None where none is written down. Raises Refused B311 naming file and entry."""
    path = settings.COUNTRIES / country.lower() / FILE
    if not path.exists():
        return None
    try:
        return read(tomllib.loads(path.read_text(encoding="utf-8")), country.upper())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, Wrong) as error:
        raise Refused(COUNTRY_PACK_REFUSED, country=country.lower(), reason=f"{FILE}, {error}") from error


# Reading --------------------------------------------------------------------------------------------------------------


def read(said: dict, country: str) -> Pathway:
    head = Entry("head", said)
    head.only({"country", "currency", "title", "source", "way", "step", "deadline"})
    need(said.get("country") == country, f"head: the country is not “{country}”")
    sources = by_id((source_of(entry) for entry in entries(said, "source", "key")), "source", "key")
    ways = {entry.text("id"): way_of(entry) for entry in entries(said, "way")}
    steps = by_id((step_of(entry, ways, sources) for entry in entries(said, "step")), "step")
    deadlines = by_id((deadline_of(entry, sources) for entry in entries(said, "deadline")), "deadline")
    need(steps, "no step")
    need(len(ways) == len(said.get("way", ())), "way: an id stands twice")
    ends = [deadline.last_day for deadline in deadlines.values()]
    need(ends == sorted(ends), "deadline: not in the order of their days")
    return Pathway(
        country,
        head.text("currency"),
        head.words("title"),
        ways,
        tuple(steps.values()),
        tuple(deadlines.values()),
        tuple(sources.values()),
    )


@dataclass(frozen=True)
class Entry:
    """One table of the file; every refusal begins with its name."""

    name: str
    said: dict

    def fail(self, what: str) -> Wrong:
        return Wrong(f"{self.name}: {what}")

    def only(self, known: set[str]) -> None:
        strange = sorted(set(self.said) - known)
        if strange:
            raise self.fail(f"“{strange[0]}” is not known here")

    def text(self, key: str, must: bool = True) -> str:
        value = self.said.get(key, "")
        if not isinstance(value, str) or (must and not value.strip()):
            raise self.fail(f"“{key}” is no text")
        return value

    def one_of(self, key: str, known: Iterable[str], default: str = "") -> str:
        value = self.said.get(key, default)
        if value not in tuple(known):
            raise self.fail(f"“{key}” cannot be “{value}”")
        return value

    def words(self, key: str, must: bool = True) -> Words:
        return self.spoken(key, self.said.get(key), must)

    def spoken(self, key: str, said: object, must: bool = True) -> Words:
        if said is None and not must:
            return Words()
        whole = isinstance(said, dict) and set(said) == set(LANGUAGES)
        if not whole or not all(isinstance(text, str) and text.strip() for text in said.values()):
            raise self.fail(f"“{key}” does not stand in the four languages")
        return Words({"original": "es", **said})

    def day(self, key: str, must: bool = False) -> date | None:
        try:
            found = day_of(self.said.get(key))
        except ValueError as error:
            raise self.fail(f"“{key}” is no day") from error
        if must and found is None:
            raise self.fail(f"“{key}” is missing")
        return found

    def listed(self, key: str) -> list:
        found = self.said.get(key, [])
        if not isinstance(found, list):
            raise self.fail(f"“{key}” is no list")
        return found

    def inside(self, key: str) -> "Entry | None":
        """A table within this one, such as its limit."""
        found = self.said.get(key)
        if found is not None and not isinstance(found, dict):
            raise self.fail(f"“{key}” is no table")
        return None if found is None else Entry(f"{self.name}, {key}", found)

    def amount(self, key: str) -> float:
        value = self.said.get(key)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e12:
            raise self.fail(f"“{key}” is no amount")
        return value


def entries(said: dict, kind: str, key: str = "id") -> list[Entry]:
    found = said.get(kind, [])
    need(isinstance(found, list) and all(isinstance(row, dict) for row in found), f"{kind}: no rows")
    return [Entry(f"{kind} “{row.get(key, place)}”", row) for place, row in enumerate(found, 1)]


def by_id(found: Iterable, kind: str, key: str = "id") -> dict:
    kept: dict = {}
    for each in found:
        name = getattr(each, key)
        need(name not in kept, f"{kind} “{name}”: stands twice")
        kept[name] = each
    return kept


def source_of(entry: Entry) -> Source:
    entry.only(SOURCE_SAYS)
    need("://" in entry.text("address"), f"{entry.name}: “address” is no address")
    return Source(**{name: entry.text(name) for name in ("key", "title", "publisher", "year", "address")})


def way_of(entry: Entry) -> Words:
    entry.only({"id", "name"})
    return entry.words("name")


def step_of(entry: Entry, ways: dict, sources: dict) -> PathStep:
    entry.only(STEP_SAYS)
    own = entry.listed("ways")
    need(set(own) <= set(ways), f"{entry.name}: “ways” names one that is not there")
    return PathStep(
        id=entry.text("id"),
        stage=entry.one_of("stage", STAGES),
        ways=tuple(own),
        name=entry.words("name"),
        acts=entry.one_of("acts", ACTORS),
        authority=entry.text("authority", must=False),
        documents=tuple(entry.spoken("documents", said) for said in entry.listed("documents")),
        limit=limit_of(entry.inside("limit")),
        fee=fee_of(entry.inside("fee")),
        validity=entry.words("validity", must=False),
        rests=rests_of(entry, sources),
    )


def limit_of(entry: Entry | None) -> Limit | None:
    if entry is None:
        return None
    entry.only({"days", "kind"})
    days = entry.amount("days")
    need(isinstance(days, int) and 1 <= days <= 3650, f"{entry.name}: “days” is no number of days")
    return Limit(int(days), entry.one_of("kind", DAY_KINDS))


def fee_of(entry: Entry | None) -> Fee | None:
    if entry is None:
        return None
    entry.only({"amount", "currency", "valid_from", "valid_until"})
    begin, end = period_of(entry)
    return Fee(entry.amount("amount"), entry.text("currency"), begin, end)


def deadline_of(entry: Entry, sources: dict) -> Deadline:
    entry.only(DEADLINE_SAYS)
    until = entry.text("until")
    try:
        last_day_of(until)
    except ValueError as error:
        raise entry.fail("“until” is neither a day nor a month") from error
    return Deadline(
        entry.text("id"),
        entry.words("name"),
        until,
        entry.day("decided_on"),
        entry.text("law", must=False),
        rests_of(entry, sources),
    )


def last_day_of(until: str) -> date:
    """The day itself, or the last one of a month. Raises ValueError for anything else."""
    if len(until) == len("2020-08"):
        first = date.fromisoformat(f"{until}-01")
        return first.replace(day=monthrange(first.year, first.month)[1])
    return date.fromisoformat(until)


def rests_of(entry: Entry, sources: dict) -> Rests:
    mark, keys = entry.one_of("mark", MARKS), entry.listed("sources")
    lost = [key for key in keys if key not in sources]
    need(not lost, f"{entry.name}: there is no source “{lost[:1]}”")
    need(keys or mark == "background", f"{entry.name}: rests on a source and names none")
    checked, review = entry.day("checked_on", must=True), entry.day("review_on", must=True)
    need(checked < review, f"{entry.name}: to be read again before it was read")
    begin, end = period_of(entry)
    named = tuple(sources[key] for key in keys)
    return Rests(named, mark, checked, review, entry.words("doubt", must=False), begin, end)


def period_of(entry: Entry) -> tuple[date | None, date | None]:
    begin, end = entry.day("valid_from"), entry.day("valid_until")
    need(None in (begin, end) or begin <= end, f"{entry.name}: ends before it begins")
    return begin, end
