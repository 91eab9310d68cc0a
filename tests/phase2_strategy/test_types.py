"""Step 2.2: sites are classified on reading, the rules' version rises with each act, gates follow the data."""

from datetime import date

import pytest
from django.utils.translation import override
from django_scopes import scope

from batea.guidance.progress import state_of
from batea.guidance.steps import STEPS
from batea.phase2_strategy.types import actions
from batea.phase2_strategy.types.models import AsmType, TypeRule, Typology
from batea.phase2_strategy.types.queries import classification, moves, ordered_rules
from batea.phase2_strategy.types.sentences import conditions_sentence
from batea.problems import CHANGED_MEANWHILE, NOT_VALID, UNKNOWN_ENTRY, Refused
from batea.programmes.actions import change_record
from batea.programmes.models import AuditEntry
from batea.programmes.registers import list_address
from batea.programmes.words import Words
from batea.registry.models import Site

from .making import BY, a_figure, a_rule, a_site, a_type, is_one_of

STEP = STEPS["P2-S2"]
AMBER, GOLD = is_one_of("D01", "amber"), is_one_of("D01", "gold")
ALLOWED = is_one_of("D09", "prohibited_area", without=True)


def version():
    return Typology.objects.get().rules_version


def sentences():
    return [(rule.order, rule.conditions[0]["values"][0]) for rule in ordered_rules()]


def gates(programme):
    return {state.gate.id[-1]: state.finding for state in state_of(programme, STEP).gates}


# Rules ------------------------------------------------------------------------------------------------------------


def test_each_act_on_the_rules_raises_the_version_by_one(inside_a):
    amber, gold = a_type(inside_a), a_type(inside_a, "gold")
    first = a_rule(amber, AMBER)
    assert version() == 1
    second = a_rule(gold, GOLD)
    assert version() == 2
    actions.change_rule(by=BY, rule=second, values={"conditions": [GOLD, ALLOWED]})
    assert version() == 3
    second.refresh_from_db()
    actions.move_rule(by=BY, rule=second, place=1)
    assert version() == 4
    actions.remove_rule(by=BY, rule=TypeRule.objects.get(pk=first.pk))
    assert version() == 5
    assert sentences() == [(1, "gold")]


def test_a_refused_act_leaves_rules_and_version_as_they_were(inside_a):
    amber = a_type(inside_a)
    a_rule(amber, AMBER)
    with pytest.raises(Refused) as refused:
        a_rule(amber, is_one_of("D01", "unobtainium"))
    assert refused.value.problem is NOT_VALID
    assert (version(), sentences()) == (1, [(1, "amber")])


@pytest.mark.parametrize(
    "conditions",
    [
        [],
        [is_one_of("D99", "amber")],
        [is_one_of("D01")],
        [AMBER, is_one_of("D01", "gold")],
        [is_one_of(f"D{n:02}", "x") for n in range(1, 8)],
        ["D01"],
    ],
)
def test_conditions_the_method_does_not_know_are_refused(inside_a, conditions):
    amber = a_type(inside_a)
    with pytest.raises(Refused):
        a_rule(amber, *conditions)
    assert not TypeRule.objects.exists()
    assert not Typology.objects.exists()


def test_a_national_class_may_be_any_text(inside_a):
    rule = a_rule(a_type(inside_a), is_one_of("D10", "PLG"))
    assert str(rule) == "Legal class in national law is PLG"


def test_a_rule_is_put_at_its_place_and_the_others_move_down(inside_a):
    amber, gold = a_type(inside_a), a_type(inside_a, "gold")
    a_rule(amber, AMBER)
    a_rule(gold, GOLD)
    a_rule(gold, is_one_of("D01", "silver"), place=1)
    a_rule(gold, is_one_of("D01", "coal"), place=3)
    assert sentences() == [(1, "silver"), (2, "amber"), (3, "coal"), (4, "gold")]


