"""The forms Batea brings along: a form server takes them, four languages are whole, nothing asked is out of place."""

import re
import tomllib
from csv import DictReader
from io import BytesIO
from pathlib import Path

import pytest
from pyxform.xls2xform import convert

import batea
from batea.guidance.steps import STEPS
from batea.registry.models import HeadCount, Site
from batea.surveys.entities import PEOPLE
from batea.surveys.ready_forms import FOLDER, ready_forms, workbook_of
from batea.toolbox.phone import label_names
from batea.toolbox.tools.practice_card.definition import PROMPTS
from batea.toolbox.tools.risk_matrix.definition import HAZARDS, MATRICES, matrix_of

SOURCE = Path(batea.__file__).parent
LANGUAGES = label_names()
SPOKEN = ("label", "hint", "required_message", "constraint_message")
REFERENCE = re.compile(r"\$\{([^}]*)\}")
EXPRESSIONS = ("relevant", "constraint", "calculation", "default")
FORMS = ("baseline", "field_observation", "risk_inspection", "site_visit")

every_form = pytest.mark.parametrize("form", ready_forms().values(), ids=lambda form: form.name)


def catalogue(name: str) -> list[dict]:
    with (SOURCE / "guidance/catalogue" / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(DictReader(lines))


def words(row, column: str = "label") -> dict[str, str]:
    """{language: what the row says}, for the languages it speaks."""
    found = {lang: row.get(f"{column}::{name}", "") for lang, name in LANGUAGES.items()}
    return {lang: said for lang, said in found.items() if said}


def spoken_in(row: dict, prefix: str = "name") -> dict[str, str]:
    return {lang: row[f"{prefix}_{lang}"] for lang in LANGUAGES}


def list_of(row) -> str:
    kind, *rest = row["type"].split()
    return rest[0] if kind in ("select_one", "select_multiple") else ""


def choices_of(form, list_name: str) -> dict[str, dict[str, str]]:
    return {row["name"]: words(row) for row in form.choices if row["list_name"] == list_name}


def everything_said(form):
    for row in (*form.survey, *form.choices):
        for column in SPOKEN:
            yield row["name"], words(row, column)
    for name in ("title", "purpose", "do_no_harm", "ours"):
        yield name, getattr(form, name)


def test_all_are_there():
    assert tuple(ready_forms()) == FORMS


# A form server takes them ---------------------------------------------------------------------------------------------


@every_form
def test_a_form_server_takes_it_without_a_warning(form):
    result = convert(BytesIO(workbook_of(form.name)), file_type=".xlsx", validate=False)
    assert result.warnings == []
    assert f'id="{form.form_id}"' in result.xform and f'version="{form.version}"' in result.xform
    assert all(f'lang="{name}"' in result.xform for name in LANGUAGES.values())


@every_form
def test_settings(form):
    assert form.form_id == f"batea_{form.name}"
    assert form.settings["default_language"] == LANGUAGES["es"]
    assert form.settings["form_title"] == form.title["es"]
    assert re.fullmatch(r"\d{10}", form.version)
    assert "${site_name}" in form.settings["instance_name"]


@every_form
def test_what_it_rests_on(form):
    years = {entry["key"]: entry["year"] for entry in catalogue("references")}
    for source in form.sources:
        assert str(source.year) in source.text
        if source.key:
            assert years[source.key] == str(source.year)
    assert form.sources and form.steps and set(form.steps) <= set(STEPS)
    assert form.checked_by and form.checked_on < form.next_review


def test_files_are_plain():
    for path in FOLDER.rglob("*.*"):
        assert not path.read_bytes().startswith(b"\xef\xbb\xbf"), path.name
        assert b"\r" not in path.read_bytes(), path.name


# Words ----------------------------------------------------------------------------------------------------------------


@every_form
def test_everything_said_is_said_in_four_languages(form):
    for name, said in everything_said(form):
        assert not said or set(said) == set(LANGUAGES), name
    for row in form.questions:
        assert words(row), row["name"]
    for row in form.choices:
        assert words(row), row["name"]


@every_form
def test_every_refusal_says_why(form):
    for row in form.survey:
        assert bool(row.get("constraint")) == bool(words(row, "constraint_message")), row["name"]
        assert bool(row.get("required")) == bool(words(row, "required_message")), row["name"]


@every_form
def test_french_spacing(form):
    """A space that does not break stands before : ; ? ! and inside «»."""
    wrong = re.compile(r"(?<!\u00a0)[:;?!»]|«(?!\u00a0)")
    for name, said in everything_said(form):
        assert not wrong.search(said.get("fr", "")), name


@every_form
def test_words_stand_clean(form):
    """No blank at an edge, none doubled, no tab or line break."""
    for name, said in everything_said(form):
        for text in said.values():
            assert text == text.strip() and "  " not in text, name
            assert not re.search(r"[\t\r\n]", text), name


@every_form
def test_what_is_sensitive_may_be_skipped(form):
    """A hint that says so keeps its word; security, law and debt have it wherever they are asked."""
    for row in form.questions:
        may_skip = "may be skipped" in words(row, "hint").get("en", "").lower()
        assert not (may_skip and row.get("required")), row["name"]
        if row["name"] in (
            "d09",
            "d13",
            "d24",
            "debt",
            "debt_binds",
            "harassment",
            "pay_amount",
            "place",
            "origin",
        ):
            assert may_skip, row["name"]


@every_form
def test_nobody_is_asked_for_a_name(form):
    for row in form.questions:
        if "nombre" in words(row)["es"].lower():
            assert row["name"] == "new_site_name"


@every_form
def test_other_languages_have_no_french_spacing(form):
    for name, said in everything_said(form):
        for lang in ("es", "en", "pt"):
            assert not re.search(r"[\s\u00a0][:;?!]", said.get(lang, "")), name


@every_form
def test_spanish_questions_are_opened(form):
    for name, said in everything_said(form):
        text = said.get("es", "")
        assert text.count("¿") == text.count("?"), name


@every_form
def test_placeholders_are_the_same_in_all_languages(form):
    for name, said in everything_said(form):
        assert len({tuple(sorted(REFERENCE.findall(text))) for text in said.values()}) <= 1, name


# Shape ----------------------------------------------------------------------------------------------------------------


@every_form
def test_names(form):
    names = [row["name"] for row in form.survey if not row["type"].startswith("end_")]
    assert len(names) == len(set(names))
    assert all(
        re.fullmatch(r"[a-z][a-z0-9_]*", name) and name not in ("meta", "name", "label") for name in names
    )
    keys = [(row["list_name"], row["name"]) for row in form.choices]
    assert len(keys) == len(set(keys))
    assert all(re.fullmatch(r"[A-Za-z0-9_]+", code) for _list, code in keys)


@every_form
def test_lists_and_questions_fit(form):
    used = {list_of(row) for row in form.survey} - {""}
    assert used == {row["list_name"] for row in form.choices}


@every_form
def test_every_reference_exists(form):
    names = {row["name"] for row in form.survey}
    sheets = (*form.survey, *form.choices, *form.entities, form.settings)
    assert {name for row in sheets for cell in row.values() for name in REFERENCE.findall(cell)} <= names


@every_form
def test_every_code_in_an_expression_is_a_choice(form):
    """`${question} = 'code'` and `selected(${question}, 'code')` name a choice of that question."""
    lists = {row["name"]: list_of(row) for row in form.survey if list_of(row)}
    pattern = re.compile(r"\$\{(\w+)\}(?: !?= |, )'(\w+)'")
    sheets = (*form.survey, *form.entities)
    for row in sheets:
        for cell in row.values():
            for question, code in pattern.findall(cell):
                if question in lists:
                    assert code in choices_of(form, lists[question]), (row, code)


@every_form
def test_nothing_is_asked_before_it_decides(form):
    """What makes a question relevant stands above it."""
    above: set[str] = set()
    for row in form.survey:
        if not row["type"].startswith("begin_"):
            lists = set(REFERENCE.findall(row.get("relevant", "")))
            assert lists <= above or row["type"] == "calculate", row["name"]
        above.add(row["name"])


@every_form
def test_every_number_has_limits(form):
    for row in form.survey:
        if row["type"] in ("integer", "decimal"):
            low, high = re.match(r"\. >= ([\d.]+) and \. <= ([\d.]+)", row["constraint"]).groups()
            assert float(low) < float(high), row["name"]


@every_form
def test_what_is_shown_never_prints_nan(form):
    """A reckoned value in a note stands behind an `if` that gives nothing for nothing."""
    calculations = {row["name"]: row["calculation"] for row in form.survey if row["type"] == "calculate"}
    for row in form.survey:
        if row["type"] == "note":
            for name in {name for said in words(row).values() for name in REFERENCE.findall(said)}:
                shown = calculations.get(name, "if('')")
                assert shown.startswith("if(") and "''" in shown, name
                assert row.get("relevant"), row["name"]


@every_form
def test_without_consent_only_site_day_and_reason(form):
    """Outside the group that asks for consent, nothing but the site, the day and the reason is asked."""
    depth, closed, open_questions = 0, 0, []
    for row in form.survey:
        if row["type"].startswith("begin_"):
            depth += 1
            if row.get("relevant") == "${consent} = 'yes'":
                closed = depth
        if not closed and row in form.questions:
            open_questions.append(row["name"])
        if row["type"].startswith("end_"):
            closed = 0 if depth == closed else closed
            depth -= 1
    assert depth == 0
    assert open_questions == [
        "consent",
        "site_known",
        "site",
        "new_site_name",
        "visit_day",
        "no_consent_reason",
    ]


@every_form
def test_the_phone_tells_no_more_than_the_time(form):
    assert [row["type"] for row in form.survey[:3]] == ["start", "end", "today"]
    kinds = {row["type"].split()[0] for row in form.survey}
    assert not kinds & {
        "deviceid",
        "username",
        "phonenumber",
        "email",
        "audit",
        "start-geopoint",
        "audio",
        "video",
    }


@every_form
def test_groups_close(form):
    open_groups = []
    for row in form.survey:
        if row["type"].startswith("begin_"):
            open_groups.append(row["type"].removeprefix("begin_"))
        elif row["type"].startswith("end_"):
            assert open_groups.pop() == row["type"].removeprefix("end_")
    assert not open_groups


# What is asked agrees with the rest of Batea --------------------------------------------------------------------------


@every_form
def test_dimensions_are_the_catalogue(form):
    """A question D01 to D28 offers the values of the catalogue, all of them, in its words."""
    known = {row["id"].lower(): row for row in catalogue("dimensions")}
    for row in form.questions:
        if row["name"] in known:
            kind = "select_multiple" if known[row["name"]]["multi"] == "yes" else "select_one"
            assert row["type"] == f"{kind} {row['name']}"
            assert words(row) == spoken_in(known[row["name"]])
    for name in {list_of(row) for row in form.survey} & set(known):
        values = [value for value in catalogue("dimension_values") if value["dimension"].lower() == name]
        assert choices_of(form, name) == {value["code"]: spoken_in(value, "label") for value in values}


def test_a_visit_asks_what_the_registry_needs():
    asked = {row["name"] for row in ready_forms()["site_visit"].questions}
    wanted = (*range(1, 7), 9, 12, 15, 16, 18, 19, 20, 21, 24)
    assert {f"d{number:02}" for number in wanted} <= asked


def test_lists_with_one_name_are_the_same_everywhere():
    seen: dict[str, dict] = {}
    for form in ready_forms().values():
        for name in {row["list_name"] for row in form.choices}:
            assert seen.setdefault(name, choices_of(form, name)) == choices_of(form, name), name


def test_hazards_and_prompts_are_those_of_the_tools():
    assert set(choices_of(ready_forms()["risk_inspection"], "hazard")) == set(HAZARDS)
    asked = {row["name"] for row in ready_forms()["field_observation"].questions}
    assert set(PROMPTS) <= asked


def test_not_counted_is_not_zero():
    form = ready_forms()["site_visit"]
    rows = {row["name"]: row for row in form.survey}
    for band in choices_of(form, "people_band"):
        assert rows[band]["relevant"] == f"selected(${{bands_counted}}, '{band}')"
        assert rows[band]["required"] == "yes" and rows[band]["constraint"].startswith(". >= 0")
        assert f"coalesce(${{{band}}}, 0)" in rows["counted_total"]["calculation"]


def test_every_group_is_handed_over_and_not_counted_is_said():
    form = ready_forms()["site_visit"]
    saved = {row["save_to"]: row["calculation"] for row in form.survey if "people" in row["save_to"]}
    assert {PEOPLE[name] for name in saved if name != "people_method"} == {
        ("", ""),
        *((sex, age) for sex in "fm" for age in HeadCount.Age.values if age),
    }
    for band in choices_of(form, "people_band"):
        (formula,) = [each for each in saved.values() if f"'{band}'" in each]
        assert f"${{{band}}}" in formula and "'not_counted'" in formula


def test_people_are_counted_in_the_groups_of_the_registry():
    bands = set(choices_of(ready_forms()["site_visit"], "people_band")) - {"others"}
    ages = {age.rstrip("+").replace("-", "_") for age in HeadCount.Age.values} - {""}
    assert {band.split("_", 1)[1] for band in bands} == ages and len(bands) == 2 * len(ages)
    assert set(choices_of(ready_forms()["site_visit"], "site_status")) == set(Site.Status.values)


def reckoned(expression: str, answers: dict) -> str:
    """What a calculation of the form gives: its few functions, in Python."""
    text = REFERENCE.sub(lambda found: f"answers[{found[1]!r}]", expression)
    text = re.sub(r"(?<![<>!=])=(?!=)", "==", text).replace("if(", "when(").replace("selected-at(", "at(")
    tools = {
        "when": lambda condition, then, otherwise: then if condition else otherwise,
        "at": lambda values, place: values.split()[int(place)],
        "answers": Answers(answers),
    }
    return str(eval(text, {"__builtins__": {}}, tools))


class Answers(dict):
    """A number is a number, as in XPath."""

    def __getitem__(self, name):
        said = super().__getitem__(name)
        return int(said) if said.isdigit() else said


@pytest.mark.parametrize("before", ("", "after_"))
def test_the_level_is_that_of_the_matrix(before):
    """All 25 pairs give the value and the band of the Peruvian matrix."""
    matrix = matrix_of(tomllib.loads((MATRICES / "peru.toml").read_text(encoding="utf-8")))
    form = ready_forms()["risk_inspection"]
    formulas = {row["name"]: row["calculation"] for row in form.survey if row["type"] == "calculate"}
    end = before and "_after"
    seen = set()
    for rating in matrix.cells:
        answers = {f"severity{end}": str(rating.severity), f"likelihood{end}": "ABCDE"[rating.frequency - 1]}
        value = reckoned(formulas[f"{before}value"], answers)
        assert value == str(matrix.value(rating))
        assert reckoned(formulas[f"{before}band"], {f"{before}value": value}) == matrix.band(rating).code
        seen.add(value)
    assert len(seen) == 25


def test_steps_of_the_matrix_are_in_the_lists():
    form = ready_forms()["risk_inspection"]
    assert list(choices_of(form, "severity")) == list("12345")
    assert list(choices_of(form, "likelihood")) == list("ABCDE")


# The list of sites ----------------------------------------------------------------------------------------------------


def test_a_visit_feeds_the_list_of_sites():
    """A new site is added, a known one brought up to date; nothing without consent, nothing from a protected record."""
    form = ready_forms()["site_visit"]
    (entity,) = form.entities
    assert entity["dataset"] == "sites" and entity["label"] == "${site_name}"
    for condition, known in (("create_if", "no"), ("update_if", "yes")):
        assert f"${{site_known}} = '{known}'" in entity[condition]
        assert "${consent} = 'yes'" in entity[condition]
        assert "${do_no_harm} != 'protected'" in entity[condition]
    saved = {row["save_to"]: row for row in form.survey if row.get("save_to")}
    site = {"site_name", "status", "minerals", "size_class", "last_visit", "geometry"}
    assert {name for name in saved if not name.startswith("people")} == site
    assert "${do_no_harm} = 'public'" in saved["geometry"]["relevant"]


def test_only_the_visit_feeds_a_list():
    assert [form.name for form in ready_forms().values() if form.entities] == ["site_visit"]
