"""Rooms, questions, experts, moderation, case studies, search, comparison, twinnings, the weekly letter."""

from datetime import UTC, timedelta
from decimal import Decimal
from uuid import uuid4

import icalendar
import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from django_scopes import scope

from batea.cli import main
from batea.learning.community import actions, queries, searching
from batea.learning.community.rules import Candidate, Concern, suggest_experts, suggest_twins
from batea.learning.models import (
    Answer,
    CaseStudy,
    Gathering,
    ModerationEntry,
    Profile,
    Question,
    Room,
    SharedItem,
    Twinning,
)
from batea.problems import HIDDEN_THERE, NO_PROFILE, NOT_ALLOWED, OTHER_STATE, Refused
from batea.programmes.words import Words
from tests.conftest import cast
from tests.learning.community_world import joins, new_community
from tests.learning.conftest import add, change, said

HOME = "/p/c/community/"


@pytest.fixture
def community(db):
    programme = new_community()
    with scope(programme=programme):
        yield programme


@pytest.fixture
def common(community):
    return add(Room, community, title=said("Common room"))


@pytest.fixture
def of_ghana(community):
    return add(Room, community, title=said("Room of Ghana"), country="GH")


@pytest.fixture
def ama(community):
    """From Ghana."""
    return joins(community, "ama", "GH")


@pytest.fixture
def luz(community):
    """From Peru; knows step 2.3."""
    return joins(community, "luz", "PE", topics=["P2-S3"], expert=True)


@pytest.fixture
def mo(community):
    """Moderates."""
    return joins(community, "mo", "", "facilitator")


def asked(client, room, words="zqquestion", **values):
    question = Question(programme=room.programme, title=said(words), words=said(f"{words} more"), **values)
    return actions.ask_question(by=client.member, room=room, question=question)


def answered(client, question, words="zqanswer"):
    answer = Answer(programme=question.programme, words=said(words))
    return actions.give_answer(by=client.member, question=question, answer=answer)


def text(client, url) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    return answer.content.decode()


def question_page(question) -> str:
    return f"{HOME}questions/{question.uid}/"


# Rooms and questions --------------------------------------------------------------------------------------------------


def test_a_community_begins_on_its_own_page(community, ama):
    assert ama.get("/p/c/").url == HOME
    assert "Newest questions" in text(ama, HOME)


def test_pages_that_tell_of_rooms_keep_the_bar_whole(community, common, ama):
    for url in (HOME, f"{HOME}rooms/", f"{HOME}rooms/{common.uid}/"):
        bar = text(ama, url).split('id="rooms"')[1].split("</nav>")[0]
        assert f'href="{HOME}library/"' in bar and 'href=""' not in bar


def test_whoever_has_no_profile_is_asked_for_one_and_cannot_ask(community, common):
    newcomer = cast(community, "nadia", "participant")
    assert "Begin with your profile" in text(newcomer, HOME)
    with pytest.raises(Refused) as refused:
        asked(newcomer, common)
    assert refused.value.problem is NO_PROFILE
    values = {"badge": "Nadia", "topics": ["P1-S1"], "about_en": "Law"}
    assert newcomer.post(f"{HOME}me/", values).status_code == 302
    profile = Profile.objects.get(badge="Nadia")
    assert (profile.country, profile.expert, profile.topics) == ("", False, ["P1-S1"])
    assert asked(newcomer, common).asked_by == profile


def test_nobody_gives_oneself_a_country(community, ama):
    text(ama, f"{HOME}me/")
    values = {"badge": "Ama", "country": "PE", "expert": "on", "topics": []}
    assert ama.post(f"{HOME}me/", values).status_code == 302
    ama.profile.refresh_from_db()
    assert (ama.profile.country, ama.profile.expert) == ("GH", False)


