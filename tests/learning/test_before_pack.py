"""The advance pack: who sees what, receipts by version, the pack as files, gates, chapter."""

import io
import json
import zipfile
from datetime import date, time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from batea.cli import main
from batea.evidence.desk import Desk
from batea.learning.models import AgendaItem, Day, PackItem, Participant, ReadReceipt
from batea.learning.workshops.agenda.actions import release_agenda
from batea.learning.workshops.pack.actions import confirm_reading
from batea.learning.workshops.pack.chapter import chapter
from batea.learning.workshops.pack.files import pack_files, zipped
from batea.learning.workshops.pack.step import STEP
from batea.problems import Refused
from batea.programmes.attachments import attach
from batea.programmes.words import Words
from tests.learning.conftest import BY, add, change, participant, said

LONG_AGO, FAR = date(2018, 5, 1), date(2099, 1, 1)
TEXT = "First paragraph.\n\n- one point\n- another\n\nLast <b>paragraph</b>."


def item(workshop, title="The guidance in short", kind="guidance", **values):
    standard = {"words": said(TEXT), "released_on": LONG_AGO}
    return add(PackItem, workshop, title=said(title), kind=kind, **standard | values)


def url(one) -> str:
    return f"/p/w/workshop/reading/{one.uid}/"


def test_participants_see_what_is_released_and_nothing_else(workshop, marta):
    out, later, never = (
        item(workshop, name, released_on=on)
        for name, on in (("Out", LONG_AGO), ("Later", FAR), ("Never", None))
    )
    page = marta.get("/p/w/workshop/reading/").content.decode()
    assert "Out" in page and "Later" not in page and "Never" not in page
    assert [marta.get(url(each)).status_code for each in (out, later, never)] == [200, 404, 404]
    assert marta.get("/p/w/workshop/pack/").status_code == 403
    assert b"<b>" not in marta.get(url(out)).content


def test_reading_is_confirmed_and_asked_for_again_when_the_text_changes(workshop, marta):
    text = item(workshop)
    assert "I have read this" in marta.get(url(text)).content.decode()
    assert marta.post(url(text)).status_code == 302
    assert "I have read this" not in marta.get(url(text)).content.decode()
    text = change(text, words=said("New"))
    assert "Changed since you read it" in marta.get("/p/w/workshop/reading/").content.decode()
    marta.post(url(text))
    receipt = ReadReceipt.objects.get()
    assert (receipt.participant, receipt.read_version) == (marta.participant, 2)


def test_only_what_is_out_is_read_and_only_by_participants(workshop, marta, fatima):
    with pytest.raises(Refused) as refused:
        confirm_reading(
            by=BY, participant=marta.participant, item=item(workshop, released_on=FAR), today=LONG_AGO
        )
    assert refused.value.problem.code == "B842"
    assert fatima.post(url(item(workshop))).status_code == 403
    assert not ReadReceipt.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_who_has_read_what(workshop, marta, fatima, rows, django_assert_num_queries):
    texts = [item(workshop, f"T{number}") for number in range(rows)]
    for number in range(1, rows):
        participant(workshop, f"p{number}", "BO")
    marta.post(url(texts[0]))
    assert marta.get("/p/w/workshop/reading/readers/").status_code == 403
    with django_assert_num_queries(MATRIX):
        page = fatima.get("/p/w/workshop/reading/readers/")
    assert page.context["of"] == rows and page.context["done"] == (1 if rows == 1 else 0)
    assert page.context["rows"][-1][:3] == ("Marta", "Peru", "Read")


MATRIX = 9


# Files --------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def full(workshop, settings, tmp_path):
    """A pack of a text with a file, with a released agenda."""
    settings.ATTACHMENTS = tmp_path / "kept"
    upload = SimpleUploadedFile("Caso ámbar.pdf", b"%PDF-1.4 the case", "application/pdf")
    kept = attach(by=BY, programme=workshop, title="Case", file=upload)
    item(workshop)
    item(workshop, "Case", kind="case", order=2, attachment=kept)
    item(workshop, "Not yet", released_on=FAR)
    day = Day.objects.get(date=date(2018, 6, 25))
    add(AgendaItem, workshop, day=day, starts=time(9), ends=time(10), title=said("Opening"), method="opening")
    release_agenda(by=BY, programme=workshop)
    return workshop


