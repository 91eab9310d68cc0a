"""What steps 2.1 to 2.3 give to the document, empty and filled, in four languages."""

import pytest
from django_scopes import scope

from batea.documents.outline import Callout, Heading, Table
from batea.evidence.desk import Desk
from batea.guidance.steps import STEPS
from batea.phase2_strategy.vision.models import Goal, Vision
from batea.programmes.words import Words

from .making import a_figure, a_measure, a_rating, a_rule, a_site, a_type, is_one_of, save

CHAPTERS = ["P2-S1", "P2-S2", "P2-S3"]


def blocks(programme, step, lang="en"):
    return list(STEPS[step].chapter(programme, Desk(programme, lang)))


@pytest.fixture
def filled(country_a):
    with scope(programme=country_a):
        words = Words({"original": "es", "es": "Minería segura."})
        save(Vision(programme=country_a, words=words, target_year=2040, dissent=Words("One miner", "en")))
        figure = a_figure(country_a)
        save(
            Goal(
                programme=country_a,
                words=words,
                indicator="I33",
                unit="deaths",
                baseline=figure,
                target=0,
                target_year=2035,
            )
        )
        amber = a_type(country_a, people=figure, profile=Words("Deep pits", "en"), tags=["GEM"])
        a_rule(amber, is_one_of("D01", "amber"))
        a_site(country_a, attributes={"D01": ["amber"]})
        a_site(country_a, "Unknown")
        a_rating(amber, "S01")
        a_rating(amber, "P01")
        a_measure(amber, "M036", cost_low=1, cost_best=2, cost_high=3)
        yield country_a


@pytest.mark.parametrize("step", CHAPTERS)
def test_an_empty_programme_says_what_is_missing(inside_a, step):
    found = blocks(inside_a, step)
    assert found
    assert all(isinstance(block, Callout) for block in found)


@pytest.mark.parametrize("step", CHAPTERS)
@pytest.mark.parametrize("lang", ["es", "en", "pt", "fr"])
def test_filled_chapters_have_headings_below_the_first_level_and_tables(filled, step, lang):
    found = blocks(filled, step, lang)
    assert [b.level for b in found if isinstance(b, Heading)]
    assert min(b.level for b in found if isinstance(b, Heading)) == 2
    assert [b for b in found if isinstance(b, Table)]


def test_an_untranslated_vision_is_marked(filled):
    vision = blocks(filled, "P2-S1", "fr")[0]
    assert vision.text[0].kind == "untranslated"
    assert blocks(filled, "P2-S1", "es")[0].text[0].text == "Minería segura."


def test_types_tell_their_rules_and_the_sites_left_over(filled):
    text = repr(blocks(filled, "P2-S2"))
    assert "Mineral is amber → Amber" in text
    assert "1 known site falls into no type." in text
    assert "200 (100–400) [C]" in text


def test_only_pressing_harms_and_strengths_are_printed(filled):
    tables = [b.caption for b in blocks(filled, "P2-S3") if isinstance(b, Table)]
    assert tables == ["Impacts that must be answered", "Measures chosen"]
    assert "Good effects to keep and grow:" in repr(blocks(filled, "P2-S3"))
    assert "2 (1–3)" in repr(blocks(filled, "P2-S3"))
