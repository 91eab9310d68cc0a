"""Step 2.5: merging, contradictions, sums, gates, adoption and the pages. Costs are invented; sums are worked by hand."""

from datetime import date
from decimal import Decimal

import pytest
from django_scopes import scope

from batea.guidance.progress import state_of
from batea.guidance.steps import STEPS
from batea.phase2_strategy.impacts.models import ChosenMeasure
from batea.phase2_strategy.national.actions import consolidate_measures, publish_strategy, record_adoption
from batea.phase2_strategy.national.merging import differences
from batea.phase2_strategy.national.models import NationalMeasure, Strategy
from batea.phase2_strategy.national.queries import burdens, cost_sum, lacks, read_plan
from batea.problems import CHANGED_MEANWHILE, NOT_ADOPTED, NOT_VALID, NOTHING_TO_MERGE, Refused
from batea.programmes.actions import change_record, remove_record
from batea.programmes.models import AuditEntry
from batea.programmes.words import Words

from .making import BY, a_measure, a_type, an_owner, save
from .whole import ADOPTED, a_link, a_national, a_risk, a_strategy, a_whole_measure, an_act, said

STEP = STEPS["P2-S5"]


def gates(programme):
    return {state.gate.id[-1]: state.finding for state in state_of(programme, STEP).gates}


def met(programme):
    return {name: finding.met for name, finding in gates(programme).items()}


def merge(programme):
    return consolidate_measures(by=BY, programme=programme)


# Gates --------------------------------------------------------------------------------------------------------------


def test_an_empty_programme_misses_everything(inside_a):
    found = gates(inside_a)
    assert met(inside_a) == dict.fromkeys("abcd", False)
    assert {found[name].missing[0].href for name in "abd"} == {"/p/a/national/strategy/add/"}
    assert found["c"].missing[0].href == "/p/a/national/plan/"


def test_a_draft_is_under_way(inside_a):
    strategy = a_strategy(inside_a, year_one_budget=100)
    measure = a_national(inside_a, starts_month=3)
    found = gates(inside_a)
    assert met(inside_a) == dict.fromkeys("abcd", False)
    assert [missing.href for missing in found["a"].missing] == ["/p/a/national/adoption/"] * 2
    assert found["b"].missing[0].href == f"/p/a/national/strategy/{strategy.uid}/change/"
    assert found["c"].missing[0].href == f"/p/a/national/measures/{measure.uid}/"
    assert "starts" not in found["c"].missing[0].text
    assert "baseline" in found["c"].missing[0].text


def test_complete(inside_a):
    a_whole_measure(inside_a)
    a_strategy(
        inside_a,
        adopted_on=ADOPTED,
        adopted_by="Cabinet",
        act=an_act(inside_a),
        year_one_budget=100,
        year_one_approved_on=ADOPTED,
        published_on=ADOPTED,
    )
    assert met(inside_a) == dict.fromkeys("abcd", True)
    assert state_of(inside_a, STEP).status == "done"


def test_a_choice_made_after_the_merge_opens_the_gate_again(inside_a):
    a_whole_measure(inside_a)
    assert met(inside_a)["c"]
    a_measure(a_type(inside_a), "M002")
    assert not met(inside_a)["c"]


@pytest.mark.parametrize(
    ("values", "missing"),
    [
        (dict(cost_best=None), ["cost_best"]),
        (dict(target_year=None), ["target"]),
        (dict(indicator=""), ["indicator"]),
        (dict(cost_best=None, cost_low=5, cost_high=9), []),
    ],
)
def test_what_a_measure_lacks(inside_a, values, missing):
    measure = a_whole_measure(inside_a)
    assert lacks(change_record(by=BY, record=measure, values=values)) == missing


# Merging ------------------------------------------------------------------------------------------------------------


def test_nothing_chosen_is_refused(inside_a):
    with pytest.raises(Refused) as refused:
        merge(inside_a)
    assert refused.value.problem is NOTHING_TO_MERGE


