"""Lists a form asks for and Batea makes: the sites a phone visits, and the visits there."""

import csv
from functools import lru_cache
from io import StringIO

from django.utils.translation import get_language

from batea.interop.cells import inert
from batea.programmes.audit import head_of
from batea.registry.models import Visit
from batea.registry.places import NOWHERE, place_of
from batea.registry.queries import living_sites

from .models import FormVersion, Harm, Phone, SiteUpdate, Submission
from .phones import permissions_of

SITES, VISITS = "sites.csv", "visits.csv"
MADE = (SITES, VISITS)


def lists_of(version: FormVersion) -> list[str]:
    """Names of the lists this version asks for that are made here, unless somebody brought a file of that name."""
    asked = {file.name for file in version.files.filter(attachment=None)}
    return [name for name in MADE if name in asked]


def list_for(phone: Phone, name: str) -> bytes:
    """The list as this phone may see it: sites with places as exact as its officer's roles allow."""
    exact = "sites.exact" in permissions_of(phone.person)
    return list_as_of(head_of(phone.programme), name, exact, get_language())


@lru_cache(maxsize=8)
def list_as_of(head: tuple[str, str], name: str, exact: bool, language: str | None) -> bytes:
    """Made once for the file list with its hash and for the file itself. No change in a programme goes without an entry of
    its trail, so while the trail's head is the same, so is the list."""
    return made_list(name, exact=exact)


def made_list(name: str, *, exact: bool) -> bytes:
    return visits_list() if name == VISITS else sites_list(exact=exact)


def protected_sites():
    """Sites that a record tells of which is protected now, whatever it was when it was taken over."""
    protected = Submission.objects.filter(current=True, harm=Harm.PROTECTED).values("origin")
    return SiteUpdate.objects.filter(submission__origin__in=protected).values_list("site_id", flat=True)


def visits_list() -> bytes:
    """`visits.csv`: every visit of a living site, without what was seen; `site` is its name in `sites.csv`."""
    buffer = StringIO()
    rows = csv.writer(buffer, lineterminator="\n")
    rows.writerow(["name", "label", "__version", "site", "day", "purpose"])
    visits = Visit.objects.filter(site__merged=False).select_related("site").order_by("site", "-day", "pk")
    for visit in visits.iterator(chunk_size=2000):
        label, purpose = inert(f"{visit.site.name} · {visit.day}"), inert(str(visit.purpose))
        rows.writerow([visit.uid, label, visit.version, visit.site.uid, visit.day, purpose])
    return buffer.getvalue().encode()


def sites_list(*, exact: bool) -> bytes:
    """`sites.csv`: every living site with what a form may ask of it."""
    withheld = frozenset() if exact else frozenset(protected_sites())
    buffer = StringIO()
    rows = csv.writer(buffer, lineterminator="\n")
    rows.writerow(["name", "label", "__version", "geometry", "code", "region", "district", "status"])
    for site in living_sites().order_by("name", "pk").iterator(chunk_size=2000):
        place = NOWHERE if site.pk in withheld else place_of(site, exact)
        geometry = "" if place.latitude is None else f"{place.latitude} {place.longitude} 0 0"
        cells = (site.code, place.region, place.district, site.status)
        rows.writerow([site.uid, inert(site.name), site.version, geometry, *map(inert, cells)])
    return buffer.getvalue().encode()
