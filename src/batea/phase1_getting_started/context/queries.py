"""What the pages, gates and chapter of the context analysis ask."""

from collections import defaultdict

from django.db.models import Count, F, Sum, Window
from django.db.models.functions import Rank

from batea.evidence.models import Figure, Question
from batea.registry.models import PlaceClass
from batea.registry.queries import living_sites

from .models import Challenge

ASKED_OF_A_FIGURE = ("source_id", "period", "method", "low", "high", "grade")


def complete(figure: Figure) -> bool:
    """It has source, period, method, range and grade: all we ask of a key figure."""
    return all(getattr(figure, name) not in (None, "", {}) for name in ASKED_OF_A_FIGURE)


def key_questions():
    """Key questions with their figures and gaps; three queries besides their own."""
    questions = Question.objects.filter(key_figure=True).order_by("order", "pk")
    return questions.prefetch_related("figures__source", "gaps__owner")


def answered(question: Question) -> bool:
    """At least one of its figures is complete; a weaker rival beside it does no harm."""
    return any(complete(figure) for figure in question.figures.all())


def regions_known() -> dict[str, bool]:
    """{region: a site there rests on a source or a visit}; "" stands for sites without a region.

    Sites whose place is not shown are counted together: the name of their region would tell where they are.
    """
    found: dict[str, bool] = defaultdict(bool)
    known = living_sites().annotate(visited=Count("visits")).order_by("region", "pk")
    for region, place, source, visited in known.values_list("region", "place_class", "source_id", "visited"):
        name = str(PlaceClass.S4.label) if place == PlaceClass.S4 else region.strip()
        found[name] |= source is not None or visited > 0
    return dict(found)


def ranked_challenges():
    """Challenges with `rank` by votes: 1 for the most; equals share a rank, as in 1, 2, 2, 4."""
    return Challenge.objects.annotate(rank=Window(Rank(), order_by=F("votes").desc())).order_by(
        "-votes", "pk"
    )


def votes_cast() -> int:
    return Challenge.objects.aggregate(all=Sum("votes"))["all"] or 0
