"""The community of the demonstration: facts carry sources, all else says that it is exercise data, and its pages open.

cases/latin-america-community/README.md says table by table which is which.
"""

import re
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django_scopes import scope

from batea.guidance.catalogue import measures, type_tags
from batea.interop.archive import read_archive
from batea.learning.community.forms import OF_CASE
from batea.learning.community.queries import comparison, profile_of, waiting_for
from batea.learning.community.searching import search
from batea.learning.community.sharing import member_there, shares_here, withdraw_share
from batea.learning.models import Answer, CaseStudy, Question, Room, SharedItem
from batea.programmes.audit import chain_of
from batea.programmes.bundle import KIND, TRAIL, export_bundle
from batea.programmes.case_source import case_bundle, demo_accounts
from batea.programmes.members import member_of
from batea.programmes.models import Account, AuditEntry, Programme
from batea.programmes.words import LANGUAGES
from batea.web.demo import COMMUNITY, SHOWN, load_case, open_sign_ins, people, share_once

FOLDER = Path(__file__).resolve().parents[2] / "cases" / COMMUNITY
COUNTRIES = {"BO", "BR", "CO", "DO", "EC", "GT", "HN", "MX", "PE"}
CITED = re.compile(r"\(([^()]*)\)")
# Tables of facts: everything in any other table is exercise data.
FACTS = {"evidence.source", "learning.casestudy", "learning.shareditem"}
IS_SHARED_FOR_EXERCISE = {
    "es": "dato de ejercicio",
    "en": "exercise data",
    "pt": "dado de exercício",
    "fr": "donnée d'exercice",
}
# Parts of a case study that ask or judge, and the ones that say that nothing was found.
NEEDS_NO_SOURCE = {"title", "elsewhere", "questions", "costs"}


@cache
def archive():
    return read_archive(KIND, BytesIO(case_bundle(FOLDER)))


def rows(table: str) -> list[dict]:
    return list(archive().rows(table))


def sources() -> dict[str, dict]:
    return {row["key"]: row for row in rows("evidence.source")}


def references() -> dict[str, dict]:
    """Each source by the line that a shared entry has of it."""
    return {f"{row['title']}, {row['publisher']}, {row['year']}": row for row in sources().values()}


def named(text: str) -> set[str]:
    """Keys of sources between brackets: “(D19; D20)”. Measures of the catalogue (M032) are not sources."""
    words = {word for group in CITED.findall(text) for word in re.split(r"[;,] ", group)}
    return {word for word in words if re.fullmatch(r"[A-Z]+\d*", word) and not re.fullmatch(r"M\d{3}", word)}


def passages(row: dict) -> dict[str, dict]:
    """The row's words, without its list of sources."""
    found = {name: value for name, value in row.items() if isinstance(value, dict) and "original" in value}
    return {name: words for name, words in found.items() if name != "sources"}


def everything() -> list[tuple[str, dict]]:
    return [(table, row) for table in archive().tables() for row in archive().rows(table)]


@pytest.fixture
def community(db, settings):
    """The case as it is loaded, with its sign-ins, which open in a demonstration only."""
    settings.DEMO = True
    made = load_case(COMMUNITY)
    open_sign_ins(made)
    with scope(programme=made):
        yield made


@pytest.fixture
def country(community):
    """The Dominican programme, whose task force has shared with the community as in the demonstration."""
    made = load_case("do")
    open_sign_ins(made)
    share_once(made, community)
    return made


def member(community: Programme, name: str):
    return member_of(community, Account.objects.get(email=f"{name}@example.org"))


def browser(name: str) -> Client:
    client = Client()
    client.force_login(Account.objects.get(email=f"{name}@example.org"), backend="batea.web.accounts.SignIn")
    return client


# What is true and what is made up -------------------------------------------------------------------------------------


def test_only_facts_are_not_exercise_data():
    plain = {table for table, row in everything() if not row["exercise"]}
    assert plain == FACTS
    assert {row["exercise"] for row in rows("evidence.source") + rows("learning.casestudy")} == {False}


def test_made_up_people_say_so():
    names = [row["name"] for row in rows("programmes.person")] + [
        row["badge"] for row in rows("learning.profile")
    ]
    assert len(names) > 30 and all(name.endswith(" (ejercicio)") for name in names)


