"""Forms people bring: the verdict is the converter's own, in our words; damage is refused and never raises."""

import random
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from openpyxl import Workbook
from pyxform.errors import ErrorCode
from pyxform.xls2json_backends import Definition
from pyxform.xls2xform import convert

from batea.interop.form_words import UNKNOWN, in_our_words
from batea.interop.xforms import check_form, read_xform

TYPES = [
    "text",
    "integer",
    "decimal",
    "date",
    "time",
    "dateTime",
    "note",
    "geopoint",
    "geotrace",
    "geoshape",
    "image",
    "audio",
    "video",
    "file",
    "barcode",
]
BROKEN = [
    "text", "text | 1a | A", "no_such | a | A", "text | a b | A", "text | a | ${b}", "text | a | ${a",
    "begin_group | a | A", "end_group", "begin_repeat | a | A", "end_repeat", "select_one x | a | A",
    "select_one | a | A", "rank x | a | A", "calculate | a", "text | a", "| a | A", "select_multiple x | a | A",
    "begin_repeat | data | A", "audit | b | A", "select_one_from_file x | a | A", "hidden | a", "start | s",
    "select_one r | a | A", "select_multiple r | a | A", "rank r | a | A", "select_one r or_other | a | A",
]  # fmt: skip
CHOICES = "\n| choices |\n| | list_name | name | label |\n| | r | n | North |\n| | r | s | South |\n"


def table(*rows: str, rest: str = CHOICES) -> bytes:
    lines = "\n".join(f"| | {row} |" for row in ("type | name | label", *rows))
    return f"| survey |\n{lines}\n{rest}".encode()


FORMS = (
    [table(f"{kind} | q | Q") for kind in TYPES]
    + [table("text | first | First", row) for row in BROKEN]
    + [table(f"{kind} | q | Q", f"{kind} | q | Q") for kind in TYPES]
    + [table(f"{kind} | ${{q}} | Q") for kind in ("text", "integer", "note")]
    + [b"", b"nothing", b"| survey |", b"survey,,\n,type,name,label\n,text,a,A\n"]
)


def own_verdict(data: bytes) -> bool:
    try:
        form = Definition(data=BytesIO(data), file_type=None, file_path_stem="form")
        return bool(convert(form, validate=False, file_type=".md").xform)
    except Exception:
        return False


def test_the_verdict_is_the_converters_own():
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda data: check_form(data, "form.md"), FORMS))
    own = [own_verdict(data) for data in FORMS]
    assert len(FORMS) >= 60 and 20 < sum(own) < len(own) - 20  # otherwise this compares nothing
    assert [
        form for form, ours, theirs in zip(FORMS, found, own, strict=True) if ours.accepted != theirs
    ] == []
    assert all(bool(ours.errors) != ours.accepted for ours in found)


def test_whatever_is_said_can_be_shown():
    """Every sentence of the converter's own list fills the words it is given."""
    named = dict.fromkeys(
        ["sheet", "column", "value", "name", "q", "type", "dataset", "columns", "missing", "header", "other"],
        "x",
    )
    for code in ErrorCode:
        _sheet, row, words, details = in_our_words(code.value.format(row=7, **named))
        assert words % details
        assert row in (7, 1, None)


@pytest.mark.parametrize(
    ("row", "part"),
    [
        ("no_such | a | A", "no_such"),
        ("select_one x | a | A", "x"),
        ("text | a | ${b}", "b"),
        ("text | 1a | A", "name"),
    ],
)
def test_a_common_mistake_is_told_in_our_words(row, part):
    [said] = check_form(table("text | first | First", row), "f.md").errors
    assert said.words != UNKNOWN and part in said.words % said.details
    assert said.original


def test_damaged_files_get_a_verdict():
    book = Workbook()
    book.active.title = "survey"
    for row in (["type", "name", "label"], ["text", "a", "A"], ["integer", "b", "B ${a}"]):
        book.active.append(row)
    buffer = BytesIO()
    book.save(buffer)
    xform = check_form(table("text | a | A", "select_one r | b | B ${a}"), "f.md").xml.encode()
    sound = [(xform, "f.xml", 150), (buffer.getvalue(), "f.xlsx", 40), (FORMS[30], "f.md", 10)]
    chance = random.Random(5)
    files = []
    for data, name, times in sound:
        for _n in range(times):
            bad = bytearray(data)
            for _m in range(chance.randint(1, 6)):
                bad[chance.randrange(len(bad))] = chance.randrange(256)
            files.append((bytes(bad[: chance.choice((len(bad), chance.randrange(len(bad))))]), name))
    assert len(files) == 200
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda file: check_form(*file), files))
    assert all(bool(checked.errors) != checked.accepted for checked in found)
    assert any(checked.accepted for checked in found) and any(checked.errors for checked in found)


# A ready XForm --------------------------------------------------------------------------------------------------------

FORM = b"""| survey |
| | type | name | label::English (en) | label::Espa\xc3\xb1ol (es) | relevant | choice_filter | save_to | required |
| | begin_group | g | Group | Grupo |
| | text | who | Who | Quien | | | who | yes |
| | integer | age | Age of ${who} | Edad de ${who} | ${who} != '' |
| | select_one r | reg | Region | Region |
| | begin_repeat | rp | Rows | Filas |
| | image | ph | Photo | Foto |
| | begin_repeat | in | Inner | Dentro |
| | geopoint | gp | Point | Punto |
| | end_repeat | |
| | end_repeat | |
| | end_group | |
| | calculate | c | | |
| choices |
| | list_name | name | label::English (en) | label::Espa\xc3\xb1ol (es) |
| | r | n | North | Norte |
| | r | s | South | Sur |
| settings |
| | form_title | form_id | version | public_key |
| | My form | mine | 3 | MIIB |
| entities |
| | list_name | label |
| | sites | ${who} |
""".replace(b"| | calculate | c | | |\n", b"")


def test_a_form_is_read_for_its_questions():
    form = read_xform(check_form(FORM, "f.md").xml)
    assert (form.form_id, form.version, form.title, form.encrypted) == ("mine", "3", "My form", True)
    assert set(form.languages) == {"English (en)", "Español (es)"}
    by_path = {question.path: question for question in form.questions}
    assert list(by_path) == ["g/who", "g/age", "g/reg", "g/rp/ph", "g/rp/in/gp"]
    assert by_path["g/age"].labels == {"English (en)": "Age of ${who}", "Español (es)": "Edad de ${who}"}
    assert by_path["g/who"].required and not by_path["g/age"].required
    assert by_path["g/age"].kind == "int" and "who" in by_path["g/age"].relevant
    assert [(value, words["Español (es)"]) for value, words in by_path["g/reg"].choices] == [
        ("n", "Norte"),
        ("s", "Sur"),
    ]
    assert by_path["g/rp/in/gp"].repeat == "g/rp/in"
    assert [(repeat.path, repeat.parent) for repeat in form.repeats] == [("g/rp", ""), ("g/rp/in", "g/rp")]
    [entity] = form.entities
    assert (entity.dataset, entity.saves) == ("sites", (("who", "g/who"),))


@pytest.mark.parametrize(
    "xml",
    [
        b"<a/>",
        b"<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>",
        b"<" * 50,
        b"<a>" * 5_000 + b"</a>" * 5_000,
        b"<a>" + b"<b/>" * 250_000 + b"</a>",
    ],
)
def test_what_is_no_form_is_refused(xml):
    assert not check_form(xml, "f.xml").accepted
    with pytest.raises(ValueError):
        read_xform(xml)
