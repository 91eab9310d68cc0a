"""A plan followed for a year with the clock moved: asked by mail, answered on the page, by the link and by a reply."""

import io
import random
import re
from datetime import date
from email.message import EmailMessage
from smtplib import SMTPException
from types import SimpleNamespace

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.utils.translation import override
from django_scopes import scope
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from batea import cli
from batea.learning.models import CheckIn, Participant, Plan, PlanAction
from batea.learning.workshops.plans import actions
from batea.learning.workshops.plans.asking import Matter, question, remind
from batea.learning.workshops.plans.queries import learners_of, supervision
from batea.learning.workshops.plans.reply import (
    LARGEST,
    MARKS,
    STATES,
    read_message,
    receive_mail,
    reply_words,
)
from batea.learning.workshops.plans.tokens import check_in_with, digest_of, new_token
from batea.learning.workshops.results.checking import TRIES
from batea.problems import LINK_NOT_KNOWN, MAIL_REFUSED, NO_MAIL, NOT_YET_DUE, Refused
from batea.programmes.models import AuditEntry, Person
from batea.programmes.words import LANGUAGES
from tests.learning.conftest import BY, add, change, participant, said

SERVER = "https://batea.example.org"
LINK = re.compile(rf"{SERVER}(/check-in/([A-Za-z0-9_-]{{24}})/)")
TOKEN = "A" * 24


@pytest.fixture
def plan(workshop, marta):
    """Peru's plan, presented on the last day; its check-ins have their dates."""
    team = marta.participant.delegation
    found = add(Plan, workshop, delegation=team, step="P1-S3", objective=said("List every shaft"))
    act = {"words": said("Count"), "starts": date(2018, 7, 1), "ends": date(2018, 9, 30)}
    add(PlanAction, workshop, plan=found, **act)
    return actions.present_plan(by=BY, plan=found, day=date(2018, 6, 26))


def run(workshop, **values):
    return list(remind(by=BY, programme=workshop, server=SERVER, **values))


def asked(workshop, after_days=30) -> tuple[CheckIn, str]:
    """The check-in as it was asked for today, and the token of its message."""
    mail.outbox.clear()
    assert run(workshop)
    return CheckIn.objects.get(after_days=after_days), LINK.search(mail.outbox[0].body)[2]


def refused(problem, act, *args, **values):
    with pytest.raises(Refused) as error:
        act(*args, **values)
    assert error.value.problem is problem
    return error.value


# A year ---------------------------------------------------------------------------------------------------------------


def test_a_plan_is_followed_through_its_four_check_ins(workshop, marta, fatima, plan):
    with time_machine.travel("2018-07-25 12:00:00Z"):
        assert run(workshop) == []
    with time_machine.travel("2018-07-26 12:00:00Z"):
        asked(workshop)
        first = CheckIn.objects.get(after_days=30)
        done = PlanAction.objects.get()
        typed = {"state": "under_way", "percent": "20", "changed": "Lista empezada", "done": [str(done.uid)]}
        with override("es"):
            answer = marta.post(
                f"/p/w/workshop/our-plan/check-ins/{first.uid}/", typed, HTTP_ACCEPT_LANGUAGE="es"
            )
        assert answer.status_code == 302
        assert PlanAction.objects.get().done_on == date(2018, 7, 26)
    with time_machine.travel("2018-09-25 12:00:00Z"):
        _second, token = asked(workshop, 90)
        phone = Client(enforce_csrf_checks=True)
        page = phone.get(f"/check-in/{token}/")
        assert "List every shaft" in page.content.decode()
        mark = phone.cookies["csrftoken"].value
        typed = {"state": "under_way", "percent": "60", "blocker_kind": "money", "csrfmiddlewaretoken": mark}
        answer = phone.post(f"/check-in/{token}/", typed)
        assert (answer.status_code, answer["Location"]) == (302, "/check-in/thanks/")
        assert phone.get("/check-in/thanks/").status_code == 200
    with time_machine.travel("2018-12-24 12:00:00Z"):
        third, token = asked(workshop, 180)
        text = "ESTADO: hecho\nHECHO (%): 100\nCAMBIOS: Todos los pozos\ntienen número\nOBSTÁCULO: nada\n"
        third = receive_mail(by=BY, data=letter(f"Re: Perú [B-{token}]", text))
    with time_machine.travel("2019-06-27 12:00:00Z"):
        _fourth, token = asked(workshop, 365)
        Client().post(f"/check-in/{token}/", {"state": "done", "learned": "Begin with the list"})
    stood = CheckIn.objects.order_by("after_days").values_list(
        "state", "percent", "how", "answered_on", "digest"
    )
    assert list(stood) == [
        ("under_way", 20, "page", date(2018, 7, 26), ""),
        ("under_way", 60, "link", date(2018, 9, 25), ""),
        ("done", 100, "mail", date(2018, 12, 24), ""),
        ("done", None, "link", date(2019, 6, 27), ""),
    ]
    assert CheckIn.objects.get(after_days=30).changed == {"original": "es", "es": "Lista empezada"}
    assert third.changed == {"original": "es", "es": "Todos los pozos\ntienen número"}
    assert third.blocker_kind == "none"
    found = supervision(date(2019, 7, 30)).followed[0]
    assert (found.state, found.late) == ("done", 0)
    assert supervision(date(2019, 7, 30)).blockers == [("Money", 1, [])]


