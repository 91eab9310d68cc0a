"""Who reads and changes what: own assessments, answers given among women, history, comparison, deadlines."""

import json

import pytest
from django_scopes import scope
from time_machine import travel

from batea.programmes.actions import change_record, remove_record
from batea.programmes.models import AuditEntry, Person
from batea.programmes.words import Words
from batea.toolbox.actions import answer_again
from batea.toolbox.comparing import compare
from batea.toolbox.discovery import tools
from batea.toolbox.models import Assessment, FormerAnswers
from batea.toolbox.queries import deadline_words, rounded

from .making import an_assessment, every_kind

TOOL = "stakeholder_power"


def rated(power, name="Cooperative"):
    return {"stakeholders": [{"name": name, "power": power, "interest": 5, "affected": 4}]}


def make_a_woman(client):
    with scope(programme=client.programme):
        person = Person.objects.get(account=client.account)
        change_record(by="the tests", record=person, values={"sex": "f"})


def pages(found):
    base = f"/p/a/toolbox/assessments/{found.uid}/"
    return [base + end for end in ("answers/", "history/", "workbook.xlsx", "document.html", "file/")]


def statuses(client, found):
    return [client.get(url).status_code for url in pages(found)]


# Among women ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def secret(country_a):
    with scope(programme=country_a):
        return an_assessment(country_a, TOOL, rated(1, "Sorters of El Valle"), audience="women")


def test_answers_given_among_women_are_read_by_women(country_a, amina, secret):
    assert statuses(amina, secret) == [403] * 5
    shown = amina.get(f"/p/a/toolbox/assessments/{secret.uid}/").content.decode()
    assert "Sorters of El Valle" not in shown and "among women" in shown
    for url in ("tools/stakeholder_power/assessments.json", f"assessments/{secret.uid}/assessment.json"):
        assert "Sorters of El Valle" not in amina.get(f"/p/a/toolbox/{url}").content.decode()
    beside = f"/p/a/toolbox/tools/{TOOL}/compare/?with={secret.uid}&with={secret.uid}&all=yes"
    assert "Sorters of El Valle" not in amina.get(beside).content.decode()
    make_a_woman(amina)
    assert statuses(amina, secret) == [200] * 5
    assert "Sorters of El Valle" in amina.get(f"/p/a/toolbox/assessments/{secret.uid}/").content.decode()


def test_the_result_alone_may_be_open(country_a, amina, secret):
    with scope(programme=country_a):
        change_record(by="the tests", record=secret, values={"audience": "result"})
    assert statuses(amina, secret) == [403, 403, 403, 200, 403]
    told = amina.get(f"/p/a/toolbox/assessments/{secret.uid}/assessment.json").json()
    assert "answers" not in told and told["result"]["tables"]["grid"]


def test_the_trail_keeps_a_fingerprint_not_the_answers(country_a, secret):
    entry = AuditEntry.objects.get(uid=secret.uid)
    assert "Sorters of El Valle" not in entry.change
    assert "sha256:" in json.loads(entry.change)["answers"][1]


def test_only_a_woman_can_close_the_door(country_a, amina):
    tool = next(tool for tool in tools().values() if tool.women_only)
    url = f"/p/a/toolbox/tools/{tool.name}/new/"
    assert 'name="audience"' not in amina.get(url).content.decode()
    make_a_woman(amina)
    assert 'name="audience"' in amina.get(url).content.decode()


# Own assessments ------------------------------------------------------------------------------------------------------


def test_a_representative_changes_her_own_and_no_other(country_a, amina, clara, bruno, olga):
    body = json.dumps({"title": {"en": "Ours"}, "answers": rated(2)})
    url = f"/p/a/toolbox/tools/{TOOL}/assessments.json"
    uid = clara.post(url, body, content_type="application/json").json()["uid"]
    with scope(programme=country_a):
        found = Assessment.objects.get(uid=uid)
    answers = f"/p/a/toolbox/assessments/{uid}/answers/"
    assert [client.get(answers).status_code for client in (clara, amina, bruno, olga)] == [200, 200, 403, 403]
    edit = f"/p/a/toolbox/assessments/{found.uid}/change/"
    assert [client.get(edit).status_code for client in (clara, amina, bruno, olga)] == [200, 200, 403, 403]
    assert olga.post(url, body, content_type="application/json").status_code == 403


# History and comparison -----------------------------------------------------------------------------------------------


def changed(found, answers):
    return answer_again(
        by="somebody@example.org",
        assessment=found,
        tool=tools()[TOOL],
        head={},
        answers=answers,
        version=found.version,
    )


