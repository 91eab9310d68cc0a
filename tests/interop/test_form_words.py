"""Whatever the form converter says is said in our words, and a new version of it shows here what is new.

Its sentences are read from its own sources; workbooks with one fault each bring most of them about.
"""

import re
from functools import cache

import pytest

from batea.interop.form_child import converted
from batea.interop.form_words import KNOWN, UNKNOWN, in_our_words
from tests.interop import converter

# Modules that turning a workbook into a form does not run.
NOT_RUN = {
    "file_utils": "reads forms from folders",
    "instance": "fills forms in",
    "util.enum": "guards the converter's own lists",
    "validators.enketo_validate": "another program, not asked",
    "validators.odk_validate": "another program, not asked",
    "validators.updater": "fetches those programs",
    "validators.util": "starts those programs",
    "xform2json": "reads finished forms",
    "xform_instance_parser": "reads filled forms",
}
# What nobody meets, and expressions that only gather what is told elsewhere.
NOT_MET = {
    "'\\n'.join(duplicate_errors)": "gathers",
    "'\\n'.join(errors)": "gathers",
    "msg": "gathers",
    "[row : 7]": "the beginning of a sentence",
    "Argument 'file_type' is not a supported type. Must be one of: 7": "we name the kind from a list",
    "Control not implemented": "every kind of question brings its own",
    "Could not export itemsets.csv, the 'external_choices' sheet is missing.": "told before, as an error",
    "Error reading .csv file: 7": "the next reader is tried",
    "Error reading .md file: 7": "the next reader is tried",
    "Error reading .xls file: 7": "the next reader is tried",
    "Error reading .xlsx file: 7": "the next reader is tried",
    "Expected a sequence of columns, got a string for 7.": "guards its own data",
    "Found a cascading_select 7, but could not find 7in cascades sheet.": "nothing calls it",
    "Internal error: Both property_name and question_name were None for ReferenceSource with path '7'.": "guards its own data",
    "Internal error: PyXForm expected processed trigger data as a tuple, but received a type '7' with value '7'.": "guards its own data",
    "Invalid value for `content`.": "guards its own data",
    "Invalid value for `sections`.": "guards its own data",
    "Invalid value for `unicode_args`.": "guards its own data",
    "Parameter 'definition' does not appear to be a valid file path.": "we give bytes",
    "PyXForm reference - parsing limit reached": "whoever calls adds the place",
    "Survey cannot have an empty id_string": "an empty cell counts as none",
    "Survey sheet - invalid geoshape/geotrace parameter 'incremental'": "whoever calls adds the place",
    "The input data does not appear to be a valid XLSForm.": "the next reader is tried",
}  # fmt: skip


@cache
def sentences() -> tuple[str, ...]:
    return tuple(converter.sentences(NOT_RUN))


def test_every_sentence_in_the_converters_sources_has_words_of_ours():
    assert len(sentences()) > 150  # otherwise the sources are not read
    unknown = {each for each in sentences() if in_our_words(each)[2] == UNKNOWN}
    assert unknown - set(NOT_MET) == set(), "new: give it a pattern, or say why nobody meets it"
    assert set(NOT_MET) - unknown == set(), "no longer said"
    assert set(NOT_RUN) <= set(converter.module_names())


def test_the_sources_are_read_as_they_run():
    """What workbooks bring about is among what was read: the reading finds what it should."""
    read = [re.compile(re.escape(each).replace(converter.HOLE, ".*"), re.DOTALL) for each in sentences()]
    told = {each for case in CASES for each in said_of(case) if not re.match(r"\w*Error: ", each)}
    assert len(told) > 80
    assert [each for each in told if not any(form.search(each) for form in read)] == []


# One fault each -------------------------------------------------------------------------------------------------------

CHOICES = ("list_name | name | label", "r | n | North", "r | s | South", "n | 0 | Zero", "n | 10 | Ten")
SITES = ("list_name | label", "sites | ${a}")
TWO_LISTS = ("list_name | label", "s | ${a}", "p | ${b}")


def book(*survey: str, **sheets: tuple[str, ...]) -> str:
    """A workbook as a table in text. Without headings these are type, name, label."""
    if not survey[0].startswith("type"):
        survey = ("type | name | label", *survey)
    rows = {"survey": survey} | sheets
    return "".join(
        f"| {name} |\n" + "".join(f"| | {row} |\n" for row in lines) for name, lines in rows.items()
    )


def with_parameters(kind: str, parameters: str, appearance: str = "") -> str:
    head = "type | name | label | parameters | appearance"
    return book(head, f"{kind} | a | A | {parameters} | {appearance}", choices=CHOICES)


