"""What a certificate says, frozen on the day of issue, and the fingerprint that proves it.

Titles, names of institutions and signatories may change afterwards; a certificate does not. The fingerprint is the
SHA-256 of everything on the paper as JSON with sorted keys, so it can be worked out again from the record at any time:
a record that was changed behind the certificate's back no longer agrees with it.
"""

import hashlib
import json
from datetime import date

from ...models import Certificate, Signatory, Supporter, Workshop

SHOWN = 16  # letters of the fingerprint on the paper: 64 bits, in fours


def content_of(certificate: Certificate) -> dict:
    """What is frozen: the certificate's own, or for one that never froze anything the state of the moment."""
    return certificate.content or freeze(certificate)


def freeze(certificate: Certificate) -> dict:
    """The workshop as it is named today. Call inside the programme's scope."""
    workshop = Workshop.objects.first()
    team = certificate.participant.delegation
    return {
        "title": dict(certificate.programme.name),
        "notice": dict(certificate.programme.notice or {}),
        "place": workshop.place if workshop else "",
        "starts": workshop.starts.isoformat() if workshop else "",
        "ends": workshop.ends.isoformat() if workshop else "",
        "country": team.country if team else "",
        "supporters": supporters(),
        "signatories": [
            {"name": each.name, "post": dict(each.post), "organisation": dict(each.institution.name)}
            for each in Signatory.objects.select_related("institution").order_by("place")
        ],
    }


def supporters() -> dict[str, list[dict]]:
    """Names of institutions by their part. Who has two parts is named once, for the greater."""
    found: dict[str, list[dict]] = {part: [] for part in Supporter.Part.values}
    named = set()
    rows = list(Supporter.objects.select_related("institution").order_by("pk"))
    for row in sorted(rows, key=lambda row: Supporter.Part.values.index(row.part)):
        if row.institution_id not in named:
            named.add(row.institution_id)
            found[row.part].append(dict(row.institution.name))
    return {part: names for part, names in found.items() if names}


def fingerprint_of(certificate: Certificate) -> str:
    """Sixty-four hexadecimal digits for everything the paper says."""
    said = {
        "code": certificate.code,
        "number": certificate.number,
        "kind": certificate.kind,
        "name": certificate.name,
        "issued_on": date.isoformat(certificate.issued_on),
        "grounds": certificate.grounds,
        "content": certificate.content,
    }
    written = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def number_of(certificate: Certificate) -> str:
    """“2018-007”: numbers run through the workshop, the year is that of the issue."""
    return f"{certificate.issued_on.year}-{certificate.number:03}" if certificate.number else ""


def in_fours(fingerprint: str) -> str:
    """As it stands on the paper: “3F9A 22C1 7B0E 55D1”."""
    shown = fingerprint[:SHOWN].upper()
    return " ".join(shown[start : start + 4] for start in range(0, len(shown), 4))


def plain_fingerprint(typed: str) -> str:
    """The fingerprint however it was typed: with spaces, in capitals, whole or its beginning."""
    return "".join(each for each in typed.lower() if each in "0123456789abcdef")


def intact(certificate: Certificate) -> bool:
    """The record still says what was issued. One that was issued without a fingerprint cannot be told apart."""
    return not certificate.fingerprint or certificate.fingerprint == fingerprint_of(certificate)


def agrees(certificate: Certificate, typed: str) -> bool | None:
    """Whether the fingerprint on a paper is the certificate's; None when none was given or none is kept."""
    given = plain_fingerprint(typed)
    if not given or not certificate.fingerprint:
        return None
    return len(given) >= SHOWN and certificate.fingerprint.startswith(given)