def test_types_that_chose_the_same_measure_share_one(inside_a):
    amber, larimar, owner = a_type(inside_a), a_type(inside_a, "larimar"), an_owner(inside_a)
    a_measure(
        amber, "M036", owner=owner, starts_month=12, ends_month=24, cost_low=1, cost_best=2, cost_high=4
    )
    a_measure(
        larimar, "M036", owner=owner, starts_month=6, ends_month=18, cost_low=10, cost_best=20, cost_high=30
    )
    a_measure(larimar, "M002")
    shared, single = merge(inside_a)
    assert (shared.measure, shared.common, shared.starts_month, shared.ends_month) == ("M036", True, 6, 24)
    assert (shared.cost_low, shared.cost_best, shared.cost_high) == (11, 22, 34)
    assert shared.owner == owner
    assert (single.measure, single.common, single.window) == ("M002", False, "")
    assert ChosenMeasure.objects.filter(national=shared).count() == 2
    assert read_plan().unmerged == ()


def test_titles_of_their_own_stay_apart(inside_a):
    amber, larimar = a_type(inside_a), a_type(inside_a, "larimar")
    for asm_type in (amber, larimar):
        a_measure(asm_type, "", own_title=said("Blue amber fair"))
    assert [measure.common for measure in merge(inside_a)] == [False, False]
    assert len(merge(inside_a)) == NationalMeasure.objects.count() == 2


def test_owners_who_disagree_leave_the_choice_to_people(inside_a):
    for number, name in enumerate(("Mines", "Labour")):
        a_measure(a_type(inside_a, f"type-{number}"), "M036", owner=an_owner(inside_a, name))
    (shared,) = merge(inside_a)
    assert shared.owner is None


def test_a_part_of_the_cost_is_not_the_whole(inside_a):
    a_measure(a_type(inside_a), "M036", cost_best=5)
    a_measure(a_type(inside_a, "larimar"), "M036")
    (shared,) = merge(inside_a)
    assert shared.cost_best is None


def test_a_second_merge_changes_nothing(inside_a):
    a_measure(a_type(inside_a), "M036", starts_month=3, cost_low=1, cost_best=2, cost_high=4)
    (first,) = merge(inside_a)
    entries = AuditEntry.objects.count()
    (again,) = merge(inside_a)
    assert (again.pk, again.version) == (first.pk, first.version)
    assert AuditEntry.objects.count() == entries


def test_what_people_changed_is_kept_and_the_rest_follows_the_types(inside_a):
    chosen = a_measure(a_type(inside_a), "M036", starts_month=3, cost_best=2)
    (measure,) = merge(inside_a)
    change_record(by=BY, record=measure, values={"starts_month": 30, "note": said("After the election")})
    chosen.refresh_from_db()
    change_record(by=BY, record=chosen, values={"starts_month": 6, "cost_best": Decimal(5)})
    (measure,) = merge(inside_a)
    assert (measure.starts_month, measure.cost_best) == (30, 5)
    assert measure.note == said("After the election")
    assert differences(measure) == ["starts_month"]


def test_a_measure_people_added_first_is_joined_not_doubled(inside_a):
    own = a_national(inside_a, "M036", cost_best=7)
    a_measure(a_type(inside_a), "M036", starts_month=3, cost_best=2)
    (joined,) = merge(inside_a)
    assert joined.pk == own.pk
    assert (joined.starts_month, joined.cost_best) == (3, 7)


def test_a_measure_no_type_chooses_any_more_is_pointed_out(inside_a):
    chosen = a_measure(a_type(inside_a), "M036")
    a_measure(chosen.type, "M002")
    first, _second = merge(inside_a)
    assert read_plan().left_alone == []
    chosen.refresh_from_db()
    remove_record(by=BY, record=chosen)
    assert read_plan().left_alone == [first]


def test_every_merge_is_in_the_audit_trail(inside_a):
    a_measure(a_type(inside_a), "M036")
    merge(inside_a)
    acts = list(AuditEntry.objects.order_by("number").values_list("act", "record"))[-2:]
    assert acts == [
        ("consolidate", "phase2_strategy.nationalmeasure"),
        ("consolidate", "phase2_strategy.chosenmeasure"),
    ]


# The plan -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("month", "window"), [(0, "0-12"), (11, "0-12"), (12, "12-36"), (36, "36-60"), (60, "36-60"), (None, "")]
)
def test_windows(inside_a, month, window):
    assert a_national(inside_a, starts_month=month).window == window


def test_a_window_chosen_by_people_wins(inside_a):
    assert a_national(inside_a, starts_month=2, horizon="36-60").window == "36-60"


