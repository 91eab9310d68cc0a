"""Amounts of money in the tables of a document: all in millions once they reach one, so that a row stays one line."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

MILLION = 1_000_000


@dataclass(frozen=True)
class Money:
    """How the amounts of one table are written: `desk` for the language, `currency`, and whether in millions."""

    desk: object
    currency: str
    millions: bool

    @property
    def title(self) -> str:
        """The head of a column: “Cost (million DOP)”."""
        words = _("Cost (million %(currency)s)") if self.millions else _("Cost (%(currency)s)")
        return words % {"currency": self.currency}

    def range(self, low, best, high) -> str:
        """“253 (158–381)” in the unit of the table."""
        return self.desk.range(*(self.scaled(value) for value in (low, best, high)))

    def told(self, low, best, high) -> str:
        """The same with its unit, for a sentence: “253 (158–381) million DOP”."""
        words = _("%(amount)s million %(currency)s") if self.millions else "%(amount)s %(currency)s"
        return words % {"amount": self.range(low, best, high), "currency": self.currency}

    def scaled(self, value):
        if value is None:
            return None
        return round(Decimal(str(value)) / (MILLION if self.millions else 1), 2)


def money(desk, amounts, currency: str = "") -> Money:
    """How to write a table with these amounts; None stands for an unknown one."""
    largest = max((abs(amount) for amount in amounts if amount is not None), default=0)
    return Money(desk, currency or desk.programme.currency, largest >= MILLION)