# Asking ---------------------------------------------------------------------------------------------------------------


@time_machine.travel("2018-07-26 12:00:00Z")
def test_it_asks_once_whoever_has_an_address_in_their_language(workshop, marta, nico, plan):
    rosa = participant(workshop, "rosa", "PE", language="fr")
    Person.objects.filter(pk=participant(workshop, "luis", "PE").participant.person_id).update(email="")
    participant(workshop, "gone", "PE", state="declined")
    sent = run(workshop)
    assert [(each.country, each.after_days, each.what, each.to) for each in sent] == [
        ("Peru", 30, "ask", ("marta@example.org", "rosa@example.org"))
    ]
    assert run(workshop) == []
    assert [message.to for message in mail.outbox] == [["marta@example.org"], ["rosa@example.org"]]
    spanish, french = mail.outbox
    assert "ESTADO:" in spanish.body
    assert "ÉTAT:" in french.body
    assert "List every shaft (es)" in spanish.body
    assert spanish.extra_headers["Auto-Submitted"] == "auto-generated"
    stored = CheckIn.objects.get(after_days=30)
    token = LINK.search(spanish.body)[2]
    assert LINK.search(french.body)[2] == token
    assert (stored.asked_on, stored.digest) == (date(2018, 7, 26), digest_of(token))
    trail = "".join(AuditEntry.objects.values_list("change", flat=True))
    assert token not in trail
    assert digest_of(token) not in trail
    assert rosa.participant.language == "fr"


@time_machine.travel("2018-07-26 12:00:00Z")
def test_a_dry_run_tells_and_writes_nothing(workshop, plan):
    before = AuditEntry.objects.count()
    [told] = run(workshop, dry=True)
    assert told.to == ("marta@example.org",)
    assert mail.outbox == []
    assert AuditEntry.objects.count() == before
    assert CheckIn.objects.get(after_days=30).asked_on is None


@time_machine.travel("2018-07-26 12:00:00Z")
def test_what_did_not_leave_is_asked_again(workshop, plan, monkeypatch):
    def broken(self, fail_silently=False):
        raise SMTPException("the mail server is away")

    with monkeypatch.context() as patched:
        patched.setattr("django.core.mail.EmailMessage.send", broken)
        [told] = run(workshop)
    assert (told.to, told.why) == ((), "the mail server is away")
    assert CheckIn.objects.get(after_days=30).asked_on is None
    assert run(workshop)[0].to == ("marta@example.org",)


