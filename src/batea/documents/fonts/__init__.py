"""Batea's letters: Source Sans 3 (SIL Open Font License, see OFL.txt), the same in PDF, charts and web documents.

Reads two tables of the TrueType file itself: which characters it can draw, and how wide each is. So a document
knows before typesetting what it cannot show, and a chart knows whether its labels fit.
Format: OpenType specification, tables `cmap` (format 12), `hmtx`, `hhea`, `head`.
"""

import struct
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
FAMILY = "Source Sans 3"
UNDRAWABLE = "□"


def missing(text: str) -> set[str]:
    """The characters of `text` that Source Sans 3 cannot draw."""
    return {letter for letter in set(text) if ord(letter) not in _widths("Regular")}


def drawable(text: str) -> str:
    """`text` with a box for every character that cannot be drawn."""
    lost = missing(text)
    return "".join(UNDRAWABLE if letter in lost else letter for letter in text) if lost else text


def width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide `text` runs at `size`, in the unit of `size`; kerning is left out (it only narrows)."""
    widths = _widths("Semibold" if bold else "Regular")
    return sum(widths.get(ord(letter), 0.6) for letter in text) * size


@cache
def _widths(style: str) -> dict[int, float]:
    """Character code → advance width in em, for every character the font has."""
    data = (FOLDER / f"SourceSans3-{style}.ttf").read_bytes()
    tables = {tag: at for tag, _, at, _ in struct.iter_unpack(">4sIII", data[12 : 12 + 16 * _short(data, 4)])}
    em = _short(data, tables[b"head"] + 18)
    measured = _short(data, tables[b"hhea"] + 34)
    at = tables[b"hmtx"]
    advances = [advance for advance, _ in struct.iter_unpack(">Hh", data[at : at + 4 * measured])]
    return {code: advances[min(glyph, measured - 1)] / em for code, glyph in _glyphs(data, tables[b"cmap"])}


def _glyphs(data: bytes, cmap: int) -> list[tuple[int, int]]:
    """Pairs of character code and glyph from the subtable of format 12, which holds all of Unicode."""
    records = struct.iter_unpack(">HHI", data[cmap + 4 : cmap + 4 + 8 * _short(data, cmap + 2)])
    table = next(cmap + at for _, _, at in records if _short(data, cmap + at) == 12)
    groups = struct.unpack_from(">I", data, table + 12)[0]
    return [
        (code, glyph + code - first)
        for first, last, glyph in struct.iter_unpack(">III", data[table + 16 : table + 16 + 12 * groups])
        for code in range(first, last + 1)
    ]


def _short(data: bytes, at: int) -> int:
    return int(struct.unpack_from(">H", data, at)[0])
