"""Revision: frozen versions that nobody changes, what has changed since in words, and the gates both ways."""

import json
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from django_scopes import scope

from batea.documents.stored import from_json
from batea.evidence.desk import Desk
from batea.evidence.models import Figure, Statement
from batea.guidance.progress import state_of
from batea.phase1_getting_started.models import Seat
from batea.phase2_strategy.models import AsmType, TypeRule
from batea.phase3_implementation.models import FrozenVersion, Indicator
from batea.phase3_implementation.revision.actions import freeze_version
from batea.phase3_implementation.revision.chapter import chapter
from batea.phase3_implementation.revision.differences import Comparison, changes_since
from batea.phase3_implementation.revision.queries import content_of, holds, latest_version
from batea.phase3_implementation.revision.redline import Piece, redline
from batea.phase3_implementation.revision.step import STEP
from batea.problems import Refused
from batea.programmes.actions import add_record, change_record, remove_record
from batea.programmes.audit import verify_audit
from batea.programmes.bundle import copy_programme
from batea.programmes.models import AuditEntry, Person
from batea.programmes.registers import REGISTERS
from batea.programmes.roles import ROLES
from batea.programmes.rows import rows_of
from batea.programmes.words import Words
from batea.registry.models import Site
from tests.factory import make_all
from tests.phase3_implementation import given


def freeze(programme, reason="Adopted", adopted_by="Cabinet") -> FrozenVersion:
    return freeze_version(by="Amina", programme=programme, reason=given.say(reason), adopted_by=adopted_by)


def told(version, may=None) -> dict:
    """{table: [(kind, title, [field titles])]} of what has changed since."""
    tables = changes_since(version, may) if may else changes_since(version)
    return {
        table.label: [
            (each.kind, each.title, [field.title for field in each.fields]) for each in table.changes
        ]
        for table in tables
    }


# Redline --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("a b c", "a b c", [("same", "a b c")]),
        ("a b c", "a x c", [("same", "a"), ("gone", "b"), ("new", "x"), ("same", "c")]),
        ("a b", "a", [("same", "a"), ("gone", "b")]),
        ("", "new text", [("new", "new text")]),
        ("old", "", [("gone", "old")]),
        ("a  b", "a\nb", [("same", "a b")]),
        ("", "", []),
    ],
)
def test_redline_in_words(before, after, pieces):
    assert redline(before, after) == tuple(Piece(*piece) for piece in pieces)


# Freezing -------------------------------------------------------------------------------------------------------


def test_a_version_holds_every_record_and_the_text(inside_a):
    given.strategy(inside_a)
    measure = given.measure(inside_a)
    version = freeze(inside_a)
    assert (version.number, version.adopted_by, version.frozen_on) == (1, "Cabinet", given.day())
    stored = FrozenVersion.objects.get()
    assert stored.content["phase2_strategy.nationalmeasure"][str(measure.uid)]["measure"] == "M001"
    assert stored.content == content_of(inside_a)
    assert from_json(json.dumps(stored.outline)).title == "Strategy"
    assert holds(stored)


def test_the_authority_is_the_strategys_own_unless_told(inside_a):
    given.strategy(inside_a, adopted_by="Parliament")
    assert freeze(inside_a, adopted_by="").adopted_by == "Parliament"


@pytest.mark.parametrize("wrong", [{"reason": ""}, {"adopted_by": ""}])
def test_a_version_needs_a_reason_and_an_authority(inside_a, wrong):
    with pytest.raises(Refused) as refused:
        freeze(inside_a, **wrong)
    assert refused.value.problem.number == 201
    assert not FrozenVersion.objects.exists()


def test_versions_do_not_hold_each_other_nor_contacts(inside_a):
    given.saved(Person(programme=inside_a, name="Ada", email="ada@example.org", telephone="809"))
    freeze(inside_a)
    content = freeze(inside_a).content
    assert "phase3_implementation.frozenversion" not in content
    (person,) = content["programmes.person"].values()
    assert (person["name"], "email" in person, "telephone" in person) == ("Ada", False, False)


