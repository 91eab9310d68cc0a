"""The result of an assessment, computed when it is read, and how it is told: on a page, in a file, in a document."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from batea.calc.ranges import Impossible
from batea.programmes.registers.cells import number
from batea.programmes.words import Words

from .answers import complete_answers
from .declaration import Tool, ToolColumn, ToolTable
from .discovery import tools
from .models import Assessment

HIDDEN = "hidden"  # stands in a result for a number of people that must not leave the programme


@dataclass(frozen=True)
class Told:
    """One finding in words; `alarm` when somebody may be hurt."""

    code: str
    text: str
    alarm: bool = False


@dataclass(frozen=True)
class Result:
    """What the tool answers. `problem` says why it cannot; then there are no tables and no findings."""

    tool: Tool | None
    tables: Mapping[str, list[dict]]
    findings: tuple[Told, ...] = ()
    problem: str = ""

    @property
    def sentences(self) -> tuple[str, ...]:
        """What was found in words, alarms first."""
        return tuple(told.text for told in sorted(self.findings, key=lambda told: not told.alarm))

    @property
    def shown(self) -> Iterator[tuple[ToolTable, list[dict]]]:
        """The tables of the result in the order the tool declares, those with rows."""
        for table in self.tool.results if self.tool else ():
            if self.tables.get(table.name):
                yield table, self.tables[table.name]


def result_of(assessment: Assessment) -> Result:
    """Computed anew from the answers; a tool that has been taken away leaves the answers and says so."""
    tool = tools().get(assessment.tool)
    if tool is None:
        return Result(
            None, {}, problem=_("This installation has no tool “%(name)s”.") % {"name": assessment.tool}
        )
    return calculated(tool, assessment.answers)


def calculated(tool: Tool, answers: Mapping) -> Result:
    known = complete_answers(tool, answers)
    if not any(known.values()):
        return Result(tool, {}, problem=_("Nothing has been filled in yet."))
    try:
        found = tool.calculate(known)
    except Impossible as impossible:
        return Result(tool, {}, problem=told_impossible(impossible))
    return Result(tool, found["tables"], tuple(findings_told(tool, found.get("findings", ()))))


def told_impossible(impossible: Impossible) -> str:
    """What cannot be, and why; what it names may be somebody's own word or one of ours."""
    why = _(impossible.why) + "."
    return _("%(what)s: %(why)s") % {"what": _(impossible.what), "why": why} if impossible.what else why


def findings_told(tool: Tool, findings: Iterable) -> Iterator[Told]:
    for code, values in findings:
        told_values = {name: finding_value(tool, value) for name, value in values.items()}
        yield Told(code, str(tool.sentences[code]) % told_values, code in tool.alarms)


def finding_value(tool: Tool, value) -> str:
    """A value of a finding in words: a number in the reader's style, (table, column, value) as that column tells it."""
    if isinstance(value, tuple) and len(value) == 3:
        table, column, said = value
        return told(tool, tool.result(table).column(column), said)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return rounded(value)
    return str(value)


# In words -----------------------------------------------------------------------------------------------------------


def told(tool: Tool, column: ToolColumn, value) -> str:
    """One value in the reader's language; an unknown range is a question mark, anything else unknown is empty."""
    if column.people and value == HIDDEN:
        return _("hidden")
    if column.kind in {"range", "percent_range"}:
        return range_words(value or {}, percent=column.kind == "percent_range")
    if value is None or value == "":
        return ""
    return TELLERS.get(column.kind, lambda _tool, _column, said: str(said))(tool, column, value)


TELLERS = {
    "number": lambda tool, column, value: rounded(value),
    "whole": lambda tool, column, value: rounded(value),
    "money": lambda tool, column, value: rounded(value),
    "percent": lambda tool, column, value: f"{rounded(value * 100, 1)}\u202f%",
    "choice": lambda tool, column, value: str(dict(column.choices).get(value, value)),
    "scale": lambda tool, column, value: tool.scale(column.scale).label(value),
    "yesno": lambda tool, column, value: _("yes") if value else _("no"),
    "words": lambda tool, column, value: str(Words(value)),
    "day": lambda tool, column, value: day_words(value),
    "moment": lambda tool, column, value: moment_words(value),
    "deadline": lambda tool, column, value: deadline_words(value),
}


