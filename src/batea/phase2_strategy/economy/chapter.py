"""What step 2.4 gives to the strategy: for each type its price build-up and its levers."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import override

from batea.documents.outline import Block, Mark, Paragraph, Run, Text

from .queries import Economy, Study, draw, economies, gap_words, said


def chapter(programme, desk) -> Iterator[Block]:
    """The blocks of chapter 2.4. Call inside the programme's scope."""
    with override(desk.lang):
        found = economies()
        yield from desk.statements("economy")
        if not any(each.studies or each.levers for each in found):
            yield desk.nothing_yet(_("No price chain and no economic lever has been written down yet."))
            return
        for each in found:
            yield from type_blocks(desk, each)


def type_blocks(desk, found: Economy) -> Iterator[Block]:
    yield desk.heading(2, found.type.name)
    yield from desk.statements("economy", about=found.type.uid)
    if not found.studies:
        yield desk.nothing_yet(_("The price build-up of this type is not known yet."))
    for study in found.studies:
        yield from study_blocks(desk, study)
    yield from lever_table(desk, found)


def study_blocks(desk, study: Study) -> Iterator[Block]:
    if study.build is None:
        yield desk.nothing_yet(f"{desk.plain(study.chain.product)}: {study.problem}.")
        return
    yield Paragraph(producer_share(study), number=True)
    drawing = draw(study)
    if drawing:
        caption = _("How the price of %(product)s builds up") % {"product": desk.plain(study.chain.product)}
        yield drawing.figure(caption, exercise=study.exercise)
    yield from price_table(desk, study)
    yield from missing(study)


def producer_share(study: Study) -> tuple[Run, ...]:
    """The one sentence that matters: what part of the final price the first actor receives."""
    share, first = study.build.producer_share, study.build.parts[0]
    words = (
        _("Of the final price of %(product)s, %(share)s reaches %(actor)s.")
        if share.known
        else _("What part of the final price of %(product)s reaches %(actor)s is not known.")
    )
    text = words % {
        "product": study.chain.product,
        "share": said(share, percent=True),
        "actor": first.name,
    }
    return (Mark("exercise", text),) if study.exercise else (Text(text),)


def price_table(desk, study: Study) -> list[Block]:
    parts = dict(study.rows)
    columns = [
        (_("Actor"), lambda step: step.actor, "left", 2.2),
        (_("Price received"), lambda step: said(parts[step].price), "right", 1.6),
        (_("Value added"), lambda step: said(parts[step].value_added), "right", 1.6),
        (_("Share"), lambda step: said(parts[step].share, percent=True), "right", 1.6),
        (_("Margin"), lambda step: said(parts[step].margin), "right", 1.6),
        (_("Source"), lambda step: step.source.short if step.source else "", "left", 2),
    ]
    for step in study.steps:
        if step.source:
            desk.cite(step)
    caption = f"{desk.plain(study.chain.product)}, {study.chain.money}, {study.chain.year}"
    return desk.records(caption, columns, study.steps, note=table_note(desk, study))


def table_note(desk, study: Study) -> str:
    formula = _(
        "Value added is price received minus price paid; margin is what is left of it after own costs; "
        "the share is value added as a part of the final price. Ends of ranges are worst cases."
    )
    return f"{formula} {desk.plain(study.chain.note)}".strip()


def missing(study: Study) -> Iterator[Block]:
    build = study.build
    if build.gaps:
        gaps = "; ".join(gap_words(*build.gaps))
        text = _("Not known: %(missing)s.") % {"missing": gaps}
        if build.most_wanted:
            text += " " + _("What matters most: %(wanted)s.") % {"wanted": gap_words(build.most_wanted)[0]}
        yield Paragraph(text)


def lever_table(desk, found: Economy) -> list[Block]:
    if not found.levers:
        return [desk.nothing_yet(_("No economic lever has been chosen for this type yet."))]
    columns = [
        (_("Lever"), lambda lever: lever.words, "left", 2.6),
        (_("Kind"), lambda lever: lever.get_kind_display(), "left", 1.4),
        (_("Reason"), lambda lever: lever.reason, "left", 2.4),
        (_("Benefit"), lambda lever: lever.benefit, "left", 2),
        (_("Cost"), lambda lever: lever.cost, "left", 2),
    ]
    return desk.records(_("Levers: %(type)s") % {"type": desk.plain(found.type.name)}, columns, found.levers)