def test_moving_keeps_the_places_without_gaps(inside_a):
    amber = a_type(inside_a)
    rules = [a_rule(amber, is_one_of("D01", value)) for value in ("amber", "gold", "coal")]
    actions.move_rule(by=BY, rule=rules[0], place=3)
    assert sentences() == [(1, "gold"), (2, "coal"), (3, "amber")]


def test_a_place_that_is_not_there_is_refused(inside_a):
    rule = a_rule(a_type(inside_a), AMBER)
    for place in (0, 2):
        with pytest.raises(Refused) as refused:
            actions.move_rule(by=BY, rule=rule, place=place)
        assert refused.value.problem is UNKNOWN_ENTRY
    assert version() == 1


def test_an_act_on_rules_somebody_changed_meanwhile_is_refused(inside_a):
    amber = a_type(inside_a)
    rule = a_rule(amber, AMBER)
    a_rule(amber, GOLD)
    with pytest.raises(Refused) as refused:
        actions.change_rule(by=BY, rule=rule, values={"conditions": [ALLOWED]}, seen=1)
    assert refused.value.problem is CHANGED_MEANWHILE
    assert version() == 2


def test_acts_are_in_the_audit_trail(inside_a):
    rule = a_rule(a_type(inside_a), AMBER)
    actions.remove_rule(by=BY, rule=rule)
    acts = list(
        AuditEntry.objects.filter(record__contains="typ").order_by("number").values_list("act", flat=True)
    )
    assert acts[1:] == ["first rules version", "add rule", "raise rules version", "remove"]


def test_adoption_holds_until_the_rules_change(inside_a):
    amber = a_type(inside_a)
    a_rule(amber, AMBER)
    actions.adopt_rules(by=BY, typology=Typology.objects.get(), on=date(2026, 5, 4))
    assert Typology.objects.get().adopted
    a_rule(amber, GOLD)
    assert not Typology.objects.get().adopted


# Sites ------------------------------------------------------------------------------------------------------------


def test_sites_follow_the_rules_at_once(inside_a):
    amber, gold = a_type(inside_a), a_type(inside_a, "gold")
    a_site(inside_a, "Amber pit", attributes={"D01": ["amber"]})
    a_site(inside_a, "River", attributes={"D01": ["gold"]})
    rule = a_rule(amber, AMBER)
    found = classification()
    assert [(p.site.name, str(p.type or "")) for p in found.placed] == [("Amber pit", "Amber"), ("River", "")]
    assert (found.classified, found.share, found.rules_version) == (1, 0.5, 1)
    actions.change_rule(
        by=BY, rule=rule, values={"type": gold, "conditions": [is_one_of("D01", "amber", "gold")]}
    )
    assert classification().by_type == {gold.pk: 2}


def test_what_was_not_recorded_is_named(inside_a):
    a_rule(a_type(inside_a), AMBER, ALLOWED)
    a_site(inside_a, attributes={"D01": ["amber"]})
    assert classification().placed[0].guessed == ("D09",)


def test_moves_tell_what_other_rules_would_change(inside_a):
    amber, gold = a_type(inside_a), a_type(inside_a, "gold")
    a_rule(amber, AMBER)
    a_site(inside_a, "Amber pit", attributes={"D01": ["amber"]})
    a_site(inside_a, "River", attributes={"D01": ["gold"]})
    draft = TypeRule(programme=inside_a, type=gold, conditions=[GOLD], order=2)
    moved = moves(classification(), [*ordered_rules(), draft])
    assert [(m.site.name, m.before, m.after) for m in moved] == [("River", None, gold)]


def test_classification_takes_three_queries_however_many_sites(inside_a, django_assert_num_queries):
    a_rule(a_type(inside_a), AMBER)
    for number in (1, 3):
        while len(classification().placed) < number:
            a_site(inside_a, f"Pit {len(classification().placed)}", attributes={"D01": ["amber"]})
        with django_assert_num_queries(3):
            assert len(classification().placed) == number


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "Mineral is amber or gold and legal status of operation is not in a prohibited area"),
        ("es", ""),
        ("pt", ""),
        ("fr", ""),
    ],
)
def test_rules_are_sentences_in_four_languages(lang, said):
    with override(lang):
        sentence = conditions_sentence([is_one_of("D01", "amber", "gold"), ALLOWED])
    words = {
        "es": ("ámbar", "zona prohibida"),
        "pt": ("âmbar", "área proibida"),
        "fr": ("ambre", "zone interdite"),
    }
    if said:
        assert sentence == said
    else:
        assert all(word in sentence for word in words[lang])


