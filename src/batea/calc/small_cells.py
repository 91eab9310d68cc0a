"""Which rows of a table of people must be hidden in public, so that no small count can be worked out.

Counts from 1 to `limit` − 1 are small (the common limit in public health is 10; a country may raise it, never go below
5). A small count is hidden with its whole row, zeros included, and further rows are hidden until nobody who knows all
totals of rows and columns can say much: what the hidden cells may be is then a table of non-negative numbers with known
margins, in which a single cell with row total r and column total c of hidden rows, N of all hidden cells together, lies
anywhere between max(0, r + c − N) and min(r, c) and nowhere else (the bounds of M. Fréchet, 1940, and W. Hoeffding). The
same table gives the same answer every time.
"""

from collections.abc import Iterable, Sequence

from .ranges import Impossible, _

LIMIT = 10
LOWEST_LIMIT = 5

Counts = Sequence[Sequence[int | None]]


def hidden_rows(table: Counts, limit: int = LIMIT) -> set[int] | None:
    """Places of the rows to hide; None when even hiding all of them protects nobody, so that totals must go as well.

    table: one sequence of counts a row, all of one length; None where nobody counted. Raises Impossible for a limit
    below 5.
    """
    if limit < LOWEST_LIMIT:
        raise Impossible("limit", _("small counts are hidden below 5 at least"))
    rows = [[count or 0 for count in row] for row in table]
    small = {place for place, row in enumerate(rows) if any(0 < count < limit for count in row)}
    if not small:
        return set()
    hidden = set(small)
    waiting = sorted(set(range(len(rows))) - hidden, key=lambda place: (sum(rows[place]), place))
    while not protected(rows, small, hidden, limit):
        if not waiting:
            return None
        hidden.add(waiting.pop(0))
    return hidden


def protected(rows: Sequence[Sequence[int]], small: Iterable[int], hidden: set[int], limit: int) -> bool:
    """Every small count could be any number from 1 to limit − 1, or lies in a range at least `limit` wide."""
    return all(
        wide_enough(*bounds(rows, hidden, place, column), limit)
        for place in small
        for column, count in enumerate(rows[place])
        if 0 < count < limit
    )


def wide_enough(low: int, high: int, limit: int) -> bool:
    return (low <= 1 and high >= limit - 1) or high - low >= limit


def bounds(rows: Sequence[Sequence[int]], hidden: set[int], place: int, column: int) -> tuple[int, int]:
    """What somebody who knows all totals can say of a hidden cell. With one column a row's total is the cell itself and
    is hidden with it."""
    of_column = sum(rows[other][column] for other in hidden)
    if len(rows[place]) == 1:
        return (of_column, of_column) if len(hidden) == 1 else (0, of_column)
    of_row, everything = sum(rows[place]), sum(sum(rows[other]) for other in hidden)
    return max(0, of_row + of_column - everything), min(of_row, of_column)
