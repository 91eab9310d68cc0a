"""Who was there on which day."""

from dataclasses import dataclass

from ...models import Attendance, Day, Participant


def listed():
    """Everybody who may come, by name; those who declined are not asked for."""
    return Participant.objects.exclude(state=Participant.State.DECLINED).order_by("badge", "pk")


@dataclass(frozen=True)
class Presence:
    """Days and people, and on which days each was there."""

    days: list[Day]
    rows: list[tuple[Participant, list[bool]]]

    @property
    def counts(self) -> list[int]:
        return [sum(there[number] for _each, there in self.rows) for number in range(len(self.days))]


def presence() -> Presence:
    """Three queries."""
    days = list(Day.objects.order_by("date"))
    noted = set(Attendance.objects.values_list("participant_id", "day_id"))
    people = listed().select_related("delegation")
    return Presence(days, [(each, [(each.pk, day.pk) in noted for day in days]) for each in people])


def there_on(day: Day) -> set[str]:
    """The uids of those noted for the day."""
    return {str(uid) for uid in day.attendances.values_list("participant__uid", flat=True)}
