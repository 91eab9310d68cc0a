"""The registers of this room."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from batea.calc.small_cells import LIMIT
from batea.evidence.links import cited_by
from batea.guidance.catalogue import dimension_values, dimensions
from batea.programmes.registers import Column, Register, Veil
from batea.programmes.registers.cells import value_of

from .forms import AtSiteForm, HeadCountForm, SiteForm
from .models import HeadCount, Layer, LayerShape, PlaceClass, Site, SiteChange, Visit
from .queries import history, merge_of, nearest, overlap_codes, overlaps, people, whence


def small_counts(field: str) -> Veil:
    """A handful of people can be told apart: such a count is for those who read the answers or count themselves."""
    return Veil(
        fields=(field,),
        rows=Q(**{f"{field}__gt": 0, f"{field}__lt": LIMIT}),
        hides=lambda record: 0 < (getattr(record, field) or 0) < LIMIT,
        needs=("surveys.read", "sites.change"),
        why=_("Counts of 1 to 9 people are hidden, so that nobody can be recognised by them."),
    )


NOT_SHOWN = Veil(
    fields=("region", "district"),
    rows=Q(place_class=PlaceClass.S4),
    hides=lambda site: site.place_class == PlaceClass.S4,
    needs=("sites.exact",),
    why=_("The place of some sites is not shown, region and district included."),
)


def minerals(site: Site) -> str:
    labels = dimension_values()["D01"]
    return ", ".join(str(labels[code]) for code in site.attributes.get("D01", []) if code in labels)


def about_site(site: Site) -> dict:
    """Attributes in words and statements that cite the site, for its page."""
    known = dimension_values()
    return {
        "attributes": [
            {
                "key": str(dimensions()[code].name),
                "value": ", ".join(str(known[code].get(value, value)) for value in values),
            }
            for code, values in sorted(site.attributes.items())
            if code in known
        ],
        "citations": cited_by(site),
        "people": people(site, whole=not small_counts("number").lies()),
        "merge": merge_of(site),
        "history": history(site),
        "laid": LaidOver(site),
    }


@dataclass(frozen=True)
class LaidOver:
    """What the layers say of a site, asked for only by a page whose reader may know the exact place."""

    site: Site

    def overlaps(self) -> list[LayerShape]:
        return overlaps(self.site)

    def nearest(self) -> list:
        return nearest(self.site)

    def proposed(self) -> list[str]:
        """Overlaps in words that the site's attributes do not say yet."""
        words, said = dimension_values()["D16"], self.site.attributes.get("D16", [])
        return [str(words[code]) for code in overlap_codes(self.site) if code not in said]


def counted(count: HeadCount):
    """The number, or in words that nobody counted: in a file, too, that is not 0."""
    return _("not counted") if count.number is None else count.number


def about_count(count: HeadCount) -> dict:
    return {
        "counted": value_of(count, NUMBER),
        "whence": whence([count]),
        "citations": cited_by(count),
    }


def about_visit(visit: Visit) -> dict:
    return {"whence": whence([visit]), "citations": cited_by(visit)}


NUMBER = Column("number", _("number of people"), counted, sort="number", numeric=True)


def about_layer(layer: Layer) -> dict:
    return {"shape_count": layer.shapes.count()}


# Latitude and longitude are not among the columns: a list or an export shows places to everybody who sees sites.
SITES = Register(
    model=Site,
    slug="sites",
    see="sites.see",
    change="sites.change",
    columns=(
        "name",
        "code",
        Column("minerals", _("minerals"), minerals),
        "region",
        "district",
        "status",
        "women",
        "men",
    ),
    fields=(
        "name",
        "code",
        "region",
        "district",
        "latitude",
        "longitude",
        "precision_m",
        "place_class",
        "status",
        "women",
        "men",
        "remarks",
        "source",
    ),
    shown=(
        "name",
        "code",
        "region",
        "district",
        "place_class",
        "status",
        "women",
        "men",
        "remarks",
        "source",
    ),
    filters=("status", "source", "merged"),
    search=("name", "code", "region", "district"),
    ordering=("name",),
    step="P1-S3",
    form=SiteForm,
    beside=(
        (_("Map of sites"), "registry:map"),
        (_("Visits"), "registry.visit-list"),
        (_("Counts of people"), "registry.headcount-list"),
        (_("Layers"), "registry.layer-list"),
        (_("Merged and divided sites"), "registry.sitechange-list"),
    ),
    children=("registry.visit", "registry.headcount"),
    panel="registry/site_panel.html",
    panel_data=about_site,
    # The form shows the exact place.
    may_change=lambda member, site: member.may("sites.exact"),
    veils=(NOT_SHOWN, small_counts("women"), small_counts("men")),
)
VISITS = Register(
    model=Visit,
    slug="visits",
    see="sites.see",
    change="sites.change",
    columns=("day", "site", "purpose", "seen"),
    fields=("site", "day", "purpose", "seen", "source"),
    filters=("site",),
    search=("purpose", "seen"),
    ordering=("-day",),
    step="P1-S3",
    form=AtSiteForm,
    panel="registry/visit_panel.html",
    panel_data=about_visit,
)
HEAD_COUNTS = Register(
    model=HeadCount,
    slug="sites/people",
    see="sites.see",
    change="sites.change",
    columns=(
        "day",
        "site",
        "sex",
        "age",
        NUMBER,
        "visit",
    ),
    fields=("site", "visit", "day", "sex", "age", "number", "method"),
    shown=("site", "visit", "day", "sex", "age", "method"),
    veils=(small_counts("number"),),
    filters=("site", "sex", "age"),
    search=("site__name",),
    ordering=("-day", "site__name", "sex", "age"),
    step="P1-S3",
    form=HeadCountForm,
    panel="registry/headcount_panel.html",
    panel_data=about_count,
    intro=_(
        "People on site by sex and age. Groups of one day must not overlap. “Not counted” is kept apart from 0."
    ),
)
# Made by merging and dividing only.
SITE_CHANGES = Register(
    model=SiteChange,
    slug="sites/changes",
    see="sites.see",
    change="",
    columns=("day", "from_site", "kind", "to_site", "reason", "undone_on"),
    shown=("day", "from_site", "kind", "to_site", "reason", "undone_on", "undone_reason"),
    filters=("kind",),
    search=("reason",),
    ordering=("-day",),
    step="P1-S3",
    panel="registry/change_panel.html",
)
LAYERS = Register(
    model=Layer,
    slug="sites/layers",
    see="sites.see",
    change="sites.change",
    columns=("title", "kind", "day", "licence", "source"),
    fields=("title", "kind", "source", "day", "licence", "indicative"),
    filters=("kind", "source"),
    search=("title", "licence"),
    ordering=("kind", "title"),
    step="P1-S3",
    panel="registry/layer_panel.html",
    panel_data=about_layer,
    children=("registry.layershape",),
    intro=_(
        "Protected areas, mining titles and whatever else sites may lie in, from files of other offices."
    ),
)
# Brought in with the file of their layer.
LAYER_SHAPES = Register(
    model=LayerShape,
    slug="sites/shapes",
    see="sites.see",
    change="",
    columns=("name", "layer"),
    shown=("name", "layer"),
    filters=("layer",),
    search=("name",),
    ordering=("layer__title", "name"),
    step="P1-S3",
)
