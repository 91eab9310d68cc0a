"""The evidence link: any citable record of the programme can support or contradict any statement.

The link names the record by table and uid and remembers the version it had when somebody checked it. Evidence
therefore knows nothing of the rooms above: a figure, a forum contribution or a tool's result is cited alike. A link is
stale when its record has changed since, when it is gone, or when the check is older than the programme allows.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.apps import apps
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from batea.problems import CANNOT_SUPPORT, Refused
from batea.programmes.actions import add_record, change_record
from batea.programmes.records import Record, record_models

from .models import Statement, Support

FRESH, CHANGED, GONE, OLD = "fresh", "changed", "gone", "old"
STALE_WORDS = {
    FRESH: _("checked"),
    CHANGED: _("the evidence has changed since it was checked"),
    GONE: _("the evidence has been removed"),
    OLD: _("the check is older than the programme allows"),
}


@dataclass(frozen=True)
class Link:
    """A support with the record it points at and how fresh the check is."""

    support: Support
    record: Record | None
    freshness: str

    @property
    def freshness_words(self):
        return STALE_WORDS[self.freshness]

    @property
    def stale(self) -> bool:
        return self.freshness != FRESH


@dataclass(frozen=True)
class Standing:
    """How one statement stands: its links, and what follows from them."""

    statement: Statement
    links: tuple[Link, ...]

    @property
    def supported(self) -> bool:
        return any(link.support.bearing == Support.Bearing.SUPPORTS and link.record for link in self.links)

    @property
    def contradicted(self) -> bool:
        return any(link.support.bearing == Support.Bearing.CONTRADICTS and link.record for link in self.links)

    @property
    def stale(self) -> bool:
        return any(link.stale for link in self.links)

    @property
    def on_exercise_data(self) -> bool:
        return self.statement.exercise or any(link.record and link.record.exercise for link in self.links)


@dataclass(frozen=True)
class Coverage:
    """Share of statements with support, and how many are stale or contradicted."""

    statements: int
    supported: int
    stale: int
    contradicted: int

    @property
    def share(self) -> float:
        """Supported statements / all statements, 0 to 1; 0 when there are none."""
        return self.supported / self.statements if self.statements else 0.0


def citable_models() -> list[type[Record]]:
    """Tables whose records may support a statement."""
    return [model for model in record_models() if model.citable]


def cutoff(programme, today: date | None = None) -> date:
    """Checks made before this day are old."""
    today = today or timezone.localdate()
    months = today.year * 12 + today.month - 1 - programme.evidence_limit_months
    return date(max(months // 12, 1), months % 12 + 1, 1)


def freshness(support: Support, record: Record | None, oldest: date) -> str:
    if record is None:
        return GONE
    if record.version != support.target_version or record.outdated():
        return CHANGED
    return OLD if support.checked_on < oldest else FRESH


def records_behind(supports: Iterable[Support]) -> dict:
    """The records the supports point at, by (table, uid): one query per table."""
    wanted = defaultdict(set)
    for support in supports:
        wanted[support.target].add(support.target_uid)
    found = {}
    for label, uids in wanted.items():
        model = apps.get_model(label)
        links = [f.name for f in model._meta.concrete_fields if f.name in {"source", "question"}]
        for record in model.objects.filter(uid__in=uids).select_related(*links):
            found[label, record.uid] = record
    return found


def standings(programme, statements) -> list[Standing]:
    """How each statement stands. A handful of queries however many statements. Call inside the scope."""
    statements = list(statements)
    supports = list(Support.objects.filter(statement__in=statements).order_by("pk"))
    records, oldest, by_statement = records_behind(supports), cutoff(programme), defaultdict(list)
    for support in supports:
        record = records.get((support.target, support.target_uid))
        by_statement[support.statement_id].append(Link(support, record, freshness(support, record, oldest)))
    return [Standing(statement, tuple(by_statement[statement.pk])) for statement in statements]


def coverage(found: Iterable[Standing]) -> Coverage:
    """Coverage over statements of fact and proposals alike: a proposal, too, needs its reason."""
    found = list(found)
    return Coverage(
        statements=len(found),
        supported=sum(standing.supported for standing in found),
        stale=sum(standing.stale for standing in found),
        contradicted=sum(standing.contradicted for standing in found),
    )


@transaction.atomic
def support_statement(
    *, by, statement: Statement, record: Record, bearing=Support.Bearing.SUPPORTS, note=""
) -> Support:
    """Link `record` to the statement as checked today. Raises Refused B401 for a record that cannot be cited."""
    if not record.citable:
        raise Refused(CANNOT_SUPPORT, what=record)
    support = Support(
        programme=statement.programme,
        statement=statement,
        bearing=bearing,
        target=record.label,
        target_uid=record.uid,
        target_version=record.version,
        checked_on=timezone.localdate(),
        note=note,
        exercise=record.exercise,
    )
    return add_record(by=by, record=support, act="support")


@transaction.atomic
def check_support(*, by, support: Support) -> Support:
    """Somebody has looked again: the link holds for the record as it is now."""
    record = records_behind([support]).get((support.target, support.target_uid))
    if record is None:
        raise Refused(CANNOT_SUPPORT, what=support)
    values = {"target_version": record.version, "checked_on": timezone.localdate()}
    return change_record(by=by, record=support, values=values, act="check support")


def statements_about(record: Record):
    """Statements that speak of this record, in their order."""
    return Statement.objects.filter(about=record.uid).order_by("section", "order", "pk")


def cited_by(record: Record):
    """Statements that cite this record, with the link's bearing."""
    return Support.objects.filter(target=record.label, target_uid=record.uid).select_related("statement")
