"""A filled form as phones send it: XML in, plain values out. Nothing in it is believed or followed.

An OpenRosa submission is one element named after nothing in particular, whose attributes `id` and `version` say which
form it answers; its children are the answers, groups hold answers, repeats are groups that come several times
(docs.getodk.org, OpenRosa specifications). No form needs a document type, so one is refused, and with it every entity.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from batea.problems import FILLED_FILE_REFUSED, Refused

from . import markup

LIMITS = markup.Limits(size=5 * 1024 * 1024, elements=100_000, attributes=20_000, on_one=100, levels=40)

Answer = str | dict[str, Any]


@dataclass(frozen=True)
class Submission:
    """`answers` by name: each a list, since a repeat comes several times; a text or again a dict of answers."""

    form: str
    version: str
    instance: str
    answers: dict[str, list[Answer]] = field(default_factory=dict)


def _(message: str) -> str:
    """Marks a reason for translation; whoever shows it translates it."""
    return message


def refuse(kind: str) -> Refused:
    return Refused(FILLED_FILE_REFUSED, kind=kind)


def read_submission(data: bytes) -> Submission:
    """The answers of a submission. Raises Refused for anything that is none, or larger than anybody would send."""
    root = parsed(data)
    meta = next((child for child in root if local(child) == "meta"), None)
    instance = (
        next((child.text or "" for child in meta if local(child) == "instanceID"), "")
        if meta is not None
        else ""
    )
    answers = grouped(root)
    answers.pop("meta", None)
    return Submission(root.get("id", ""), root.get("version", ""), instance.strip(), answers)


def parsed(data: bytes) -> Any:
    try:
        return markup.read(data, LIMITS)
    except markup.Unfit as error:
        large = str(error) == markup.TOO_LARGE
        raise refuse(
            _("an XML file larger than 5 MB") if large else _("XML that cannot be read as a filled form")
        ) from error


def grouped(element: Any) -> dict[str, list[Answer]]:
    found: dict[str, list[Answer]] = {}
    for child in named_children(element):
        found.setdefault(local(child), []).append(
            grouped(child) if len(child) else (child.text or "").strip()
        )
    return found


def named_children(element: Any) -> Iterator[Any]:
    return (child for child in element if isinstance(child.tag, str))


def local(element: Any) -> str:
    """The name without its namespace."""
    return str(element.tag).rpartition("}")[2]
