"""What the pages, gates and chapter of the partners ask."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Case, IntegerField, Value, When
from django.utils.translation import gettext_lazy as _

from .models import Commitment, Need, Offer

URGENCY = {Need.Priority.HIGH: 1, Need.Priority.MEDIUM: 2, Need.Priority.LOW: 3}


def needs():
    """Needs with their commitments, the most urgent first."""
    order = [When(priority=priority, then=Value(place)) for priority, place in URGENCY.items()]
    urgency = Case(*order, output_field=IntegerField())
    return Need.objects.prefetch_related("commitments__institution").order_by(urgency, "pk")


def covered(need: Need) -> bool:
    """A partner has taken it on, the state pays, or it is openly declared a gap."""
    return bool(need.commitments.all()) or bool(need.budget_line) or need.declared_gap


def coverage_words(need: Need) -> tuple[str, str]:
    """How the need is covered, in words, and the tone of the tag."""
    if need.commitments.all():
        return _("partner"), "good"
    if need.budget_line:
        return _("own budget"), "good"
    return (_("declared gap"), "warn") if need.declared_gap else (_("open"), "bad")


def commitments():
    return Commitment.objects.select_related("need", "institution", "offer").order_by("pk")


def offers_not_taken():
    """Offers that no commitment rests on."""
    return Offer.objects.filter(commitments=None).select_related("institution").order_by("institution", "pk")


@dataclass(frozen=True)
class GapMatrix:
    """Needs by partner institution: `cells[need.pk, institution.pk]` are the commitments there."""

    needs: tuple[Need, ...]
    institutions: tuple
    cells: dict

    def rows(self) -> list[tuple]:
        """(need, [commitments per institution], how it is covered)."""
        return [
            (
                need,
                [self.cells[need.pk, institution.pk] for institution in self.institutions],
                coverage_words(need),
            )
            for need in self.needs
        ]


def gap_matrix() -> GapMatrix:
    """All needs by all institutions that have committed to something. Three queries."""
    found = tuple(needs())
    cells, institutions = defaultdict(list), {}
    for need in found:
        for commitment in need.commitments.all():
            institutions[commitment.institution_id] = commitment.institution
            cells[need.pk, commitment.institution_id].append(commitment)
    return GapMatrix(found, tuple(institutions.values()), cells)
