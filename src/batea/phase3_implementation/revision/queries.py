"""The whole programme as plain rows, the versions there are, and which indicators were re-based."""

import hashlib
import json

from batea.problems import NOT_FROZEN, Refused
from batea.programmes.records import record_models
from batea.programmes.rows import row_of

from .models import Bridge, FrozenVersion, ReviewTrigger

# Contacts of people help nobody to understand an old strategy, and a frozen version is kept for good.
LEFT_OUT = {"programmes.person": ("email", "telephone")}
INDICATOR, FIGURE = "phase3_implementation.indicator", "evidence.figure"


def content_of(programme) -> dict[str, dict[str, dict]]:
    """Every record of the programme but its frozen versions: {table: {uid: fields}}. Call inside its scope.

    One query a table. Links are uids (programmes/rows.py).
    """
    uids = {(FrozenVersion, pk): uid for pk, uid in FrozenVersion.objects.values_list("pk", "uid")}
    content = {}
    for model in record_models():
        if model is FrozenVersion:
            continue
        records = list(model.objects.order_by("uid"))
        uids |= {(model, record.pk): record.uid for record in records}
        label = model._meta.label_lower
        content[label] = {str(record.uid): kept(label, row_of(record, uids)) for record in records}
    return content


def kept(label: str, row: dict) -> dict:
    out = {"uid", *LEFT_OUT.get(label, ())}
    return {name: value for name, value in row.items() if name not in out}


def digest_of(content: dict, outline: dict) -> str:
    """SHA-256 over the canonical JSON of both, in hexadecimal."""
    said = json.dumps([content, outline], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()


def holds(version: FrozenVersion) -> bool:
    """Content and outline are what was frozen. Reads both."""
    return digest_of(version.content, version.outline) == version.digest


def versions():
    """Frozen versions, the last one first, without their content."""
    return FrozenVersion.objects.order_by("-number")


def latest_version() -> FrozenVersion:
    """The version frozen last; raises Refused B506 when there is none."""
    found = versions().first()
    if found is None:
        raise Refused(NOT_FROZEN)
    return found


def rebased(before: dict, after: dict) -> list[str]:
    """Uids of indicators in both contents whose definition or baseline differs."""
    old, new = before.get(INDICATOR, {}), after.get(INDICATOR, {})
    return [
        uid
        for uid in sorted(old.keys() & new.keys())
        if definition(before, old[uid]) != definition(after, new[uid])
    ]


def definition(content: dict, row: dict) -> tuple:
    """What makes results comparable: what is measured, in which unit, from which baseline."""
    figure = content.get(FIGURE, {}).get(row.get("baseline") or "", {})
    names = ("catalogue", "unit", "direction", "adds_up", "baseline")
    return (
        *(row.get(name) for name in names),
        *(figure.get(name) for name in ("low", "best", "high", "unit")),
    )


def triggers():
    return ReviewTrigger.objects.order_by("due", "pk")


def bridges():
    """The bridge table: by version, then by indicator."""
    found = Bridge.objects.select_related("indicator", "since").defer("since__content", "since__outline")
    return found.order_by("since__number", "pk")
