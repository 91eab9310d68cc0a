"""The strategy document: whole, in four languages and three formats, with its reservations."""

from collections import Counter
from io import BytesIO

import pytest
from django_scopes import scope

from batea.documents.numbering import numbered
from batea.documents.outline import Annexes, Heading, Paragraph, Table, plain
from batea.documents.write import write
from batea.evidence.links import support_statement
from batea.evidence.models import Statement
from batea.guidance.catalogue import indicators
from batea.guidance.steps import all_steps
from batea.phase2_strategy.national.actions import consolidate_measures
from batea.phase2_strategy.national.annexes import READING
from batea.phase2_strategy.national.document import build_report, build_strategy, reservations
from batea.phase2_strategy.national.queries import indicator_unit
from batea.phase2_strategy.national.shelf import make_document, on_shelf
from batea.programmes.actions import change_record
from batea.programmes.words import Words

from .making import BY, a_figure, a_measure, a_rating, a_type, an_owner, save
from .whole import a_chain, a_lever, a_link, a_national, a_risk, a_strategy, said

LANGUAGES = ["es", "en", "pt", "fr"]


@pytest.fixture
def filled(country_a):
    with scope(programme=country_a):
        amber = a_type(country_a)
        a_chain(amber)
        a_lever(amber)
        a_rating(amber)
        a_measure(
            amber,
            "M036",
            owner=an_owner(country_a),
            starts_month=0,
            ends_month=12,
            cost_best=5,
            indicator="I33",
        )
        consolidate_measures(by=BY, programme=country_a)
        first = a_national(country_a, "M020")
        a_link(first, "conflicts", a_national(country_a, "M007"), "Register first")
        a_risk(country_a)
        a_strategy(country_a, summary=said("Safe work by 2031."))
        words = Words({"original": "es", "es": "Dos de cada tres pozos no tienen ventilación."})
        statement = Statement(programme=country_a, section="summary", words=words)
        support_statement(by=BY, statement=save(statement), record=a_figure(country_a))
        save(
            Statement(programme=country_a, section="national", words=said("Nobody knows the cost."), order=2)
        )
        yield country_a


def numbers(document):
    return [(type(each.block).__name__, each.number) for each in numbered(document).placed]


def test_an_empty_programme_has_a_document_that_says_what_is_missing(inside_a):
    document = build_strategy(inside_a, "en")
    assert document.title == "National strategy for artisanal and small-scale mining"
    assert document.subtitle == "Draft"
    assert len(write(document, "html").content) > 1000


def test_chapters_stand_in_the_order_of_the_steps(filled):
    titles = [
        block.text
        for block in build_strategy(filled, "en").blocks
        if isinstance(block, Heading) and block.level == 1
    ]
    with_chapter = [step for step in all_steps() if step.chapter]
    assert titles[0] == "Summary"
    assert titles[1 + len(with_chapter) :] == [
        "Sources and evidence",
        "What each measure needs and what could go wrong",
        "What must come of it",
        "How to read this document",
    ]
    anchors = [
        block.anchor
        for block in build_strategy(filled, "en").blocks
        if isinstance(block, Heading) and block.level == 1
    ]
    assert [anchor for anchor in anchors if anchor] == [*(step.id for step in with_chapter), READING]


