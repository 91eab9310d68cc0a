"""Elements and paths of an XForm: names count without their namespaces."""

import re
from collections.abc import Iterator
from typing import Any

PREFIX = re.compile(r"(^|[/@])[^/@:]*::?")
BRACKETS = re.compile(r"([\[\]])")


def local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def namespace(element: Any) -> str:
    return str(element.tag)[1:].partition("}")[0] if str(element.tag).startswith("{") else ""


def attribute(element: Any, name: str) -> str:
    """The value of an attribute whatever its namespace; "" without it or without an element."""
    for key, value in element.attrib.items() if element is not None else ():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return ""


def children(element: Any, name: str) -> Iterator[Any]:
    return (child for child in element if local(child) == name) if element is not None else iter(())


def first(element: Any, name: str) -> Any:
    return next(children(element, name), None)


def text_of(element: Any) -> str:
    return (element.text or "").strip() if element is not None else ""


# Paths ----------------------------------------------------------------------------------------------------------------


def steps_of(nodeset: str) -> str:
    """A path without blanks, conditions in brackets, prefixes of namespaces and the name of its axis."""
    depth, kept = 0, []
    for piece in BRACKETS.split(nodeset):
        if piece in ("[", "]"):
            depth = max(0, depth + (1 if piece == "[" else -1))
        elif not depth:
            kept.append(piece)
    return PREFIX.sub(r"\1", "".join("".join(kept).split()))


def path_below(root: str, nodeset: str, around: str = "") -> str:
    """Where a nodeset points to, below the root and without it; a relative one begins at `around`."""
    plain = steps_of(nodeset)
    steps = plain.split("/")
    if plain.startswith("/"):
        below = [step for step in steps if step]
        return "/".join(below[1:] if below[:1] == [root] else below)
    # Some write the root's name without the slash before it.
    found = around.split("/") if around and steps[0] != root else []
    for step in steps[1:] if steps[0] == root else steps:
        if step == "..":
            found = found[:-1]
        elif step not in ("", ".", "current()"):
            found.append(step)
    return "/".join(found)


def above(path: str) -> Iterator[str]:
    """The groups around a path, the innermost first."""
    while path := path.rpartition("/")[0]:
        yield path
