"""The archive behind bundles and backups: tables as JSON Lines, attachments by fingerprint, a manifest with hashes.

    tables/<name>.jsonl      one row a line, UTF-8, keys sorted
    attachments/<sha256>     the bytes with that fingerprint, not compressed
    manifest.json            format, version, what it holds, SHA-256 of every other part
    (the ZIP's comment)      SHA-256 of everything before it: the seal

The same content always gives the same bytes (no times inside), so two archives can be compared as files. A reader takes
nothing on trust: the seal finds accidents anywhere in the file; against malice names must be those of the manifest,
sizes are bounded before anything is unpacked, and every part is hashed before its first row is believed.
"""

import hashlib
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from batea.problems import BUNDLE_DAMAGED, BUNDLE_TOO_NEW, NOT_A_BUNDLE, Refused

VERSION = 1
MANIFEST = "manifest.json"
PART = re.compile(r"tables/[a-z0-9_.]{1,100}\.jsonl|attachments/[0-9a-f]{64}")
MOST_PARTS = 100_000
LARGEST_MANIFEST = 32 * 1024 * 1024
LONGEST_LINE = 64 * 1024 * 1024  # a frozen version of a large programme is one row
SQUEEZED = 200  # a part larger than `Limits.squeezed` and packed tighter than this is taken for a bomb
DEEPEST = 50
PIECE = 1 << 20
NO_SEAL = b"0" * 64
STAMP = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Limits:
    """How many bytes an archive may hold when unpacked: in one part, in all, and in a part that is packed tightly."""

    part: int
    whole: int
    squeezed: int


SENT_IN = Limits(part=512 << 20, whole=2 << 30, squeezed=64 << 20)
OWN = Limits(part=1 << 40, whole=1 << 42, squeezed=1 << 40)  # from whoever operates the installation


@dataclass(frozen=True)
class Archive:
    """What an archive says. `rows(name)` yields a table's rows; `attachment(sha256)` gives bytes."""

    kind: str
    about: Mapping[str, Any]
    parts: Mapping[str, str]
    file: zipfile.ZipFile = field(repr=False)

    def tables(self) -> list[str]:
        return [
            name.removeprefix("tables/").removesuffix(".jsonl")
            for name in self.parts
            if name.startswith("tables/")
        ]

    def attachments(self) -> list[str]:
        return [name.removeprefix("attachments/") for name in self.parts if name.startswith("attachments/")]

    def rows(self, table: str) -> Iterator[dict[str, Any]]:
        """Rows of one table in order. Raises Refused B302 on a line that is not a JSON object."""
        with self.file.open(f"tables/{table}.jsonl") as lines:
            number = 0
            while line := lines.readline(LONGEST_LINE):
                number += 1
                yield parsed(line, f"{table}, row {number}")

    def attachment(self, sha256: str) -> bytes:
        return self.file.read(f"attachments/{sha256}")


def parsed(line: bytes, where: str) -> dict[str, Any]:
    try:
        row = json.loads(line.decode("utf-8"), parse_constant=refuse_constant)
        json.dumps(row, ensure_ascii=False, allow_nan=False).encode("utf-8")  # lone surrogates, 1e999
    except (ValueError, RecursionError) as error:
        raise Refused(BUNDLE_DAMAGED, reason=f"{where} is not JSON") from error
    if not isinstance(row, dict) or not sound(row):
        raise Refused(BUNDLE_DAMAGED, reason=f"{where} is not a row")
    return row


def sound(value: Any, depth: int = 0) -> bool:
    """No text with NUL, which PostgreSQL cannot keep, and nothing nested deeper than any table of ours."""
    if isinstance(value, str):
        return "\x00" not in value
    inner = [*value, *value.values()] if isinstance(value, dict) else value if isinstance(value, list) else ()
    return depth < DEEPEST and all(sound(item, depth + 1) for item in inner)


def refuse_constant(name: str) -> None:
    raise ValueError(name)


def line_of(row: Mapping[str, Any]) -> bytes:
    return (
        json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()
        + b"\n"
    )


def write_archive(
    kind: str,
    about: Mapping[str, Any],
    tables: Mapping[str, Iterable[Mapping[str, Any]]],
    attachments: Mapping[str, bytes | Path],
) -> bytes:
    """The archive's bytes. `attachments` maps fingerprints to bytes or to the files that hold them."""
    buffer = BytesIO()
    write_into(buffer, kind, about, tables, attachments)
    return buffer.getvalue()


def write_into(
    target: IO[bytes],
    kind: str,
    about: Mapping[str, Any],
    tables: Mapping[str, Iterable[Mapping[str, Any]]],
    attachments: Mapping[str, bytes | Path],
) -> None:
    """The archive into `target` (open for reading and writing), row by row, so that it may be larger than memory."""
    sums: dict[str, str] = {}
    with zipfile.ZipFile(target, "w") as file:
        file.comment = NO_SEAL
        for name in sorted(tables):
            part = f"tables/{name}.jsonl"
            sums[part] = put(file, part, map(line_of, tables[name]))
        for sha256 in sorted(attachments):
            content, part = attachments[sha256], f"attachments/{sha256}"
            held = content.read_bytes() if isinstance(content, Path) else content
            sums[part] = put(file, part, [held], zipfile.ZIP_STORED)
        manifest = {"format": f"batea-{kind}", "version": VERSION, "about": about, "parts": sums}
        put(file, MANIFEST, [json.dumps(manifest, ensure_ascii=False, sort_keys=True, indent=1).encode()])
    seal = seal_of(target)
    target.seek(-len(NO_SEAL), 2)
    target.write(seal)