def test_a_countrys_room_is_for_its_members_and_moderators(community, common, of_ghana, ama, luz, mo):
    question = asked(ama, of_ghana, "zqinside")
    answer = answered(ama, question, "zqreply")
    pages = [f"{HOME}rooms/{of_ghana.uid}/", question_page(question)]
    for client in (ama, mo):
        assert all("zqinside" in text(client, url) for url in pages)
    for url in pages:
        assert luz.get(url).status_code == 404
    for url in (
        f"{HOME}rooms/{of_ghana.uid}/ask/",
        question_page(question),
        f"{question_page(question)}put/",
    ):
        assert luz.post(url, {"words_en": "x", "title_en": "x"}).status_code == 404
    assert luz.post(f"{HOME}answers/{answer.uid}/helped/").status_code == 404
    for url in (HOME, f"{HOME}rooms/", f"{HOME}search/?q=zqinside", f"{HOME}search/?q=zqreply"):
        shown = text(luz, url)
        for typed in ("“zqinside”", 'value="zqinside"', "q=zqinside"):
            shown = shown.replace(typed, "")
        assert "zqinside" not in shown, url
    assert "zqinside" in text(ama, f"{HOME}search/?q=zqreply")


def test_asking_answering_and_what_helped(community, common, ama, luz):
    url = f"{HOME}rooms/{common.uid}/ask/"
    assert ama.post(url, {"title_en": ""}).status_code == 422
    done = ama.post(url, {"title_en": "How to begin?", "words_en": "", "step": "P2-S3"})
    question = Question.objects.get()
    assert done.url == question_page(question) and question.asked_by == ama.profile
    assert luz.post(done.url, {"words_en": "With the forum"}).status_code == 302
    answer = Answer.objects.get()
    helped = f"{HOME}answers/{answer.uid}/helped/"
    assert luz.post(helped).status_code == 403, "only who asked can say so"
    assert ama.post(helped).status_code == 302
    answer.refresh_from_db()
    assert answer.helped
    assert "This helped" in text(luz, done.url) and "Answered" in text(luz, HOME)
    ama.post(helped, {"helped": "no"})
    answer.refresh_from_db()
    assert not answer.helped


def test_only_who_asks_or_moderates_puts_a_question(community, common, ama, luz):
    other = joins(community, "ines", "PE", topics=["P2-S3"])
    question = asked(ama, common, step="P2-S3")
    assert "Luz" in text(ama, question_page(question))
    assert "Put the question" not in text(other, question_page(question))
    with pytest.raises(Refused) as refused:
        actions.put_question(by=other.member, question=question, expert=luz.profile)
    assert refused.value.problem is NOT_ALLOWED
    assert ama.post(f"{question_page(question)}put/", {"expert": luz.profile.uid}).status_code == 302
    assert "Waiting for you" in text(luz, HOME)
    answered(luz, question)
    assert "Waiting for you" not in text(luz, HOME)


def test_in_a_countrys_room_only_its_members_are_suggested(community, of_ghana, ama, luz):
    kofi = joins(community, "kofi", "GH", topics=["P2-S3"])
    question = asked(ama, of_ghana, step="P2-S3")
    assert queries.experts_for(question) == [kofi.profile]


def test_experts_are_ranked_by_step_then_phase_then_what_waits():
    people = [
        Candidate(1, "step, expert, busy", ("P2-S3",), True, 4),
        Candidate(2, "step, expert", ("P2-S3",), True, 0),
        Candidate(3, "step", ("P2-S3", "P1-S1")),
        Candidate(4, "phase, expert", ("P2-S1",), True),
        Candidate(5, "phase", ("P2-S1",)),
        Candidate(6, "other, expert", ("P1-S1",), True),
        Candidate(7, "nothing", ()),
    ]
    assert [each.who for each in suggest_experts("P2-S3", people, most=9)] == [2, 1, 3, 4, 5]
    assert [each.who for each in suggest_experts("", people, most=9)] == [6, 4, 2, 1]
    assert [each.who for each in suggest_experts("P2-S3", people, most=1)] == [2]


