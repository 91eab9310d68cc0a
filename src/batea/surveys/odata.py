"""The answers of a form as an OData feed: what `exporting` takes out, a page at a time.

A read that goes on over many pages sees the answers as they were current when it began: rows that arrive later have
higher keys and wait for the next read, and an answer corrected meanwhile is told once, as it was. So nothing is told
twice and nothing is left out, and no page needs to be remembered here: the next address says all.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from batea.interop import instances
from batea.interop.odata import Address, EntitySet, Options, Place, Term, sets_of
from batea.problems import UNKNOWN_ENTRY, Refused

from .exporting import all_questions, plans_of, rows_from, tables_of
from .models import Form, Submission
from .queries import taken_out
from .questions import Asked

PAGE = 1_000  # rows
LOOKED = 5_000  # submissions looked at for one page, however few rows they have
PIECE = 251  # submissions read at once: four of them hold a page and the row that says there is more
SECOND = timedelta(seconds=1)
FIELDS = {"_id": "instance_id", "_received": "received_at", "_state": "state"}
NEVER = Q(pk__in=[])


@dataclass(frozen=True)
class Part:
    """One table: the path of its repeat ("" for the form), its questions, and in how many repeats it stands."""

    path: str
    questions: dict[str, Asked]
    depth: int


@dataclass(frozen=True)
class Feed:
    """The sets of a form for one reader."""

    form: Form
    member: object
    exact: bool
    sets: dict[str, EntitySet] = field(default_factory=dict)
    parts: dict[str, Part] = field(default_factory=dict)


def feed_of(form: Form, member) -> Feed:
    plans = plans_of(form)
    asked = all_questions(plans)
    above = {table.path: table.parent for plan in reversed(plans) for table in plan.tables if table.path}
    places = {path: number for number, path in enumerate(asked)}
    parents = [places.get(above[path], 0) if path else None for path in asked]
    sets = sets_of(tables_of(form, member), parents, tuple(FIELDS))
    parts = [Part(path, questions, depth_of(path, above)) for path, questions in asked.items()]
    names = [each.name for each in sets]
    return Feed(
        form,
        member,
        member.may("sites.exact"),
        dict(zip(names, sets, strict=True)),
        dict(zip(names, parts, strict=True)),
    )


def depth_of(path: str, above: dict[str, str]) -> int:
    depth = 0
    while path:
        path, depth = above.get(path, ""), depth + 1
    return depth


# Which submissions ----------------------------------------------------------------------------------------------------


def readable(feed: Feed) -> QuerySet:
    """In every edition. Encrypted ones have no rows."""
    return taken_out(feed.form, feed.member).exclude(cells="")


def as_of(rows: QuerySet, bound: int) -> QuerySet:
    """Those that were current when `bound` was the last of them."""
    later = Submission.objects.filter(form=OuterRef("form"), replaces=OuterRef("instance_id"), pk__gt=bound)
    later = later.exclude(replaces="")  # the index has no others
    return rows.filter(Q(current=True) | Exists(later), pk__lte=bound)


def last_of(feed: Feed) -> int:
    return Submission.objects.filter(form=feed.form).aggregate(last=Max("pk"))["last"] or 0


def condition(tree, known: EntitySet) -> Q:
    """A `$filter` as the database asks it."""
    if isinstance(tree, Term):
        return condition_of(tree, known)
    word, *parts = tree
    found = [condition(part, known) for part in parts]
    both = found[0]
    for each in found[1:]:
        both = both & each if word == "and" else both | each
    return both


def condition_of(term: Term, known: EntitySet) -> Q:
    name = FIELDS[next(each.source for each in known.properties if each.name == term.name)]
    if term.value is None:
        return NEVER if term.how == "eq" else ~NEVER
    if isinstance(term.value, datetime):
        return of_second(name, term.how, term.value)
    if term.how == "ne":
        return ~Q(**{name: term.value})
    return Q(
        **{
            name
            if term.how == "eq"
            else f"{name}__{term.how.replace('ge', 'gte').replace('le', 'lte')}": term.value
        }
    )


def of_second(name: str, how: str, at: datetime) -> Q:
    """A moment is told without its fraction, so it is compared without: what one has read is found again."""
    begun = at.replace(microsecond=0)
    if how in {"eq", "ne"}:
        same = Q(**{f"{name}__gte": begun, f"{name}__lt": begun + SECOND}) if begun == at else NEVER
        return same if how == "eq" else ~same
    from_next = begun + SECOND
    limit = {"lt": from_next if begun < at else begun, "ge": from_next if begun < at else begun}
    limit |= {"le": from_next, "gt": from_next}
    return Q(**{f"{name}__{'lt' if how in {'lt', 'le'} else 'gte'}": limit[how]})


# Their rows -----------------------------------------------------------------------------------------------------------


def rows_asked(feed: Feed, asked: Address, options: Options, bound: int) -> tuple[str, QuerySet, str | None]:
    """(set, submissions, key of the row that all rows must belong to) of an address that means many rows."""
    known = feed.sets[asked.set]
    rows = as_of(readable(feed), bound)
    if options.where is not None:
        rows = rows.filter(condition(options.where, known))
    if asked.key is None:
        return asked.set, rows, None
    row_by_key(feed, asked.set, asked.key)
    whose = readable(feed).filter(instance_id=instance_of(feed, asked.set, asked.key))
    return known.navigation[asked.link], whose, asked.key


def instance_of(feed: Feed, name: str, key: str) -> str:
    """The submission's own key: a row of a repeat begins with it."""
    depth = feed.parts[name].depth
    return key.rsplit("/", depth)[0] if depth else key


