"""What a typed file could not hold is told: in its code book, on the next page, and at the terminal."""

import sqlite3

import pytest
from django_scopes import scope

from batea import cli
from batea.surveys.models import Form
from tests.surveys import making
from tests.surveys.making import instance, new_id


@pytest.fixture
def came(country_a, bruno):
    """Three submissions, one with words where a number is asked for, one with a word for a number in a repeat."""
    making.published(country_a)
    phone = making.collector(bruno)
    for answers in (
        "<site>A</site><women>many</women><pit><depth>3</depth></pit>",
        "<site>B</site><women>4</women><pit><depth>deep</depth></pit><pit><depth>1.5</depth></pit>",
        "<site>C</site>",
    ):
        assert phone.send(instance(answers, uid=new_id())).status_code == 201
    with scope(programme=country_a):
        return Form.objects.get()


def download(client, form, kind: str) -> bytes:
    answer = client.get(f"/p/a/surveys/forms/{form.uid}/answers.{kind}")
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def next_page(client) -> str:
    return client.get("/p/a/surveys/submissions/").content.decode()


@pytest.mark.parametrize(
    ("kind", "said"), [("parquet", ["women (1)"]), ("gpkg", ["visit.women (1)", "pit.pit/depth (1)"])]
)
def test_the_next_page_tells_what_a_file_could_not_hold(amina, came, kind, said):
    download(amina, came, kind)
    shown = next_page(amina)
    assert "do not fit the type of their question" in shown
    assert all(words in shown for words in said)
    assert "do not fit the type" not in next_page(amina), "it is said once"


@pytest.mark.parametrize("kind", ["zip", "xlsx", "kml"])
def test_formats_that_keep_every_text_have_nothing_to_tell(amina, came, kind):
    download(amina, came, kind)
    assert "do not fit the type" not in next_page(amina)


def test_the_code_book_of_a_geopackage_tells_it_too(amina, came, tmp_path):
    path = tmp_path / "a.gpkg"
    path.write_bytes(download(amina, came, "gpkg"))
    base = sqlite3.connect(path)
    told = base.execute('SELECT "table", name, emptied FROM codebook WHERE emptied IS NOT NULL').fetchall()
    assert told == [("visit", "women", 1), ("pit", "pit/depth", 1)]
    assert base.execute("SELECT count(*) FROM codebook").fetchone()[0] > 10
    assert [row[0] for row in base.execute('SELECT women FROM visit ORDER BY "site"')] == [None, 4, None]


def test_the_command_tells_it_where_it_disturbs_no_program(came, tmp_path, capsys):
    def run(kind):
        out = tmp_path / f"a.{kind}"
        words = ["submissions", "export", "--programme", "a", "--form", "visit", "--format", kind]
        assert cli.run(cli.parser().parse_args([*words, "--out", str(out)])) == 0
        return capsys.readouterr()

    told = run("parquet")
    assert told.out.split() == [str(tmp_path / "a.parquet")] and "women (1)" in told.err
    told = run("csv")
    assert "fit" not in told.err and "many" in (tmp_path / "a.csv").read_text(encoding="utf-8-sig")


def test_a_page_names_few_columns_and_the_command_all():
    from batea.surveys.exporting import SHOWN, about_emptied

    emptied = {f"q{n}" + "x" * 500: 7 for n in range(500)}
    short = about_emptied(emptied, SHOWN)
    assert len(short) < 1_500 and short.count("(7)") == SHOWN and "…" in short
    assert about_emptied(emptied).count("(7)") == 500
