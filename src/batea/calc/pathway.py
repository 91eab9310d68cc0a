"""The way to formality: how long the State took against its own limit, where people are lost, and whether it pays.

Working days are the weekdays after the day of handing in, up to and including the day of the answer: the day of the act
itself is not counted, the usual rule for periods (as in Regulation (EEC, Euratom) 1182/71, article 3). Public holidays
are not known here and not taken off, so the count is too high by those that fell on weekdays.
Net income is output × price received − outgoings, in ranges (ranges.py). The pay-back time is cost ÷ gain a month, as in
any simple pay-back rule. How gaps are bridged, and when counts are too small to be shown, is Batea's own design.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from .ranges import UNKNOWN, Impossible, Range, _, spread

WORKING, CALENDAR, UNSAID = "working", "calendar", "unsaid"
WEEK, WORK_WEEK = 7, 5  # days
FEW = 5  # people; below that a share tells too much about somebody, and too little about the rest


# Days -----------------------------------------------------------------------------------------------------------------


def working_days(start: date, end: date) -> int:
    """Weekdays after `start` up to and including `end`; 0 when `end` is not later."""
    days = max((end - start).days, 0)
    weeks, rest = divmod(days, WEEK)
    return weeks * WORK_WEEK + sum((start.weekday() + step) % WEEK < WORK_WEEK for step in range(1, rest + 1))


def days_taken(start: date, end: date, kind: str) -> int:
    """Days after `start` up to and including `end`. Where the law does not say which days it means, working ones are
    counted: that favours whoever had to act."""
    return max((end - start).days, 0) if kind == CALENDAR else working_days(start, end)


def last_day(start: date, limit: int, kind: str) -> date:
    """The last day within a limit of `limit` days (1 or more) that runs from `start`.

    Raises Impossible where that is beyond the calendar.
    """
    try:
        if kind == CALENDAR:
            return start + timedelta(days=limit)
        weeks, rest = divmod(limit, WORK_WEEK)
        # Saturday and Sunday count like the Friday before: the first working day after them is Monday.
        day = start - timedelta(days=max(start.weekday() - (WORK_WEEK - 1), 0)) + timedelta(weeks=weeks)
        over_the_weekend = day.weekday() + rest >= WORK_WEEK
        return day + timedelta(days=rest + (WEEK - WORK_WEEK if over_the_weekend else 0))
    except OverflowError as error:
        raise Impossible(start.isoformat(), _("this is beyond the calendar")) from error


@dataclass(frozen=True)
class Wait:
    """How long one case has waited. `days` are those of the limit's kind, so far while it is open; None where the day
    looked at is not known. `over` is None without a limit, or where `days` is not known."""

    days: int | None
    answered: bool
    due: date | None
    over: bool | None


def wait(
    handed_in: date, answered: date | None, day: date | None, limit: int | None, kind: str = CALENDAR
) -> Wait:
    """A case seen from `day`: an answer after that day is not there yet. Without a limit, days count as `kind` says."""
    there = answered if answered is not None and (day is None or answered <= day) else None
    end = there or day
    days = None if end is None else days_taken(handed_in, end, kind)
    due = None if limit is None else last_day(handed_in, limit, kind)
    over = None if limit is None or days is None else days > limit
    return Wait(days, there is not None, due, over)


@dataclass(frozen=True)
class Waits:
    """Cases of one step. `typical` is the median of those answered; `worst` looks at open ones too, as far as they
    have come. `over` and `open_over` (a part of `over`) are None where there is no limit."""

    cases: int
    open: int
    typical: float | None
    worst: int | None
    over: int | None
    open_over: int | None


def waits(cases: Sequence[Wait]) -> Waits:
    taken = [case.days for case in cases if case.answered and case.days is not None]
    known = [case.days for case in cases if case.days is not None]
    judged = [case for case in cases if case.over is not None]
    return Waits(
        len(cases),
        sum(not case.answered for case in cases),
        float(median(taken)) if taken else None,
        max(known, default=None),
        sum(bool(case.over) for case in judged) if judged else None,
        sum(bool(case.over) and not case.answered for case in judged) if judged else None,
    )


# People ---------------------------------------------------------------------------------------------------------------


def total(*counts: int | None) -> int | None:
    """The sum of what was counted; None when nothing was."""
    known = [count for count in counts if count is not None]
    return sum(known) if known else None


@dataclass(frozen=True)
class Passage:
    """From the last place before at which people were counted (`since`: place of a step, −1 for the start) to a step.

    `share` of those who came that far have passed the step, `lost` have not. All None where that is not known; `share`
    and `lost` also where more passed than before, which steps taken side by side can bring.
    """

    since: int | None = None
    before: int | None = None
    share: float | None = None
    lost: int | None = None

    @property
    def more_than_before(self) -> bool:
        return self.before is not None and self.lost is None


def passages(start: int | None, passed: Sequence[int | None]) -> list[Passage]:
    """One passage for each step, from how many people have passed each; uncounted steps are bridged."""
    found, since, before = [], -1, start
    for place, count in enumerate(passed):
        if count is None or before is None:
            found.append(Passage())
        elif count > before:
            found.append(Passage(since, before))
        else:
            found.append(Passage(since, before, count / before if before else None, before - count))
        if count is not None:
            since, before = place, count
    return found


def share_of_women(women: int | None, men: int | None) -> tuple[float | None, bool]:
    """(women ÷ all whose sex is known, hidden): not shown for fewer than five people, nor where one to four of either
    sex could be recognised; None where one of the two was not counted."""
    if women is None or men is None or women + men == 0:
        return None, False
    few = women + men < FEW or 0 < women < FEW or 0 < men < FEW
    return (None, True) if few else (women / (women + men), False)


# Income ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Side:
    """One month, informal or formal. output in any unit; price for that unit; share: part of that price received
    (1 where `price` is what is received); outgoings in money.

    On the formal side, output None and price None mean: the same as now, whatever it is.
    """

    output: Range | None
    price: Range | None
    share: Range
    outgoings: Range


def net(side: Side, now: Side | None = None) -> Range:
    """output × price × share − outgoings; what the side does not say is taken from `now`."""
    output, price = whole(side, now)
    return spread(lambda o, p, s, c: o * p * s - c, output, price, side.share, side.outgoings)


def received(side: Side, now: Side | None = None) -> Range:
    """output × price × share."""
    output, price = whole(side, now)
    return spread(lambda o, p, s: o * p * s, output, price, side.share)


def whole(side: Side, now: Side | None) -> tuple[Range, Range]:
    output = side.output if side.output is not None else (now.output if now else None)
    price = side.price if side.price is not None else (now.price if now else None)
    return output or UNKNOWN, price or UNKNOWN


def gain(now: Side, formal: Side) -> Range:
    """Net income when formal less net income now. Output and price that stay the same move together, so that their
    doubt is not counted twice; linear in each number, so its extremes lie at the corners."""
    outputs = [now.output or UNKNOWN] + ([] if formal.output is None else [formal.output])
    prices = [now.price or UNKNOWN] + ([] if formal.price is None else [formal.price])

    def difference(*numbers: float) -> float:
        o, p = numbers[: len(outputs)], numbers[len(outputs) : -4]
        share_now, out_now, share_formal, out_formal = numbers[-4:]
        return (o[-1] * p[-1] * share_formal - out_formal) - (o[0] * p[0] * share_now - out_now)

    return spread(difference, *outputs, *prices, now.share, now.outgoings, formal.share, formal.outgoings)


def price_that_pays(now: Side, formal: Side) -> float | None:
    """The price, for one unit of output, at which formal leaves as much as now: (net now + outgoings) ÷ output.
    Best guesses only."""
    earned, outgoings = net(now).best, formal.outgoings.best
    output = whole(formal, now)[0].best
    if earned is None or outgoings is None or not output:
        return None
    return (earned + outgoings) / output


def months_to_earn_back(cost: float | None, gained: float | None) -> float | None:
    """cost ÷ gain a month; None where one is not known or nothing is gained."""
    return None if cost is None or gained is None or gained <= 0 else cost / gained


# Deadlines ------------------------------------------------------------------------------------------------------------


def months_apart(earlier: str, later: str) -> int:
    """Months of the calendar from one day or month to another ("2020-08", "2021-12-31"); the day does not count."""
    first, second = ((int(year), int(month)) for year, month, *_day in (earlier.split("-"), later.split("-")))
    return (second[0] - first[0]) * 12 + second[1] - first[1]
