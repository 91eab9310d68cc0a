"""Certificates on paper, their proof, and the keys and backups that badges live on."""

import json
import re
from datetime import date, time
from pathlib import Path

import pytest
from django_scopes import scopes_disabled
from pypdf import PdfReader

from batea.cli import main
from batea.learning.models import (
    AgendaItem,
    BadgeKey,
    Certificate,
    Claim,
    Day,
    Signatory,
    Supporter,
    Workshop,
)
from batea.learning.workshops.results import signing
from batea.learning.workshops.results.checking import check_code
from batea.learning.workshops.results.content import fingerprint_of, in_fours, intact
from batea.learning.workshops.results.eligibility import covered
from batea.learning.workshops.results.paper import certificates_pdf, page_of
from batea.learning.workshops.results.step import STEP
from batea.problems import (
    BACKUP_DAMAGED,
    BACKUP_SEALED,
    BADGE_UNREADABLE,
    NO_BADGE_KEY,
    NOT_VALID,
    WEAK_SECRET,
    Refused,
)
from batea.programmes.actions import change_record
from batea.programmes.backup import backup, kept_tables, restore
from batea.programmes.models import AuditEntry, Institution
from batea.programmes.sealing import PIECE, is_sealed, seal, unseal
from batea.programmes.words import LANGUAGES, Words
from tests.learning.conftest import BY, add, participant, said
from tests.learning.signing_keys import MAKE_KEY
from tests.learning.signing_keys import one_key_for_all as one_key_for_all
from tests.learning.test_results import attend, certificate, present_plan, refused, revoke

LONG = "María de los Ángeles Guadalupe Fernández-Villaverde y Sánchez de Bustamante Echeverría Chuquisaca de la Torre"
SECRET = b"a secret of more than thirty-two letters"


def institution(workshop, name: str) -> Institution:
    return add(Institution, workshop, kind="ministry", name=said(name))


@pytest.fixture
def credited(workshop):
    """Organiser, co-host and funder, and four who sign."""
    about = (
        ("organiser", "Forum on Mining"),
        ("co_host", "Government"),
        ("funder", "Fund of Mining"),
        ("venue", "Hotel"),
    )
    for part, name in about:
        add(Supporter, workshop, institution=institution(workshop, name), part=part)
    ministry = institution(workshop, "Ministry of Energy and Mines")
    for place in (2, 1, 3, 4):
        signs = {"name": f"Signatory {place}", "post": said(f"Post {place}"), "institution": ministry}
        add(Signatory, workshop, place=place, **signs)
    return workshop


def achieve(who) -> Certificate:
    add(Claim, who.programme, participant=who.participant, score=83, claimed_on=date(2018, 6, 26))
    present_plan(who)
    return certificate(who, "achievement")


def pdf(found: Certificate, lang: str, tmp_path) -> PdfReader:
    path = tmp_path / "paper.pdf"
    path.write_bytes(certificates_pdf([(found, lang, f"https://batea.example/verify/{found.code}/")]))
    return PdfReader(path)


def structure(element):
    """Every element under this one, itself first."""
    element = element.get_object()
    if isinstance(element, dict):
        yield element
        children = element.get("/K", [])
        for child in children if isinstance(children, list) else [children]:
            yield from structure(child)


def text_of(page) -> str:
    return " ".join(page.extract_text().split())


# The paper ------------------------------------------------------------------------------------------------------------


def test_attendance_tells_days_hours_and_who_signs(credited, marta, tmp_path):
    for day in Day.objects.all():
        for start, end, method in (
            (9, 12, "lecture"),
            (9, 11, "group"),
            (12, 13, "break"),
            (13, 17, "visit"),
        ):
            about = {"title": said("x"), "method": method}
            add(AgendaItem, credited, day=day, starts=time(start), ends=time(end), **about)
    attend(marta)
    found = certificate(marta)
    assert found.grounds == {"days": 2, "needed": 2, "held": 2, "hours": 14}
    text = text_of(pdf(found, "en", tmp_path).pages[0])
    for words in (
        "Certificate of attendance",
        "present on 2 of 2 days (14 hours of sessions)",
        "held in Punta Cana from 25 June 2018 to 26 June 2018",
        "Forum on Mining",
        "Co-host: Government",
        "With the financial support of: Fund of Mining",
        "No. " + f"{found.issued_on.year}-001",
        found.code,
        in_fours(found.fingerprint),
    ):
        assert words in text, words
    assert "Hotel" not in text
    signed = [text.index(f"Signatory {place}") for place in (1, 2, 3, 4)]
    assert signed == sorted(signed) and text.count("Ministry of Energy and Mines") == 4