def page_of(feed: Feed, asked: Address, options: Options) -> tuple[list[list], Place | None]:
    """The rows of one page, and where the next begins."""
    place = options.place or Place(last_of(feed), skip=options.skip, top=options.top)
    name, source, parent = rows_asked(feed, asked, options, place.bound)
    part, left, skip = feed.parts[name], place.top, place.skip
    if skip and not part.path and not place.given:  # a row for each: the database counts them faster
        at = (
            source.filter(pk__gte=place.at)
            .order_by("pk")
            .values_list("pk", flat=True)[skip : skip + 1]
            .first()
        )
        if at is None:
            return [], None
        place, skip = Place(place.bound, at, 0, 0, place.top), 0
    rows: list[list] = []
    seen: list[int] = []
    if left == 0:
        return rows, None
    current, done = 0, 0
    for each, row in rows_from(in_pieces(source, place.at, seen), part.path, part.questions, feed.exact):
        if each.pk != current:
            current, done = each.pk, 0
        done += 1
        if (each.pk == place.at and done <= place.given) or (parent is not None and row[1] != parent):
            continue
        if skip:
            skip -= 1
            continue
        if len(rows) == PAGE:
            return rows, Place(place.bound, current, done - 1, 0, left)
        rows.append(row)
        left = None if left is None else left - 1
        if left == 0:
            return rows, None
    if len(seen) < LOOKED:
        return rows, None
    return rows, Place(place.bound, seen[-1] + 1, 0, skip, left)


def in_pieces(source: QuerySet, at: int, seen: list[int]) -> Iterator[Submission]:
    """Submissions from `at` on by their keys, at most LOOKED; `seen` is filled with them."""
    while len(seen) < LOOKED:
        piece = list(source.filter(pk__gte=at).order_by("pk")[:PIECE])
        for each in piece:
            seen.append(each.pk)
            yield each
        if len(piece) < PIECE:
            return
        at = piece[-1].pk + 1


def count_of(feed: Feed, asked: Address, options: Options) -> int:
    """How many rows there are, whatever `$top` and `$skip` say."""
    name, source, parent = rows_asked(feed, asked, options, last_of(feed))
    part = feed.parts[name]
    if not part.path:
        return source.count()
    if parent is None:
        cells = source.order_by("pk").values_list("cells", flat=True).iterator(chunk_size=PIECE)
        return sum(len(instances.from_text(text).get(part.path, ())) for text in cells)
    return sum(row[1] == parent for _each, row in rows_from(source, part.path, part.questions, feed.exact))


def row_of(feed: Feed, asked: Address) -> tuple[str, list]:
    """(set, row) of an address that means one row. Raises Refused B205."""
    row = row_by_key(feed, asked.set, asked.key or "")
    if not asked.link:
        return asked.set, row
    above = feed.sets[asked.set].parent
    return above, row_by_key(feed, above, row[1])


def row_by_key(feed: Feed, name: str, key: str) -> list:
    part = feed.parts[name]
    source = readable(feed).filter(instance_id=instance_of(feed, name, key))
    for _each, row in rows_from(source, part.path, part.questions, feed.exact):
        if row[0] == key:
            return row
    raise Refused(UNKNOWN_ENTRY, what=key[:100])
