"""What the pages of this room show in tables."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from batea.guidance.catalogue import impacts

from .queries import TypeProfile

TONES = {"low": "neutral", "medium": "busy", "high": "warn", "very_high": "bad"}


def overview_columns() -> list:
    counts = [_("Impacts rated"), _("Pressing harms"), _("Measures"), _("Harms still open")]
    return [_("Type"), *({"label": count, "numeric": True} for count in counts), _("Rate"), _("Choose")]


def group_columns() -> list:
    return [_("Group"), *({"label": t, "numeric": True} for t in (_("Rated"), _("Fit this type"), _("All")))]


def overview(programme, found: list[TypeProfile]) -> list[tuple]:
    """Each type with what is rated, pressing, chosen and still open, and the way on."""

    def where(name, profile):
        return reverse(name, kwargs={"programme": programme.slug, "uid": profile.type.uid})

    return [
        (
            str(profile.type),
            len(profile.ratings),
            len(profile.urgent),
            len(profile.measures),
            len(profile.unanswered),
            (_("Rate impacts"), where("impacts-type", profile)),
            (_("Choose measures"), where("impacts-measures", profile)),
        )
        for profile in found
    ]


def matrix(found: list[TypeProfile]) -> list[dict]:
    """Each rated harm with one cell per type: priority in words and the number of measures; None where not rated."""
    ratings = [{rating.impact: rating for rating in profile.ratings} for profile in found]
    rated = [
        entry
        for entry in impacts().values()
        if entry.group != "positive" and any(entry.id in known for known in ratings)
    ]
    return [
        {
            "entry": entry,
            "cells": [
                cell(profile, known.get(entry.id)) for profile, known in zip(found, ratings, strict=True)
            ],
        }
        for entry in rated
    ]


def cell(profile: TypeProfile, rating) -> dict | None:
    if rating is None:
        return None
    count = len(profile.by_impact.get(rating.impact, ()))
    counted = ngettext("%(count)s measure", "%(count)s measures", count) % {"count": count}
    return {
        "level": rating.level_words,
        "tone": TONES[rating.priority.level],
        "measures": counted,
        "gap": rating.urgent and rating in profile.unanswered,
    }