def test_hours_that_run_side_by_side_count_once():
    assert covered([(540, 720), (540, 660), (780, 1020)]) == 420
    assert covered([(0, 10), (5, 8), (8, 20)]) == 20
    assert covered([]) == 0


def test_the_two_kinds_differ_by_words_and_tell_no_result(credited, marta, tmp_path):
    attend(marta)
    there, reached = certificate(marta), achieve(marta)
    one, two = (page_of(each, "en", "https://x.example/") for each in (there, reached))
    assert one["kind"] != two["kind"] and one["mark"] != two["mark"] and one["title"] != two["title"]
    text = text_of(pdf(reached, "en", tmp_path).pages[0])
    assert "passed the test at the end, and presented a return-to-work plan" in text and "(Peru)" in text
    assert "83" not in text.replace(reached.code, "").replace(in_fours(reached.fingerprint), "")
    assert "What was learned is certified apart." in text_of(pdf(there, "en", tmp_path).pages[0])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_is_tagged_and_one_page_however_long_names_are(credited, marta, tmp_path, lang):
    change_record(by=BY, record=marta.participant.person, values={"name": LONG})
    marta.participant.person.refresh_from_db()
    type(credited).objects.filter(pk=credited.pk).update(
        name=Words("Very long title of a workshop " * 12, "en")
    )
    for each in Signatory.objects.all():
        change_record(by=BY, record=each, values={"name": LONG[:100], "post": said("Director of " * 8)})
    credited.refresh_from_db()
    marta.participant.programme = credited
    attend(marta)
    for found in (certificate(marta), achieve(marta)):
        reader = pdf(found, lang, tmp_path)
        catalogue = reader.trailer["/Root"]
        assert len(reader.pages) == 1
        assert catalogue["/Lang"] == lang and catalogue["/MarkInfo"]["/Marked"]
        assert re.search(r"pdfuaid:part>1<", catalogue["/Metadata"].get_data().decode())
        width, height = reader.pages[0].mediabox[2:]
        assert (round(width), round(height)) == (842, 595)
        text = text_of(reader.pages[0])
        assert LONG in text and found.code in text and text.count("Director of") == 32


def test_all_in_one_file_for_the_printer_each_in_the_own_language(credited, fatima, tmp_path):
    for number, lang in enumerate(LANGUAGES):
        who = participant(credited, f"p{number}", "PE", language=lang)
        attend(who)
        certificate(who)
    url = "/p/w/workshop/certified/print/"
    answer = fatima.post(url, {"kind": "attendance", "lang": "own"})
    (tmp_path / "all.pdf").write_bytes(answer.content)
    reader = PdfReader(tmp_path / "all.pdf")
    assert answer["Content-Type"] == "application/pdf" and len(reader.pages) == 4
    for number, page in enumerate(reader.pages):
        assert f"P{number}" in text_of(page)
    titles = (
        "Certificado de asistencia",
        "Certificate of attendance",
        "Certificado de presença",
        "Certificat de présence",
    )
    for title, page in zip(titles, reader.pages, strict=True):
        assert title in text_of(page)
    spoken = {
        str(part["/Lang"])
        for part in structure(reader.trailer["/Root"]["/StructTreeRoot"])
        if "/Lang" in part
    }
    assert spoken >= {"en", "pt", "fr"} and reader.trailer["/Root"]["/Lang"] == "es"
    told = AuditEntry.objects.get(act="print certificates")
    assert told.actor and json.loads(told.change) == {"certificates": [None, 4]}
    assert fatima.post(url, {"kind": "achievement", "lang": "own"}).status_code == 422
    assert fatima.get(url).status_code == 405


def test_participants_do_not_print_all(credited, marta):
    attend(marta)
    certificate(marta)
    assert marta.post("/p/w/workshop/certified/print/", {"kind": "both", "lang": "own"}).status_code == 403


def test_no_more_than_four_sign_and_each_at_an_own_place(credited):
    ministry = Institution.objects.first()
    for place in (0, 5, 4):
        about = {"name": "X", "post": said("Post"), "institution": ministry}
        with pytest.raises(Refused) as error:
            add(Signatory, credited, place=place, **about)
        assert place == 4 or error.value.problem is NOT_VALID