def test_what_answers_were_is_told_cell_by_cell(country_a, amina, olga):
    with scope(programme=country_a):
        found = an_assessment(country_a, TOOL, rated(3))
        changed(changed(found, rated(4)), rated(5))
    page = amina.get(f"/p/a/toolbox/assessments/{found.uid}/history/").content.decode()
    assert page.index("5 – can stop the strategy") < page.index("3 – some")
    assert "somebody@example.org" in page
    assert (
        "somebody@example.org"
        not in olga.get(f"/p/a/toolbox/assessments/{found.uid}/history/").content.decode()
    )


def test_saving_the_same_keeps_no_former_answers(inside_a):
    found = an_assessment(inside_a, TOOL, rated(3))
    changed(found, rated(3))
    assert not FormerAnswers.objects.exists()


def test_two_assessments_side_by_side(country_a, amina):
    with scope(programme=country_a):
        before = an_assessment(country_a, TOOL, rated(2), stage="before")
        after = an_assessment(country_a, TOOL, rated(5), stage="after")
        found = {each.column.name: each for each in compare([before, after]) if each.table.name == "counts"}
    rows = {row[0]: row[1:] for row in found["number"].rows}
    assert rows["much power, much interest"] == ("0", "1", "+1")
    url = f"/p/a/toolbox/tools/{TOOL}/compare/?with={before.uid}&with={after.uid}"
    assert "+1" in amina.get(url).content.decode()
    assert b"+1" in amina.get(url.replace("compare/", "compare/export.csv")).getvalue()


def test_several_people_show_their_spread(inside_a):
    """One by one, then the group: lowest, middle and highest of what each found."""
    made = [an_assessment(inside_a, TOOL, rated(power), stage="individual") for power in (1, 2, 5)]
    power = [each for each in compare(made) if each.column.name == "power"]
    if power:
        assert power[0].rows[0][-1] == "1 … 5"


def test_rows_of_one_name_stay_two_rows():
    from batea.toolbox.comparing import values_by_row

    tool = every_kind()
    table = tool.results[0]
    rows = [{"name": "A", "amount": 1}, {"name": "A", "amount": 2}]

    class Found:
        tables = {"rows": rows}

    assert values_by_row(table, table.column("amount"), Found) == {("A", 0): 1, ("A", 1): 2}


# Deadlines ------------------------------------------------------------------------------------------------------------


@travel("2026-03-02T12:00:00-04:00", tick=False)
@pytest.mark.parametrize(
    ("due", "said"),
    [
        ("2026-03-02T15:30", "3 hours left"),
        ("2026-03-02T11:00", "overdue by 1 hour"),
        ("2026-03-10T12:00", "8 days left"),
    ],
)
def test_a_deadline_says_how_long_is_left(settings, due, said):
    from django.utils import timezone

    with timezone.override("America/Santo_Domingo"):
        assert said in deadline_words(due)


@pytest.mark.parametrize(
    ("value", "said"), [(0, "0"), (0.004, "0.004"), (1234.5678, "1,234.57"), (-0.0001, "-0.0001"), (12, "12")]
)
def test_no_number_is_rounded_to_nothing(value, said):
    assert rounded(value) == said


def test_words_of_the_programme_come_in_four_languages(inside_a):
    found = an_assessment(
        inside_a, TOOL, rated(1), note=Words({"original": "es", "es": "nota", "en": "note"})
    )
    assert str(found.note) == "note"


def test_an_assessment_takes_its_former_answers_with_it(inside_a):
    found = changed(an_assessment(inside_a, TOOL, rated(3)), rated(4))
    remove_record(by="the tests", record=found)
    assert not Assessment.objects.exists() and not FormerAnswers.objects.exists()


def test_the_note_of_women_is_read_by_women(country_a, amina):
    """It says who took part: it stays with the answers, on every page, in files, for programs and in the trail."""
    told = Words("Ana of the upper pit was there", "en")
    with scope(programme=country_a):
        found = an_assessment(country_a, TOOL, rated(1), audience="result", note=told)
    base = f"/p/a/toolbox/assessments/{found.uid}/"
    where = [
        base,
        f"{base}change/",
        f"{base}assessment.json",
        f"{base}document.html",
        "/p/a/toolbox/assessments/?q=upper+pit",
    ]
    for url in where:
        assert "Ana of the upper pit" not in b"".join(amina.get(url)).decode(), url
    assert "Amber 2026" not in amina.get("/p/a/toolbox/assessments/?q=upper+pit").content.decode()
    assert "Ana of the upper pit" not in AuditEntry.objects.get(uid=found.uid).change
    make_a_woman(amina)
    assert "Ana of the upper pit" in amina.get(base).content.decode()
    assert amina.get(f"{base}assessment.json").json()["note"] == told
