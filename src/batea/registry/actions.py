"""Writes on sites and layers beyond filling in a form: merge, divide, take back; bring a layer in."""

from datetime import date
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from batea.problems import ALREADY_DONE, LAYER_REFUSED, SAME_SITE, SITE_IS_MERGED, UNKNOWN_ENTRY, Refused
from batea.programmes.actions import add_record, change_record, fingerprint, remove_record
from batea.programmes.audit import write_audit
from batea.programmes.words import UNSTORABLE, Words

from .geometry import BadGeometry, Feature, edges, feature_of, json_shape, read_collection
from .models import HeadCount, Layer, LayerShape, Site, SiteChange, Visit
from .queries import merge_of, overlap_codes

# Visits before counts: a count's visit stands at the same site.
MOVES = (Visit, HeadCount)
BATCH = 500


def locked(*sites: Site) -> None:
    """Hold the sites until the transaction ends, always in the same order."""
    list(
        Site.objects.select_for_update()
        .filter(pk__in=[site.pk for site in sites])
        .order_by("pk")
        .values("pk")
    )
    for site in sites:
        site.refresh_from_db(fields=["merged", "version"])


def refuse_merged(site: Site) -> None:
    """Raises Refused B221 when the site has been merged into another."""
    if site.merged:
        found = merge_of(site)
        raise Refused(SITE_IS_MERGED, what=site, into=found.to_site if found else "?")


def move(*, by, records, site: Site, act: str) -> dict[str, list[str]]:
    """Let the records stand at `site`; returns {table: [uid, …]} of what moved."""
    moved: dict[str, list[str]] = {}
    for record in records:
        change_record(by=by, record=record, values={"site": site}, act=act)
        moved.setdefault(record.label, []).append(str(record.uid))
    return moved


def standing_at(site: Site) -> list:
    """Everything that moves when the site does."""
    return [record for model in MOVES for record in model.objects.filter(site=site).order_by("pk")]


@transaction.atomic
def merge_sites(*, by, site: Site, into: Site, reason: Words, day: date) -> SiteChange:
    """`site` turned out to be `into`: its visits and counts move there, and it leaves lists and maps.

    Raises Refused: B220 into itself, B221 when one of the two has been merged already (which also forbids circles).
    """
    if site.pk == into.pk:
        raise Refused(SAME_SITE)
    locked(site, into)
    refuse_merged(site)
    refuse_merged(into)
    moved = move(by=by, records=standing_at(site), site=into, act="merge sites")
    change_record(by=by, record=site, values={"merged": True}, act="merge sites")
    return add_change(
        by=by,
        kind="merge",
        from_site=site,
        to_site=into,
        reason=reason,
        day=day,
        moved=moved,
        act="merge sites",
    )


def add_change(*, by, act: str, **values) -> SiteChange:
    site = values["from_site"]
    record = SiteChange(programme=site.programme, exercise=site.exercise, **values)
    return add_record(by=by, record=record, act=act)


@transaction.atomic
def unmerge_site(*, by, change: SiteChange, reason: Words, day: date) -> SiteChange:
    """Take a merge back: the site is there again, with what moved then and still stands where it moved to.

    Raises Refused: B207 when it was taken back already, B221 while the other site is itself merged away.
    """
    change = SiteChange.objects.select_related("from_site", "to_site").get(pk=change.pk)
    site, into = change.from_site, change.to_site
    locked(site, into)
    if change.undone_on or change.kind != SiteChange.Kind.MERGE:
        raise Refused(ALREADY_DONE, day=change.undone_on or change.day, what=change)
    refuse_merged(into)
    change_record(by=by, record=site, values={"merged": False}, act="undo merge")
    move(by=by, records=moved_and_there(change, into), site=site, act="undo merge")
    values = {"undone_on": day, "undone_reason": reason}
    return change_record(by=by, record=change, values=values, act="undo merge")


def moved_and_there(change: SiteChange, site: Site) -> list:
    """What moved with the change and has not gone elsewhere since."""
    return [
        record
        for model in MOVES
        for record in model.objects.filter(
            site=site, uid__in=change.moved.get(model._meta.label_lower, [])
        ).order_by("pk")
    ]