def rounded(value: float, digits: int = 2) -> str:
    """At most `digits` behind the point, but never a small number as nothing: 0.004 stays 0.004."""
    short = round(value, digits)
    if short == 0 and value != 0:
        short = float(f"{value:.1g}")
    return number(Decimal(str(short)))


def day_words(value: str) -> str:
    return formats.date_format(datetime.fromisoformat(value).date(), "SHORT_DATE_FORMAT")


def moment_words(value: str) -> str:
    return formats.date_format(datetime.fromisoformat(value), "SHORT_DATETIME_FORMAT")


def deadline_words(value: str) -> str:
    """ "25 Nov 2026, 10:00 (overdue by 3 hours)". Moments are local time, as they were typed."""
    left = time_left(value)
    hours = int(abs(left) / timedelta(hours=1))
    amount = (
        ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
        if hours < 72
        else ngettext("%(n)s day", "%(n)s days", hours // 24) % {"n": hours // 24}
    )
    words = _("%(amount)s left") if left >= timedelta() else _("overdue by %(amount)s")
    return f"{moment_words(value)} ({words % {'amount': amount}})"


def time_left(value: str) -> timedelta:
    """From now to a stored local moment; negative when it has passed."""
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        moment = timezone.make_aware(moment)
    return moment - timezone.now()


def range_words(found: Mapping, percent: bool) -> str:
    """“20 (15–31)”; a question mark when an end is unknown."""
    low, best, high = (found.get(end) for end in ("low", "best", "high"))
    if low is None or high is None:
        return "?"
    factor, digits, unit = (100, 1, "\u202f%") if percent else (1, 2, "")
    low_said, high_said = rounded(low * factor, digits), rounded(high * factor, digits)
    if low_said == high_said:
        return low_said + unit
    dash = " … " if low < 0 else "–"
    return (
        f"{rounded(best * factor, digits)}{unit} ({low_said}{dash}{high_said}{unit})"
        if best is not None
        else f"{low_said}{dash}{high_said}{unit}"
    )


def heading(column: ToolColumn) -> str:
    """The column's title with its unit."""
    return f"{column.title} ({column.unit})" if column.unit else str(column.title)


def told_rows(tool: Tool, table: ToolTable, rows: Iterable[Mapping]) -> list[tuple[str, ...]]:
    return [tuple(told(tool, column, row.get(column.name)) for column in table.all_columns) for row in rows]


def tone_of(column: ToolColumn, value) -> str:
    """good, fair, poor, bad, plain or nothing."""
    if column.kind == "deadline":
        return "bad" if value and time_left(value) < timedelta() else ""
    return column.tones.get(value, "") if isinstance(value, str | int | bool) else ""


# Deadlines ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Running:
    """A deadline that some result names."""

    assessment: Assessment
    row: str
    due: str

    @property
    def overdue(self) -> bool:
        return time_left(self.due) < timedelta()


def running_deadlines(reader) -> list[Running]:
    """Every deadline of every assessment the reader may read, the next one first."""
    from .rules import may_read_result

    clocked = {
        name: [
            (table, column) for table in tool.results for column in table.columns if column.kind == "deadline"
        ]
        for name, tool in tools().items()
    }
    found = []
    for assessment in Assessment.objects.filter(
        tool__in=[name for name, columns in clocked.items() if columns]
    ):
        if may_read_result(reader, assessment):
            found += deadlines_of(assessment, clocked[assessment.tool])
    return sorted(found, key=lambda running: running.due)


def deadlines_of(assessment: Assessment, columns) -> Iterator[Running]:
    result = result_of(assessment)
    for table, column in columns:
        for row in result.tables.get(table.name, ()):
            if row.get(column.name):
                name = told(result.tool, table.known_by, row.get(table.known_by.name))
                yield Running(assessment, name, row[column.name])
