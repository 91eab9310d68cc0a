"""Step 2.1 of a workshop: groups work on copies of a case, and what they make is brought together."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import scope

from batea.guidance.steps import Ask, Finding, Gate, Missing, PageLink, Step, at_least, both, every
from batea.programmes.models import Credit
from batea.programmes.registers import address, address_of, list_address

from ...models import Exercise, Group, Grouping, GroupMember, GroupResult, Workshop
from ..here import participant_of
from .chapter import chapter
from .queries import come, groups_of, membership_in, result_of
from .ranking_queries import rankings_for
from .registers import EXERCISES, GROUPINGS, REGISTERS
from .sandboxes import copies_of, programme_of

STRATEGY = Grouping.Purpose.STRATEGY


def covered(programme) -> Finding:
    """There is a division for the strategy, and each division has a place for everybody who is confirmed."""
    people = come()
    groupings = list(Grouping.objects.order_by("pk"))
    inside = set(GroupMember.objects.values_list("grouping", "participant"))
    strategy = at_least(
        1,
        sum(each.purpose == STRATEGY for each in groupings),
        Missing(
            _("Enter a division that works on a copy of the case."), address(GROUPINGS, "add", programme)
        ),
    )
    return both(
        strategy, *(division_covered(programme, each, people, inside) for each in groupings if people)
    )


def division_covered(programme, grouping: Grouping, people: list, inside: set) -> Finding:
    outside = sum((grouping.pk, each.pk) not in inside for each in people)
    words = _("%(division)s: confirmed participants without a group: %(count)s.") % {
        "division": grouping,
        "count": outside,
    }
    missing = Missing(words, reverse("exercises:groups", args=[programme.slug, grouping.uid]))
    return at_least(len(people), len(people) - outside, missing)


def copied(programme) -> Finding:
    """Every group of a strategy division has its copy on this server."""
    groups = [
        group for grouping in Grouping.objects.filter(purpose=STRATEGY) for group in groups_of(grouping)
    ]
    there = copies_of(groups)
    return every(
        groups,
        ok=lambda group: group.pk in there,
        missing=lambda group: Missing(
            _("%(group)s has no copy of the case on this server.") % {"group": group},
            reverse("exercises:copies", args=[programme.slug, group.grouping.uid]),
        ),
        none=Missing(_("Make the groups first."), list_address(Grouping, programme)),
    )


def prepared(programme) -> Finding:
    """Each exercise says how understanding is checked, and what it works on."""
    return every(
        Exercise.objects.order_by("number"),
        ok=lambda task: task.check_question and (task.step or task.tool),
        missing=lambda task: Missing(
            _("“%(exercise)s”: say how understanding is checked, and which step or tool it works on.")
            % {"exercise": task.title},
            address_of(task),
        ),
        none=Missing(_("Enter an exercise."), address(EXERCISES, "add", programme)),
    )


def reported(programme) -> Finding:
    """Each group has said what came of each exercise that was opened."""
    tasks = list(Exercise.objects.exclude(state=Exercise.State.PREPARED).select_related("grouping"))
    said = set(GroupResult.objects.filter(done=True).values_list("task", "group"))
    groups: dict[int, list[Group]] = {}
    for group in Group.objects.select_related("grouping").order_by("number"):
        groups.setdefault(group.grouping_id, []).append(group)
    return every(
        [(task, group) for task in tasks for group in groups.get(task.grouping_id, [])],
        ok=lambda pair: (pair[0].pk, pair[1].pk) in said,
        missing=lambda pair: Missing(
            _("%(group)s has not said what came of “%(exercise)s”.")
            % {"group": pair[1], "exercise": pair[0].title},
            reverse("exercises:task", args=[programme.slug, pair[0].uid]) + f"?group={pair[1].uid}",
        ),
        none=Missing(_("Open an exercise."), reverse("exercises:console", args=[programme.slug])),
    )


def consolidated(programme) -> Finding:
    """Something a group made stands in the common draft."""
    workshop = Workshop.objects.first()
    draft = programme_of(workshop.draft) if workshop else None
    if draft is None:
        taken = 0
    else:
        with scope(programme=draft):
            taken = Credit.objects.count()
    words = _("Take over what the groups agree on into the common draft.")
    return at_least(1, taken, Missing(words, reverse("exercises:side_by_side", args=[programme.slug])))


GATES = (
    Gate(
        "W2-S1.a",
        _("Everybody who is confirmed has a place in each division"),
        covered,
        why=_("Whoever is left out of the groups came for nothing."),
    ),
    Gate(
        "W2-S1.b",
        _("Each group has its own copy of the case"),
        copied,
        why=_(
            "A group that works on the real programme, or on another group's copy, is afraid to try things."
        ),
    ),
    Gate(
        "W2-S1.c",
        _("Each exercise says how understanding is checked and what it works on"),
        prepared,
        why=_("A group can fill a table without having understood what it is for."),
    ),
    Gate(
        "W2-S1.d",
        _("Each group has said what came of each exercise that was opened"),
        reported,
        why=_("What is not told to the others is lost when the room is cleared."),
    ),
    Gate(
        "W2-S1.e",
        _("Something the groups made stands in the common draft"),
        consolidated,
        why=_("An exercise on real objects is worth something afterwards only if it is taken over."),
    ),
)


def asks(programme, member):
    """Open exercises of the own groups that are not done yet, and rankings without the own vote."""
    mine = participant_of(member)
    if mine is None:
        return
    for task in Exercise.objects.filter(state=Exercise.State.OPEN).order_by("number"):
        place = membership_in(task, mine)
        result = result_of(task, place.group) if place else None
        if place and not (result and result.done):
            words = _("Exercise of your group: %(what)s") % {"what": task.title}
            yield Ask(words, reverse("exercises:task", args=[programme.slug, task.uid]), timezone.localdate())
    for each in rankings_for(mine):
        if each.is_open and not each.voted:
            words = _("Vote: %(what)s") % {"what": each.ranking.question}
            yield Ask(words, reverse("rooms:vote", args=[programme.slug, each.ranking.uid]))


STEP = Step(
    id="W2-S1",
    number="2.1",
    slug="exercises",
    title=_("Groups and exercises"),
    purpose=_("Groups do the real work on copies of the case, step by step."),
    see="workshop.see",
    course="workshop",
    who=(
        _("Facilitators make the groups and the copies, open and close the exercises."),
        _("Participants work in their group's copy; one leads, one reports."),
        _("Whoever leads the country's programme allows the copies, and takes over what is worth it."),
    ),
    activities=(
        _("Enter a division, and make groups that are even by country, sex, part and language."),
        _("Make a copy of the case for each group, and the common draft."),
        _("Enter the exercises with their step or tool, their minutes and a check of understanding."),
        _("Open an exercise, follow on the console who has reached what and who has not spoken, close it."),
        _("Lay the groups' results side by side and take over what is agreed, one entry at a time."),
    ),
    outputs=(
        _("Groups that are like the whole"),
        _("A copy of the strategy for each group, with what the group made of it"),
        _("A common draft that says which group each passage comes from"),
    ),
    questions=(
        _("Who has not spoken yet?"),
        _("Has the group understood what it wrote, or only filled in a form?"),
        _("Where do two groups say different things of the same matter, and why?"),
        _("What of this may the country use tomorrow?"),
    ),
    pitfalls=(
        _("The same three people speak for all groups."),
        _("A country's team sits together and explains its own case to itself."),
        _("Groups finish the table and not the thought."),
        _("Everything is taken over at once, and nobody stands for it."),
    ),
    gates=GATES,
    registers=tuple(register.label for register in REGISTERS),
    pages=(
        PageLink(_("My group and exercises"), "exercises:mine", "workshop.take_part"),
        PageLink(_("Facilitator console"), "exercises:console", "workshop.change"),
        PageLink(_("Board for the projector"), "exercises:projector", "workshop.see"),
        PageLink(_("Side by side"), "exercises:side_by_side", "workshop.change"),
    ),
    chapter=chapter,
    asks=asks,
)
