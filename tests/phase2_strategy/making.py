"""Short ways to make the records these tests need, inside the programme's scope."""

from batea.evidence.models import Figure, Source
from batea.phase2_strategy.impacts.models import ChosenMeasure, ImpactRating
from batea.phase2_strategy.types.actions import add_rule
from batea.phase2_strategy.types.models import AsmType, TypeRule
from batea.programmes.actions import add_record
from batea.programmes.models import Institution
from batea.programmes.words import Words
from batea.registry.models import Site

BY = "the tests"


def save(record):
    return add_record(by=BY, record=record)


def a_type(programme, code="amber", **values):
    return save(AsmType(programme=programme, code=code, name=Words(code.title(), "en"), **values))


def a_site(programme, name="La Cumbre", **values):
    return save(Site(programme=programme, name=name, **values))


def a_figure(programme, low=100, best=200, high=400):
    source = save(Source(programme=programme, title="Count of pits", kind=Source.Kind.STUDY))
    words = Words("people in amber pits", "en")
    figure = Figure(
        programme=programme,
        words=words,
        low=low,
        best=best,
        high=high,
        unit="people",
        grade="C",
        source=source,
    )
    return save(figure)


def is_one_of(dimension, *values, without=False):
    return {"dimension": dimension, "values": list(values), "without": without}


def a_rule(asm_type, *conditions, place=None):
    rule = TypeRule(programme=asm_type.programme, type=asm_type, conditions=list(conditions))
    return add_rule(by=BY, rule=rule, place=place)


def a_rating(asm_type, impact="S01", extent=3, severity=5, reversibility=5, people=4, grade="C"):
    values = dict(extent=extent, severity=severity, reversibility=reversibility, people=people, grade=grade)
    return save(ImpactRating(programme=asm_type.programme, type=asm_type, impact=impact, **values))


def an_owner(programme, name="Ministry of mines"):
    return save(Institution(programme=programme, name=Words(name, "en"), kind=Institution.Kind.MINISTRY))


def a_measure(asm_type, measure="M036", impacts=("S01",), **values):
    chosen = ChosenMeasure(
        programme=asm_type.programme, type=asm_type, measure=measure, impacts=list(impacts), **values
    )
    return save(chosen)