def test_the_trail_names_the_fingerprint_and_not_the_content(inside_a):
    version = freeze(inside_a)
    entry = AuditEntry.objects.get(act="freeze version")
    assert json.loads(entry.change) == {"digest": [None, version.digest], "number": [None, 1]}
    assert verify_audit(str(inside_a.uid)) > 0


def test_a_frozen_version_cannot_be_changed(inside_a):
    version = freeze(inside_a)
    with pytest.raises(Refused):
        change_record(by="Amina", record=version, values={"adopted_by": "Somebody else"})
    assert FrozenVersion.objects.get().adopted_by == "Cabinet"
    for what in ("edit", "remove", "add"):
        with pytest.raises(NoReverseMatch):
            reverse(
                f"phase3_implementation.frozenversion-{what}", kwargs={"programme": "a", "uid": version.uid}
            )


def test_tampering_shows(inside_a):
    given.measure(inside_a)
    version = freeze(inside_a)
    content = version.content | {"phase2_strategy.nationalmeasure": {}}
    FrozenVersion.objects.filter(pk=version.pk).update(content=content)
    assert not holds(FrozenVersion.objects.get())


def test_the_latest_version(inside_a):
    with pytest.raises(Refused) as refused:
        latest_version()
    assert refused.value.problem.number == 506
    freeze(inside_a)
    second = freeze(inside_a, "Review")
    assert latest_version() == second


# What has changed -----------------------------------------------------------------------------------------------


def test_added_changed_removed(inside_a):
    ministry, gone = given.institution(inside_a), given.institution(inside_a, "Old office")
    action = given.action(inside_a, owner=gone, budget=Decimal(100))
    version = freeze(inside_a)
    assert told(version) == {}
    change_record(
        by="Amina", record=action, values={"owner": ministry, "budget": Decimal("250.5"), "status": "done"}
    )
    remove_record(by="Amina", record=gone)
    given.issue(inside_a)
    assert told(version) == {
        "programmes.institution": [("removed", "Old office", [])],
        "phase3_implementation.action": [("changed", "Open the desk", ["budget", "owner", "status"])],
        "phase3_implementation.issue": [("added", "No premises", [])],
    }
    (table,) = [each for each in changes_since(version) if each.label == "phase3_implementation.action"]
    assert [(field.before, field.after) for field in table.changes[0].fields] == [
        ("100", "250.5"),
        ("Old office", "Ministry of Mines"),
        ("Under way", "Done"),
    ]
    assert (table.added, table.changed, table.removed) == (0, 1, 0)
    assert table.changes[0].href == f"/p/a/delivery/actions/{action.uid}/"


def test_saving_without_change_is_no_change(inside_a):
    action = given.action(inside_a)
    version = freeze(inside_a)
    type(action).objects.update(version=9)
    assert told(version) == {}


def test_statements_are_redlined_language_by_language(inside_a):
    words = Words({"original": "en", "en": "Ten sites use mercury.", "es": "Diez sitios usan mercurio."})
    statement = given.saved(Statement(programme=inside_a, section="context", words=words))
    version = freeze(inside_a)
    change_record(
        by="Amina", record=statement, values={"words": Words(words | {"en": "Nine sites use mercury."})}
    )
    ((table,)) = changes_since(version)
    (field,) = table.changes[0].fields
    assert (field.title, field.lang) == ("statement (English)", "en")
    assert field.pieces == (Piece("gone", "Ten"), Piece("new", "Nine"), Piece("same", "sites use mercury."))


