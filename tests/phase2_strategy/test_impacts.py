"""Step 2.3: a page of ratings is one act, pressing harms need measures, the method notices gaps."""

import pytest
from django_scopes import scope

from batea.guidance.catalogue import impacts, measures
from batea.guidance.progress import state_of
from batea.guidance.steps import STEPS
from batea.phase2_strategy.impacts.actions import rate_impacts
from batea.phase2_strategy.impacts.coherence import hints
from batea.phase2_strategy.impacts.links import SIDE_EFFECTS, method_links
from batea.phase2_strategy.impacts.models import ChosenMeasure, ImpactRating
from batea.phase2_strategy.impacts.queries import fit, fitting_first, measures_against, profiles
from batea.problems import ALREADY_THERE, CHANGED_MEANWHILE, NOT_VALID, Refused
from batea.programmes.actions import change_record
from batea.programmes.words import Words

from .making import BY, a_measure, a_rating, a_type, an_owner

STEP = STEPS["P2-S3"]
FULL = {"extent": 3, "severity": 4, "reversibility": 2, "people": 3, "grade": "B"}
SOME = Words("as written", "en")


def gates(programme):
    return {state.gate.id[-1]: state.finding for state in state_of(programme, STEP).gates}


# Rating -----------------------------------------------------------------------------------------------------------


def test_a_page_of_ratings_is_added_changed_and_taken_back_in_one_act(inside_a):
    amber = a_type(inside_a)
    rate_impacts(by=BY, asm_type=amber, ratings={"E01": FULL, "E04": FULL, "E05": None}, seen={})
    assert list(ImpactRating.objects.order_by("impact").values_list("impact", flat=True)) == ["E01", "E04"]
    worse = FULL | {"severity": 5}
    rate_impacts(by=BY, asm_type=amber, ratings={"E01": worse, "E04": None}, seen={"E01": 1, "E04": 1})
    only = ImpactRating.objects.get()
    assert (only.impact, only.severity, only.version) == ("E01", 5, 2)


def test_what_did_not_change_is_not_written(inside_a):
    amber = a_type(inside_a)
    rate_impacts(by=BY, asm_type=amber, ratings={"E01": FULL}, seen={})
    rate_impacts(by=BY, asm_type=amber, ratings={"E01": FULL}, seen={"E01": 1})
    assert ImpactRating.objects.get().version == 1


def test_when_somebody_rated_differently_meanwhile_nothing_is_saved(inside_a):
    amber = a_type(inside_a)
    a_rating(amber, "E01")
    with pytest.raises(Refused) as refused:
        rate_impacts(by=BY, asm_type=amber, ratings={"E01": FULL, "E04": FULL}, seen={"E01": 0, "E04": 0})
    assert (refused.value.problem, refused.value.details["impacts"]) == (CHANGED_MEANWHILE, ("E01",))
    assert ImpactRating.objects.count() == 1


def test_the_same_answer_twice_is_no_conflict(inside_a):
    amber = a_type(inside_a)
    a_rating(amber, "E01", **FULL)
    rate_impacts(by=BY, asm_type=amber, ratings={"E01": FULL, "E04": FULL}, seen={"E01": 0, "E04": 0})
    assert ImpactRating.objects.count() == 2


def test_a_rating_outside_the_scale_is_refused_and_takes_the_page_with_it(inside_a):
    amber = a_type(inside_a)
    with pytest.raises(Refused) as refused:
        rate_impacts(by=BY, asm_type=amber, ratings={"E01": FULL, "E04": FULL | {"extent": 6}}, seen={})
    assert refused.value.problem is NOT_VALID
    assert not ImpactRating.objects.exists()


def test_an_impact_is_rated_once_for_each_type(inside_a):
    amber = a_type(inside_a)
    a_rating(amber, "S01")
    with pytest.raises(Refused) as refused:
        a_rating(amber, "S01")
    assert refused.value.problem is ALREADY_THERE


def test_good_effects_are_strengths_never_pressing(inside_a):
    rating = a_rating(a_type(inside_a), "P01", extent=5, people=5)
    assert (rating.strength, rating.priority.pressing, rating.urgent) == (True, True, False)


# The library ------------------------------------------------------------------------------------------------------


