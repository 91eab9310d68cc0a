"""Where the pages of registers are. Names are `<table>-<what>`, as in "evidence.figure-list"."""

from functools import partial, update_wrapper

from django.urls import path, register_converter, reverse
from django.views.decorators.http import require_http_methods, require_safe
from django_scopes import get_scope

from ..access import page
from .declaration import Register, register_of


class Kind:
    """A file format in an address."""

    regex = "csv|xlsx"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


register_converter(Kind, "table_file")


def pages(register: Register) -> list:
    """The register's addresses, to be listed under `p/<programme>/`."""
    from . import views

    def made(view, permission, methods):
        bound = update_wrapper(partial(with_register, view, register), view)
        return methods(page(permission)(bound))

    see, changed = require_safe, require_http_methods(["GET", "HEAD", "POST"])
    slug, table = register.slug, register.label
    found = [
        path(f"{slug}/", made(views.show_list, register.see, see), name=f"{table}-list"),
        path(
            f"{slug}/export.<table_file:kind>", made(views.export, register.see, see), name=f"{table}-export"
        ),
        path(f"{slug}/<uuid:uid>/", made(views.show_record, register.see, see), name=f"{table}-show"),
    ]
    if register.change and register.fields:
        found[2:2] = [path(f"{slug}/add/", made(views.add, register.change, changed), name=f"{table}-add")]
        found += [
            path(
                f"{slug}/<uuid:uid>/change/", made(views.edit, register.change, changed), name=f"{table}-edit"
            ),
            path(
                f"{slug}/<uuid:uid>/remove/",
                made(views.remove, register.change, changed),
                name=f"{table}-remove",
            ),
        ]
    return found


def with_register(view, register, request, **kwargs):
    return view(request, register, **kwargs)


def address(register: Register, what: str, programme, **kwargs) -> str:
    """The address of one of the register's pages: list, export, show, add, edit or remove; "" when it has none."""
    if what in {"add", "edit", "remove"} and not (register.change and register.fields):
        return ""
    return reverse(f"{register.label}-{what}", kwargs={"programme": programme.slug, **kwargs})


def address_of(record) -> str:
    """The page of one record of the programme in scope, or "" when its table has no register."""
    found = register_of(record)
    if found is None:
        return ""
    return address(found, "show", get_scope()["programme"], uid=record.uid)


def list_address(model, programme) -> str:
    """The list of one table."""
    return address(register_of(model), "list", programme)
