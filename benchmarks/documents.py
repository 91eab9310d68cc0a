"""What a full set of documents costs: one strategy with 30 charts and 30 tables, four languages, three formats.

Goal: at most 20 CPU seconds for the twelve files, nothing cached. Run: python benchmarks/documents.py
"""

import sys
import time
from dataclasses import replace
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / place) for place in ("src", ".")]

from batea.documents.charts import Estimate, range_chart  # noqa: E402
from batea.documents.outline import Document, Figure  # noqa: E402
from batea.documents.write import MEDIA_TYPES, write  # noqa: E402
from tests.documents.samples import strategy  # noqa: E402


def set_of(language: str, edition: int) -> Document:
    """The sample strategy with a chart of its own in every place, as four true languages would have."""
    document = strategy(language, chapters=30)
    charts = (
        range_chart(
            [Estimate(f"Source {n}", 1000 * n + chart, 800 * n, 1500 * n, "B") for n in range(1, 7)],
            alt=f"Six sources, edition {edition}",
        )
        for chart in range(10_000)
    )
    return replace(
        document,
        blocks=[
            replace(block, svg=next(charts).svg) if isinstance(block, Figure) else block
            for block in document.blocks
        ],
    )


def main() -> None:
    start = time.process_time()
    for edition, language in enumerate(("en", "es", "en", "es")):
        document = set_of(language, edition)
        for kind in MEDIA_TYPES:
            begun = time.process_time()
            size = len(write(document, kind).content)
            print(f"edition {edition} {kind:5} {time.process_time() - begun:5.2f} CPU s {size // 1024:6} kB")
    print(f"twelve files {time.process_time() - start:.2f} CPU s (goal 20)")


if __name__ == "__main__":
    main()
