"""The map of sites. Drawn on the server: no script, no tiles, nothing fetched from elsewhere."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from batea.guidance.catalogue import dimension_values
from batea.programmes.access import page

from .drawing import drawing
from .outline_map import points, regions


@require_safe
@page("sites.see")
def site_map(request):
    exact = request.member.may("sites.exact")
    found = points(exact)
    labels = dimension_values()["D01"]
    rows = [
        (
            point["label"],
            str(labels.get(point["kind"], point["kind"])),
            f"{point['lat']:.3f}",
            f"{point['lon']:.3f}",
            cell_words(point),
        )
        for point in found
    ]
    context = {
        "page_title": _("Map of sites"),
        "breadcrumbs": [
            (_("Sites"), reverse("registry.site-list", args=[request.programme.slug])),
            (_("Map"), ""),
        ],
        "drawing": drawing(regions(request.programme.country), found),
        "exact": exact,
        "rows": rows,
        "columns": [
            _("Site"),
            _("Mineral"),
            {"label": _("Latitude"), "numeric": True},
            {"label": _("Longitude"), "numeric": True},
            _("How exact"),
        ],
    }
    return render(request, "registry/map.html", context)


def cell_words(point) -> str:
    return (
        _("somewhere in a cell of %(size)s°") % {"size": point["cell"]} if point["cell"] else _("as recorded")
    )
