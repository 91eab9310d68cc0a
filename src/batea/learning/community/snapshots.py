"""What can be shared, as data: each table with the function that says what of a record others will see, and no more.

Never in a snapshot: places, names of people, owners and sponsors, exact counts of people, files that came with a filled
form. A table that is not listed here cannot be shared.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from batea.calc.small_cells import LIMIT
from batea.evidence.models import Figure, Source, Statement
from batea.guidance.catalogue import units
from batea.phase1_getting_started.wording import short
from batea.phase2_strategy.impacts.models import ChosenMeasure
from batea.phase2_strategy.national.models import NationalMeasure
from batea.problems import NOT_SHARABLE, Refused
from batea.programmes.models import Attachment, Programme
from batea.programmes.records import Record, record_links, record_models
from batea.programmes.words import Words

from ..workshops.plans.models import Plan
from ..workshops.visit.models import Finding
from .models import SharedItem

Kind = SharedItem.Kind
SOURCE_KINDS = (Programme.Kind.NATIONAL, Programme.Kind.WORKSHOP)
# The guidance's step that a statement's section belongs to: what two countries may have in common.
STEP_OF_SECTION = {
    "context": "P1-S3",
    "vision": "P2-S1",
    "types": "P2-S2",
    "impacts": "P2-S3",
    "economy": "P2-S4",
    "national": "P2-S5",
    "delivery": "P3-S1",
    "monitoring": "P3-S2",
}
PEOPLE = frozenset({"person", "persons", "child", "death", "injury", "family"})
# Twice the limit, so that a sum of counts at the limit still leaves room for a small one; half of it or 25 do not, see
# tests/learning/test_small_counts.py.
ROUNDED = 2 * LIMIT
# Rates and shares count nobody, whatever the words of the unit say.
RATES = ("%", "per_", "per ", "/", "share_")


@dataclass(frozen=True)
class Snapshot:
    """Exactly what others will see of a record."""

    kind: str
    title: Words
    words: Words = field(default_factory=Words)
    key: str = ""
    low: Decimal | None = None
    best: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    period: str = ""
    day: date | None = None
    source: str = ""
    country: str = ""
    file: Attachment | None = None
    exercise: bool = False


def snapshot_of(record: Record) -> Snapshot:
    """The record as it would be seen. Raises Refused B850 when it cannot be shared, with the reason."""
    made = SHARABLE.get(record.label)
    if made is None:
        refuse(record, _("entries of this kind stay in the programme."))
    if record.programme.kind not in SOURCE_KINDS:
        refuse(record, _("it is a copy for an exercise, or comes from a community."))
    found = made(record)
    country = found.country or record.programme.country
    return replace(found, country=country, exercise=record.exercise)


def refuse(record, reason: str) -> None:
    raise Refused(NOT_SHARABLE, what=short(record), reason=reason)


def figure(record: Figure) -> Snapshot:
    if few_people(record):
        refuse(record, _("counts of fewer than %(limit)s people stay in the country.") % {"limit": LIMIT})
    return Snapshot(
        Kind.FIGURE,
        record.words,
        passages((METHOD, record.method), (CAVEAT, record.caveat)),
        **{name: rounded(getattr(record, name), record.unit) for name in ("low", "best", "high")},
        unit=record.unit,
        period=record.period,
        source=told_by(record.source),
    )


def rounded(value: Decimal | None, unit: str) -> Decimal | None:
    """A count of people as others see it: to the nearest twenty. Two exact counts would tell a small one that was never
    shared: 103 miners, of them 100 men."""
    if value is None or not counts_people(unit) or (unit.casefold() not in people_units() and value % 1):
        return value
    return (value / ROUNDED).quantize(Decimal(1), ROUND_HALF_UP) * ROUNDED


def few_people(record: Figure) -> bool:
    """A number from 1 to 9 of something that may be people. A unit that nobody knows may be people."""
    if not counts_people(record.unit):
        return False
    values = (record.low, record.best, record.high)
    return any(value is not None and 0 < value < LIMIT for value in values)


def counts_people(unit: str) -> bool:
    asked = unit.casefold()
    if any(mark in asked for mark in RATES):
        return asked.split("/")[0].strip() in people_units() if "/" in asked and "%" not in asked else False
    return asked in people_units() or asked not in units()


def people_units() -> set[str]:
    labels = [units()[code] for code in PEOPLE]
    return {name for name, label in units().items() if label in labels}


def told_by(source: Source | None) -> str:
    """The source as a reference. Of an interview only that it was one: its title may name who spoke."""
    if source is None:
        return ""
    if source.kind == Source.Kind.INTERVIEW:
        return str(source.get_kind_display())
    return source.reference[:300]


def statement(record: Statement) -> Snapshot:
    title = cut(record.words)
    step = STEP_OF_SECTION.get(record.section, "")
    return Snapshot(Kind.STATEMENT, title, record.words, key=step)


def measure(record: ChosenMeasure | NationalMeasure) -> Snapshot:
    """What is done, why and at what cost; not by whom."""
    told = [(_label, getattr(record, name, None)) for _label, name in OF_MEASURE]
    return Snapshot(
        Kind.MEASURE,
        record.name,
        passages(*told),
        key=record.measure,
        low=record.cost_low,
        best=record.cost_best,
        high=record.cost_high,
        unit=record.programme.currency if record.cost_best is not None else "",
    )


def practice(record: Finding) -> Snapshot:
    """What was seen, without where and by whom."""
    words = passages(("", record.words), (HOW_SEEN, record.evidence), (RECOMMENDATION, record.recommendation))
    title = passages(
        (record.get_kind_display, in_every_language(lambda: record.get_theme_display())), joint=": "
    )
    photo = record.photo if record.photo and not came_with_a_form(record.photo) else None
    return Snapshot(Kind.PRACTICE, title, words, day=record.visit.day.date, file=photo)


def plan(record: Plan) -> Snapshot:
    if not record.public:
        refuse(record, _("its team has not said that it may be shown to others."))
    return Snapshot(
        Kind.PLAN,
        cut(record.objective),
        passages(*((label, getattr(record, name)) for label, name in OF_PLAN)),
        key=record.step,
        day=record.presented_on,
        country=record.delegation.country,
    )


def document(record: Attachment) -> Snapshot:
    if came_with_a_form(record):
        refuse(record, _("it came with a filled form, which stays protected."))
    return Snapshot(Kind.DOCUMENT, Words(record.title, record.programme.language), file=record)


def came_with_a_form(file: Attachment) -> bool:
    """Whether any table of the surveys points at the file."""
    surveys = [model for model in record_models() if model._meta.app_label == "surveys"]
    return any(
        model.objects.filter(**{link.name: file}).exists()
        for model in surveys
        for link in record_links(model)
        if link.related_model is Attachment
    )


METHOD, CAVEAT = gettext_lazy("Method"), gettext_lazy("Caveat")
HOW_SEEN, RECOMMENDATION = gettext_lazy("How it was seen or heard"), gettext_lazy("Recommendation")
OF_MEASURE = (
    (gettext_lazy("Reason"), "reason"),
    (gettext_lazy("Preconditions"), "preconditions"),
    (gettext_lazy("Risks"), "risks"),
    (gettext_lazy("Gender check"), "gender_check"),
    (gettext_lazy("Note"), "note"),
)
OF_PLAN = (
    ("", "objective"),
    (gettext_lazy("Starting point"), "starting_point"),
    (gettext_lazy("Quick win within 30 days"), "quick_win"),
    (gettext_lazy("Support asked for"), "support"),
    (gettext_lazy("Obstacles and response"), "obstacles"),
    (gettext_lazy("Indicator and evidence"), "indicator"),
    (gettext_lazy("Commitment on gender"), "gender"),
)
SHARABLE: dict[str, Callable] = {
    Figure._meta.label_lower: figure,
    Statement._meta.label_lower: statement,
    ChosenMeasure._meta.label_lower: measure,
    NationalMeasure._meta.label_lower: measure,
    Finding._meta.label_lower: practice,
    Plan._meta.label_lower: plan,
    Attachment._meta.label_lower: document,
}


def sharable_models() -> list[type[Record]]:
    return [model for model in record_models() if model._meta.label_lower in SHARABLE]


def passages(*told, joint: str = ":\n") -> Words:
    """Several (label, Words) as one passage in each language that the first of them with words is written in."""
    told = [(label, words) for label, words in told if words]
    if not told:
        return Words()
    first = told[0][1]
    langs = [lang for lang in first if lang != "original"]
    return Words({"original": first.original, **{lang: joined(told, lang, joint) for lang in langs}})


def joined(told, lang: str, joint: str) -> str:
    with translation.override(lang):
        return "\n\n".join(
            f"{label() if callable(label) else label}{joint if label else ''}{words.say(lang).text}"
            for label, words in told
        )


def in_every_language(said: Callable[[], str]) -> Words:
    """A word of the interface in the four languages."""
    found = {"original": "en"}
    for lang in ("es", "en", "pt", "fr"):
        with translation.override(lang):
            found[lang] = str(said())
    return Words(found)


def cut(words: Words) -> Words:
    """The beginning of a passage in each of its languages."""
    return Words({lang: text if lang == "original" else short(text) for lang, text in words.items()})
