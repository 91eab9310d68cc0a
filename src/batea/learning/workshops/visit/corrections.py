"""A form that was corrected after a finding was taken from it: both are shown, and somebody decides which stands.

A finding knows the edition of the form it was taken from. A newer one that is approved may say something else of the same
card; nothing changes by itself.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from batea.problems import CHANGED_MEANWHILE, NO_CORRECTION, Refused
from batea.programmes.actions import change_record
from batea.surveys.models import Submission

from ...models import FieldVisit, Finding
from . import mapping
from .from_forms import approved, photo_of, rows_of, values_of

COMPARED = (
    "theme",
    "kind",
    "critical",
    "words",
    "evidence",
    "weight",
    "recommendation",
    "addressee",
    "urgency",
)
SAID: dict[str, Callable[[Finding], str]] = {
    "theme": lambda each: str(each.get_theme_display()),
    "kind": lambda each: str(each.get_kind_display()),
    "critical": lambda each: str(_("Yes") if each.critical else _("No")),
    "urgency": lambda each: str(each.get_urgency_display()),
    "weight": lambda each: "" if each.weight is None else str(each.weight),
}


@dataclass(frozen=True)
class Correction:
    """A finding beside what its card says now; `card` is None where the card is no longer in the form."""

    finding: Finding
    submission: Submission
    card: dict[str, str] | None

    def values(self) -> dict:
        return values_of(self.card, self.submission) if self.card else {}

    def lines(self) -> list[tuple[str, str, str, bool]]:
        """(field, the finding, the form now, whether they differ), of what either says."""
        if not self.card:
            return []
        now = Finding(**self.values())
        found = []
        for name in COMPARED:
            say = SAID.get(name, lambda each, name=name: str(getattr(each, name)))
            one, other = say(self.finding), say(now)
            if one or other:
                title = str(Finding._meta.get_field(name).verbose_name)
                found.append((title[:1].upper() + title[1:], one, other, one != other))
        return found

    @property
    def usable(self) -> bool:
        """A card without theme or words is no finding."""
        values = self.values()
        return bool(values.get("theme") and values.get("words"))


def corrections(member, visit: FieldVisit) -> list[Correction]:
    """Findings of the visit whose form was corrected since, as far as the reader may read the form."""
    taken = visit.findings.exclude(submission=None).select_related("group", "visit").order_by("pk")
    findings = [each for each in taken if each.card is not None]
    if not findings:
        return []
    editions = {each.origin: each for each in approved(member, visit)}
    return [
        Correction(each, editions[each.submission], card_of(editions[each.submission], each.card))
        for each in findings
        if each.submission in editions and editions[each.submission].uid != edition_of(each)
    ]


def edition_of(finding: Finding):
    """The edition it was taken from or last laid beside; the first where that was not noted."""
    return finding.edition or finding.submission


def card_of(submission: Submission, number: int) -> dict[str, str] | None:
    rows = rows_of(submission, mapping.REPEAT)
    return rows[number - 1] if number <= len(rows) else None


def correction_of(member, finding: Finding) -> Correction:
    """Raises Refused B876 when none is waiting that the reader may read."""
    found = next((each for each in corrections(member, finding.visit) if each.finding.pk == finding.pk), None)
    if found is None:
        raise Refused(NO_CORRECTION)
    return found


@transaction.atomic
def settle_correction(*, by, finding: Finding, edition: str, version: int, take: bool) -> Finding:
    """Take what the form says now into the finding, or keep the finding as it is; either way the edition is settled. An
    alert that was given stays one. `edition` and `version` are what was looked at.

    Raises Refused B876 when none is waiting, B202 when form or finding have changed since, B201.
    """
    FieldVisit.objects.select_for_update().get(pk=finding.visit_id)
    waiting = correction_of(by, finding)
    if str(waiting.submission.uid) != str(edition) or (take and not waiting.usable):
        raise Refused(CHANGED_MEANWHILE)
    values = {"edition": waiting.submission.uid}
    if take:
        values |= taken_over(by, waiting)
    act = "take correction" if take else "keep beside correction"
    return change_record(by=by, record=waiting.finding, values=values, version=version, act=act)


def taken_over(by, waiting: Correction) -> dict:
    values = waiting.values()
    if waiting.finding.critical:
        values |= {"critical": True, "kind": Finding.Kind.BAD}
    photo = photo_of(by, waiting.submission, waiting.card, str(waiting.finding))
    return values | ({"photo": photo} if photo else {})
