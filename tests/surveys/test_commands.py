"""The commands of fieldwork, as somebody at the terminal gives them."""

import json

import pytest
from django_scopes import scope
from PIL import Image

from batea import cli
from batea.surveys.models import FormVersion
from tests.surveys import making
from tests.surveys.making import instance, new_id


@pytest.fixture
def form_file(tmp_path):
    path = tmp_path / "visit.md"
    path.write_bytes(making.workbook())
    return path


def run(*words) -> int:
    return cli.run(cli.parser().parse_args([str(word) for word in words]))


def test_check_accepts_with_0_and_refuses_with_1(db, form_file, capsys):
    assert run("forms", "check", form_file) == 0
    assert capsys.readouterr().out.strip().endswith("accepted")
    form_file.write_bytes(making.workbook().replace(b"| women ", b"| site  "))
    assert run("forms", "check", form_file, "--json") == 1
    said = json.loads(capsys.readouterr().out)
    assert said["accepted"] is False
    assert said["said"][0]["sheet"] == "survey" and said["said"][0]["row"] == 5
    assert "stands twice" in said["said"][0]["words"]


def test_publish_then_a_key_then_answers_come_out(country_a, bruno, form_file, tmp_path, capsys):
    assert run("forms", "publish", form_file, "--programme", "a") == 0
    with scope(programme=country_a):
        assert FormVersion.objects.get().published_at
    capsys.readouterr()
    picture = tmp_path / "qr.png"
    where = ("--server", "https://batea.example.org/", "--qr", picture, "--json")
    assert run("officer", "token", "--programme", "a", "--form", "visit", *where) == 0
    (said,) = json.loads(capsys.readouterr().out)
    assert said["server"] == f"https://batea.example.org/collect/{said['token']}"
    assert Image.open(picture).size[0] > 100
    phone = making.Collector(None, said["token"])
    sent = instance("<site>A</site><place>1 2 0 0</place><pit><depth>3</depth></pit>", uid=new_id())
    assert phone.send(sent).status_code == 201
    for kind in ("csv", "xlsx", "parquet", "geojson", "kml", "gpkg"):
        out = tmp_path / f"out.{kind}"
        done = run(
            "submissions", "export", "--programme", "a", "--form", "visit", "--format", kind, "--out", out
        )
        assert done == 0 and out.stat().st_size > 100
    assert (tmp_path / "out-pit.csv").read_text(encoding="utf-8-sig").splitlines()[1].endswith("3")


def test_what_is_not_there_is_refused_in_words(country_a, form_file, capsys):
    for words in (
        ("forms", "publish", form_file, "--programme", "zz"),
        ("submissions", "export", "--programme", "a", "--form", "none", "--format", "csv"),
        ("officer", "token", "--programme", "a", "--email", "nobody@example.org"),
    ):
        assert run(*words) == 1
        assert capsys.readouterr().err.startswith("B")
