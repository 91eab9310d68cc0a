"""The forum: its gates both ways, replies and their publication, the matrix, the table of voices."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from batea.evidence.desk import Desk
from batea.guidance.progress import state_of
from batea.phase1_getting_started.forum import queries
from batea.phase1_getting_started.forum.actions import publish_reply, reply_to_contribution
from batea.phase1_getting_started.forum.chapter import chapter
from batea.phase1_getting_started.forum.models import Reply
from batea.phase1_getting_started.forum.step import STEP
from batea.problems import ALREADY_DONE, ALREADY_THERE, CHANGED_MEANWHILE, Refused
from batea.programmes.actions import change_record
from batea.programmes.models import AuditEntry
from tests.phase1_getting_started import given

MATRIX, TABLE = "/p/a/forum/matrix/", "/p/a/forum/table/"


def core_voices(programme, miners="f", women="f", communities="m"):
    """The three constituencies no forum may miss, each with the representative it chose."""
    given.group(programme, "miners", miners)
    given.group(programme, "women_miners", women)
    given.group(programme, "communities", communities)


# Gates ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("gate", [f"P1-S2.{letter}" for letter in "abcd"])
def test_nothing_is_met_in_an_empty_programme(inside_a, gate):
    found = given.finding(gate, inside_a)
    assert (found.met, found.done) == (False, 0)
    assert {missing.href.startswith("/p/a/forum/") for missing in found.missing} == {True}


def test_the_step_is_done_when_everything_is_there(inside_a):
    given.forum_charter(inside_a, adopted_on=given.DAY)
    core_voices(inside_a)
    said = given.contribution(inside_a, session=given.session(inside_a))
    given.reply(inside_a, said, published_on=given.DAY)
    state = state_of(inside_a, STEP)
    assert (state.status, state.gates_met, state.missing) == ("done", 4, [])


def test_a_charter_counts_once_adopted(inside_a):
    written = given.forum_charter(inside_a)
    assert given.lacks("P1-S2.a", inside_a) == ["Give the day the charter was adopted."]
    change_record(by="the tests", record=written, values={"adopted_on": given.DAY})
    assert given.finding("P1-S2.a", inside_a).met


def test_a_representative_picked_by_others_does_not_count(inside_a):
    core_voices(inside_a)
    given.group(inside_a, "traders", "m", chosen=False)
    assert given.lacks("P1-S2.b", inside_a) == [
        "Traders and buyers: nobody speaks whom they chose themselves."
    ]


def test_miners_women_and_communities_are_missed_even_when_not_entered(inside_a):
    given.group(inside_a, "donors", "f")
    assert [text.split(":")[0] for text in given.lacks("P1-S2.b", inside_a)] == [
        "Miners",
        "Women miners",
        "Communities near mines",
    ]


def test_two_women_of_five_are_enough_and_one_of_three_is_not(inside_a):
    core_voices(inside_a, "m", "f", "m")
    assert given.lacks("P1-S2.c", inside_a) == [
        "1 of 3 representatives are women. Name more, or plan in the charter by when."
    ]
    given.group(inside_a, "traders", "f")
    given.group(inside_a, "unions", "m")
    assert queries.women_among_representatives() == queries.Share(2, 5)
    assert given.finding("P1-S2.c", inside_a).met


@pytest.mark.parametrize(("days", "met"), [(0, True), (60, True), (-1, False)])
def test_a_plan_for_women_counts_until_its_day(inside_a, days, met):
    core_voices(inside_a, "m", "f", "m")
    due = timezone.localdate() + timedelta(days=days)
    given.forum_charter(inside_a, women_plan=given.say("Two more seats"), women_plan_due=due)
    assert given.finding("P1-S2.c", inside_a).met is met


def test_a_plan_without_anybody_named_is_not_enough(inside_a):
    given.forum_charter(inside_a, women_plan=given.say("Soon"), women_plan_due=given.coming())
    assert not given.finding("P1-S2.c", inside_a).met


def test_a_draft_reply_does_not_answer_the_first_round(inside_a):
    said = given.contribution(inside_a, session=given.session(inside_a))
    draft = given.reply(inside_a, said)
    assert given.lacks("P1-S2.d", inside_a) == ["No published reply yet: “The tunnels flood”"]
    publish_reply(by="the tests", reply=draft)
    assert given.finding("P1-S2.d", inside_a).met


def test_later_rounds_do_not_open_the_gate_again(inside_a):
    first = given.contribution(inside_a, session=given.session(inside_a))
    given.reply(inside_a, first, published_on=given.DAY)
    given.contribution(inside_a, "New", session=given.session(inside_a, day=given.LATER))
    assert given.finding("P1-S2.d", inside_a).met


def test_without_sessions_all_written_contributions_are_the_first_round(inside_a):
    given.contribution(inside_a)
    given.contribution(inside_a, "Dust")
    assert (given.finding("P1-S2.d", inside_a).of, len(given.lacks("P1-S2.d", inside_a))) == (2, 2)


# Rules of the tables -------------------------------------------------------------------------------------------


def test_an_anonymous_contribution_names_nobody(inside_a):
    with pytest.raises(Refused, match="names no stakeholder"):
        given.contribution(inside_a, anonymous=True, stakeholder=given.group(inside_a))


def test_whoever_was_chosen_must_be_named(inside_a):
    with pytest.raises(Refused, match="Name the representative"):
        given.group(inside_a, chosen_by_own=True)


def test_a_level_beyond_five_is_refused(inside_a):
    with pytest.raises(Refused):
        given.group(inside_a, influence=6)


# Actions -------------------------------------------------------------------------------------------------------


def test_reply_and_publication_are_one_act(inside_a, amina):
    said = given.contribution(inside_a)
    reply = reply_to_contribution(
        by=amina.member, contribution=said, words=given.say("Yes"), outcome="accepted"
    )
    assert (reply.published_on, str(said.answer)) == (timezone.localdate(), "Yes")
    assert AuditEntry.objects.filter(uid=reply.uid).values_list("act", "actor").get() == (
        "reply",
        "amina@example.org",
    )


def test_a_second_reply_is_refused(inside_a):
    said = given.contribution(inside_a)
    given.reply(inside_a, said)
    with pytest.raises(Refused) as refused:
        reply_to_contribution(
            by="the tests", contribution=said, words=given.say("No"), outcome="not_accepted"
        )
    assert refused.value.problem is ALREADY_THERE
    assert Reply.objects.count() == 1


def test_an_empty_reply_is_refused(inside_a):
    with pytest.raises(Refused):
        reply_to_contribution(
            by="the tests", contribution=given.contribution(inside_a), words=given.say(""), outcome="accepted"
        )
    assert not Reply.objects.exists()


def test_publishing_twice_is_refused(inside_a):
    reply = given.reply(inside_a, given.contribution(inside_a), published_on=given.DAY)
    with pytest.raises(Refused) as refused:
        publish_reply(by="the tests", reply=reply)
    assert refused.value.problem is ALREADY_DONE


def test_publishing_what_changed_meanwhile_is_refused(inside_a):
    reply = given.reply(inside_a, given.contribution(inside_a))
    change_record(by="the tests", record=reply, values={"outcome": "partly"})
    with pytest.raises(Refused) as refused:
        publish_reply(by="the tests", reply=reply, version=1)
    assert refused.value.problem is CHANGED_MEANWHILE


# Pages ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def said(inside_a):
    return given.contribution(
        inside_a, stakeholder=given.group(inside_a, "traders"), session=given.session(inside_a)
    )


def reply_address(said):
    return f"/p/a/forum/contributions/{said.uid}/reply/"


def test_amina_replies_on_the_page(amina, said):
    assert amina.get(reply_address(said)).status_code == 200
    answer = amina.post(reply_address(said), {"outcome": "partly", "words_en": "In part"})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/p/a/forum/contributions/{said.uid}/")
    assert Reply.objects.values_list("outcome", "published_on").get() == ("partly", timezone.localdate())


def test_a_reply_without_words_is_shown_again(amina, said):
    assert amina.post(reply_address(said), {"outcome": "partly"}).status_code == 422
    assert not Reply.objects.exists()


def test_replying_twice_on_the_page_is_a_conflict(amina, said):
    given.reply(said.programme, said)
    assert amina.post(reply_address(said), {"outcome": "partly", "words_en": "Again"}).status_code == 409


def test_only_the_task_force_replies(clara, bruno, said):
    assert [client.get(reply_address(said)).status_code for client in (clara, bruno)] == [403, 403]


def test_another_country_finds_nothing_to_reply_to(dele, said):
    assert dele.get(reply_address(said)).status_code == 404
    assert dele.get(reply_address(said).replace("/p/a/", "/p/b/")).status_code == 404


def test_a_draft_is_published_on_its_page(amina, said):
    draft = given.reply(said.programme, said)
    address = f"/p/a/forum/replies/{draft.uid}/publish/"
    assert amina.get(address).status_code == 200
    assert amina.post(address, {"version_seen": "1"}).status_code == 302
    assert Reply.objects.get().published_on == timezone.localdate()


def test_a_stale_draft_is_not_published(amina, said):
    draft = given.reply(said.programme, said)
    change_record(by="the tests", record=draft, values={"outcome": "partly"})
    assert amina.post(f"/p/a/forum/replies/{draft.uid}/publish/", {"version_seen": "1"}).status_code == 409
    assert Reply.objects.get().published_on is None


def test_readers_see_a_reply_only_once_it_is_published(amina, clara, said):
    draft = given.reply(said.programme, said)
    pages = (MATRIX, f"/p/a/forum/contributions/{said.uid}/", "/p/a/forum/contributions/")
    assert "Pumps are in the plan" in amina.get(MATRIX).content.decode()
    assert ["Pumps are in" in clara.get(page).content.decode() for page in pages] == [False] * 3
    assert clara.get("/p/a/forum/replies/").status_code == 403
    publish_reply(by="the tests", reply=draft)
    assert ["Pumps are in" in clara.get(page).content.decode() for page in pages] == [True] * 3


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("", {"The tunnels flood", "Dust", "Prices"}),
        ("step=P1-S4", {"Prices"}),
        ("constituency=traders", {"The tunnels flood"}),
        ("standing=open", {"Dust", "Prices"}),
        ("standing=accepted", {"The tunnels flood"}),
        ("standing=not_accepted", set()),
        ("standing=nonsense", {"The tunnels flood", "Dust", "Prices"}),
    ],
)
def test_the_matrix_is_narrowed(clara, said, asked, shown):
    programme = said.programme
    given.reply(programme, said, published_on=given.DAY)
    given.reply(programme, given.contribution(programme, "Dust"), outcome="not_accepted")
    given.contribution(programme, "Prices", step="P1-S4")
    page = clara.get(f"{MATRIX}?{asked}").content.decode()
    assert {words for words in ("The tunnels flood", "Dust", "Prices") if words in page} == shown


def test_the_matrix_leaves_as_a_file_with_published_replies_only(clara, said):
    given.reply(said.programme, said, published_on=given.DAY)
    given.reply(said.programme, given.contribution(said.programme, "Dust"), words=given.say("Secret draft"))
    file = b"".join(clara.get("/p/a/forum/contributions/export.csv").streaming_content).decode()
    assert "Pumps are in the plan" in file
    assert "Dust" in file
    assert "Secret draft" not in file


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("address", "queries_made"), [(MATRIX, 7), ("/p/a/forum/contributions/", 9)])
def test_lists_ask_as_often_for_three_as_for_one(
    amina, inside_a, rows, address, queries_made, django_assert_num_queries
):
    for number in range(rows):
        said = given.contribution(inside_a, f"Voice {number}")
        given.reply(inside_a, said, published_on=given.DAY)
    amina.get(address)
    with django_assert_num_queries(queries_made):
        amina.get(address)


def test_the_table_shows_who_is_missing_and_who_is_placed(clara, inside_a):
    given.group(inside_a, "miners", "f", influence=2, affectedness=5)
    page = clara.get(TABLE).content.decode()
    for words in ("Group of miners", "nobody yet", "Not on the register", "100"):
        assert words in page


def test_exercise_data_are_marked(clara, inside_a):
    given.group(inside_a, "miners", "f", influence=2, affectedness=5)
    assert "[exercise]" not in clara.get(TABLE).content.decode()
    given.group(inside_a, "traders", "m", influence=1, affectedness=1, exercise=True)
    given.group(inside_a, "unions", exercise=True)
    assert clara.get(TABLE).content.decode().count("[exercise]") == 3


def test_the_page_of_a_contribution_leads_to_what_is_next(amina, clara, said):
    page = f"/p/a/forum/contributions/{said.uid}/"
    assert reply_address(said) in amina.get(page).content.decode()
    assert reply_address(said) not in clara.get(page).content.decode()
    draft = given.reply(said.programme, said)
    assert reply_address(said) not in amina.get(page).content.decode()
    assert f"/p/a/forum/replies/{draft.uid}/" in amina.get(page).content.decode()
    assert f"/p/a/forum/replies/{draft.uid}/" not in clara.get(page).content.decode()


def test_the_table_of_another_country_is_not_there(dele, country_a):
    assert dele.get(TABLE).status_code == 404


def test_miners_may_contribute_but_not_change_what_was_said(clara, said):
    added = clara.post(
        "/p/a/forum/contributions/add/",
        {"words_en": "Our prices", "step": "P1-S4", "received_on": "2026-03-02"},
    )
    assert added.status_code == 302
    assert clara.get(f"/p/a/forum/contributions/{said.uid}/change/").status_code == 403


@pytest.mark.parametrize("slug", ["stakeholders", "charter", "sessions", "contributions", "replies"])
def test_each_register_opens(amina, said, slug):
    assert amina.get(f"/p/a/forum/{slug}/").status_code == 200
    assert amina.get(f"/p/a/forum/{slug}/add/").status_code == 200


# Chapter -------------------------------------------------------------------------------------------------------


def test_the_chapter_holds_published_replies_and_no_names(inside_a, said):
    given.group(inside_a, "miners", "f")
    given.reply(inside_a, said, words=given.say("Only a draft"))
    text = repr(list(chapter(inside_a, Desk(inside_a, "en"))))
    assert "The tunnels flood" in text
    assert "1 of 1 representatives" in text
    assert "Only a draft" not in text
    assert "Voice of miners" not in text


def test_the_chapter_of_an_empty_programme_says_what_is_missing(inside_a):
    text = repr(list(chapter(inside_a, Desk(inside_a, "en"))))
    assert "no charter yet" in text
    assert "No stakeholder has been entered" in text


def test_days_are_written_in_the_readers_way(inside_a):
    assert str(given.session(inside_a, day=date(2026, 3, 2))) == "2 Mar 2026 · Bahoruco"
