"""The map of sites and the pages that change what a site is. Nothing is fetched from elsewhere."""

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from batea.guidance.catalogue import dimension_values
from batea.problems import ALREADY_DONE, UNKNOWN_ENTRY, Refused
from batea.programmes.access import page
from batea.programmes.registers import address_of
from batea.programmes.registers import views as register_views

from . import actions, outline_map, placing
from .forms import ChangeForm, MergeForm, ShapesForm, SplitForm
from .models import Layer, Site, SiteChange
from .registers import LAYERS, SITES

BOTH = require_http_methods(["GET", "HEAD", "POST"])

# Lists --------------------------------------------------------------------------------------------------------------


@require_safe
@page("sites.see")
def site_list(request):
    """The register's list without merged sites, unless they are asked for."""
    without_merged(request)
    return register_views.show_list(request, SITES)


@require_safe
@page("sites.see")
def site_export(request, kind):
    without_merged(request)
    return register_views.export(request, SITES, kind)


def without_merged(request) -> None:
    if "merged" not in request.GET:
        asked = request.GET.copy()
        asked["merged"] = "no"
        request.GET = asked


# The map ------------------------------------------------------------------------------------------------------------


@require_safe
@csp_update({"worker-src": [SELF]})  # the interactive map draws in a worker of our own
@page("sites.see")
def site_map(request):
    """The country with its sites drawn on the server; a script may put an interactive map in its place."""
    exact = request.member.may("sites.exact")
    sites = placing.asked_sites(request.GET)
    count = placing.placed(sites, exact).count()
    content = counted_content if count > placing.MOST else site_content
    context = {
        "page_title": _("Map of sites"),
        "breadcrumbs": [*site_trail(request), (_("Map"), "")],
        "exact": exact,
        "count": count,
        "asked": request.GET,
        "statuses": Site.Status.choices,
        "minerals": [(code, str(label).capitalize()) for code, label in dimension_values()["D01"].items()],
        "places_url": reverse("registry:places", args=[request.programme.slug]),
        "outline_url": reverse("registry:outline", args=[request.programme.slug]),
        "words": words_of_script(),
        **content(request.programme.country, exact, sites),
    }
    return render(request, "registry/map.html", context)


def words_of_script() -> dict:
    """What the interactive map says: the table's headings and the line above it."""
    degrees = [column["label"] for column in degree_columns()]
    return {
        "one": ngettext("%(count)s site", "%(count)s sites", 1) % {"count": "{count}"},
        "many": ngettext("%(count)s site", "%(count)s sites", 1000) % {"count": "{count}"},
        "zoom": _("Look closer"),
        "controls": {
            "Map.Title": _("Map of sites"),
            "NavigationControl.ZoomIn": _("Look closer"),
            "NavigationControl.ZoomOut": _("Look from farther away"),
        },
        "failed": _("The map could not be loaded. The list below holds what was there before."),
        "site": [_("Site"), _("Mineral"), *degrees, _("How exact")],
        "count": [_("Number of sites"), *degrees],
    }


def site_trail(request) -> list:
    return [(_("Sites"), reverse("registry.site-list", args=[request.programme.slug]))]


def site_content(country: str, exact: bool, sites) -> dict:
    """Every site drawn and listed."""
    found = outline_map.placed_sites(exact, sites)
    return {
        "drawing": drawn(outline_map.country_map(country, found)),
        "rows": [
            (
                (s.name, address_of(s)),
                outline_map.mineral_words(outline_map.mineral(s)),
                f"{p.latitude:.3f}",
                f"{p.longitude:.3f}",
                how_exact(p.cell),
            )
            for s, p in found
        ],
        "columns": [_("Site"), _("Mineral"), *degree_columns(), _("How exact")],
    }


def counted_content(country: str, exact: bool, sites) -> dict:
    """Too many to tell apart: how many there are about where."""
    found = outline_map.placed_clusters(country, exact, sites)
    return {
        "drawing": drawn(outline_map.counted_map(country, found)),
        "rows": [(each.count, f"{each.latitude:.2f}", f"{each.longitude:.2f}") for each in found],
        "columns": [{"label": _("Number of sites"), "numeric": True}, *degree_columns()],
    }


def degree_columns() -> list[dict]:
    return [{"label": label, "numeric": True} for label in (_("Latitude"), _("Longitude"))]


def drawn(drawing) -> str:
    return mark_safe(drawing.svg.decode()) if drawing else ""  # noqa: S308 — every text in it is escaped


def how_exact(cell) -> str:
    return _("somewhere in a cell of %(size)s°") % {"size": cell} if cell else _("as recorded")


