"""A bundle arrives whole or not at all."""

import random
import zipfile
from io import BytesIO

import pytest
from django_scopes import scope, scopes_disabled

from batea.interop import archive
from batea.phase3_implementation.revision.actions import freeze_version
from batea.problems import (
    BUNDLE_DAMAGED,
    BUNDLE_EXISTS,
    BUNDLE_ROW_REFUSED,
    BUNDLE_TOO_NEW,
    NOT_A_BUNDLE,
    Refused,
)
from batea.programmes.audit import INSTALLATION, chain_of, verify_audit
from batea.programmes.bundle import copy_programme, export_bundle, import_bundle
from batea.programmes.models import AuditChain, AuditEntry, Programme
from batea.programmes.records import record_models
from batea.programmes.rows import rows_of
from batea.programmes.words import Words
from tests.house import crafted, world

PLACES = 200


@pytest.fixture
def bundle(country_a, world_a) -> bytes:
    """Country A with one record of every table, a frozen version, a file and its trail."""
    with scope(programme=country_a):
        freeze_version(by="x", programme=country_a, reason=Words("x", "en"), adopted_by="x")
    return export_bundle(by="x", programme=country_a)


@pytest.fixture
def elsewhere(bundle, country_a) -> bytes:
    """The bundle, with the programme gone from here, as on another server."""
    forget(country_a)
    return bundle


def forget(programme) -> None:
    with scopes_disabled():
        for model in reversed(record_models()):
            model._base_manager.filter(programme=programme).delete()
    AuditEntry.objects.filter(chain=chain_of(programme)).delete()
    AuditChain.objects.filter(name=chain_of(programme)).delete()
    programme.delete()


def bring(content: bytes, **how) -> Programme:
    return import_bundle(by="the tests", file=BytesIO(content), **how)


def refused(content: bytes, **how):
    """The problem with which the bundle is refused; None when it was taken."""
    try:
        bring(content, **how)
    except Refused as error:
        return error.problem
    return None


def test_a_move_keeps_every_byte(elsewhere):
    moved = bring(elsewhere)
    assert export_bundle(by="x", programme=moved) == elsewhere
    assert verify_audit(chain_of(moved)) > len(record_models())
    told = AuditEntry.objects.filter(chain=INSTALLATION, act="import bundle")
    assert told.count() == 1


def test_a_move_to_another_address_changes_nothing_else(elsewhere):
    moved = bring(elsewhere, slug="elsewhere")
    about, parts = crafted.unpacked(elsewhere)
    about_again, parts_again = crafted.unpacked(export_bundle(by="x", programme=moved))
    assert about_again["about"] == {**about["about"], "slug": "elsewhere"}
    assert parts_again == parts


def test_the_same_programme_gives_the_same_bytes(bundle, country_a):
    assert export_bundle(by="y", programme=country_a) == bundle


def test_an_exercise_copy_keeps_the_uids_and_begins_an_identity_of_its_own(bundle, country_a):
    copy = copy_programme(by="x", programme=country_a, slug="copy")
    with scope(programme=country_a):
        original = rows_of(country_a)
    with scope(programme=copy):
        copied = rows_of(copy)
    people = [model for model in record_models() if model.forgets]
    named = [
        (row.pop(name), also.pop(name))
        for model in people
        for row, also in zip(*(tables[model._meta.label_lower] for tables in (original, copied)), strict=True)
        for name in model.forgets
    ]
    left_behind = [model._meta.label_lower for model in record_models() if model.stays_with_original]
    assert all(original.pop(table) and not copied.pop(table) for table in left_behind)
    assert copied == original
    assert named and all(before != after for before, after in named if before)
    assert (copy.kind, copy.copied_from, copy.slug) == ("exercise", "a", "copy")
    assert copy.uid != country_a.uid
    assert verify_audit(chain_of(copy)) == 0


def test_a_programme_that_is_here_is_not_brought_in_twice(bundle):
    before = world.content_hash()
    assert refused(bundle) is BUNDLE_EXISTS
    assert refused(bundle, slug="other") is BUNDLE_EXISTS
    assert refused(bundle, slug="a", as_exercise=True) is BUNDLE_EXISTS
    assert world.content_hash() == before


def damages(content: bytes, seed: int):
    """Flips, cuts and insertions at random places."""
    dice = random.Random(seed)
    for _ in range(PLACES):
        at = dice.randrange(len(content))
        yield content[:at] + bytes([content[at] ^ (1 << dice.randrange(8))]) + content[at + 1 :]
        yield content[:at]
        yield content[:at] + dice.randbytes(dice.randint(1, 40)) + content[at:]
        yield content[:at] + content[at + dice.randint(1, 40) :]