def test_every_source_that_is_named_is_there_and_every_one_there_is_used():
    told = {
        key
        for _table, row in everything()
        for words in passages(row).values()
        for key in named(" ".join(words.values()))
    }
    shown = {references()[row["source"]]["key"] for row in rows("learning.shareditem") if row["source"]}
    assert told - set(sources()) == set()
    assert set(sources()) - told - shown == set()


def test_a_source_that_is_not_there_would_be_seen():
    assert named("Se cuenta así (D19; NOWHERE9), con M (M032).") - set(sources()) == {"NOWHERE9"}


def test_every_source_says_where_and_in_which_language():
    for row in sources().values():
        assert row["publisher"] and row["year"] and row["language"] in LANGUAGES, row["key"]
        assert row["address"].startswith("http"), row["key"]


def test_translations_name_the_same_sources():
    odd = [
        (table, name, words)
        for table, row in everything()
        for name, words in passages(row).items()
        if len({frozenset(named(words[lang])) for lang in LANGUAGES if words.get(lang)}) > 1
    ]
    assert odd == []


def test_measures_that_are_named_are_in_the_catalogue():
    text = " ".join(
        " ".join(words.values()) for _table, row in everything() for words in passages(row).values()
    )
    found = set(re.findall(r"\bM\d{3}\b", text))
    assert len(found) > 15 and found <= set(measures())


# Case studies ---------------------------------------------------------------------------------------------------------


def test_four_countries_have_a_published_case_study_reviewed_by_another():
    cases = rows("learning.casestudy")
    assert {row["country"] for row in cases} == {"DO", "PE", "CO", "BR"} and len(cases) == 4
    assert {(row["state"], row["licence"]) for row in cases} == {("published", "CC-BY-4.0")}
    assert all(row["reviewed_by"] not in {None, row["written_by"]} for row in cases)
    assert all("dato de ejercicio" in row["consent"] for row in cases)


@pytest.mark.parametrize("row", rows("learning.casestudy"), ids=lambda row: row["country"])
def test_a_case_study_fills_the_template_with_cited_facts(row):
    parts = {name: row[name] for name in OF_CASE if name not in {"country", "tags", "licence", "consent"}}
    assert all(words.get("es") and words.get("en") for words in parts.values())
    assert all(set(row[name]) == {*LANGUAGES, "original"} for name in ("title", "problem"))
    told = {name for name in parts if not named(parts[name]["en"])} - {"sources"}
    assert told <= NEEDS_NO_SOURCE
    listed = re.findall(r"^([A-Z]+\d*): ", parts["sources"]["en"], re.MULTILINE)
    used = {
        key for name, words in parts.items() if name != "sources" for key in named(" ".join(words.values()))
    }
    assert sorted(used) == listed and len(listed) > 6
    assert all(sources()[key]["address"] in parts["sources"]["en"] for key in listed)
    assert set(row["tags"].split(", ")) <= set(type_tags())
    assert "judgement" in parts["elsewhere"]["en"]


# Library --------------------------------------------------------------------------------------------------------------


def test_the_library_says_of_everything_that_the_sharing_is_an_exercise():
    items = rows("learning.shareditem")
    assert {row["country"] for row in items} == COUNTRIES
    assert {row["kind"] for row in items} == {"document", "figure", "practice", "plan"}
    for row in (row for row in items if not row["exercise"]):
        assert row["source"], row["uid"]
        said = {lang: row["words"][lang] for lang in LANGUAGES}
        assert all(IS_SHARED_FOR_EXERCISE[lang] in text for lang, text in said.items()), row["source"]
    assert {row["kind"] for row in items if row["exercise"]} == {"plan"}


def test_documents_are_references_with_address_and_language_of_their_own():
    documents = [row for row in rows("learning.shareditem") if row["kind"] == "document"]
    assert len(documents) >= 12
    for row in documents:
        source = references()[row["source"]]
        assert row["title"] == {"original": source["language"], source["language"]: source["title"]}
        assert source["address"] in row["words"]["en"]


def test_figures_are_told_by_the_source_they_name():
    figures = [row for row in rows("learning.shareditem") if row["kind"] == "figure"]
    assert {row["key"] for row in figures} == {"I11", "I12", "I30"}
    assert all(row["source"] in references() and row["period"] for row in figures)


