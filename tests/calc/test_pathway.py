"""The way to formality: days counted by hand, people between counted steps, and whether it pays."""

from datetime import date, timedelta

import pytest

from batea.calc.pathway import (
    CALENDAR,
    UNSAID,
    WORKING,
    Passage,
    Side,
    days_taken,
    gain,
    last_day,
    months_apart,
    months_to_earn_back,
    net,
    passages,
    price_that_pays,
    received,
    share_of_women,
    total,
    wait,
    waits,
    working_days,
)
from batea.calc.ranges import UNKNOWN, Impossible, Range

FRIDAY, SATURDAY, SUNDAY, MONDAY = (date(2025, 1, 31), date(2025, 2, 1), date(2025, 2, 2), date(2025, 2, 3))
ONE = Range(1.0, 1.0, 1.0)


def exactly(number: float) -> Range:
    return Range(number, number, number)


# Days -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (FRIDAY, FRIDAY, 0),
        (FRIDAY, SUNDAY, 0),
        (FRIDAY, MONDAY, 1),
        (FRIDAY, date(2025, 2, 10), 6),  # 3, 4, 5, 6, 7 and 10 February
        (SATURDAY, date(2025, 2, 9), 5),  # 3 to 7 February
        (SUNDAY, MONDAY, 1),
        (date(2025, 3, 3), date(2025, 8, 18), 120),  # 24 weeks of five
        (date(2025, 3, 3), date(2025, 8, 19), 121),
        (date(2024, 2, 28), date(2024, 3, 1), 2),  # Wednesday to Friday of a leap year
        (MONDAY, FRIDAY, 0),  # the wrong way round
    ],
)
def test_working_days_as_counted_by_hand(start, end, days):
    assert working_days(start, end) == days


def test_working_days_are_those_a_calendar_shows():
    """Counted day by day, from every day of a week, over three years."""
    for first in range(7):
        start, counted = date(2024, 12, 30) + timedelta(days=first), 0
        for step in range(1, 1100):
            day = start + timedelta(days=step)
            counted += day.isoweekday() <= 5
            assert working_days(start, day) == counted


@pytest.mark.parametrize("kind", [WORKING, CALENDAR, UNSAID])
@pytest.mark.parametrize("limit", [1, 4, 5, 6, 15, 120, 261])
def test_the_last_day_is_within_the_limit_and_the_next_is_not(kind, limit):
    for first in range(7):
        start = date(2025, 1, 27) + timedelta(days=first)
        end = last_day(start, limit, kind)
        assert days_taken(start, end, kind) == limit
        assert days_taken(start, end - timedelta(days=1), kind) == limit - 1


@pytest.mark.parametrize(
    ("start", "limit", "kind", "end"),
    [
        (date(2025, 3, 3), 120, WORKING, date(2025, 8, 18)),
        (date(2026, 3, 2), 15, WORKING, date(2026, 3, 23)),
        (SATURDAY, 1, WORKING, MONDAY),
        (SATURDAY, 5, WORKING, date(2025, 2, 7)),
        (FRIDAY, 30, CALENDAR, date(2025, 3, 2)),
    ],
)
def test_last_days_found_by_hand(start, limit, kind, end):
    assert last_day(start, limit, kind) == end


@pytest.mark.parametrize("kind", [WORKING, CALENDAR])
def test_a_last_day_beyond_the_calendar_is_refused(kind):
    with pytest.raises(Impossible):
        last_day(date(9999, 12, 30), 120, kind)


def test_an_answer_after_the_day_looked_at_is_not_there_yet():
    case = wait(FRIDAY, date(2025, 3, 31), MONDAY, 5, WORKING)
    assert (case.days, case.answered, case.over, case.due) == (1, False, False, date(2025, 2, 7))


def test_an_answer_of_the_day_itself_is_there():
    case = wait(FRIDAY, MONDAY, MONDAY, 5, WORKING)
    assert (case.days, case.answered, case.over) == (1, True, False)


def test_days_of_an_open_case_are_unknown_without_a_day():
    case = wait(FRIDAY, None, None, 5, WORKING)
    assert (case.days, case.over, case.due) == (None, None, date(2025, 2, 7))


def test_where_the_law_does_not_say_which_days_the_state_has_the_longer_time():
    assert wait(date(2026, 1, 1), date(2026, 1, 15), None, 10, UNSAID).over is False
    assert wait(date(2026, 1, 1), date(2026, 1, 15), None, 10, CALENDAR).over is True
    assert wait(date(2026, 1, 1), date(2026, 1, 16), None, 10, UNSAID).over is True