def test_damage_anywhere_is_found_and_nothing_is_kept(elsewhere):
    before = world.content_hash()
    answers = [refused(damaged) for damaged in damages(elsewhere, seed=1)]
    assert len(answers) == 4 * PLACES
    assert set(answers) <= {NOT_A_BUNDLE, BUNDLE_DAMAGED}
    assert world.content_hash() == before


def test_without_seal_and_hashes_damage_would_slip_through(elsewhere, monkeypatch):
    """The twin of the test above: what finds the damage are the seal and the sums."""
    manifest, parts = crafted.unpacked(elsewhere)
    name = "tables/evidence.figure.jsonl"
    wrong = {**parts, name: parts[name].replace(b'"exercise":false', b'"exercise":true')}
    content = crafted.packed(manifest, wrong, sums=manifest["parts"])
    assert wrong != parts
    assert refused(content) is BUNDLE_DAMAGED
    monkeypatch.setattr(archive, "sum_of", lambda file, part: manifest["parts"][part])
    assert refused(content) is None


def test_one_more_byte_at_the_end_breaks_the_seal(elsewhere):
    assert refused(elsewhere + b"\n") in {NOT_A_BUNDLE, BUNDLE_DAMAGED}
    at = elsewhere.index(b"PK\x01\x02") + 12  # a time stamp in the directory, which no hash of a part covers
    touched = elsewhere[:at] + b"\x01" + elsewhere[at + 1 :]
    assert refused(touched) is BUNDLE_DAMAGED


# Whole archives, wrongly made --------------------------------------------------------------------------------------


def link_entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.external_attr = 0o120777 << 16
    return entry


ARCHIVES = {
    "empty file": (lambda m, p: b"", NOT_A_BUNDLE),
    "not a zip": (lambda m, p: b"slug,name\na,b\n", NOT_A_BUNDLE),
    "no manifest": (
        lambda m, p: crafted.packed(m, p).replace(b"manifest.json", b"manifesto.jso"),
        NOT_A_BUNDLE,
    ),
    "another kind": (lambda m, p: crafted.packed({**m, "format": "batea-backup"}, p), NOT_A_BUNDLE),
    "newer version": (lambda m, p: crafted.packed({**m, "version": 2}, p), BUNDLE_TOO_NEW),
    "version in words": (lambda m, p: crafted.packed({**m, "version": "1"}, p), BUNDLE_DAMAGED),
    "version true": (lambda m, p: crafted.packed({**m, "version": True}, p), BUNDLE_DAMAGED),
    "no parts": (lambda m, p: crafted.packed({**m, "about": []}, p), BUNDLE_DAMAGED),
    "no seal": (lambda m, p: crafted.packed(m, p, comment=b""), NOT_A_BUNDLE),
    "a part too many": (lambda m, p: crafted.packed(m, p, extra=[("tables/x.jsonl", b"")]), BUNDLE_DAMAGED),
    "a part promised": (lambda m, p: crafted.packed(m, p, sums={"tables/x.jsonl": "0" * 64}), BUNDLE_DAMAGED),
    "a part twice": (
        lambda m, p: crafted.packed(m, p, extra=[(next(iter(p)), b"{}\n")]),
        BUNDLE_DAMAGED,
    ),
    "a path out": (lambda m, p: crafted.packed(m, {**p, "../evil": b"x"}), BUNDLE_DAMAGED),
    "a path from the root": (lambda m, p: crafted.packed(m, {**p, "/etc/cron.d/x": b"x"}), BUNDLE_DAMAGED),
    "a path inside": (
        lambda m, p: crafted.packed(m, {**p, "attachments/../../x": b"x"}),
        BUNDLE_DAMAGED,
    ),
    "a symbolic link": (
        lambda m, p: crafted.packed(m, p, extra=[(link_entry("tables/link"), b"/etc/passwd")]),
        BUNDLE_DAMAGED,
    ),
    "an unknown table": (
        lambda m, p: crafted.packed(m, {**p, "tables/auth.user.jsonl": b"{}\n"}),
        BUNDLE_DAMAGED,
    ),
    "no programme": (
        lambda m, p: crafted.packed({**m, "about": {"slug": "a"}}, p),
        BUNDLE_DAMAGED,
    ),
    "an uid that is none": (lambda m, p: about(m, p, uid="1"), BUNDLE_DAMAGED),
    "an address that is none": (lambda m, p: about(m, p, slug="../a"), BUNDLE_DAMAGED),
    "a language nobody speaks": (lambda m, p: about(m, p, language="xx"), BUNDLE_DAMAGED),
    "a version beyond numbers": (lambda m, p: about(m, p, version=10**40), BUNDLE_DAMAGED),
    "a name of numbers": (lambda m, p: about(m, p, name=[1, 2]), BUNDLE_DAMAGED),
    "a kind that is a list": (lambda m, p: about(m, p, kind=[]), BUNDLE_DAMAGED),
    "a country with NUL": (lambda m, p: about(m, p, country="D\x00"), BUNDLE_DAMAGED),
    "the trail cut in the middle": (
        lambda m, p: trail(m, p, lambda rows: rows[:2] + rows[3:]),
        BUNDLE_DAMAGED,
    ),
    "the trail edited": (
        lambda m, p: trail(m, p, lambda rows: [{**rows[0], "actor": "somebody else"}, *rows[1:]]),
        BUNDLE_DAMAGED,
    ),
    "the trail with a strange number": (
        lambda m, p: trail(m, p, lambda rows: [{**rows[0], "number": "one"}, *rows[1:]]),
        BUNDLE_DAMAGED,
    ),
    "the trail with a key of its own": (
        lambda m, p: trail(m, p, lambda rows: [{**rows[0], "id": 1}, *rows[1:]]),
        BUNDLE_DAMAGED,
    ),
    "the trail with a time beyond time": (
        lambda m, p: trail(m, p, lambda rows: [{**rows[0], "at": "0001-01-01T00:00:00+23:59"}, *rows[1:]]),
        BUNDLE_DAMAGED,
    ),
    "the trail with an endless name": (
        lambda m, p: trail(m, p, lambda rows: [{**rows[0], "actor": "x" * 9999}, *rows[1:]]),
        BUNDLE_DAMAGED,
    ),
    "a file that is not there": (
        lambda m, p: crafted.packed(m, {n: c for n, c in p.items() if not n.startswith("attachments/")}),
        BUNDLE_DAMAGED,
    ),
    "a file under another's name": (
        lambda m, p: crafted.packed(m, {n: b"other" if n.startswith("attach") else c for n, c in p.items()}),
        BUNDLE_DAMAGED,
    ),
}


