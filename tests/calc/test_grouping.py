"""Groups that are like the whole, against divisions that can be worked out by hand."""

from collections import Counter
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batea.calc.grouping import balances, deal

NINE = ("BO", "BR", "CO", "DO", "EC", "GT", "HN", "MX", "PE")
# Twenty-seven of nine countries, three each, of whom one or two are women: as many came to Punta Cana in June 2018.
ROOM = {
    f"{country}{number}": {
        "country": country,
        "sex": "f" if (number + index) % 2 else "m",
        "language": "pt" if country == "BR" else "es",
    }
    for index, country in enumerate(NINE)
    for number in range(3)
}


def test_four_groups_of_a_workshop_are_as_even_as_they_can_be():
    dealt = deal(ROOM, 4, ("country", "sex", "language"))
    assert sorted(len(members) for members in dealt.groups) == [6, 7, 7, 7]
    assert [(each.attribute, each.even) for each in dealt.balances] == [
        ("country", True),
        ("sex", True),
        ("language", True),
    ]
    for members in dealt.groups:
        assert max(Counter(ROOM[key]["country"] for key in members).values()) == 1


def test_teams_stay_together_where_the_sizes_allow_it():
    dealt = deal(ROOM, 3, ("sex", "country"), kept="country")
    for country in NINE:
        assert (
            len({n for n, members in enumerate(dealt.groups) for key in members if key.startswith(country)})
            == 1
        )
    assert [each.attribute for each in dealt.balances] == ["sex"]


def test_two_women_and_two_men_make_two_pairs():
    people = {name: {"sex": sex} for name, sex in (("a", "f"), ("b", "f"), ("c", "m"), ("d", "m"))}
    dealt = deal(people, 2, ("sex",))
    assert all({people[key]["sex"] for key in members} == {"f", "m"} for members in dealt.groups)
    assert (dealt.balances[0].imbalance, dealt.balances[0].beyond) == (0, 0)


def test_the_imbalance_of_a_bad_division_by_hand():
    """Two women in one group, two men in the other: each of four cells is one person away from its share of one."""
    people = {name: {"sex": sex} for name, sex in (("a", "f"), ("b", "f"), ("c", "m"), ("d", "m"))}
    [found] = balances(people, [["a", "b"], ["c", "d"]], ("sex",))
    assert (found.imbalance, found.beyond, found.even) == (4, 4, False)


def test_people_are_not_halved():
    """Three women, one man, two groups of two: the man sits somewhere, half a person off in each of four cells."""
    people = {"a": {"sex": "f"}, "b": {"sex": "f"}, "c": {"sex": "f"}, "d": {"sex": "m"}}
    [found] = deal(people, 2, ("sex",)).balances
    assert (found.imbalance, found.beyond, found.even) == (Fraction(1), 0, True)


def test_more_groups_than_people_and_nobody_at_all():
    assert sorted(map(len, deal({"a": {}}, 3).groups)) == [0, 0, 1]
    assert deal({}, 2, ("sex",)).groups == ((), ())
    with pytest.raises(ValueError, match="group"):
        deal(ROOM, 0)


def test_another_seed_gives_other_groups_and_the_same_one_the_same():
    first, again, other = (deal(ROOM, 4, ("country", "sex"), seed=seed).groups for seed in (1, 1, 2))
    assert first == again
    assert first != other


KINDS = st.fixed_dictionaries({"country": st.sampled_from("ABCD"), "sex": st.sampled_from(("f", "m", ""))})
PEOPLE = st.dictionaries(st.integers(0, 99), KINDS, max_size=14)


@settings(deadline=None, max_examples=60)
@given(PEOPLE, st.integers(1, 5), st.sampled_from(("", "country")), st.integers(0, 3))
def test_everybody_sits_somewhere_once_whatever_the_order(people, count, kept, seed):
    dealt = deal(people, count, ("country", "sex"), kept, seed)
    assert sorted(key for members in dealt.groups for key in members) == sorted(people)
    sizes = [len(members) for members in dealt.groups]
    assert max(sizes) - min(sizes) <= 1
    assert deal(dict(reversed(people.items())), count, ("country", "sex"), kept, seed) == dealt
    assert dealt.balances == balances(people, dealt.groups, [each.attribute for each in dealt.balances])


@settings(deadline=None, max_examples=40)
@given(st.lists(KINDS, min_size=4, max_size=8))
def test_one_attribute_is_spread_as_well_as_in_the_best_of_all_divisions(kinds):
    people = dict(enumerate(kinds))
    dealt = deal(people, 2, ("sex",))
    size = len(dealt.groups[0])
    best = min(
        balances(people, (chosen, [key for key in people if key not in chosen]), ("sex",))[0].imbalance
        for chosen in combinations(people, size)
    )
    assert dealt.balances[0].imbalance == best
