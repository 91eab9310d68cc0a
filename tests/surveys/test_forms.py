"""Forms: brought in, judged, published, printed; and the keys of phones."""

import base64
import json
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django_scopes import scope

from batea.interop.xforms import check_form, read_xform
from batea.problems import FILES_OWED, VERSION_PUBLISHED, Refused
from batea.programmes.models import AuditEntry
from batea.registry.models import Site
from batea.surveys.models import Form, FormFile, FormVersion, Phone, Submission
from batea.surveys.phones import settings_code
from batea.surveys.publishing import bring_file, bring_form, publish_version
from tests.surveys import making

OWING = """
| survey |
|        | type                          | name | label |
|        | select_one_from_file pits.csv | pit  | Pit   |
| settings |
|          | form_title | form_id | version |
|          | Owing      | owing   | 1       |
"""


def upload(client, data: bytes, name="form.md"):
    return client.post(f"/p/{client.programme.slug}/surveys/bring/", {"file": SimpleUploadedFile(name, data)})


def test_a_form_is_brought_in_looked_at_and_published(amina):
    answer = upload(amina, making.workbook())
    assert answer.status_code == 302
    shown = amina.get(answer["Location"]).content.decode()
    assert "Publish" in shown and "9 questions" in shown
    with scope(programme=amina.programme):
        version = FormVersion.objects.get()
        assert version.published_at is None and version.form.state == Form.State.DRAFT
    assert amina.post(f"/p/a/surveys/versions/{version.uid}/publish/").status_code == 302
    with scope(programme=amina.programme):
        assert FormVersion.objects.get().published_at and Form.objects.get().state == Form.State.OPEN
    assert amina.get(f"/p/a/surveys/versions/{version.uid}/workbook").status_code == 200
    paper = amina.get(f"/p/a/surveys/versions/{version.uid}/paper/").content.decode()
    assert "Which site?" in paper and "Amber" in paper


def test_a_form_that_is_refused_says_where_and_why(amina):
    broken = making.workbook().replace(b"select_one mineral", b"select_one minerals")
    answer = upload(amina, broken)
    assert answer.status_code == 422
    with scope(programme=amina.programme):
        assert FormVersion.objects.count() == 0
    duplicate = making.workbook().replace(b"| women ", b"| site  ")
    said = upload(amina, duplicate).content.decode()
    assert "stands twice" in said and "row" in said


def test_a_published_version_never_changes(amina, country_a):
    making.published(country_a)
    with scope(programme=country_a):
        other = making.workbook().replace(b"Which site?", b"What site?")
        with pytest.raises(Refused) as refused:
            bring_form(by="x", programme=country_a, data=other, file_name="x.md")
        assert refused.value.problem is VERSION_PUBLISHED
        same, _checked = bring_form(by="x", programme=country_a, data=making.workbook(), file_name="x.md")
        assert same.published_at is not None and FormVersion.objects.count() == 1


def test_a_form_waits_for_the_files_it_names(country_a):
    with scope(programme=country_a):
        version, _checked = bring_form(by="x", programme=country_a, data=OWING.encode(), file_name="x.md")
        with pytest.raises(Refused) as refused:
            publish_version(by="x", version=version)
        assert refused.value.problem is FILES_OWED and "pits.csv" in str(refused.value)
        bring_file(by="x", file=FormFile.objects.get(), data=b"name,label\na,A\n", file_name="pits.csv")
        assert publish_version(by="x", version=version).published_at


def test_questions_are_read_with_their_words(db):
    schema = read_xform(check_form(making.workbook(), "x.md").xml)
    asked = {question.path: question for question in schema.questions}
    assert list(asked) == [
        *("start", "today", "site", "women", "mineral", "place", "photo", "second", "pit/depth")
    ]
    assert asked["site"].labels == {"English (en)": "Which site?", "Español (es)": "¿Qué sitio?"}
    assert dict(asked["mineral"].choices)["gold"]["Español (es)"] == "Oro"
    assert (asked["photo"].kind, asked["pit/depth"].repeat) == ("binary", "pit")
    assert (schema.form_id, schema.version, schema.title) == ("visit", "1", "Visit")


def test_ready_forms_can_be_taken(amina):
    page = amina.get("/p/a/surveys/ready/").content.decode()
    assert page.count("<h2") >= 4
    answer = amina.post("/p/a/surveys/ready/", {"ready": "risk_inspection"})
    assert answer.status_code == 302
    with scope(programme=amina.programme):
        assert FormVersion.objects.get().form.form_id == "batea_risk_inspection"
    assert amina.get("/p/a/surveys/ready/site_visit.xlsx").content.startswith(b"PK")