# Gates ------------------------------------------------------------------------------------------------------------


def test_an_empty_programme_names_where_to_begin(inside_a):
    found = gates(inside_a)
    assert {name: finding.met for name, finding in found.items()} == dict.fromkeys("abcdef", False)
    assert found["a"].missing[0].href == list_address(Site, inside_a)
    assert found["b"].missing[0].href == "/p/a/types/list/add/"


def complete(programme):
    """One type with everything the gates ask for, and nineteen sites that fall into it."""
    amber = a_type(
        programme, profile=Words("Deep pits", "en"), people=a_figure(programme), validated_on=date(2026, 1, 1)
    )
    a_rule(amber, AMBER)
    for number in range(19):
        a_site(programme, f"Pit {number}", attributes={"D01": ["amber"]}, district="Hato Mayor")
    actions.adopt_rules(by=BY, typology=Typology.objects.get())
    return amber


def test_complete(inside_a):
    complete(inside_a)
    assert state_of(inside_a, STEP).status == "done"


def test_ninety_five_in_a_hundred_are_enough(inside_a):
    complete(inside_a)
    a_site(inside_a, "Unknown", attributes={})
    assert gates(inside_a)["a"].met  # 19 of 20
    a_site(inside_a, "Unknown too", attributes={})
    found = gates(inside_a)["a"]
    assert (found.met, found.done, found.of) == (False, 19, 20)  # 19 of 21; 20 are wanted
    assert found.missing[0].text == "2 known sites fall into no type."
    assert found.missing[0].href == "/p/a/types/classification/?type=none"


@pytest.mark.parametrize(
    ("gate", "values"),
    [("b", {"profile": Words()}), ("c", {"people": None}), ("e", {"validated_on": None})],
)
def test_a_type_that_lacks_something_opens_its_gate_alone(inside_a, gate, values):
    amber = complete(inside_a)
    change_record(by=BY, record=amber, values=values)
    found = gates(inside_a)
    assert [name for name, finding in found.items() if not finding.met] == [gate]
    assert found[gate].missing[0].href == f"/p/a/types/list/{amber.uid}/"


def test_a_size_without_a_range_is_not_enough(inside_a):
    amber = complete(inside_a)
    change_record(by=BY, record=amber, values={"people": a_figure(inside_a, low=None)})
    assert not gates(inside_a)["c"].met


def test_a_type_without_a_place_is_not_on_the_map(inside_a):
    complete(inside_a)
    a_type(
        inside_a,
        "gold",
        profile=Words("Rivers", "en"),
        people=a_figure(inside_a),
        validated_on=date(2026, 1, 1),
    )
    a_rule(a_type(inside_a, "salt"), GOLD)
    assert [m.text for m in gates(inside_a)["d"].missing] == [
        "Gold has no site with a place.",
        "Salt has no site with a place.",
    ]


def test_changed_rules_must_be_adopted_again(inside_a):
    amber = complete(inside_a)
    a_rule(amber, GOLD)
    assert [name for name, finding in gates(inside_a).items() if not finding.met] == ["f"]


# Pages ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def with_sites(country_a):
    with scope(programme=country_a):
        amber = a_type(country_a, people=a_figure(country_a))
        gold = a_type(country_a, "gold")
        rule = a_rule(amber, AMBER)
        a_site(country_a, "La Cumbre", attributes={"D01": ["amber"], "D04": ["manual"]})
        a_site(country_a, "Río Yuna", attributes={"D01": ["gold"]})
    return {"amber": amber, "gold": gold, "rule": rule}


def test_the_classification_page_shows_type_rule_and_version(amina, with_sites):
    text = amina.get("/p/a/types/classification/").content.decode()
    assert "1 of 2 known sites fall into a type. Rules version 1." in text
    assert "1. Mineral is amber" in text
    assert "La Cumbre" in text
    assert "Río Yuna" in text