# Moderation -----------------------------------------------------------------------------------------------------------


def test_hidden_words_are_seen_by_nobody_and_the_log_tells_why(community, common, ama, luz, mo):
    question = asked(ama, common, "zqrude")
    answer = answered(luz, question, "zqworse")
    for record in (answer, question):
        url = f"{HOME}moderate/{record.uid}/"
        assert luz.get(url).status_code == 403
        assert mo.post(url, {"reason": ""}).status_code == 422
        assert mo.post(url, {"reason": "zqreason"}).status_code == 302
        for client in (ama, luz):
            for page in (question_page(question), HOME, f"{HOME}rooms/", f"{HOME}rooms/{common.uid}/"):
                assert "zqworse" not in text(client, page), page
            assert "Hidden by a moderator" in text(client, question_page(question))
    for page in (HOME, f"{HOME}rooms/", question_page(question)):
        assert "zqrude" not in text(ama, page), page
    assert searching.search(ama.member, "zqrude")[0] == searching.search(ama.member, "zqworse")[0] == []
    with pytest.raises(Refused) as refused:
        answered(luz, Question.objects.get())
    assert refused.value.problem is HIDDEN_THERE
    log = list(ModerationEntry.objects.order_by("pk"))
    assert [(entry.hidden, entry.reason, entry.target_uid) for entry in log] == [
        (True, "zqreason", answer.uid),
        (True, "zqreason", question.uid),
    ]
    assert not any("zqrude" in entry.what or "zqworse" in entry.what for entry in log)
    assert "zqreason" in text(mo, "/p/c/community/moderation/")
    assert ama.get("/p/c/community/moderation/").status_code == 403
    assert "zqrude" in text(mo, f"{HOME}moderate/{question.uid}/"), "who shows it again reads it first"
    mo.post(f"{HOME}moderate/{question.uid}/", {"reason": "agreed"})
    assert "zqrude" in text(luz, question_page(question))


# Case studies ---------------------------------------------------------------------------------------------------------


def case_values(**values) -> dict:
    words = {f"{name}_en": f"zq{name}" for name in ("title", "problem", "done")}
    return {**words, "country": "GH", "licence": "CC-BY-4.0", "consent": "Cooperative", **values}


def written(client) -> CaseStudy:
    assert client.post(f"{HOME}cases/write/", case_values()).status_code == 302
    return CaseStudy.objects.latest("pk")


def test_a_case_study_from_draft_to_the_library_and_back(community, ama, luz, mo):
    case = written(ama)
    page = f"{HOME}cases/{case.uid}/"
    assert case.written_by == ama.profile and "zqproblem" in text(ama, page)
    assert luz.get(page).status_code == mo.get(page).status_code == 404, "a draft is its writer's"
    assert ama.post(f"{page}send/").status_code == 302
    assert luz.get(page).status_code == 404
    assert "zqtitle" in text(mo, f"{HOME}cases/") and "zqproblem" in text(mo, page)
    assert mo.post(f"{page}review/", {"decision": "back", "version_seen": 2}).status_code == 422, "with words"
    back = {"decision": "back", "review_en": "zqmore", "version_seen": 2}
    assert mo.post(f"{page}review/", back).status_code == 302
    assert "zqmore" in text(ama, page)
    changed = case_values(results_en="zqresult", version_seen=3)
    assert ama.post(f"{page}change/", changed).status_code == 302
    assert ama.post(f"{page}send/").status_code == 302
    assert mo.post(f"{page}review/", {"decision": "publish", "version_seen": 3}).status_code == 409
    assert "zqtitle" not in text(luz, f"{HOME}library/")
    assert mo.post(f"{page}review/", {"decision": "publish", "version_seen": 5}).status_code == 302
    assert "zqtitle" in text(luz, f"{HOME}library/") and "zqresult" in text(luz, page)
    assert "Cooperative" in text(luz, page)
    assert [hit.entry.uid for hit in searching.search(luz.member, "zqresult")[0]] == [case.uid]
    assert luz.post(f"{page}withdraw/").status_code == 403
    assert ama.post(f"{page}withdraw/").status_code == 302
    assert luz.get(page).status_code == 404 and "zqtitle" not in text(luz, f"{HOME}library/")
    assert searching.search(luz.member, "zqresult")[0] == []