def test_what_fits_the_type_comes_first():
    ordered = fitting_first(impacts().values(), ["GEM"])
    assert sorted(ordered, key=lambda e: e.id) == sorted(impacts().values(), key=lambda e: e.id)
    scores = [fit(entry, ["GEM"]) for entry in ordered]
    assert scores == sorted(scores, reverse=True)
    assert ordered[0].types.count("GEM") == 1


def test_measures_against_an_impact_act_on_it():
    found = measures_against("S01", ["GEM"])
    assert found
    assert {entry.id for entry in found} == {m.id for m in measures().values() if "S01" in m.acts_on}


def test_links_and_side_effects_name_known_entries():
    for link in method_links():
        assert link.measure in measures()
        assert link.other in measures()
        assert link.why.missing() == ()
    for measure, (worse, _why) in SIDE_EFFECTS.items():
        assert measure in measures()
        assert all(impact in impacts() for impact in worse)


def test_a_measure_is_chosen_once_and_acts_on_known_impacts(inside_a):
    amber = a_type(inside_a)
    assert a_measure(amber, impacts=["S02", "S01", "S01"]).impacts == ["S01", "S02"]
    with pytest.raises(Refused) as refused:
        a_measure(amber)
    assert refused.value.problem is ALREADY_THERE
    with pytest.raises(Refused):
        a_measure(amber, "M001", impacts=["X99"])


@pytest.mark.parametrize(
    "values",
    [
        {"starts_month": 12, "ends_month": 6},
        {"starts_month": 61},
        {"cost_low": 10, "cost_best": 5},
        {"cost_high": 1, "cost_best": 5},
        {"cost_best": -1},
        {"measure": ""},
    ],
)
def test_months_costs_and_title_are_guarded(inside_a, values):
    amber = a_type(inside_a)
    with pytest.raises(Refused):
        a_measure(amber, **({"measure": "M001"} | values))
    assert not ChosenMeasure.objects.exists()


# Gates ------------------------------------------------------------------------------------------------------------


def complete(programme):
    amber = a_type(programme, stance="regularise", stance_reason=SOME)
    for impact in ("E10", "S01", "C02", "G01"):
        a_rating(amber, impact)
    care = {"preconditions": SOME, "risks": SOME, "gender_check": SOME}
    owner = an_owner(programme)
    a_measure(amber, impacts=["E10", "S01", "C02", "G01"], owner=owner, indicator="I33", **care)
    return amber


def test_an_empty_programme_names_where_to_begin(inside_a):
    found = gates(inside_a)
    assert {name: finding.met for name, finding in found.items()} == dict.fromkeys("abcde", False)
    assert found["b"].missing[0].href == "/p/a/impacts/"


def test_complete(inside_a):
    complete(inside_a)
    assert state_of(inside_a, STEP).status == "done"


def test_a_type_rated_on_one_side_only_is_named_with_the_sides_that_lack(inside_a):
    amber = a_type(inside_a)
    a_rating(amber, "E01")
    found = gates(inside_a)["a"]
    assert (
        found.missing[0].text
        == "Amber: nothing rated yet in Health, society and rights, Economy, Governance."
    )
    assert found.missing[0].href == f"/p/a/impacts/types/{amber.uid}/"


@pytest.mark.parametrize("values", [{"owner": None}, {"indicator": ""}, {"impacts": ["E10", "S01", "C02"]}])
def test_a_pressing_harm_needs_a_measure_with_owner_and_indicator(inside_a, values):
    complete(inside_a)
    change_record(by=BY, record=ChosenMeasure.objects.get(), values=values)
    found = gates(inside_a)
    assert [name for name, finding in found.items() if not finding.met] == ["b"]


def test_a_low_harm_needs_no_measure(inside_a):
    amber = complete(inside_a)
    a_rating(amber, "E04", extent=1, severity=1, reversibility=1, people=1)
    assert gates(inside_a)["b"].met


@pytest.mark.parametrize(
    ("gate", "values"),
    [("c", {"preconditions": Words()}), ("c", {"risks": Words()}), ("d", {"gender_check": Words()})],
)
def test_a_measure_without_its_care_opens_that_gate_alone(inside_a, gate, values):
    complete(inside_a)
    measure = change_record(by=BY, record=ChosenMeasure.objects.get(), values=values)
    found = gates(inside_a)
    assert [name for name, finding in found.items() if not finding.met] == [gate]
    assert found[gate].missing[0].href == f"/p/a/impacts/chosen/{measure.uid}/"