def test_plans_are_those_that_teams_of_the_workshop_made_public():
    workshop = read_archive(KIND, BytesIO(case_bundle(FOLDER.parent / "punta-cana-2018")))
    public = {row["objective"]["es"]: row["step"] for row in workshop.rows("learning.plan") if row["public"]}
    plans = [row for row in rows("learning.shareditem") if row["kind"] == "plan"]
    assert len(plans) == 3
    assert all(public[row["title"]["es"]] == row["key"] for row in plans)


# Talk -----------------------------------------------------------------------------------------------------------------


def test_questions_are_asked_in_four_languages_and_most_have_an_answer_that_helped(community):
    questions = Question.objects.all()
    assert len(questions) >= 8
    assert all(set(question.title) == {*LANGUAGES, "original"} for question in questions)
    helped = set(Answer.objects.filter(helped=True).values_list("question", flat=True))
    assert len(helped) >= 8
    assert all(answer.words.get("es") or answer.words.original != "es" for answer in Answer.objects.all())


def test_a_question_is_put_to_somebody_who_knows_the_step(community):
    routed = Question.objects.exclude(routed_to=None).select_related("routed_to")
    assert len(routed) >= 8
    for question in routed:
        phase = question.step.partition("-")[0]
        assert any(topic.startswith(phase) for topic in question.routed_to.topics), question.title["en"]
        assert question.routed_to != question.asked_by


def test_nobody_outside_a_country_sees_its_room(community):
    for row in Room.objects.exclude(country=""):
        told = Question.objects.filter(room=row).select_related("asked_by")
        assert {question.asked_by.country for question in told} <= {row.country}
    page = browser("alumni").get(reverse("community:rooms", args=[COMMUNITY])).content.decode()
    assert "Sala: Perú" in page or "Room: Peru" in page
    assert "Dominicana" not in page and "Dominican" not in page


# Loaded ---------------------------------------------------------------------------------------------------------------


def test_comes_back_as_it_was_written(db):
    made = load_case(COMMUNITY)
    out = read_archive(KIND, BytesIO(export_bundle(by="the tests", programme=made)))
    assert {name for name in out.tables() if list(out.rows(name))} - {TRAIL} == set(archive().tables())
    for table in archive().tables():
        assert list(out.rows(table)) == list(archive().rows(table)), table


def test_sign_ins_lead_nowhere_and_cover_member_and_moderator():
    accounts = demo_accounts(FOLDER)
    assert {account["email"].partition("@")[2] for account in accounts} == {"example.org"}
    roles = {account["email"].partition("@")[0]: account["role"] for account in accounts}
    assert roles == {"alumni": "participant", "lead": "participant", "facilitator": "facilitator"}
    assert {person["email"] for person in people() if person["programme"] == COMMUNITY} == {
        a["email"] for a in accounts
    }


def test_whoever_signs_in_is_the_member_of_the_case(community):
    for name in ("alumni", "lead", "facilitator"):
        assert profile_of(member(community, name)).badge.endswith("(ejercicio)")
    assert [question.step for question in waiting_for(profile_of(member(community, "alumni")))] == ["P2-S4"]


PAGES = [
    "community:home",
    "community:rooms",
    "community:library",
    "community:cases",
    "community:compare",
    "community:twins",
    "community:search",
    "community:profile",
    "community:calendar",
    "learning.profile-list",
    "learning.gathering-list",
    "learning.twinning-list",
]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_pages_open_for_a_member(community, lang):
    client = browser("alumni")
    client.cookies["batea_language"] = lang
    for name in PAGES:
        answer = client.get(reverse(name, args=[COMMUNITY]), headers={"accept-language": lang})
        assert answer.status_code == 200, name
    for name, model in (("case", CaseStudy), ("item", SharedItem), ("question", Question)):
        for record in model.objects.all():
            answer = client.get(
                reverse(f"community:{name}", args=[COMMUNITY, record.uid]), headers={"accept-language": lang}
            )
            own = name != "question" or record.room.country in {"", "PE"}
            assert answer.status_code == (200 if own else 404), record


def test_the_first_page_says_that_no_government_took_part(community):
    page = browser("alumni").get(
        reverse("community:home", args=[COMMUNITY]), headers={"accept-language": "en"}
    )
    assert "No government has taken part." in page.content.decode()


