"""How measures of the library depend on each other, and what they may make worse."""

import csv
from dataclasses import dataclass
from functools import cache

from django.utils.translation import gettext_lazy as _

from batea.guidance.catalogue import FOLDER, words_of
from batea.programmes.words import Words

NEEDS, SUPPORTS, CONFLICTS = "needs", "supports", "conflicts_with"


@dataclass(frozen=True)
class MethodLink:
    """`measure` needs, supports or gets in the way of `other`, and why."""

    measure: str
    relation: str
    other: str
    why: Words


@cache
def method_links() -> tuple[MethodLink, ...]:
    """Every link the method knows between measures of its library."""
    with (FOLDER / "measure_links.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(
            MethodLink(row["measure"], row["relation"], row["other"], words_of(row, "why"))
            for row in csv.DictReader(lines)
        )


# What a measure may make worse: impacts to watch, and in which way (design of the method, with KOSAI23 for mercury).
SIDE_EFFECTS = {
    "M036": (("S02",), _("An engine inside the shaft fills it with fumes.")),
    "M038": (("S02",), _("Rescuers without training become the next victims of bad air.")),
    "M048": (("E01",), _("Mercury that is recovered piles up and must be stored for good.")),
    "M050": (("C02", "S10"), _("One plant alone may press prices and push out women who select ore.")),
    "M052": (("E01",), _("Mercury that is bought back piles up and must be stored for good.")),
    "M078": (("C06", "C05"), _("Without buyers at home prices fall and smuggling grows.")),
}