def test_rules_of_types_are_redlined_as_sentences(inside_a):
    kind = given.saved(AsmType(programme=inside_a, code="pits", name=given.say("Pits")))
    conditions = [{"dimension": "D01", "values": ["gold"], "without": False}]
    rule = given.saved(TypeRule(programme=inside_a, type=kind, conditions=conditions))
    version = freeze(inside_a)
    change_record(by="Amina", record=rule, values={"conditions": [conditions[0] | {"without": True}]})
    table = next(each for each in changes_since(version) if each.label == "phase2_strategy.typerule")
    (field,) = table.changes[0].fields
    assert [piece.text for piece in field.pieces if piece.kind == "new"] == ["not"]


def test_a_record_whose_target_is_gone_is_still_named(inside_a):
    action = given.action(inside_a)
    milestone = given.milestone(inside_a, action)
    version = freeze(inside_a)
    remove_record(by="Amina", record=milestone)
    remove_record(by="Amina", record=action)
    assert {label: [each[:2] for each in found] for label, found in told(version).items()} == {
        "phase3_implementation.action": [("removed", "Open the desk")],
        "phase3_implementation.milestone": [("removed", "Desk opened")],
    }


def test_a_version_written_before_a_field_existed_can_be_compared(inside_a):
    action = given.action(inside_a)
    version = freeze(inside_a)
    del version.content["phase3_implementation.action"][str(action.uid)]["released"]
    version.content["phase3_implementation.action"][str(action.uid)]["colour"] = "red"
    version.content["gone.table"] = {"x": {}}
    assert told(version) == {
        "phase3_implementation.action": [("changed", "Open the desk", ["released"])],
    }


def test_readers_see_only_what_they_may(inside_a):
    person = given.saved(Person(programme=inside_a, name="Ada"))
    seat = given.saved(Seat(programme=inside_a, institution=given.institution(inside_a)))
    site = given.saved(Site(programme=inside_a, name="Pit", latitude=Decimal(18), longitude=Decimal(-71)))
    version = freeze(inside_a)
    change_record(by="Amina", record=person, values={"post": "Director"})
    change_record(by="Amina", record=seat, values={"titular": person})
    change_record(by="Amina", record=site, values={"latitude": Decimal(19), "region": "Bahoruco"})
    observer = ROLES["observer"].may.__contains__
    assert told(version, observer) == {
        "phase1_getting_started.seat": [("changed", "Ministry of Mines", ["titular"])],
        "registry.site": [("changed", "Pit", ["region or province"])],
    }
    (field,) = changes_since(version, observer)[0].changes[0].fields
    assert (field.before, field.after) == ("", "(not shown)")
    lead = told(version, ROLES["lead"].may.__contains__)
    assert lead["programmes.person"] == [("changed", "Ada", ["post"])]
    assert lead["registry.site"] == [("changed", "Pit", ["latitude", "region or province"])]


def test_every_table_can_be_frozen_and_compared_both_ways(inside_a):
    """A table added tomorrow is covered: `make_all` makes one record of each."""
    made = make_all(inside_a)
    del made["phase3_implementation.frozenversion"]
    version = freeze(inside_a)
    assert told(version) == {}
    empty, full = {label: {} for label in version.content}, version.content
    shown = {label for label in made if label in REGISTERS}
    for kind, pair in (("added", (empty, full)), ("removed", (full, empty))):
        tables = [table for table in Comparison(inside_a, *pair).tables() if table.changes]
        assert {table.label for table in tables} == shown
        assert {change.kind for table in tables for change in table.changes} == {kind}


# Re-based indicators --------------------------------------------------------------------------------------------


def test_a_new_baseline_or_definition_is_noticed(inside_a):
    baseline = given.figure(inside_a)
    moved = given.indicator(inside_a, baseline=baseline)
    given.indicator(inside_a, name=given.say("Untouched"))
    other = given.indicator(inside_a, name=given.say("Mercury"))
    assert freeze(inside_a).rebased == []
    change_record(by="Amina", record=Figure.objects.get(), values={"best": Decimal(120)})
    change_record(by="Amina", record=other, values={"unit": "kg"})
    assert freeze(inside_a).rebased == sorted([str(moved.uid), str(other.uid)])
    change_record(by="Amina", record=Indicator.objects.get(pk=moved.pk), values={"frequency": "monthly"})
    assert freeze(inside_a).rebased == []


