"""What step 2.3 gives to the strategy: for each type its stance, its pressing impacts, its measures."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import override

from batea.documents.outline import Block, Paragraph
from batea.evidence.money import money
from batea.guidance.catalogue import impacts

from .queries import TypeProfile, profiles


def chapter(programme, desk) -> Iterator[Block]:
    """The blocks of chapter 2.3. Call inside the programme's scope."""
    with override(desk.lang):
        found = profiles()
        yield from desk.statements("impacts")
        if not found:
            yield desk.nothing_yet(_("There are no types yet, so nothing has been rated."))
        for profile in found:
            yield from type_blocks(desk, profile)


def type_blocks(desk, profile: TypeProfile) -> Iterator[Block]:
    asm_type = profile.type
    yield desk.heading(2, asm_type.name)
    if asm_type.stance:
        yield Paragraph(_("Stance: %(stance)s.") % {"stance": asm_type.get_stance_display()})
    if asm_type.stance_reason:
        yield desk.paragraph(asm_type.stance_reason, asm_type.exercise, number=True)
    yield from desk.statements("impacts", asm_type.uid)
    yield from rating_blocks(desk, profile)
    yield from measure_blocks(desk, profile)


def rating_blocks(desk, profile: TypeProfile) -> Iterator[Block]:
    if not profile.ratings:
        yield desk.nothing_yet(_("The impacts of this type have not been rated yet."))
        return
    columns = [
        (_("Impact"), lambda r: r.impact_name, "left", 3),
        (_("Score"), lambda r: round(r.priority.score), "right", 0.8),
        (_("Priority"), lambda r: str(r.level_words), "left", 1.2),
        (_("Evidence"), lambda r: r.grade, "center", 1.1),
        (_("Root cause"), lambda r: r.cause, "left", 3),
    ]
    note = _(
        "Score from 0 to 100 out of extent, severity, reversibility and people; high from 50, very high from 75."
    )
    yield from desk.records(_("Impacts that must be answered"), columns, profile.urgent, note=note)
    strengths = [rating for rating in profile.ratings if rating.strength]
    if strengths:
        said = "; ".join(f"{desk.plain(rating.impact_name)} [{rating.grade}]" for rating in strengths)
        lead = _("Good effects to keep and grow") + ":"
        yield desk.paragraph(f"{said}.", any(rating.exercise for rating in strengths), lead=lead)


def measure_blocks(desk, profile: TypeProfile) -> Iterator[Block]:
    if not profile.measures:
        yield desk.nothing_yet(_("No measure has been chosen for this type yet."))
        return
    cost = money(desk, [m.cost_best for m in profile.measures])
    columns = [
        (_("Measure"), lambda m: m.name, "left", 3.4),
        (_("Acts on"), lambda m: "; ".join(desk.plain(impacts()[i].name) for i in m.impacts), "left", 3.4),
        (_("Owner"), lambda m: str(m.owner) if m.owner else _("open"), "left", 1.5),
        (_("Months"), lambda m: desk.range(m.starts_month, None, m.ends_month), "center", 1),
        (cost.title, lambda m: cost.range(m.cost_low, m.cost_best, m.cost_high), "right", 1.6),
    ]
    note = _("Costs in %(currency)s over the whole period.") % {"currency": profile.type.programme.currency}
    yield from desk.records(_("Measures chosen"), columns, profile.measures, note=note)
    desk.later(_("What each measure needs and what could go wrong"), care_blocks(desk, profile))


def care_blocks(desk, profile: TypeProfile) -> list[Block]:
    columns = [
        (_("Measure"), lambda m: m.name, "left", 2),
        (_("Preconditions"), lambda m: m.preconditions, "left", 2),
        (_("Risks"), lambda m: m.risks, "left", 2),
        (_("Women and children"), lambda m: m.gender_check, "left", 2),
    ]
    return desk.records(desk.plain(profile.type.name), columns, profile.measures)
