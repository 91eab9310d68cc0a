"""Months counted on the calendar: when a measure begins, when a result is due."""

from calendar import monthrange
from datetime import date


def months_later(day: date, months: int) -> date:
    """The same day `months` later (earlier when negative); the month's last day when it has no such day.

    31 January and one month give 28 or 29 February. Raises ValueError outside the years 1 to 9999.
    """
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    if not 1 <= year <= 9999:
        raise ValueError(f"{months} months from {day} is outside the calendar.")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def share_of_time(start: date, now: date, end: date) -> float:
    """How much of the time from `start` to `end` has passed at `now`, 0 to 1; 1 when there was no time to pass."""
    if end <= start:
        return 1.0
    return min(max((now - start).days / (end - start).days, 0.0), 1.0)
