"""The toolbox for programs: the same answers, checks and results as on the pages, as JSON (`schema` describes it)."""

import json
from datetime import date

from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from batea.problems import CANNOT_UNDERSTAND, NOT_ALLOWED, Refused
from batea.programmes.access import page
from batea.programmes.words import clean_words

from .. import actions, schema
from ..answers import MOST_ROWS, as_typed, kept_rows, known_answers, read_rows
from ..declaration import Tool, ToolTable
from ..discovery import tools
from ..models import Assessment
from ..queries import result_of
from ..rules import may_read_answers, may_read_result
from .common import find_tool, readable

HEAD = {"title", "day", "made_by", "stage", "note"}
MOST_LISTED = 500


class Wrong(Exception):
    """Answers that are refused: a list of {table, row, column, reason}."""


@require_safe
@page("tools.see")
def described(request):
    """The OpenAPI description of this programme's toolbox."""
    base = request.path.removesuffix("openapi.json")
    return JsonResponse(schema.described(tools(), base))


@require_http_methods(["GET", "HEAD", "POST"])
@page("tools.see")
def of_tool(request, tool):
    """GET: the assessments of a tool with their results. POST: one more."""
    tool = find_tool(tool)
    if request.method != "POST":
        mine = Assessment.objects.filter(tool=tool.name).order_by("-pk")
        readable_ones = [each for each in mine if may_read_result(request.member, each)][:MOST_LISTED]
        return JsonResponse({"assessments": [told(request, each) for each in readable_ones]})
    if not request.member.may("tools.fill"):
        raise Refused(NOT_ALLOWED)
    return answered(request, lambda: add(request, tool), 201)


@require_http_methods(["GET", "HEAD", "POST"])
@page("tools.see")
def one(request, uid):
    """GET: an assessment with its result. POST: other answers in their place; `version` says what was read."""
    found = readable(request, uid, answers=False)
    if request.method != "POST":
        return JsonResponse(told(request, found))
    if not request.member.may("tools.fill"):
        raise Refused(NOT_ALLOWED)
    return answered(request, lambda: change(request, found), 200)


def answered(request, work, status: int) -> JsonResponse:
    """The changed assessment, or why not, in the shape programs read."""
    try:
        return JsonResponse(told(request, work()), status=status)
    except Wrong as wrong:
        title = _("These answers are refused.")
        return JsonResponse({"code": "B201", "title": title, "errors": wrong.args[0]}, status=422)
    except Refused as refused:
        title, mend = refused.in_words(_)
        said = {"code": refused.problem.code, "title": f"{title} {mend}", "errors": []}
        return JsonResponse(said, status=refused.problem.status)


def add(request, tool: Tool) -> Assessment:
    sent = sent_object(request)
    head = head_of({"title": {}, **sent})
    answers = answers_of(tool, sent.get("answers"))
    return actions.begin_assessment(
        by=request.member, programme=request.programme, tool=tool, head=head, answers=answers
    )


def change(request, found: Assessment) -> Assessment:
    sent, tool = sent_object(request), find_tool(found.tool)
    version = sent.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or not 0 < version < 2**31:
        refuse("", 0, "version", _("Say which version you have read."))
    answers = answers_of(tool, sent.get("answers"), known_answers(tool, found.answers))
    return actions.answer_again(
        by=request.member, assessment=found, tool=tool, head=head_of(sent), answers=answers, version=version
    )


def told(request, found: Assessment) -> dict:
    """An assessment as programs read it; answers only for whoever may read them."""
    result = result_of(found)
    open_answers = may_read_answers(request.member, found)
    return {
        "uid": str(found.uid),
        "tool": found.tool,
        "tool_version": found.tool_version,
        "version": found.version,
        "exercise": found.exercise,
        "title": found.title,
        "day": found.day.isoformat(),
        "made_by": found.made_by,
        "stage": found.stage,
        **({"note": found.note, "answers": found.answers} if open_answers else {}),
        "result": {
            "problem": result.problem,
            "findings": [
                {"code": each.code, "text": each.text, "alarm": each.alarm} for each in result.findings
            ],
            "tables": result.tables,
        },
    }


# What was sent --------------------------------------------------------------------------------------------------------