@require_safe
@page("sites.see")
def places_json(request):
    """`?bbox=w,s,e,n&zoom=` and the map's filters: clusters, or sites when there are few, as this reader may know them.

    {"kind": "clusters", "total": 812, "clusters": [{"latitude", "longitude", "count"}]} or
    {"kind": "sites", "total": 3, "sites": [{"name", "url", "status", "mineral", "latitude", "longitude", "cell",
    "how_exact"}]}; `cell` in degrees, 0 for a place itself. Raises Refused B206 for a box that is none.
    """
    exact = request.member.may("sites.exact")
    sites = placing.placed(placing.asked_sites(request.GET), exact)
    found = placing.look(
        placing.within(sites, placing.asked_box(request.GET)), placing.asked_zoom(request.GET)
    )
    if found and isinstance(found[0], placing.Cluster):
        told = [vars(each) for each in found]
        return JsonResponse(
            {"kind": "clusters", "total": sum(each.count for each in found), "clusters": told}
        )
    return JsonResponse({"kind": "sites", "total": len(found), "sites": [told_spot(spot) for spot in found]})


def told_spot(spot: placing.Spot) -> dict:
    return {
        "name": spot.site.name,
        "url": address_of(spot.site),
        "status": str(spot.site.get_status_display()),
        "mineral": outline_map.mineral_words(outline_map.mineral(spot.site)),
        "latitude": spot.latitude,
        "longitude": spot.longitude,
        "cell": spot.cell,
        "how_exact": how_exact(spot.cell),
    }


@require_safe
@page("sites.see")
def outline_json(request):
    """The country's regions from its country pack, as GeoJSON."""
    features = outline_map.regions(request.programme.country)
    return JsonResponse({"type": "FeatureCollection", "features": features})


# Identity -----------------------------------------------------------------------------------------------------------


def find(model, uid, what: str):
    found = model.objects.filter(uid=uid).first()
    if found is None:
        raise Refused(UNKNOWN_ENTRY, what=what)
    return found


def posted(request):
    """What was sent, also when it is nothing at all; None while a page is only read."""
    return request.POST if request.method == "POST" else None


def site_to_change(request, uid) -> Site:
    """The site, for who may change it. Raises Refused: B205, B101 without the right to exact places, B221 once merged."""
    site = find(Site, uid, _("The site"))
    register_views.refuse_unless(register_views.may_change(request, SITES, site))
    actions.refuse_merged(site)
    return site


def show_change(request, site: Site, form, **words):
    """A form that changes what a site is: 422 when it is not valid, and on the way a page that asks once more."""
    context = {
        "form": form,
        "site": site,
        "breadcrumbs": [*site_trail(request), (site.name, address_of(site)), (words["page_title"], "")],
        "cancel": address_of(site),
        **words,
    }
    return render(request, "registry/change_site.html", context, status=422 if form.errors else 200)


def confirmed(request, form) -> bool:
    """The form is valid and was sent from the page that says what will happen."""
    return form.is_valid() and request.POST.get("confirmed") == "yes"


@BOTH
@page("sites.change")
def merge(request, uid):
    """Merge this site into another: a form, a page that says what will happen, then the act."""
    site = site_to_change(request, uid)
    form = MergeForm(posted(request), site=site)
    if request.method == "POST" and confirmed(request, form):
        actions.merge_sites(by=request.member, site=site, **form.cleaned_data)
        messages.success(request, _("Merged: %(what)s") % {"what": site})
        return redirect(address_of(form.cleaned_data["into"]))
    return show_change(
        request,
        site,
        form,
        page_title=_("Merge %(what)s into another site") % {"what": site},
        action=_("Merge the sites"),
        effects=merge_effects(site, form.cleaned_data["into"]) if form.is_valid() else [],
    )


def merge_effects(site: Site, into: Site) -> list[str]:
    visits, counts = site.visits.count(), site.head_counts.count()
    moving = ngettext("%(count)s visit moves to %(into)s.", "%(count)s visits move to %(into)s.", visits)
    counting = ngettext(
        "%(count)s count of people moves to %(into)s.", "%(count)s counts of people move to %(into)s.", counts
    )
    return [
        moving % {"count": visits, "into": into},
        counting % {"count": counts, "into": into},
        _("%(site)s leaves lists and maps; its page stays and leads to %(into)s.")
        % {"site": site, "into": into},
        _("The merge can be undone later."),
    ]