def test_a_stance_needs_its_reason(inside_a):
    amber = complete(inside_a)
    change_record(by=BY, record=amber, values={"stance_reason": Words()})
    assert [name for name, finding in gates(inside_a).items() if not finding.met] == ["e"]


# What the method notices ------------------------------------------------------------------------------------------


def noticed(elsewhere=frozenset()):
    return [hint.text for hint in hints(profiles()[0], elsewhere)]


def test_a_ban_left_alone_is_noticed_until_a_way_out_is_chosen(inside_a):
    amber = a_type(inside_a)
    a_measure(amber, "M009", impacts=[])
    assert any(text.startswith("M009") and "stands alone" in text for text in noticed())
    a_measure(amber, "M083", impacts=[])
    assert not any("stands alone" in text and text.startswith("M009") for text in noticed())


def test_what_is_needed_first_may_be_chosen_by_another_type(inside_a):
    a_measure(a_type(inside_a), "M002", impacts=[])
    assert any("needs M104" in text for text in noticed())
    assert not any("needs M104" in text for text in noticed(frozenset({"M104"})))


def test_measures_at_odds_are_noticed(inside_a):
    amber = a_type(inside_a)
    a_measure(amber, "M012", impacts=[])
    assert not any("in each other's way" in text for text in noticed())
    a_measure(amber, "M029", impacts=[])
    assert any("in each other's way" in text for text in noticed())


def test_side_effects_paper_safety_and_do_no_harm(inside_a):
    amber = a_type(inside_a, tags=["GEM", "PROH"])
    a_measure(amber, "M031", impacts=[])
    a_measure(amber, "M050", impacts=[])
    texts = noticed()
    assert any("may make worse" in text for text in texts)
    assert any("paper without control" in text for text in texts)
    assert any("organisers" in text for text in texts)
    a_measure(amber, "M032", impacts=[])
    assert not any("paper without control" in text for text in noticed())


# Pages ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def amber(country_a):
    with scope(programme=country_a):
        return a_type(country_a, tags=["GEM"])


def page_of(group="environment", **typed):
    """A page of ratings as the browser sends it: everything empty but what is typed."""
    names = ("extent", "severity", "reversibility", "people", "grade", "seen")
    empty = {f"{e.id}-{name}": "" for e in impacts().values() if e.group == group for name in names}
    return empty | {key.replace("_", "-"): value for key, value in typed.items()}


FILLED = {"E10_extent": 3, "E10_severity": 4, "E10_reversibility": 2, "E10_people": 3, "E10_grade": "B"}


def test_rating_a_page(amina, amber):
    address = f"/p/a/impacts/types/{amber.uid}/rate/environment/"
    shown = amina.get(address)
    assert [title for title, _lines in shown.context["parts"]] == ["Fit this type", "Others"]
    assert amina.post(address, page_of(**FILLED)).status_code == 302
    with scope(programme=amina.programme):
        assert ImpactRating.objects.get().impact == "E10"
    assert b"Rate the impacts: Amber" in amina.get(f"/p/a/impacts/types/{amber.uid}/").content


def test_a_line_is_rated_in_full_or_not_at_all(amina, amber):
    address = f"/p/a/impacts/types/{amber.uid}/rate/environment/"
    refused = amina.post(address, page_of(E10_extent=3))
    assert refused.status_code == 422
    assert set(refused.context["form"].errors) == {
        f"E10-{n}" for n in ("severity", "reversibility", "people", "grade")
    }
    assert amina.post(address, page_of(**FILLED | {"E10_extent": 9})).status_code == 422


def test_a_stale_page_shows_both_and_is_saved_by_decision(amina, amber):
    with scope(programme=amina.programme):
        a_rating(amber, "E10", extent=1)
    address = f"/p/a/impacts/types/{amber.uid}/rate/environment/"
    stale = amina.post(address, page_of(**FILLED, E10_seen=0))
    assert stale.status_code == 409
    assert stale.context["clashing"] == ("E10",)
    assert stale.context["form"]["E10-seen"].value() == 1
    assert b"Saved meanwhile:" in stale.content
    assert amina.post(address, page_of(**FILLED, E10_seen=1)).status_code == 302


