"""Outlines as JSON and back, exactly: to_json(from_json(x)) == x. Defaults are left out, so that old files stay short."""

import json
from dataclasses import MISSING, fields
from typing import Any

from batea.documents import outline
from batea.documents.errors import NotAnOutline
from batea.documents.outline import Document, Part

SCHEMA = 1
_PARTS: dict[str, type[Part]] = {part.__name__: part for part in Part.__subclasses__()}


def to_json(document: Document) -> str:
    """The outline as one line of JSON, keys in a fixed order: equal outlines give equal text."""
    return json.dumps({"outline": SCHEMA, **_packed(document)}, ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> Document:
    """The outline stored by `to_json`. Raises NotAnOutline, or what the parts themselves refuse."""
    try:
        stored = json.loads(text)
    except ValueError as error:
        raise NotAnOutline("This is not JSON.") from error
    if not isinstance(stored, dict) or stored.pop("outline", None) != SCHEMA:
        raise NotAnOutline(f"This is not an outline of version {SCHEMA}.")
    document = _unpacked(stored)
    if not isinstance(document, Document):
        raise NotAnOutline("The stored outline does not begin with a document.")
    return document


def _packed(value: Any) -> Any:
    if isinstance(value, Part):
        return {"is": type(value).__name__} | {
            name: _packed(content) for name, content, default in _contents(value) if content != default
        }
    if isinstance(value, bytes):
        return value.decode()
    return [_packed(each) for each in value] if isinstance(value, list | tuple) else value


def _contents(part: Part) -> list[tuple[str, Any, Any]]:
    return [
        (
            each.name,
            getattr(part, each.name),
            each.default_factory() if each.default_factory is not MISSING else each.default,
        )
        for each in fields(part)  # type: ignore[arg-type]
    ]


def _unpacked(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(map(_unpacked, value))
    if not isinstance(value, dict):
        return value
    kind = _PARTS.get(value.get("is", ""))
    if kind is None:
        raise NotAnOutline(f"An outline has no part called “{value.get('is')}”.")
    content = {name: _unpacked(each) for name, each in value.items() if name != "is"}
    if kind is outline.Figure and isinstance(content.get("svg"), str):
        content["svg"] = content["svg"].encode()
    try:
        return kind(**content)
    except TypeError as error:
        raise NotAnOutline(f"{value['is']}: {error}.") from error