def test_sums_are_ranges_and_name_what_is_missing(inside_a):
    costed = [
        a_national(inside_a, "M036", cost_low=1, cost_best=2, cost_high=4),
        a_national(inside_a, "M002", cost_best=10),
        a_national(inside_a, "M003"),
    ]
    found = cost_sum(costed)
    # by hand: 1 + 10, 2 + 10, 4 + 10
    assert (found.total.low, found.total.best, found.total.high) == (11, 12, 14)
    assert (found.measures, found.without) == (3, 1)


def test_the_largest_burden_comes_first_and_nobody_last(inside_a):
    mines = an_owner(inside_a)
    a_national(inside_a, "M002", owner=an_owner(inside_a, "Labour"))
    for measure in ("M036", "M003"):
        a_national(inside_a, measure, owner=mines)
    a_national(inside_a, "M004")
    assert [(str(each.owner), len(each.measures)) for each in burdens(read_plan())] == [
        ("Ministry of mines", 2),
        ("Labour", 1),
        ("None", 1),
    ]


def test_contradictions_and_needs_of_the_library(inside_a):
    # M020 conflicts with M007; M003 needs M025, which the plan lacks
    a_national(inside_a, "M020"), a_national(inside_a, "M007"), a_national(inside_a, "M003")
    found = [
        (each.kind, each.first.measure, each.other.measure if each.other else None)
        for each in read_plan().tensions
    ]
    assert ("conflicts", "M020", "M007") in found
    assert ("missing", "M003", None) in found


def test_a_need_that_comes_later_is_told_and_one_that_comes_first_is_not(inside_a):
    first, needed = (
        a_national(inside_a, "M003", starts_month=0),
        a_national(inside_a, "M025", starts_month=12),
    )
    assert [each.kind for each in read_plan().tensions] == ["order"]
    change_record(by=BY, record=needed, values={"starts_month": 0})
    assert read_plan().tensions == []
    assert first.pk


def test_a_contradiction_is_settled_by_a_link_with_a_note(inside_a):
    first, other = a_national(inside_a, "M020"), a_national(inside_a, "M007")
    (found,) = [each for each in read_plan().tensions if each.kind == "conflicts"]
    assert found.open
    a_link(first, "conflicts", other, "Selectors register free of charge")
    (found,) = [each for each in read_plan().tensions if each.kind == "conflicts"]
    assert not found.open


def test_contradictions_of_their_own(inside_a):
    first, other = a_national(inside_a, "M036"), a_national(inside_a, "M001")
    a_link(first, "conflicts", other)
    assert [(each.kind, each.open) for each in read_plan().tensions] == [("conflicts", True)]


def test_three_queries_however_long_the_plan(inside_a, django_assert_num_queries):
    for codes in (["M001"], ["M002", "M003", "M004"]):
        for code in codes:
            national = a_national(inside_a, code, owner=an_owner(inside_a, code))
            a_link(national, "needs", a_national(inside_a, f"M0{int(code[1:]) + 40}"))
        with django_assert_num_queries(3):
            plan = read_plan()
            assert plan.tensions is not None


# Adoption -----------------------------------------------------------------------------------------------------------


def adopt(strategy, **values):
    given = dict(adopted_on=ADOPTED, adopted_by="Cabinet") | values
    return record_adoption(by=BY, strategy=strategy, **given)


def test_adoption_records_which_gates_were_open(inside_a):
    a_whole_measure(inside_a)
    adopted = adopt(a_strategy(inside_a), act=an_act(inside_a))
    assert adopted.adopted_on == ADOPTED
    assert "P1-S1.a" in adopted.open_at_adoption
    assert "P2-S5.b" in adopted.open_at_adoption
    assert "P2-S5.c" not in adopted.open_at_adoption
    assert "P2-S5.a" not in adopted.open_at_adoption


def test_a_stale_adoption_is_refused(inside_a):
    strategy = a_strategy(inside_a)
    change_record(by=BY, record=strategy, values={"year_one_budget": 5})
    with pytest.raises(Refused) as refused:
        adopt(strategy, version=1)
    assert refused.value.problem is CHANGED_MEANWHILE