# Gates ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("gate", ["P3-S3.a", "P3-S3.b", "P3-S3.c"])
def test_nothing_is_met_before_there_are_two_versions(inside_a, gate):
    found = given.finding(gate, inside_a)
    assert (found.met, [missing.href for missing in found.missing]) == (False, ["/p/a/revision/freeze/"])
    freeze(inside_a)
    assert given.lacks(gate, inside_a) == ["Freeze the new version once it is adopted."]


def test_the_step_is_done_with_a_second_version(inside_a):
    freeze(inside_a)
    freeze(inside_a, "Review", "cabinet")
    state = state_of(inside_a, STEP)
    assert (state.status, state.gates_met, state.missing) == ("done", 3, [])


def test_another_authority_is_not_the_same(inside_a):
    freeze(inside_a)
    version = freeze(inside_a, adopted_by="Ministry of Mines")
    found = given.finding("P3-S3.a", inside_a)
    assert (found.met, found.missing[0].href) == (False, f"/p/a/revision/versions/{version.uid}/")


def test_an_old_version_without_its_text_is_named(inside_a):
    first = freeze(inside_a)
    FrozenVersion.objects.filter(pk=first.pk).update(outline={})
    freeze(inside_a)
    assert given.lacks("P3-S3.b", inside_a) == ["Version 1 was kept without its text."]


def test_indicators_defined_anew_need_their_bridge(inside_a):
    indicator = given.indicator(inside_a)
    freeze(inside_a)
    change_record(by="Amina", record=indicator, values={"unit": "people"})
    second = freeze(inside_a)
    found = given.finding("P3-S3.c", inside_a)
    assert (found.met, [missing.href for missing in found.missing]) == (
        False,
        [f"/p/a/revision/bridge/add/?indicator={indicator.uid}&since={second.uid}"],
    )
    given.bridge(inside_a, second, indicator)
    assert given.finding("P3-S3.c", inside_a).met


# Pages ----------------------------------------------------------------------------------------------------------


def test_the_page_of_changes_without_a_version(amina):
    page = amina.get("/p/a/revision/changes/")
    assert (page.status_code, "/p/a/revision/freeze/" in page.content.decode()) == (200, True)


def test_the_page_of_changes(amina, country_a):
    with scope(programme=country_a):
        statement = given.saved(
            Statement(programme=country_a, section="context", words=given.say("Ten <b> sites"))
        )
        freeze(country_a)
        change_record(by="Amina", record=statement, values={"words": given.say("Nine <b> sites")})
        given.issue(country_a)
    page = amina.get("/p/a/revision/changes/")
    text = page.content.decode()
    assert "[deleted: </span>Ten<span" in text
    assert "[inserted: </span>Nine<span" in text
    assert "<b> sites" not in text
    assert [row[0][0] for row in page.context["rows"]] == ["statements", "issues"]
    assert reverse("evidence.statement-show", kwargs={"programme": "a", "uid": statement.uid}) in text
    only = amina.get("/p/a/revision/changes/?table=phase3_implementation.issue")
    assert [table.label for table in only.context["tables"]] == ["phase3_implementation.issue"]


def test_changes_since_an_older_version(amina, country_a):
    with scope(programme=country_a):
        freeze(country_a)
        given.issue(country_a)
        freeze(country_a)
    assert amina.get("/p/a/revision/changes/").context["tables"] == []
    assert len(amina.get("/p/a/revision/changes/?version=1").context["tables"]) == 1
    assert amina.get("/p/a/revision/changes/?version=99").context["version"].number == 2


