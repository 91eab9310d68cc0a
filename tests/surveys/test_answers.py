"""What came in: shown in words, reviewed, corrected, taken out, and kept from those it could harm."""

import csv
import io
import json
import zipfile

import pytest
from django_scopes import scope
from PIL import Image

from batea.problems import COMMENT_NEEDED, NO_SUCH_MOVE, Refused
from batea.programmes.words import Words
from batea.surveys.models import Form, Review, Submission
from batea.surveys.reviewing import review_submission
from tests.surveys import making
from tests.surveys.making import instance, new_id

ANSWERS = (
    "<site>La Cumbre</site><women>3</women><mineral>amber</mineral><place>18.123456 -69.987654 0 5</place>"
    "<photo>1.jpg</photo><pit><depth>4.5</depth></pit><pit><depth>7</depth></pit>"
)


def photo() -> bytes:
    picture = Image.new("RGB", (8, 8), "red")
    exif = Image.Exif()
    exif[0x010F] = "Canary phone"
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


@pytest.fixture
def came(country_a, bruno):
    """A submission with a photo, two pits and a place."""
    making.published(country_a)
    phone = making.collector(bruno)
    assert phone.send(instance(ANSWERS, uid=new_id()), [("1.jpg", photo())]).status_code == 201
    with scope(programme=country_a):
        return Submission.objects.get()


def page(client, submission) -> str:
    return client.get(f"/p/a/surveys/submissions/{submission.uid}/").content.decode()


def test_answers_are_shown_in_words(amina, came):
    shown = page(amina, came)
    for words in ("Which site?", "La Cumbre", "Amber", "Pit 2", "18.123456 -69.987654"):
        assert words in shown, words
    assert amina.get("/p/a/surveys/submissions/").status_code == 200


def test_without_the_right_to_exact_places_only_the_cell_is_told(olga, amina, came, monkeypatch):
    for client in (amina,):
        monkeypatch.setattr(
            "batea.programmes.members.Member.may", lambda self, permission: permission != "sites.exact"
        )
        shown = page(client, came)
        assert "18.123456" not in shown and "18.15 -69.95" in shown
        taken = client.get(f"/p/a/surveys/forms/{form_uid(client)}/answers.geojson")
        body = b"".join(taken.streaming_content)
        assert b"18.123456" not in body and b"18.15" in body
        original = client.get(f"/p/a/surveys/submissions/{came.uid}/files/original/1/")
        assert original.status_code == 403


def form_uid(client):
    with scope(programme=client.programme):
        return Form.objects.get().uid


def test_a_photo_is_shown_without_what_hides_in_it(amina, came):
    answer = amina.get(f"/p/a/surveys/submissions/{came.uid}/files/photo/1/")
    assert answer.status_code == 200 and b"Canary phone" not in answer.content
    assert Image.open(io.BytesIO(answer.content)).size == (8, 8)
    original = amina.get(f"/p/a/surveys/submissions/{came.uid}/files/original/1/")
    assert b"Canary phone" in b"".join(original.streaming_content)
    assert "attachment" in original["Content-Disposition"]
    assert amina.get(f"/p/a/surveys/submissions/{came.uid}/files/photo/2/").status_code == 404


def test_those_without_the_right_read_nothing(olga, bruno, clara, came):
    for client in (olga, bruno, clara):
        assert client.get(f"/p/a/surveys/submissions/{came.uid}/").status_code == 403
        assert client.get(f"/p/a/surveys/forms/{came.form.uid}/answers.zip").status_code == 403


def test_protected_answers_are_for_reviewers(amina, came, monkeypatch):
    Submission._base_manager.update(harm="protected")
    assert "La Cumbre" in page(amina, came)
    monkeypatch.setattr(
        "batea.programmes.members.Member.may", lambda self, permission: permission != "surveys.review"
    )
    assert "La Cumbre" not in page(amina, came)
    out = b"".join(amina.get(f"/p/a/surveys/forms/{form_uid(amina)}/answers.geojson").streaming_content)
    assert b"La Cumbre" not in out