def test_numbers_run_through_the_workshop(workshop, marta, nico):
    attend(marta)
    attend(nico)
    assert [certificate(marta).number, certificate(nico).number, achieve(marta).number] == [1, 2, 3]


# Frozen, and proved ---------------------------------------------------------------------------------------------------


def test_what_was_issued_stays_as_it_was(credited, marta):
    attend(marta)
    found = certificate(marta)
    before = page_of(found, "en", "https://x.example/")
    change_record(by=BY, record=Workshop.objects.get(), values={"place": "Elsewhere"})
    for each in Signatory.objects.all():
        change_record(by=BY, record=each, values={"name": "Somebody new"})
    assert page_of(Certificate.objects.get(), "en", "https://x.example/") == before
    assert check_code(found.code).place == "Punta Cana"


def test_the_fingerprint_covers_everything_the_paper_says(credited, marta):
    attend(marta)
    found = certificate(marta)
    assert re.fullmatch(r"[0-9a-f]{64}", found.fingerprint) and intact(found)
    changes = {
        "name": "Somebody else",
        "number": 99,
        "kind": "achievement",
        "code": "0000-0000-0000",
        "issued_on": date(2000, 1, 1),
        "grounds": {"days": 5},
        "content": {**found.content, "place": "Elsewhere"},
    }
    for name, value in changes.items():
        altered = Certificate.objects.get()
        setattr(altered, name, value)
        assert fingerprint_of(altered) != found.fingerprint, name


def test_a_record_changed_behind_its_back_is_told(credited, marta, eve):
    attend(marta)
    found = certificate(marta)
    Certificate.objects.update(name="Somebody else")
    assert check_code(found.code).state == "altered"
    shown = eve.get(f"/verify/{found.code}/").content.decode()
    assert "Altered" in shown and "Valid" not in shown
    assert main(["certificate", "verify", found.code]) == 1


def test_the_check_compares_the_fingerprint(credited, marta, eve):
    attend(marta)
    found = certificate(marta)
    right, wrong = in_fours(found.fingerprint), "0000 1111 2222 3333"
    url = f"/verify/{found.code}/"
    assert "is the one of this certificate" in eve.get(url, {"f": right}).content.decode()
    assert "is not the one of this certificate" in eve.get(url, {"f": wrong}).content.decode()
    assert "one of this certificate" not in eve.get(url).content.decode()
    led = eve.get("/verify/", {"code": found.code, "f": right})
    assert led["Location"] == f"{url}?f={found.fingerprint[:16]}"
    assert check_code(found.code, right[:9]).agrees is False, "a part of it proves too little"
    assert main(["certificate", "verify", found.code, "--fingerprint", right]) == 0
    assert main(["certificate", "verify", found.code, "--fingerprint", wrong]) == 1


def test_the_picture_on_the_paper_leads_to_the_check_with_the_fingerprint(credited, marta):
    from batea.learning.workshops.results.paper import check_address

    attend(marta)
    found = certificate(marta)
    address = check_address(found, lambda name, code: f"https://x.example/{name}/{code}/")
    assert address == f"https://x.example/verify:code/{found.code}/?f={found.fingerprint[:16]}"


# Keys -----------------------------------------------------------------------------------------------------------------


def badge_of(who, found: Certificate, tmp_path: Path) -> Path:
    path = tmp_path / f"{found.code}.jwt"
    path.write_bytes(who.get(f"/p/w/workshop/certificates/{found.uid}/badge/").content)
    return path


def verify(path: Path, capsys, *more) -> tuple[int, str]:
    status = main(["certificate", "verify", str(path), "--json", *map(str, more)])
    [told] = json.loads(capsys.readouterr().out)
    return status, told["state"]


def test_a_badge_is_checked_at_its_issuer(workshop, marta, tmp_path, capsys):
    attend(marta)
    found = certificate(marta)
    path = badge_of(marta, found, tmp_path)
    assert verify(path, capsys) == (0, "valid")
    revoke(found)
    assert verify(path, capsys) == (1, "revoked")


