"""The weekly letter: what is new that its reader may see, in the reader's language, to those who want it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.mail import send_mail
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_scopes import scope

from batea.problems import NO_PROGRAMME, Refused
from batea.programmes.audit import write_audit
from batea.programmes.models import Programme
from batea.programmes.registers.cells import shown
from batea.programmes.words import LANGUAGES

from ..countries import country_name
from .models import Profile, Question, Visibility
from .queries import coming, published_cases, rooms_of_country, shared_items, waiting_for

DAYS = 7
AHEAD = timedelta(days=14)


@dataclass(frozen=True)
class Letter:
    to: str
    subject: str
    body: str


def send_letters(*, by, community: Programme, server: str, dry: bool = False) -> int:
    """Write to everybody who wants it and has news; returns how many letters. Raises Refused B602 elsewhere."""
    if community.kind != Programme.Kind.COMMUNITY:
        raise Refused(NO_PROGRAMME, slug=community.slug)
    with scope(programme=community):
        count = 0
        for letter in letters(
            community, server
        ):  # each is written when its turn has come: what was taken back is not in it
            count += 1
            if not dry:
                send_mail(letter.subject, letter.body, None, [letter.to])
        if not dry:
            write_audit(by=by, act="send letters", programme=community, change={"letters": [None, count]})
    return count


def letters(community: Programme, server: str) -> Iterator[Letter]:
    since = timezone.localdate() - timedelta(days=DAYS)
    readers = Profile.objects.filter(digest=True).exclude(person=None).select_related("person__account")
    for profile in readers.order_by("pk"):
        account = profile.person.account
        to = profile.person.email or (account.email if account else "")
        wanted = account.language if account and account.language in LANGUAGES else community.language
        with translation.override(wanted):
            news = [part for part in parts(profile, since, wanted, f"{server}/p/{community.slug}") if part[1]]
            if to and news:
                yield Letter(to, subject(community, wanted), body(community, news, server, wanted))


def subject(community: Programme, lang: str) -> str:
    name = community.name.say(lang).text
    return _("%(community)s: news of the week") % {"community": " ".join(name.split())}


def parts(profile: Profile, since: date, lang: str, start: str) -> Iterator[tuple[str, list[str]]]:
    """(heading, lines) of what the reader may see; a country's room only for its members."""

    def said(words) -> str:
        return " ".join(words.say(lang).text.split())

    def line(words, further: str, page: str, uid) -> str:
        return f"- {said(words)}{f' ({further})' if further else ''}\n  {start}/community/{page}/{uid}/"

    waiting = waiting_for(profile).filter(room__in=rooms_of_country(profile.country))
    yield _("Put to you"), [line(each.title, "", "questions", each.uid) for each in waiting]
    asked = Question.objects.filter(
        room__in=rooms_of_country(profile.country), visibility=Visibility.SHOWN, asked_on__gte=since
    ).order_by("asked_on", "pk")
    yield _("New questions"), [line(each.title, "", "questions", each.uid) for each in asked]
    items = shared_items().filter(shared_on__gte=since).order_by("shared_on", "pk")
    yield (
        _("Newly shared"),
        [line(each.title, country_name(each.country), "library", each.uid) for each in items],
    )
    cases = published_cases().filter(published_on__gte=since).order_by("published_on", "pk")
    yield (
        _("New case studies"),
        [line(each.title, country_name(each.country), "cases", each.uid) for each in cases],
    )
    soon = coming().filter(begins__lte=timezone.now() + AHEAD)
    yield (
        _("Gatherings of the next two weeks"),
        [line(each.title, f"{shown(each.begins)} UTC", "gatherings", each.uid) for each in soon],
    )


def body(community: Programme, news: list[tuple[str, list[str]]], server: str, lang: str) -> str:
    told = "\n\n".join("\n".join((heading, *lines)) for heading, lines in news)
    home = server + reverse("community:home", args=[community.slug])
    profile = server + reverse("community:profile", args=[community.slug])
    end = _("You get this letter because your profile says so. To end it: %(address)s") % {"address": profile}
    return f"{community.name.say(lang).text}\n{home}\n\n{told}\n\n--\n{end}\n"
