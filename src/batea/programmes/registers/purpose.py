"""The page before a list of people: what for, and whether somebody else has to agree. See handing_out.py."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import handing_out
from ..handing_out import Mark, Wanted, mark_of, note_taken
from ..models import ListRequest
from . import lists
from .declaration import REGISTERS, Register, field_of


class PurposeForm(forms.Form):
    purpose = forms.CharField(
        label=gettext_lazy("What do you need this list for?"),
        min_length=10,
        max_length=200,
        help_text=gettext_lazy(
            "One sentence, such as “Rooms at the hotel for the nine delegations”. It is kept in the audit trail and "
            "written into the file, with your name."
        ),
    )


@dataclass(frozen=True)
class ListPage:
    """A page that gives out a list of people and is no register: what it is called, the name of its address."""

    title: str
    name: str
    kinds: tuple[str, ...] = ("csv", "xlsx")


OTHERS: dict[str, ListPage] = {}


def announce_list(what: str, page: ListPage) -> None:
    """Called once by the room that has the page, so that a request for its list can name it and lead back to it."""
    OTHERS[what] = page


def hand_out(
    request, wanted: Wanted, make: Callable[[Mark], HttpResponse], *, title: str, trail=(), cancel: str
) -> HttpResponse:
    """The answer of a page that gives out people: the question what for, the file, or the request that waits."""
    by = request.member
    agreed = handing_out.agreed_request(by, wanted)
    needs = agreed is None and handing_out.needs_consent(by, wanted)
    form = PurposeForm(request.POST if request.method == "POST" and not agreed else None)
    if request.method != "POST" or not (agreed or form.is_valid()):
        context = {
            "page_title": _("Take out: %(what)s") % {"what": title},
            "breadcrumbs": trail,
            "form": form,
            "kind": wanted.kind.upper(),
            "count": wanted.count,
            "free": handing_out.FREE_A_DAY,
            "limit": None if wanted.uncapped else handing_out.ROWS_A_DAY,
            "agreed": agreed,
            "needs": needs,
            "waiting": handing_out.waiting_request(by, wanted) if needs else None,
            "deciders": len(handing_out.deciders(str(by))) if needs else 0,
            "cancel": cancel,
        }
        return render(
            request, "programmes/register_purpose.html", context, status=422 if form.errors else 200
        )
    if needs:
        asked = handing_out.ask_list(by=by, wanted=wanted, purpose=form.cleaned_data["purpose"])
        messages.success(request, _("Your request waits for a decision."))
        return redirect("programmes_in:people_list", request.programme.slug, asked.uid)
    said = agreed.purpose if agreed else form.cleaned_data["purpose"]
    note_taken(by=by, wanted=wanted, purpose=said, request=agreed)
    return make(mark_of(by, said, agreed))


def narrowed(register: Register, asked) -> str:
    """What narrows the list, always written in the same way; values that narrow nothing are left out, so that who
    decides reads what will be in the file."""
    told = {name: asked[name] for name in register.filters if asked.get(name)}
    kept = [
        (name, value) for name, value in sorted(told.items()) if lists.narrows(register.model, name, value)
    ]
    words = lists.typed(asked.get("q", "")) if register.search else ""
    return urlencode([*kept, *([("q", words)] if words else [])])


# A request in words ---------------------------------------------------------------------------------------------------


def title_of(request: ListRequest) -> str:
    if request.what in REGISTERS:
        return capfirst(REGISTERS[request.what].title)
    return str(OTHERS[request.what].title) if request.what in OTHERS else request.what


def narrowed_words(request: ListRequest) -> str:
    """“state: Confirmed · words: Marta”; the search is told as it was typed."""
    asked = dict(parse_qsl(request.narrowed))
    register = REGISTERS.get(request.what)
    told = []
    for each in lists.narrowings(register, asked) if register else ():
        chosen = dict(each.choices or ()).get(each.chosen, each.chosen)
        told += [f"{each.title}: {chosen}"] if each.chosen else []
    if asked.get("q"):
        told.append(_("words: %(words)s") % {"words": asked["q"]})
    return " · ".join(told) or _("all entries")


def fetch_addresses(request: ListRequest) -> list[tuple[str, str]]:
    """(kind of file, address) of the pages where what was agreed to is fetched."""
    page = OTHERS.get(request.what)
    if page is None and request.what not in REGISTERS:
        return []
    name, kinds = (page.name, page.kinds) if page else (f"{request.what}-export", ("csv", "xlsx"))
    narrowing = f"?{request.narrowed}" if request.narrowed else ""
    slug = request.programme.slug
    if not kinds:
        return [("", reverse(name, kwargs={"programme": slug}) + narrowing)]
    return [
        (kind.upper(), reverse(name, kwargs={"programme": slug, "kind": kind}) + narrowing) for kind in kinds
    ]


# Registers ------------------------------------------------------------------------------------------------------------


def named_in(register: Register) -> list[str]:
    """Columns of the list that point at people: each names one person."""
    found = ((column.name, field_of(register.model, column.name)) for column in register.shown_columns())
    return [
        name
        for name, field in found
        if field is not None and field.is_relation and field.related_model.forgets
    ]


def people_in(register: Register, rows, member) -> int:
    """How many entries about people a file of these rows holds: the rows of a list of people, else the different people
    its columns name to this reader."""
    if register.purpose:
        return rows.count()
    return sum(
        rows.order_by().exclude(**{name: None}).values(name).distinct().count()
        for name in named_in(register)
        if seen_by(field_of(register.model, name).related_model, member)
    )


def seen_by(model, member) -> bool:
    """Names of `Person` have a permission of their own; badges are seen by all who see the table."""
    return model._meta.label != "programmes.Person" or member.may("people.see")
