"""Where the pages of registers are. Names are `<table>-<what>`, as in "evidence.figure-list"."""

from django.urls import reverse
from django_scopes import get_scope

from .declaration import Register, register_of


def address(register: Register, what: str, programme, **kwargs) -> str:
    """The address of one of the register's pages: list, export, show, add, edit or remove; "" when it has none."""
    if what in {"add", "edit", "remove"} and not (register.change and register.fields):
        return ""
    if what == "add" and not register.adds:
        return ""
    name = register.begin if what == "add" and register.begin else f"{register.label}-{what}"
    return reverse(name, kwargs={"programme": programme.slug, **kwargs})


def address_of(record) -> str:
    """The page of one record of the programme in scope, or "" when its table has no register."""
    found = register_of(record)
    if found is None:
        return ""
    return address(found, "show", get_scope()["programme"], uid=record.uid)


def list_address(model, programme) -> str:
    """The list of one table."""
    return address(register_of(model), "list", programme)