@pytest.mark.parametrize("asked", ["mercurio", "mercury", "mercúrio", "mercure"])
def test_mercury_is_found_in_whatever_language_it_was_written(community, asked):
    hits, _asked = search(member(community, "alumni"), asked)
    answers = {(hit.entry.uid, hit.entry.anchor) for hit in hits if hit.entry.kind == "answer"}
    only = {
        answer.words.original: (answer.question.uid, f"a-{answer.uid}")
        for answer in Answer.objects.select_related("question")
        if len(answer.words) == 2 and "mercurio" in answer.question.title["es"]
    }
    assert set(only) == {"pt", "en"}
    assert set(only.values()) <= answers
    assert {"question", "answer", "document", "gathering"} <= {hit.entry.kind for hit in hits}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_hit_is_shown_in_the_readers_language_when_it_is_there(community, lang):
    with translation.override(lang):
        hits, _asked = search(member(community, "alumni"), "mercurio", kind="question")
    assert len(hits) == 2
    found = {str(hit.entry.uid): hit.lang for hit in hits}
    asked = next(each for each in Question.objects.all() if "sin mercurio" in each.title["es"])
    assert found[str(asked.uid)] == lang


def test_an_answer_is_shown_in_the_language_it_was_written_in(community):
    with translation.override("es"):
        hits, _asked = search(member(community, "alumni"), "mercurio", kind="answer")
    found = {hit.entry.anchor: hit for hit in hits}
    only = next(each for each in Answer.objects.all() if each.words.original == "pt" and len(each.words) == 2)
    hit = found[f"a-{only.uid}"]
    assert hit.lang == "pt" and "<mark>mercúrio</mark>" in hit.snippet


def test_what_a_moderator_hid_is_logged_and_found_by_nobody(community):
    hidden = Answer.objects.get(visibility="hidden")
    alumni, moderator = browser("alumni"), browser("facilitator")
    question = reverse("community:question", args=[COMMUNITY, hidden.question.uid])
    assert hidden.words["es"] not in alumni.get(question).content.decode()
    hits, _asked = search(member(community, "facilitator"), "mensaje oculto")
    assert f"a-{hidden.uid}" not in {hit.entry.anchor for hit in hits}
    log = reverse("learning.moderationentry-list", args=[COMMUNITY])
    assert "Nombra a una persona" in moderator.get(log).content.decode()
    assert alumni.get(log).status_code == 403


# What the country shares ----------------------------------------------------------------------------------------------


def test_the_task_force_shares_by_the_real_act(country, community):
    with scope(programme=country):
        shares = [each.share for each in shares_here()]
        trail = AuditEntry.objects.filter(chain=chain_of(country), act="share")
        assert {entry.actor for entry in trail} == {"lead@example.org"} and len(trail) == len(SHOWN)
    items = {
        str(item.share): item for item in SharedItem.objects.filter(country="DO").exclude(kind="document")
    }
    assert set(items) == {str(share.uid) for share in shares} and len(items) == len(SHOWN)
    assert {item.kind for item in items.values()} == {"figure", "measure", "statement"}
    assert member_there(community, Account.objects.get(email="lead@example.org"))


def test_a_second_run_leaves_what_was_taken_back_alone(country, community):
    with scope(programme=country):
        by = member_of(country, Account.objects.get(email="lead@example.org"))
        for each in shares_here():
            withdraw_share(by=by, share=each.share)
    share_once(country, community)
    assert not SharedItem.objects.filter(country="DO", withdrawn_on=None).exclude(kind="document").exists()


@pytest.mark.parametrize(
    "key, told",
    [("I11", {"BR", "CO", "DO", "PE"}), ("I12", {"BR", "CO"}), ("I30", {"BR", "CO"})],
)
def test_a_country_without_a_figure_stands_there_with_no_data(country, community, key, told):
    lines = comparison(key)
    assert {line.country for line in lines if line.item} == told
    assert {line.country for line in lines if line.item is None} == COUNTRIES - told
    page = browser("alumni").get(
        reverse("community:compare", args=[COMMUNITY]), {"key": key}, headers={"accept-language": "en"}
    )
    assert page.content.decode().count(">no data<") == len(COUNTRIES - told)
