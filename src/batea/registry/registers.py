"""The registers of this room."""

from django.utils.translation import gettext_lazy as _

from batea.evidence.links import cited_by
from batea.guidance.catalogue import dimension_values, dimensions
from batea.programmes.registers import Column, Register

from .forms import SiteForm
from .models import Site, Visit


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
    }


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
    filters=("status", "source"),
    search=("name", "code", "region", "district"),
    ordering=("name",),
    step="P1-S3",
    form=SiteForm,
    beside=((_("Map of sites"), "registry:map"), (_("Visits"), "registry.visit-list")),
    children=("registry.visit",),
    panel="registry/site_panel.html",
    panel_data=about_site,
    # The form shows the exact place.
    may_change=lambda member, site: member.may("sites.exact"),
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
)
