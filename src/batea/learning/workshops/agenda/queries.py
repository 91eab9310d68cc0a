"""The agenda as it stands, as it was given out, and what lies between."""

from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone

from ...models import AgendaItem, AgendaRelease, Day, Participant
from .rules import Change, Session, changes, now_and_next, place, read_content


def draft() -> list[Session]:
    """The sessions as they are entered now, in the order of the days."""
    items = AgendaItem.objects.select_related("day").prefetch_related("speakers__participant")
    return sorted((session_of(item) for item in items), key=place)


def session_of(item: AgendaItem) -> Session:
    people = sorted((str(each.participant.uid), each.part) for each in item.speakers.all())
    return Session(
        uid=str(item.uid),
        day=item.day.date.isoformat(),
        starts=f"{item.starts:%H:%M}",
        ends=f"{item.ends:%H:%M}",
        title=dict(item.title),
        method=item.method,
        room=item.room,
        words=dict(item.words),
        people=tuple(people),
    )


@dataclass(frozen=True)
class Version:
    """One released agenda with the one before it."""

    release: AgendaRelease
    before: AgendaRelease | None

    @cached_property
    def sessions(self) -> list[Session]:
        return read_content(self.release.content)

    @cached_property
    def changes(self) -> list[Change]:
        """What changed against the version before; nothing in the first."""
        return changes(read_content(self.before.content), self.sessions) if self.before else []


def releases() -> list[AgendaRelease]:
    """All versions, the newest first."""
    return list(AgendaRelease.objects.order_by("-number"))


def version(number: int | None = None) -> Version | None:
    """The version of this number, or the newest one."""
    found = [each for each in releases() if number is None or each.number <= number][:2]
    if not found or (number is not None and found[0].number != number):
        return None
    return Version(found[0], found[1] if len(found) > 1 else None)


def now(sessions: list[Session], workshop) -> tuple[list[Session], list[Session]]:
    """What runs and what comes, by the clock at the place of the workshop."""
    there = timezone.now().astimezone(workshop.zone)
    return now_and_next(sessions, there.date().isoformat(), f"{there:%H:%M}")


def pending(newest: Version | None, sessions: list[Session]) -> list[Change]:
    """What has changed in the draft since the newest version; everything is new while there is none."""
    return changes(newest.sessions if newest else [], sessions)


def dropped(newest: Version) -> list[Session]:
    """Sessions of earlier versions that are no more, each as it was last given out."""
    last: dict[str, Session] = {}
    for release in reversed(releases()):
        if release.number <= newest.release.number:
            last |= {session.uid: session for session in read_content(release.content)}
    kept = {session.uid for session in newest.sessions}
    return sorted((session for uid, session in last.items() if uid not in kept), key=place)


def day_titles() -> dict[str, Day]:
    return {day.date.isoformat(): day for day in Day.objects.order_by("date")}


def badges(sessions: list[Session]) -> dict[str, str]:
    """Names on the badges of everybody who has a part in these sessions."""
    uids = {uid for session in sessions for uid, _part in session.people}
    return {
        str(uid): badge for uid, badge in Participant.objects.filter(uid__in=uids).values_list("uid", "badge")
    }
