"""Who is written to when a check-in is due, and when it stays unanswered. Made to be run every day: it asks once.

Everybody gets one message for all that is due, with one link for each check-in.
"""

import smtplib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import formats, translation
from django.utils.translation import gettext as _

from batea.problems import CHANGED_MEANWHILE, NO_MAIL, Refused
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


@dataclass(frozen=True)
class Matter:
    """One check-in to write about, and to whom, by address. It has a token when it is asked for the first time."""

    check_in: CheckIn
    people: dict[str, Participant]
    token: str = ""

    @property
    def what(self) -> str:
        return "ask" if self.token else "late"

    def written(self, to: tuple[str, ...], why: str = "") -> Written:
        plan = self.check_in.plan
        about = (self.check_in.programme.slug, str(plan.delegation), self.check_in.after_days, self.what)
        return Written(*about, to, "" if to else why or _("nobody has an e-mail address here"))


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
    write = tell if dry else write_about
    asked = [
        Matter(each, by_address(learners_of(each.plan.delegation)), new_token())
        for each in to_be_asked(today)
    ]
    yield from write(asked, by, server, today)
    # Whoever is asked only now is not late at once; whoever cannot be asked is.
    only_now = [each.check_in.pk for each in asked if each.people] if dry else []
    late = to_be_passed_on(today).exclude(pk__in=only_now)
    yield from write(
        [Matter(each, by_address(supervisors_of(each.plan))) for each in late], by, server, today
    )


def by_address(people) -> dict[str, Participant]:
    found: dict[str, Participant] = {}
    for each in people:
        found.setdefault(each.person.email, each)
    return found


def tell(matters: list[Matter], by, server: str, today: date) -> list[Written]:
    return [each.written(tuple(each.people)) for each in matters]


def write_about(matters: list[Matter], by, server: str, today: date) -> list[Written]:
    """One message for each person. What is asked is noted before it leaves, so that every link that arrives opens;
    what reached nobody is taken back, so that it is tried again. No lock is held while the mail server answers."""
    noted = [found for each in matters if (found := note(each, by, today))]
    reasons = {to: send(to, person, about, server) for to, (person, about) in letters(noted).items()}
    written = []
    for each in noted:
        to = tuple(address for address in each.people if not reasons[address])
        if each.people and not to:
            take_back(each, by)
        written.append(each.written(to, next(filter(None, map(reasons.get, each.people)), "")))
    return written


def letters(matters: list[Matter]) -> dict[str, tuple[Participant, list[Matter]]]:
    """Who is written to about what, by address."""
    found: dict[str, tuple[Participant, list[Matter]]] = {}
    for matter in matters:
        for address, person in matter.people.items():
            found.setdefault(address, (person, []))[1].append(matter)
    return found


def note(matter: Matter, by, today: date) -> Matter | None:
    """One link for the whole team: whoever answers first answers for all. None when somebody has just answered."""
    if not matter.people:
        return matter
    if matter.token:
        values, act = {"asked_on": today, "digest": digest_of(matter.token)}, "ask"
    else:
        values, act = {"escalated_on": today}, "pass on"
    stored = unless_changed(matter, by, values, act)
    return stored and Matter(stored, matter.people, matter.token)


def take_back(matter: Matter, by) -> None:
    values = {"asked_on": None, "digest": ""} if matter.token else {"escalated_on": None}
    unless_changed(matter, by, values, "change")


def unless_changed(matter: Matter, by, values: dict, act: str) -> CheckIn | None:
    try:
        return change_record(by=by, record=matter.check_in, values=values, act=act)
    except Refused as refused:
        if refused.problem is not CHANGED_MEANWHILE:
            raise
        return None


def send(to: str, person: Participant, about: list[Matter], server: str) -> str:
    """Write to one person in the own language; returns why it did not leave, or nothing."""
    with translation.override(person.language):
        subject, body = (question if about[0].token else late_word)(about, person, server)
    message = EmailMessage(subject, body, to=[to], headers=HEADERS)
    if settings.EMAIL_REPLY_TO:
        message.reply_to = [settings.EMAIL_REPLY_TO]
    try:
        message.send()
    except (smtplib.SMTPException, OSError, ValueError) as error:
        return str(error) or type(error).__name__
    return ""


