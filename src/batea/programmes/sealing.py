"""A file sealed with a secret: whoever has the file alone reads nothing of it and changes nothing unnoticed.

The key is made from the secret by scrypt (RFC 7914); the content is cut into pieces, each sealed with ChaCha20-Poly1305
(RFC 8439) under its number and a mark of being the last, so that pieces can be neither swapped, left out nor cut off
(the STREAM construction; Hoang, Reyhanitabar, Rogaway and Vizár, CRYPTO 2015).

    batea-sealed-1\\n   16 bytes of salt   pieces of 64 KiB, each with 16 bytes of tag
"""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from batea.problems import BACKUP_DAMAGED, BACKUP_SEALED, WEAK_SECRET, Refused

MAGIC = b"batea-sealed-1\n"
SALT, TAG, PIECE = 16, 16, 64 * 1024
COST = {"n": 2**15, "r": 8, "p": 1, "dklen": 32, "maxmem": 64 * 1024 * 1024}
SHORTEST = 32  # letters of a secret; 24 random bytes in base64


def read_secret(path: Path) -> bytes:
    """The secret in a file. Raises Refused B880 for one that cannot be read or is too short."""
    try:
        secret = path.read_bytes().strip()
    except OSError as error:
        raise Refused(WEAK_SECRET, reason=f"{path} cannot be read") from error
    if len(secret) < SHORTEST:
        raise Refused(WEAK_SECRET, reason=f"{path} has fewer than {SHORTEST} letters")
    return secret


def is_sealed(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def cipher(secret: bytes, salt: bytes) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(hashlib.scrypt(secret, salt=salt, **COST))


def nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def pieces(source: IO[bytes], size: int) -> Iterator[tuple[int, bytes, bool]]:
    """Numbered pieces, and whether each is the last; an empty file is one empty piece."""
    piece, number = source.read(size), 0
    while True:
        after = source.read(size) if len(piece) == size else b""
        yield number, piece, not after
        if not after:
            return
        piece, number = after, number + 1


def seal(source: IO[bytes], target: IO[bytes], secret: bytes) -> None:
    """Everything of `source`, from its beginning, sealed into `target`."""
    salt = os.urandom(SALT)
    box = cipher(secret, salt)
    source.seek(0)
    target.write(MAGIC + salt)
    for number, piece, last in pieces(source, PIECE):
        target.write(box.encrypt(nonce(number, last), piece, MAGIC))


def unseal(source: IO[bytes], secret: bytes, target: IO[bytes] | None = None) -> None:
    """What `source` holds into `target`, or only looked through.

    Raises Refused B879 for another secret, B307 for a file cut short or changed.
    """
    source.seek(len(MAGIC))
    box = cipher(secret, source.read(SALT))
    for number, piece, last in pieces(source, PIECE + TAG):
        try:
            said = box.decrypt(nonce(number, last), piece, MAGIC)
        except InvalidTag as error:
            if number == 0:
                raise Refused(BACKUP_SEALED) from error
            raise Refused(BACKUP_DAMAGED, reason="it is not as it was sealed") from error
        if target is not None:
            target.write(said)
