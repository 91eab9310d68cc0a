"""What the workshop rests on: itself, what was asked, how countries were judged, who supports it."""

from dataclasses import dataclass

from ...models import Criterion, CriterionMark, Delegation, Supporter, Workshop


def workshop_or_none() -> Workshop | None:
    return Workshop.objects.first()


@dataclass(frozen=True)
class Judged:
    """A delegation with one mark (or None) for each criterion, and the needed ones it does not meet for sure."""

    delegation: Delegation
    marks: tuple[CriterionMark | None, ...]
    unmet: tuple[Criterion, ...]
    unjudged: tuple[Criterion, ...]

    @property
    def may_be_invited(self) -> bool:
        return not self.unmet


def criteria() -> list[Criterion]:
    """The needed ones first."""
    return list(Criterion.objects.order_by("-needed", "pk"))


def judged() -> list[Judged]:
    """Every delegation by every criterion."""
    asked = criteria()
    marks = {(mark.delegation_id, mark.criterion_id): mark for mark in CriterionMark.objects.all()}
    return [judge(each, asked, marks) for each in Delegation.objects.order_by("country")]


def judge(delegation: Delegation, asked: list[Criterion], marks: dict) -> Judged:
    own = tuple(marks.get((delegation.pk, criterion.pk)) for criterion in asked)
    pairs = list(zip(asked, own, strict=True))
    return Judged(
        delegation,
        own,
        unmet=tuple(c for c, mark in pairs if c.needed and (mark is None or mark.met != mark.Met.YES)),
        unjudged=tuple(c for c, mark in pairs if mark is None or mark.met == mark.Met.UNKNOWN),
    )


def judgement_of(delegation: Delegation) -> Judged:
    """One delegation by every criterion."""
    marks = {(mark.delegation_id, mark.criterion_id): mark for mark in delegation.marks.all()}
    return judge(delegation, criteria(), marks)


def countries(*states: str) -> list[Delegation]:
    return list(Delegation.objects.filter(state__in=states).order_by("country"))


def invited() -> list[Judged]:
    """Countries that were invited, whatever they answered; the host is not invited by criteria."""
    return [
        each
        for each in judged()
        if each.delegation.state != Delegation.State.CONSIDERED and not each.delegation.is_host
    ]


def supporters() -> list[tuple[str, list[Supporter]]]:
    """Who makes the workshop possible, by part, in the order of the parts."""
    found = list(Supporter.objects.select_related("institution").order_by("pk"))
    by_part = [
        (str(label), [each for each in found if each.part == part]) for part, label in Supporter.Part.choices
    ]
    return [(label, mine) for label, mine in by_part if mine]
