"""Numbers for everything that carries one, the same in all languages: they hang on the order of blocks, not on words."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from batea.documents.errors import UnknownAnchor
from batea.documents.outline import (
    Annexes,
    Block,
    Callout,
    Document,
    Figure,
    Footnote,
    Heading,
    Inline,
    Labels,
    ListBlock,
    Mark,
    Paragraph,
    Ref,
    Table,
    as_runs,
)


@dataclass(frozen=True)
class Placed:
    """A block with its number ("" if it has none), the words that name it, and its address within the file."""

    block: Block
    number: str = ""
    name: str = ""
    address: str = ""


@dataclass(frozen=True)
class Target:
    """What a reference prints and where it leads."""

    name: str
    address: str


@dataclass(frozen=True)
class Numbered:
    """A document ready to be written: every block placed, every anchor resolved."""

    document: Document
    placed: Sequence[Placed]
    targets: Mapping[str, Target]

    @property
    def headings(self) -> list[tuple[Placed, Heading]]:
        return [(each, each.block) for each in self.placed if isinstance(each.block, Heading)]


def numbered(document: Document) -> Numbered:
    """Number the blocks and resolve the references. Raises UnknownAnchor for one that is missing or claimed twice."""
    placed = list(_place(document.blocks, document.labels))
    targets: dict[str, Target] = {}
    for each in placed:
        anchor = getattr(each.block, "anchor", "")
        if anchor in targets:
            raise UnknownAnchor(f"Two blocks are called “{anchor}”.")
        if anchor and each.name:
            targets[anchor] = Target(each.name, each.address)
    for anchor in _references(document.blocks):
        if anchor not in targets:
            raise UnknownAnchor(
                f"A reference points at “{anchor}”, which is no numbered block of the document."
            )
    return Numbered(document, placed, targets)


def _place(blocks: Sequence[Block], labels: Labels) -> Iterator[Placed]:
    levels: list[int] = []
    count: Counter[str] = Counter()
    annexes = False
    section = "0"
    for place, block in enumerate(blocks):
        if isinstance(block, Annexes):
            annexes, levels = True, []
            yield Placed(block)
        elif isinstance(block, Heading):
            levels = _next(levels, block.level)
            section = _written(levels, annexes)
            word = labels.annex if annexes and len(levels) == 1 else labels.section
            yield Placed(block, section, f"{word} {section}", f"s-{section}")
        elif isinstance(block, Paragraph) and block.number:
            count[section] += 1
            number = f"{section}-{count[section]}"
            yield Placed(block, number, f"{labels.paragraph} {number}", f"p-{number}")
        elif isinstance(block, Table | Figure) and block.caption:
            kind, word = ("t", labels.table) if isinstance(block, Table) else ("f", labels.figure)
            count[kind] += 1
            yield Placed(block, str(count[kind]), f"{word} {count[kind]}", f"{kind}-{count[kind]}")
        else:
            yield Placed(block, address=f"b-{place}")


def _next(levels: list[int], level: int) -> list[int]:
    """The number after `levels` at this depth; a skipped level counts as 1, so that none reads 2.0.1."""
    kept = levels[:level]
    if len(kept) == level:
        return [*kept[:-1], kept[-1] + 1]
    return [*kept, *[1] * (level - len(kept))]


def _written(levels: list[int], annexes: bool) -> str:
    first = _letters(levels[0]) if annexes else str(levels[0])
    return ".".join([first, *map(str, levels[1:])])


def _letters(number: int) -> str:
    """1 → A, 26 → Z, 27 → AA."""
    before, rest = divmod(number - 1, 26)
    return (_letters(before) if before else "") + chr(65 + rest)


def _references(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        for inline in _inlines(block):
            yield from _referred(inline)


def _inlines(block: Block) -> Iterator[Inline]:
    if isinstance(block, Paragraph):
        yield block.runs
    elif isinstance(block, ListBlock):
        yield from block.items
    elif isinstance(block, Callout):
        yield block.text
    elif isinstance(block, Figure):
        yield block.note
    elif isinstance(block, Table):
        yield block.note
        for row in block.rows:
            yield from row


def _referred(inline: Inline) -> Iterator[str]:
    for run in as_runs(inline):
        if isinstance(run, Ref):
            yield run.anchor
        elif isinstance(run, Mark):
            yield from _referred(run.text)
        elif isinstance(run, Footnote):
            yield from _referred(run.runs)
