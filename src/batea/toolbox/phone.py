"""A tool on a phone: its XLSForm in four languages, and the filled form that comes back.

A grid becomes a repeat, a form a group, each given row a group of its own. Names are the declaration's own, so that a
submission is read without the form it answers.
"""

import re
from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from batea.interop.submissions import Submission
from batea.interop.submissions import read_submission as read_xml
from batea.interop.xlsforms import xlsform as written
from batea.problems import FILLED_FILE_REFUSED, Refused
from batea.programmes.words import LANGUAGES, Words

from .declaration import ITEM, Given, Tool, ToolColumn, ToolTable
from .models import Assessment
from .queries import heading

HEAD = "about_this"
TYPES = {
    "text": "text",
    "long": "text",
    "words": "text",
    "number": "decimal",
    "money": "decimal",
    "whole": "integer",
    "yesno": "select_one yes_no",
    "day": "date",
    "moment": "dateTime",
}


def label_names() -> dict[str, str]:
    """{language: its name as XLSForm writes it}: "Español (es)"."""
    from django.utils.translation import get_language_info

    return {lang: f"{get_language_info(lang)['name_local'].capitalize()} ({lang})" for lang in LANGUAGES}


def spoken(column: str, words, lacking: str = "") -> dict[str, str]:
    """`words` (anything whose `str()` speaks the language of the moment) in all four languages."""
    found = {}
    for lang, name in label_names().items():
        with override(lang):
            said = str(words() if callable(words) else words).strip()
        found[f"{column}::{name}"] = said or lacking
    return found


# Out ------------------------------------------------------------------------------------------------------------------


def xlsform(tool: Tool) -> bytes:
    """The form of a tool, to be published on any server that takes XLSForms."""
    lists: dict[str, list[dict]] = {
        "yes_no": choice_rows("yes_no", [("yes", lambda: _("yes")), ("no", lambda: _("no"))])
    }
    survey = [*head_rows(tool, lists)]
    for table in tool.tables:
        survey += table_rows(tool, table, lists)
    names = label_names()
    default = names.get((get_language() or settings.LANGUAGE_CODE).split("-")[0], names["es"])
    about = {
        "form_title": str(tool.title),
        "form_id": tool.name,
        "version": str(tool.version),
        "default_language": default,
        "instance_name": f"${{{HEAD}_title}}",
    }
    return written(survey, [row for rows in lists.values() for row in rows], about)


def head_rows(tool: Tool, lists: dict) -> Iterator[dict]:
    stages = [(code, name) for code, name in Assessment.Stage.choices if code]
    lists["stage"] = choice_rows("stage", [(code, lambda name=name: name) for code, name in stages])
    yield {"type": "note", "name": f"{HEAD}_purpose", **spoken("label", tool.purpose)}
    for place, caution in enumerate(tool.cautions, 1):
        yield {"type": "note", "name": f"{HEAD}_caution_{place}", **spoken("label", caution)}
    yield {
        "type": "text",
        "name": f"{HEAD}_title",
        **spoken("label", lambda: _("What is assessed")),
        "required": "yes",
    }
    yield {"type": "date", "name": f"{HEAD}_day", **spoken("label", lambda: _("Day")), "default": "today()"}
    yield {
        "type": "text",
        "name": f"{HEAD}_made_by",
        **spoken("label", lambda: _("Filled in by")),
        **spoken("hint", lambda: _("A group or an office, not a person's name.")),
    }
    yield {"type": "select_one stage", "name": f"{HEAD}_stage", **spoken("label", lambda: _("Stage"))}
    yield {
        "type": "text",
        "name": f"{HEAD}_note",
        **spoken("label", lambda: _("Note")),
        "appearance": "multiline",
    }


def table_rows(tool: Tool, table: ToolTable, lists: dict) -> Iterator[dict]:
    if table.given:
        yield {"type": "begin_group", "name": table.name, **spoken("label", table.title)}
        for given in table.given:
            title = grouped_title(given)
            opening = {"type": "begin_group", "name": item_name(given.code), **spoken("label", title)}
            yield opening | {"appearance": "field-list"}
            if str(given.help):
                yield {"type": "note", "name": f"{table.name}__help", **spoken("label", given.help)}
            yield from (question(tool, table, column, lists, must=False) for column in table.columns)
            yield {"type": "end_group"}
        yield {"type": "end_group"}
        return
    kind = "group" if table.single else "repeat"
    yield {"type": f"begin_{kind}", "name": table.name, **spoken("label", table.title)}
    if str(table.help):
        yield {"type": "note", "name": f"{table.name}__help", **spoken("label", table.help)}
    must = not table.single
    yield from (question(tool, table, column, lists, must) for column in table.columns)
    yield {"type": f"end_{kind}"}


