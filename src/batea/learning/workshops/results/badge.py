"""A certificate as an Open Badge: an AchievementCredential of Open Badges 3.0, signed as a JSON Web Token.

The JWT payload is the credential itself with the claims iss, jti, nbf and sub beside it, as the final text of the
specification has it (1EdTech, Open Badges 3.0, section 8.2.4). Its schema is held by a test.
"""

from datetime import UTC, datetime, time

from django.urls import reverse
from django.utils.translation import gettext as _
from django_scopes import scope

from ...models import Certificate, Objective, Workshop
from .checking import issuer_of
from .signing import public_half, sign, signing_key

CONTEXTS = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]
STATUS = "1EdTechRevocationList"
TYPES = {Certificate.Kind.ATTENDANCE: "Certificate", Certificate.Kind.ACHIEVEMENT: "Achievement"}


def urn(uid) -> str:
    return f"urn:uuid:{uid}"


def issuer_profile(programme, at) -> dict:
    """Who issues. `at(name, *args)` gives the absolute address of a page."""
    with scope(programme=programme):
        name = issuer_of(programme)
    return {"id": at("verify:issuer", programme.uid), "type": ["Profile"], "name": name}


def credential(certificate: Certificate, at) -> dict:
    """The unsigned credential, in the language of the moment."""
    programme = certificate.programme
    issuer = issuer_profile(programme, at)
    return {
        "@context": CONTEXTS,
        "id": urn(certificate.uid),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": issuer,
        "validFrom": begin(certificate).isoformat().replace("+00:00", "Z"),
        "name": str(programme.name),
        "credentialSubject": {
            "id": urn(certificate.participant.uid),
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": False,
                    "identityHash": certificate.name,
                    "identityType": "name",
                }
            ],
            "achievement": achievement(certificate, issuer),
        },
        "evidence": [
            {
                "id": at("verify:code", certificate.code),
                "type": ["Evidence"],
                "name": _("Check this certificate"),
            }
        ],
        "credentialStatus": {"id": at("verify:revoked", programme.uid), "type": STATUS},
    }


def achievement(certificate: Certificate, issuer: dict) -> dict:
    workshop = Workshop.objects.first()
    objectives = [str(each.words) for each in Objective.objects.order_by("number")]
    goal = str(workshop.goal) if workshop else ""
    return {
        "id": f"{issuer['id']}#{certificate.kind}",
        "type": ["Achievement"],
        "achievementType": TYPES[certificate.kind],
        "creator": issuer,
        "name": f"{certificate.programme.name} – {certificate.get_kind_display()}",
        "description": "\n".join([goal, *objectives]).strip() or str(certificate.programme.name),
        "criteria": {"narrative": criteria(certificate)},
    }


def criteria(certificate: Certificate) -> str:
    """What was to be reached, in words."""
    if certificate.kind == Certificate.Kind.ATTENDANCE:
        return _("Present on %(needed)s days or more.") % {"needed": certificate.grounds.get("needed", "")}
    return _(
        "%(needed)s %% or more in the test at the end, and a return-to-work plan presented by the delegation."
    ) % {"needed": certificate.grounds.get("needed", "")}


def begin(certificate: Certificate) -> datetime:
    return datetime.combine(certificate.issued_on, time(), tzinfo=UTC)


def signed(certificate: Certificate, at) -> str:
    """The badge as one signed line. Call inside the programme's scope."""
    kid = public_half(signing_key())["kid"]
    said = credential(certificate, at)
    claims = {
        "iss": said["issuer"]["id"],
        "jti": said["id"],
        "nbf": int(begin(certificate).timestamp()),
        "sub": said["credentialSubject"]["id"],
    }
    header = {"alg": "RS256", "kid": at("verify:key", kid), "typ": "JWT"}
    return sign(header, {**said, **claims})


def revoked_list(programme, at) -> dict:
    """What was revoked, by the identities inside the badges, which lead to no name."""
    with scope(programme=programme):
        found = Certificate.objects.filter(revoked_on__isnull=False).order_by("uid").values_list("uid")
        return {
            "id": at("verify:revoked", programme.uid),
            "issuer": at("verify:issuer", programme.uid),
            "revokedCredential": [{"id": urn(uid), "revoked": True} for (uid,) in found],
        }


def absolute(request):
    """`at` for the server that answers this request."""
    return lambda name, *args: request.build_absolute_uri(reverse(name, args=args))
