"""A risk matrix: the grids as published, values in order, what counts after control, stop of work, clocks, faults."""

import tomllib
from datetime import datetime, timedelta
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batea.calc.ranges import Impossible
from batea.calc.risk_matrix import (
    Band,
    Hazard,
    Matrix,
    Rating,
    clock,
    current,
    faults,
    is_corrected,
    limit,
    residual,
    work,
)

# IPERCONT, ANX7A: typed here by hand; rows are severity 1 to 5, columns frequency A to E.
LITERAL = (
    (1, 2, 4, 7, 11),
    (3, 5, 8, 12, 16),
    (6, 9, 13, 17, 20),
    (10, 14, 18, 21, 23),
    (15, 19, 22, 24, 25),
)
PERU = Matrix(
    LITERAL,
    (Band("high", 1, 8, 24, stop=True, strong=True), Band("medium", 9, 15, 72), Band("low", 16, 25, 720)),
    worst_is_low=True,
)
UPWARDS = Matrix(
    tuple(tuple(s * p for p in range(1, 6)) for s in range(1, 6)),
    (
        Band("extreme", 15, 25, 24, stop=True, strong=True),
        Band("high", 8, 12, 72, strong=True),
        Band("moderate", 4, 6, 720),
        Band("low", 1, 3),
    ),
    worst_is_low=False,
)
FILES = Path(__file__).parents[2] / "src/batea/toolbox/tools/risk_matrix/matrices"
NOON = datetime(2026, 11, 25, 12)
matrices = st.sampled_from((PERU, UPWARDS))
ratings = st.builds(Rating, st.integers(1, 5), st.integers(1, 5))
levels = st.frozensets(st.integers(1, 5))


def at(code: str) -> Rating:
    """ "1B" as Peruvian registers write it."""
    return Rating(int(code[0]), "ABCDE".index(code[1]) + 1)


