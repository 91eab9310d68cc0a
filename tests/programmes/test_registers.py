"""The pages every register has, tried on figures and sources."""

import pytest
from django_scopes import scope

from batea.evidence.models import Figure, Source
from batea.programmes.actions import add_record
from batea.programmes.models import AuditEntry
from batea.programmes.words import Words

FIGURES = "/p/a/evidence/figures/"


@pytest.fixture
def source(inside_a):
    return add_record(by="x", record=Source(programme=inside_a, key="D1", title="Report", kind="press"))


@pytest.fixture
def figure(inside_a, source):
    record = Figure(
        programme=inside_a, words=Words("mineros", "es"), best=12, unit="lb", grade="C", source=source
    )
    return add_record(by="x", record=record)


def typed(its_source, /, **change):
    base = {"words_es": "mineros", "best": "12.5", "unit": "lb", "grade": "C", "status": "reported"}
    return base | {"source": str(its_source.uid)} | change


def test_adding_saves_and_tells_the_trail(amina, source):
    answer = amina.post(FIGURES + "add/", typed(source, words_fr="mineurs"))
    with scope(programme=amina.programme):
        saved = Figure.objects.get()
    assert answer.status_code == 302 and str(saved.uid) in answer["Location"]
    assert dict(saved.words) == {"original": "es", "es": "mineros", "fr": "mineurs"}
    entry = AuditEntry.objects.order_by("-number").first()
    assert (entry.act, entry.record, entry.uid, entry.actor) == (
        "add",
        "evidence.figure",
        saved.uid,
        "amina@example.org",
    )


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"best": "twelve"}, "number"),
        ({"low": "20"}, "Low must not be above best"),
        ({"source": ""}, "needs its source"),
        ({"words_es": ""}, "required"),
        ({"best": "1" * 30}, "digits"),
        ({"source": "1b4e28ba-2fa1-11d2-883f-0016d3cca427"}, "valid choice"),
    ],
)
def test_wrong_input_is_refused_in_words_and_nothing_is_saved(amina, source, wrong, words):
    answer = amina.post(FIGURES + "add/", typed(source, **wrong))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    with scope(programme=amina.programme):
        assert Figure.objects.count() == 0


def test_changing_raises_the_version(amina, figure, source):
    answer = amina.post(f"{FIGURES}{figure.uid}/change/", typed(source, best="13", version_seen="1"))
    assert answer.status_code == 302
    with scope(programme=amina.programme):
        assert (Figure.objects.get().best, Figure.objects.get().version) == (13, 2)


def test_the_second_editor_sees_both_versions_and_decides(amina, figure, source):
    address = f"{FIGURES}{figure.uid}/change/"
    amina.post(address, typed(source, best="13", version_seen="1"))
    answer = amina.post(address, typed(source, best="14", version_seen="1"))
    page = answer.content.decode()
    assert answer.status_code == 409 and "13" in page and 'value="14' in page
    with scope(programme=amina.programme):
        assert Figure.objects.get().best == 13
    assert amina.post(address, typed(source, best="14", version_seen="2")).status_code == 302


def test_what_others_rest_on_cannot_be_removed(amina, figure, source):
    answer = amina.post(f"/p/a/evidence/sources/{source.uid}/remove/", {"version_seen": "1"})
    assert answer.status_code == 409 and "B203" in answer.content.decode()
    assert amina.post(f"{FIGURES}{figure.uid}/remove/", {"version_seen": "1"}).status_code == 302
    assert amina.post(f"/p/a/evidence/sources/{source.uid}/remove/", {"version_seen": "1"}).status_code == 302


def test_readers_see_and_cannot_change(olga, figure, source):
    assert olga.get(FIGURES).status_code == 200
    assert olga.get(f"{FIGURES}{figure.uid}/").status_code == 200
    for address in (FIGURES + "add/", f"{FIGURES}{figure.uid}/change/", f"{FIGURES}{figure.uid}/remove/"):
        assert olga.post(address, typed(source)).status_code == 403
    assert f"{figure.uid}/change/" not in olga.get(f"{FIGURES}{figure.uid}/").content.decode()


def test_the_list_filters_searches_sorts_and_exports(amina, inside_a, source):
    for place, best in (("Barahona", 5), ("El Valle", 50), ("Barahona", 500)):
        record = Figure(
            programme=inside_a,
            words=Words(f"pozos {best}", "es"),
            best=best,
            unit="pits",
            place=place,
            grade="B",
            source=source,
        )
        add_record(by="x", record=record)
    page = amina.get(FIGURES + "?q=valle").content.decode()
    assert "pozos 50" in page and "pozos 500" not in page
    page = amina.get(FIGURES + "?sort=-best").content.decode()
    assert page.index("pozos 500") < page.index("pozos 5<") if "pozos 5<" in page else True
    assert page.index("pozos 500") < page.rindex("pozos 5")
    assert amina.get(FIGURES + "?grade=A").content.decode().count("pozos") == 0
    csv = b"".join(amina.get(FIGURES + "export.csv?q=barahona")).decode("utf-8-sig").splitlines()
    assert len(csv) == 3 and "500" in csv[2]
    xlsx = amina.get(FIGURES + "export.xlsx")
    assert xlsx.content[:2] == b"PK"


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_costs_the_same_however_long_it_is(amina, inside_a, source, rows, django_assert_num_queries):
    for number in range(rows):
        record = Figure(
            programme=inside_a, words=Words(f"f{number}", "es"), best=1, unit="u", grade="B", source=source
        )
        add_record(by="x", record=record)
    amina.get(FIGURES)
    with django_assert_num_queries(7):
        amina.get(FIGURES)


def test_a_link_into_another_programme_is_refused(dele, figure, source):
    answer = dele.post("/p/b/evidence/figures/add/", typed(source))
    assert answer.status_code == 422


def test_the_form_of_a_stored_record_begins_with_its_links(amina, figure, source):
    page = amina.get(f"{FIGURES}{figure.uid}/change/").content.decode()
    assert f'<option value="{source.uid}" selected>' in page