@pytest.mark.parametrize("lang", ["es", "pt", "fr"])
def test_numbers_are_the_same_in_all_languages(filled, lang):
    assert numbers(build_strategy(filled, lang)) == numbers(build_strategy(filled, "en"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_not_translated_is_marked_and_never_hidden(filled, lang):
    document = build_strategy(filled, lang)
    assert document.lang == lang
    text = "".join(plain(block.runs) for block in document.blocks if isinstance(block, Paragraph))
    assert "Dos de cada tres pozos no tienen ventilación." in text
    assert (reservations(document)["untranslated"] > 0) is True
    summary = next(
        block for block in document.blocks if isinstance(block, Paragraph) and "Dos de" in plain(block.runs)
    )
    assert (summary.runs[0].__class__.__name__ == "Mark") is (lang != "es")


def test_the_summary_says_what_begins_who_pays_and_what_it_costs(filled):
    blocks = build_strategy(filled, "en").blocks
    chapter = blocks[: next(n for n, block in enumerate(blocks) if getattr(block, "anchor", "") == "P1-S1")]
    tables = {block.caption: block for block in chapter if isinstance(block, Table)}
    assert list(tables) == ["The strategy at a glance", "The types at a glance", "What begins at once"]
    assert [plain(row[1]) for row in tables["What begins at once"].rows] == ["Ministry of mines"]
    ((name, people, _stance, harms, measures, cost),) = tables["The types at a glance"].rows
    assert [plain(cell) for cell in (name, people, measures, cost)] == ["Amber", "not known", "1", "5"]
    assert "collapse" in plain(harms)


def captions(document):
    return [block.caption for block in document.blocks if isinstance(block, Table)]


def test_the_plan_stands_in_the_document(filled):
    found = captions(build_strategy(filled, "en"))
    for caption in (
        "The strategy at a glance",
        "Measures: months 0–12",
        "Costs, low to high",
        "Measures by institution that answers for them",
        "Results: measures",
        "Contradictions and needs",
        "Risks, the largest first",
        "Evidence cited",
    ):
        assert found.count(caption) == 1


def annex(document) -> str:
    place = next(n for n, block in enumerate(document.blocks) if isinstance(block, Annexes))
    return repr(document.blocks[place:])


def test_the_evidence_annex_tells_coverage_and_lists_what_is_cited_and_weak(filled):
    text = annex(build_strategy(filled, "en"))
    assert "This programme has 2 statements. 1 of them (50" in text
    assert "Count of pits" in text
    assert "Nobody knows the cost." in text
    assert "nothing cited supports it" in text


def test_stale_evidence_is_told(filled):
    figure = Statement.objects.get(section="summary").supports.get()
    from batea.evidence.models import Figure

    found = Figure.objects.get(uid=figure.target_uid)
    assert reservations(build_strategy(filled, "es"))["stale"] == 0
    change_record(by=BY, record=found, values={"best": 300})
    document = build_strategy(filled, "es")
    assert reservations(document)["stale"] == 1


def test_rival_figures_have_an_annex(filled):
    from batea.evidence.models import Question

    question = save(Question(programme=filled, words=said("How many people mine amber?")))
    for best in (200, 300):
        change_record(by=BY, record=a_figure(filled, best=best), values={"question": question})
    text = annex(build_strategy(filled, "en"))
    assert "Figures that disagree" in text
    assert "200 (100–400)" in text and "300 (100–400)" in text


def test_exercise_data_are_counted_by_table(filled):
    assert "Entries made up for an exercise" not in annex(build_strategy(filled, "en"))
    a_chain(a_type(filled, "larimar"), exercise=True)
    assert "Entries made up for an exercise" in annex(build_strategy(filled, "en"))


@pytest.mark.parametrize("phase", [1, 2, 3])
def test_a_report_holds_the_chapters_of_its_phase_alone(filled, phase):
    document = build_report(filled, phase, "en")
    anchors = [
        block.anchor
        for block in document.blocks
        if isinstance(block, Heading) and block.anchor.startswith("P")
    ]
    assert anchors and {anchor[:2] for anchor in anchors} == {f"P{phase}"}


# Files --------------------------------------------------------------------------------------------------------------


def test_word_opens_in_another_reader(filled):
    import docx

    found = docx.Document(BytesIO(write(build_strategy(filled, "es"), "docx").content))
    assert any("Dos de cada tres pozos" in paragraph.text for paragraph in found.paragraphs)


def test_pdf_opens_in_another_reader(filled):
    import pypdf

    found = pypdf.PdfReader(BytesIO(write(build_strategy(filled, "fr"), "pdf").content))
    assert "Dos de cada tres pozos" in "".join(page.extract_text() for page in found.pages)


def test_the_same_outline_is_written_once_and_an_older_one_goes(filled):
    name, marks = make_document(filled, "strategy", "en", "html")
    assert isinstance(marks, Counter)
    (first,) = on_shelf(filled)
    assert make_document(filled, "strategy", "en", "html")[0] == name == first.name
    a_risk(filled, 5, 5)
    newer = make_document(filled, "strategy", "en", "html")[0]
    assert [made.name for made in on_shelf(filled)] == [newer]
    make_document(filled, "phase-2", "en", "html")
    assert len(on_shelf(filled)) == 2


def test_pages_of_documents(filled, amina, bruno, clara, dele, eve):
    everybody = (amina, bruno, clara, dele, eve)
    assert [each.get("/p/a/documents/").status_code for each in everybody] == [200, 403, 200, 404, 302]
    preview = "/p/a/documents/strategy/es/"
    assert [each.get(preview).status_code for each in everybody] == [200, 403, 403, 404, 302]
    data = {"kind": "strategy", "lang": "es", "format": "html"}
    assert [each.post("/p/a/documents/make/", data).status_code for each in everybody[1:]] == [
        403,
        403,
        404,
        302,
    ]
    assert amina.get("/p/a/documents/strategy/es/html/").status_code == 302  # nobody has made it yet
    assert amina.post("/p/a/documents/make/", data).status_code == 302
    page = amina.get("/p/a/documents/").content.decode()
    assert "/p/a/documents/strategy/es/html/" in page
    assert "Passages not translated" in page
    got = clara.get("/p/a/documents/strategy/es/html/")
    assert got["Content-Disposition"] == 'attachment; filename="a-strategy-es.html"'
    assert "Dos de cada tres pozos" in b"".join(got.streaming_content).decode()


def test_only_what_is_known_can_be_made_or_seen(amina):
    assert (
        amina.post("/p/a/documents/make/", {"kind": "novel", "lang": "es", "format": "pdf"}).status_code
        == 422
    )
    assert amina.get("/p/a/documents/novel/es/").status_code == 404
    assert amina.get("/p/a/documents/strategy/de/").status_code == 404
    assert amina.get("/p/a/documents/strategy/es/exe/").status_code == 404


def test_a_preview_may_style_itself_and_load_nothing(amina):
    policy = amina.get("/p/a/documents/strategy/es/")["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "style-src 'unsafe-inline'" in policy


@pytest.mark.parametrize(
    ("code", "unit"), [("I35", "%"), ("I57", "%"), ("I33", "deaths per 1,000 miners per year"), ("", "")]
)
def test_a_target_is_told_in_the_unit_of_its_indicator(code, unit):
    assert indicator_unit(code, "en", "DOP") == unit


def test_money_has_a_currency_and_counts_and_scales_have_no_unit():
    told = {entry.unit.say("en").text.split(";")[0]: code for code, entry in indicators().items()}
    assert indicator_unit(told["currency"], "es", "DOP") == "DOP"
    assert indicator_unit(told["number"], "es", "DOP") == indicator_unit(told["0–1"], "es", "DOP") == ""
