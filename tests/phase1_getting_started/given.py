"""What the tests of this phase put into a programme. Call inside the scope; everything made is saved and valid."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from batea.evidence.models import Figure, Question, Source
from batea.guidance.steps import gate_by_id
from batea.phase1_getting_started.models import (
    Challenge,
    Charter,
    Commitment,
    ContextValidation,
    Contribution,
    DataGap,
    ForumCharter,
    Meeting,
    Need,
    Offer,
    Reply,
    Seat,
    Session,
    Stakeholder,
    WorkItem,
)
from batea.programmes.actions import add_record
from batea.programmes.models import Institution, Person
from batea.programmes.words import Words

DAY = date(2026, 3, 2)
LATER = date(2026, 9, 30)


def say(text) -> Words:
    return Words(text, "en")


def coming(days=30) -> date:
    return timezone.localdate() + timedelta(days=days)


def saved(record):
    return add_record(by="the tests", record=record)


def institution(programme, name="Ministry of Mines", kind="ministry", **more):
    return saved(Institution(programme=programme, name=say(name), kind=kind, **more))


def person(programme, name, sex="f"):
    return saved(Person(programme=programme, name=name, sex=sex, post="Director"))


def charter(programme, **more):
    whole = {
        "kind": "decree",
        "name": "Decree 1",
        "terms": say("Write the strategy."),
        "rules_adopted_on": DAY,
        "secretariat": say("Unit of small mining, three people"),
        "budget_line": say("Programme 12"),
    }
    return saved(Charter(programme=programme, **(whole | more)))


def seat(programme, name="Ministry of Mines", filled=True, **more):
    holders = (
        {
            "titular": person(programme, f"Ada of {name}"),
            "alternate": person(programme, f"Ben of {name}", "m"),
        }
        if filled
        else {}
    )
    return saved(Seat(programme=programme, institution=institution(programme, name), **(holders | more)))


def meeting(programme, **more):
    return saved(Meeting(programme=programme, **({"day": DAY, "place": "Santo Domingo"} | more)))


def work_item(programme, **more):
    whole = {"words": say("Visit ten sites"), "starts": DAY, "ends": LATER, "budget": Decimal(0)}
    return saved(WorkItem(programme=programme, **(whole | more)))


def group(programme, constituency="miners", sex="", chosen=True, **more):
    """A stakeholder; with `sex` it has a representative, chosen by its own unless told otherwise."""
    voice = {}
    if sex:
        speaker = person(programme, f"Voice of {constituency}", sex)
        voice = {"representative": speaker, "chosen_by_own": chosen}
    words = {"name": say(f"Group of {constituency}"), "constituency": constituency}
    return saved(Stakeholder(programme=programme, **(words | voice | more)))


def forum_charter(programme, **more):
    return saved(ForumCharter(programme=programme, **({"words": say("We listen.")} | more)))


def session(programme, **more):
    return saved(Session(programme=programme, **({"day": DAY, "place": "Bahoruco", "level": "site"} | more)))


def contribution(programme, text="The tunnels flood", **more):
    whole = {"words": say(text), "step": "P1-S3", "received_on": DAY}
    return saved(Contribution(programme=programme, **(whole | more)))


def reply(programme, contribution, **more):
    whole = {"words": say("Pumps are in the plan."), "outcome": "accepted"}
    return saved(Reply(programme=programme, contribution=contribution, **(whole | more)))


def source(programme, **more):
    return saved(Source(programme=programme, **({"title": "Census", "kind": "official"} | more)))


def question(programme, text="How many people mine?", **more):
    return saved(Question(programme=programme, **({"words": say(text), "key_figure": True} | more)))


def figure(programme, question, **more):
    whole = {
        "words": say("People at work"),
        "low": 800,
        "best": 1000,
        "high": 1500,
        "unit": "people",
        "period": "2025",
        "method": say("Counted at the gate"),
        "grade": "B",
        "source": Source.objects.first() or source(programme),
    }
    return saved(Figure(programme=programme, question=question, **(whole | more)))


def challenge(programme, text="Mercury in rivers", **more):
    whole = {"words": say(text), "area": "environment"}
    return saved(Challenge(programme=programme, **(whole | more)))


def gap(programme, text="Nobody counted the women", **more):
    return saved(DataGap(programme=programme, words=say(text), **more))


def validation(programme, **more):
    return saved(ContextValidation(programme=programme, day=DAY, **more))


def need(programme, text="Geological maps", **more):
    return saved(Need(programme=programme, **({"words": say(text), "priority": "high"} | more)))


def offer(programme, institution, text="Ten geologists", **more):
    return saved(Offer(programme=programme, institution=institution, words=say(text), **more))


def commitment(programme, need, institution, **more):
    whole = {"amount": Decimal(250_000), "currency": "USD", "starts": DAY, "ends": LATER}
    return saved(Commitment(programme=programme, need=need, institution=institution, **(whole | more)))


def finding(gate_id, programme):
    """What a gate finds now."""
    return gate_by_id(gate_id).check(programme)


def lacks(gate_id, programme) -> list[str]:
    """What a gate still misses, in words."""
    return [str(missing.text) for missing in finding(gate_id, programme).missing]
