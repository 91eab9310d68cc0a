"""Who has earned which certificate, and what is missing to those who have not."""

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ...models import Attendance, Certificate, Claim, Day, Participant, Plan, Workshop
from ..here import workshop_here
from .queries import learners

ATTENDANCE, ACHIEVEMENT = Certificate.Kind.ATTENDANCE, Certificate.Kind.ACHIEVEMENT


@dataclass(frozen=True)
class Standing:
    """One participant: days present, the claimed result, the presented plan, and the certificates in force."""

    participant: Participant
    workshop: Workshop
    days: int
    days_held: int
    claim: Claim | None
    plan: Plan | None
    certificates: dict[str, Certificate]

    def missing(self, kind: str) -> list[str]:
        """What is missing to the certificate, in words; nothing when it is earned."""
        return self.missing_attendance() if kind == ATTENDANCE else self.missing_achievement()

    def missing_attendance(self) -> list[str]:
        lacking = self.workshop.certificate_days - self.days
        return [_("Days still missing: %(count)s.") % {"count": lacking}] if lacking > 0 else []

    def missing_achievement(self) -> list[str]:
        needed = self.workshop.certificate_score
        found = []
        if self.claim is None or self.claim.score < needed:
            found.append(
                _("A result of %(percent)s %% or more, claimed by the participant.") % {"percent": needed}
            )
        if self.plan is None:
            found.append(_("A return-to-work plan presented by the delegation."))
        return found

    def earned(self, kind: str) -> bool:
        return not self.missing(kind)

    def waits_for(self, kind: str) -> bool:
        """It is earned and has not been issued."""
        return kind not in self.certificates and self.earned(kind)

    def grounds(self, kind: str) -> dict:
        """What the certificate rests on, as it is kept with it."""
        if kind == ATTENDANCE:
            return {"days": self.days, "needed": self.workshop.certificate_days, "held": self.days_held}
        return {
            "passed": True,
            "score": self.claim.score,
            "needed": self.workshop.certificate_score,
            "plan": self.plan.presented_on.isoformat(),
        }


def standings(participants=None) -> list[Standing]:
    """Everybody who comes to learn, by country and name. Seven queries. Raises Refused B802 without a workshop."""
    workshop = workshop_here()
    people = learners() if participants is None else participants
    present = Counter(Attendance.objects.values_list("participant_id", flat=True))
    held = Day.objects.count()
    claims = {claim.participant_id: claim for claim in Claim.objects.all()}
    plans = {plan.delegation_id: plan for plan in Plan.objects.filter(presented_on__isnull=False)}
    issued: dict[int, dict[str, Certificate]] = {}
    for certificate in Certificate.objects.filter(revoked_on__isnull=True):
        issued.setdefault(certificate.participant_id, {})[certificate.kind] = certificate
    found = people.select_related("delegation", "person").order_by("delegation__country", "badge", "pk")
    return [
        Standing(
            each,
            workshop,
            present[each.pk],
            held,
            claims.get(each.pk),
            plans.get(each.delegation_id),
            issued.get(each.pk, {}),
        )
        for each in found
    ]


def standing_of(participant: Participant) -> Standing:
    return standings(Participant.objects.filter(pk=participant.pk))[0]
