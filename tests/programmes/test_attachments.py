"""Files people send are kept whole, of few kinds, and only ever handed back as downloads."""

import errno
import os
import re
import time
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django_scopes import scope
from hypothesis import example, given, settings
from hypothesis import strategies as st

from batea.cli import main
from batea.problems import FILE_KIND_REFUSED, Refused
from batea.programmes.attachments import (
    clean_name,
    keep_bytes,
    keep_pieces,
    media_type,
    place_of,
    sweep_parts,
)
from batea.programmes.models import Attachment

PDF = b"%PDF-1.7 hello"
calm = settings(deadline=None, derandomize=True)
NAMES = [
    "../../etc/passwd.pdf",
    "..\\..\\windows\\system32.pdf",
    "/etc/cron.d/x.pdf",
    "a\r\nSet-Cookie: x=1.pdf",
    'a".pdf',
    "a;filename=b.html.pdf",
    "\u202efdp.exe.pdf",
    "a\x00.pdf",
    ".htaccess.pdf",
    "CON.pdf",
    "x" * 5000 + ".pdf",
    "décret nº 12 – 𝕬😀.pdf",
    "   .pdf",
]


@pytest.mark.parametrize("name", NAMES)
def test_hostile_names_come_back_harmless(amina, name):
    answer = amina.post("/p/a/files/send/", {"title": "x", "file": SimpleUploadedFile(name, PDF)})
    if answer.status_code == 422:  # a name that is nothing but an ending
        return
    assert answer.status_code == 302
    with scope(programme=amina.programme):
        record = Attachment.objects.get()
    download = amina.get(f"/p/a/files/{record.uid}/download/")
    assert b"".join(download) == PDF
    assert download["Content-Type"] == "application/octet-stream"
    assert download["X-Content-Type-Options"] == "nosniff"
    assert download["Content-Security-Policy"] == "default-src 'none'; sandbox"
    shown = download["Content-Disposition"]
    assert shown.startswith("attachment") and not re.search(r"[\r\n/\\\x00]", shown)
    assert "Set-Cookie" not in download.headers
    assert place_of(record.sha256).parent.parent.name == "attachments"


@calm
@given(st.text())
@example("..")
@example("\u2066a\u2069.pdf")
def test_a_name_is_a_name_and_nothing_else(name):
    kept = clean_name(name)
    assert 0 < len(kept) <= 120
    assert not set(kept) & set('\x00\r\n"\\/:*?<>|;\u202e')
    assert kept.strip(" .") == kept
    assert clean_name(kept) == kept


POLYGLOTS = [
    ("page.pdf", b"<html>%PDF-1.7"),
    ("page.pdf", b"\x00%PDF-1.7"),
    ("page.jpg", PDF),
    ("page.pdf", b"\xff\xd8\xff"),
    ("page.html", PDF),
    ("page.pdf.html", PDF),
    ("page.svg", b'<svg onload="alert(1)"/>'),
    ("page.png", b"<svg/>"),
    ("page.csv", b"\xef\xbb\xbf <script>"),
    ("page.csv", b"#!/bin/sh"),
    ("page.csv", b"PK\x03\x04"),
    ("page.csv", b"a\x00b"),
    ("page.csv", b"MZ\x90"),
    ("page.xlsm", b"PK\x03\x04"),
    ("page.docx", b"\xd0\xcf\x11\xe0"),
    ("page.exe", b"MZ"),
    ("page", PDF),
    (".htaccess", b"Options +ExecCGI"),
    ("page.pdf ", PDF),
]


@pytest.mark.parametrize(("name", "content"), POLYGLOTS)
def test_a_file_must_be_what_its_name_says(name, content):
    with pytest.raises(Refused) as refused:
        media_type(name, content)
    assert refused.value.problem is FILE_KIND_REFUSED


def test_the_kinds_that_are_taken():
    taken = {
        "a.PDF": PDF,
        "a.jpeg": b"\xff\xd8\xff\xe0",
        "a.png": b"\x89PNG\r\n\x1a\n",
        "a.docx": b"PK\x03\x04",
        "a.xlsx": b"PK\x03\x04",
        "a.odt": b"PK\x03\x04",
        "a.ods": b"PK\x03\x04",
        "a.csv": b"\xef\xbb\xbfsite;women\n",
    }
    assert len({media_type(name, content) for name, content in taken.items()}) == 8


def test_a_file_beyond_the_limit_is_refused(amina, settings):
    settings.LARGEST_ATTACHMENT = 100
    large = SimpleUploadedFile("a.pdf", PDF + b"x" * 100)
    answer = amina.post("/p/a/files/send/", {"title": "x", "file": large})
    assert answer.status_code == 422 and "B305" in answer.content.decode()
    with scope(programme=amina.programme):
        assert Attachment.objects.count() == 0
    assert not settings.ATTACHMENTS.exists()


def test_an_empty_file_is_refused(amina):
    answer = amina.post("/p/a/files/send/", {"title": "x", "file": SimpleUploadedFile("a.csv", b"")})
    assert answer.status_code == 422


def test_bytes_are_kept_once_and_whole(settings):
    first, second = keep_bytes(PDF), keep_bytes(PDF)
    assert first == second and place_of(first).read_bytes() == PDF
    assert [path.name for path in place_of(first).parent.iterdir()] == [first]
    assert place_of(first).stat().st_mode & 0o777 == 0o640


def aged(part: Path, hours: int) -> Path:
    part.parent.mkdir(parents=True, exist_ok=True)
    part.write_bytes(b"x")
    long_ago = time.time() - hours * 3600
    os.utime(part, (long_ago, long_ago))
    return part


def test_parts_a_dead_server_left_are_swept_after_a_day(settings):
    there = place_of(keep_bytes(PDF))
    os.utime(there, (0, 0))
    old = [aged(settings.ATTACHMENTS / name, 25) for name in ("a.part", "0f/b.part")]
    young = aged(settings.ATTACHMENTS / "c.part", 23)
    assert sweep_parts() == 2 and sweep_parts() == 0
    assert not any(part.exists() for part in old)
    assert young.exists() and there.exists()


def test_sweeping_before_the_first_file_finds_nothing():
    assert sweep_parts() == 0


def test_serving_begins_with_a_sweep(settings, monkeypatch, transactional_db):
    old = aged(settings.ATTACHMENTS / "a.part", 25)
    monkeypatch.setattr("batea.web.server.serve", lambda host, port: None)
    assert main(["serve", "--port", "1"]) == 0
    assert not old.exists()


def test_what_could_not_be_written_leaves_no_part(settings):
    def breaks_off():
        yield b"x"
        raise OSError(errno.ENOSPC, "full")

    with pytest.raises(OSError, match="full"):
        keep_pieces(breaks_off())
    assert list(settings.ATTACHMENTS.iterdir()) == []


def test_a_file_lost_from_the_disk_is_said_to_be_lost(amina):
    amina.post("/p/a/files/send/", {"title": "x", "file": SimpleUploadedFile("a.pdf", PDF)})
    with scope(programme=amina.programme):
        record = Attachment.objects.get()
    place_of(record.sha256).unlink()
    assert amina.get(f"/p/a/files/{record.uid}/download/").status_code == 404