def audit(parameters: str) -> str:
    return book("type | name | label | parameters", f"audit | | | {parameters}", "text | a | A |")


def in_range(parameters: str, appearance: str = "") -> str:
    return with_parameters("range", f"start=0 end=10 step=1 {parameters}", appearance)


SAVING = "type | name | label | save_to"
TRIGGERED = "type | name | label | trigger | calculation"
LOCATED = "location-priority=balanced location-min-interval=20 location-max-age="

# (workbook, sheet, row, how our words go on with the details in place)
CASES = (
    # Sheets and headings
    ("nothing", "", None, "The workbook cannot be read."),
    (book("text | a | A", setting=("form_id", "x")), "", None, "no sheet “settings”; these are called nearly so: 'setting'. C"),
    ("| surveyy |\n| | type |\n| | text |\n| settings |\n| | form_id |\n| | x |\n", "", None, "no sheet “survey”; these are called nearly so: 'surveyy'. C"),
    ("| questions |\n| | type |\n| | text |\n| settings |\n| | form_id |\n| | x |\n", "", None, "The workbook has no sheet “survey”"),
    (book("select_one r | a | A"), "", None, "There is no sheet “choices”"),
    (book("select_one r | a | A", choice=CHOICES), "", None, "these are called nearly so: 'choice'. C"),
    (book("type | name | label | choice_filter", "select_one_external r | a | A | x=1"), "", None, "There is no sheet “external_choices”"),
    (book("type | name | label | choice_filter", "select_one_external q | a | A | x=1", external_choices=CHOICES), "survey", 2, "“external_choices” has no list “q”"),
    (book("select_one_external r | a | A", external_choices=CHOICES), "survey", 2, "filter in “choice_filter”"),
    ("| survey |\n| | name | label |\n| | a | A |\n", "survey", None, "columns are missing: 'type'"),
    (book("type | name | label | caption", "text | a | A | B"), "survey", None, "mean the same: 'label', 'caption'"),
    (book("select_one r | a | A", choices=("list_name | name | label | two words", "r | n | N | x")), "choices", 1, "“two words”"),
    (book("text | a | A", entities=("list_name | label | odd", "sites | x | y")), "entities", 1, "not known on this sheet: 'odd'"),
    (book("text | a | A", settings=("form_id | id_string", "x | y")), "", None, "both “form_id” and “id_string”"),
    (book("text | a | A", settings=("omit_instanceID | public_key", "yes | MIIB")), "", None, "needs its instanceID"),
    (book("text | a | A", settings=("name", "1 a")), "settings", 1, "A name in the column “name” is not allowed"),
    (book("type | name | label::English", "text | a | A"), "", None, "each language with its code"),
    (book("type | name | label::English (en) | label::Español (es) | hint::English (en)", "text | a | A | A | H"), "", None, "“survey” lacks words in “Español (es)”: hint."),
    (book("type | name | label | hint::English (en)", "text | a | A | H"), "", None, "Some words are not translated"),
    # Names
    (book("text | a | A", "text | a | A"), "survey", 3, "“a” stands twice in the same group"),
    (book("text | a | A", "text | A | A"), "survey", 3, "“A” differs from another one only by capital"),
    (book("begin_repeat | data | A", "text | a | A", "end_repeat | |"), "survey", 2, "may not be called “data”"),
    (book("begin_group | g | G", "begin_repeat | b | B", "text | a | A", "end_repeat | |", "end_group | |", "begin_repeat | b | B", "text | c | C", "end_repeat | |"), "survey", 7, "Two repeats are called “b”"),
    (book("text | meta | A"), "survey", 2, "“meta” is kept"),
    (book("text | a b | A"), "survey", 2, "A name in the column “name” is not allowed"),
    (book("text | | A"), "survey", 2, "no name. Write one in the column “name”"),
    (book("audit | trail |", "text | a | A"), "survey", 2, "“audit” has no name of its own"),
    (book("csv-external | a |", "begin_group | g | G", "csv-external | a |", "end_group | |"), "", None, "both called “a”"),
    (book("csv-external | a |", "select_one_from_file a.xml | g | G"), "", None, "both called “a”"),
    # Rows
    (book(" | a | A"), "survey", 2, "no kind of question"),
    (book("type | name | label | hint", "text | a | A |", " | | | aside"), "survey", 3, "is left out"),
    (book("no_such | a | A"), "", None, "called “no_such”"),
    (book("simserial | a |", "text | b | B"), "survey", 2, "no longer give “simserial”"),
    (book("type | name | label | disabled", "text | a | A | no"), "survey", 2, "“disabled” is no longer used"),
    (book("text | a | A", "end_group | |"), "survey", 3, "A group ends here"),
    (book("begin_repeat | b | B", "text | a | A"), "survey", 2, "A repeat begins here"),
    (book("begin loop | a | A", "text | b | B", "end loop | |", choices=CHOICES), "survey", 2, "names no list of choices"),
    (book("begin loop over q | a | A", "text | b | B", "end loop | |", choices=CHOICES), "survey", 2, "“choices” has no list “q”"),
    (book("include | a | A"), "", None, "takes in another form"),
    (book("calculate | a |"), "survey", 2, "calculates nothing"),
    (book("begin_repeat | b |", "text | a | A", "end_repeat | |"), "survey", 2, "This group has no label"),
    (book("text | a |"), "", None, "“a” has neither label nor hint"),
    (book("type | name | label | media::big-image", "text | a | A | x.png"), "", None, "“a” has a “big-image”"),
    (book("type | name | label | media::smell", "text | a | A | x.png"), "", None, "media called “smell”"),
    (book(TRIGGERED, "text | a | A", "background-geopoint | b | | ${a} | 1"), "survey", 3, "Empty its column “calculation”"),
    (book("text | a | A", "background-geopoint | b |"), "survey", 3, "needs a question that sets it off"),
    (book(TRIGGERED, "calculate | a | | | 1", "text | b | B | ${a} | 2"), "", None, "fills “a” in, so it cannot set off “b”"),
    # References
    (book("text | a | ${a"), "survey", 2, "reference in the column “label” is not closed"),
    (book(SAVING, "text | a | A | who", entities=("list_name | label", "sites | ${a")), "", None, "reference on the sheet “entities” is not closed"),
    (book(TRIGGERED, "text | a | A", "text | b | B | ${a}${a} | 2"), "survey", 3, "comma between the references"),
    (book(TRIGGERED, "text | a | A", "text | b | B | ${c} | 2"), "survey", 3, "“trigger” refers to “c”"),
    (book("text | a | ${b}"), "survey", 2, "“label” refers to “b”, which"),
    (book("begin_group | g | G", "text | a | A", "end_group | |", "text | b | ${a}", "begin_group | h | H", "text | a | A", "end_group | |"), "survey", 5, "“a”, and several questions"),
    (book("text | a | A", "text | b | B \x0b ${a}"), "", None, "holds a character that no form can hold"),
    # Choices
    (book("select_one r | a | A", choices=("list_name | name | label", "r | | N")), "choices", 2, "This choice has no name"),
    (book("select_one r | a | A", choices=("list_name | name | label", "r | n |")), "choices", 2, "This choice has no label"),
    (book("select_one r | a | A", choices=(*CHOICES, "r | n | N")), "choices", 6, "stands twice in its list. Give"),
    (book("select_one r | a | A", choices=(*CHOICES, "r | n | N", "r | s | S")), "choices", 6, "so it is in row 7, and"),
    (book("select_multiple r | a | A", choices=("list_name | name | label", "r | x y | N")), "", None, "“x y” of the list “r” has a space"),
    (book("select_one q | a | A", choices=CHOICES), "survey", 2, "“choices” has no list “q”"),
    (book("select all that apply | a | A", choices=CHOICES), "", None, "names no list"),
    (book("type | name | label | bind::type", "select_one r | a | A | int", choices=CHOICES), "", None, "“bind::type” of its own"),
    (book("select_multiple_from_file x.csv | a | A", choices=CHOICES, settings=("add_none_option", "yes")), "", None, "“add_none_option”"),
    (book("select_one_from_file x.pdf | a | A"), "survey", 2, "“x.pdf” must end in one of these: '."),
    (book("type | name | label | appearance", "select_one_from_file r.csv | a | A | search('x')"), "", None, "“a” takes its choices from a file"),
    (book("type | name | label | appearance", "select_one r | a | A | search('x')", "select_one r | b | B |", choices=CHOICES), "", None, "“a” uses search() on the list “r”, and these do not: 'b'. U"),
    (book("type | name | label | choice_filter", "select_one r or_other | a | A | x=1", choices=CHOICES), "survey", 2, "“or_other” does not go together"),
    (book("select_one_from_file x.csv or_other | a | A", choices=CHOICES), "survey", 2, "“or_other” needs a list"),
    (book("type | name | label::English (en)", "select_one r or_other | a | A", choices=CHOICES), "", None, "“or_other” adds words in one language"),
    (book("type | name | label | appearance | choice_filter", "begin_group | g | G | table-list", "select_one r | a | A | | x=1", "end_group | |", choices=CHOICES), "survey", 3, "A “table-list” does not go together"),
    (book("type | name | label | appearance", "begin_group | g | G | table-list", "select_one r | a | A", "select_one n | b | B", "end_group | |", choices=CHOICES), "survey", 4, "here are “r” and “n”"),
    # Parameters
    (with_parameters("text", "rows"), "survey", 2, "Write parameters as name=value"),
    (with_parameters("text", "colour=red"), "survey", 2, "does not know the parameters colour. It knows: rows."),
    (with_parameters("range", "start=x"), "survey", 2, "“start” must be a number"),
    (with_parameters("geopoint", "capture-accuracy=x"), "survey", 2, "“capture-accuracy” must be a number"),
    (with_parameters("geopoint", "warning-accuracy=x"), "survey", 2, "“warning-accuracy” must be a number"),
    (with_parameters("geopoint", "allow-mock-accuracy=x"), "survey", 2, "“allow-mock-accuracy” must be true or false"),
    (with_parameters("geotrace", "incremental=false"), "survey", 2, "“incremental” can only be true"),
    (with_parameters("geopoint", "reference-geometry=x"), "survey", 2, "“reference-geometry” must name"),
    (with_parameters("text", "rows=x"), "survey", 2, "“rows” must be a whole number"),
    (with_parameters("image", "max-pixels=x"), "", None, "“max-pixels” must be a whole number"),
    (with_parameters("image", ""), "survey", 2, "Write max-pixels=1024"),
    (with_parameters("image", "max-pixels=9 app=x"), "survey", 2, "“app” is not the name"),
    (with_parameters("audio", "quality=x"), "", None, "“quality” does not fit"),
    (with_parameters("select_one r", "randomize=x"), "", None, "“randomize” must be true or false"),
    (with_parameters("select_one r", "randomize=true seed=x"), "", None, "“seed” must be a number or refer"),
    (with_parameters("select_one r", "seed=1"), "", None, "“seed” needs randomize=true"),
    (audit("track-changes=x"), "", None, "“track-changes” must be true or false"),
    (audit("identify-user=x"), "", None, "“identify-user” must be true or false"),
    (audit("track-changes-reasons=x"), "", None, "“track-changes-reasons” can only be on-form-edit"),
    (audit("location-priority=balanced"), "", None, "needs all of these parameters: location-priority, location-min-interval, location-max-age"),
    (audit(f"{LOCATED}120".replace("balanced", "x")), "", None, "must be one of these: no-power, low-power, balanced, high-accuracy."),
    (audit(f"{LOCATED}x"), "", None, "“location-max-age” must be a whole number"),
    (audit(f"{LOCATED}-1"), "", None, "“location-max-age” may not be less than 0"),
    (audit(f"{LOCATED}1"), "", None, "“location-max-age” may not be less than the parameter “location-min-interval”"),
    (in_range("step=0"), "survey", 2, "“step” may not be 0"),
    (with_parameters("range", "start=0 end=10 step=20"), "survey", 2, "“step” does not fit the range"),
    (in_range("tick_interval=20"), "survey", 2, "“tick_interval” does not fit the range"),
    (in_range("placeholder=20"), "survey", 2, "“placeholder” does not fit the range"),
    (in_range("tick_labelset=q"), "survey", 2, "“tick_labelset” must name a list"),
    (in_range("tick_labelset=n", "rating"), "survey", 2, "do not go together with this appearance"),
    (in_range("tick_labelset=r"), "survey", 2, "has a choice that is no number"),
    (in_range("tick_labelset=n").replace("end=10", "end=5"), "survey", 2, "has a number that does not fit"),
    (in_range("tick_labelset=n tick_interval=3", "no-ticks"), "survey", 2, "has a number that does not fit"),
    (in_range("tick_labelset=n", "no-ticks").replace("end=10", "end=20"), "survey", 2, "Without ticks"),
    # Known things
    (book(SAVING, "text | a | A | x"), "survey", 2, "needs a sheet “entities”"),
    (book(SAVING, "text | a | A | x", "text | b | B | x", entities=SITES), "survey", 3, "“x” is filled by row 2 already"),
    (book(SAVING, "text | a | A | q#x", entities=SITES), "survey", 2, "does not declare the list “q”"),
    (book(SAVING, "begin_group | g | G | x", "text | a | A |", "end_group | | |", entities=SITES), "survey", 2, "A group cannot be saved"),
    (book(SAVING, "text | a | A | x", "text | b | B |", entities=TWO_LISTS), "survey", 2, "declares several lists"),
    (book(SAVING, "text | a | A | s#x#y", entities=SITES), "survey", 2, "one # at most"),
    (book(SAVING, "begin_repeat | r | R |", "text | a | A | x", "end_repeat | | |", "begin_repeat | q | Q |", "text | b | B | y", "end_repeat | | |", entities=("list_name | label", "s | x")), "survey", 6, "“s” is filled from /survey/r, and this answer stands in /survey/q"),
    (book(SAVING, "begin_repeat | r | R |", "text | a | A | x", "end_repeat | | |", "begin_repeat | q | Q |", "text | b | B |", "end_repeat | | |", entities=("list_name | label", "s | ${b}")), "entities", 2, "from /survey/r, and “b” stands in /survey/q"),
    (book(SAVING, "text | a | A | s#x", "text | b | B | p#y", entities=TWO_LISTS), "entities", 3, "the one in row 2 are filled from the same group, /survey"),
    (book("text | a | A", entities=("list_name", "s")), "entities", 2, "needs a label"),
    (book("text | a | A", entities=("list_name | label | update_if", "s | x | 1")), "entities", 2, "lacks “entity_id”"),
    (book("text | a | A", entities=("list_name | entity_id | create_if", "s | 1 | 1")), "entities", 2, "lacks “update_if”"),
    (book("text | a | A", entities=(*SITES, "sites | x")), "entities", 3, "declared twice"),
    (book("text | a | A", entities=("list_name | label", " | x")), "entities", 2, "no name. Write one in “list_name”"),
    (book("text | a | A", entities=("list_name | label", "__s | x")), "entities", 2, "begins with two underscores"),
    (book("text | a | A", entities=("list_name | label", "a.b | x")), "entities", 2, "has a full stop"),
    (book(SAVING, "text | a | A | label", entities=SITES), "survey", 2, "“name” and “label” are kept"),
)  # fmt: skip