def test_nobody_reviews_the_own_case_study(community, mo, ama):
    case = actions.send_case(by=mo.member, case=written(mo))
    with pytest.raises(Refused) as refused:
        actions.review_case(by=mo.member, case=case, publish=True, review=Words(), version=case.version)
    assert refused.value.problem is NOT_ALLOWED
    with pytest.raises(Refused) as refused:
        actions.review_case(by=ama.member, case=case, publish=True, review=Words(), version=case.version)
    assert refused.value.problem is NOT_ALLOWED


def test_what_is_in_review_is_not_changed(community, ama, luz):
    case = actions.send_case(by=ama.member, case=written(ama))
    with pytest.raises(Refused) as refused:
        actions.change_case(by=ama.member, case=case, values={"tags": "x"}, version=case.version)
    assert refused.value.problem is OTHER_STATE
    other = written(luz)
    with pytest.raises(Refused) as refused:
        actions.send_case(by=ama.member, case=other)
    assert refused.value.problem is NOT_ALLOWED


def test_a_case_study_on_paper(community, ama):
    case = written(ama)
    answer = ama.get(f"{HOME}cases/{case.uid}/paper/es/")
    assert answer.content.startswith(b"%PDF") and "case-es.pdf" in answer["Content-Disposition"]
    assert ama.get(f"{HOME}cases/{case.uid}/paper/de/").status_code == 404


# Search ---------------------------------------------------------------------------------------------------------------


def found(client, words, **narrowed) -> list[str]:
    return [str(hit.entry.title) for hit in searching.search(client.member, words, **narrowed)[0]]


def item(programme, title, country="GH", **values) -> SharedItem:
    values = {"kind": "statement", "licence": "community", "shared_on": timezone.localdate()} | values
    title = title if isinstance(title, Words) else Words(title, "es")
    return add(SharedItem, programme, title=title, country=country, share=uuid4(), origin=uuid4(), **values)


def test_a_term_of_the_glossary_is_found_in_every_language(community, common, ama):
    item(community, "Menos mercurio en la concentración")
    item(community, Words("Réduire le mercure", "fr"))
    item(community, Words("Retorts for gold", "en"))
    assert set(found(ama, "mercury")) == {"Menos mercurio en la concentración", "Réduire le mercure"}
    assert set(found(ama, "MERCURIO")) == set(found(ama, "mercury")) == set(found(ama, "mercure"))


@pytest.mark.parametrize("words", ["azogue", "merkur", "mercurry", "mercurrio", "Mercúrio", "MERCURE"])
def test_mercury_is_found_by_what_miners_say_and_however_it_is_written(community, ama, words):
    titles = {"El azogue en la amalgama", "Réduire le mercure", "Mercury in Tarkwa"}
    item(community, "El azogue en la amalgama")
    item(community, Words("Réduire le mercure", "fr"))
    item(community, Words("Mercury in Tarkwa", "en"))
    item(community, Words("Merchants and their mercies", "en"))
    assert set(found(ama, words)) == titles


def test_a_word_written_wrong_is_taken_for_the_closest_and_the_page_says_so(community, ama):
    item(community, Words("The retort of Tarkwa", "en"))
    page = text(ama, f"{HOME}search/?q=retorrt+of+tarqwa")
    assert "Sought instead: retort of tarkwa" in page
    assert "The <mark>retort</mark> of <mark>Tarkwa</mark>" in page
    assert "Sought instead" not in text(ama, f"{HOME}search/?q=retort")


