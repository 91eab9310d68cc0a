"""XML that somebody sends, read within limits: no document type, no entity, nothing fetched, nothing followed.

The tree is built in this process, and each element takes a hundred bytes of it and more. So what would make many is
counted in the bytes first: a bomb is refused before it has cost anything. lxml itself stops at 256 levels.
"""

import re
from dataclasses import dataclass
from itertools import islice
from typing import Any

# Also in encodings that put bytes of nothing between letters.
DOCUMENT_TYPE = re.compile(
    b"<" + b"".join(rb"\0{0,3}" + bytes([letter]) for letter in b"!DOCTYPE")
    + b"|<" + b"".join(rb"\0{0,3}" + bytes([letter]) for letter in b"!ENTITY"),
    re.IGNORECASE,
)  # fmt: skip
GIVEN = re.compile(rb"=[\s\0]*[\"']")  # every attribute has it, and hardly any text
# Whatever else a reader knows (UTF-7 among them) could hide from the looks before.
ENCODINGS = {
    None,
    "UTF-8",
    "UTF-16",
    "UTF-16LE",
    "UTF-16BE",
    "US-ASCII",
    "ASCII",
    "ISO-8859-1",
    "WINDOWS-1252",
}
LONGEST_NAME = 500  # with its namespace; paths are made of names, forty and more in a row
TOO_LARGE, DOCUMENT_TYPED, NO_XML, TOO_MUCH = "too large", "document type", "no XML", "too much"


class Unfit(ValueError):
    """Why it is not read: LONGEST_NAME = 500  # with its namespace; paths are made of names, forty and more in a row
    TOO_LARGE, DOCUMENT_TYPED, NO_XML or TOO_MUCH."""


@dataclass(frozen=True)
class Limits:
    """How much one document may hold: bytes, elements, attributes in all and on one element, levels."""

    size: int
    elements: int
    attributes: int
    on_one: int
    levels: int


def look_before(data: bytes, limits: Limits) -> None:
    """Refuse by its bytes alone what would become a tree beyond the limits. Raises Unfit."""
    if len(data) > limits.size:
        raise Unfit(TOO_LARGE)
    if DOCUMENT_TYPE.search(data):
        raise Unfit(DOCUMENT_TYPED)
    given = sum(1 for _found in islice(GIVEN.finditer(data), limits.attributes + 1))
    if data.count(b"<") - data.count(b"</") > limits.elements or given > limits.attributes:
        raise Unfit(TOO_MUCH)


def read(data: bytes, limits: Limits) -> Any:
    """The root of what it holds, without comments and instructions. Raises Unfit."""
    from lxml import etree

    look_before(data, limits)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError, LookupError, RecursionError) as error:
        raise Unfit(NO_XML) from error
    about = root.getroottree().docinfo
    if about.internalDTD is not None:
        raise Unfit(DOCUMENT_TYPED)
    if about.encoding is not None and about.encoding.upper() not in ENCODINGS:
        raise Unfit(NO_XML)
    walk(root, limits)
    return root


def walk(root: Any, limits: Limits) -> None:
    """Count what there is, holding no more than one element of each level. Raises Unfit."""
    path, seen = [iter([root])], 0
    while path:
        element = next(path[-1], None)
        if element is None:
            path.pop()
            continue
        seen += 1
        wide = len(element.attrib) > limits.on_one or len(element.tag) > LONGEST_NAME
        if wide or len(path) > limits.levels or seen > limits.elements:
            raise Unfit(TOO_MUCH)
        if len(element):
            path.append(iter(element))
