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


# Forms written by other hands than the converter's (ODK XForms 1.0.0, docs.getodk.org) --------------------------------

SPACES = (
    'xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" '
    'xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms" '
    'xmlns:my="http://example.org/visit" xmlns:odk="http://www.opendatakit.org/xforms"'
)


def xform(data: str, binds: str, body: str, more: str = "") -> str:
    return (
        f"<h:html {SPACES}><h:head><h:title>T</h:title><model><instance>{data}</instance>{more}{binds}</model>"
        f"</h:head><h:body>{body}</h:body></h:html>"
    )


def asked(*parts: str, **named: str) -> dict:
    return {question.path: question for question in read_xform(xform(*parts, **named)).questions}


def test_prefixes_of_namespaces_make_no_other_path():
    found = asked(
        '<my:visit id="v"><my:site/><my:people><my:women/></my:people>'
        "<orx:meta><orx:instanceID/></orx:meta></my:visit>",
        '<bind nodeset="/my:visit/my:site" type="string" required="true()"/>'
        '<bind nodeset=" /my:visit / my:people / my:women" type="xsd:int"/>'
        '<bind nodeset="/my:visit/orx:meta/orx:instanceID" type="string" readonly="true()"/>',
        '<input ref="/my:visit/my:site"><label>Site</label></input>'
        '<group ref="/my:visit/my:people"><label>People</label>'
        '<input ref="/my:visit/child::my:people/my:women"><label>Women</label></input></group>',
    )
    assert list(found) == ["site", "people/women"]
    assert found["site"].required and found["site"].labels == {"": "Site"}
    assert (found["people/women"].kind, found["people/women"].group_labels) == ("int", ({"": "People"},))


def test_conditions_in_brackets_and_relative_paths_lead_to_the_same_answer():
    found = asked(
        '<data id="v"><pit><depth/><at/></pit><name/></data>',
        '<bind nodeset="/data/pit[position() = /data/x[1]]/depth" type="decimal"/>'
        '<bind nodeset="/data/pit/at" type="geopoint"/><bind nodeset="name" type="string"/>',
        '<group ref="/data/pit"><label>Pit</label><repeat nodeset="/data/pit"><input ref="depth"><label>Depth</label>'
        '</input><input ref="./at"><label>Where</label></input><input ref="../name"><label>Name</label></input>'
        "</repeat></group>",
    )
    assert {path: (each.kind, each.repeat, each.labels[""]) for path, each in found.items()} == {
        "pit/depth": ("decimal", "pit", "Depth"),
        "pit/at": ("geopoint", "pit", "Where"),
        "name": ("string", "", "Name"),
    }


def test_a_part_of_the_body_may_name_a_bind_instead_of_a_path():
    form = read_xform(
        xform(
            '<data id="v"><site/><pit><depth/></pit></data>',
            '<bind id="b1" nodeset="/data/site" type="string"/><bind id="b2" nodeset="/data/pit"/>'
            '<bind id="b3" nodeset="/data/pit/depth" type="decimal"/>',
            '<input bind="b1"><label>Site</label></input><group bind="b2"><label>Pit</label><repeat bind="b2">'
            '<input bind="b3"><label>Depth</label></input></repeat></group><input bind="none"><label>No</label></input>',
        )
    )
    assert [(each.path, each.control, each.labels, each.repeat) for each in form.questions] == [
        ("site", "input", {"": "Site"}, ""),
        ("pit/depth", "input", {"": "Depth"}, "pit"),
    ]
    assert [(each.path, each.labels) for each in form.repeats] == [("pit", {"": "Pit"})]


