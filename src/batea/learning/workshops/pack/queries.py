"""What of the pack is out, who has read what, and in which languages it stands."""

from collections.abc import Iterable
from dataclasses import dataclass

from batea.programmes.words import Words

from ...models import PackItem, Participant, ReadReceipt

NEEDED = (PackItem.Kind.GUIDANCE, PackItem.Kind.CASE)
UNREAD, READ, CHANGED = "unread", "read", "changed"
WANTED = 80  # percent of the participants


def released(today) -> list[PackItem]:
    """What participants see on this day, in reading order."""
    found = PackItem.objects.filter(released_on__lte=today).select_related("attachment")
    return list(found.order_by("order", "pk"))


def readers() -> list[Participant]:
    """Those who are to have read the pack: whoever comes to learn and has not declined."""
    found = Participant.objects.filter(part=Participant.Part.PARTICIPANT).select_related("delegation")
    return list(found.exclude(state=Participant.State.DECLINED).order_by("delegation__country", "badge"))


def state_of(item: PackItem, receipt: ReadReceipt | None) -> str:
    """Whether it was read, and in the version that stands now."""
    if receipt is None:
        return UNREAD
    return READ if receipt.read_version >= item.version else CHANGED


def receipts_of(participant: Participant | None) -> dict[int, ReadReceipt]:
    """The participant's receipts by the item's key."""
    found = ReadReceipt.objects.filter(participant=participant) if participant else []
    return {receipt.item_id: receipt for receipt in found}


@dataclass(frozen=True)
class Line:
    """One participant's row in the matrix."""

    participant: Participant
    states: tuple[str, ...]


def matrix(items: list[PackItem]) -> list[Line]:
    """Who has read what."""
    receipts = {(each.participant_id, each.item_id): each for each in ReadReceipt.objects.all()}
    return [
        Line(reader, tuple(state_of(item, receipts.get((reader.pk, item.pk))) for item in items))
        for reader in readers()
    ]


def in_language(item: PackItem, lang: str) -> bool:
    """Whether somebody who reads only this language can read it: a file needs at least a title in it."""
    return bool(item.title.get(lang) and (item.words.get(lang) or (item.attachment_id and not item.words)))


def lacking(items: Iterable[PackItem], languages: Iterable[str]) -> list[tuple[str, str]]:
    """(kind, language) of what a participant would look for in vain."""
    items = list(items)
    return [
        (kind, lang)
        for kind in NEEDED
        for lang in sorted(set(languages))
        if not any(item.kind == kind and in_language(item, lang) for item in items)
    ]


def languages_spoken() -> set[str]:
    return {reader.language for reader in readers()}


def has_read_all(lines: list[Line]) -> int:
    """How many have read everything that is needed, in whatever version."""
    return sum(UNREAD not in line.states for line in lines)


def languages_of(words: Words) -> tuple[str, ...]:
    return tuple(lang for lang in words if lang != "original" and words[lang])