@time_machine.travel("2018-07-26 12:00:00Z")
def test_a_team_without_an_address_is_named(workshop, marta, plan):
    Person.objects.filter(pk=marta.participant.person_id).update(email="")
    [told] = run(workshop)
    assert (told.to, told.why) == ((), "nobody has an e-mail address here")
    assert CheckIn.objects.get(after_days=30).asked_on is None


@time_machine.travel("2018-09-25 12:00:00Z")
def test_whoever_has_several_due_gets_one_message_with_a_link_for_each(workshop, marta, plan):
    participant(workshop, "rosa", "PE", language="pt")
    told = run(workshop)
    assert [(each.after_days, each.what, each.to) for each in told] == [
        (30, "ask", ("marta@example.org", "rosa@example.org")),
        (90, "ask", ("marta@example.org", "rosa@example.org")),
    ]
    assert [message.to for message in mail.outbox] == [["marta@example.org"], ["rosa@example.org"]]
    for message in mail.outbox:
        tokens = [token for _path, token in LINK.findall(message.body)]
        assert [check_in_with(token).after_days for token in tokens] == [30, 90]
        assert f"[B-{tokens[1]}]" in message.subject, "a reply answers the last one"
    assert "SITUAÇÃO:" in mail.outbox[1].body
    answered = receive_mail(by=BY, data=letter(mail.outbox[0].subject, "ESTADO: hecho\n"))
    assert answered.after_days == 90
    first = LINK.findall(mail.outbox[0].body)[0][1]
    assert check_in_with(first).answered_on is None, "the other link still holds"


def test_a_coach_of_two_late_teams_gets_one_message(workshop, marta, nico, fatima, plan):
    coach = participant(workshop, "carla", "BR", part="expert").participant
    change(Plan.objects.get(), coach=coach)
    other = add(
        Plan,
        workshop,
        delegation=nico.participant.delegation,
        step="P1-S3",
        objective=said("Open an office"),
        coach=coach,
    )
    actions.present_plan(by=BY, plan=other, day=date(2018, 6, 26))
    with time_machine.travel("2018-07-26 12:00:00Z"):
        run(workshop)
    mail.outbox.clear()
    with time_machine.travel("2018-08-09 12:00:00Z"):
        assert [(each.what, each.to) for each in run(workshop)] == [("late", ("carla@example.org",))] * 2
    [message] = mail.outbox
    assert all(f"/team-plans/{each.uid}/" in message.body for each in (plan, other))
    assert CheckIn.objects.filter(escalated_on=date(2018, 8, 9)).count() == 2


