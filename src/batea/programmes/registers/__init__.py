"""A register: one table of a programme as pages, declared once.

From a `Register` come the list (filter, search, sort, export), the page of one record, and the forms to add, change and
remove it, each with its permission, its audit entry and its guard against silent overwriting. A room declares a
register beside its models and lists `pages(REGISTER)` in its addresses; what a register cannot say (a matrix, a map, a
classification) is a page of the room's own.
"""

from .addresses import address, address_of, list_address
from .declaration import REGISTERS, Act, Column, Register, Veil, announce_act, register_of
from .urls import pages

__all__ = [
    "REGISTERS",
    "Act",
    "Column",
    "Register",
    "Veil",
    "address",
    "address_of",
    "announce_act",
    "list_address",
    "pages",
    "register_of",
]
