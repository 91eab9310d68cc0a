"""Who has earned which certificate, and what is missing to those who have not."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ...models import AgendaItem, Attendance, Certificate, Claim, Day, Participant, Plan, Workshop
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
    revoked: frozenset[str] = frozenset()  # kinds of which one was revoked

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

    def owed(self, kind: str) -> bool:
        """It waits, and nobody has taken it back on purpose."""
        return self.waits_for(kind) and kind not in self.revoked

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
    revoked = defaultdict(set)
    for certificate in Certificate.objects.all():
        if certificate.in_force:
            issued.setdefault(certificate.participant_id, {})[certificate.kind] = certificate
        else:
            revoked[certificate.participant_id].add(certificate.kind)
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
            frozenset(revoked[each.pk]),
        )
        for each in found
    ]


def hours_of(participant: Participant) -> int:
    """Hours of sessions on the days of presence: breaks left out, what ran side by side counted once."""
    days = Attendance.objects.filter(participant=participant).values("day_id")
    spans = defaultdict(list)
    for item in AgendaItem.objects.filter(day__in=days).exclude(method=AgendaItem.Method.BREAK):
        spans[item.day_id].append((minutes(item.starts), minutes(item.ends)))
    return round(sum(covered(found) for found in spans.values()) / 60)


def minutes(time) -> int:
    return time.hour * 60 + time.minute


def covered(spans: list[tuple[int, int]]) -> int:
    """Minutes that at least one of the spans covers."""
    total = until = 0
    for start, end in sorted(spans):
        total += max(0, end - max(start, until))
        until = max(until, end)
    return total


def standing_of(participant: Participant) -> Standing:
    return standings(Participant.objects.filter(pk=participant.pk))[0]