@time_machine.travel("2018-08-20 12:00:00Z")
def test_whoever_cannot_be_reached_by_mail_is_passed_on_in_the_same_run(workshop, fatima, plan, monkeypatch):
    add(Participant, workshop, badge="Fátima", part="facilitator", person=fatima.member.person, language="en")
    leave = EmailBackend.send_messages

    def to_teams_broken(self, messages):
        if messages[0].to == ["marta@example.org"]:
            raise SMTPException("no such mailbox")
        return leave(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", to_teams_broken)
    told = run(workshop)
    assert [(each.what, each.to, each.why) for each in told] == [
        ("ask", (), "no such mailbox"),
        ("late", ("fatima@example.org",), ""),
    ]
    stored = CheckIn.objects.get(after_days=30)
    assert (stored.asked_on, stored.digest, stored.escalated_on) == (None, "", date(2018, 8, 20))


@time_machine.travel("2018-07-26 12:00:00Z")
def test_what_is_answered_while_it_is_asked_stays_answered(workshop, plan, monkeypatch):
    def answered_meanwhile(team):
        stored = CheckIn.objects.get(after_days=30)
        values = {"state": "done", "percent": 100}
        actions.answer_check_in(by=BY, check_in=stored, how="page", values=values)
        return learners_of(team)

    monkeypatch.setattr("batea.learning.workshops.plans.asking.learners_of", answered_meanwhile)
    assert run(workshop) == []
    assert mail.outbox == []
    assert CheckIn.objects.get(after_days=30).state == "done"


def test_two_weeks_late_it_goes_to_the_coach_or_the_facilitators_once(workshop, fatima, plan):
    add(Participant, workshop, badge="Fátima", part="facilitator", person=fatima.member.person, language="en")
    with time_machine.travel("2018-07-26 12:00:00Z"):
        run(workshop)
    with time_machine.travel("2018-08-08 12:00:00Z"):
        assert run(workshop) == []
    mail.outbox.clear()
    with time_machine.travel("2018-08-09 12:00:00Z"):
        [told] = run(workshop)
        assert (told.what, told.to) == ("late", ("fatima@example.org",))
        assert run(workshop) == []
        assert CheckIn.objects.get(after_days=30).escalated_on == date(2018, 8, 9)
    body = mail.outbox[0].body
    assert f"{SERVER}/p/w/workshop/team-plans/{plan.uid}/" in body
    assert "List every shaft" not in body
    assert "check-in/" not in body, "the link is the team's"
    coach = participant(workshop, "carla", "BR", part="expert").participant
    change(Plan.objects.get(), coach=coach)
    with time_machine.travel("2018-09-24 12:00:00Z"):
        run(workshop)
    with time_machine.travel("2018-10-08 12:00:00Z"):
        assert [(each.what, each.to) for each in run(workshop)] == [("late", ("carla@example.org",))]


def test_who_is_asked_late_has_two_weeks_as_well(workshop, fatima, plan):
    add(Participant, workshop, badge="Fátima", part="facilitator", person=fatima.member.person, language="en")
    with time_machine.travel("2018-09-01 12:00:00Z"):
        assert [each.what for each in run(workshop)] == ["ask"]
    with time_machine.travel("2018-09-14 12:00:00Z"):
        assert run(workshop) == []
    with time_machine.travel("2018-09-15 12:00:00Z"):
        assert [each.what for each in run(workshop)] == ["late"]


def test_a_production_server_without_mail_says_so(workshop, plan, settings):
    settings.PRODUCTION, settings.EMAIL_BACKEND = True, "django.core.mail.backends.console.EmailBackend"
    refused(NO_MAIL, run, workshop)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert run(workshop)


def test_without_a_mailbox_nobody_is_told_to_reply(workshop, marta, plan, settings):
    check_in = CheckIn.objects.get(after_days=30)
    check_in.asked_on = date(2018, 7, 26)
    matters = [Matter(check_in, {}, TOKEN)]
    settings.EMAIL_REPLY_TO = ""
    assert "STATE:" not in question(matters, marta.participant, SERVER)[1]
    settings.EMAIL_REPLY_TO = "batea@example.org"
    assert "ESTADO:" in question(matters, marta.participant, SERVER)[1]


# The link -------------------------------------------------------------------------------------------------------------


def answers(token: str, client=None):
    return (client or Client()).get(f"/check-in/{token}/")


def test_used_old_and_unknown_links_answer_alike(workshop, plan):
    with time_machine.travel("2018-07-26 12:00:00Z"):
        _first, used = asked(workshop)
        assert answers(used).status_code == 200
        assert Client().post(f"/check-in/{used}/", {"state": "done"}).status_code == 302
        assert Client().post(f"/check-in/{used}/", {"state": "stopped"}).status_code == 404
    with time_machine.travel("2018-09-24 12:00:00Z"):
        _second, old = asked(workshop, 90)
    with time_machine.travel("2018-11-23 12:00:00Z"):
        assert answers(old).status_code == 200, "sixty days"
    with time_machine.travel("2018-11-24 12:00:00Z"):
        tokens = (used, old, TOKEN, "short", "ü" * 24)
        found = [answers(token) for token in tokens]
        bodies = {
            re.sub(r'(csrfmiddlewaretoken" value=|name="next" value=)"[^"]*"', "", each.content.decode())
            for each in found
        }
        assert {each.status_code for each in found} == {404}
        assert len(bodies) == 1
        assert b"B824" in found[0].content
    assert CheckIn.objects.get(after_days=30).state == "done"
    assert CheckIn.objects.get(after_days=90).answered_on is None


@time_machine.travel("2018-07-26 12:00:00Z")
def test_guessing_is_slowed_down(workshop, plan):
    _first, token = asked(workshop)
    thief = Client()
    for _try in range(TRIES):
        assert answers(new_token(), thief).status_code == 404
    assert answers(token, thief).status_code == 429
    assert answers(token, Client(REMOTE_ADDR="192.0.2.7")).status_code == 200


@time_machine.travel("2018-07-26 12:00:00Z")
def test_the_link_opens_one_question_and_no_more(workshop, nico, plan):
    add(
        Plan,
        workshop,
        delegation=nico.participant.delegation,
        step="P1-S1",
        objective=said("Brazil's secret"),
    )
    _first, token = asked(workshop)
    phone = Client()
    answer = answers(token, phone)
    shown = answer.content.decode()
    assert "Brazil's secret" not in shown
    assert "/p/w/" not in shown
    assert answer["Cache-Control"] == "private, no-store"
    assert phone.get("/p/w/").status_code == 302, "it signs nobody in"
    assert phone.post(f"/check-in/{token}/", {"state": ""}).status_code == 422
    assert phone.post(f"/check-in/{token}/", {"state": "done", "percent": "101"}).status_code == 422
    assert CheckIn.objects.get(after_days=30).answered_on is None


def test_a_post_from_another_page_is_refused(workshop, plan):
    with time_machine.travel("2018-07-26 12:00:00Z"):
        _first, token = asked(workshop)
        elsewhere = Client(enforce_csrf_checks=True)
        assert elsewhere.post(f"/check-in/{token}/", {"state": "done"}).status_code == 403
        assert CheckIn.objects.get(after_days=30).answered_on is None


def test_nothing_is_answered_before_its_day(workshop, marta, plan):
    later = CheckIn.objects.get(after_days=365)
    with time_machine.travel("2018-07-26 12:00:00Z"):
        refused(
            NOT_YET_DUE, actions.answer_check_in, by=BY, check_in=later, how="page", values={"state": "done"}
        )
        assert marta.get(f"/p/w/workshop/our-plan/check-ins/{later.uid}/").status_code == 409
        assert (
            b"B827" in marta.post(f"/p/w/workshop/our-plan/check-ins/{later.uid}/", {"state": "done"}).content
        )
    assert CheckIn.objects.filter(answered_on__isnull=False).count() == 0


def test_a_check_in_of_another_team_does_not_exist(workshop, nico, plan):
    first = CheckIn.objects.get(after_days=30)
    assert nico.get(f"/p/w/workshop/our-plan/check-ins/{first.uid}/").status_code == 404
    assert nico.post(f"/p/w/workshop/our-plan/check-ins/{first.uid}/", {"state": "done"}).status_code == 404
    assert CheckIn.objects.get(after_days=30).answered_on is None


# The reply ------------------------------------------------------------------------------------------------------------


def letter(subject: str, text: str, **headers) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "marta@example.org", "batea@example.org", subject
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message.as_bytes()


def read(text: str, subject: str = f"Re: x [B-{TOKEN}]", **headers):
    return read_message(letter(subject, text, **headers))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_marks_and_choices_in_each_language(lang):
    words = reply_words()
    mark = {name: words[name][lang][0].upper() for name in MARKS}
    for number, state in enumerate(STATES, 1):
        for said_so in (*words[state][lang], str(number), f"{number}.", words[state][lang][0].upper()):
            text = f"{mark['state']}: {said_so}\n{mark['percent']}: 40 %\n{mark['learned']}: été, año, não\n"
            found = read(text)
            assert (found.state, found.percent, found.said) == (state, 40, {"learned": "été, año, não"})
    assert found.token == TOKEN


def test_the_form_in_the_message_comes_back_as_it_was_written(workshop, marta, plan, settings):
    """What the message asks for is what the reader understands: filled in, each form gives its answers."""
    settings.EMAIL_REPLY_TO = "batea@example.org"
    check_in = CheckIn.objects.get(after_days=30)
    check_in.asked_on = date(2018, 7, 26)
    for lang in LANGUAGES:
        to = SimpleNamespace(badge="Marta", language=lang)
        with override(lang):
            subject, body = question([Matter(check_in, {}, TOKEN)], to, SERVER)
        form = [line for line in body.splitlines() if re.fullmatch(r"  [^:]+:", line)]
        form = [line for line in form if line.strip().isupper()]
        filled = [f"{line} {value}" for line, value in zip(form, ("2", "50", "a", "b", "c"), strict=True)]
        quoted = "\n".join(f"> {line}" for line in body.splitlines())
        found = read("\n".join(filled) + f"\n\nMarta wrote:\n{quoted}", f"Re: {subject}")
        assert (found.token, found.state, found.percent) == (TOKEN, "under_way", 50)
        assert found.said == {"changed": "a", "blocker": "b", "learned": "c"}


def test_quoted_lines_signatures_and_the_message_below_are_not_answers():
    text = (
        "STATE: under way\n> STATE: done\n> DONE (%): 99\nCHANGED: two\nlines\n\n-- \nLEARNED: my signature\n"
        "From: batea <batea@example.org>\nOBSTACLE: theirs\n"
    )
    found = read(text)
    assert (found.state, found.percent, found.said) == ("under_way", None, {"changed": "two\nlines"})
    refused(MAIL_REFUSED, read, "> STATE: done\n")
    refused(MAIL_REFUSED, read, "On Monday batea wrote:\nSTATE: done\n")


@pytest.mark.parametrize(
    ("text", "headers"),
    [
        ("STATE: perhaps", {}),
        ("STATE: 5", {}),
        ("STATE: 0", {}),
        ("We are fine", {}),
        ("STATE: done\nDONE (%): 101", {}),
        ("STATE: done\nDONE (%): -1", {}),
        ("STATE: done\nCHANGED: " + "x" * 5_001, {}),
        ("STATE: done", {"Auto_Submitted": "auto-replied"}),
        ("STATE: done", {"Precedence": "bulk"}),
        ("STATE: done", {"subject": "without its code"}),
    ],
)
def test_what_cannot_be_taken_is_refused_in_words(text, headers):
    words = refused(MAIL_REFUSED, read, text, **headers).in_words()[0]
    assert len(words) > len("The message cannot be taken: ")


def test_the_code_may_stand_in_the_text_and_subjects_may_be_encoded():
    assert read(f"[B-{TOKEN}]\nSTATE: done", "Re: no code").token == TOKEN
    assert read("STATE: done", f"Ré: où en êtes-vous ? [B-{TOKEN}]").token == TOKEN


def test_only_plain_text_that_is_no_attachment_is_read():
    message = EmailMessage()
    message["Subject"] = f"[B-{TOKEN}]"
    message.set_content("STATE: stopped")
    message.add_alternative("<p>STATE: done</p>", subtype="html")
    message.add_attachment("STATE: done", filename="x.txt")
    assert read_message(message.as_bytes()).state == "stopped"
    page = EmailMessage()
    page["Subject"] = f"[B-{TOKEN}]"
    page.set_content("<p>STATE: done</p>", subtype="html")
    refused(MAIL_REFUSED, read_message, page.as_bytes())


def test_a_message_too_large_is_not_parsed(monkeypatch):
    monkeypatch.setattr("batea.learning.workshops.plans.reply.message_from_bytes", lambda data: 1 / 0)
    refused(MAIL_REFUSED, read_message, b"x" * (LARGEST + 1))


def hostile(seed: int) -> bytes:
    """A message made to break a reader: broken headers, parts in parts, charsets that are none, bytes out of place."""
    dice = random.Random(seed)
    pieces = [
        b"Subject: =?utf-8?b?\xff\xfe?= [B-" + b"A" * dice.choice((0, 23, 24, 25)) + b"]\r\n",
        b"Subject: =?x-none?q?=FF?=\r\n =?utf-8?q?" + b"=" * dice.randrange(60) + b"?=\r\n",
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
        + b"--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" * 80,
        b"Content-Type: text/plain; charset="
        + dice.choice((b"none", b"utf-7", b"\xff", b"idna", b"hex", b"rot13"))
        + b"\r\n",
        b"Content-Transfer-Encoding: "
        + dice.choice((b"base64", b"quoted-printable", b"x-uuencode", b"\xe9"))
        + b"\r\n",
        b"Content-Type: message/rfc822\r\n\r\n",
        b"Content-Disposition: attach\x00ment\r\n",
        b"\r\n\r\nSTATE: " + dice.choice((b"done", b"\xff\x00", "½".encode(), b"1" * 5_000)) + b"\r\n",
        b"\r\nDONE (%): " + dice.choice((b"9" * 400, b"1e9", "٤٠".encode(), b"-0", b"nan")) + b"\r\n",
        b"CHANGED: \x00\xed\xa0\x80\x1b[31m" + bytes(dice.randrange(256) for _each in range(40)) + b"\r\n",
        b":" * dice.randrange(2_000) + b"\n",
        bytes(dice.randrange(256) for _each in range(dice.randrange(300))),
    ]
    return b"".join(dice.choices(pieces, k=dice.randrange(1, 9)))


def survives(data: bytes) -> bool:
    """Taken or refused in words; True when it was taken."""
    try:
        found = read_message(data)
    except Refused as refusal:
        assert refusal.problem is MAIL_REFUSED
        assert refusal.in_words()[0]
        return False
    assert found.state in STATES
    assert found.percent is None or 0 <= found.percent <= 100
    assert "\x00" not in "".join(found.said.values())
    return True


def test_five_hundred_hostile_messages_are_refused_or_read_and_break_nothing():
    taken = sum(survives(hostile(seed)) for seed in range(500))
    assert 0 < taken < 250


@given(st.binary(max_size=2_000), st.text(max_size=300))
@hypothesis_settings(max_examples=200, deadline=None)
def test_any_bytes_and_any_words_after_the_marks(data, words):
    survives(data)
    survives(f"Subject: [B-{TOKEN}]\n\nSTATE: {words}\nCHANGED: {words}\n".encode("utf-8", "surrogatepass"))


@time_machine.travel("2018-07-26 12:00:00Z")
def test_a_reply_is_taken_once(workshop, plan):
    _first, token = asked(workshop)
    data = letter(f"[B-{token}]", "STATE: done\nOBSTACLE: The road\n")
    taken = receive_mail(by=BY, data=data)
    assert (taken.state, taken.blocker_kind, str(taken.blocker)) == ("done", "other", "The road")
    refused(LINK_NOT_KNOWN, receive_mail, by=BY, data=letter(f"[B-{token}]", "STATE: stopped\n"))
    refused(LINK_NOT_KNOWN, check_in_with, token)
    assert CheckIn.objects.get(after_days=30).state == "done"


# Commands -------------------------------------------------------------------------------------------------------------


@time_machine.travel("2018-07-26 12:00:00Z")
def test_the_commands_ask_and_take_the_reply(workshop, plan, capsys, monkeypatch):
    command = ["workshop", "remind", "--server", f"{SERVER}/"]
    with scope():
        assert cli.main([*command, "--dry-run"]) == 0
        assert mail.outbox == []
        assert cli.main([*command, "--workshop", "w"]) == 0
        assert "marta@example.org" in capsys.readouterr().out
        token = LINK.search(mail.outbox[0].body)[2]
        assert cli.main(command) == 0
        assert len(mail.outbox) == 1
        for text, status in (("STATE: maybe", 1), ("STATE: done", 0), ("STATE: done", 1)):
            data = letter(f"[B-{token}]", text)
            monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(data)))
            assert cli.main(["workshop", "receive-mail"]) == status
        told = capsys.readouterr()
    assert "B825" in told.err
    assert "B824" in told.err
    assert "after_days: 30" in told.out
    assert CheckIn.objects.get(after_days=30).how == "mail"
