"""Writes of the toolbox: keep what was typed, and what it replaces."""

from collections.abc import Mapping

from django.db import transaction

from batea.problems import NOT_ALLOWED, Refused
from batea.programmes.actions import add_record, change_record
from batea.programmes.records import Record

from .declaration import Tool
from .models import Assessment, FormerAnswers
from .rules import may_change, may_read_answers


@transaction.atomic
def begin_assessment(
    *, by, programme, tool: Tool, head: Mapping, answers: Mapping, about: Record | None = None
) -> Assessment:
    """A new assessment with the tool as it is now. `head` holds title, note, day and the like; `about` is the record
    it was filled in for, if any."""
    person = getattr(by, "person", None)
    new = Assessment(
        programme=programme,
        tool=tool.name,
        tool_version=tool.version,
        answers=answers,
        subject=about.label if about else "",
        subject_uid=about.uid if about else None,
        subject_version=about.version if about else None,
        begun_by=person.uid if person else None,
        exercise=programme.is_exercise,
        **head,
    )
    return add_record(by=by, record=new, act="assess")


@transaction.atomic
def answer_again(
    *, by, assessment: Assessment, tool: Tool, head: Mapping, answers: Mapping, version: int | None
) -> Assessment:
    """Replace the answers; they count for the tool's present version, and for what it is about as it is now.

    What they were before is kept. Raises Refused: B101 whose assessment it is not, B202 when it changed meanwhile.
    """
    if not (may_change(by, assessment) and may_read_answers(by, assessment)):
        raise Refused(NOT_ALLOWED)
    about = assessment.about
    values = {**head, "answers": answers, "tool_version": tool.version}
    if about is not None:
        values["subject_version"] = about.version
    before = Assessment.objects.get(pk=assessment.pk)
    changed = change_record(by=by, record=assessment, values=values, version=version, act="assess")
    if before.answers != changed.answers:
        keep_former(by=by, before=before)
    return changed


def keep_former(*, by, before: Assessment) -> FormerAnswers:
    """What the assessment said at the version it had."""
    former = FormerAnswers(
        programme=before.programme,
        assessment=before,
        number=before.version,
        tool_version=before.tool_version,
        answers=before.answers,
        changed_by=str(by)[:200],
        exercise=before.exercise,
    )
    return add_record(by=by, record=former, act="keep former answers")
