"""Texts as numbers, days, moments, times, yes and no, for the formats that tell them apart."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from functools import lru_cache
from math import isfinite

from ..cells import FIRST_YEAR
from .columns import NUMBER, Texts, all_match

DIGITS = 15  # a spreadsheet and a JSON reader round longer numbers: those stay text
WHOLE = r"[-+]?[0-9]+"
CLOCK = r"[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?"
ZONE = r"Z|[-+][0-9]{2}:[0-9]{2}"
DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
SHORT = re.compile(f"[-+]?[0-9]{{1,{DIGITS}}}")
IS_NUMBER, IS_DAY = re.compile(NUMBER), re.compile(DAY)
IS_MOMENT = re.compile(f"{DAY}T{CLOCK}(?:{ZONE})?")
IS_TIME = re.compile(f"({CLOCK})(?:{ZONE})?")
# The same for a whole column, its cells joined by NUL; nothing here can be matched in two ways.
ALL_SHORT = re.compile(f"(?:{SHORT.pattern}\0)*+")
YES_NO = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}

Value = str | int | float | bool | date | datetime | time | None


def typed(kind: str, values: Texts) -> Sequence[Value]:
    """The column as numbers, days, moments with their zone, times, yes and no; what does not fit stays text."""
    if kind == "whole" and all_match(ALL_SHORT, values):
        return [int(value) if value else None for value in values]
    convert = CONVERTED.get(kind)
    return [convert(value) if value else None for value in values] if convert else values


def whole_of(text: str) -> Value:
    return int(text) if SHORT.fullmatch(text) else text


def number_of(text: str) -> Value:
    """A finite number, unless its whole part has more digits than a spreadsheet keeps."""
    if not IS_NUMBER.fullmatch(text) or len(text.partition(".")[0].lstrip("+-")) > DIGITS:
        return text
    number = float(text)
    return number if isfinite(number) else text


@lru_cache(maxsize=4_096)
def day_of(text: str) -> Value:
    try:
        day = date.fromisoformat(text) if IS_DAY.fullmatch(text) else None
    except ValueError:
        return text
    return day if day and day.year >= FIRST_YEAR else text


def moment_of(text: str) -> Value:
    try:
        moment = datetime.fromisoformat(text) if IS_MOMENT.fullmatch(text) else None
    except ValueError:
        return text
    # The years at both ends leave the calendar when their zone is taken away.
    return moment if moment and FIRST_YEAR <= moment.year < 9999 else text


def time_of(text: str) -> Value:
    """The time on the clock, without its zone."""
    found = IS_TIME.fullmatch(text)
    try:
        return time.fromisoformat(found[1]) if found else text
    except ValueError:
        return text


def yes_no_of(text: str) -> Value:
    return YES_NO.get(text.lower(), text)


CONVERTED: dict[str, Callable[[str], Value]] = {
    "whole": whole_of,
    "number": number_of,
    "day": day_of,
    "moment": moment_of,
    "time": time_of,
    "yesno": yes_no_of,
}
