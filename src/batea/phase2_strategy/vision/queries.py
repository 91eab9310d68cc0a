"""Which vision is in force, and what its goals look like."""

from django.db.models import F

from .models import Goal, Vision


def current_vision() -> Vision | None:
    """The vision adopted last; before any adoption, the draft written last."""
    return Vision.objects.order_by(F("adopted_on").desc(nulls_last=True), "-pk").first()


def goals() -> list[Goal]:
    return list(Goal.objects.select_related("baseline__source").order_by("order", "pk"))