@BOTH
@page("sites.change")
def divide(request, uid):
    """Divide this site in two: a form, a page that says what will happen, then the act."""
    site = site_to_change(request, uid)
    form = SplitForm(posted(request), site=site)
    if request.method == "POST" and confirmed(request, form):
        given = {**form.cleaned_data, "visits": list(form.cleaned_data["visits"])}
        change = actions.split_site(by=request.member, site=site, **given)
        messages.success(request, _("Divided: %(what)s") % {"what": site})
        return redirect(address_of(change.to_site))
    return show_change(
        request,
        site,
        form,
        page_title=_("Divide %(what)s in two") % {"what": site},
        action=_("Divide the site"),
        effects=divide_effects(form) if form.is_valid() else [],
    )


def divide_effects(form) -> list[str]:
    count, name = len(form.cleaned_data["visits"]), form.cleaned_data["name"]
    moving = ngettext(
        "%(count)s visit moves to it, with what was counted on it.",
        "%(count)s visits move to it, with what was counted on them.",
        count,
    )
    return [
        _("A new site is made: %(name)s. Its place and attributes are still to be filled in.")
        % {"name": name},
        moving % {"count": count},
    ]


@BOTH
@page("sites.change")
def unmerge(request, uid):
    """Take a merge back."""
    change = find(SiteChange, uid, _("The change"))
    register_views.refuse_unless(register_views.may_change(request, SITES, change.from_site))
    if change.undone_on or change.kind != SiteChange.Kind.MERGE:
        raise Refused(ALREADY_DONE, day=change.undone_on or change.day, what=change)
    form = ChangeForm(posted(request), site=change.from_site)
    if request.method == "POST" and confirmed(request, form):
        actions.unmerge_site(by=request.member, change=change, **form.cleaned_data)
        messages.success(request, _("The merge was undone: %(what)s") % {"what": change.from_site})
        return redirect(address_of(change.from_site))
    return show_change(
        request,
        change.from_site,
        form,
        page_title=_("Undo the merge of %(what)s") % {"what": change.from_site},
        action=_("Undo the merge"),
        effects=unmerge_effects(change) if form.is_valid() else [],
    )


def unmerge_effects(change: SiteChange) -> list[str]:
    count = len(actions.moved_and_there(change, change.to_site))
    moving = ngettext("%(count)s entry moves back.", "%(count)s entries move back.", count)
    return [
        _("%(site)s stands in lists and maps again.") % {"site": change.from_site},
        moving % {"count": count},
        _("What was added to %(into)s since the merge stays there.") % {"into": change.to_site},
    ]


# Layers -------------------------------------------------------------------------------------------------------------


@BOTH
@page("sites.change")
def shapes(request, uid):
    """Bring a layer's shapes in from a GeoJSON file, in place of those it had."""
    layer = find(Layer, uid, _("The layer"))
    form = ShapesForm(posted(request), request.FILES)
    if request.method == "POST" and form.is_valid():
        try:
            found = actions.read_layer(form.cleaned_data["file"].read())
        except Refused as refused:
            title, mend = refused.in_words(_)
            form.add_error("file", f"{refused.problem.code}: {title} {mend}")
        else:
            actions.import_shapes(by=request.member, layer=layer, shapes=found)
            messages.success(request, imported_words(found))
            return redirect(address_of(layer))
    context = {
        "page_title": _("Bring in the shapes of %(what)s") % {"what": layer},
        "breadcrumbs": [*site_trail(request), (layer.title, address_of(layer)), (_("Shapes"), "")],
        "form": form,
        "layer": layer,
        "count": layer.shapes.count(),
        "cancel": address_of(layer),
    }
    return render(request, "registry/shapes.html", context, status=422 if form.is_bound else 200)


def imported_words(found) -> str:
    count = len(found)
    words = ngettext("%(count)s shape was brought in.", "%(count)s shapes were brought in.", count)
    return f"{words % {'count': count}} {actions.mended_words(found)}".strip()


@BOTH
@page("sites.change")
def layer_remove(request, uid):
    """As every register's page, but the shapes go in one act."""
    if request.method != "POST":
        return register_views.remove(request, LAYERS, uid)
    layer = register_views.find(LAYERS, uid)
    actions.remove_layer(by=request.member, layer=layer, version=register_views.version_seen(request))
    messages.success(request, _("Removed: %(what)s") % {"what": layer})
    return redirect(reverse("registry.layer-list", args=[request.programme.slug]))


@require_POST
@page("sites.change")
def take_over(request, uid):
    """Write the overlaps the layers show into the site's attributes."""
    site = site_to_change(request, uid)
    actions.take_over_overlaps(by=request.member, site=site)
    messages.success(request, _("Saved: %(what)s") % {"what": site})
    return redirect(address_of(site))