def test_the_page_narrows_to_a_type_or_to_the_unclassified(amina, with_sites):
    of_type = amina.get("/p/a/types/classification/?type=amber").context["rows"]
    unclassified = amina.get("/p/a/types/classification/?type=none").context["rows"]
    assert ([row[0][0] for row in of_type], [row[0][0] for row in unclassified]) == (
        ["La Cumbre"],
        ["Río Yuna"],
    )


def test_two_dimensions_across_each_other(amina, with_sites):
    cross = amina.get("/p/a/types/classification/?down=D01&across=D04").context["cross"]
    assert cross["rows"] == [("amber", 1, 0), ("gold", 0, 1)]
    assert amina.get("/p/a/types/classification/?down=D01&across=nonsense").context["cross"] is None


def test_export_carries_the_version_of_the_rules(amina, with_sites):
    text = b"".join(amina.get("/p/a/types/classification/export.csv")).decode("utf-8-sig")
    head, first, second = text.splitlines()
    assert head.startswith("site,code,region")
    assert first == "La Cumbre,,,,amber,Amber,1,Mineral is amber,,1,"
    assert second == "Río Yuna,,,,,Unclassified,,,,1,"
    assert amina.get("/p/a/types/classification/export.xlsx").content.startswith(b"PK")


def test_a_rule_is_made_in_two_pages_with_a_preview(amina, with_sites):
    gold = with_sites["gold"]
    first = amina.get("/p/a/types/rules/new/", {"go": "1", "type": gold.uid, "dimension": ["D01", "D09"]})
    assert first.status_code == 302
    values = {
        "seen": 1,
        "place": 2,
        "D01-without": "no",
        "D01-values": ["gold"],
        "D09-without": "yes",
        "D09-values": ["prohibited_area"],
    }
    preview = amina.post(first.url, {**values, "act": "preview"})
    assert preview.context["moves"] == [("Río Yuna", "Unclassified", "Gold")]
    with scope(programme=amina.programme):
        assert TypeRule.objects.count() == 1  # nothing saved by looking
    assert amina.post(first.url, {**values, "act": "save"}).status_code == 302
    with scope(programme=amina.programme):
        added = ordered_rules()[1]
        assert added.conditions == [GOLD, ALLOWED]
        assert version() == 2


def test_a_rule_is_changed_from_what_it_says_now(amina, with_sites):
    rule = with_sites["rule"]
    page = f"/p/a/types/rules/{rule.uid}/change/"
    assert amina.get(page).context["form"].initial["dimension"] == ["D01"]
    values = f"{page}values/?type={with_sites['amber'].uid}&dimension=D01"
    shown = amina.get(values).context["form"]
    assert shown.initial["D01-values"] == ["amber"]
    typed = {
        "seen": 1,
        "version_seen": 1,
        "D01-without": "no",
        "D01-values": ["amber", "gold"],
        "act": "save",
    }
    assert amina.post(values, typed).status_code == 302
    with scope(programme=amina.programme):
        assert classification().classified == 2


def test_a_stale_rule_is_shown_again_and_saved_only_by_decision(amina, with_sites):
    rule = with_sites["rule"]
    with scope(programme=amina.programme):
        a_rule(with_sites["gold"], GOLD)
    values = f"/p/a/types/rules/{rule.uid}/change/values/?type={with_sites['amber'].uid}&dimension=D01"
    typed = {"seen": 1, "version_seen": 1, "D01-without": "no", "D01-values": ["larimar"], "act": "save"}
    refused = amina.post(values, typed)
    assert refused.status_code == 409
    assert refused.context["form"]["seen"].value() == 2
    assert amina.post(values, {**typed, "seen": 2}).status_code == 302


def test_values_must_be_ticked(amina, with_sites):
    address = f"/p/a/types/rules/new/values/?type={with_sites['gold'].uid}&dimension=D01"
    refused = amina.post(address, {"seen": 1, "place": 2, "D01-without": "no", "act": "save"})
    assert refused.status_code == 422
    assert "D01-values" in refused.context["form"].errors


