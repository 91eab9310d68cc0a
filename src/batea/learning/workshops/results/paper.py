"""Certificates on paper: one landscape page each, in any of the four languages, drawn by certificate.typ.

Everything on the page is in words here; the drawing decides nothing but sizes.
"""

from datetime import date
from io import BytesIO
from pathlib import Path
from urllib.parse import urlencode

import segno
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from batea.documents.pdf import typeset
from batea.evidence.desk import Desk
from batea.programmes.words import LANGUAGES, Words

from ...countries import country_name
from ...models import Certificate, Supporter
from .content import SHOWN, content_of, in_fours, number_of

DRAWING = Path(__file__).with_name("certificate.typ")
Part = Supporter.Part


def certificate_pdf(certificate: Certificate, lang: str, check_address: str) -> bytes:
    """One certificate. Call inside the programme's scope."""
    return certificates_pdf([(certificate, lang, check_address)])


def certificates_pdf(chosen: list[tuple[Certificate, str, str]]) -> bytes:
    """One file for the printer: (certificate, language, address of its check), a page each."""
    pages = [page_of(*each) for each in chosen]
    lang = chosen[0][1]
    with translation.override(lang):
        title = pages[0]["title"] if len(pages) == 1 else _("Certificates")
    dated = max(certificate.issued_on for certificate, _lang, _address in chosen).isoformat()
    author = ", ".join(pages[0]["heads"])
    return typeset(DRAWING, {"title": title, "author": author, "lang": lang, "pages": pages}, dated)


def own_language(certificate: Certificate) -> str:
    """The language of the person it is for."""
    found = certificate.participant.language
    return found if found in LANGUAGES else certificate.programme.language


def check_address(certificate: Certificate, at) -> str:
    """Where the code in the picture leads: the check of this certificate, with the fingerprint on the paper."""
    given = {"f": certificate.fingerprint[:SHOWN]} if certificate.fingerprint else {}
    address = at("verify:code", certificate.code)
    return f"{address}?{urlencode(given)}" if given else address


def page_of(certificate: Certificate, lang: str, address: str) -> dict:
    """Every word of the page, in the language."""
    with translation.override(lang):
        content = content_of(certificate)
        desk = Desk(certificate.programme, lang)
        achieved = certificate.kind == Certificate.Kind.ACHIEVEMENT
        return {
            "lang": lang,
            "kind": certificate.kind,
            "mark": certificate.get_kind_display(),
            "title": _("Certificate of achievement") if achieved else _("Certificate of attendance"),
            "heads": heads(content, desk),
            "lead": _("This is to certify that"),
            "name": certificate.name,
            "did": pgettext("certificate", "in the workshop") if achieved else _("took part in the workshop"),
            "workshop": said(content["title"], lang),
            "held": held(content, desk),
            "reached": reached(certificate, content, desk),
            "apart": apart(achieved=achieved),
            "given": given(certificate, content, desk),
            "signatories": signatories(content, desk),
            "credits": credits(content, desk),
            "qr": qr(address),
            "qr_alt": _("QR code of the address that checks this certificate"),
            "proof": proof(certificate),
            "check": _("Anybody can check it at"),
            "address": address.partition("?")[0],
            "notice": exercise_notice(certificate) or desk.plain(Words(content["notice"])),
            "revoked": revoked(certificate, desk),
        }


def said(words: dict, lang: str) -> dict:
    """Words with the language they are in, so that a reader's voice says a title that is not translated rightly."""
    found = Words(words).say(lang)
    return {"text": found.text, "lang": found.lang}


def names(content: dict, desk: Desk, *parts: str) -> list[str]:
    return [desk.plain(Words(name)) for part in parts for name in content["supporters"].get(part, [])]


def heads(content: dict, desk: Desk) -> list[str]:
    """Who gives the certificate."""
    return names(content, desk, Part.ORGANISER) or [desk.plain(Words(content["title"]))]


def held(content: dict, desk: Desk) -> str:
    if not content["starts"]:
        return ""
    first, last = (date.fromisoformat(content[name]) for name in ("starts", "ends"))
    about = {"place": content["place"], "first": desk.day(first), "last": desk.day(last)}
    if first == last:
        return _("held in %(place)s on %(first)s") % about
    return _("held in %(place)s from %(first)s to %(last)s") % about


def reached(certificate: Certificate, content: dict, desk: Desk) -> str:
    """What it rests on, in one sentence; never the result in percent, which is the person's own."""
    grounds = certificate.grounds
    if certificate.kind == Certificate.Kind.ACHIEVEMENT:
        team = country_name(content["country"]) if content["country"] else ""
        if team:
            return _(
                "passed the test at the end, and presented a return-to-work plan with the country team (%(country)s)"
            ) % {"country": team}
        return _("passed the test at the end, and presented a return-to-work plan with the team")
    days, of = grounds.get("days"), grounds.get("held")
    if days is None or of is None:
        return ""
    present = ngettext("present on %(days)s of %(held)s day", "present on %(days)s of %(held)s days", of)
    found = present % {"days": desk.number(days), "held": desk.number(of)}
    if hours := grounds.get("hours"):
        words = ngettext("%(count)s hour of sessions", "%(count)s hours of sessions", hours)
        found += f" ({words % {'count': desk.number(hours)}})"
    return found


def apart(*, achieved: bool) -> str:
    """The two certificates are taken for each other: each says what it is not."""
    if achieved:
        return _("This certificate says what was reached. Presence is certified apart.")
    return _("This certificate says who was present. What was learned is certified apart.")


def given(certificate: Certificate, content: dict, desk: Desk) -> str:
    where, day = content["place"], desk.day(certificate.issued_on)
    return f"{where}, {day}" if where else day


def signatories(content: dict, desk: Desk) -> list[dict]:
    return [
        {
            "name": each["name"],
            "post": said(each["post"], desk.lang),
            "organisation": said(each["organisation"], desk.lang),
        }
        for each in content["signatories"]
    ]


def credits(content: dict, desk: Desk) -> list[dict]:
    """Hosts, partners and funders, each with its word. A hotel supports nobody's learning."""
    lines = (
        (pgettext("certificate", "Co-host:"), names(content, desk, Part.CO_HOST)),
        (pgettext("certificate", "Partners:"), names(content, desk, Part.PARTNER)),
        (pgettext("certificate", "With the financial support of:"), names(content, desk, Part.FUNDER)),
    )
    return [{"label": label, "names": " · ".join(found)} for label, found in lines if found]


def proof(certificate: Certificate) -> list[dict]:
    """Number, code and fingerprint, as whoever checks the paper types them."""
    lines = (
        (_("No."), number_of(certificate)),
        (_("Check code"), certificate.code),
        (_("Fingerprint"), in_fours(certificate.fingerprint)),
    )
    return [{"label": label, "value": value} for label, value in lines if value]


def exercise_notice(certificate: Certificate) -> str:
    return _("Made in an exercise: it certifies nothing.") if certificate.exercise else ""


def revoked(certificate: Certificate, desk: Desk) -> str:
    if certificate.in_force:
        return ""
    day, reason = desk.day(certificate.revoked_on), certificate.get_revoked_for_display()
    said_on = _("Revoked on %(day)s") % {"day": day}
    return f"{said_on}: {reason}" if reason else said_on


def qr(address: str) -> dict:
    buffer = BytesIO()
    segno.make(address, error="m", micro=False).save(
        buffer, kind="svg", scale=4, border=2, xmldecl=False, svgns=True
    )
    return {"svg": buffer.getvalue().decode()}
