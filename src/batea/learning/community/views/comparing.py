"""Countries side by side, and those that could work as twins."""

from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from batea.documents.charts import Estimate, range_chart
from batea.guidance.catalogue import unit_words
from batea.programmes.access import page
from batea.programmes.registers import list_address
from batea.programmes.registers.cells import plain, shown
from batea.programmes.registers.sheets import sheet

from ...countries import country_name
from ..models import Twinning
from ..queries import (
    MODERATE,
    comparable_keys,
    comparison,
)
from ..queries import twins as suggested
from ..shown import key_words, range_words, when_words
from .shared import show


@require_safe
@page("community.see")
def compare(request):
    """One indicator or measure, every country of the community, ranges and sources; whoever shared nothing stands there, too."""
    keys = comparable_keys()
    key = request.GET.get("key", "")
    key = key if key in keys else ""
    lines = comparison(key) if key else []
    slug = request.programme.slug
    context = {
        "keys": [(each, key_words(each)) for each in keys],
        "chosen": key,
        "chosen_words": key_words(key),
        "rows": [told(slug, line) for line in lines],
        "drawings": drawings(key, lines),
        "exports": [
            (kind.upper(), reverse("community:compare_export", args=[slug, kind]) + f"?key={key}")
            for kind in ("csv", "xlsx")
        ],
    }
    return show(request, "compare", _("Comparison of countries"), context)


def told(slug: str, line) -> dict:
    """A country's line for a summary list: no table, which a phone would have to push sideways."""
    item = line.item
    if item is None:
        return {"key": country_name(line.country), "value": _("no data")}
    when_and_whence = " · ".join(filter(None, (when_words(item), item.source)))
    return {
        "key": country_name(line.country) + (f" [{_('exercise')}]" if item.exercise else ""),
        "value": f"{range_words(item)}\n{when_and_whence}".strip(),
        "url": reverse("community:item", args=[slug, item.uid]),
        "action": _("Read the entry"),
    }


def drawings(key: str, lines) -> list:
    """A chart of ranges for each unit: figures in different units are not laid on one scale."""
    found = []
    for unit in dict.fromkeys(line.item.unit for line in lines if line.item):
        items = [line.item for line in lines if line.item and line.item.unit == unit]
        said = "; ".join(f"{country_name(item.country)}: {range_words(item)}" for item in items)
        drawing = range_chart(
            [
                Estimate(
                    country_name(item.country),
                    float(item.best),
                    *(None if value is None else float(value) for value in (item.low, item.high)),
                )
                for item in items
            ],
            alt=f"{key_words(key)}. {said}",
            unit=unit_words(unit),
            number=shown,
        )
        found.append(mark_safe(drawing.svg.decode()))  # noqa: S308 — drawn here; every text in it is escaped
    return found


def heads() -> list[str]:
    names = (_("Country"), _("Low"), _("Best"), _("High"), _("Unit"), _("As of"), _("Source"))
    return [*names, _("exercise data")]


@require_safe
@page("community.see")
def compare_export(request, kind):
    key = request.GET.get("key", "")
    lines = comparison(key) if key in comparable_keys() else []
    rows = [file_row(line) for line in lines]
    return sheet(request, kind, "comparison", _("Comparison of countries"), heads(), rows)


def file_row(line) -> list:
    if line.item is None:
        return [country_name(line.country), None, _("no data"), None, None, None, None, None]
    item = line.item
    told = (item.low, item.best, item.high, unit_words(item.unit), when_words(item), item.source)
    return [country_name(line.country), *map(plain, told), _("yes") if item.exercise else ""]


@require_safe
@page("community.see")
def twins(request):
    """Pairs of countries that have something in common in what they share, and the way to begin a twinning."""
    slug, may = request.programme.slug, request.member.may(MODERATE)
    begin = reverse("learning.twinning-add", args=[slug])
    rows = [
        (
            f"{country_name(pair.country)} – {country_name(pair.other)}",
            "; ".join(map(key_words, pair.keys)),
            (_("Begin"), f"{begin}?country={pair.country}&other={pair.other}") if may else "",
        )
        for pair in suggested()
    ]
    context = {
        "columns": [_("Countries"), _("What both have shared something on"), _("Twinning")],
        "rows": rows,
        "all": list_address(Twinning, request.programme),
    }
    return show(request, "twins", _("Suggested twinnings"), context)
