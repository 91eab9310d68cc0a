"""A returned record comes back to its officer, is corrected in the browser and takes its own place again."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django_scopes import scope

from batea.programmes.words import Words
from batea.surveys.models import Submission
from batea.surveys.publishing import bring_form, publish_version
from batea.surveys.reviewing import review_submission
from tests.surveys import making
from tests.surveys.making import JPEG, instance, new_id

ANSWERS = "<site>A</site><women>3</women><photo>1.jpg</photo>"


@pytest.fixture
def returned(country_a, bruno):
    making.published(country_a)
    making.collector(bruno).send(instance(ANSWERS, uid=new_id()), [("1.jpg", JPEG)])
    with scope(programme=country_a):
        came = Submission.objects.get()
        words = Words("Count the women again", "en")
        return review_submission(by="x", submission=came, state="returned", comment=words)


def send(client, submission, xml: bytes):
    file = SimpleUploadedFile("submission.xml", xml, content_type="text/xml")
    return client.post(f"/p/a/surveys/returned/{submission.uid}/submission", {"xml_submission_file": file})


def test_the_officer_reads_the_comment_and_corrects(bruno, returned, country_a):
    assert "Count the women again" in bruno.get("/p/a/surveys/returned/").content.decode()
    page = bruno.get(f"/p/a/surveys/returned/{returned.uid}/")
    assert page.status_code == 200 and "wasm-unsafe-eval" in page["Content-Security-Policy"]
    base = f"/p/a/surveys/returned/{returned.uid}/"
    assert bruno.get(f"{base}answers.xml").content.decode() == returned.xml
    assert b"<h:html" in bruno.get(f"{base}form.xml").content
    assert b"".join(bruno.get(f"{base}came/1").streaming_content) == JPEG
    mended = instance(ANSWERS.replace("3", "4"), uid=new_id(), replaces=returned.instance_id)
    assert send(bruno, returned, mended).status_code == 201
    with scope(programme=country_a):
        newest = Submission.objects.get(current=True)
        assert (newest.state, newest.missing, newest.replaces) == ("received", 0, returned.instance_id)
    assert "Count the women again" not in bruno.get("/p/a/surveys/returned/").content.decode()


def test_only_its_own_place_can_be_taken(bruno, returned, country_a):
    other = instance(ANSWERS, uid=new_id(), replaces="uuid:other")
    assert send(bruno, returned, other).status_code == 404
    assert send(bruno, returned, instance(ANSWERS, uid=new_id())).status_code == 404
    with scope(programme=country_a):
        assert Submission.objects.count() == 1


def test_others_do_not_see_what_came_back(clara, olga, dele, returned):
    for client in (clara, olga):
        assert client.get("/p/a/surveys/returned/").status_code == 403
        assert client.get(f"/p/a/surveys/returned/{returned.uid}/answers.xml").status_code == 403
    assert dele.get(f"/p/a/surveys/returned/{returned.uid}/").status_code == 404


def test_the_list_of_sites_comes_along_when_answers_are_corrected(bruno, country_a):
    with_sites = b"""
| survey |
|        | type                           | name | label |
|        | select_one_from_file sites.csv | site | Site  |
| settings |
|          | form_title | form_id | version |
|          | Lists      | lists   | 1       |
"""
    with scope(programme=country_a):
        version, _checked = bring_form(by="x", programme=country_a, data=with_sites, file_name="x.md")
        publish_version(by="x", version=version)
    making.collector(bruno).send(instance("<site>x</site>", uid=new_id(), form="lists"))
    with scope(programme=country_a):
        came = Submission.objects.get()
        review_submission(by="x", submission=came, state="returned", comment=Words("Look again", "en"))
    page = bruno.get(f"/p/a/surveys/returned/{came.uid}/").content.decode()
    assert "sites.csv" in page and f"/p/a/surveys/returned/{came.uid}/form/1" in page
    assert bruno.get(f"/p/a/surveys/returned/{came.uid}/form/1").content.startswith(b"name,label")
    assert bruno.get(f"/p/a/surveys/returned/{came.uid}/form/2").status_code == 404
