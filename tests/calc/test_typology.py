"""The first rule that matches decides; "without" turns a condition round; nothing else is guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batea.calc.typology import Condition, Match, Rule, classify, classify_all, cross_table

PROHIBITED = Condition("D09", frozenset({"prohibited_area"}))
ALLOWED = Condition("D09", frozenset({"prohibited_area"}), without=True)
AMBER = Condition("D01", frozenset({"amber"}))
RULES = (
    Rule("exit", (PROHIBITED,)),
    Rule("amber", (AMBER, ALLOWED)),
    Rule("gems", (Condition("D01", frozenset({"amber", "larimar"})),)),
)


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ({"D01": ["amber"], "D09": ["prohibited_area"]}, Match("exit", 1)),
        ({"D01": ["amber"], "D09": ["informal_permissible"]}, Match("amber", 2)),
        ({"D01": ["coal", "amber"], "D09": ["informal_permissible"]}, Match("amber", 2)),
        ({"D01": ["amber"]}, Match("amber", 2, guessed=("D09",))),
        ({"D01": ["larimar"]}, Match("gems", 3)),
        ({"D01": ["gold"]}, None),
        ({}, None),
    ],
)
def test_first_match_wins(attributes, expected):
    assert classify(RULES, attributes) == expected


def test_the_order_decides():
    site = {"D01": ["amber"], "D09": ["prohibited_area"]}
    assert classify(RULES, site).to == "exit"
    assert classify(RULES[::-1], site).to == "gems"


def test_without_fails_as_soon_as_one_value_is_there():
    assert not ALLOWED.holds({"D09": ["titled_licensed", "prohibited_area"]})


def test_no_rules_leave_every_site_unclassified():
    assert classify_all((), [{"D01": ["amber"]}, {}]) == [None, None]


def test_rules_may_come_from_a_generator():
    assert [m and m.to for m in classify_all(iter(RULES), [{"D01": ["amber"]}, {"D01": ["larimar"]}])] == [
        "amber",
        "gems",
    ]


def test_a_condition_without_values_is_refused():
    with pytest.raises(ValueError, match="names no value"):
        Condition("D01", frozenset())


def test_a_rule_without_conditions_is_refused():
    with pytest.raises(ValueError, match="at least one condition"):
        Rule("all", ())


VALUES = st.dictionaries(st.sampled_from("ABC"), st.lists(st.sampled_from("xyz"), unique=True), max_size=3)
CONDITIONS = st.builds(
    Condition, st.sampled_from("ABC"), st.frozensets(st.sampled_from("xyz"), min_size=1), st.booleans()
)
SETS = st.lists(
    st.builds(Rule, st.integers(0, 5), st.lists(CONDITIONS, min_size=1, max_size=3).map(tuple)), max_size=5
)


@given(SETS, VALUES)
def test_a_match_names_a_rule_that_matches_and_none_before_it_does(rules, attributes):
    found = classify(rules, attributes)
    matching = [place for place, rule in enumerate(rules, 1) if rule.matches(attributes)]
    assert (found.rule if found else None) == (matching[0] if matching else None)


@given(CONDITIONS, VALUES)
def test_without_is_the_opposite(condition, attributes):
    opposite = Condition(condition.dimension, condition.values, not condition.without)
    assert condition.holds(attributes) != opposite.holds(attributes)


def test_cross_table_counts_a_site_once_in_each_of_its_cells():
    sites = [{"A": ["x", "y"], "B": ["1"]}, {"A": ["x"]}, {}]
    assert cross_table(sites, "A", "B") == {("x", "1"): 1, ("y", "1"): 1, ("x", ""): 1, ("", ""): 1}
