from django.utils.translation import gettext_lazy as _

from batea.programmes.registers import Column, Register

from ..countries import country_name
from .models import Gathering, ModerationEntry, Profile, Room, Twinning
from .shown import key_words

SEEN = {"see": "community.see", "change": "community.moderate"}


def country(record) -> str:
    return country_name(record.country) if record.country else ""


def about_member(profile: Profile) -> dict:
    return {"topics": [key_words(step) for step in profile.topics]}


MEMBERS = Register(
    Profile,
    "community/members",
    columns=(
        "badge",
        Column("country", _("country"), country, sort="country"),
        "expert",
        Column("topics", _("can help with"), lambda profile: ", ".join(map(key_words, profile.topics))),
    ),
    fields=("person", "badge", "country", "expert"),
    shown=("badge", "country", "expert", "about"),
    filters=("country", "expert"),
    search=("badge", "about"),
    ordering=("badge",),
    panel="learning/community/member_panel.html",
    panel_data=about_member,
    intro=_(
        "A country opens the room of that country, so a moderator enters it. Everybody writes the rest of the own profile."
    ),
    beside=((_("My profile"), "community:profile"),),
    purpose=True,
    **SEEN,
)
ROOMS = Register(
    Room,
    "community/all-rooms",
    see="community.moderate",
    change="community.moderate",
    columns=("title", Column("country", _("country"), country, sort="country"), "about"),
    fields=("title", "country", "about"),
    filters=("country",),
    search=("title",),
    ordering=("country", "pk"),
    beside=((_("Rooms and questions"), "community:rooms"),),
)
MODERATION = Register(
    ModerationEntry,
    "community/moderation",
    see="community.moderate",
    change="",
    columns=("decided_on", "what", "hidden", "reason", "decided_by"),
    shown=("decided_on", "what", "hidden", "reason", "decided_by"),
    filters=("hidden",),
    search=("reason", "decided_by"),
    ordering=("-decided_on", "-pk"),
    intro=_("What was hidden or shown again, by whom and why. Entries are never changed."),
)
GATHERINGS = Register(
    Gathering,
    "community/gatherings",
    columns=("title", "begins", "minutes", "where", "host"),
    fields=("title", "begins", "minutes", "where", "host", "step", "notes"),
    filters=("step",),
    search=("title", "where", "notes"),
    ordering=("-begins",),
    intro=_("Expert round tables and other meetings. Times are in UTC."),
    beside=((_("For your calendar (iCalendar)"), "community:calendar"),),
    **SEEN,
)
TWINNINGS = Register(
    Twinning,
    "community/twinnings",
    columns=("country", "other", "problem", "state", "first_visit", "second_visit"),
    fields=("country", "other", "problem", "goal", "state", "first_visit", "second_visit", "learned"),
    filters=("state",),
    search=("problem", "goal", "learned"),
    ordering=("country", "other"),
    beside=((_("Suggested twinnings"), "community:twins"),),
    intro=_("Two countries that share a problem visit each other."),
    **SEEN,
)
REGISTERS = (MEMBERS, ROOMS, MODERATION, GATHERINGS, TWINNINGS)
