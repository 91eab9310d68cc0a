"""The strategy document: every step's chapter in order, with its evidence, in any of the four languages.

The assembler knows no step by name: a step that has something to say declares `Step.chapter`. Blocks come in the same
order in all languages, so paragraph 3.2-4 is the same passage everywhere and comments can quote it.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils import timezone, translation
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from batea.documents.outline import Block, Document, Heading
from batea.documents.stored import to_json
from batea.evidence.desk import Desk, labels
from batea.guidance.steps import PHASES, Step, all_steps

from .annexes import annexes
from .queries import current_strategy
from .summary import summary

# A step is something to do; a chapter is what came of it.
CHAPTERS = {
    "P1-S1": gettext_lazy("The task force"),
    "P1-S2": gettext_lazy("Who was heard"),
    "P1-S3": gettext_lazy("The sector today"),
    "P1-S4": gettext_lazy("Partners"),
    "P2-S1": gettext_lazy("Vision and goals"),
    "P2-S2": gettext_lazy("Types of artisanal and small-scale mining"),
    "P2-S3": gettext_lazy("Impacts and measures for each type"),
    "P2-S4": gettext_lazy("Economic approach for each type"),
    "P2-S5": gettext_lazy("The national plan"),
    "P3-S1": gettext_lazy("Putting the plan into practice"),
    "P3-S2": gettext_lazy("Monitoring and evaluation"),
    "P3-S3": gettext_lazy("Revision"),
}


@dataclass(frozen=True)
class Kind:
    """A document that can be made: its name and how its outline is built from a programme and a language."""

    slug: str
    title: str
    build: Callable[[object, str], Document]


def build_strategy(programme, lang: str) -> Document:
    """The whole national strategy as an outline. Call inside the programme's scope."""
    with translation.override(lang):
        desk = Desk(programme, lang)
        strategy = current_strategy()
        blocks = [*summary(desk, strategy), *chapters(desk, all_steps()), *annexes(desk, everything=True)]
        title = desk.plain(strategy.title) if strategy else ""
        return Document(
            title=title or _("National strategy for artisanal and small-scale mining"),
            subtitle=standing_of(desk, strategy),
            blocks=blocks,
            **cover(desk),
        )


def build_report(programme, phase: int, lang: str) -> Document:
    """What one phase has produced so far, with the evidence it cites. Call inside the programme's scope."""
    with translation.override(lang):
        desk = Desk(programme, lang)
        steps = [step for step in all_steps() if step.phase == phase]
        found = next(each for each in PHASES if each.number == phase)
        blocks = [*chapters(desk, steps), *annexes(desk)]
        return Document(
            title=report_title(phase),
            subtitle=str(found.title),
            blocks=blocks,
            **cover(desk),
        )


def report_title(number: int) -> str:
    return _("Report of phase %(number)s") % {"number": number}


def report_kind(phase) -> Kind:
    return Kind(
        f"phase-{phase.number}",
        lazy(report_title, str)(phase.number),
        lambda programme, lang: build_report(programme, phase.number, lang),
    )


KINDS = {
    kind.slug: kind
    for kind in (
        Kind("strategy", gettext_lazy("National strategy"), build_strategy),
        *map(report_kind, PHASES),
    )
}


def cover(desk: Desk) -> dict:
    """What every document of a programme carries on its first page and in its file."""
    today = timezone.localdate()
    return {
        "lang": desk.lang,
        "organisation": desk.plain(desk.programme.name),
        "dated": today.isoformat(),
        "date_label": desk.day(today),
        "notice": notice(desk),
        "labels": labels(),
    }


def notice(desk: Desk) -> str:
    said = desk.plain(desk.programme.notice)
    if desk.programme.is_exercise and not said:
        return _("Made in an exercise: names, figures and decisions are not facts.")
    return said


def standing_of(desk: Desk, strategy) -> str:
    """“2027–2031, adopted on 3 May 2027” or “draft”."""
    if strategy is None:
        return _("Draft")
    period = f"{strategy.period_from}–{strategy.period_until}"
    if strategy.adopted_on is None:
        return _("%(period)s, draft") % {"period": period}
    return _("%(period)s, adopted on %(day)s") % {"period": period, "day": desk.day(strategy.adopted_on)}


def chapters(desk: Desk, steps: list[Step]) -> Iterator[Block]:
    """The chapters of the steps that have one, each under its title."""
    for step in steps:
        if step.chapter is not None:
            yield Heading(1, str(CHAPTERS.get(step.id, step.title)), anchor=step.id)
            yield from step.chapter(desk.programme, desk)


def reservations(document: Document) -> Counter:
    """How many passages carry each mark: untranslated, exercise, stale, unsupported."""
    return Counter(re.findall(r'"is":"Mark","kind":"(\w+)"', to_json(document)))