def as_filed(name: str) -> dict:
    return tomllib.loads((FILES / f"{name}.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("name", "matrix"), [("peru", PERU), ("probability", UPWARDS)])
def test_the_file_says_what_is_published(name, matrix):
    data = as_filed(name)
    assert tuple(map(tuple, data["values"])) == matrix.values
    assert data["worst_is_low"] is matrix.worst_is_low
    found = [(band["code"], band["first"], band["last"], band.get("hours")) for band in data["bands"]]
    assert found == [(band.code, band.first, band.last, band.hours) for band in matrix.bands]
    assert [band.get("stop", False) for band in data["bands"]] == [band.stop for band in matrix.bands]


def test_peru_numbers_the_anti_diagonals():
    """From the top left, each from its upper right end down; below the long diagonal the same from the other corner."""
    for row, column in product(range(5), repeat=2):
        d = row + column
        if d <= 4:
            assert LITERAL[row][column] == d * (d + 1) // 2 + row + 1
        assert LITERAL[row][column] + LITERAL[4 - row][4 - column] == 26
    assert sorted(PERU.all_values) == list(range(1, 26))


def test_peru_codes_of_a_mining_company():
    """RAURA writes 1A = 1, 1B = 2, 1C = 4 and so on to 5D = 24; the rest as the table has them."""
    codes = "1A 1B 2A 1C 2B 3A 1D 2C 3B 4A 1E 2D 3C 4B 5A 2E 3D 4C 5B 3E 4D 5C 4E 5D 5E"
    assert [PERU.value(at(code)) for code in codes.split()] == list(range(1, 26))
    assert [PERU.value(at(code)) for code in ("1A", "1B", "1C", "5D")] == [1, 2, 4, 24]


def test_bands_begin_and_end_where_the_register_has_them():
    bands = {value: PERU.band(place).code for place in PERU.cells for value in [PERU.value(place)]}
    assert [bands[value] for value in (1, 8, 9, 13, 14, 15, 16, 17, 23, 25)] == [
        *["high"] * 2,
        *["medium"] * 4,
        *["low"] * 4,
    ]


def test_what_cannot_be_a_matrix():
    bands = (Band("bad", 1, 2), Band("good", 3, 4))
    for values, refused in (
        ((), "values"),
        (((),), "values"),
        (((1, 2), (3,)), "values"),
        (((1, 4), (3, 2)), "values"),
        (((1, 2), (3, 5)), "bands"),
    ):
        with pytest.raises(Impossible) as told:
            Matrix(values, bands, worst_is_low=True)
        assert told.value.what == refused
    with pytest.raises(Impossible):
        Matrix(((1, 2), (3, 4)), bands[::-1], worst_is_low=True)
    with pytest.raises(Impossible):
        Matrix(((1, 2), (3, 4)), bands, worst_is_low=False)


@pytest.mark.parametrize("matrix", [PERU, UPWARDS])
@pytest.mark.parametrize("place", [Rating(0, 1), Rating(6, 1), Rating(1, 0), Rating(1, 6), Rating(-1, 1)])
def test_off_the_grid(matrix, place):
    with pytest.raises(Impossible):
        matrix.value(place)


def test_the_worst():
    assert PERU.worst([at("5E"), at("1C"), at("2B")]) == at("1C")
    assert UPWARDS.worst([Rating(1, 1), Rating(5, 4), Rating(3, 3)]) == Rating(5, 4)
    assert PERU.worst([]) is None


@pytest.mark.parametrize(
    ("named", "counted"),
    [(set(), "2B"), ({4}, "2E"), ({5}, "2E"), ({4, 5}, "2E"), ({1}, "5E"), ({2}, "5E"), ({3, 5}, "5E")],
)
def test_what_counts_after_control(named, counted):
    assert residual(PERU, Hazard(at("2B"), at("5E"), frozenset(named))) == at(counted)


def test_what_counts_where_high_is_bad():
    assert residual(UPWARDS, Hazard(Rating(5, 4), Rating(3, 2), frozenset({5}))) == Rating(5, 2)
    assert residual(UPWARDS, Hazard(Rating(5, 4), Rating(3, 2), frozenset({3}))) == Rating(3, 2)


@given(matrices, ratings, ratings, levels)
def test_more_controls_never_make_it_count_worse(matrix, before, after, named):
    found = residual(matrix, Hazard(before, after, named))
    most = residual(matrix, Hazard(before, after, frozenset({1, 2, 3, 4, 5})))
    assert most == after
    assert not matrix.is_worse(most, found)
    assert matrix.value(found) in matrix.all_values


WORKING = [
    (Hazard(), "unrated"),
    (Hazard(after=at("1A")), "stop"),
    (Hazard(after=at("5A")), "unrated"),
    (Hazard(at("3B")), "go"),
    (Hazard(at("1B")), "stop"),
    (Hazard(at("1B"), at("1E"), frozenset({3})), "stop"),
    (Hazard(at("1B"), at("1E"), frozenset({3}), in_place=False), "stop"),
    (Hazard(at("1B"), at("1E"), frozenset({3}), in_place=True), "go"),
    (Hazard(at("1B"), at("1D"), frozenset({3}), in_place=True), "stop"),
    (Hazard(at("1B"), at("5E"), frozenset({5}), in_place=True), "go"),
    (Hazard(at("1B"), at("5D"), frozenset({5}), in_place=True), "stop"),
    (Hazard(at("1B"), at("5E"), in_place=True), "stop"),
    (Hazard(at("1B"), in_place=True), "rate"),
    (Hazard(at("1B"), at("1E"), frozenset({3}), None, NOON, NOON), "go"),
    (Hazard(at("1B"), at("1E"), frozenset({3}), False, NOON, NOON), "stop"),
    (Hazard(at("3B"), at("2C"), frozenset({3})), "stop"),
]


@pytest.mark.parametrize(("hazard", "expected"), WORKING)
def test_where_work_stops(hazard, expected):
    assert work(PERU, hazard) == expected


def test_what_holds_now():
    assert current(PERU, Hazard(at("1B"), at("1E"), frozenset({3}))) == at("1B")
    assert current(PERU, Hazard(at("1B"), at("1E"), frozenset({3}), in_place=True)) == at("1E")
    assert current(PERU, Hazard(at("1B"), in_place=True)) == at("1B")
    assert current(PERU, Hazard()) is None


@pytest.mark.parametrize(("code", "hours"), [("2C", 24), ("3B", 72), ("5A", 72), ("2E", 720)])
def test_the_clock(code, hours):
    until = NOON + timedelta(hours=hours)
    assert limit(PERU, Hazard(at(code), rated_at=NOON)) == until
    assert clock(PERU, Hazard(at(code), rated_at=NOON)) == "running"
    assert clock(PERU, Hazard(at(code), rated_at=NOON, done_at=until)) == "in_time"
    assert clock(PERU, Hazard(at(code), rated_at=NOON, done_at=until + timedelta(minutes=1))) == "late"


def test_clocks_that_do_not_run():
    assert clock(PERU, Hazard()) == "unrated"
    assert clock(PERU, Hazard(at("1A"))) == clock(PERU, Hazard(at("1A"), done_at=NOON)) == "untimed"
    assert limit(PERU, Hazard(at("1A"))) is limit(PERU, Hazard(rated_at=NOON)) is None
    assert clock(UPWARDS, Hazard(Rating(1, 1), rated_at=NOON)) == "free"
    assert limit(PERU, Hazard(at("1A"), rated_at=datetime.max)) is None


def test_a_correction_that_does_not_count():
    before = NOON - timedelta(minutes=1)
    assert is_corrected(Hazard(done_at=NOON))
    assert not is_corrected(Hazard(in_place=False, done_at=NOON))
    assert not is_corrected(Hazard(rated_at=NOON, done_at=before))
    assert clock(PERU, Hazard(at("1A"), rated_at=NOON, done_at=before)) == "running"


FAULTY = [
    (Hazard(), []),
    (Hazard(at("5E")), []),
    (Hazard(at("3B")), ["no_control"]),
    (Hazard(at("3B"), at("5E")), ["unexplained", "no_control"]),
    (Hazard(at("4D"), at("3D"), frozenset({3})), ["worse"]),
    (Hazard(at("2B"), at("5E"), frozenset({4, 5})), ["severity", "soft"]),
    (Hazard(at("3B"), at("3E"), frozenset({4})), []),
    (Hazard(at("2B"), at("2E"), frozenset({5})), ["soft"]),
    (Hazard(at("2B"), at("5E"), frozenset({3, 5})), []),
]


@pytest.mark.parametrize(("hazard", "expected"), FAULTY)
def test_faults_of_the_plan(hazard, expected):
    assert faults(PERU, hazard) == expected


@given(
    st.builds(
        Hazard,
        st.none() | ratings,
        st.none() | ratings,
        levels,
        st.none() | st.booleans(),
        st.none() | st.datetimes(),
        st.none() | st.datetimes(),
    ),
    matrices,
)
def test_anything_typed_has_an_answer(hazard, matrix):
    assert work(matrix, hazard) in {"stop", "rate", "unrated", "go"}
    assert clock(matrix, hazard) in {"unrated", "free", "untimed", "running", "in_time", "late"}
    now, after = current(matrix, hazard), residual(matrix, hazard)
    assert after is None or not matrix.band(after).stop or work(matrix, hazard) == "stop"
    assert now is None or work(matrix, hazard) != "go" or not matrix.band(now).stop
    assert faults(matrix, hazard) is not None