def about(manifest, parts, **change) -> bytes:
    return crafted.packed({**manifest, "about": {**manifest["about"], **change}}, parts)


def trail(manifest, parts, change) -> bytes:
    return crafted.packed(manifest, crafted.with_rows(parts, "audit", change(crafted.rows(parts, "audit"))))


def test_archives_made_wrong_are_refused_and_leave_nothing(elsewhere):
    manifest, parts = crafted.unpacked(elsewhere)
    before, faults = world.content_hash(), {}
    for name, (make, problem) in ARCHIVES.items():
        found = refused(make(manifest, parts))
        if found is not problem or world.content_hash() != before:
            faults[name] = found
    assert faults == {}
    assert refused(crafted.packed(manifest, parts)) is None, "the same archive without a fault is taken"


# Rows that do not fit ----------------------------------------------------------------------------------------------

DEEP = "[" * 100_000 + "]" * 100_000
VALUES = {
    "not an object": b"[1]",
    "not JSON": b'{"uid": ',
    "not UTF-8": b'{"uid": "\xff"}',
    "NaN": b'{"best": NaN}',
    "infinite": b'{"best": 1e999}',
    "NUL": b'{"title": "a\\u0000b"}',
    "half a pair": b'{"title": "\\ud800"}',
    "5,000 digits": b'{"version": ' + b"9" * 5000 + b"}",
    "100,000 deep": b'{"x": ' + DEEP.encode() + b"}",
    "60 deep": b'{"x": ' + b"[" * 60 + b"]" * 60 + b"}",
}


def test_lines_that_are_not_rows_are_refused(elsewhere):
    manifest, parts = crafted.unpacked(elsewhere)
    before = world.content_hash()
    found = {
        name: refused(crafted.packed(manifest, crafted.with_rows(parts, "evidence.source", [line])))
        for name, line in VALUES.items()
    }
    assert found == dict.fromkeys(VALUES, BUNDLE_DAMAGED)
    assert world.content_hash() == before


