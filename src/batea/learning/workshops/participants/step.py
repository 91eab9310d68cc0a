"""Step 1.2 of a workshop: who is invited and comes, in balance, each able to take part."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from batea.guidance.steps import Ask, Finding, Gate, Missing, PageLink, Step, at_least, both, every
from batea.programmes.registers import address, list_address

from ...models import Delegation, LogisticItem, NeedsAnswer, Participant, Workshop
from ..here import participant_of, today_there
from ..request.queries import workshop_or_none
from . import queries
from .chapter import chapter
from .registers import PARTICIPANTS, REGISTERS
from .wording import extra_words


def delegations_named(programme) -> Finding:
    """Whoever accepted has said who comes."""
    named = {each.delegation_id for each in queries.learners() if each.state == Participant.State.CONFIRMED}
    return every(
        Delegation.objects.filter(state=Delegation.State.ACCEPTED).order_by("country"),
        ok=lambda delegation: delegation.pk in named,
        missing=lambda delegation: Missing(
            _("%(country)s has accepted, and nobody has confirmed.") % {"country": delegation},
            f"{address(PARTICIPANTS, 'add', programme)}?delegation={delegation.uid}",
        ),
        none=Missing(_("No country has accepted yet."), list_address(Delegation, programme)),
    )


def balanced(programme) -> Finding:
    workshop, href = Workshop.objects.first(), reverse("participants:balance", args=[programme.slug])
    if workshop is None:
        return at_least(1, 0, Missing(_("Describe the workshop first."), list_address(Workshop, programme)))
    found = queries.balance(workshop)
    said = (
        extra_words(found.confirmed, found)
        if found.confirmed.count.known
        else _("Nobody has confirmed whose sex is stated.")
    )
    return at_least(1, int(found.confirmed.met), Missing(said, href))


def can_sign_in(programme) -> Finding:
    people = queries.sign_ins()
    ready = sum(each.ready for each in people)
    said = _("%(ready)s of %(of)s who confirmed can sign in.") % {"ready": ready, "of": len(people)}
    return at_least(
        len(people) or 1, ready, Missing(said, reverse("participants:sign_ins", args=[programme.slug]))
    )


def needs_heard(programme) -> Finding:
    """Two thirds have answered the needs survey."""
    of = len([each for each in queries.learners() if each.state == Participant.State.CONFIRMED])
    answers = NeedsAnswer.objects.count()
    said = _("%(answers)s of %(of)s participants have said what they need.") % {"answers": answers, "of": of}
    return at_least(
        -(-2 * of // 3) or 1,
        answers,
        Missing(said, reverse("participants:needs_summary", args=[programme.slug])),
    )


def arranged(programme) -> Finding:
    """Something is planned for everybody who needs it, and nothing is late. Nobody is named: participants read this, too."""
    needing = queries.with_needs()
    cared = sum(bool(each.logistics.all()) for each in needing)
    late = len(queries.overdue())
    short = reverse("participants:in_short", args=[programme.slug])
    needs = _("Nothing is planned yet for %(count)s of those who need something to take part.") % {
        "count": len(needing) - cared
    }
    return both(
        Finding(cared, len(needing), (Missing(needs, short),) if cared < len(needing) else ()),
        at_least(
            1,
            int(LogisticItem.objects.exists()),
            Missing(_("Enter what must be arranged."), list_address(LogisticItem, programme)),
        ),
        at_least(
            1, int(not late), Missing(_("Late items of logistics: %(count)s.") % {"count": late}, short)
        ),
    )


GATES = (
    Gate("W1-S2.a", _("Every delegation that accepted has confirmed who comes"), delegations_named),
    Gate(
        "W1-S2.b",
        _("Women and men among the confirmed are in the range that was set"),
        balanced,
        why=_("It is mended while inviting; in the room it is too late."),
    ),
    Gate(
        "W1-S2.c",
        _("Everybody who confirmed can sign in"),
        can_sign_in,
        why=_("The first hour is for the work, not for passwords."),
    ),
    Gate(
        "W1-S2.d",
        _("Two thirds of the participants have said what they need"),
        needs_heard,
        why=_("An agenda that nobody was asked about fits nobody."),
    ),
    Gate(
        "W1-S2.e",
        _("What must be arranged is planned, and nothing is late"),
        arranged,
        why=_("A ramp, an interpreter or child care decides who can come."),
    ),
)


def asks(programme, member):
    """The needs survey, of those who come to learn, until the workshop is over."""
    mine, workshop = participant_of(member), workshop_or_none()
    if mine is None or workshop is None or mine.part != Participant.Part.PARTICIPANT:
        return
    if workshop.ends >= today_there(workshop) and not NeedsAnswer.objects.filter(participant=mine).exists():
        yield Ask(
            _("Say what you need from the workshop"),
            reverse("participants:needs", args=[programme.slug]),
            workshop.starts,
        )


STEP = Step(
    id="W1-S2",
    number="1.2",
    slug="participants",
    title=_("Participants"),
    purpose=_("The right people come, women and men in balance, and each can take part."),
    see="workshop.see",
    course="workshop",
    who=(
        _("Countries propose who comes."),
        _("Facilitators watch the balance and invite further people."),
        _("Participants say what they need."),
    ),
    activities=(
        _("Enter who is proposed, invited and confirmed."),
        _(
            "Watch the balance of women and men with every answer, and invite further people where it is missed."
        ),
        _("Ask what each person needs to take part, and plan it."),
        _("Give sign-ins, as slips of paper where there is no e-mail."),
        _("Ask for the needs survey, and fit the agenda to it."),
    ),
    outputs=(
        _("A list of participants in balance"),
        _("Sign-ins for everybody"),
        _("A summary of needs"),
        _("A list of what is arranged"),
    ),
    questions=(
        _("Who decides at home, and who does the work? Do both come?"),
        _("What keeps women from coming, and what would change it?"),
        _("Who cannot speak in the language of the room?"),
        _("Which steps do most people not know yet?"),
    ),
    pitfalls=(
        _("The same people go to every workshop."),
        _("Women are invited last, for the number."),
        _("Needs are asked and then forgotten."),
        _("The list of participants travels in e-mails."),
    ),
    gates=GATES,
    registers=tuple(register.label for register in REGISTERS),
    pages=(
        PageLink(_("What I need from the workshop"), "participants:needs", "workshop.take_part"),
        PageLink(_("Balance of women and men"), "participants:balance", "workshop.change"),
        PageLink(_("Sign-ins of participants"), "participants:sign_ins", "workshop.change"),
        PageLink(_("What participants need"), "participants:needs_summary", "workshop.change"),
        PageLink(_("Languages, access and logistics"), "participants:in_short", "workshop.change"),
    ),
    chapter=chapter,
    asks=asks,
)
