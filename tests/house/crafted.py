"""Archives as an enemy would make them: well packed, rightly sealed, and wrong inside."""

import hashlib
import json
import zipfile
from io import BytesIO

from batea.interop.archive import MANIFEST, NO_SEAL, seal_of


def unpacked(archive: bytes) -> tuple[dict, dict[str, bytes]]:
    """(manifest, {part: bytes})."""
    with zipfile.ZipFile(BytesIO(archive)) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    return json.loads(parts.pop(MANIFEST)), parts


def packed(manifest, parts, sums=None, extra=(), comment=NO_SEAL, packing=zipfile.ZIP_DEFLATED) -> bytes:
    """The archive, its hashes and its seal made anew; `extra` = further (name or ZipInfo, bytes) entries."""
    told = {**manifest, "parts": {name: hashlib.sha256(held).hexdigest() for name, held in parts.items()}}
    told["parts"] |= sums or {}
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", packing) as file:
        file.comment = comment
        entries = [*parts.items(), *extra, (MANIFEST, json.dumps(told).encode())]
        for name, held in entries:
            file.writestr(name, held)
    return sealed(buffer.getvalue())


def sealed(archive: bytes) -> bytes:
    return archive[: -len(NO_SEAL)] + seal_of(BytesIO(archive))


def rows(parts: dict[str, bytes], table: str) -> list[dict]:
    return [json.loads(line) for line in parts[f"tables/{table}.jsonl"].splitlines()]


def with_rows(parts: dict[str, bytes], table: str, changed: list) -> dict[str, bytes]:
    """The parts with other rows in one table; a row given as bytes stands as it is."""
    lines = [row if isinstance(row, bytes) else json.dumps(row).encode() for row in changed]
    return parts | {f"tables/{table}.jsonl": b"".join(line + b"\n" for line in lines)}