def put(
    file: zipfile.ZipFile, name: str, pieces: Iterable[bytes], packing: int = zipfile.ZIP_DEFLATED
) -> str:
    """Write one part and return its SHA-256."""
    entry, total = zipfile.ZipInfo(name, STAMP), hashlib.sha256()
    entry.compress_type = packing
    entry.external_attr = 0o640 << 16
    with file.open(entry, "w", force_zip64=True) as part:
        for piece in pieces:
            total.update(piece)
            part.write(piece)
    return total.hexdigest()


def seal_of(file: IO[bytes]) -> bytes:
    """SHA-256 of all but the file's last 64 bytes, which hold the seal itself."""
    left, total = file.seek(0, 2) - len(NO_SEAL), hashlib.sha256()
    file.seek(0)
    while left > 0 and (piece := file.read(min(PIECE, left))):
        left -= len(piece)
        total.update(piece)
    return total.hexdigest().encode()


def read_archive(kind: str, source: IO[bytes], limits: Limits = SENT_IN) -> Archive:
    """Open and verify a whole archive.

    Raises Refused B301 (not one), B302 (damaged), B303 (newer).
    """
    try:
        file = zipfile.ZipFile(source)
        entries = {entry.filename: entry for entry in file.infolist()}
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, RuntimeError, EOFError) as error:
        raise Refused(NOT_A_BUNDLE, reason="it cannot be unpacked") from error
    manifest = manifest_of(kind, file, entries)
    if file.comment != seal_of(source):
        raise Refused(BUNDLE_DAMAGED, reason="it is not as it was written")
    parts = manifest["parts"]
    if len(file.infolist()) != len(entries) or set(entries) != {MANIFEST, *parts}:
        raise Refused(BUNDLE_DAMAGED, reason="its parts are not those of its manifest")
    check_sizes(file, limits)
    for name, promised in parts.items():
        if sum_of(file, name) != promised:
            raise Refused(BUNDLE_DAMAGED, reason=f"{name} is not what was written")
    return Archive(kind, manifest["about"], parts, file)


def manifest_of(kind: str, file: zipfile.ZipFile, entries: Mapping[str, zipfile.ZipInfo]) -> dict[str, Any]:
    if MANIFEST not in entries or entries[MANIFEST].file_size > LARGEST_MANIFEST or len(entries) > MOST_PARTS:
        raise Refused(NOT_A_BUNDLE, reason="it has no manifest")
    try:
        manifest = parsed(file.read(MANIFEST), "the manifest")
    except Refused:
        raise
    except Exception as error:
        raise Refused(BUNDLE_DAMAGED, reason="its manifest cannot be read") from error
    if manifest.get("format") != f"batea-{kind}":
        raise Refused(NOT_A_BUNDLE, reason=f"its manifest says “{str(manifest.get('format'))[:40]}”")
    version = manifest.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise Refused(BUNDLE_DAMAGED, reason="its version is not a number")
    if version > VERSION:
        raise Refused(BUNDLE_TOO_NEW, found=version, known=VERSION)
    parts, about = manifest.get("parts"), manifest.get("about")
    if not isinstance(parts, dict) or not isinstance(about, dict) or not all(map(is_part, parts.items())):
        raise Refused(BUNDLE_DAMAGED, reason="its manifest names parts that cannot be")
    return manifest


def is_part(item: tuple[Any, Any]) -> bool:
    name, promised = item
    return bool(PART.fullmatch(name)) and isinstance(promised, str)


def check_sizes(file: zipfile.ZipFile, limits: Limits) -> None:
    whole = 0
    for entry in file.infolist():
        whole += entry.file_size
        tight = entry.file_size > SQUEEZED * max(entry.compress_size, 1)
        bomb = tight and entry.file_size > limits.squeezed
        if entry.file_size > limits.part or whole > limits.whole or bomb or entry.flag_bits & 1:
            raise Refused(BUNDLE_DAMAGED, reason="it unpacks to more than it should")


def sum_of(file: zipfile.ZipFile, name: str) -> str:
    """SHA-256 of one part, read in pieces and never beyond the size it declares."""
    total = hashlib.sha256()
    try:
        with file.open(name) as part:
            while piece := part.read(PIECE):
                total.update(piece)
    except Exception as error:  # zlib, zipfile and codecs raise many kinds: the file is damaged all the same
        raise Refused(BUNDLE_DAMAGED, reason=f"{name} cannot be unpacked") from error
    return total.hexdigest()
