"""A file somebody brings in: a filled workbook or a filled phone form, told by its first bytes."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from batea.problems import FILLED_FILE_REFUSED, Refused

from .declaration import Tool
from .models import Assessment


@dataclass
class Came:
    """What a file says: rows as typed by table, the stored row each began as, and what to tell whoever brought it."""

    raws: dict[str, list[dict]]
    was: dict[str, list[int | None]]
    notes: list[str] = field(default_factory=list)
    head: dict = field(default_factory=dict)


def read_file(tool: Tool, data: bytes, assessment: Assessment | None = None) -> Came:
    """The rows of a workbook or phone form of this tool. Raises Refused in words for anything else."""
    if data[:1] == b"<" or data[:4] == b"\xef\xbb\xbf<":
        from .phone import read_submission

        return Came(*read_submission(tool, data))
    from .filled import read_filled

    filled = read_filled(tool, data)
    if filled.meta.tool not in ("", tool.name):
        raise Refused(FILLED_FILE_REFUSED, kind=_("a workbook of another tool"))
    return Came(
        filled.raws, was_rows(filled, assessment), [*filled.notes, *warnings(filled.meta, tool, assessment)]
    )


def was_rows(filled, assessment: Assessment | None) -> dict[str, list[int | None]]:
    """Which stored row each row began as; nothing when the workbook was made from another assessment."""
    own = assessment is not None and filled.meta.assessment == str(assessment.uid)
    return filled.was if own else {name: [None] * len(rows) for name, rows in filled.raws.items()}


def warnings(meta, tool: Tool, assessment: Assessment | None) -> list[str]:
    found = []
    if assessment is not None and meta.assessment not in ("", str(assessment.uid)):
        found.append(_("This workbook was made from another assessment. Its rows stand here as new ones."))
    elif assessment is not None and meta.version and meta.version != assessment.version:
        found.append(
            _("Somebody has changed these answers since the workbook was made. Look at what each cell was.")
        )
    if meta.tool_version and meta.tool_version != tool.version:
        found.append(
            _("The tool has changed since this workbook was made. Look whether all is in its place.")
        )
    return found
