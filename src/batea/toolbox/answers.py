"""Answers of a tool: the one door for what was typed on a page, in a spreadsheet, on a phone or by a program.

As they are stored: {table: [{column: value}]}, numbers as numbers, days and moments as ISO text, unknown left out.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from batea.programmes.words import LANGUAGES, UNSTORABLE, Words, clean_words

from .declaration import ITEM, Tool, ToolColumn, ToolTable

YES_NO = (("yes", _("yes")), ("no", _("no")))
FILLED_IN = _("Fill this in, or empty the whole row.")
TWICE = _("This row stands here twice.")
TOO_MANY = _("At most %(most)s rows.")
LINE, TEXT = 300, 4000  # characters
# A page, a spreadsheet or a phone may say more than anybody would; nothing beyond is read.
MOST_ROWS = 2000


@dataclass
class TypedRow:
    """One row as it was typed (`raw`), as it would be stored (`values`) and what is wrong with it ({column: words})."""

    raw: Mapping[str, object]
    values: dict = field(default_factory=dict)
    errors: dict = field(default_factory=dict)


# One cell -------------------------------------------------------------------------------------------------------------


@cache
def field_of(tool: Tool, column: ToolColumn) -> forms.Field:
    """Django's own reader for the column: it knows numbers, days and refusals in the reader's language."""
    asked = {"required": False}
    match column.kind:
        case "number" | "money":
            limits = {"min_value": decimal(column.minimum), "max_value": decimal(column.maximum)}
            return forms.DecimalField(max_digits=24, **limits, **asked)
        case "whole":
            low, high = column.minimum, column.maximum
            most = 9_999_999_999 if high is None else int(high)
            return forms.IntegerField(min_value=None if low is None else int(low), max_value=most, **asked)
        case "scale":
            return forms.TypedChoiceField(
                choices=tool.scale(column.scale).choices(), coerce=int, empty_value=None, **asked
            )
        case "choice":
            # Only the codes count here; Django would take a title in four languages for a group of choices.
            return forms.ChoiceField(
                choices=[("", ""), *((code, code) for code, _t in column.choices)], **asked
            )
        case "yesno":
            return forms.TypedChoiceField(
                choices=YES_NO, coerce=lambda said: said == "yes", empty_value=None, **asked
            )
        case "day":
            return forms.DateField(**asked)
        case "moment":
            return forms.DateTimeField(
                input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"], **asked
            )
    return forms.CharField(max_length=TEXT if column.kind == "long" else LINE, **asked)


def decimal(limit: float | None) -> Decimal | None:
    return None if limit is None else Decimal(str(limit))


def clean(tool: Tool, column: ToolColumn, raw, kept=None):
    """`raw` as it is stored, None where nothing is said; `kept` is what the cell held before.

    Raises ValidationError with the reason in words.
    """
    if isinstance(raw, str):
        raw = raw.replace("\r\n", "\n")  # as browsers send the ends of lines
    value = field_of(tool, column).clean(raw)
    if column.kind == "words":
        return in_my_language(value, kept)
    return stored(value)


def in_my_language(text: str, kept) -> Words | None:
    """The text in the language of the page; what the cell says in other languages stays."""
    lang = (get_language() or "en").split("-")[0]
    if not text:
        return None
    kept = dict(kept or {})
    return Words({"original": lang, **kept, lang: text} if lang in LANGUAGES else kept)


def stored(value):
    """A cleaned value as JSON keeps it; None for nothing said."""
    if value is None or value == "":
        return None
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(timespec="minutes")
    return value.isoformat() if isinstance(value, date) else value


def as_typed(column: ToolColumn, value):
    """A stored value as somebody would type it in a page of the reader's language."""
    if value is None:
        return ""
    if column.kind == "yesno":
        return "yes" if value else "no"
    if column.kind == "words":
        return str(Words(value))
    return str(value)


# Rows -----------------------------------------------------------------------------------------------------------------


def read_rows(
    tool: Tool, table: ToolTable, raws: Iterable[Mapping], before: Iterable[Mapping] = ()
) -> list[TypedRow]:
    """Each typed row with its values and what is wrong with it; rows that say nothing are kept, empty.

    `before` are the stored rows the typed ones stand for, in the same order, as far as there are any.
    """
    before = list(before)
    typed = [
        read_row(tool, table, raw, before[place] if place < len(before) else {})
        for place, raw in enumerate(raws)
    ]
    seen: set = set()
    said = [row for row in typed if row.values or row.errors]
    for row in said:
        item = row.values.get(ITEM) if table.given else None
        if item is not None and item in seen:
            row.errors[ITEM] = str(TWICE)
        seen.add(item)
    if len(said) > table.most and not table.given:
        said[table.most].errors[table.columns[0].name] = str(TOO_MANY) % {"most": table.most}
    return typed


