"""Step 1.4 of a workshop: what people should have read before they come."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from batea.guidance.steps import Ask, Finding, Gate, Missing, PageLink, Step, at_least, every
from batea.phase2_strategy.national.forms import LANGUAGE_NAMES
from batea.programmes.registers import address, address_of

from ...models import PackItem, Participant
from ..here import participant_of, today_there
from ..request.queries import workshop_or_none
from . import queries
from .chapter import chapter
from .registers import PACK, REGISTERS


def in_every_language(programme) -> Finding:
    """Of the summary and of the case there is one that each participant can read."""
    languages = queries.languages_spoken() or {programme.language}
    lacking = queries.lacking(PackItem.objects.all(), languages)
    href = address(PACK, "add", programme)
    wanted = len(languages) * len(queries.NEEDED)
    missing = tuple(
        Missing(
            _("%(kind)s: not in %(language)s.")
            % {"kind": PackItem.Kind(kind).label, "language": LANGUAGE_NAMES[lang]},
            href,
        )
        for kind, lang in lacking
    )
    return Finding(wanted - len(lacking), wanted, missing)


def released(programme) -> Finding:
    workshop = workshop_or_none()
    out = {item.pk for item in queries.released(today_there(workshop))} if workshop else set()
    return every(
        PackItem.objects.order_by("order", "pk"),
        ok=lambda item: item.pk in out,
        missing=lambda item: Missing(_("“%(what)s” is not released.") % {"what": item}, address_of(item)),
        none=Missing(_("Enter the texts of the pack."), address(PACK, "add", programme)),
    )


def read(programme) -> Finding:
    """Four of five have said that they read the summary and the case; nobody is named."""
    needed = [item for item in PackItem.objects.all() if item.kind in queries.NEEDED]
    lines = queries.matrix(needed) if needed else []
    done, of = queries.has_read_all(lines), len(lines)
    wanted = -(-of * queries.WANTED // 100) or 1
    said = _("%(done)s of %(of)s participants have read the summary and the case.") % {"done": done, "of": of}
    return at_least(wanted, done, Missing(said, reverse("pack:readers", args=[programme.slug])))


GATES = (
    Gate(
        "W1-S4.a",
        _("A summary of the guidance and a case are there in the language of every participant"),
        in_every_language,
        why=_("Whoever reads with a dictionary has not read the half of it."),
    ),
    Gate("W1-S4.b", _("Every part of the pack is released"), released),
    Gate(
        "W1-S4.c",
        _("At least 80 % of the participants have read the summary and the case"),
        read,
        why=_("Then the days can begin with work instead of lectures."),
    ),
)


def asks(programme, member):
    """What is released and not read in the version that stands now, of those who come to learn."""
    mine, workshop = participant_of(member), workshop_or_none()
    if mine is None or workshop is None or mine.part != Participant.Part.PARTICIPANT:
        return
    receipts, today = queries.receipts_of(mine), today_there(workshop)
    unread = [
        item
        for item in queries.released(today)
        if queries.state_of(item, receipts.get(item.pk)) != queries.READ
    ]
    if unread and workshop.ends >= today:
        said = ngettext_lazy("Read %(count)s text", "Read %(count)s texts", len(unread)) % {
            "count": len(unread)
        }
        yield Ask(said, reverse("pack:reading", args=[programme.slug]), workshop.starts)


STEP = Step(
    id="W1-S4",
    number="1.4",
    slug="advance-pack",
    title=_("Advance pack"),
    purpose=_("People arrive having read the guidance in short and the case."),
    see="workshop.see",
    course="workshop",
    who=(
        _("Facilitators write the summary and choose the cases."),
        _("The host country writes its case and agrees to its release."),
        _("Participants read, and say so."),
    ),
    activities=(
        _("Write a summary of the guidance and a glossary."),
        _("Write the case of the host country; further cases come from participating countries."),
        _("Translate both into the languages of the participants."),
        _("Release the pack three weeks before the first day."),
        _("Send it as files to those whose network is weak."),
        _("Look who has not read it, and ask what is in the way."),
    ),
    outputs=(
        _("A pack that can be read without a network and printed"),
        _("Read receipts"),
    ),
    questions=(
        _("Can it be read in two evenings?"),
        _("Does the case show what is not known?"),
        _("Who cannot open it, and how do they get it?"),
    ),
    pitfalls=(
        _("The pack arrives the day before."),
        _("The case names people whom it could harm."),
        _("A hundred pages are sent and none is read."),
    ),
    gates=GATES,
    registers=tuple(register.label for register in REGISTERS),
    pages=(
        PageLink(_("What to read in advance"), "pack:reading", "workshop.see"),
        PageLink(_("Who has read what"), "pack:readers", "workshop.change"),
    ),
    chapter=chapter,
    asks=asks,
)