def test_waits_of_no_case_and_of_no_limit_say_nothing():
    assert waits([]) == waits([]).__class__(0, 0, None, None, None, None)
    found = waits([wait(FRIDAY, MONDAY, None, None)])
    assert (found.typical, found.over, found.open_over) == (3.0, None, None)


def test_open_cases_count_for_the_longest_but_not_for_the_middle():
    day = date(2025, 3, 31)
    found = waits([wait(FRIDAY, MONDAY, day, 10, CALENDAR), wait(FRIDAY, None, day, 10, CALENDAR)])
    assert (found.cases, found.open, found.typical, found.worst, found.over, found.open_over) == (
        2,
        1,
        3.0,
        59,
        1,
        1,
    )


# People ---------------------------------------------------------------------------------------------------------------


def test_uncounted_steps_are_bridged():
    assert passages(100, [80, None, 40]) == [
        Passage(-1, 100, 0.8, 20),
        Passage(),
        Passage(0, 80, 0.5, 40),
    ]


def test_without_a_start_the_first_count_is_compared_with_nothing():
    assert passages(None, [80, 40])[0] == Passage()
    assert passages(None, [80, 40])[1].share == 0.5


def test_more_than_before_has_no_share():
    found = passages(20, [30, 15])
    assert found[0].more_than_before and found[0].share is None
    assert found[1] == Passage(0, 30, 0.5, 15)


def test_nobody_before_is_no_division():
    assert passages(0, [0]) == [Passage(-1, 0, None, 0)]


@pytest.mark.parametrize(
    ("women", "men", "share"),
    [
        (40, 160, (0.2, False)),
        (5, 5, (0.5, False)),
        (4, 100, (None, True)),
        (100, 4, (None, True)),
        (0, 4, (None, True)),
        (0, 100, (0.0, False)),
        (0, 0, (None, False)),
        (None, 10, (None, False)),
    ],
)
def test_shares_of_few_are_not_told(women, men, share):
    assert share_of_women(women, men) == share


def test_a_total_of_nothing_counted_is_not_known():
    assert (total(None, None), total(None, 0), total(2, None, 3)) == (None, 0, 5)


# Income ---------------------------------------------------------------------------------------------------------------

NOW = Side(Range(8, 10, 12), exactly(1000), exactly(0.5), exactly(2000))


def test_what_stays_the_same_moves_together():
    formal = Side(None, None, exactly(0.7), exactly(2500))
    assert received(formal, NOW) == Range(5600, 7000, 8400)
    assert net(NOW) == Range(2000, 3000, 4000)
    assert net(formal, NOW) == Range(3100, 4500, 5900)
    assert gain(NOW, formal) == Range(1100, 1500, 1900)


def test_an_output_said_again_is_another_number():
    formal = Side(Range(8, 10, 12), None, exactly(0.7), exactly(2500))
    assert gain(NOW, formal) == Range(8 * 700 - 2500 - 4000, 1500, 12 * 700 - 2500 - 2000)


def test_a_doubtful_price_that_is_shared_can_turn_either_way():
    """Now half of a price, formal 0.7 of it and 250 more to pay: at 1000 a loss, at 1500 a gain, for one unit."""
    now = Side(ONE, Range(1000, 1200, 1500), exactly(0.5), exactly(0))
    found = gain(now, Side(None, None, exactly(0.7), exactly(250)))
    assert (found.low, found.best, found.high) == pytest.approx((-50, -10, 50))


def test_the_price_that_pays_leaves_as_much():
    formal = Side(None, None, exactly(0.7), exactly(2500))
    price = price_that_pays(NOW, formal)
    assert price == 550
    assert gain(NOW, Side(None, exactly(price), ONE, exactly(2500))).best == 0


def test_an_unknown_side_gives_nothing():
    unknown = Side(UNKNOWN, UNKNOWN, ONE, exactly(5))
    assert net(unknown) == UNKNOWN and gain(NOW, unknown) == UNKNOWN
    assert price_that_pays(unknown, NOW) is None
    assert price_that_pays(NOW, Side(exactly(0), None, ONE, exactly(5))) is None


@pytest.mark.parametrize(
    ("cost", "gained", "months"),
    [(3500, 1500, 3500 / 1500), (0, 10, 0), (10, 0, None), (10, -5, None), (None, 5, None), (5, None, None)],
)
def test_months_to_earn_back(cost, gained, months):
    assert months_to_earn_back(cost, gained) == months


@pytest.mark.parametrize(
    ("earlier", "later", "months"),
    [("2020-08", "2021-12", 16), ("2024-12", "2025-12-31", 12), ("2025-12-31", "2026-12-31", 12)],
)
def test_months_between_deadlines(earlier, later, months):
    assert months_apart(earlier, later) == months
