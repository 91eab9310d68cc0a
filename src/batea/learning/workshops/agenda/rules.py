"""Sessions as plain values: what a version keeps of them, how two versions differ, where days overlap or have holes."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, time
from itertools import combinations

BREAK = "break"
LEAST_GAP = 15  # minutes; a shorter one is the walk to the next room


@dataclass(frozen=True)
class Session:
    """One session as it is given out. People are (uid of the participant, part): names stay where they can be forgotten."""

    uid: str
    day: str
    starts: str
    ends: str
    title: dict
    method: str
    room: str
    words: dict
    people: tuple[tuple[str, str], ...] = ()

    @property
    def date(self) -> date:
        return date.fromisoformat(self.day)

    @property
    def is_break(self) -> bool:
        return self.method == BREAK

    @property
    def minutes(self) -> int:
        return minutes_of(self.ends) - minutes_of(self.starts)


def minutes_of(clock: str) -> int:
    """ "09:30" as minutes since midnight. Raises ValueError for anything else."""
    at = time.fromisoformat(clock)
    return at.hour * 60 + at.minute


def as_content(sessions: Iterable[Session]) -> list[dict]:
    return [asdict(session) | {"people": [list(pair) for pair in session.people]} for session in sessions]


def read_content(content) -> list[Session]:
    """Sessions of a kept version. Raises ValueError for what no version holds, whoever wrote it."""
    return [read_session(row) for row in content] if isinstance(content, list) else refuse()


def read_session(row) -> Session:
    if not isinstance(row, dict) or set(row) != {field.name for field in fields(Session)}:
        return refuse()
    texts = all(isinstance(row[name], str) for name in ("uid", "day", "starts", "ends", "method", "room"))
    passages = all(isinstance(row[name], dict) for name in ("title", "words"))
    people = isinstance(row["people"], list) and all(
        isinstance(pair, list) and len(pair) == 2 and all(isinstance(each, str) for each in pair)
        for pair in row["people"]
    )
    if not (texts and passages and people):
        return refuse()
    session = Session(**row | {"people": tuple(map(tuple, row["people"]))})
    if session.minutes <= 0 or not session.date:
        return refuse()
    return session


def refuse():
    raise ValueError("not a version of an agenda")


# What has changed ------------------------------------------------------------------------------------------------------

ADDED, REMOVED = "added", "removed"
ASPECTS = (
    ("moved", ("day", "starts", "ends")),
    ("renamed", ("title",)),
    ("room", ("room",)),
    ("method", ("method",)),
    ("people", ("people",)),
    ("words", ("words",)),
)


@dataclass(frozen=True)
class Change:
    """One thing that is different: `kind` is "added", "removed" or the name of an aspect."""

    kind: str
    before: Session | None
    after: Session | None


def changes(before: Sequence[Session], after: Sequence[Session]) -> list[Change]:
    """What somebody who knows `before` must be told, in the order of the days."""
    old = {session.uid: session for session in before}
    new = {session.uid: session for session in after}
    found = [Change(REMOVED, session, None) for uid, session in old.items() if uid not in new]
    found += [Change(ADDED, None, session) for uid, session in new.items() if uid not in old]
    for uid in old.keys() & new.keys():
        found += [
            Change(kind, old[uid], new[uid])
            for kind, names in ASPECTS
            if any(getattr(old[uid], name) != getattr(new[uid], name) for name in names)
        ]
    return sorted(found, key=lambda change: (place(change.after or change.before), change.kind))


def place(session: Session) -> tuple[str, str, str]:
    return session.day, session.starts, session.uid


# What does not fit -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Overlap:
    """Two sessions at one time that cannot both be: in the same room, or with the same person (`person`)."""

    one: Session
    other: Session
    person: str = ""


def overlaps(sessions: Sequence[Session]) -> list[Overlap]:
    """Sessions at the same time in one room or with one person; a break is for nobody in particular."""
    found = []
    for one, other in combinations(sorted(sessions, key=place), 2):
        if one.day != other.day or not (one.starts < other.ends and other.starts < one.ends):
            continue
        shared = sorted({uid for uid, _part in one.people} & {uid for uid, _part in other.people})
        if one.room == other.room:
            found.append(Overlap(one, other))
        elif shared:
            found.append(Overlap(one, other, shared[0]))
    return found


def gaps(sessions: Sequence[Session]) -> list[tuple[str, str, str]]:
    """Holes in a day as (day, from, until), from fifteen minutes on."""
    found = []
    for day in sorted({session.day for session in sessions}):
        until = ""
        for session in sorted((each for each in sessions if each.day == day), key=place):
            if until and minutes_of(session.starts) - minutes_of(until) >= LEAST_GAP:
                found.append((day, until, session.starts))
            until = max(until, session.ends)
    return found


def now_and_next(sessions: Sequence[Session], day: str, clock: str) -> tuple[list[Session], list[Session]]:
    """What runs at this moment of this day, and what comes next, today or later."""
    running = [each for each in sessions if each.day == day and each.starts <= clock < each.ends]
    later = sorted((each for each in sessions if (each.day, each.starts) > (day, clock)), key=place)
    first = later[0] if later else None
    return running, [each for each in later if (each.day, each.starts) == (first.day, first.starts)]
