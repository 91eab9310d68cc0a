"""What the page of an indicator shows beside its definition."""

from .course import in_words, large_bars
from .models import Indicator
from .queries import standings


def indicator_panel(indicator: Indicator) -> dict:
    standing = standings(Indicator.objects.filter(pk=indicator.pk))[0]
    return {"standing": standing, "chart": large_bars(standing), "course": in_words(standing, None)}
