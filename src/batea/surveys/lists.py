"""Lists a form asks for and Batea makes: the sites a phone visits."""

import csv
from io import StringIO

from batea.interop.cells import inert
from batea.registry.places import place_of
from batea.registry.queries import living_sites

from .models import FormVersion, Phone
from .phones import permissions_of

SITES = "sites.csv"


def lists_of(version: FormVersion) -> list[str]:
    """Names of the lists this version asks for that are made here, unless somebody brought a file of that name."""
    asked = {file.name for file in version.files.filter(attachment=None)}
    return [SITES] if SITES in asked else []


def list_for(phone: Phone, name: str) -> bytes:
    """The list as this phone may see it: sites with places as exact as its officer's roles allow."""
    exact = "sites.exact" in permissions_of(phone.person)
    buffer = StringIO()
    rows = csv.writer(buffer, lineterminator="\n")
    rows.writerow(["name", "label", "__version", "geometry", "code", "region", "district", "status"])
    for site in living_sites().order_by("name", "pk").iterator(chunk_size=2000):
        place = place_of(site, exact)
        geometry = "" if place.latitude is None else f"{place.latitude} {place.longitude} 0 0"
        cells = (site.code, place.region, place.district, site.status)
        rows.writerow([site.uid, inert(site.name), site.version, geometry, *map(inert, cells)])
    return buffer.getvalue().encode()