def test_choosing_a_measure_begins_with_what_the_library_says(amina, amber):
    with scope(programme=amina.programme):
        a_rating(amber, "S01")
    library = amina.get(f"/p/a/impacts/types/{amber.uid}/measures/S01/")
    address = next(line["url"] for line in library.context["lines"] if not line["chosen"])
    code = address.rstrip("/").rsplit("/", 1)[1]
    form = amina.get(address).context["form"]
    assert form.initial["preconditions"] == measures()[code].preconditions
    assert "S01" in form.initial["impacts"]
    typed = {"impacts": ["S01"], "indicator": "I33", "starts_month": 0, "ends_month": 12, "risks_en": "Dust"}
    assert amina.post(address, typed).status_code == 302
    with scope(programme=amina.programme):
        chosen = ChosenMeasure.objects.get()
        assert (chosen.type, chosen.measure, chosen.impacts, str(chosen.risks)) == (
            amber,
            code,
            ["S01"],
            "Dust",
        )
    assert amina.post(f"{address.rsplit('/S01/', 1)[0]}/X99/{code}/", typed).status_code == 404


def test_a_chosen_measure_is_aimed_at_one_more_impact(amina, amber):
    with scope(programme=amina.programme):
        chosen = a_measure(amber, "M036", impacts=["S01"])
    address = f"/p/a/impacts/types/{amber.uid}/measures/S02/M036/"
    assert amina.get(address).url == f"/p/a/impacts/chosen/{chosen.uid}/"
    assert amina.post(address).status_code == 302
    with scope(programme=amina.programme):
        assert ChosenMeasure.objects.get().impacts == ["S01", "S02"]
    assert amina.post(address).status_code == 409


def test_a_measure_with_wrong_months_is_shown_again(amina, amber):
    address = f"/p/a/impacts/types/{amber.uid}/measures/S01/M036/"
    assert amina.post(address, {"starts_month": 12, "ends_month": 2}).status_code == 422


def test_matrix_says_in_words_how_pressing_and_what_is_open(amina, amber):
    with scope(programme=amina.programme):
        a_rating(amber, "S01")
        a_rating(a_type(amina.programme, "gold"), "E01", extent=1, severity=1, reversibility=1, people=1)
        a_measure(amber, "M036", impacts=["S01"])
    rows = amina.get("/p/a/impacts/matrix/").context["rows"]
    cells = {row["entry"].id: row["cells"] for row in rows}
    assert cells["S01"][1] is None
    assert (str(cells["S01"][0]["level"]), cells["S01"][0]["measures"], cells["S01"][0]["gap"]) == (
        "very high",
        "1 measure",
        True,
    )
    assert (str(cells["E01"][1]["level"]), cells["E01"][1]["gap"]) == ("low", False)


def test_overview_and_measures(amina, amber):
    with scope(programme=amina.programme):
        a_rating(amber, "S01")
    assert amina.get("/p/a/impacts/").context["rows"][0][:5] == ("Amber", 1, 1, 0, 1)
    page = amina.get(f"/p/a/impacts/types/{amber.uid}/measures/")
    assert page.context["harms"][0]["open"]
    assert b"What the method notices" in page.content


def test_profiles_take_three_queries_however_many_types(inside_a, django_assert_num_queries):
    for number in (1, 3):
        while len(profiles()) < number:
            found = a_type(inside_a, f"type-{len(profiles())}")
            a_rating(found)
            a_measure(found, owner=an_owner(inside_a))
        with django_assert_num_queries(3):
            assert [str(profile.measures[0].owner) for profile in profiles()] == [
                "Ministry of mines"
            ] * number


def test_who_may_see_and_rate(amina, bruno, clara, dele, eve, amber):
    rating, measures_page = (f"/p/a/impacts/types/{amber.uid}/{end}" for end in ("rate/social/", "measures/"))
    assert (amina.get(rating).status_code, clara.get(rating).status_code) == (200, 403)
    assert (clara.get(measures_page).status_code, bruno.get(measures_page).status_code) == (200, 403)
    assert (dele.get(measures_page).status_code, eve.get(measures_page).status_code) == (404, 302)
    assert dele.get(measures_page.replace("/p/a/", "/p/b/")).status_code == 404
    assert amina.get(f"/p/a/impacts/types/{amber.uid}/rate/nonsense/").status_code == 404
    assert b"Find a measure" not in clara.get(measures_page).content
