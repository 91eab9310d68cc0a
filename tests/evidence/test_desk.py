"""The writing desk: periods, dates, numbers and money as a reader takes them; one note under each sentence."""

from datetime import date

import pytest
from django.utils.translation import override

from batea.documents.outline import Footnote, Ref, plain
from batea.evidence.desk import Desk
from batea.evidence.links import support_statement
from batea.evidence.models import Figure, Question, Source, Statement
from batea.evidence.money import money
from batea.evidence.periods import period_words
from batea.evidence.rivals import rival_charts, rival_tables
from batea.programmes.actions import add_record
from batea.programmes.registers.cells import shown
from batea.programmes.words import Words

LANGUAGES = ["es", "en", "pt", "fr"]


def add(record):
    return add_record(by="the tests", record=record)


def figure(programme, best=200, key="D05", **values):
    source = add(
        Source(programme=programme, title="Report", publisher="El Caribe", year="2016", kind="press", key=key)
    )
    about = {"words": Words("people in pits", "en"), "unit": "people", "grade": "C", **values}
    return add(Figure(programme=programme, best=best, source=source, **about))


def statement(programme, text="Pits kill.", **values):
    return add(Statement(programme=programme, section="context", words=Words(text, "en"), **values))


def notes(paragraph):
    return [plain(run.runs) for run in paragraph.runs if isinstance(run, Footnote)]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2018-12/2019-10", "Dec 2018–Oct 2019"),
        ("2024-01/2024-11-22", "Jan 2024–22 Nov 2024"),
        ("2017-2019", "2017–2019"),
        ("s. f. (2016-2017)", "n.d. (2016–2017)"),
        ("2019-13", "2019-13"),
        ("c. 1980-2022", "c. 1980–2022"),
        ("", ""),
    ],
)
def test_periods_are_said_in_words(written, said):
    with override("en"):
        assert period_words(written) == said


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_date_can_be_misread(inside_a, lang):
    with override(lang):
        said = {shown(date(2026, month, 3)) for month in range(1, 13)}
        assert len(said) == 12 and not any("/" in each for each in said)
    assert "2026" in Desk(inside_a, lang).day(date(2026, 2, 3))


def test_a_date_in_a_sentence(inside_a):
    assert [Desk(inside_a, lang).day(date(2026, 2, 3)) for lang in LANGUAGES] == [
        "3 de febrero de 2026",
        "3 February 2026",
        "3 de fevereiro de 2026",
        "3 février 2026",
    ]


@pytest.mark.parametrize(
    ("low", "best", "high", "said"),
    [
        (500, 1000, 2000, "1000 (500–2000)"),
        (650, 650, None, "≥ 650"),
        (None, 40, 40, "≤ 40"),
        (None, 7, None, "7"),
        (-5, None, 8, "-5 … 8"),
        (None, None, None, "–"),
    ],
)
def test_ranges(inside_a, low, best, high, said):
    assert Desk(inside_a, "en").range(low, best, high) == said


def test_money_is_in_millions_once_it_reaches_one(inside_a):
    desk = Desk(inside_a, "en")
    large, small = money(desk, [2_500_000, None]), money(desk, [400_000])
    assert (large.title, large.told(None, 2_500_000, None)) == ("Cost (million DOP)", "2.5 million DOP")
    assert (small.title, small.told(None, 400_000, None)) == ("Cost (DOP)", "400,000 DOP")


def test_one_note_says_what_speaks_for_a_sentence_and_what_against(inside_a):
    written = statement(inside_a)
    support_statement(by="x", statement=written, record=figure(inside_a))
    against = figure(inside_a, 50, key="")
    support_statement(by="x", statement=written, record=against, bearing="contradicts")
    (paragraph,) = Desk(inside_a, "en").statements("context")
    assert notes(paragraph) == [
        "People in pits: 200 people, El Caribe, 2016 [D05]. "
        "Contradicted by: People in pits: 50 people, Report, El Caribe, 2016."
    ]


def test_a_sentence_without_evidence_has_no_note(inside_a):
    statement(inside_a)
    (paragraph,) = Desk(inside_a, "en").statements("context")
    assert notes(paragraph) == []


def test_disputed_sentences_come_last_and_say_so(inside_a):
    statement(inside_a, "Larimar sells a thousand million.", status="disputed", order=1)
    statement(inside_a, "Pits kill.", order=2)
    said = [plain(paragraph.runs) for paragraph in Desk(inside_a, "en").statements("context")]
    assert said == ["Pits kill.", "Disputed: Larimar sells a thousand million."]


def test_many_answers_are_drawn_and_point_at_their_table_few_are_told_at_once(inside_a):
    many, few = (
        add(Question(programme=inside_a, words=Words(text, "en"), order=n)) for n, text in enumerate("mf")
    )
    for best in (1, 2, 3):
        figure(inside_a, best, question=many)
    figure(inside_a, 4, question=few)
    desk = Desk(inside_a, "en")
    chart, where, table = rival_charts(desk, Question.objects.order_by("order"))
    (told,) = rival_tables(desk, desk.charted)
    assert [run.anchor for run in where.runs if isinstance(run, Ref)] == [told.anchor]
    assert (chart.caption, told.caption, table.caption) == ("m", "m", "f")
    assert len(told.rows) == 3 and desk.tabled == [few]