@cache
def said_by(workbook: str) -> tuple[str, ...]:
    told = converted(workbook.encode(), "form", ".md")
    return (*told["warnings"], *filter(None, [told["error"]]))


def said_of(case) -> tuple[str, ...]:
    return said_by(case[0])


@pytest.mark.parametrize("case", CASES, ids=lambda case: re.sub(r"[^\w ]", "", case[3])[:40])
def test_a_fault_is_told_with_its_place(case):
    workbook, sheet, row, part = case
    told = [in_our_words(each) for each in said_by(workbook)]
    assert [words for *_place, words, _details in told if words == UNKNOWN] == []
    found = [(place, number, words % details) for place, number, words, details in told]
    assert [each[:2] for each in found if part in each[2]] == [(sheet, row)], found


BYTES = (
    (b"| survey |\n| | caf\xe9 |", ".md", "not written in UTF-8"),
    (b"PK\x03\x04 no archive", ".xlsx", "cannot be read"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ".xls", "cannot be read"),
    (b"", None, "cannot be read"),
)


@pytest.mark.parametrize(("data", "kind", "part"), BYTES)
def test_what_is_no_workbook_is_told(data, kind, part):
    _sheet, _row, words, details = in_our_words(converted(data, "form", kind)["error"])
    assert part in words % details


