"""The map of sites. Drawn on the server: no script, no tiles, nothing fetched from elsewhere."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from batea.programmes.access import page

from .outline_map import country_map, mineral, mineral_words, placed_sites
from .places import Place


@require_safe
@page("sites.see")
def site_map(request):
    exact = request.member.may("sites.exact")
    found = placed_sites(exact)
    drawing = country_map(request.programme.country, found)
    context = {
        "page_title": _("Map of sites"),
        "breadcrumbs": [
            (_("Sites"), reverse("registry.site-list", args=[request.programme.slug])),
            (_("Map"), ""),
        ],
        "drawing": mark_safe(drawing.svg.decode()) if drawing else "",  # noqa: S308 — every text in it is escaped
        "exact": exact,
        "rows": [
            (s.name, mineral_words(mineral(s)), f"{p.latitude:.3f}", f"{p.longitude:.3f}", how_exact(p))
            for s, p in found
        ],
        "columns": [
            _("Site"),
            _("Mineral"),
            {"label": _("Latitude"), "numeric": True},
            {"label": _("Longitude"), "numeric": True},
            _("How exact"),
        ],
    }
    return render(request, "registry/map.html", context)


def how_exact(place: Place) -> str:
    return _("somewhere in a cell of %(size)s°") % {"size": place.cell} if place.cell else _("as recorded")
