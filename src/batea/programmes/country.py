"""A country pack: dated numbers with their sources. Data and words, never code (countries/README.md)."""

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from django.conf import settings

from batea.problems import COUNTRY_PACK_REFUSED, NO_NUMBER_THEN, Refused

from .words import Words


@dataclass(frozen=True)
class DatedNumber:
    """One number for one period, both days included; an open end is None."""

    id: str
    name: Words
    value: Decimal
    unit: Words
    valid_from: date | None
    valid_until: date | None
    reference: str
    checked_on: date
    review_on: date
    doubt: Words

    @property
    def is_a_year(self) -> bool:
        """A year of the calendar, written without unit and without thousands separator."""
        return self.unit.get("en") == "year"

    def counts_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )


@cache
def numbers_of(country: str) -> tuple[DatedNumber, ...]:
    """All dated numbers of a country's pack, in its order; none when there is no pack. Raises Refused B311."""
    path = settings.COUNTRIES / country.lower() / "pack.toml"
    if not path.exists():
        return ()
    try:
        pack = tomllib.loads(path.read_text(encoding="utf-8"))
        sources = {row["key"]: row for row in pack.get("source", [])}
        return tuple(number_of(row, sources) for row in pack.get("number", []))
    except (tomllib.TOMLDecodeError, KeyError, ValueError, ArithmeticError) as error:
        raise Refused(COUNTRY_PACK_REFUSED, country=country.lower(), reason=error) from error


def number_of(row: dict, sources: dict) -> DatedNumber:
    source = sources[row["source"]]
    return DatedNumber(
        id=row["id"],
        name=words_of(row["name"]),
        value=Decimal(str(row["value"])),
        unit=words_of(row["unit"]),
        valid_from=day_of(row.get("valid_from")),
        valid_until=day_of(row.get("valid_until")),
        reference=", ".join(filter(None, (source["title"], source.get("publisher"), source.get("year")))),
        checked_on=date.fromisoformat(str(row["checked_on"])),
        review_on=date.fromisoformat(str(row["review_on"])),
        doubt=words_of(row.get("doubt", {})),
    )


def words_of(table: dict) -> Words:
    return Words({"original": "es", **table})


def day_of(text) -> date | None:
    return date.fromisoformat(str(text)) if text else None


def number_on(country: str, number_id: str, day: date) -> DatedNumber:
    """The number in force on that day. Raises Refused B312 outside all periods: the latest is never filled in."""
    for number in numbers_of(country):
        if number.id == number_id and number.counts_on(day):
            return number
    raise Refused(NO_NUMBER_THEN, number=number_id, day=day.isoformat(), country=country)