def test_the_pack_as_files(full):
    files = pack_files(full, "es")
    assert list(files) == [
        "01-the-guidance-in-short-es.html",
        "02-case-es.html",
        "agenda.html",
        "agenda.ics",
        "files/02-Caso ámbar.pdf",
        "index.html",
        "pack.css",
    ]
    assert files["files/02-Caso ámbar.pdf"] == b"%PDF-1.4 the case"
    text, index = files["01-the-guidance-in-short-es.html"].decode(), files["index.html"].decode()
    assert "<li>one point</li>" in text and "&lt;b&gt;paragraph" in text and 'lang="es"' in text
    assert 'href="files/02-Caso%20%C3%A1mbar.pdf"' in index
    assert (
        b"Opening (es)" in files["agenda.html"] and b"SUMMARY;LANGUAGE=es:Opening (es)" in files["agenda.ics"]
    )
    assert not any(
        word in content for content in files.values() for word in (b"http://", b"<script", b"Not yet")
    )


def test_the_same_pack_gives_the_same_bytes(full):
    first = zipped(pack_files(full, "es"))
    assert first == zipped(pack_files(full, "es")) != zipped(pack_files(full, "en"))
    assert zipfile.ZipFile(io.BytesIO(first)).testzip() is None


def test_a_file_that_is_lost_leaves_the_rest(full, settings, tmp_path):
    settings.ATTACHMENTS = tmp_path / "elsewhere"
    assert "02-case.html" in (files := [name.replace("-es", "") for name in pack_files(full, "es")])
    assert not any(name.startswith("files/") for name in files)


def test_participants_take_the_pack_along(full, marta):
    archive = marta.get("/p/w/workshop/reading/files/pt/")
    assert "index.html" in zipfile.ZipFile(io.BytesIO(archive.content)).namelist()
    page = marta.get("/p/w/workshop/reading/page/en/")
    assert b"Last &lt;b&gt;" in page.content and b"Caso \xc3\xa1mbar.pdf" in page.content
    assert marta.get("/p/w/workshop/reading/page/xx/").status_code == 404


def test_there_is_no_empty_pack(workshop, marta):
    assert marta.get("/p/w/workshop/reading/files/en/").status_code == 404
    assert marta.get("/p/w/workshop/reading/page/en/").status_code == 404


def test_the_command_writes_a_folder_and_an_archive(full, tmp_path, capsys):
    assert main(["workshop", "pack", "--workshop", "w", "--lang", "en", "--out", str(tmp_path / "out")]) == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "01-the-guidance-in-short.html",
        "02-case.html",
        "agenda.html",
        "agenda.ics",
        "files",
        "index.html",
        "pack.css",
    ]
    capsys.readouterr()
    assert main(["workshop", "pack", "--json", "--workshop", "w", "--out", str(tmp_path / "pack.zip")]) == 0
    assert json.loads(capsys.readouterr().out)[0]["file"].endswith("pack.zip")
    assert zipfile.ZipFile(tmp_path / "pack.zip").testzip() is None


# Gates and chapter --------------------------------------------------------------------------------------------------------


def met(programme) -> str:
    return "".join(gate.id[-1] for gate in STEP.gates if gate.check(programme).met)


def test_the_gates(workshop, marta, nico):
    assert met(workshop) == ""
    guidance, case = item(workshop), item(workshop, "Case", kind="case", released_on=None)
    missing = [each.text for each in STEP.gates[0].check(workshop).missing]
    assert missing == [
        "Summary of the guidance: not in Portuguese.",
        "Case of the host country: not in Portuguese.",
    ]
    for each in (guidance, case):
        change(
            each,
            words=Words({"original": "es", "es": "t", "pt": "t"}),
            title=Words({"original": "es", "es": "t", "pt": "t"}),
        )
    assert met(workshop) == "a"
    case = change(PackItem.objects.get(pk=case.pk), released_on=LONG_AGO)
    assert met(workshop) == "ab"
    for client in (marta, nico):
        for each in (guidance, case):
            client.post(url(each))
    assert met(workshop) == "abc"
    Participant.objects.filter(pk=nico.participant.pk).update(state="declined")
    participant(workshop, "late", "BO")
    assert met(workshop) == "ab"  # one of two


def test_the_report_tells_what_was_sent(workshop, marta):
    item(workshop)
    item(workshop, "Draft", kind="case", released_on=None)
    marta.post(url(PackItem.objects.first()))
    blocks = repr(list(chapter(workshop, Desk(workshop, "en"))))
    assert "The guidance in short" in blocks and "Draft" not in blocks
    assert "1 of 1 participants said" in blocks
