"""What the groups give to the report of the workshop: who sat where, what was done, what each group made.

What a group made is counted in its copy's own trail, step by step; where the copy is not on this server the report says
so.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django_scopes import scope

from batea.documents.outline import Block, Column, ListBlock, Table, Text
from batea.evidence.desk import Desk
from batea.guidance.steps import STEPS
from batea.programmes.audit import chain_of
from batea.programmes.models import AuditEntry, Credit
from batea.programmes.registers import REGISTERS

from ...models import Exercise, Group, Grouping, GroupResult, Workshop
from .queries import counted, groups_of, members_of
from .sandboxes import copies_of, programme_of

MADE = ("add", "change", "take over")
NO_STEP = ""


def chapter(programme, desk: Desk) -> Iterator[Block]:
    for grouping in Grouping.objects.order_by("pk"):
        yield from division(desk, grouping)
    yield from held(desk)
    yield from results(desk)
    yield from made(desk)


def words_of(pairs: list[tuple[str, int]], desk: Desk) -> str:
    return ", ".join(f"{said} {desk.number(number)}" for said, number in pairs)


def division(desk: Desk, grouping: Grouping) -> Iterator[Block]:
    """Each group with its members by country and sex; never a name."""
    groups = groups_of(grouping)
    members = members_of(groups)
    rows = []
    for group in groups:
        numbers = counted([each.participant for each in members[group.pk]])
        cells = (
            name_of(group),
            desk.number(len(members[group.pk])),
            words_of(numbers["country"], desk),
            words_of(numbers["sex"], desk),
        )
        rows.append(cells)
    if rows:
        columns = [
            Column(_("Group"), width=2),
            Column(_("Members"), "right", 1.2),
            Column(_("Countries"), width=4),
            Column(_("Sex"), width=2),
        ]
        made_up = all(each.exercise for found in members.values() for each in found)
        yield Table(desk.plain(grouping.name), columns, rows, exercise=made_up)


def name_of(group: Group) -> str:
    return str(group)


def held(desk: Desk) -> Iterator[Block]:
    """Exercises that were opened; one that was only prepared was not held."""
    tasks = Exercise.objects.exclude(opened_at=None).select_related("grouping").order_by("number")
    done = Counter(GroupResult.objects.filter(done=True).values_list("task", flat=True))
    groups = Counter(Group.objects.values_list("grouping", flat=True))
    columns = [
        (_("Exercise"), lambda task: task.title, "left", 3),
        (_("Step or tool"), work_of, "left", 2.5),
        (_("Minutes"), lambda task: task.minutes, "right", 1.2),
        (
            _("Groups that are done"),
            lambda task: f"{done[task.pk]} / {groups[task.grouping_id]}",
            "right",
            1.6,
        ),
    ]
    yield from desk.records(_("Exercises held"), columns, list(tasks)) or []


def work_of(task: Exercise) -> str:
    step = STEPS.get(task.step)
    return f"{step.number} {step.title}" if step else task.tool


def results(desk: Desk) -> Iterator[Block]:
    """What each group said, in its own words."""
    said = GroupResult.objects.select_related("task", "group__grouping").order_by(
        "task__number", "group__number"
    )
    by_task = defaultdict(list)
    for each in said:
        by_task[each.task].append(each)
    for task, found in by_task.items():
        yield desk.heading(2, task.title)
        for each in found:
            yield desk.paragraph(each.words, exercise=each.exercise, lead=f"{name_of(each.group)}:")
            yield from beside(desk, each)


def beside(desk: Desk, result: GroupResult) -> Iterator[Block]:
    """What stood on the boards of the group, and what others wrote beside it: what was said, never by whom."""
    for photo in result.photos.order_by("pk"):
        if photo.words:
            yield desk.paragraph(photo.words, exercise=photo.exercise, lead=_("On the board:"))
    if notes := list(result.notes.filter(hidden=False).order_by("pk")):
        yield ListBlock([(Text("“"), Text(note.words), Text("”")) for note in notes])


def made(desk: Desk) -> Iterator[Block]:
    """Entries made or changed in each copy, by step, as its trail tells; and what was taken into the common draft."""
    groups = [
        group
        for grouping in Grouping.objects.filter(purpose=Grouping.Purpose.STRATEGY).order_by("pk")
        for group in groups_of(grouping)
    ]
    if not groups:
        return
    copies = copies_of(groups)
    numbers = {group.pk: by_step(copies[group.pk]) for group in groups if group.pk in copies}
    steps = sorted(
        {step for found in numbers.values() for step in found}, key=lambda step: STEPS[step].number
    )
    rows = [
        (f"{STEPS[step].number} {STEPS[step].title}", *(cell(desk, numbers.get(g.pk), step) for g in groups))
        for step in steps
    ]
    columns = [
        Column(_("Step of the guidance"), width=4),
        *(Column(name_of(g), "right", 1.4) for g in groups),
    ]
    if rows:
        yield Table(_("Entries each group added or changed in its copy"), columns, rows)
    if absent := [name_of(group) for group in groups if group.pk not in copies]:
        yield desk.paragraph(
            _("Not on this server, so not counted: the copies of %(groups)s.") % {"groups": ", ".join(absent)}
        )
    yield from taken(desk)


def cell(desk: Desk, found: Counter | None, step: str) -> str:
    return "–" if found is None else desk.number(found[step])


def by_step(copy) -> Counter:
    """How many different entries were added or changed there, by the step their table belongs to."""
    told = AuditEntry.objects.filter(chain=chain_of(copy), act__in=MADE).exclude(record="")
    found = Counter(
        REGISTERS[record].step
        for record, _uid in told.values_list("record", "uid").distinct()
        if record in REGISTERS and REGISTERS[record].step in STEPS
    )
    return found


def taken(desk: Desk) -> Iterator[Block]:
    workshop = Workshop.objects.first()
    draft = programme_of(workshop.draft) if workshop else None
    if draft is None:
        return
    with scope(programme=draft):
        thanked = Counter(Credit.objects.values_list("given_to", flat=True))
    if thanked:
        rows = [(name, desk.number(number)) for name, number in sorted(thanked.items())]
        columns = [Column(_("Made by"), width=4), Column(_("Entries"), "right", 1.4)]
        yield Table(_("Taken over into the common draft"), columns, rows)