def test_a_badge_is_checked_far_from_its_issuer(
    workshop, marta, eve, tmp_path, capsys, django_assert_num_queries
):
    attend(marta)
    found = certificate(marta)
    path, keys, listed = badge_of(marta, found, tmp_path), tmp_path / "keys.json", tmp_path / "revoked.json"
    keys.write_bytes(eve.get("/verify/keys/").content)
    listed.write_bytes(eve.get(f"/verify/issuers/{workshop.uid}/revoked/").content)
    with django_assert_num_queries(0):
        assert verify(path, capsys, "--keys", keys) == (0, "valid_signature")
        assert verify(path, capsys, "--keys", keys, "--revoked", listed) == (0, "valid_signature")
    revoke(found)
    listed.write_bytes(eve.get(f"/verify/issuers/{workshop.uid}/revoked/").content)
    assert verify(path, capsys, "--keys", keys, "--revoked", listed) == (1, "revoked")
    line = path.read_text()
    header, payload, signature = line.split(".")
    changed = signing.b64(signing.unb64(payload).replace(b"Marta", b"Maria"))
    path.write_text(f"{header}.{changed}.{signature}")
    assert verify(path, capsys, "--keys", keys) == (1, "not_signed")
    keys.write_text('{"keys": []}')
    path.write_text(line)
    assert verify(path, capsys, "--keys", keys) == (1, "not_signed")


@pytest.mark.parametrize("content", ["", "a.b.c", "x" * 70_000, "e30.e30.e30", "e30.W10.e30", "é.é.é", "."])
def test_what_is_no_badge_is_refused(workshop, tmp_path, capsys, content):
    (tmp_path / "x.jwt").write_text(content)
    assert main(["certificate", "verify", str(tmp_path / "x.jwt")]) == 1
    assert BADGE_UNREADABLE.code in capsys.readouterr().err


def test_an_old_badge_is_checked_after_its_key_was_replaced(
    workshop, marta, eve, tmp_path, capsys, monkeypatch
):
    monkeypatch.setattr(signing, "make_key", MAKE_KEY)
    attend(marta)
    old = badge_of(marta, certificate(marta), tmp_path)
    [first] = eve.get("/verify/keys/").json()["keys"]
    assert main(["certificate", "new-key"]) == 0
    new = capsys.readouterr().out.strip()
    assert new != first["kid"]
    assert [each["kid"] for each in eve.get("/verify/keys/").json()["keys"]] == [new, first["kid"]]
    assert eve.get(f"/verify/keys/{first['kid']}/").json() == first
    assert verify(old, capsys) == (0, "valid")
    fresh = badge_of(marta, achieve(marta), tmp_path)
    assert new in signing.unb64(fresh.read_text().split(".")[0]).decode()
    assert verify(fresh, capsys) == (0, "valid")
    assert AuditEntry.objects.filter(act="replace badge key").count() == 1


def test_without_a_key_no_badge_is_made_and_reading_makes_none(workshop, marta):
    attend(marta)
    found = certificate(marta)
    signing.key_path().unlink()
    BadgeKey.objects.all().delete()
    answer = marta.get(f"/p/w/workshop/certificates/{found.uid}/badge/")
    assert answer.status_code == 409 and NO_BADGE_KEY.code in answer.content.decode()
    assert not signing.key_path().exists() and not BadgeKey.objects.exists()


# Backups --------------------------------------------------------------------------------------------------------------


def move(settings, folder: Path) -> None:
    """As on a new machine: no row, no file."""
    with scopes_disabled():
        for model in reversed(list(kept_tables().values())):
            model._base_manager.all()._raw_delete("default")
    folder.mkdir()
    settings.DATA, settings.ATTACHMENTS = folder, folder / "attachments"


@pytest.fixture
def moved_from(workshop, marta, tmp_path):
    """(the code of a certificate, its badge, the private key) of an installation that will be restored elsewhere."""
    attend(marta)
    found = certificate(marta)
    return found.code, badge_of(marta, found, tmp_path), signing.key_path().read_bytes()


def test_sealed_the_key_comes_back_and_old_badges_hold(moved_from, settings, tmp_path, capsys):
    code, badge, key = moved_from
    counts = backup(tmp_path / "b.backup", SECRET)
    content = (tmp_path / "b.backup").read_bytes()
    assert counts["secrets"] == 1 and is_sealed(tmp_path / "b.backup")
    assert b"PRIVATE KEY" not in content and b"manifest" not in content
    assert (tmp_path / "b.backup").stat().st_mode & 0o777 == 0o600
    move(settings, tmp_path / "new")
    assert restore(tmp_path / "b.backup", SECRET) == counts
    assert signing.key_path().read_bytes() == key
    assert signing.key_path().stat().st_mode & 0o777 == 0o600
    assert verify(badge, capsys) == (0, "valid")
    assert check_code(code).state == "valid"


