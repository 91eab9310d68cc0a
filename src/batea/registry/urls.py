from django.urls import include, path

from batea.programmes.registers import pages

from . import views
from .registers import HEAD_COUNTS, LAYER_SHAPES, LAYERS, SITE_CHANGES, SITES, VISITS

# Pages of the registers that say more here: lists without merged sites, a layer removed with its shapes.
OWN = {
    "registry.site-list": views.site_list,
    "registry.site-export": views.site_export,
    "registry.layer-remove": views.layer_remove,
}


def with_own(patterns: list) -> list:
    """The register's addresses, with the room's own page where it has one."""
    return [
        path(str(each.pattern), OWN[each.name], name=each.name) if each.name in OWN else each
        for each in patterns
    ]


own = [
    path("sites/map/", views.site_map, name="map"),
    path("sites/places.json", views.places_json, name="places"),
    path("sites/outline.json", views.outline_json, name="outline"),
    path("sites/<uuid:uid>/merge/", views.merge, name="merge"),
    path("sites/<uuid:uid>/divide/", views.divide, name="divide"),
    path("sites/<uuid:uid>/overlaps/", views.take_over, name="take_over"),
    path("sites/changes/<uuid:uid>/undo/", views.unmerge, name="unmerge"),
    path("sites/layers/<uuid:uid>/shapes/", views.shapes, name="shapes"),
]
urlpatterns = [
    path("", include((own, "registry"))),
    *pages(HEAD_COUNTS),
    *pages(SITE_CHANGES),
    *with_own(pages(LAYERS)),
    *pages(LAYER_SHAPES),
    *with_own(pages(SITES)),
    *pages(VISITS),
]