def test_publishing_waits_for_adoption(inside_a):
    strategy = a_strategy(inside_a)
    with pytest.raises(Refused) as refused:
        publish_strategy(by=BY, strategy=strategy, day=ADOPTED)
    assert refused.value.problem is NOT_ADOPTED
    published = publish_strategy(by=BY, strategy=adopt(strategy), day=date(2027, 2, 1))
    assert published.published_on == date(2027, 2, 1)


def test_one_strategy_and_no_period_that_ends_before_it_begins(inside_a):
    a_strategy(inside_a)
    with pytest.raises(Refused):
        a_strategy(inside_a)
    with pytest.raises(Refused):
        save(Strategy(programme=inside_a, title=said("x"), period_from=2031, period_until=2027))


@pytest.mark.parametrize(
    "values",
    [
        dict(measure="", own_title=Words()),
        dict(measure="M036", starts_month=5, ends_month=4),
        dict(measure="M036", cost_low=5, cost_best=4),
        dict(measure="M036", cost_best=-1),
        dict(measure="M999"),
        dict(measure="M036", starts_month=61),
    ],
)
def test_impossible_measures_are_refused(inside_a, values):
    with pytest.raises(Refused) as refused:
        save(NationalMeasure(programme=inside_a, **values))
    assert refused.value.problem is NOT_VALID


# Pages --------------------------------------------------------------------------------------------------------------


def test_the_plan_page_merges_and_shows(country_a, amina):
    with scope(programme=country_a):
        a_measure(
            a_type(country_a), "M036", starts_month=0, ends_month=12, cost_low=1, cost_best=2, cost_high=4
        )
        a_risk(country_a)
    before = amina.get("/p/a/national/plan/")
    assert "1 measure chosen for a type is not in the national plan yet." in before.content.decode()
    assert amina.post("/p/a/national/consolidate/").status_code == 302
    page = amina.get("/p/a/national/plan/").content.decode()
    assert "2 (1–4)" in page
    assert "<svg" in page
    assert "No money" in page


def test_merging_nothing_is_told_in_words(amina):
    answer = amina.post("/p/a/national/consolidate/")
    assert answer.status_code == 409
    assert "B502" in answer.content.decode()


def test_who_may_see_change_and_adopt(country_a, amina, bruno, clara, olga, dele, eve):
    with scope(programme=country_a):
        a_measure(a_type(country_a), "M036")
        a_strategy(country_a)
    clients = (amina, bruno, clara, olga, dele, eve)
    for url in ("/p/a/national/plan/", "/p/a/national/adoption/", "/p/a/documents/"):
        assert [client.get(url).status_code for client in clients] == [200, 403, 200, 200, 404, 302]
    data = {"adopted_on": "2026-01-15", "adopted_by": "Cabinet", "version": 1}
    posts = [client.post("/p/a/national/adoption/record/", data).status_code for client in clients[1:]]
    assert posts == [403, 403, 403, 404, 302]
    assert [client.post("/p/a/national/consolidate/").status_code for client in clients[1:]] == [
        403,
        403,
        403,
        404,
        302,
    ]


def test_adoption_and_publication_through_the_pages(country_a, amina):
    url, data = (
        "/p/a/national/adoption/record/",
        {"adopted_on": "2026-01-15", "adopted_by": "Cabinet", "version": 1},
    )
    assert amina.post(url, data).status_code == 404  # there is no strategy yet
    with scope(programme=country_a):
        a_strategy(country_a)
        act = an_act(country_a)
    assert amina.post("/p/a/national/publish/").status_code == 409
    assert amina.post(url, {**data, "adopted_on": "2999-01-01"}).status_code == 422
    assert amina.post(url, {**data, "act": act.uid}).status_code == 302
    assert amina.post(url, data).status_code == 409  # seen in version 1, now in version 2
    assert amina.post("/p/a/national/publish/").status_code == 302
    with scope(programme=country_a):
        strategy = Strategy.objects.get()
    assert (str(strategy.adopted_on), strategy.act, strategy.published_on is not None) == (
        "2026-01-15",
        act,
        True,
    )


def test_the_act_of_another_country_cannot_be_named(country_a, country_b, amina):
    with scope(programme=country_a):
        a_strategy(country_a)
    with scope(programme=country_b):
        theirs = an_act(country_b)
    data = {"adopted_on": "2026-01-15", "adopted_by": "Cabinet", "version": 1, "act": theirs.uid}
    assert amina.post("/p/a/national/adoption/record/", data).status_code == 422
