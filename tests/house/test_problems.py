"""Every refusal has a number of its own, words that say how to mend it, and a place that makes it."""

from pathlib import Path

from batea import problems
from batea.problems import PROBLEMS, Problem, Refused

FOLDER = Path(problems.__file__).parent
NAMED = {name: found for name, found in vars(problems).items() if isinstance(found, Problem)}


def never_made(names, code: str) -> set[str]:
    return {name for name in names if name not in code}


def all_code() -> str:
    return "".join(path.read_text() for path in FOLDER.rglob("*.py") if path.name != "problems.py")


def test_numbers_are_unique_and_stand_in_their_family():
    numbers = [problem.number for problem in NAMED.values()]
    assert len(numbers) == len(set(numbers)) == len(PROBLEMS)
    assert {number // 100 for number in numbers} <= {1, 2, 3, 4, 5, 6, 7, 8}


def test_each_says_what_happened_and_how_to_mend_it():
    for problem in NAMED.values():
        assert problem.title and problem.mend.endswith((".", "…")), problem.code
        assert 400 <= problem.status < 600, problem.code


def test_each_is_made_somewhere():
    assert never_made(NAMED, all_code()) == set()


def test_one_that_nobody_makes_would_be_seen():
    assert never_made({"NEVER_MADE"}, all_code()) == {"NEVER_MADE"}


def test_details_fill_the_words_even_when_they_hold_a_per_cent_sign():
    title, mend = Refused(problems.NOT_VALID, field="share", reason="100 % (of %s)").in_words()
    assert title == "share: 100 % (of %s)"
    assert "%" not in mend