# The messages, as (subject, text) in the language of the moment -------------------------------------------------------


def facts(check_in: CheckIn) -> dict:
    return {
        "country": check_in.plan.delegation,
        "days": check_in.after_days,
        "due": formats.date_format(check_in.due, "DATE_FORMAT"),
    }


def question(matters: list[Matter], to: Participant, server: str) -> tuple[str, str]:
    """A reply by mail answers one check-in, the last of them: its code stands in the subject."""
    last, several = matters[-1], len(matters) > 1
    until = formats.date_format(last.check_in.asked_on + timedelta(days=LASTS), "DATE_FORMAT")
    aims = dict.fromkeys(each.check_in.plan.objective.say(to.language).text for each in matters)
    lines = [
        _("Good day, %(name)s") % {"name": to.badge},
        "",
        _("Your team took a return-to-work plan home:"),
        *(f"  {aim}" for aim in aims),
        "",
        _(
            "Please say how it stands. One answer is enough for the team: whoever answers first answers for all."
        ),
        "",
        _("On a phone or a computer, without signing in:"),
    ]
    for each in matters:
        if several:
            lines += ["", f"  {named(each)}"]
        lines.append(f"  {server}{reverse('check_in:answer', args=[each.token])}")
    if several:
        lines += [
            "",
            _("Each link holds until somebody has answered, and no longer than %(day)s.") % {"day": until},
        ]
    else:
        lines.append(
            _("The link holds until somebody has answered, and no longer than %(day)s.") % {"day": until}
        )
    if settings.EMAIL_REPLY_TO:
        lines += reply_form(to.language, named(last) if several else "")
    return f"{asking_subject(matters)} [B-{last.token}]", "\n".join(lines) + "\n"


def named(matter: Matter) -> str:
    return _("%(country)s, after %(days)s days (due on %(due)s)") % facts(matter.check_in)


def asking_subject(matters: list[Matter]) -> str:
    about = facts(matters[-1].check_in) | {"count": len(matters)}
    if len(matters) > 1:
        return _("%(country)s: how does your plan stand? Check-ins to answer: %(count)s") % about
    return _("%(country)s: how does your plan stand after %(days)s days?") % about


def reply_form(lang: str, answers: str) -> list[str]:
    """How to answer by mail: marks at the beginning of lines, the choices with their numbers.

    `answers` names the check-in a reply answers, where the message asks for several."""
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
        *([_("A reply answers one check-in: %(which)s.") % {"which": answers}] if answers else []),
        _("The first line takes a number or the words: %(choices)s. The second takes a number from 0 to 100.")
        % {"choices": ", ".join(shown)},
        _("What you write is read by your team, your peer team, your coach and the facilitators."),
    ]


def late_word(matters: list[Matter], to: Participant, server: str) -> tuple[str, str]:
    hello = [_("Good day, %(name)s") % {"name": to.badge}, ""]
    if len(matters) > 1:
        lines = [
            _("These check-ins were due, and nobody has answered:"),
            *(line for each in matters for line in ("", f"  {named(each)}", f"  {page_of(each, server)}")),
            "",
            _(
                "Please ask the teams how it is, and what would help. The links lead to the plans (sign in first)."
            ),
        ]
        subject = _("Check-ins nobody has answered: %(count)s") % {"count": len(matters)}
        return subject, "\n".join(hello + lines) + "\n"
    about = facts(matters[0].check_in)
    lines = [
        _("The check-in of %(country)s after %(days)s days was due on %(due)s, and nobody has answered.")
        % about,
        _("Please ask the team how it is, and what would help. Its plan is here (sign in first):"),
        f"  {page_of(matters[0], server)}",
    ]
    subject = _("%(country)s has not answered its check-in after %(days)s days") % about
    return subject, "\n".join(hello + lines) + "\n"


def page_of(matter: Matter, server: str) -> str:
    check_in = matter.check_in
    address = {"programme": check_in.programme.slug, "uid": check_in.plan.uid}
    return server + reverse("plans:plan", kwargs=address)
