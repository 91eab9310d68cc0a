"""What may be shown of answers that nobody signed."""

from batea.calc.learning_gain import FEWEST

__all__ = ["FEWEST", "shown_groups"]


def shown_groups(groups: dict[str, list]) -> dict[str, list]:
    """The groups that may be shown, the largest first; "" holds those who did not say, and is never shown.

    Each has FEWEST rows or more, and so has what is left when all shown are taken from the whole: else the few could be
    reckoned back.
    """
    total = sum(len(rows) for rows in groups.values())
    named = {name: rows for name, rows in groups.items() if name and len(rows) >= FEWEST}
    shown = dict(sorted(named.items(), key=lambda each: (-len(each[1]), each[0])))
    while shown and 0 < total - sum(len(rows) for rows in shown.values()) < FEWEST:
        shown.popitem()
    return shown
