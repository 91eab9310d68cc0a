"""The key with which this installation signs badges: made on first use, kept in the data folder for its user alone.

RS256, because Open Badges 3.0 asks for it as a minimum (section 8.2, "JSON Web Token Proof Format").
"""

import base64
import hashlib
import json
import os
from pathlib import Path

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from django.conf import settings


def key_path() -> Path:
    return settings.DATA / "badges" / "signing.pem"


def signing_key() -> rsa.RSAPrivateKey:
    """The key, made when there is none."""
    path = key_path()
    if not path.exists():
        make_key(path)
    return serialization.load_pem_private_key(path.read_bytes(), password=None)


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


def public_key() -> dict | None:
    """The public half as JWK (RFC 7517), known by its thumbprint (RFC 7638); None while nothing was ever signed."""
    if not key_path().exists():
        return None
    numbers = signing_key().public_key().public_numbers()
    needed = {"e": b64(number_bytes(numbers.e)), "kty": "RSA", "n": b64(number_bytes(numbers.n))}
    return {**needed, "kid": thumbprint(needed), "alg": "RS256", "use": "sig"}


def thumbprint(needed: dict) -> str:
    written = json.dumps(needed, sort_keys=True, separators=(",", ":"))
    return b64(hashlib.sha256(written.encode()).digest())


def number_bytes(number: int) -> bytes:
    return number.to_bytes((number.bit_length() + 7) // 8, "big")


def b64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def sign(header: dict, payload: dict) -> str:
    """A compact JWS (RFC 7515)."""
    said = ".".join(b64(json.dumps(part, ensure_ascii=False).encode()) for part in (header, payload))
    signature = signing_key().sign(said.encode(), padding.PKCS1v15(), hashes.SHA256())
    return f"{said}.{b64(signature)}"