def test_the_set_up_code_says_what_a_phone_needs():
    said = json.loads(
        zlib.decompress(base64.b64decode(settings_code("https://x.org/collect/k", "Proyecto ñ")))
    )
    assert set(said) == {"general", "admin", "project"}
    assert said["general"]["server_url"] == "https://x.org/collect/k"


def test_a_key_is_shown_once_and_kept_as_a_fingerprint(amina, bruno):
    person = making.officer(bruno)
    answer = amina.post("/p/a/surveys/phones/set-up/", {"person": person.uid, "name": "red"})
    shown = answer.content.decode()
    assert answer.status_code == 200 and "/collect/" in shown and "data:image/png" in shown
    token = shown.partition("/collect/")[2].partition("<")[0]
    with scope(programme=amina.programme):
        phone = Phone.objects.get()
    assert token not in phone.digest
    assert all(
        token not in entry.change and phone.digest not in entry.change for entry in AuditEntry.objects.all()
    )
    assert amina.get(f"/collect/{token}/formList").status_code == 200
    assert amina.post(f"/p/a/surveys/phones/{phone.uid}/revoke/").status_code == 302
    assert amina.get(f"/collect/{token}/formList").status_code == 401


def test_nobody_gives_keys_to_those_without_the_right(amina, olga, bruno):
    assert olga.get("/p/a/surveys/phones/set-up/").status_code == 403
    observer = making.officer(olga)
    answer = amina.post("/p/a/surveys/phones/set-up/", {"person": observer.uid, "name": "x"})
    assert answer.status_code == 422


WITH_LISTS = """
| survey |
|        | type                           | name | label::English (en) | label::Español (es) |
|        | select_one_from_file sites.csv | site | Site                | Sitio               |
|        | select_one_from_file pits.csv  | pit  | Pit                 | Pozo                |
| settings |
|          | form_title | form_id | version |
|          | Lists      | lists   | 1       |
"""


def test_a_form_is_tried_out_before_and_after_it_is_published(amina, olga, country_a):
    with scope(programme=country_a):
        version, _checked = bring_form(by="x", programme=country_a, data=making.workbook(), file_name="x.md")
    here = f"/p/a/surveys/versions/{version.uid}/"
    for _turn in ("draft", "published"):
        assert f"{here}try/" in amina.get(here).content.decode()
        answer = amina.get(f"{here}try/")
        assert answer.status_code == 200 and "Preview: nothing is kept" in answer.content.decode()
        assert "camera=(self)" in answer["Permissions-Policy"]
        assert amina.get(f"{here}try/form.xml").content.decode() == version.xml
        with scope(programme=country_a):
            publish_version(by="x", version=FormVersion.objects.get())
    assert amina.post(f"{here}try/", {"x": "y"}).status_code == 405
    assert olga.get(f"{here}try/").status_code == 200  # who may see forms may try them
    with scope(programme=country_a):
        assert Submission.objects.count() == 0


def test_what_a_form_needs_comes_along_when_it_is_tried_out(amina, olga, country_a):
    with scope(programme=country_a):
        Site.objects.create(
            programme=country_a, name="La Cumbre", latitude="18.123456", longitude="-69.987654"
        )
        version, _checked = bring_form(
            by="x", programme=country_a, data=WITH_LISTS.encode(), file_name="x.md"
        )
    here = f"/p/a/surveys/versions/{version.uid}/try/"
    said = amina.get(here).content.decode()
    assert "pits.csv" in said and "sites.csv" in said
    assert b"18.123456" in amina.get(f"{here}files/1").content
    seen = olga.get(f"{here}files/1").content
    assert b"La Cumbre" in seen and b"18.123456" not in seen
    with scope(programme=country_a):
        pits = FormFile.objects.get(name="pits.csv")
        bring_file(by="x", file=pits, data=b"name,label\na,A\n", file_name="pits.csv")
    assert b"".join(amina.get(f"{here}files/1").streaming_content) == b"name,label\na,A\n"
    assert amina.get(f"{here}files/3").status_code == 404


def test_on_paper_what_is_only_read_has_no_number_and_no_line(amina, country_a):
    noted = making.workbook().replace(
        b"|        | text               | site ",
        b"|        | note | told | Read this aloud | Lea esto |\n|        | text               | site ",
        1,
    )
    with scope(programme=country_a):
        version, _checked = bring_form(by="x", programme=country_a, data=noted, file_name="x.md")
    paper = amina.get(f"/p/a/surveys/versions/{version.uid}/paper/").content.decode()
    told = paper.partition("Read this aloud")[2].partition("Which site?")[0]
    assert "batea-sheet__line" not in told and told.count("<strong>") == 1  # that of the next question
    assert told.rstrip().endswith("<strong>1</strong>") and "<strong>8</strong>" not in paper