@transaction.atomic
def split_site(*, by, site: Site, name: str, reason: Words, day: date, visits: list[Visit]) -> SiteChange:
    """`site` turned out to be two: a new one of this `name` takes the chosen visits and what was counted on them.

    The new site begins with what is known of its place only so far as both share it: region, district and how it may be
    shown. Raises Refused: B221 when the site has been merged, B205 for a visit to another site, B201 without a name.
    """
    locked(site)
    refuse_merged(site)
    if any(visit.site_id != site.pk for visit in visits):
        raise Refused(UNKNOWN_ENTRY, what=_("The visit"))
    new = Site(
        programme=site.programme,
        exercise=site.exercise,
        name=name,
        region=site.region,
        district=site.district,
        place_class=site.place_class,
    )
    new = add_record(by=by, record=new, act="divide site")
    counts = HeadCount.objects.filter(site=site, visit__in=visits).order_by("pk")
    moved = move(by=by, records=[*visits, *counts], site=new, act="divide site")
    return add_change(
        by=by,
        kind="split",
        from_site=site,
        to_site=new,
        reason=reason,
        day=day,
        moved=moved,
        act="divide site",
    )


# Layers -------------------------------------------------------------------------------------------------------------

REASONS = {
    "json": gettext_lazy("It is not JSON."),
    "collection": gettext_lazy("It is not a collection of features."),
    "many": gettext_lazy("It holds too many shapes."),
    "feature": gettext_lazy("It is not a feature."),
    "kind": gettext_lazy("It is neither points nor lines nor polygons."),
    "coordinates": gettext_lazy(
        "Its coordinates are not degrees of longitude and latitude, or do not close."
    ),
    "size": gettext_lazy("It has too many corners."),
}


def read_layer(data: bytes) -> list[Feature]:
    """The shapes of a GeoJSON file. Raises Refused B222 with the number of the feature that cannot be taken."""
    try:
        found = read_collection(data)
    except BadGeometry as error:
        raise Refused(LAYER_REFUSED, reason=said(error)) from error
    return [one_feature(number, feature) for number, feature in enumerate(found, 1)]


def one_feature(number: int, feature) -> Feature:
    try:
        return feature_of(feature, lambda text: UNSTORABLE.sub("", text))
    except BadGeometry as error:
        reason = _("feature %(number)s: %(reason)s") % {"number": number, "reason": said(error)}
        raise Refused(LAYER_REFUSED, reason=reason) from error


def said(error: BadGeometry) -> str:
    return str(REASONS[str(error)])


@transaction.atomic
def import_shapes(*, by, layer: Layer, shapes: list[Feature]) -> Layer:
    """Give the layer these shapes in place of those it had: one entry in the audit trail, with their fingerprint."""
    before, _tables = LayerShape.objects.filter(layer=layer).delete()
    LayerShape.objects.bulk_create([unsaved_shape(layer, feature) for feature in shapes], batch_size=BATCH)
    mark = fingerprint([feature.geometry for feature in shapes])
    told = {"shapes": [before, len(shapes)], "geometry": ["", mark]}
    write_audit(by=by, act="import shapes", programme=layer.programme, record=layer, change=told)
    return layer


def unsaved_shape(layer: Layer, feature: Feature) -> LayerShape:
    west, south, east, north = edges(json_shape(feature.geometry))
    return LayerShape(
        uid=uuid4(),
        programme=layer.programme,
        exercise=layer.exercise,
        layer=layer,
        name=feature.name,
        geometry=feature.geometry,
        west=west,
        south=south,
        east=east,
        north=north,
    )


@transaction.atomic
def remove_layer(*, by, layer: Layer, version: int | None = None) -> None:
    """Remove a layer with all its shapes, as two entries in the audit trail. Raises Refused as `remove_record` does."""
    count, _tables = LayerShape.objects.filter(layer=layer).delete()
    told = {"shapes": [count, 0]}
    write_audit(by=by, act="remove shapes", programme=layer.programme, record=layer, change=told)
    remove_record(by=by, record=layer, version=version)


def take_over_overlaps(*, by, site: Site) -> Site:
    """Write what the layers say into the site's dimension D16; what people had chosen there stays, but for "none"."""
    now = [code for code in site.attributes.get("D16", []) if code != "none"]
    new = [code for code in overlap_codes(site) if code not in now]
    if not new:
        return site
    attributes = {**site.attributes, "D16": [*now, *new]}
    return change_record(by=by, record=site, values={"attributes": attributes}, act="take over overlaps")


def mended_words(shapes: list[Feature]) -> str:
    """How many shapes had to be mended, in words; "" when none."""
    count = sum(feature.mended for feature in shapes)
    words = ngettext("%(count)s invalid shape was mended.", "%(count)s invalid shapes were mended.", count)
    return words % {"count": count} if count else ""
