"""How entries of the community are told on its pages: ranges, dates, keys in words."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from batea.evidence.periods import period_words
from batea.guidance.catalogue import indicators, measures, type_tags, unit_words
from batea.guidance.steps import STEPS
from batea.programmes.registers.cells import shown

from ..countries import country_name
from .models import LICENCES, SharedItem
from .snapshots import ROUNDED, counts_people, rounded


def key_words(key: str) -> str:
    """The indicator, measure or step that a key names."""
    if key in STEPS:
        return f"{STEPS[key].number} {STEPS[key].title}"
    entry = indicators().get(key) or measures().get(key)
    return str(entry) if entry else key


def tag_words(tags: str) -> str:
    """Types of mining as their writer gave them; a tag of the guidance is said in the reader's language."""
    known = type_tags()
    return ", ".join(str(known[tag].name) if tag in known else tag for tag in map(str.strip, tags.split(",")))


def range_words(item) -> str:
    """“8,000–10,000–12,000 people” in the reader's number style; "" without a figure."""
    if item.best is None:
        return ""
    values = [shown(value) for value in (item.low, item.best, item.high) if value is not None]
    return f"{'–'.join(values)} {unit_words(item.unit)}".strip()


def rounding_words(item) -> str:
    """That a count of people is not exact here; "" for anything else."""
    if item.best is None or item.best != rounded(item.best, item.unit) or not counts_people(item.unit):
        return ""
    return _(
        "counts of people are rounded to the nearest %(step)s, so that no small number can be worked out"
    ) % {"step": ROUNDED}


def when_words(item) -> str:
    return period_words(item.period) if item.period else shown(item.day)


def facts(item, licence: str = "") -> list[dict]:
    """What is told of an entry beside its words, for a summary list. `item`: a snapshot or a shared entry."""
    told = (
        (_("kind"), SharedItem.Kind(item.kind).label),
        (_("country"), country_name(item.country)),
        (_("low – best – high"), range_words(item)),
        (_("rounding"), rounding_words(item)),
        (_("as of"), when_words(item)),
        (_("source"), item.source),
        (_("answers or concerns"), key_words(item.key)),
        (_("licence"), dict(LICENCES).get(licence, "")),
        (_("exercise data"), _("yes") if item.exercise else ""),
    )
    return [{"key": capfirst(key), "value": value} for key, value in told if value]