def test_what_is_far_from_every_word_finds_nothing(community, ama):
    item(community, Words("The retort of Tarkwa", "en"))
    for words in ("tarantula", "portrait", "2018-99", "retro", "xretort"):
        assert found(ama, words) == [], words


def test_a_word_of_what_one_may_not_see_is_not_suggested(community, of_ghana, ama, luz):
    asked(ama, of_ghana, "zqsecretword")
    hits, understood = searching.search(luz.member, "zqsecretwort")
    assert (hits, understood.instead) == ([], "")
    assert searching.search(ama.member, "zqsecretwort")[1].instead == "zqsecretword"


def test_a_term_of_several_words_its_abbreviation_and_its_accents(community, ama):
    item(community, "La minería artesanal y de pequeña escala crece")
    item(community, Words("The EMAPE sector", "fr"))
    item(community, "La escala pequeña de una mapa")
    for words in ("ASM", "mineracao artesanal e de pequena escala", "artisanal and small-scale mining"):
        assert set(found(ama, words)) == {
            "La minería artesanal y de pequeña escala crece",
            "The EMAPE sector",
        }


def test_terms_must_be_there_other_words_only_help(community, ama):
    item(community, Words("Mercury", "en"))
    item(community, Words("Mercury and the retort of Tarkwa", "en"))
    item(community, Words("Tarkwa", "en"))
    assert found(ama, "mercury in Tarkwa") == ["Mercury and the retort of Tarkwa", "Mercury"]


def test_words_that_nothing_has_all_of_are_sought_one_by_one(community, ama):
    item(community, Words("Zqone here", "en"))
    item(community, Words("Zqtwo here", "en"))
    assert set(found(ama, "zqone zqtwo")) == {"Zqone here", "Zqtwo here"}
    item(community, Words("Zqone and zqtwo", "en"))
    assert found(ama, "zqone zqtwo") == ["Zqone and zqtwo"]


@pytest.mark.parametrize(
    "words", ['"', "AND", "a*b", "(", "title:x", "NEAR(", "'; --", "的", "& | !", "%", "-x", "<->"]
)
def test_odd_queries_are_sought_as_words(community, ama, words):
    item(community, Words("Something", "en"))
    assert found(ama, words) == []
    assert ama.get(f"{HOME}search/", {"q": words}).status_code == 200


def test_what_was_found_is_marked_and_escaped(community, ama):
    item(community, Words("Title", "en"), words=Words("<b>bold</b> mercury & more <script>", "en"))
    hit = searching.search(ama.member, "mercurio")[0][0]
    assert (
        "<mark>mercury</mark>" in hit.snippet
        and "&lt;b&gt;" in hit.snippet
        and "&lt;script&gt;" in hit.snippet
    )
    assert "<b>" not in hit.snippet and "<script>" not in hit.snippet
    assert "<mark>mercury</mark>" in text(ama, f"{HOME}search/?q=mercurio")


def test_a_long_text_is_cut_around_what_was_found(community, ama):
    item(community, Words("Title", "en"), words=Words(f"{'before ' * 90}zqneedle{' after' * 90}", "en"))
    snippet = searching.search(ama.member, "zqneedle")[0][0].snippet
    assert "<mark>zqneedle</mark>" in snippet and len(snippet) < 400
    assert snippet.startswith("… before") and snippet.endswith("after …")


def test_search_is_narrowed_by_kind_and_country(community, common, ama):
    asked(ama, common, "zqsame")
    item(community, Words("zqsame thing", "en"), country="PE")
    item(community, Words("zqsame other", "en"), country="GH", kind="figure")
    assert len(found(ama, "zqsame")) == 3
    assert found(ama, "zqsame", kind="figure") == ["zqsame other"]
    assert found(ama, "zqsame", country="PE") == ["zqsame thing"]
    assert ama.get(f"{HOME}search/?q=x&kind=nonsense").status_code == 422


def test_every_way_of_the_glossary_leads_to_the_others():
    for way, said_otherwise in searching.glossary().items():
        assert way and way in said_otherwise
    assert ("mape",) in searching.glossary()[("asm",)]


