"""Step 2.4: price build-ups and levers. Prices are invented; shares are worked by hand."""

from datetime import date

import pytest
from django_scopes import scope

from batea.calc.ranges import Range
from batea.documents.outline import Callout, Figure, Heading, Paragraph, Table, plain
from batea.evidence.desk import Desk
from batea.guidance.progress import state_of
from batea.guidance.steps import STEPS
from batea.phase2_strategy.economy.models import PriceStep
from batea.phase2_strategy.economy.queries import all_studies, draw, economies
from batea.phase2_strategy.economy.queries import said as in_words
from batea.problems import NOT_VALID, Refused
from batea.programmes.words import Words

from .making import a_type, save
from .whole import a_chain, a_lever, said

STEP = STEPS["P2-S4"]


def gates(programme):
    return {state.gate.id[-1]: state.finding for state in state_of(programme, STEP).gates}


def met(programme):
    return {name: finding.met for name, finding in gates(programme).items()}


def test_an_empty_programme_misses_everything(inside_a):
    found = gates(inside_a)
    assert met(inside_a) == dict.fromkeys("abc", False)
    assert found["a"].missing[0].href == "/p/a/types/types/" or found["a"].missing[0].href.startswith(
        "/p/a/types"
    )
    assert found["c"].missing[0].href == "/p/a/economy/levers/add/"


def test_a_type_without_chain_is_sent_to_add_one(inside_a):
    amber = a_type(inside_a)
    found = gates(inside_a)
    assert found["a"].missing[0].href == f"/p/a/economy/chains/add/?type={amber.uid}"
    assert found["b"].missing[0].href == f"/p/a/economy/levers/add/?type={amber.uid}"


def test_partly_known(inside_a):
    amber, larimar = a_type(inside_a), a_type(inside_a, "larimar")
    chain = a_chain(amber, prices=((20, None), (100, 30)))  # what is left at the pit is not known
    a_chain(larimar)
    a_lever(amber, cost=Words())
    a_lever(larimar, fiscal_signed_on=date(2026, 5, 1))
    found = gates(inside_a)
    assert met(inside_a) == dict.fromkeys("abc", False)
    assert [missing.href for missing in found["a"].missing] == [f"/p/a/economy/chains/{chain.uid}/"]
    assert (found["a"].done, found["b"].done, found["c"].done) == (1, 1, 1)


def test_complete(inside_a):
    amber = a_type(inside_a)
    a_chain(amber)
    a_lever(amber, fiscal_signed_on=date(2026, 5, 1))
    assert state_of(inside_a, STEP).status == "done"


def test_the_study_splits_the_price(inside_a):
    a_chain(a_type(inside_a))
    (study,) = all_studies()
    assert [part.share.best for part in study.build.parts] == pytest.approx([0.20, 0.06, 0.74])
    assert study.build.parts[0].margin.best == 12


def test_a_chain_with_one_actor_says_why_it_cannot_be_split(inside_a):
    a_chain(a_type(inside_a), prices=((20, 8),))
    (study,) = all_studies()
    assert study.build is None
    assert "two actors" in study.problem


def test_actors_between_two_known_prices_stand_together_in_the_drawing(inside_a):
    a_chain(a_type(inside_a), prices=((20, 8), (None, None), (100, 30)))
    (study,) = all_studies()
    alt = draw(study).alt
    assert "Actor 1 20" in alt
    assert "Actor 2 + Actor 3 80" in alt


def test_impossible_prices_are_refused(inside_a):
    chain = a_chain(a_type(inside_a))
    for values in (dict(price_low=5, price_best=4), dict(price_best=-1), dict(price_low=9, price_high=8)):
        with pytest.raises(Refused) as refused:
            save(PriceStep(programme=inside_a, chain=chain, order=9, actor=said("Smuggler"), **values))
        assert refused.value.problem is NOT_VALID


def test_ranges_in_words(inside_a):
    assert in_words(Range(0.15, 0.2, 0.3125), percent=True) == "20\u202f% (15–31.2\u202f%)"
    assert in_words(Range(5, 5, 5)) == "5"
    assert in_words(Range(1, None, 3)) == "1–3"
    assert in_words(Range()) == "?"


def test_four_queries_however_many_types(inside_a, django_assert_num_queries):
    for count in (1, 3):
        for number in range(count):
            amber = a_type(inside_a, f"type-{count}-{number}")
            a_chain(amber)
            a_lever(amber)
        with django_assert_num_queries(4):
            economies()


def blocks(programme, lang="en"):
    return list(STEP.chapter(programme, Desk(programme, lang)))


def test_the_empty_chapter_says_so(inside_a):
    assert [type(block) for block in blocks(inside_a)] == [Callout]


@pytest.mark.parametrize("lang", ["es", "en", "pt", "fr"])
def test_the_chapter(inside_a, lang):
    amber = a_type(inside_a)
    a_chain(amber, prices=((20, 8), (100, None)))
    a_lever(amber)
    kinds = [type(block) for block in blocks(inside_a, lang)]
    assert kinds == [Heading, Paragraph, Figure, Table, Paragraph, Table]


def test_exercise_prices_are_marked_in_sentence_drawing_and_table(inside_a):
    amber = a_type(inside_a)
    a_chain(amber, exercise=True)
    found = blocks(inside_a)
    sentence = next(block for block in found if isinstance(block, Paragraph))
    assert sentence.runs[0].kind == "exercise"
    assert "20\u202f%" in plain(sentence.runs)
    assert next(block for block in found if isinstance(block, Figure)).exercise


# Pages --------------------------------------------------------------------------------------------------------------


def test_the_pages_show_shares_and_what_to_find_out(country_a, amina):
    with scope(programme=country_a):
        chain = a_chain(a_type(country_a), prices=((20, 8), (None, None), (100, 30)))
        a_lever(chain.type)
    overview = amina.get("/p/a/economy/").content.decode()
    assert "20\u202f%" in overview
    page = amina.get(f"/p/a/economy/chains/{chain.uid}/").content.decode()
    assert "the price received by Actor 2." in page
    assert "low and high of the price received by Actor 1, Actor 3" in page
    assert "<svg" in page
    assert "0–80\u202f%" in page


def test_pages_for_members_only(country_a, amina, bruno, clara, dele, eve):
    with scope(programme=country_a):
        chain = a_chain(a_type(country_a))
    for url in ("/p/a/economy/", f"/p/a/economy/chains/{chain.uid}/"):
        answers = [client.get(url).status_code for client in (amina, bruno, clara, dele, eve)]
        assert answers == [200, 403, 200, 404, 302]


def test_a_stale_change_of_a_price_is_shown_beside_the_stored_one(country_a, amina):
    with scope(programme=country_a):
        chain = a_chain(a_type(country_a))
        step = chain.steps.first()
    url = f"/p/a/economy/steps/{step.uid}/change/"
    data = {
        "chain": chain.uid,
        "order": 1,
        "actor_en": "Pit",
        "price_best": 25,
        "version_seen": 1,
    }
    assert amina.post(url, data).status_code == 302
    assert amina.post(url, {**data, "price_best": 30}).status_code == 409
    with scope(programme=country_a):
        assert PriceStep.objects.get(pk=step.pk).price_best == 25
