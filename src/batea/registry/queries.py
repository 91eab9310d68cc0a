"""What the pages of a site ask: counts of people, what became of it, and which layers it lies in."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.apps import apps
from django.db.models import Q
from django.utils.translation import gettext as _
from django_scopes import get_scope

from batea.calc.small_cells import LIMIT
from batea.guidance.catalogue import dimension_values
from batea.programmes.registers import address_of, register_of
from batea.programmes.registers.cells import shown

from .geometry import degrees_around, holding, json_shape, metres_from
from .models import HeadCount, Layer, LayerShape, Site, SiteChange

NEAR_M = 2000
MOST_NEAR = 20


def living_sites():
    """Sites that have not been merged into another one."""
    return Site.objects.filter(merged=False)


# Counts of people ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Total:
    """A sum of counts. `at_least`: a part of it was not counted; `counted`: some part of it was."""

    number: int
    at_least: bool
    counted: bool

    def __str__(self) -> str:
        """ "12", "at least 12", or "not counted"; never 0 for what nobody counted."""
        if not self.counted:
            return _("not counted")
        number = shown(self.number)
        return _("at least %(number)s") % {"number": number} if self.at_least else number


def total(counts: Iterable[HeadCount]) -> Total | None:
    """The sum of these counts, or None when there is not even an entry."""
    numbers = [count.number for count in counts]
    known = [number for number in numbers if number is not None]
    return Total(sum(known), len(known) < len(numbers), bool(known)) if numbers else None


@dataclass(frozen=True)
class People:
    """The counts of one day as a table of ages by sexes; a cell without an entry says so."""

    day: date
    columns: list[dict]
    rows: list[tuple]
    whence: list[tuple[str, str]]
    methods: list[str]
    some_hidden: bool


def people(site: Site, whole: bool = True) -> People | None:
    """The latest day's counts, or None when there are none. Ages and sexes without an entry are left out.

    Not `whole`: small counts are hidden, and with them every sum they are part of, which would give them away.
    """
    latest = HeadCount.objects.filter(site=site).order_by("-day").values_list("day", flat=True).first()
    if latest is None:
        return None
    counts = list(HeadCount.objects.filter(site=site, day=latest))
    sexes = [key for key in HeadCount.Sex.values if any(count.sex == key for count in counts)]
    ages = [key for key in HeadCount.Age.values if any(count.age == key for count in counts)]
    heads = [_("Age"), *(HeadCount.Sex(key).label for key in sexes), _("Together")]
    columns = [{"label": str(head), "numeric": place > 0} for place, head in enumerate(heads)]
    lines = [(HeadCount.Age(key).label, [c for c in counts if c.age == key]) for key in ages]
    rows = [line_of(label, own, sexes, whole) for label, own in [*lines, (_("Together"), counts)]]
    methods = dict.fromkeys(str(count.get_method_display()) for count in counts if count.method)
    some_hidden = not whole and any(is_small(count) for count in counts)
    return People(latest, columns, rows, whence(counts), list(methods), some_hidden)


def line_of(label, counts: list[HeadCount], sexes: list[str], whole: bool) -> tuple:
    cells = [cell_of([count for count in counts if count.sex == sex], whole) for sex in sexes]
    return (str(label), *cells, cell_of(counts, whole))


def cell_of(counts: list[HeadCount], whole: bool) -> str:
    if not whole and any(is_small(count) for count in counts):
        return _("hidden")
    found = total(counts)
    return "–" if found is None else str(found)


def is_small(count: HeadCount) -> bool:
    return count.number is not None and 0 < count.number < LIMIT


def whence(records: Iterable) -> list[tuple[str, str]]:
    """(name and state, address) of the records these were made from, each once; nothing for what somebody typed."""
    wanted: dict[str, set] = defaultdict(set)
    for record in records:
        if record.origin and record.origin_uid:
            wanted[record.origin].add(record.origin_uid)
    return [
        (in_its_state(found), address_of(found) if may_open(found) else "")
        for label, uids in sorted(wanted.items())
        for found in apps.get_model(label).objects.filter(uid__in=uids).order_by("pk")
    ]


def in_its_state(record) -> str:
    return f"{record} ({record.get_state_display()})" if hasattr(record, "state") else str(record)


def may_open(record) -> bool:
    """Whether the reader of this page may open the record's own."""
    member, register = get_scope().get("member"), register_of(record)
    return register is not None and (member is None or member.may(register.see))


# Identity -----------------------------------------------------------------------------------------------------------


def merge_of(site: Site) -> SiteChange | None:
    """The merge in force by which this site went into another, or None."""
    found = SiteChange.objects.filter(from_site=site, kind=SiteChange.Kind.MERGE, undone_on=None)
    return found.select_related("to_site").first()


def history(site: Site) -> list[SiteChange]:
    """Every change this site had a part in, the latest first."""
    found = SiteChange.objects.filter(Q(from_site=site) | Q(to_site=site))
    return list(found.select_related("from_site", "to_site").order_by("-day", "-pk"))


# Layers -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Near:
    """A shape beside the site and how far away its nearest part is, in whole metres."""

    shape: LayerShape
    metres: int


def overlaps(site: Site) -> list[LayerShape]:
    """Areas that hold the site's exact place, borders included. Only for readers with the right to exact places."""
    if site.latitude is None:
        return []
    around = LayerShape.objects.filter(
        west__lte=site.longitude,
        east__gte=site.longitude,
        south__lte=site.latitude,
        north__gte=site.latitude,
    )
    found = list(around.select_related("layer").order_by("layer__kind", "layer__title", "name", "pk"))
    held = holding([json_shape(each.geometry) for each in found], float(site.latitude), float(site.longitude))
    return [found[place] for place in held if is_area(found[place])]


def is_area(shape: LayerShape) -> bool:
    return '"Polygon"' in shape.geometry[:60] or '"MultiPolygon"' in shape.geometry[:60]


def nearest(site: Site) -> list[Near]:
    """Mine scars, and points and lines of every layer, within 2 km of the site, the nearest first."""
    if site.latitude is None:
        return []
    latitude, longitude = float(site.latitude), float(site.longitude)
    high, wide = degrees_around(latitude, NEAR_M)
    around = LayerShape.objects.filter(
        west__lte=site.longitude + wide,
        east__gte=site.longitude - wide,
        south__lte=site.latitude + high,
        north__gte=site.latitude - high,
    )
    found = [
        Near(each, round(metres_from(latitude, longitude, json_shape(each.geometry))))
        for each in around.select_related("layer").order_by("pk")
        if each.layer.kind == Layer.Kind.SCARS or not is_area(each)
    ]
    return sorted((near for near in found if near.metres <= NEAR_M), key=lambda near: near.metres)[:MOST_NEAR]


def overlap_codes(site: Site) -> list[str]:
    """Codes of the dimension D16 that the layers propose for the site, in the dictionary's order."""
    kinds = {shape.layer.kind for shape in overlaps(site)}
    return [code for code in dimension_values()["D16"] if code in kinds]