def test_tables_that_formulas_and_choices_look_into_are_files_of_the_form():
    """Collect's pulldata and search take a table's name without its end; a question with `query` reads itemsets.csv."""
    form = read_xform(
        xform(
            '<data id="v"><name/><sort/><mine/><far/><town/></data>',
            """<bind nodeset="/data/name" calculate="pulldata('plots', 'name', 'key', /data/mine)"/>"""
            """<bind nodeset="/data/sort" constraint="pulldata( &quot;limits.csv&quot;,'a','b',.) = 1"/>"""
            """<bind nodeset="/data/far" relevant="pulldata(/data/mine, 'a', 'b', 1) = pulldata('plots','x','y',1)"/>""",
            """<select1 ref="/data/mine" appearance="minimal search('mines', 'matches', 'region', /data/name)">"""
            "<label>Mine</label><item><label>mine_name</label><value>mine_key</value></item></select1>"
            """<select1 ref="/data/sort" appearance="research('none')"><label>Sort</label>"""
            "<item><label>A</label><value>a</value></item></select1>"
            """<input ref="/data/town" query="instance('towns')/root/item[a=1]"><label>Town</label></input>""",
            '<instance id="photos" src="jr://file/photos.geojson"/><instance id="last" src="jr://instance/last-saved"/>',
        )
    )
    assert [(file.name, file.kind) for file in form.files] == [
        ("photos.geojson", "geojson"),
        ("plots.csv", "csv"),
        ("limits.csv", "csv"),
        ("mines.csv", "csv"),
        ("itemsets.csv", "csv"),
    ]
    by_path = {question.path: question for question in form.questions}
    # What stands in the form are columns of the table, so no answer may be measured by them.
    assert by_path["mine"].choices == ()
    assert by_path["sort"].choices == (("a", {"": "A"}),)


@pytest.mark.parametrize(
    ("written", "always", "when"),
    [
        ("true()", True, ""),
        (" true ( ) ", True, ""),
        ("false()", False, ""),
        ("", False, ""),
        ("true() and /data/b = 1", False, "true() and /data/b = 1"),
        (" selected(/data/b, 'x') ", False, "selected(/data/b, 'x')"),
    ],
)
def test_an_answer_may_be_required_always_never_or_in_some_cases(written, always, when):
    found = asked(
        '<data id="v"><a/><b/></data>',
        f'<bind nodeset="/data/a" required="{written}"/><bind nodeset="/data/b"/>',
        '<input ref="/data/a"><label>A</label></input>',
    )
    assert (found["a"].required, found["a"].required_if) == (always, when)
    assert (found["b"].required, found["b"].required_if) == (False, "")


def test_a_calculated_answer_has_the_labels_of_the_groups_around_it():
    found = asked(
        '<data id="v"><costs><fuel/><row><part/><sum/></row></costs><sum/></data>',
        '<bind nodeset="/data/costs/fuel"/><bind nodeset="/data/costs/row/part"/>'
        '<bind nodeset="/data/costs/row/sum" calculate="1"/><bind nodeset="/data/sum" calculate="2"/>',
        '<group ref="/data/costs"><label>Costs</label><input ref="/data/costs/fuel"><label>Fuel</label></input>'
        '<group><label>A row</label><repeat nodeset="/data/costs/row"><input ref="/data/costs/row/part">'
        "<label>Part</label></input></repeat></group></group>",
    )
    assert found["costs/row/sum"].group_labels == ({"": "Costs"}, {"": "A row"})
    assert found["costs/row/part"].group_labels == ({"": "Costs"}, {"": "A row"})
    assert found["costs/row/sum"].labels == {} and found["sum"].group_labels == ()


SELECT = "<select1 ref='/data/a{0}'><label ref=\"jr:itext('t')\"/>{1}</select1>"
FROM_LIST = "<itemset nodeset=\"instance('l')/root/item\"><value ref='n'/><label ref='n'/></itemset>"


@pytest.mark.parametrize(
    ("words", "items", "questions", "from_list", "said"),
    [
        ("x" * 2_000_000, "", 2_000, "", "more words"),
        ("x", "<item><n>v</n></item>" * 20_000, 2_000, FROM_LIST, "more choices"),
    ],
    ids=["one label for all", "one list for all"],
)
def test_what_many_questions_share_is_not_written_out_for_each(words, items, questions, from_list, said):
    """Two megabytes that would become gigabytes of questions."""
    numbers = range(questions)
    text = xform(
        f'<data id="v">{"".join(f"<a{n}/>" for n in numbers)}</data>',
        "",
        "".join(SELECT.format(n, from_list) for n in numbers),
        f"<itext><translation lang='en'><text id='t'><value>{words}</value></text></translation></itext>"
        f"<instance id='l'><root>{items}</root></instance>",
    )
    with pytest.raises(ValueError, match=said):
        read_xform(text)
