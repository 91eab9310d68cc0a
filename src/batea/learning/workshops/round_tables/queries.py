"""Tables with their seats and queues, commitments that are due, and what the room said of each day."""

import secrets
from collections import Counter, defaultdict
from dataclasses import dataclass

from batea.calc.learning_gain import mean

from ...models import Attendance, Day, Participant, PulseAnswer, RoundTable, Seating, TableNote
from ...unsigned import Answered
from ..counting import FEWEST

# Tables ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class TableState:
    """A table: who sits there and who waits, in the order of coming. A place is a seat as long as there are seats."""

    table: RoundTable
    seated: list[Seating]
    waiting: list[Seating]

    @property
    def free(self) -> int:
        return self.table.seats - len(self.seated)

    def seat_of(self, participant) -> Seating | None:
        return next((s for s in self.seated if participant and s.participant_id == participant.pk), None)

    def queue_of(self, participant) -> int:
        """1 for who moves up next, 0 for who does not wait."""
        ids = [each.participant_id for each in self.waiting]
        return ids.index(participant.pk) + 1 if participant and participant.pk in ids else 0


def state_of(table: RoundTable, seatings: list[Seating]) -> TableState:
    return TableState(table, seatings[: table.seats], seatings[table.seats :])


def table_states() -> list[TableState]:
    """All tables by session. Two queries."""
    seatings = defaultdict(list)
    for seating in Seating.objects.select_related("participant__delegation").order_by("place"):
        seatings[seating.table_id].append(seating)
    tables = RoundTable.objects.select_related("item__day", "host")
    ordered = sorted(tables, key=lambda each: (when(each), each.pk))
    return [state_of(table, seatings[table.pk]) for table in ordered]


def when(table: RoundTable) -> tuple:
    """Sessions in their order; a table without one comes last."""
    item = table.item
    return (0, item.day.date, item.starts, item.pk) if item else (1,)


def table_state(table: RoundTable) -> TableState:
    return state_of(
        table, list(table.seatings.select_related("participant__delegation", "table").order_by("place"))
    )


def notes_of(table: RoundTable) -> list[tuple[str, list[TableNote]]]:
    """Notes by kind, in the order of the kinds; kinds without any are left out."""
    notes = defaultdict(list)
    for note in table.notes.select_related("participant").order_by("pk"):
        notes[note.kind].append(note)
    return [(str(TableNote.Kind(kind).label), notes[kind]) for kind in TableNote.Kind.values if notes[kind]]


def commitments() -> list[TableNote]:
    """Open ones first, by day due."""
    found = TableNote.objects.filter(kind=TableNote.Kind.COMMITMENT).select_related("table", "participant")
    return sorted(
        found,
        key=lambda note: (
            note.done_on is not None,
            note.due is None,
            note.due or note.changed_at.date(),
            note.pk,
        ),
    )


# The pulse of the day -------------------------------------------------------------------------------------------------

SCALES = ("useful", "pace", "heard")
MARKS = (5, 4, 3, 2, 1)


def box_of(day: Day) -> str:
    return f"pulse:{day.uid}"


@dataclass(frozen=True)
class Asked:
    """One question: mean, and how often each mark was given, as (mark, times, share in percent)."""

    title: str
    mean: float
    marks: list[tuple[int, int, float]]


@dataclass(frozen=True)
class DayPulse:
    """A day that is over. Of fewer than five answers nothing but their number is known."""

    day: Day
    answers: int
    asked: list[Asked]
    words: list

    @property
    def enough(self) -> bool:
        return self.answers >= FEWEST


def pulses(today) -> list[DayPulse]:
    """Days that are over, the first one first. While a day lasts, each new answer could be read off the means."""
    days = list(Day.objects.filter(date__lt=today).order_by("date"))
    answers = defaultdict(list)
    for answer in PulseAnswer.objects.filter(day__in=days):
        answers[answer.day_id].append(answer)
    return [pulse_of(day, answers[day.pk]) for day in days]


def pulse_of(day: Day, answers: list[PulseAnswer]) -> DayPulse:
    if len(answers) < FEWEST:
        return DayPulse(day, len(answers), [], [])
    words = [each.words for each in answers if each.words]
    secrets.SystemRandom().shuffle(words)
    return DayPulse(day, len(answers), [asked(answers, name) for name in SCALES], words)


def asked(answers: list[PulseAnswer], name: str) -> Asked:
    given = [getattr(each, name) for each in answers]
    times = Counter(given)
    title = str(PulseAnswer._meta.get_field(name).verbose_name)
    marks = [(mark, times[mark], round(100 * times[mark] / len(given), 1)) for mark in MARKS]
    return Asked(title, mean(given), marks)


@dataclass(frozen=True)
class PulseTurnout:
    """Of those who were there on a day, how many have answered; of all who are confirmed where nobody noted who came."""

    day: Day
    answered: int
    of: int

    @property
    def half(self) -> bool:
        return self.of > 0 and 2 * self.answered >= self.of


def pulse_turnouts(today) -> list[PulseTurnout]:
    """Days that are over. Four queries."""
    days = list(Day.objects.filter(date__lt=today).order_by("date"))
    boxes = Counter(Answered.objects.filter(box__startswith="pulse:").values_list("box", flat=True))
    there = Counter(Attendance.objects.values_list("day_id", flat=True))
    confirmed = Participant.objects.filter(state=Participant.State.CONFIRMED).count()
    return [PulseTurnout(day, boxes[box_of(day)], there[day.pk] or confirmed) for day in days]
