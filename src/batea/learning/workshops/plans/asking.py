"""Who is written to when a check-in is due, and when it stays unanswered. Made to be run every day: it asks once."""

import smtplib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import formats, translation
from django.utils.translation import gettext as _

from batea.problems import NO_MAIL, Refused
from batea.programmes.actions import change_record
from batea.programmes.models import Programme

from ...models import CheckIn, Participant, Workshop
from ..here import today_there
from .queries import learners_of, supervisors_of, to_be_asked, to_be_passed_on
from .reply import MARKS, STATES, reply_words
from .tokens import LASTS, digest_of, new_token

# Mail programmes that answer by themselves leave these alone (RFC 3834).
HEADERS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


@dataclass(frozen=True)
class Written:
    """One check-in and whom was written to about it; `why` nobody was, when nobody was."""

    programme: str
    country: str
    after_days: int
    what: str
    to: tuple[str, ...]
    why: str = ""


class NobodyReached(Exception):
    """No message left: what was noted about it must not stay."""


def remind(*, by, programme: Programme, server: str, dry: bool = False) -> Iterator[Written]:
    """Ask the teams whose check-in is due, and pass on those two weeks late. Call inside the programme's scope.

    `dry` only tells. Raises Refused B826 where a production server has no way to send.
    """
    if not dry and settings.PRODUCTION and settings.EMAIL_BACKEND.endswith("console.EmailBackend"):
        raise Refused(NO_MAIL)
    workshop = Workshop.objects.first()
    if workshop is None:
        return
    today = today_there(workshop)
    for check_in in list(to_be_asked(today)):
        people = list(learners_of(check_in.plan.delegation))
        yield write_about(check_in, "ask", people, dry, partial(ask, by, check_in, people, server, today))
    for check_in in list(to_be_passed_on(today)):
        people = list(supervisors_of(check_in.plan))
        yield write_about(
            check_in, "late", people, dry, partial(pass_on, by, check_in, people, server, today)
        )


def write_about(check_in: CheckIn, what: str, people: list[Participant], dry: bool, act) -> Written:
    about = (check_in.programme.slug, str(check_in.plan.delegation), check_in.after_days, what)
    if not people:
        return Written(*about, (), _("nobody has an e-mail address here"))
    if dry:
        return Written(*about, addresses(people))
    try:
        with transaction.atomic():
            return Written(*about, act())
    except NobodyReached as error:
        return Written(*about, (), str(error))


def addresses(people: list[Participant]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.person.email for each in people))


def ask(by, check_in: CheckIn, people: list[Participant], server: str, today: date) -> tuple[str, ...]:
    """One link for the whole team: whoever answers first answers for all."""
    token = new_token()
    values = {"asked_on": today, "digest": digest_of(token)}
    asked = change_record(by=by, record=check_in, values=values, act="ask")
    return send(people, lambda each: question(asked, each, token, server))


def pass_on(by, check_in: CheckIn, people: list[Participant], server: str, today: date) -> tuple[str, ...]:
    late = change_record(by=by, record=check_in, values={"escalated_on": today}, act="pass on")
    return send(people, lambda each: late_word(late, each, server))


def send(people: list[Participant], write) -> tuple[str, ...]:
    """Write to each in the own language; returns who was reached. Raises NobodyReached with the reason."""
    reached, reason = [], ""
    for each in {person.person.email: person for person in people}.values():
        with translation.override(each.language):
            subject, body = write(each)
        message = EmailMessage(subject, body, to=[each.person.email], headers=HEADERS)
        if settings.EMAIL_REPLY_TO:
            message.reply_to = [settings.EMAIL_REPLY_TO]
        try:
            message.send()
            reached.append(each.person.email)
        except (smtplib.SMTPException, OSError, ValueError) as error:
            reason = str(error)
    if not reached:
        raise NobodyReached(reason)
    return tuple(reached)


def question(check_in: CheckIn, to: Participant, token: str, server: str) -> tuple[str, str]:
    """Subject and text, in the language of the moment."""
    plan = check_in.plan
    subject = _("%(country)s: how does your plan stand after %(days)s days?") % {
        "country": plan.delegation,
        "days": check_in.after_days,
    }
    until = formats.date_format(check_in.asked_on + timedelta(days=LASTS), "DATE_FORMAT")
    lines = [
        _("Good day, %(name)s") % {"name": to.badge},
        "",
        _("Your team took a return-to-work plan home:"),
        f"  {plan.objective.say(to.language).text}",
        "",
        _(
            "Please say how it stands. One answer is enough for the team: whoever answers first answers for all."
        ),
        "",
        _("On a phone or a computer, without signing in:"),
        f"  {server}{reverse('check_in:answer', args=[token])}",
        _("The link holds until somebody has answered, and no longer than %(day)s.") % {"day": until},
    ]
    if settings.EMAIL_REPLY_TO:
        lines += reply_form(to.language)
    return f"{subject} [B-{token}]", "\n".join(lines) + "\n"


def reply_form(lang: str) -> list[str]:
    """How to answer by mail: marks at the beginning of lines, the choices with their numbers."""
    words = reply_words()
    shown = [f"{number} {words[state][lang][0]}" for number, state in enumerate(STATES, 1)]
    return [
        "",
        _(
            "Or answer this message. Leave the subject as it is, and write above this text, after these marks:"
        ),
        "",
        *(f"  {words[mark][lang][0].upper()}:" for mark in MARKS),
        "",
        _("The first line takes a number or the words: %(choices)s. The second takes a number from 0 to 100.")
        % {"choices": ", ".join(shown)},
        _("What you write is read by your team, your peer team, your coach and the facilitators."),
    ]


def late_word(check_in: CheckIn, to: Participant, server: str) -> tuple[str, str]:
    plan = check_in.plan
    about = {
        "country": plan.delegation,
        "days": check_in.after_days,
        "due": formats.date_format(check_in.due, "DATE_FORMAT"),
    }
    page = reverse("plans:plan", kwargs={"programme": check_in.programme.slug, "uid": plan.uid})
    lines = [
        _("Good day, %(name)s") % {"name": to.badge},
        "",
        _("The check-in of %(country)s after %(days)s days was due on %(due)s, and nobody has answered.")
        % about,
        _("Please ask the team how it is, and what would help. Its plan is here (sign in first):"),
        f"  {server}{page}",
    ]
    return _("%(country)s has not answered its check-in after %(days)s days") % about, "\n".join(lines) + "\n"
