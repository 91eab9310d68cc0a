"""Where each indicator stands: its latest result, its target, how far it has come, when the next result is due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from batea.calc.calendar import months_later, share_of_time
from batea.calc.progress import (
    BEHIND,
    NO_DATA,
    ON_TRACK,
    REACHED,
    Progress,
    progress,
    smaller_than_error,
    wrong_side,
)
from batea.guidance.catalogue import unit_words

from ..delivery.queries import beginning
from .models import EvaluationReport, Indicator, Result, Target

TO_REPORT = timedelta(days=30)  # after the end of a period, before its result counts as overdue
STATUS_WORDS = {
    ON_TRACK: (_("On track"), "good"),
    BEHIND: (_("Behind"), "bad"),
    REACHED: (_("Reached"), "good"),
    NO_DATA: (_("No data"), "neutral"),
}


@dataclass(frozen=True)
class Standing:
    """One indicator now. `due` is the day the next result must be here, None when nothing says when to begin."""

    indicator: Indicator
    results: tuple[Result, ...]
    target: Target | None
    progress: Progress
    due: date | None

    @property
    def latest(self) -> Result | None:
        return self.results[-1] if self.results else None

    @property
    def status_words(self):
        return STATUS_WORDS[self.progress.status][0]

    @property
    def tone(self) -> str:
        return STATUS_WORDS[self.progress.status][1]

    @property
    def overdue(self) -> bool:
        return self.due is not None and self.due < timezone.localdate()

    @property
    def was_due(self) -> bool:
        """A result was expected by now."""
        return bool(self.results) or self.overdue

    @property
    def up_to_date(self) -> bool:
        """The last period that is due has its result, with a grade."""
        return self.latest is not None and not self.overdue and bool(self.latest.grade)

    @property
    def warnings(self) -> list:
        """What makes this reading doubtful, in words."""
        baseline, target = self.indicator.baseline, self.target
        found = []
        if baseline and target and smaller_than_error(target.value, baseline.low, baseline.high):
            found.append(
                _(
                    "The target lies within the range of the baseline: change smaller than the error cannot be shown."
                )
            )
        if baseline and target and wrong_side(self.indicator.direction, baseline.best, target.value):
            found.append(
                _("The target asks for less than the baseline: check direction, baseline and target.")
            )
        if baseline and unit_words(baseline.unit) != unit_words(self.indicator.unit):
            found.append(
                _("The baseline is in “%(other)s”, the indicator in “%(unit)s”.")
                % {"other": unit_words(baseline.unit), "unit": unit_words(self.indicator.unit)}
            )
        return found


def standings(indicators=None) -> list[Standing]:
    """Every indicator of the programme in scope, or those given. Four queries however many there are."""
    indicators = Indicator.objects.all() if indicators is None else indicators
    found = (
        indicators.select_related("owner", "baseline").prefetch_related("targets", "results").order_by("pk")
    )
    start = beginning()
    return [standing_of(indicator, start) for indicator in found]


def standing_of(indicator: Indicator, start: date | None) -> Standing:
    results = tuple(sorted(indicator.results.all(), key=lambda result: (result.period_until, result.pk)))
    latest = results[-1] if results else None
    target = aim(indicator.targets.all(), latest.period_until.year if latest else timezone.localdate().year)
    return Standing(
        indicator, results, target, way(indicator, results, target, start), due_on(indicator, latest, start)
    )


def aim(targets: Iterable[Target], year: int) -> Target | None:
    """The next target from `year` on, else the last one there was."""
    ordered = sorted(targets, key=lambda target: target.year)
    return next((target for target in ordered if target.year >= year), ordered[-1] if ordered else None)


def way(
    indicator: Indicator, results: tuple[Result, ...], target: Target | None, start: date | None
) -> Progress:
    """How far the latest result is on a straight path from the baseline (or the first result's period) to the target."""
    if not results or target is None:
        return Progress(NO_DATA)
    latest, since = results[-1], start or results[0].period_from
    return progress(
        indicator.direction,
        float(latest.value),
        float(target.value),
        baseline=float(indicator.baseline.best) if indicator.baseline else None,
        upper=None if target.upper is None else float(target.upper),
        elapsed=share_of_time(since, latest.period_until, date(target.year, 12, 31)),
    )


def due_on(indicator: Indicator, latest: Result | None, start: date | None) -> date | None:
    """A period after the last result (or after the strategy's beginning), and thirty days to report it."""
    since = latest.period_until if latest else start
    return None if since is None else months_later(since, indicator.months) + TO_REPORT


def due_list(found: Iterable[Standing]) -> list[Standing]:
    """Indicators by the day their next result is due, the longest overdue first."""
    return sorted((each for each in found if each.due), key=lambda each: (each.due, each.indicator.pk))


def baselines_owed(found: Iterable[Standing]) -> list[Indicator]:
    """Indicators that nobody has a baseline for, by the day it was promised."""
    owed = [each.indicator for each in found if each.indicator.baseline_id is None]
    return sorted(owed, key=lambda indicator: (indicator.baseline_due or date.max, indicator.pk))


def public_reports():
    kinds = (EvaluationReport.Kind.QUARTERLY, EvaluationReport.Kind.ANNUAL)
    return EvaluationReport.objects.filter(kind__in=kinds).exclude(due=None).order_by("due", "pk")


def evaluations():
    found = EvaluationReport.objects.filter(kind__in=EvaluationReport.EVALUATIONS)
    return found.select_related("response_owner").order_by("day", "pk")
