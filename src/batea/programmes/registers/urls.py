"""A register's pages at their addresses. Names are `<table>-<what>`, as in "evidence.figure-list"."""

from functools import partial, update_wrapper

from django.urls import path, register_converter
from django.views.decorators.http import require_http_methods, require_safe

from ..access import page
from . import views
from .declaration import Register


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

    def made(view, permission, methods):
        bound = update_wrapper(partial(with_register, view, register), view)
        return methods(page(permission)(bound))

    see, changed = require_safe, require_http_methods(["GET", "HEAD", "POST"])
    slug, table = register.slug, register.label
    found = [
        path(f"{slug}/", made(views.show_list, register.see, see), name=f"{table}-list"),
        path(
            f"{slug}/export.<table_file:kind>",
            made(views.export, register.see, changed if register.names_people() else see),
            name=f"{table}-export",
        ),
        path(f"{slug}/<uuid:uid>/", made(views.show_record, register.see, see), name=f"{table}-show"),
    ]
    if register.change and register.fields:
        if register.adds and not register.begin:
            found[2:2] = [
                path(f"{slug}/add/", made(views.add, register.change, changed), name=f"{table}-add")
            ]
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