def read_row(tool: Tool, table: ToolTable, raw: Mapping, before: Mapping) -> TypedRow:
    row = TypedRow(raw)
    for column in table.all_columns:
        try:
            value = clean(tool, column, raw.get(column.name), before.get(column.name))
        except ValidationError as error:
            row.errors[column.name] = " ".join(error.messages)
            continue
        if value is not None:
            row.values[column.name] = value
    if not says_something(row.values) and not set(row.errors) - {ITEM}:
        row.values, row.errors = {}, {}
        return row
    for column in table.columns:
        if column.required and column.name not in row.values and column.name not in row.errors:
            row.errors[column.name] = str(FILLED_IN)
    return row


def says_something(values: Mapping) -> bool:
    """Beyond which given row it is."""
    return bool(set(values) - {ITEM})


def kept_rows(typed: Iterable[TypedRow]) -> list[dict]:
    """What is stored of them: the rows that say something."""
    return [row.values for row in typed if row.values]


# What is stored -------------------------------------------------------------------------------------------------------


def known_answers(tool: Tool, answers: Mapping) -> dict:
    """The answers with every table of the tool there and nothing else, whatever version they were typed for: what the
    tool does not ask (any more), or could not have been typed, is left out."""
    return {table.name: known_rows(tool, table, answers.get(table.name) or ()) for table in tool.tables}


def known_rows(tool: Tool, table: ToolTable, rows: Iterable[Mapping]) -> list[dict]:
    kept = [
        {
            column.name: row[column.name]
            for column in table.all_columns
            if column.name in row and fits(tool, column, row[column.name])
        }
        for row in rows
    ]
    if table.given:  # in the order the tool asks, however they came
        places = {row.code: place for place, row in enumerate(table.given)}
        kept = [row for row in kept if row.get(ITEM) in places]
        kept.sort(key=lambda row: places[row[ITEM]])
    return [row for row in kept if row]


def complete_answers(tool: Tool, answers: Mapping) -> dict:
    """What `calculate` gets: the known answers whose rows say all that is required."""
    known = known_answers(tool, answers)
    return {
        table.name: [row for row in known[table.name] if is_complete(table, row)] for table in tool.tables
    }


def is_complete(table: ToolTable, row: Mapping) -> bool:
    return says_something(row) and all(column.name in row for column in table.columns if column.required)


def fits(tool: Tool, column: ToolColumn, value) -> bool:
    """Whether `value` is what the column would have stored."""
    try:
        return FITS[column.kind](tool, column, value)
    except (TypeError, ValueError, ValidationError):
        return False


def is_number(column: ToolColumn, value, kinds=(int, float)) -> bool:
    if isinstance(value, bool) or not isinstance(value, kinds) or not math.isfinite(value):
        return False
    low, high = column.minimum, column.maximum
    return (low is None or value >= low) and (high is None or value <= high)


def is_text(value, most: int) -> bool:
    return isinstance(value, str) and 0 < len(value) <= most and not UNSTORABLE.search(value)


def is_iso(value, read) -> bool:
    return isinstance(value, str) and bool(read(value))


def is_step(tool: Tool, column: ToolColumn, value) -> bool:
    scale = tool.scale(column.scale)
    return isinstance(value, int) and not isinstance(value, bool) and scale.first <= value <= scale.last


FITS = {
    "text": lambda tool, column, value: is_text(value, LINE),
    "long": lambda tool, column, value: is_text(value, TEXT),
    "words": lambda tool, column, value: bool(clean_words(value)),
    "number": lambda tool, column, value: is_number(column, value),
    "money": lambda tool, column, value: is_number(column, value),
    "whole": lambda tool, column, value: is_number(column, value, (int,)),
    "choice": lambda tool, column, value: (
        isinstance(value, str) and value in {code for code, _title in column.choices}
    ),
    "scale": is_step,
    "yesno": lambda tool, column, value: isinstance(value, bool),
    "day": lambda tool, column, value: is_iso(value, date.fromisoformat),
    "moment": lambda tool, column, value: is_iso(value, datetime.fromisoformat),
}


def cells_in(answers: Mapping) -> int:
    return sum(len(row) for rows in answers.values() for row in rows)


def shape_fault(answers) -> bool:
    """True when the answers are not tables of rows of plain values, whichever tool they are of."""
    return not (
        isinstance(answers, dict)
        and all(isinstance(rows, list) and all(map(is_row, rows)) for rows in answers.values())
    )


def is_row(row) -> bool:
    return isinstance(row, dict) and all(
        isinstance(value, str | int | float | bool | dict) or value is None for value in row.values()
    )