WRONG = {
    "unknown field": lambda row: {**row, "secret": 1},
    "field left out": lambda row: {name: value for name, value in row.items() if name != "grade"},
    "the key of the database": lambda row: {**row, "id": 1},
    "another programme": lambda row: {**row, "programme": 1},
    "a link to nothing": lambda row: {**row, "source": "11111111-1111-4111-8111-111111111111"},
    "a link that is a number": lambda row: {**row, "source": 1},
    "a choice that is none": lambda row: {**row, "grade": "Z"},
    "a number in quotes of words": lambda row: {**row, "best": "twelve"},
    "not a number": lambda row: {**row, "best": "NaN"},
    "a signalling not-a-number": lambda row: {**row, "best": "sNaN"},
    "infinity": lambda row: {**row, "best": "Infinity"},
    "a number too long": lambda row: {**row, "best": "9" * 40},
    "a number that explodes": lambda row: {**row, "best": "1e999999"},
    "a bare number": lambda row: {**row, "best": 1.5},
    "empty": lambda row: {**row, "best": None},
    "an integer beyond the database": lambda row: {**row, "version": 2**70},
    "a negative version": lambda row: {**row, "version": -1},
    "yes": lambda row: {**row, "exercise": "yes"},
    "a text too long": lambda row: {**row, "unit": "x" * 5000},
    "a text that is a list": lambda row: {**row, "unit": ["lb"]},
    "words without words": lambda row: {**row, "words": {}},
    "words that are text": lambda row: {**row, "words": "mineros"},
    "words that are nothing": lambda row: {**row, "words": ""},
    "words in Latin": lambda row: {**row, "words": {"original": "la", "la": "aurum"}},
    "a time without a zone": lambda row: {**row, "changed_at": "2026-01-01T00:00:00"},
    "a time beyond time": lambda row: {**row, "changed_at": "0001-01-01T00:00:00+23:59"},
    "the year 10000": lambda row: {**row, "changed_at": "10000-01-01T00:00:00+00:00"},
    "an uid that is none": lambda row: {**row, "uid": "x"},
    "no uid": lambda row: {**row, "uid": None},
}


def test_rows_that_do_not_fit_are_refused_with_their_line(elsewhere):
    manifest, parts = crafted.unpacked(elsewhere)
    [row] = crafted.rows(parts, "evidence.figure")
    before, faults = world.content_hash(), {}
    for name, change in WRONG.items():
        found = refused(crafted.packed(manifest, crafted.with_rows(parts, "evidence.figure", [change(row)])))
        if found is not BUNDLE_ROW_REFUSED or world.content_hash() != before:
            faults[name] = found
    assert faults == {}


def test_a_row_from_before_a_column_gets_what_old_entries_got(elsewhere):
    manifest, parts = crafted.unpacked(elsewhere)
    [row] = crafted.rows(parts, "evidence.figure")
    older = {name: value for name, value in row.items() if name not in {"exercise", "caveat"}}
    programme = bring(crafted.packed(manifest, crafted.with_rows(parts, "evidence.figure", [older])))
    with scope(programme=programme):
        [now] = rows_of(programme)["evidence.figure"]
    assert now == {**row, "exercise": False, "caveat": {}}


@pytest.mark.parametrize("name", ["uid", "version", "changed_at", "words"])
def test_a_row_without_what_every_entry_has_is_refused(elsewhere, name):
    manifest, parts = crafted.unpacked(elsewhere)
    [row] = crafted.rows(parts, "evidence.figure")
    del row[name]
    content = crafted.packed(manifest, crafted.with_rows(parts, "evidence.figure", [row]))
    assert refused(content) is BUNDLE_ROW_REFUSED


@pytest.mark.parametrize(
    "change",
    [
        lambda row: [row, row],  # the same uid twice
        lambda row: [{**row, "low": "9999999"}],  # low above best: a rule of the table
    ],
)
def test_rows_that_break_a_rule_of_the_database_are_refused(elsewhere, change):
    manifest, parts = crafted.unpacked(elsewhere)
    [row] = crafted.rows(parts, "evidence.figure")
    before = world.content_hash()
    wrong = crafted.with_rows(parts, "evidence.figure", change(row))
    assert refused(crafted.packed(manifest, wrong)) is BUNDLE_DAMAGED
    assert world.content_hash() == before


def test_a_bomb_is_not_unpacked(elsewhere):
    manifest, parts = crafted.unpacked(elsewhere)
    bomb = crafted.packed(manifest, {**parts, "attachments/" + "0" * 64: bytes(archive.SENT_IN.squeezed + 1)})
    assert len(bomb) < 300_000
    assert refused(bomb) is BUNDLE_DAMAGED
    for small in (
        archive.Limits(part=100, whole=1 << 40, squeezed=1 << 40),
        archive.Limits(part=1 << 40, whole=100, squeezed=1 << 40),
    ):
        with pytest.raises(Refused):
            archive.read_archive("bundle", BytesIO(elsewhere), small)


def test_what_people_write_survives_whatever_it_is(inside_a):
    """Nothing somebody can type makes a bundle that cannot be read back."""
    texts = ["\\u0000", '"', "\\", "a\u2028b", "𝕬😀", "\u202egnp.exe", "=1+1", "</script>", "a" * 9000]
    from batea.evidence.models import Question
    from batea.programmes.actions import add_record

    for text in texts:
        add_record(by=text, record=Question(programme=inside_a, words=Words(text, "en")))
    copy = copy_programme(by="x", programme=inside_a, slug="copy")
    with scope(programme=copy):
        assert sorted(dict(question.words)["en"] for question in Question.objects.all()) == sorted(texts)
    content = export_bundle(by="x", programme=inside_a)
    forget(inside_a)
    assert refused(content) is None