def test_open_a_backup_holds_no_key_and_old_badges_hold_all_the_same(moved_from, settings, tmp_path, capsys):
    _code, badge, key = moved_from
    counts = backup(tmp_path / "b.backup")
    assert counts["secrets"] == 0 and key[40:80] not in (tmp_path / "b.backup").read_bytes()
    move(settings, tmp_path / "new")
    restore(tmp_path / "b.backup")
    assert not signing.key_path().exists()
    assert verify(badge, capsys) == (0, "valid"), "the public half came with the tables"


def test_a_sealed_backup_opens_with_its_secret_alone(moved_from, settings, tmp_path):
    backup(tmp_path / "b.backup", SECRET)
    content = (tmp_path / "b.backup").read_bytes()
    move(settings, tmp_path / "new")
    refused(BACKUP_SEALED, restore, path=tmp_path / "b.backup")
    refused(BACKUP_SEALED, restore, path=tmp_path / "b.backup", secret=SECRET + b"x")
    for cut in (len(content) - 1, len(content) - PIECE // 2):
        (tmp_path / "cut").write_bytes(content[:cut])
        with pytest.raises(Refused) as error:
            restore(tmp_path / "cut", SECRET)
        assert error.value.problem in (BACKUP_DAMAGED, BACKUP_SEALED)
    assert not signing.key_path().exists() and not BadgeKey.objects.exists()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".unfinished")] == []


def test_pieces_of_a_sealed_file_cannot_be_cut_off_swapped_or_changed(tmp_path):
    plain, sealed, again = (tmp_path / name for name in ("plain", "sealed", "again"))
    for size in (0, 1, PIECE, PIECE + 1, 3 * PIECE):
        plain.write_bytes(bytes(range(256)) * (size // 256) + b"x" * (size % 256))
        with plain.open("rb") as source, sealed.open("wb") as target:
            seal(source, target, SECRET)
        with sealed.open("rb") as source, again.open("wb") as target:
            unseal(source, SECRET, target)
        assert again.read_bytes() == plain.read_bytes(), size
    content, piece, head = sealed.read_bytes(), PIECE + 16, len(sealed.read_bytes()) - 3 * (PIECE + 16)
    one, two, three = (content[head + n * piece : head + (n + 1) * piece] for n in range(3))
    for wrong in (
        one + two,
        one + three + two,
        two + one + three,
        one + two + three[:-1] + b"x",
        one + two + two,
    ):
        sealed.write_bytes(content[:head] + wrong)
        with sealed.open("rb") as source, pytest.raises(Refused):
            unseal(source, SECRET)


def test_the_command_takes_the_secret_from_a_file(moved_from, settings, tmp_path, monkeypatch, capsys):
    (tmp_path / "weak").write_text("short\n")
    monkeypatch.setenv("BATEA_BACKUP_SECRET", str(tmp_path / "weak"))
    assert main(["backup", str(tmp_path / "b.backup")]) == 1
    assert WEAK_SECRET.code in capsys.readouterr().err and not (tmp_path / "b.backup").exists()
    (tmp_path / "strong").write_bytes(SECRET + b"\n")
    monkeypatch.setenv("BATEA_BACKUP_SECRET", str(tmp_path / "strong"))
    assert main(["backup", str(tmp_path / "b.backup"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["secrets"] == 1
    assert is_sealed(tmp_path / "b.backup")


def test_what_was_taken_back_is_offered_but_never_ticked_beforehand(workshop, fatima, marta, nico):
    for who in (marta, nico):
        attend(who)
    revoke(certificate(marta))
    shown = fatima.get("/p/w/workshop/certified/").content.decode()
    assert "Marta – Attendance (revoked before)" in shown
    ticked = re.findall(r'<input[^>]*name="chosen"[^>]*checked[^>]*>', shown)
    assert len(ticked) == 1 and str(nico.participant.uid) in ticked[0]
    certificate(nico)
    gate = next(each for each in STEP.gates if each.id == "W3-S2.c")
    assert gate.check(workshop).met
