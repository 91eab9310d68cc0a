"""Two wordings of one passage as one text with what went and what came. Words, not letters: people read words."""

from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, GONE, NEW = "same", "gone", "new"


@dataclass(frozen=True)
class Piece:
    """Some words that stayed, went or came."""

    kind: str
    text: str


def redline(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces in reading order; what went stands before what came in its place. Spaces are not compared."""
    old, new = before.split(), after.split()
    pieces = []
    for step, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if step == "equal":
            pieces.append(Piece(SAME, " ".join(old[i:j])))
            continue
        pieces += [Piece(GONE, " ".join(old[i:j]))] if j > i else []
        pieces += [Piece(NEW, " ".join(new[k:m]))] if m > k else []
    return tuple(pieces)