def test_a_search_costs_the_same_whatever_there_is(community, common, ama):
    counts = []
    for number in (1, 3):
        while SharedItem.objects.count() < number:
            item(community, Words("mercury", "en"))
            answered(ama, asked(ama, common, "mercury"))
        with CaptureQueriesContext(connection) as caught:
            searching.search(ama.member, "mercury")
        counts.append(len([query for query in caught if "to_tsvector" not in query["sql"]]))
    assert counts == [7, 7]


# Comparison and twinning ----------------------------------------------------------------------------------------------


def measured(programme, country, best, **values):
    values = {"kind": "figure", "key": "I11", "unit": "person", "best": Decimal(best)} | values
    return item(programme, Words(f"Miners of {country}", "en"), country=country, **values)


def test_countries_side_by_side_and_no_data(community, ama, luz):
    joins(community, "zoe", "BR")
    measured(
        community,
        "GH",
        1_000_000,
        low=Decimal(800_000),
        high=Decimal(1_200_000),
        source="zqsource",
        period="2018",
    )
    measured(community, "PE", 500_000, unit="pound")
    shown = text(ama, f"{HOME}comparison/?key=I11")
    for words in ("1,000,000", "800,000", "1,200,000", "zqsource", "2018", "Brazil", "no data", "500,000"):
        assert words in shown, words
    assert shown.count("<svg") - text(ama, f"{HOME}comparison/").count("<svg") == 2, "one chart a unit"
    lines = b"".join(ama.get(f"{HOME}comparison/export.csv?key=I11").streaming_content).decode()
    assert "Brazil" in lines and "no data" in lines and "1000000" in lines
    assert ama.get(f"{HOME}comparison/export.xlsx?key=I11").content.startswith(b"PK")
    assert "Brazil" not in text(ama, f"{HOME}comparison/?key=I99")


def test_the_library_and_the_comparison_cost_the_same_whatever_there_is(community, ama):
    counts = {"library/": [], "comparison/?key=I11": []}
    for number in (1, 3):
        while SharedItem.objects.count() < number:
            measured(community, ("GH", "PE", "BR")[SharedItem.objects.count()], 5000)
        for url, told in counts.items():
            ama.get(HOME + url)
            with CaptureQueriesContext(connection) as caught:
                ama.get(HOME + url)
            told.append(len(caught))
    assert len(set(counts["library/"])) == len(set(counts["comparison/?key=I11"])) == 1, counts


def test_the_library_is_narrowed(community, ama):
    item(community, Words("zqstatement", "en"), country="GH")
    item(community, Words("zqfigure", "en"), country="PE", kind="figure", licence="CC-BY-4.0")
    for query, there, away in (
        ("kind=figure", "zqfigure", "zqstatement"),
        ("country=GH", "zqstatement", "zqfigure"),
        ("licence=CC-BY-4.0", "zqfigure", "zqstatement"),
    ):
        shown = text(ama, f"{HOME}library/?{query}")
        assert there in shown and away not in shown
    assert "zqfigure" not in text(ama, f"{HOME}library/?kind=case")


def test_twins_have_something_in_common_that_both_have_shared():
    concerns = [
        Concern("PE", "measure", "M001"),
        Concern("GH", "measure", "M001"),
        Concern("GH", "plan", "P2-S3"),
        Concern("BR", "statement", "P2-S3"),
        Concern("BR", "figure", "I11"),
        Concern("PE", "figure", "I11"),
        Concern("BR", "measure", ""),
        Concern("DO", "measure", ""),
    ]
    told = [(pair.country, pair.other, pair.keys, pair.weight) for pair in suggest_twins(concerns)]
    assert told == [("GH", "PE", ("M001",), 3), ("BR", "GH", ("P2-S3",), 1)]
    known = {frozenset(("PE", "GH"))}
    assert [pair.country for pair in suggest_twins(concerns, known)] == ["BR"]