@pytest.mark.parametrize(
    ("said", "sheet", "row", "part"),
    [
        ("KeyError: 'type'", "", None, "not laid out like a form"),
        # The second row of the sheet is its 0th to the converter.
        (
            "The xls file provided has an invalid date on the survey sheet, under the label column on row number 0",
            "survey",
            2,
            "“label” holds a date",
        ),
        ("[row : None] On the 'survey' sheet, the 'name' value 'a' is invalid. Repeat names must unique", "survey", None, "Two repeats"),
        ("Something new. [row : 3]", "survey", 3, "The form converter says: Something new."),
    ],
)  # fmt: skip
def test_what_no_small_workbook_brings_about(said, sheet, row, part):
    place, number, words, details = in_our_words(said)
    assert (place, number) == (sheet, row) and part in words % details


def test_no_pattern_is_idle():
    """Each is the first to fit something that is said, and its words are filled by its own parts."""
    told = {*sentences(), *(each for case in CASES for each in said_of(case)), "KeyError: 'type'"}
    told |= {converted(data, "form", kind)["error"] for data, kind, _part in BYTES}
    first = {next((p for p, _w in KNOWN if p.search(each)), None) for each in told}
    assert [pattern.pattern for pattern, _words in KNOWN if pattern not in first] == []
    for pattern, words in KNOWN:
        assert set(re.findall(r"%\((\w+)\)s", words)) <= set(pattern.groupindex), words
