"""The command line by effect: each command once as meant, and its refusals in words with status 1."""

import json
from io import BytesIO

import pytest
from django.conf import settings as django_settings
from django_scopes import scope

from batea.cli import main, parser
from batea.interop.archive import read_archive
from batea.programmes.members import member_of
from batea.programmes.models import Account, Programme
from batea.web import demo

CASE = django_settings.CASES / demo.CASE


def test_every_command_explains_itself(capsys):
    for words in (["--help"], ["bundle", "--help"], ["strategy", "--help"], ["user", "create", "--help"]):
        with pytest.raises(SystemExit) as ended:
            parser().parse_args(words)
        assert ended.value.code == 0
    assert "--role" in capsys.readouterr().out


def test_a_programme_a_lead_and_a_role_from_the_command_line(db, capsys):
    assert main(["user", "create", "ana@example.org", "--name", "Ana", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)[0]
    assert Account.objects.get().check_password(told["first password"])
    made = ["programme", "create", "pe", "--name", "Perú", "--country", "pe", "--currency", "pen"]
    assert main([*made, "--lead", "ana@example.org"]) == 0
    programme = Programme.objects.get(slug="pe")
    with scope(programme=programme):
        assert member_of(programme, Account.objects.get()).roles == ("lead",)
    assert main(["user", "create", "luis@example.org", "--programme", "pe", "--role", "observer"]) == 0
    assert main([*made]) == 1 and "B204" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["bundle", "export", "nowhere", "x.batea"], "B602"),
        (["bundle", "verify", "no-such-file.batea"], "B301"),
        (["programme", "create", "x", "--name", "X", "--country", "x1", "--currency", "USD"], "B201"),
        (["user", "create", "a@example.org", "--programme", "nowhere", "--role", "lead"], "B602"),
        (["strategy", "--programme", "nowhere", "--lang", "es", "--format", "pdf", "--out", "x.pdf"], "B602"),
    ],
)
def test_refusals_are_numbered_and_end_with_one(db, capsys, words, code):
    assert main(words) == 1
    assert code in capsys.readouterr().err


def test_an_unknown_role_is_refused_and_nothing_is_left_behind(country_a, capsys):
    assert main(["user", "create", "a@example.org", "--programme", "a", "--role", "king"]) == 1
    assert "B603" in capsys.readouterr().err


def test_a_bundle_goes_out_is_verified_and_comes_in(country_a, tmp_path, capsys):
    file = tmp_path / "a.batea"
    assert main(["bundle", "export", "a", str(file)]) == 0
    assert main(["bundle", "verify", str(file), "--json"]) == 0
    assert main(["bundle", "import", str(file), "--as", "copy", "--exercise"]) == 0
    assert Programme.objects.get(slug="copy").is_exercise
    assert main(["bundle", "import", str(file)]) == 1 and "B309" in capsys.readouterr().err


def test_a_case_folder_becomes_a_bundle(tmp_path):
    file = tmp_path / "do.batea"
    assert main(["bundle", "case", str(CASE), str(file)]) == 0
    assert read_archive("bundle", BytesIO(file.read_bytes())).about["slug"] == "do"


@pytest.mark.parametrize("form", ["docx", "pdf", "html"])
def test_the_strategy_is_written(db, tmp_path, form):
    demo.load_case()
    file = tmp_path / "new" / f"s.{form}"
    assert main(["strategy", "--programme", "do", "--lang", "fr", "--format", form, "--out", str(file)]) == 0
    assert file.stat().st_size > 20_000


def test_the_trail_is_verified_and_anchored(country_a, capsys):
    assert main(["audit", "verify", "--json"]) == 0
    assert str(country_a.uid) in capsys.readouterr().out
    assert main(["audit", "anchor", "--json"]) == 0
    assert all(len(row["head"]) == 64 for row in json.loads(capsys.readouterr().out))
    from batea.programmes.models import AuditEntry

    AuditEntry.objects.filter(chain=str(country_a.uid)).update(actor="somebody else")
    assert main(["audit", "verify"]) == 1 and "B605" in capsys.readouterr().err


def test_the_demo_keeps_what_people_did_and_its_sign_ins_work_in_a_demo_only(
    db, tmp_path, client, settings, capsys
):
    settings.DEMO = True
    demo.prepare(tmp_path)
    assert sorted(path.name for path in tmp_path.glob("strategy.*")) == sorted(
        f"strategy.{lang}.{form}" for lang in ("es", "en", "pt", "fr") for form in ("docx", "pdf", "html")
    )
    programme = Programme.objects.get(slug="do")
    Programme.objects.filter(pk=programme.pk).update(evidence_limit_months=7)
    written = {path: path.stat().st_mtime_ns for path in tmp_path.glob("strategy.*.pdf")}
    demo.prepare(tmp_path)
    assert Programme.objects.get(slug="do").evidence_limit_months == 7
    assert any(path.stat().st_mtime_ns == before for path, before in written.items())
    sign_in = {"login": demo.people()[0]["email"], "password": demo.PASSWORD}
    assert client.post("/account/login/", sign_in).status_code == 302
    assert client.get("/p/do/").status_code == 200
    settings.DEMO = False
    assert client.get("/p/do/").status_code == 302


def test_a_lost_sign_in_is_reopened_and_a_lost_person_shut_out(db, client, capsys):
    main(["user", "create", "ana@example.org"])
    client.force_login(Account.objects.get(), backend="batea.web.accounts.SignIn")
    assert main(["user", "reopen", "ana@example.org", "--json"]) == 0
    password = json.loads(capsys.readouterr().out.split("\n", 1)[1])[0]["first password"]
    assert client.get("/").status_code == 302
    assert (
        client.post("/account/login/", {"login": "ana@example.org", "password": password}).status_code == 302
    )
    assert client.get("/").status_code == 200
    assert main(["user", "suspend", "ana@example.org"]) == 0
    assert client.get("/").status_code == 302
    assert main(["user", "suspend", "nobody@example.org"]) == 1


def test_refusals_speak_the_terminals_language(db, capsys, monkeypatch):
    monkeypatch.setenv("LC_ALL", "es_DO.UTF-8")
    assert main(["bundle", "export", "nowhere", "x.batea"]) == 1
    told = capsys.readouterr().err
    assert told.startswith("B602: ") and "nowhere" in told and "There is no programme" not in told
