"""What step 2.2 gives to the strategy: the types, how a site is assigned, how many sites each has."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from batea.documents.outline import Block, Callout, ListBlock, Paragraph

from .queries import Classification, classification, types_in_order
from .sentences import conditions_sentence


def chapter(programme, desk) -> Iterator[Block]:
    """The blocks of chapter 2.2. Call inside the programme's scope."""
    with override(desk.lang):
        types, found = types_in_order(), classification()
        yield from desk.statements("types")
        if not types:
            yield desk.nothing_yet(_("The sector has not been divided into types yet."))
            return
        yield from overview(desk, types, found)
        for asm_type in types:
            yield from type_blocks(desk, asm_type, found)
        yield from rule_blocks(desk, found)


def overview(desk, types, found: Classification) -> Iterator[Block]:
    yield desk.heading(2, _("The types at a glance"))
    columns = [
        (_("Type"), lambda t: t.name, "left", 2),
        (_("Known sites"), lambda t: found.by_type[t.pk], "right", 1),
        (_("People"), lambda t: people(desk, t), "right", 1.6),
        (_("Stance"), lambda t: t.get_stance_display(), "left", 2),
    ]
    note = _("%(classified)s of %(all)s known sites fall into a type; rules version %(version)s.") % {
        "classified": found.classified,
        "all": len(found.placed),
        "version": found.rules_version,
    }
    yield from desk.records(_("Types of mining"), columns, types, note=note)


def people(desk, asm_type) -> str:
    figure = asm_type.people
    if figure is None:
        return _("not known")
    return f"{desk.range(figure.low, figure.best, figure.high)} [{figure.grade}]"


def type_blocks(desk, asm_type, found: Classification) -> Iterator[Block]:
    yield desk.heading(2, asm_type.name, anchor=f"type-{asm_type.code}")
    if asm_type.local_name:
        yield Paragraph(_("What miners call it: %(name)s.") % {"name": asm_type.local_name})
    if asm_type.profile:
        yield desk.paragraph(asm_type.profile, asm_type.exercise, number=True)
    else:
        yield desk.nothing_yet(_("This type has no profile yet."))
    yield from desk.statements("types", asm_type.uid)
    if asm_type.people:
        desk.cite(asm_type.people)
    sites = [placed.site.name for placed in found.of(asm_type)]
    if sites:
        counted = ngettext("%(count)s known site", "%(count)s known sites", len(sites)) % {
            "count": len(sites)
        }
        yield Paragraph(f"{counted}: {', '.join(sites[:30])}{' …' if len(sites) > 30 else ''}")


def rule_blocks(desk, found: Classification) -> Iterator[Block]:
    if not found.rules:
        yield desk.nothing_yet(_("There is no rule yet that assigns a site to a type."))
        return
    yield desk.heading(2, _("How a site is assigned to a type"))
    yield Paragraph(
        _("The rules are read from the first to the last; the first one that fits a site decides.")
    )
    yield ListBlock(
        [f"{conditions_sentence(rule.conditions)} → {desk.plain(rule.type.name)}" for rule in found.rules],
        ordered=True,
    )
    unclassified = len(found.placed) - found.classified
    if unclassified:
        text = ngettext(
            "%(count)s known site falls into no type.",
            "%(count)s known sites fall into no type.",
            unclassified,
        )
        yield Callout("note", text % {"count": unclassified})