def sent_object(request) -> dict:
    try:
        sent = json.loads(request.body, parse_constant=refuse_constant)
        json.dumps(sent, ensure_ascii=False).encode()  # half a character cannot be stored
    except (ValueError, RecursionError) as error:
        raise Refused(CANNOT_UNDERSTAND, reason=_("it is not JSON of the described shape")) from error
    if not isinstance(sent, dict) or set(sent) - HEAD - {"answers", "version"}:
        raise Refused(CANNOT_UNDERSTAND, reason=_("it is not JSON of the described shape"))
    return sent


def refuse_constant(name: str):
    raise ValueError(name)


def refuse(table: str, row: int, column: str, reason) -> None:
    raise Wrong([{"table": table, "row": row, "column": column, "reason": str(reason)}])


def head_of(sent: dict) -> dict:
    """The head's fields that were sent: a new assessment takes defaults for the others, a changed one keeps them.
    Raises Wrong."""
    head: dict = {}
    for name in HEAD & set(sent):
        try:
            head[name] = CLEAN[name](sent[name])
        except (ValidationError, ValueError, TypeError) as error:
            reason = error.messages[0] if isinstance(error, ValidationError) else _("This cannot be read.")
            refuse("", 0, name, reason)
    if "title" in head and not head["title"]:
        refuse("", 0, "title", _("Write text in at least one language."))
    return head


def short(value) -> str:
    if not isinstance(value, str) or len(value) > 120 or "\x00" in value:
        raise ValueError(value)
    return value


def stage(value) -> str:
    if value not in Assessment.Stage.values:
        raise ValueError(value)
    return value


CLEAN = {
    "title": clean_words,
    "note": clean_words,
    "day": date.fromisoformat,
    "made_by": short,
    "stage": stage,
}


def answers_of(tool: Tool, sent, before: dict | None = None) -> dict:
    """The answers as they are stored, read by the same door as what people type. Raises Wrong with every refusal."""
    if not isinstance(sent, dict):
        refuse("", 0, "answers", _("This cannot be read."))
    unknown = sorted(set(sent) - {table.name for table in tool.tables})
    if unknown:
        refuse(unknown[0], 0, "", _("The tool has no such table."))
    found, errors = {}, []
    for table in tool.tables:
        rows = typed_rows(table, sent.get(table.name, []))
        read = read_rows(tool, table, rows, (before or {}).get(table.name, ()))
        errors += [
            {"table": table.name, "row": place, "column": name, "reason": reason}
            for place, row in enumerate(read, 1)
            for name, reason in row.errors.items()
        ]
        found[table.name] = with_languages(table, sent.get(table.name, []), read)
    if errors:
        raise Wrong(errors)
    return found


def typed_rows(table: ToolTable, rows) -> list[dict]:
    """Rows of values as somebody would type them. Raises Wrong for what has another shape."""
    if not isinstance(rows, list) or len(rows) > MOST_ROWS:
        refuse(table.name, 0, "", _("This cannot be read."))
    names = {column.name: column for column in table.all_columns}
    made = []
    for place, row in enumerate(rows, 1):
        if not isinstance(row, dict) or set(row) - set(names):
            refuse(table.name, place, "", _("This cannot be read."))
        made.append({name: typed(table, place, names[name], value) for name, value in row.items()})
    return made


def typed(table: ToolTable, place: int, column, value):
    if column.kind == "words" and value is not None:
        try:
            return str(clean_words(value))
        except ValidationError as error:
            refuse(table.name, place, column.name, error.messages[0])
    expected = EXPECTED.get(column.kind, str)
    if value is not None and (
        not isinstance(value, expected) or isinstance(value, bool) != (expected is bool)
    ):
        refuse(table.name, place, column.name, _("This cannot be read."))
    return as_typed(column, value)


EXPECTED = {"number": (int, float), "money": (int, float), "whole": int, "scale": int, "yesno": bool}


def with_languages(table: ToolTable, sent: list, read: list) -> list[dict]:
    """The rows to store; texts in several languages as they were sent, not only in the language of the moment."""
    words = [column.name for column in table.columns if column.kind == "words"]
    for row, raw in zip(read, sent, strict=True):
        for name in words:
            if row.values and raw.get(name):
                row.values[name] = clean_words(raw[name])
    return kept_rows(read)