def grouped_title(given: Given):
    return lambda: f"{given.group}: {given.title}" if str(given.group) else str(given.title)


def question(tool: Tool, table: ToolTable, column: ToolColumn, lists: dict, must: bool) -> dict:
    row = {"type": type_of(tool, table, column, lists), "name": column.name}
    row |= spoken("label", lambda: heading(column))
    if str(column.help):
        row |= spoken("hint", column.help)
    if column.required and must:
        row["required"] = "yes"
    if column.kind == "long":
        row["appearance"] = "multiline"
    limits = [
        f". {sign} {limit:g}"
        for sign, limit in ((">=", column.minimum), ("<=", column.maximum))
        if limit is not None
    ]
    if limits:
        row["constraint"] = " and ".join(limits)
        row |= spoken("constraint_message", lambda: limit_words(column))
    return row


def limit_words(column: ToolColumn) -> str:
    low, high = column.minimum, column.maximum
    if low is not None and high is not None:
        return _("From %(low)s to %(high)s.") % {"low": f"{low:g}", "high": f"{high:g}"}
    if low is not None:
        return _("At least %(low)s.") % {"low": f"{low:g}"}
    return _("At most %(high)s.") % {"high": f"{high:g}"}


def type_of(tool: Tool, table: ToolTable, column: ToolColumn, lists: dict) -> str:
    if column.kind == "scale":
        name, scale = f"scale_{column.scale}", tool.scale(column.scale)
        steps = range(scale.first, scale.last + 1)
        lists.setdefault(name, choice_rows(name, [(str(n), lambda n=n: scale.label(n)) for n in steps]))
        return f"select_one {name}"
    if column.kind == "choice":
        name = f"{table.name}_{column.name}"
        lists.setdefault(
            name, choice_rows(name, [(code, lambda title=title: title) for code, title in column.choices])
        )
        return f"select_one {name}"
    return TYPES[column.kind]


def choice_rows(name: str, choices) -> list[dict]:
    return [
        {"list_name": name, "name": code, **spoken("label", words, lacking=code)} for code, words in choices
    ]


def item_name(code: str) -> str:
    """A given row's code as the name of a group."""
    return "item_" + re.sub(r"[^A-Za-z0-9_]", "_", code)


# In -------------------------------------------------------------------------------------------------------------------


def read_submission(tool: Tool, data: bytes) -> tuple[dict, dict, list[str], dict]:
    """(rows as typed by table, stored rows they were: none, notes, head) of a filled form of this tool.

    Raises Refused for a form of another tool, or for what is no form.
    """
    came = read_xml(data)
    if came.form != tool.name:
        raise Refused(FILLED_FILE_REFUSED, kind=_("a filled form of something else"))
    notes = []
    if came.version != str(tool.version):
        notes.append(_("The tool has changed since this form was made. Look whether all is in its place."))
    raws = {table.name: rows_of(table, came) for table in tool.tables}
    return raws, {name: [None] * len(rows) for name, rows in raws.items()}, notes, head_of(came)


def rows_of(table: ToolTable, came: Submission) -> list[dict]:
    groups = [group for group in came.answers.get(table.name, []) if isinstance(group, dict)]
    if not table.given:
        return [row_of(table, group) for group in groups]
    found = []
    for given in table.given:
        for group in (each for outer in groups for each in outer.get(item_name(given.code), [])):
            row = row_of(table, group) if isinstance(group, dict) else {}
            if any(row.values()):
                found.append({**row, ITEM: given.code})
    return found


def row_of(table: ToolTable, group: dict) -> dict:
    return {column.name: typed(column, group.get(column.name, [""])[0]) for column in table.columns}


def typed(column: ToolColumn, said) -> str:
    """The phone's value as somebody would type it; a moment by the clock on the wall where the phone was."""
    text = said if isinstance(said, str) else ""
    return text[:16] if column.kind == "moment" else text


def head_of(came: Submission) -> dict:
    said = {
        name: came.answers.get(f"{HEAD}_{name}", [""])[0]
        for name in ("title", "day", "made_by", "stage", "note")
    }
    lang = (get_language() or "en").split("-")[0]
    words = {
        name: Words(said[name], lang)
        for name in ("title", "note")
        if isinstance(said[name], str) and said[name]
    }
    return {name: value for name, value in said.items() if isinstance(value, str) and value} | words
