"""The key with which this installation signs badges, and the public halves of all it has ever signed with.

The private key is made when the first certificate is issued, and kept in the data folder for its user alone; a backup holds it only when it is
sealed (programmes/backup.py). The public halves stand in the database: they travel with every backup and stay when a
key is lost or replaced, so that an old badge can be checked as long as this installation lives.

RS256, because Open Badges 3.0 asks for it as a minimum (section 8.2, "JSON Web Token Proof Format").
"""

import base64
import binascii
import hashlib
import json
import os
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from django.conf import settings
from django.utils import timezone

from batea.problems import BADGE_UNREADABLE, NO_BADGE_KEY, Refused
from batea.programmes.audit import write_audit

from ...models import BadgeKey

KEPT_AT = "badges/signing.pem"  # where the private key lies in the data folder
LARGEST = 64 * 1024  # of a badge file; ours have some four thousand letters


def key_path() -> Path:
    return settings.DATA / KEPT_AT


def signing_key() -> rsa.RSAPrivateKey:
    """The key. Raises Refused B878 when there is none, as after a restore without it."""
    try:
        content = key_path().read_bytes()
    except FileNotFoundError as error:
        raise Refused(NO_BADGE_KEY) from error
    return serialization.load_pem_private_key(content, password=None)


def ensure_key() -> str:
    """Make a key when there is none, and keep its public half for good; returns its name."""
    if not key_path().exists():
        make_key(key_path())
    public = public_half(signing_key())
    about = {"jwk": public, "since": timezone.localdate()}
    BadgeKey.objects.get_or_create(kid=public["kid"], defaults=about)
    return public["kid"]


def make_key(path: Path) -> None:
    """Whole or not at all; of two processes that begin together one wins and both use its key."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    content = rsa.generate_private_key(public_exponent=65537, key_size=3072).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    new = path.with_name(f"{path.name}.{os.getpid()}")
    with open(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(content)
    try:
        os.link(new, path)
    except FileExistsError:
        pass
    finally:
        new.unlink()


def replace_key(*, by) -> str:
    """Sign with a new key from now on, because the old one is lost or no longer only ours; returns the new one's name.

    The public half of the old one stays, so what it has signed can still be checked. Whoever stole it could date a badge
    back: a check at the installation therefore asks its certificates and not only the signature.
    """
    if key_path().exists():
        ensure_key()  # its public half, should nobody have kept it yet
        key_path().unlink()
    kid = ensure_key()
    write_audit(by=by, act="replace badge key", change={"kid": [None, kid]})
    return kid


def public_half(key: rsa.RSAPrivateKey) -> dict:
    """As JWK (RFC 7517), known by its thumbprint (RFC 7638)."""
    numbers = key.public_key().public_numbers()
    needed = {"e": b64(number_bytes(numbers.e)), "kty": "RSA", "n": b64(number_bytes(numbers.n))}
    return {**needed, "kid": thumbprint(needed), "alg": "RS256", "use": "sig"}


def public_keys() -> list[dict]:
    """Everything that has ever signed here, the newest first."""
    kept = [found.jwk for found in BadgeKey.objects.order_by("-since", "-pk")]
    if not key_path().exists():
        return kept
    now = public_half(signing_key())
    return kept if now in kept else [now, *kept]


def thumbprint(needed: dict) -> str:
    written = json.dumps(needed, sort_keys=True, separators=(",", ":"))
    return b64(hashlib.sha256(written.encode()).digest())


def number_bytes(number: int) -> bytes:
    return number.to_bytes((number.bit_length() + 7) // 8, "big")


def b64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def sign(header: dict, payload: dict) -> str:
    """A compact JWS (RFC 7515)."""
    said = ".".join(b64(json.dumps(part, ensure_ascii=False).encode()) for part in (header, payload))
    signature = signing_key().sign(said.encode(), padding.PKCS1v15(), hashes.SHA256())
    return f"{said}.{b64(signature)}"


def opened(line: str, known: list[dict]) -> dict | None:
    """What a signed line says, when one of the known keys has signed it; None when none has.

    The line names its key, but only keys that are known already are believed. Raises Refused B877 for what is no
    signed line.
    """
    try:
        header, payload, signature = line.strip().split(".")
        about, says, given = json.loads(unb64(header)), json.loads(unb64(payload)), unb64(signature)
        kid = str(about["kid"]).rstrip("/").rsplit("/", 1)[-1]
        if not isinstance(says, dict) or about["alg"] != "RS256":
            raise ValueError
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error, RecursionError) as error:
        raise Refused(BADGE_UNREADABLE) from error
    key = next((each for each in known if each.get("kid") == kid and each.get("kty") == "RSA"), None)
    if key is None:
        return None
    try:
        public = rsa.RSAPublicNumbers(number_of(key["e"]), number_of(key["n"])).public_key()
        public.verify(given, f"{header}.{payload}".encode(), padding.PKCS1v15(), hashes.SHA256())
    except (InvalidSignature, ValueError, KeyError, TypeError, AttributeError, binascii.Error):
        return None
    return says


def number_of(text: str) -> int:
    return int.from_bytes(unb64(text), "big")
