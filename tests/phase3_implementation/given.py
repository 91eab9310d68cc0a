"""What the tests of this phase put into a programme. Call inside the scope; everything made is saved and valid."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from batea.evidence.models import Figure, Source
from batea.guidance.steps import gate_by_id
from batea.phase2_strategy.national.models import NationalMeasure, Strategy
from batea.phase2_strategy.vision.models import Goal
from batea.phase3_implementation.models import (
    Action,
    Bridge,
    EvaluationReport,
    Indicator,
    Issue,
    Milestone,
    Result,
    ReviewTrigger,
    Target,
)
from batea.programmes.actions import add_record
from batea.programmes.models import Institution
from batea.programmes.words import Words

BY = "the tests"


def say(text) -> Words:
    return Words(text, "en")


def day(days=0) -> date:
    """So many days from today."""
    return timezone.localdate() + timedelta(days=days)


def saved(record):
    return add_record(by=BY, record=record)


def institution(programme, name="Ministry of Mines", **more):
    return saved(Institution(programme=programme, name=say(name), kind="ministry", **more))


def strategy(programme, **more):
    whole = {"title": say("Strategy"), "period_from": 2025, "period_until": 2030, "adopted_by": "Cabinet"}
    return saved(Strategy(programme=programme, **(whole | more)))


def measure(programme, **more):
    return saved(NationalMeasure(programme=programme, **({"measure": "M001"} | more)))


def goal(programme, **more):
    return saved(Goal(programme=programme, **({"words": say("No deaths")} | more)))


def figure(programme, **more):
    source = Source.objects.first() or saved(Source(programme=programme, title="Census", kind="official"))
    whole = {"words": say("Miners"), "best": Decimal(100), "unit": "number", "grade": "B", "source": source}
    return saved(Figure(programme=programme, **(whole | more)))


def action(programme, **more):
    """An action under way that began a month ago and ends in a month."""
    whole = {
        "words": say("Open the desk"),
        "starts": day(-30),
        "ends": day(30),
        "status": "under_way",
        "released": Decimal(100),
        "spent": Decimal(80),
    }
    there = more.pop("measure", None) or NationalMeasure.objects.first() or measure(programme)
    return saved(Action(programme=programme, measure=there, **(whole | more)))


def milestone(programme, action, **more):
    whole = {"words": say("Desk opened"), "due": day(10)}
    return saved(Milestone(programme=programme, action=action, **(whole | more)))


def issue(programme, **more):
    whole = {"words": say("No premises"), "risk": "high", "opened_on": day(-40), "due": day(10)}
    return saved(Issue(programme=programme, **(whole | more)))


def indicator(programme, **more):
    whole = {"name": say("Miners registered"), "unit": "number", "direction": "up", "frequency": "yearly"}
    return saved(Indicator(programme=programme, **(whole | more)))


def target(programme, indicator, **more):
    return saved(
        Target(programme=programme, indicator=indicator, **({"year": 2030, "value": Decimal(200)} | more))
    )


def result(programme, indicator, **more):
    """A result for the year that ended a month ago."""
    whole = {"period_from": day(-395), "period_until": day(-31), "value": Decimal(120), "grade": "B"}
    return saved(Result(programme=programme, indicator=indicator, **(whole | more)))


def report(programme, **more):
    whole = {"kind": "annual", "day": day(-10), "due": day(-5), "published_on": day(-6)}
    return saved(EvaluationReport(programme=programme, **(whole | more)))


def trigger(programme, **more):
    whole = {"words": say("Price swings by 30%"), "kind": "triggered"}
    return saved(ReviewTrigger(programme=programme, **(whole | more)))


def bridge(programme, since, indicator, **more):
    whole = {"before": "100 people", "after": "120 people", "words": say("Counted anew")}
    return saved(Bridge(programme=programme, since=since, indicator=indicator, **(whole | more)))


def finding(gate_id, programme):
    """What a gate finds now."""
    return gate_by_id(gate_id).check(programme)


def lacks(gate_id, programme) -> list[str]:
    """What a gate still misses, in words."""
    return [str(missing.text) for missing in finding(gate_id, programme).missing]