def test_more_than_six_dimensions_are_refused(amina, with_sites):
    asked = {
        "go": "1",
        "type": with_sites["gold"].uid,
        "dimension": [f"D0{n}" for n in (1, 2, 3, 4, 5, 6, 8)],
    }
    assert amina.get("/p/a/types/rules/new/", asked).status_code == 422
    assert amina.get("/p/a/types/rules/new/values/", asked).status_code == 422
    assert amina.get("/p/a/types/rules/new/values/").status_code == 422


def test_up_down_remove_and_adopt(amina, with_sites):
    with scope(programme=amina.programme):
        second = a_rule(with_sites["gold"], GOLD)
    page = "/p/a/types/rules/"
    assert amina.post(f"{page}{second.uid}/move/", {"to": "up", "seen": 2}).status_code == 302
    with scope(programme=amina.programme):
        assert sentences() == [(1, "gold"), (2, "amber")]
    assert (
        amina.post(f"{page}{second.uid}/move/", {"to": "up", "seen": 3}).status_code == 302
    )  # at the top already
    assert amina.post(f"{page}adopt/", {"seen": 2}).status_code == 409
    assert amina.post(f"{page}adopt/", {"seen": 3}).status_code == 302
    removal = amina.get(f"{page}{second.uid}/remove/")
    assert removal.context["moves"] == [("Río Yuna", "Gold", "Unclassified")]
    assert amina.post(f"{page}{second.uid}/remove/", {"seen": 2}).status_code == 409
    assert amina.post(f"{page}{second.uid}/remove/", {"seen": 3}).status_code == 302
    with scope(programme=amina.programme):
        assert (sentences(), version()) == ([(1, "amber")], 4)


def test_who_may_see_and_change(amina, bruno, clara, dele, eve, with_sites):
    rule = with_sites["rule"]
    for address in (
        "/p/a/types/rules/",
        "/p/a/types/classification/",
        "/p/a/types/classification/export.csv",
    ):
        assert (clara.get(address).status_code, bruno.get(address).status_code) == (200, 403)
        assert (dele.get(address).status_code, eve.get(address).status_code) == (404, 302)
    for address in ("/p/a/types/rules/new/", f"/p/a/types/rules/{rule.uid}/remove/"):
        assert (amina.get(address).status_code, clara.get(address).status_code) == (200, 403)
        assert dele.get(address.replace("/p/a/", "/p/b/")).status_code == (200 if "new" in address else 404)
    assert clara.post(f"/p/a/types/rules/{rule.uid}/move/", {"to": "down"}).status_code == 403
    assert amina.get(f"/p/a/types/rules/{rule.uid}/move/").status_code == 405
    assert b"New rule" not in clara.get("/p/a/types/rules/").content


def test_rules_cannot_be_changed_behind_the_version(amina, with_sites):
    rule = with_sites["rule"]
    assert amina.get("/p/a/types/rules/add/").status_code == 404
    assert amina.post(f"/p/a/types/rules/{rule.uid}/").status_code == 405


def test_the_page_of_a_type_shows_its_sites_and_rules(amina, with_sites):
    text = amina.get(f"/p/a/types/list/{with_sites['amber'].uid}/").content.decode()
    assert "La Cumbre" in text
    assert "Mineral is amber" in text


def test_tags_are_chosen_from_the_list(amina, with_sites):
    page = f"/p/a/types/list/{with_sites['amber'].uid}/change/"
    typed = {
        "name_en": "Amber pits",
        "code": "amber",
        "order": 1,
        "tags": ["GEM", "NONSENSE"],
        "version_seen": 1,
    }
    assert amina.post(page, typed).status_code == 422
    typed["tags"] = ["GEM", "MAN"]
    assert amina.post(page, typed).status_code == 302
    with scope(programme=amina.programme):
        assert AsmType.objects.get(code="amber").tags == ["MAN", "GEM"]  # in the order of the method's list
