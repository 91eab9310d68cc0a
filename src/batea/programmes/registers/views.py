"""The pages every register has. Each is made for one register by `addresses.pages`."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from batea.problems import CHANGED_MEANWHILE, NOT_ALLOWED, UNKNOWN_ENTRY, Refused

from ..actions import add_record, change_record, remove_record
from ..copies import credits_of
from ..handing_out import Wanted, may_leave_freely
from . import addresses, forms, lists, purpose
from .cells import plain, shown, summary, value_of
from .declaration import ACTS, Register
from .sheets import sheet


def find(register: Register, uid):
    """The record, or the same refusal whether it belongs to others or never was."""
    try:
        return register.model.objects.select_related(*register.links()).get(uid=uid)
    except (register.model.DoesNotExist, ValidationError) as error:
        raise Refused(UNKNOWN_ENTRY, what=register.singular) from error


def may_change(request, register: Register, record=None) -> bool:
    allowed = bool(register.change) and request.member.may(register.change)
    return allowed and (record is None or register.may_change(request.member, record))


def show_list(request, register: Register):
    page = Paginator(lists.chosen_rows(register, request.GET), lists.PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "register": register,
        "page_title": capfirst(register.title),
        "breadcrumbs": trail(request, register),
        "page": page,
        "columns": lists.headings(register),
        "rows": lists.table_of(page.object_list, register.shown_columns(), addresses.address_of),
        "narrowings": lists.narrowings(register, request.GET),
        "veils": reasons(register),
        "asked": request.GET,
        "beside": [(title, reverse(name, args=[request.programme.slug])) for title, name in register.beside],
        "may_add": may_change(request, register) and bool(register.fields) and register.adds,
        "add_address": addresses.address(register, "add", request.programme),
        "exports": [
            (
                kind.upper(),
                f"{addresses.address(register, 'export', request.programme, kind=kind)}?{query.urlencode()}",
            )
            for kind in ("csv", "xlsx")
        ],
    }
    return render(request, "programmes/register_list.html", context)


def reasons(register: Register) -> list[str]:
    """Why values are hidden from this reader, each reason once."""
    return list(dict.fromkeys(str(veil.why) for veil in register.veiled()))


def trail(request, register: Register, record=None, further: bool = False) -> list:
    """Breadcrumbs: the programme, the step this table belongs to, the list, the record; `further`: we are below it."""
    start = [(_("Programme"), reverse("guidance:tasks", args=[request.programme.slug]))]
    if register.step:
        number = f"{register.step[1]}.{register.step[4:]}"
        start.append(
            (
                _("Step %s") % number,
                reverse("guidance:step_by_id", args=[request.programme.slug, register.step]),
            )
        )
    here = addresses.address(register, "list", request.programme)
    stored = record is not None and record.pk is not None
    return [
        *start,
        (capfirst(register.title), here if record else ""),
        *([(str(record), addresses.address_of(record) if further else "")] if stored else []),
    ]


def export(request, register: Register, kind: str):
    """The rows of the list as it is narrowed now, all of them, as CSV or XLSX; people for a purpose only."""
    rows = lists.chosen_rows(register, request.GET)
    count = purpose.people_in(register, rows, request.member) if register.names_people() else 0
    if not register.purpose and may_leave_freely(count):
        return rows_as_file(request, register, kind, rows)
    # Of a list of people no more than was counted, should somebody add an entry in between.
    told = rows[:count] if register.purpose else rows
    return purpose.hand_out(
        request,
        Wanted(register.label, purpose.narrowed(register, request.GET), kind, count),
        lambda mark: rows_as_file(request, register, kind, told, mark),
        title=register.title,
        trail=trail(request, register),
        cancel=addresses.address(register, "list", request.programme),
    )


def rows_as_file(request, register: Register, kind: str, rows, mark=None):
    columns = register.shown_columns()
    header = [str(column.title) for column in columns] + [_("exercise data")]
    lines = (
        [*(plain(value_of(record, column)) for column in columns), _("yes") if record.exercise else ""]
        for record in rows.iterator(chunk_size=500)
    )
    name = register.slug.replace("/", "-")
    return sheet(request, kind, name, str(register.title), header, lines, mark)


def show_record(request, register: Register, uid):
    record = find(register, uid)
    context = {
        "register": register,
        "record": record,
        "page_title": str(record),
        "page_eyebrow": capfirst(register.singular),
        "breadcrumbs": trail(request, register, record),
        "summary": [
            {"key": capfirst(title), "value": shown(value)}
            for title, value in summary(record, register.shown or register.fields)
        ],
        "children": [child_table(request, child, record) for child in register.children_of()],
        "veils": [veil.why for veil in register.veiled() if veil.hides(record)],
        "may_change": may_change(request, register, record) and bool(register.fields),
        "edit_address": addresses.address(register, "edit", request.programme, uid=uid),
        "remove_address": addresses.address(register, "remove", request.programme, uid=uid),
        "list_address": addresses.address(register, "list", request.programme),
        "acts": acts(request, register, record),
        "credits": credits_of(record),
        **(register.panel_data(record) if register.panel_data else {}),
    }
    return render(request, "programmes/register_record.html", context)


def acts(request, register: Register, record) -> list[tuple[str, str]]:
    """What else can be done with the record, as (words, address), for those who may."""
    allowed = [act for act in ACTS.get(register.label, ()) if request.member.may(act.permission)]
    return [(act.title, reverse(act.name, args=[request.programme.slug, record.uid])) for act in allowed]


def child_table(request, register: Register, parent) -> dict:
    """Rows of another register that belong to this record, with the address that adds one more."""
    link = next(
        f.name for f in register.model._meta.fields if f.is_relation and f.related_model is type(parent)
    )
    columns = [column for column in register.shown_columns() if column.name != link]
    mine = register.model.objects.filter(**{link: parent}).select_related(*register.links())
    rows = mine.order_by(*register.ordering)[:200] if request.member.may(register.see) else []
    add = addresses.address(register, "add", request.programme)
    return {
        "register": register,
        "columns": [{"label": capfirst(column.title), "numeric": column.numeric} for column in columns],
        "rows": lists.table_of(rows, columns, addresses.address_of),
        "add_address": f"{add}?{link}={parent.uid}" if add and may_change(request, register) else "",
        "visible": request.member.may(register.see),
        "veils": reasons(register) if rows else [],
    }


def add(request, register: Register):
    refuse_unless(may_change(request, register))
    record = register.model(programme=request.programme, exercise=request.programme.is_exercise)
    form = forms.build(register)(
        request.POST or None, instance=record, initial=forms.preset(register, request.GET)
    )
    if request.method == "POST" and form.is_valid():
        saved = add_record(by=request.member, record=form.instance)
        messages.success(request, _("Saved: %(what)s") % {"what": saved})
        return redirect(addresses.address_of(saved))
    return show_form(request, register, form, _("Add: %(what)s") % {"what": register.singular})


def edit(request, register: Register, uid):
    record = find(register, uid)
    refuse_unless(may_change(request, register, record))
    form = forms.build(register)(request.POST or None, instance=record)
    if request.method == "POST" and form.is_valid():
        try:
            version = form.cleaned_data["version_seen"] or record.version
            saved = change_record(
                by=request.member, record=find(register, uid), values=form.values(), version=version
            )
        except Refused as refused:
            if refused.problem is not CHANGED_MEANWHILE:
                raise
            return show_conflict(request, register, form, find(register, uid))
        messages.success(request, _("Saved: %(what)s") % {"what": saved})
        return redirect(addresses.address_of(saved))
    return show_form(request, register, form, _("Change: %(what)s") % {"what": record})


def show_form(request, register: Register, form, title: str):
    invalid = form.is_bound and not form.is_valid()
    context = {
        "register": register,
        "form": form,
        "page_title": title,
        "breadcrumbs": trail(request, register, form.instance, further=True),
        "cancel": cancel_address(request, register, form),
    }
    return render(request, "programmes/register_form.html", context, status=422 if invalid else 200)


def cancel_address(request, register: Register, form) -> str:
    stored = form.instance.pk is not None
    return (
        addresses.address_of(form.instance)
        if stored
        else addresses.address(register, "list", request.programme)
    )


def show_conflict(request, register: Register, form, stored):
    """Both versions side by side; saving again from here is a decision, not an accident."""
    again = form.data.copy()
    again["version_seen"] = stored.version
    names = [name for name in form.cleaned_data if name != "version_seen"]
    theirs = [(title, shown(value)) for title, value in summary(stored, names)]
    mine = [(title, shown(value)) for title, value in summary(form.instance, names)]
    context = {
        "page_title": _("Somebody changed this while you were editing."),
        "register": register,
        "record": stored,
        "pairs": [
            (title, old, new, old != new) for (title, old), (_title, new) in zip(theirs, mine, strict=True)
        ],
        "form": forms.build(register)(again, instance=stored),
        "action": addresses.address(register, "edit", request.programme, uid=stored.uid),
        "cancel": addresses.address_of(stored),
    }
    return render(request, "programmes/register_conflict.html", context, status=409)


def remove(request, register: Register, uid):
    record = find(register, uid)
    refuse_unless(may_change(request, register, record))
    if request.method == "POST":
        remove_record(by=request.member, record=record, version=version_seen(request))
        messages.success(request, _("Removed: %(what)s") % {"what": record})
        return redirect(addresses.address(register, "list", request.programme))
    context = {
        "register": register,
        "record": record,
        "page_title": _("Remove: %(what)s") % {"what": record},
        "breadcrumbs": trail(request, register, record, further=True),
        "cancel": addresses.address_of(record),
    }
    return render(request, "programmes/register_remove.html", context)


def version_seen(request) -> int | None:
    """The version the page was opened on, None when it says nothing; -1, which no version is, for anything odd."""
    typed = request.POST.get("version_seen", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else -1 if typed else None


def refuse_unless(allowed: bool) -> None:
    if not allowed:
        raise Refused(NOT_ALLOWED)
