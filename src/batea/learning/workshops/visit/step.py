"""Step 2.2 of a workshop: one mine, five themes, and advice the host replies to."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from batea.guidance.steps import Ask, Finding, Gate, Missing, PageLink, Step, at_least, both, every
from batea.programmes.registers import address, list_address

from ...models import FieldVisit, Group, Recommendation
from ...models import Finding as VisitFinding
from ..here import participant_of, today_there
from ..request.queries import workshop_or_none
from .actions import may_reply
from .chapter import chapter
from .queries import (
    asked_of_host,
    dangers,
    group_of,
    group_states,
    has_read,
    not_briefed,
    open_dangers,
    themes_of,
    visit_groups,
    without_recommendation,
)
from .registers import REGISTERS, VISITS


def visits():
    return list(FieldVisit.objects.select_related("day").order_by("day__date", "pk"))


def no_visit(programme) -> Missing:
    return Missing(_("Enter the visit."), address(VISITS, "add", programme))


def prepared(programme) -> Finding:
    """Briefing, consent and a number to call."""
    return every(
        visits(),
        ok=lambda visit: visit.safety_brief and visit.consent and visit.telephone,
        missing=lambda visit: Missing(
            _("%(visit)s needs a safety briefing, what was agreed with the miners, and a number to call.")
            % {"visit": visit},
            address(VISITS, "edit", programme, uid=visit.uid),
        ),
        none=no_visit(programme),
    )


def briefed(programme) -> Finding:
    """Everybody who is confirmed has read the briefing of each visit."""
    return every(
        visits(),
        ok=lambda visit: not not_briefed(visit).exists(),
        missing=lambda visit: Missing(
            _("%(visit)s: the safety briefing is unread by %(count)s.")
            % {"visit": visit, "count": not_briefed(visit).count()},
            reverse("visit:visit", args=[programme.slug, visit.uid]),
        ),
        none=no_visit(programme),
    )


def themes_covered(programme) -> Finding:
    """Each theme has a group and at least one finding."""
    there = visits()
    if not there:
        return at_least(1, 0, no_visit(programme))
    with_group = set(visit_groups().values_list("theme", flat=True))
    grouped = every(
        themes_of(there[0]),
        ok=lambda theme: theme.code in with_group,
        missing=lambda theme: Missing(
            _("No group looks at: %(theme)s") % {"theme": theme.title}, list_address(Group, programme)
        ),
        none=no_visit(programme),
    )
    return both(grouped, *(themes_found(programme, visit) for visit in there))


def themes_found(programme, visit) -> Finding:
    return every(
        themes_of(visit),
        ok=lambda theme: theme.count,
        missing=lambda theme: Missing(
            _("%(visit)s: nothing is entered on: %(theme)s") % {"visit": visit, "theme": theme.title},
            reverse("visit:finding", args=[programme.slug, visit.uid]),
        ),
        none=no_visit(programme),
    )


def debriefed(programme) -> Finding:
    """Every group has written its debrief of each visit."""
    pairs = [(visit, state) for visit in visits() for state in group_states(visit)]
    return every(
        pairs,
        ok=lambda pair: pair[1].debrief is not None,
        missing=lambda pair: Missing(
            _("%(group)s has not written its debrief.") % {"group": pair[1].group},
            f"{reverse('visit:debrief', args=[programme.slug, pair[0].uid])}?group={pair[1].group.uid}",
        ),
        none=Missing(_("Divide the participants into groups for the visit."), list_address(Group, programme)),
    )


def dangers_answered(programme) -> Finding:
    """No danger is left without an answer. Met without any once there are findings: not every visit meets one."""
    reported = dangers()
    if not reported:
        found = int(VisitFinding.objects.exists())
        return at_least(
            1,
            found,
            Missing(_("Nothing of the visit is entered yet."), list_address(VisitFinding, programme)),
        )
    return every(
        reported,
        ok=lambda finding: bool(finding.answered),
        missing=lambda finding: Missing(
            _("Not answered: %(finding)s") % {"finding": finding},
            reverse("visit:danger", args=[programme.slug, finding.uid]),
        ),
        none=no_visit(programme),
    )


def host_replied(programme) -> Finding:
    """What the findings advise was put before the host, and the host has replied to everything."""
    href = reverse("visit:asked", args=[programme.slug])
    replied = every(
        Recommendation.objects.order_by("theme", "pk"),
        ok=lambda each: each.outcome != Recommendation.Outcome.OPEN,
        missing=lambda each: Missing(
            _("No reply yet: %(what)s") % {"what": each},
            reverse("visit:reply", args=[programme.slug, each.uid]),
        ),
        none=Missing(_("Nothing has been recommended to the host yet."), href),
    )
    left = [(visit, len(without_recommendation(visit))) for visit in visits()]
    kept = [
        Finding(
            0,
            1,
            (
                Missing(
                    _("%(visit)s: findings with advice that was not put before the host: %(count)s.")
                    % {"visit": visit, "count": count},
                    reverse("visit:visit", args=[programme.slug, visit.uid]),
                ),
            ),
        )
        for visit, count in left
        if count
    ]
    return both(replied, *kept)


GATES = (
    Gate(
        "W2-S2.a",
        _("The visit has a safety briefing, consent and a number to call"),
        prepared,
        why=_("Miners agreed to be visited, and guests know what can hurt them."),
    ),
    Gate(
        "W2-S2.b",
        _("Everybody has read the safety briefing"),
        briefed,
        why=_("One person who does not know the way out endangers all."),
    ),
    Gate(
        "W2-S2.c",
        _("Each theme has a group and a finding"),
        themes_covered,
        why=_("What nobody looks for is not found: gender and children first of all."),
    ),
    Gate(
        "W2-S2.d",
        _("Each group has written its debrief"),
        debriefed,
        why=_("The same evening all is fresh; a week later it is an anecdote."),
    ),
    Gate(
        "W2-S2.e",
        _("No danger is left without an answer"),
        dangers_answered,
        why=_("Whoever sees a danger and only writes it down has a part in the accident."),
    ),
    Gate(
        "W2-S2.f",
        _("The host has replied to every recommendation"),
        host_replied,
        why=_("A mine that opens its gates is owed more than a list."),
    ),
)


def asks(programme, member):
    """The briefing before the visit, findings on its day, replies of the host; dangers, of those who run the workshop."""
    if member.may("workshop.change"):
        for danger in open_dangers():
            words = _("Danger without an answer: %(what)s") % {"what": danger}
            yield Ask(
                words, reverse("visit:danger", args=[programme.slug, danger.uid]), danger.visit.day.date
            )
    mine, workshop = participant_of(member), workshop_or_none()
    if mine is None or workshop is None:
        return
    today = today_there(workshop)
    for visit in visits():
        if not has_read(mine, visit) and visit.day.date >= today:
            words = _("Read the safety briefing: %(what)s") % {"what": visit}
            yield Ask(words, reverse("visit:visit", args=[programme.slug, visit.uid]), visit.day.date)
        elif visit.day.date == today and group_of(mine):
            words = _("Write what your group sees: %(what)s") % {"what": visit}
            yield Ask(words, reverse("visit:finding", args=[programme.slug, visit.uid]), today)
    waiting = sum(each.is_open for each in asked_of_host(today)) if may_reply(member) else 0
    if waiting and not member.may("workshop.change"):
        words = ngettext_lazy(
            "%(count)s recommendation waits for your reply",
            "%(count)s recommendations wait for your reply",
            waiting,
        ) % {"count": waiting}
        yield Ask(words, reverse("visit:asked", args=[programme.slug]))


STEP = Step(
    id="W2-S2",
    number="2.2",
    slug="field-visit",
    title=_("Field visit"),
    purpose=_("One mine, five themes: good and bad practices, and advice for the host."),
    see="workshop.see",
    course="workshop",
    who=(
        _("Miners who agree to be visited, and know what becomes of it."),
        _("Groups of participants, one for each theme."),
        _("The host government, which replies to what is recommended."),
    ),
    activities=(
        _("Agree the visit with the miners: who comes, photos, quotes."),
        _("Read the safety briefing and confirm it."),
        _("Look and ask by theme; enter good and bad practices on the spot."),
        _("Report a danger at once, on site first."),
        _("Write the debrief in each group the same evening."),
        _("Look at the five themes together, and put recommendations before the host."),
    ),
    outputs=(
        _("Good and bad practices by theme, with photos that are agreed"),
        _("A debrief of each group"),
        _("Recommendations to the host, with its replies"),
    ),
    questions=(
        _("What do miners here do better than the rules ask?"),
        _("What would hurt somebody tomorrow?"),
        _("Who was not there to be asked, and why?"),
        _("Who is to act on it, and by when?"),
    ),
    pitfalls=(
        _("The visit becomes an inspection, and nobody says anything."),
        _("People are photographed as if they were machines."),
        _("A danger is written down and told to nobody on site."),
        _("The miners never hear what came of it."),
    ),
    gates=GATES,
    registers=tuple(register.label for register in REGISTERS),
    pages=(
        PageLink(_("Visit: briefing, findings, debrief"), "visit:visits", "workshop.see"),
        PageLink(_("Recommendations to the host"), "visit:asked", "workshop.see"),
        PageLink(_("Dangers reported at the visit"), "visit:dangers", "workshop.change"),
    ),
    chapter=chapter,
    asks=asks,
    sources=("WS",),
)
