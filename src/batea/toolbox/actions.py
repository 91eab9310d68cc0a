"""Writes of the toolbox: keep what was typed."""

from django.db import transaction

from batea.programmes.actions import add_record, change_record

from .declaration import Tool
from .models import Assessment


@transaction.atomic
def begin_assessment(*, by, programme, tool: Tool, title, note, answers: dict, subject=None) -> Assessment:
    """A new assessment with the tool as it is now; `subject` is the record it is about, if any."""
    new = Assessment(
        programme=programme,
        tool=tool.name,
        tool_version=tool.version,
        title=title,
        note=note,
        answers=answers,
        subject=subject.label if subject else "",
        subject_uid=subject.uid if subject else None,
        exercise=programme.is_exercise,
    )
    return add_record(by=by, record=new, act="assess")


@transaction.atomic
def answer_again(
    *, by, assessment: Assessment, tool: Tool, title, note, answers: dict, version: int | None
) -> Assessment:
    """Replace the answers; they count for the tool's present version from now on. Raises Refused B202."""
    values = {"title": title, "note": note, "answers": answers, "tool_version": tool.version}
    return change_record(by=by, record=assessment, values=values, version=version, act="assess")
