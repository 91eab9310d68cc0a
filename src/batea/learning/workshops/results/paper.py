"""A certificate on paper: one page in any of the four languages, with a code that anybody can check."""

from io import BytesIO

import segno
from django.utils import translation
from django.utils.translation import gettext as _

from batea.documents.outline import Callout, Document, Figure, ListBlock, Paragraph, Text
from batea.documents.write import write
from batea.evidence.desk import Desk, labels
from batea.programmes.models import Institution

from ...models import Certificate, Objective, Supporter, Workshop
from .badge import criteria
from .checking import issuer_of

TITLES = {
    Certificate.Kind.ATTENDANCE: lambda: _("Certificate of attendance"),
    Certificate.Kind.ACHIEVEMENT: lambda: _("Certificate of achievement"),
}


# The organiser stands above as the issuer; a hotel supports nobody's learning.
UNNAMED = (Supporter.Part.ORGANISER, Supporter.Part.VENUE)


def certificate_pdf(certificate: Certificate, lang: str, check_address: str) -> bytes:
    return write(certificate_page(certificate, lang, check_address), "pdf").content


def certificate_page(certificate: Certificate, lang: str, check_address: str) -> Document:
    """The page as an outline. Call inside the programme's scope."""
    with translation.override(lang):
        programme = certificate.programme
        desk = Desk(programme, lang)
        workshop = Workshop.objects.first()
        return Document(
            title=TITLES[certificate.kind](),
            subtitle=certificate.name,
            organisation=issuer_of(programme),
            lang=lang,
            dated=certificate.issued_on.isoformat(),
            date_label=desk.day(certificate.issued_on),
            notice=desk.plain(programme.notice) or exercise_notice(certificate),
            form="brief",
            labels=labels(),
            blocks=[
                Paragraph(took_part(desk, workshop)),
                Callout("note", criteria(certificate), title=reached(certificate)),
                *content(desk),
                *supporters(desk),
                *revoked(certificate, desk),
                check_figure(certificate, check_address),
            ],
        )


def exercise_notice(certificate: Certificate) -> str:
    return _("Made in an exercise: it certifies nothing.") if certificate.exercise else ""


def took_part(desk: Desk, workshop: Workshop) -> tuple:
    said = _("took part in the workshop held in %(place)s from %(first)s to %(last)s:") % {
        "place": workshop.place,
        "first": desk.day(workshop.starts),
        "last": desk.day(workshop.ends),
    }
    return (Text(f"{said} "), Text(desk.plain(desk.programme.name), strong=True))


def reached(certificate: Certificate) -> str:
    grounds = certificate.grounds
    if certificate.kind == Certificate.Kind.ATTENDANCE:
        return _("Present on %(days)s of %(held)s days") % {
            "days": grounds.get("days", "–"),
            "held": grounds.get("held", "–"),
        }
    return _("Test at the end passed, return-to-work plan presented")


def content(desk: Desk) -> list:
    found = [desk.say(each.words) for each in Objective.objects.order_by("number")]
    return [Paragraph(_("Objectives of the workshop:")), ListBlock(found)] if found else []


def supporters(desk: Desk) -> list:
    names = [
        desk.plain(name)
        for name in Institution.objects.filter(
            pk__in=Supporter.objects.exclude(part__in=UNNAMED).values("institution")
        )
        .order_by("pk")
        .values_list("name", flat=True)
    ]
    return [Paragraph(_("With the support of: %(names)s.") % {"names": ", ".join(names)})] if names else []


def revoked(certificate: Certificate, desk: Desk) -> list:
    if certificate.in_force:
        return []
    said = _("Revoked on %(day)s: %(reason)s") % {
        "day": desk.day(certificate.revoked_on),
        "reason": certificate.revoked_why,
    }
    return [Callout("important", said)]


def check_figure(certificate: Certificate, address: str) -> Figure:
    buffer = BytesIO()
    segno.make(address, error="m", micro=False).save(
        buffer, kind="svg", scale=4, border=4, xmldecl=False, svgns=True
    )
    said = _("Check code %(code)s. Scan the picture or open %(address)s") % {
        "code": certificate.code,
        "address": address,
    }
    return Figure("", _("QR code of the address that checks this certificate"), buffer.getvalue(), 0.22, said)
