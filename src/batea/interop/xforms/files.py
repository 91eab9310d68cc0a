"""Files a form names: phones fetch them beside the form."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from .elements import attribute, local, text_of
from .schema import FormFile

FILE_KINDS = {".csv": "csv", ".geojson": "geojson", ".xml": "xml"}
PARTS = {"/images/": "image", "/audio/": "audio", "/video/": "video", "/file-csv/": "csv", "/file/": "file"}
# Functions of ODK Collect that read a table by name, written into formulas and appearances.
LOOKED_UP = re.compile(r"\b(?:pulldata|search)\s*\(\s*['\"]([^'\"]{1,200})['\"]")
SEARCHED = re.compile(r"\bsearch\s*\(")
LISTS_OF_ALL = "itemsets.csv"  # where a question with `query` finds its choices


def files_of(model: Any, body: Any, lists: Mapping[str, Any]) -> Iterator[FormFile]:
    seen: set[str] = set()
    for reference in references(model, body, lists):
        name = reference.rpartition("/")[2]
        if name and name not in seen and not reference.startswith(("jr://instance", "jr://choices")):
            seen.add(name)
            kind = next((kind for part, kind in PARTS.items() if part in reference), "file")
            yield FormFile(name, FILE_KINDS.get(Path(name).suffix, kind) if kind in {"file", "csv"} else kind)


def references(model: Any, body: Any, lists: Mapping[str, Any]) -> Iterator[str]:
    for instance in lists.values():
        if (source := attribute(instance, "src")).startswith("jr://"):
            yield source
    for element in model.iter():
        if local(element) == "value" and (text := text_of(element)).startswith("jr://"):
            yield text
    for part in (model, body):
        for element in part.iter() if part is not None else ():
            yield from looked_up(element)


def looked_up(element: Any) -> Iterator[str]:
    for name, value in element.attrib.items():
        for table in LOOKED_UP.findall(str(value)):
            yield f"jr://file-csv/{table.removesuffix('.csv')}.csv"
        if name == "query" and local(element) == "input":
            yield f"jr://file-csv/{LISTS_OF_ALL}"


def is_searched(control: Any) -> bool:
    """Do its choices come from a table on the phone? What stands in the form are then names of columns."""
    return bool(SEARCHED.search(attribute(control, "appearance")))