def asked_for_changes(client, programme, count) -> int:
    with scope(programme=programme):
        changed = [given.action(programme) for _each in range(count)]
        freeze(programme)
        for action in changed:
            change_record(by="Amina", record=action, values={"owner": given.institution(programme)})
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/p/a/revision/changes/").status_code == 200
    return len(asked)


def test_the_page_of_changes_asks_the_same_however_long(amina, country_a):
    assert asked_for_changes(amina, country_a, 1) == asked_for_changes(amina, country_a, 3)


def test_freezing_on_the_page(amina, country_a):
    url = "/p/a/revision/freeze/"
    assert amina.get(url).status_code == 200
    assert amina.post(url, {"adopted_by": "Cabinet"}).status_code == 422
    found = amina.post(url, {"reason_en": "Adopted", "adopted_by": "Cabinet"})
    with scope(programme=country_a):
        version = FrozenVersion.objects.get()
    assert (found.status_code, found.url) == (302, f"/p/a/revision/versions/{version.uid}/")
    assert version.reason["en"] == "Adopted"


def test_the_page_of_a_version_and_its_text(amina, country_a):
    with scope(programme=country_a):
        given.strategy(country_a)
        version = freeze(country_a)
    page = amina.get(f"/p/a/revision/versions/{version.uid}/").content.decode()
    assert ("Unchanged since it was frozen" in page, f"{version.uid}/change/" in page) == (True, False)
    text = amina.get(f"/p/a/revision/versions/{version.uid}/text.html")
    assert (text.status_code, "<h1" in text.content.decode()) == (200, True)
    word = amina.get(f"/p/a/revision/versions/{version.uid}/text.docx")
    assert word["Content-Disposition"] == 'attachment; filename="a-version-1.docx"'
    assert amina.get(f"/p/a/revision/versions/{version.uid}/text.exe").status_code == 404


def test_the_list_of_versions_leaves_their_content_alone(amina, country_a):
    with scope(programme=country_a):
        freeze(country_a)
        freeze(country_a)
    with CaptureQueriesContext(connection) as asked:
        assert amina.get("/p/a/revision/versions/").status_code == 200
    assert not any('"content"' in query["sql"] for query in asked)


def test_who_may_not(amina, bruno, clara, dele, country_a):
    with scope(programme=country_a):
        version = freeze(country_a)
    text = f"revision/versions/{version.uid}/text.html"
    assert [bruno.get(f"/p/a/{each}").status_code for each in ("revision/changes/", text)] == [403, 403]
    assert [
        clara.get("/p/a/revision/changes/").status_code,
        clara.post("/p/a/revision/freeze/").status_code,
    ] == [
        200,
        403,
    ]
    assert [dele.get(f"/p/{slug}/{text}").status_code for slug in "ab"] == [404, 404]


# Chapter --------------------------------------------------------------------------------------------------------


def test_the_chapter_lists_occasions_versions_and_bridges(inside_a):
    given.trigger(inside_a)
    version = freeze(inside_a)
    given.bridge(inside_a, version, given.indicator(inside_a))
    assert [block.caption for block in chapter(inside_a, Desk(inside_a, "en"))] == [
        "When the strategy is looked at again",
        "Versions of this strategy",
        "How indicators carry over from one version to the next",
    ]


def test_the_chapter_says_what_is_missing(inside_a):
    assert [type(block).__name__ for block in chapter(inside_a, Desk(inside_a, "en"))] == ["Callout"]


def test_an_exercise_copy_leaves_frozen_versions_and_their_names_behind(inside_a):
    add_record(by="x", record=Person(programme=inside_a, name="Rosa Peralta", email="rosa@example.org"))
    freeze_version(by="x", programme=inside_a, reason=Words("Adopción.", "es"), adopted_by="El gabinete")
    moved = copy_programme(by="x", programme=inside_a, slug="group")
    with scope(programme=moved):
        assert not FrozenVersion.objects.exists()
        assert "Rosa" not in json.dumps(rows_of(moved))
        assert [person.name for person in Person.objects.all()] == ["Person 1"]