def test_a_review_moves_a_submission_with_its_comment(amina, came, country_a):
    url = f"/p/a/surveys/submissions/{came.uid}/review/"
    assert amina.post(url, {"state": "returned", "comment": "", "version": came.version}).status_code == 422
    answer = amina.post(url, {"state": "returned", "comment": "Count again", "version": came.version})
    assert answer.status_code == 302
    with scope(programme=country_a):
        assert Submission.objects.get().state == "returned"
        assert str(Review.objects.get().comment) == "Count again"
    assert "Count again" in page(amina, came)
    assert amina.post(url, {"state": "approved", "version": came.version}).status_code == 409


def test_there_is_no_way_from_approved_to_returned(came, country_a):
    with scope(programme=country_a):
        approved = review_submission(by="x", submission=came, state="approved", comment=Words())
        with pytest.raises(Refused) as refused:
            review_submission(by="x", submission=approved, state="returned", comment=Words("x", "en"))
        assert refused.value.problem is NO_SUCH_MOVE
        again = review_submission(by="x", submission=approved, state="in_review", comment=Words())
        with pytest.raises(Refused) as refused:
            review_submission(by="x", submission=again, state="refused", comment=Words())
        assert refused.value.problem is COMMENT_NEEDED


def test_an_edit_shows_what_it_changed(amina, bruno, came):
    changed = ANSWERS.replace("<women>3", "<women>5")
    making.collector(bruno).send(instance(changed, uid=new_id(), replaces=came.instance_id))
    with scope(programme=amina.programme):
        newest = Submission.objects.get(current=True)
    shown = page(amina, newest)
    assert "What the change changed" in shown
    row = shown.partition('<td class="govuk-table__cell">Women</td>')[2][:120]
    assert ">3<" in row and ">5<" in row


def test_answers_leave_as_tables_that_know_each_other(amina, came):
    url = f"/p/a/surveys/forms/{came.form.uid}/answers."
    archive = zipfile.ZipFile(io.BytesIO(b"".join(amina.get(f"{url}zip").streaming_content)))
    tables = {
        name: list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig"))))
        for name in archive.namelist()
    }
    (main,) = tables["visit.csv"]
    assert (main["site"], main["women"], main["mineral"]) == ("La Cumbre", "3", "amber")
    pits = tables["pit.csv"]
    assert [pit["pit/depth"] for pit in pits] == ["4.5", "7"]
    assert {pit["_parent"] for pit in pits} == {main["_id"]} and len({pit["_id"] for pit in pits}) == 2
    found = json.loads(b"".join(amina.get(f"{url}geojson").streaming_content))
    assert found["features"][0]["geometry"]["coordinates"][:2] == [-69.987654, 18.123456]
    for kind in ("xlsx", "parquet", "kml", "gpkg"):
        assert len(b"".join(amina.get(url + kind).streaming_content)) > 200, kind


def test_versions_of_a_form_leave_together(amina, bruno, came, country_a):
    extra = making.workbook("2").replace(b"| women   |", b"| girls   |")
    from batea.surveys.publishing import bring_form, publish_version

    with scope(programme=country_a):
        version, _checked = bring_form(by="x", programme=country_a, data=extra, file_name="x.md")
        publish_version(by="x", version=version)
    making.collector(bruno).send(instance("<girls>2</girls><site>B</site>", uid=new_id(), version="2"))
    url = f"/p/a/surveys/forms/{came.form.uid}/answers.zip"
    archive = zipfile.ZipFile(io.BytesIO(b"".join(amina.get(url).streaming_content)))
    rows = list(csv.DictReader(io.StringIO(archive.read("visit.csv").decode("utf-8-sig"))))
    assert [(row["site"], row["women"], row["girls"]) for row in rows] == [
        ("La Cumbre", "3", ""),
        ("B", "", "2"),
    ]