def test_suggested_twinnings_leave_out_what_was_taken_back_and_what_is_agreed(community, ama, mo):
    for country in ("GH", "PE"):
        last = item(community, Words("Retorts", "en"), country=country, kind="measure", key="M001")
    assert "Ghana – Peru" in text(ama, f"{HOME}suggested-twinnings/")
    assert "Begin" not in text(ama, f"{HOME}suggested-twinnings/")
    assert "twinnings/add/?country=GH&amp;other=PE" in text(mo, f"{HOME}suggested-twinnings/")
    add(Twinning, community, country="PE", other="GH", problem=said("Mercury"))
    assert "Ghana – Peru" not in text(ama, f"{HOME}suggested-twinnings/")
    Twinning.objects.all().delete()
    change(last, withdrawn_on=timezone.localdate())
    assert "Ghana – Peru" not in text(ama, f"{HOME}suggested-twinnings/")


def test_gatherings_for_a_calendar_program(community, ama):
    add(
        Gathering,
        community,
        title=said("zqround table"),
        begins="2027-03-02T15:30Z",
        where="Accra",
        minutes=90,
    )
    content = ama.get(f"{HOME}calendar.ics").content
    event = icalendar.Calendar.from_ical(content).walk("VEVENT")[0]
    assert (str(event["summary"]), str(event["location"])) == ("zqround table", "Accra")
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(minutes=90)
    assert event.decoded("dtstart").astimezone(UTC).isoformat() == "2027-03-02T15:30:00+00:00"
    assert "calendar.ics" in text(ama, f"{HOME}gatherings/")


# The weekly letter ----------------------------------------------------------------------------------------------------


def wants(client, lang=""):
    change(client.profile, digest=True)
    type(client.account).objects.filter(pk=client.account.pk).update(language=lang)


def test_the_letter_goes_to_those_who_want_it_in_their_language(community, common, of_ghana, ama, luz, mo):
    wants(ama, "en")
    wants(luz, "es")
    asked(ama, common, "zqcommon")
    asked(ama, of_ghana, "zqghana")
    item(community, Words("zqshared", "en"))
    soon = timezone.now() + timedelta(days=3)
    add(Gathering, community, title=said("zqgathering"), begins=soon, where="https://example.org")
    assert main(["community", "digest", "--community", "c", "--server", "https://batea.example"]) == 0
    letters = {letter.to[0]: letter for letter in mail.outbox}
    assert set(letters) == {"ama@example.org", "luz@example.org"}
    english, spanish = letters["ama@example.org"].body, letters["luz@example.org"].body
    for words in ("zqcommon", "zqghana", "zqshared", "zqgathering", "https://batea.example/p/c/community/"):
        assert words in english, words
    assert "zqcommon (es)" in spanish and "zqghana" not in spanish
    assert translation.get_language() != "es"


def test_a_dry_run_sends_nothing_and_tells_to_how_many(community, common, ama, capsys):
    wants(ama)
    asked(ama, common, "zqcommon")
    assert main(["community", "digest", "--community", "c", "--dry-run"]) == 0
    told = capsys.readouterr().out
    assert mail.outbox == [] and "letters: 1" in told and "ama@example.org" not in told


def test_without_news_there_is_no_letter(community, common, ama):
    wants(ama)
    question = asked(ama, common, "zqold")
    Question.objects.filter(pk=question.pk).update(asked_on=timezone.localdate() - timedelta(days=8))
    hidden = asked(ama, common, "zqhidden")
    Question.objects.filter(pk=hidden.pk).update(visibility="hidden")
    item(community, Words("zqgone", "en"), withdrawn_on=timezone.localdate())
    main(["community", "digest", "--community", "c"])
    assert mail.outbox == []


def test_a_letter_of_something_else_than_a_community_is_refused(workshop):
    assert main(["community", "digest", "--community", "w"]) == 1
