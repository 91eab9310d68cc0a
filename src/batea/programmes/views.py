"""The programme's own pages: what it is, who takes part, its files, its trail, and the way out as a bundle."""

from functools import reduce
from operator import or_
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from batea.problems import UNKNOWN_ENTRY, Refused

from .access import page
from .attachments import attach, place_of
from .audit import chain_of, verify_audit
from .audit_words import row_of
from .bundle import export_bundle
from .country import numbers_of
from .forms import Invite, ProgrammeSettings, Upload
from .founding import give_role, open_account
from .handing_out import Wanted, may_leave_freely
from .models import Attachment, AuditEntry, Membership, Person
from .registers import REGISTERS, address_of
from .registers.cells import plain, shown
from .registers.lists import LONGEST_SEARCH
from .registers.purpose import ListPage, announce_list, hand_out
from .registers.sheets import sheet
from .roles import PERMISSIONS, roles_in
from .settling import change_programme


@require_safe
@page("programme.see")
def about(request):
    """What the programme is, and the ways to its people, files and trail."""
    return render(request, "programmes/about.html", {"page_title": _("Programme")})


@require_safe
@page("programme.see")
def country(request):
    """Legal deadlines, fees and other numbers that change: dated, sourced, with the day of the next check."""
    found = numbers_of(request.programme.country)
    context = {
        "page_title": _("Numbers that change"),
        "breadcrumbs": [(_("Programme"), about_address(request)), (_("Numbers that change"), "")],
        "rows": [
            (
                str(number.name),
                str(number.value) if number.is_a_year else f"{shown(number.value)} {number.unit}",
                shown(number.valid_from),
                shown(number.valid_until),
                number.reference,
                shown(number.checked_on),
                shown(number.review_on),
                str(number.doubt),
            )
            for number in found
        ],
        "columns": [
            _("Number"),
            {"label": _("Value"), "numeric": True},
            _("Valid from"),
            _("Valid until"),
            _("Source"),
            _("Checked on"),
            _("To be checked again on"),
            _("What is not certain"),
        ],
    }
    return render(request, "programmes/country.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page("programme.change")
def settings_page(request):
    programme = request.programme
    form = ProgrammeSettings(
        request.POST or None, instance=programme, initial={"version_seen": programme.version}
    )
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data.pop("version_seen")
        change_programme(by=request.member, programme=programme, values=form.cleaned_data, version=version)
        messages.success(request, _("Saved."))
        return redirect("programmes_in:about", programme.slug)
    context = {"page_title": _("Change the programme"), "form": form, "cancel": about_address(request)}
    return render(request, "programmes/settings.html", context, status=422 if form.errors else 200)


def about_address(request) -> str:
    return reverse("programmes_in:about", args=[request.programme.slug])


@require_safe
@page("people.see")
def members(request):
    """Who takes part, in which role, until when."""
    found = Membership.objects.select_related("person__institution").order_by("person__name", "role")
    rows = [
        (
            (membership.person.name, address_of(membership.person)),
            membership.get_role_display(),
            str(membership.person.institution or ""),
            membership.until,
            _("yes") if membership.person.account_id else _("no"),
        )
        for membership in found
    ]
    context = {
        "page_title": _("People and roles"),
        "rows": rows,
        "columns": [_("Name"), _("Role"), _("Institution"), _("Until"), _("Can sign in")],
        "may_change": request.member.may("people.change"),
    }
    return render(request, "programmes/members.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page("people.change")
def invite(request):
    """A person, a role and a sign-in. The first password is shown once, to be handed over."""
    form = Invite(request.POST or None, programme=request.programme)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        account, password = open_account(by=request.member, email=asked["email"], name=asked["name"])
        give_role(
            by=request.member,
            programme=request.programme,
            account=account,
            role=asked["role"],
            name=asked["name"],
        )
        context = {"page_title": _("The sign-in is ready"), "account": account, "password": password}
        return render(request, "programmes/invited.html", context)
    context = {"page_title": _("Invite somebody"), "form": form, "roles": roles_in(request.programme)}
    return render(request, "programmes/invite.html", context, status=422 if form.errors else 200)


@require_safe
@page("programme.see")
def roles(request):
    """What each role is for and may do, in plain words."""
    found = [
        (role, [PERMISSIONS[name] for name in PERMISSIONS if name in role.may])
        for role in roles_in(request.programme)
    ]
    return render(request, "programmes/roles.html", {"page_title": _("Roles"), "roles": found})


@require_http_methods(["GET", "HEAD", "POST"])
@page("programme.change")
def upload(request):
    form = Upload(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            record = attach(by=request.member, programme=request.programme, **form.cleaned_data)
        except Refused as refused:
            title, mend = refused.in_words(_)
            form.add_error("file", f"{refused.problem.code}: {title} {mend}")
        else:
            messages.success(request, _("Saved: %(what)s") % {"what": record})
            return redirect(address_of(record))
    context = {
        "page_title": _("Send a file"),
        "form": form,
        "cancel": about_address(request),
        "register": None,
    }
    return render(request, "programmes/register_form.html", context, status=422 if form.errors else 200)


@require_safe
@page("programme.see")
def download(request, uid):
    """The file as it was sent, to be saved and not shown."""
    record = Attachment.objects.filter(uid=uid).first()
    if record is None or not place_of(record.sha256).exists():
        raise Refused(UNKNOWN_ENTRY, what=_("The file"))
    response = FileResponse(
        place_of(record.sha256).open("rb"),
        as_attachment=True,
        filename=record.file_name,
        content_type="application/octet-stream",
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


AUDIT_COLUMNS = (
    gettext_lazy("No."),
    gettext_lazy("When"),
    gettext_lazy("Who"),
    gettext_lazy("Act"),
    gettext_lazy("Table"),
    gettext_lazy("What"),
    gettext_lazy("What has changed"),
)


def audit_entries(request):
    """The programme's trail, newest first, narrowed to the words asked for."""
    entries = AuditEntry.objects.filter(chain=chain_of(request.programme)).order_by("-number")
    words = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_SEARCH]
    if words:
        asked = (Q(**{f"{name}__icontains": words}) for name in ("actor", "act", "record", "what"))
        entries = entries.filter(reduce(or_, asked))
    return entries


def audit_row(entry: AuditEntry) -> tuple:
    return (entry.number, entry.at, entry.actor, entry.act, entry.record, entry.what, entry.change)


@require_safe
@page("audit.see")
def audit(request):
    """Who did what, newest first, and whether the chain holds."""
    found = Paginator(audit_entries(request), 50).get_page(request.GET.get("page"))
    context = {
        "page_title": _("Audit trail"),
        "page": found,
        "rows": [row_of(entry) for entry in found.object_list],
        "columns": AUDIT_COLUMNS,
        "asked": request.GET,
        "exports": [
            (kind.upper(), reverse("programmes_in:audit_export", args=[request.programme.slug, kind]))
            for kind in ("csv", "xlsx")
        ],
    }
    try:
        context["holds"] = verify_audit(chain_of(request.programme))
    except Refused as refused:
        context["broken"] = refused.in_words(_)
    return render(request, "programmes/audit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page("audit.see")
def audit_export(request, kind):
    """The trail as a file. What it tells of people's own entries holds their names, so it counts as a list of them."""
    entries = audit_entries(request)
    people = [label for label, register in REGISTERS.items() if register.purpose]
    words = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_SEARCH]
    wanted = Wanted(
        "audit", urlencode({"q": words} if words else {}), kind, entries.filter(record__in=people).count()
    )

    def made(mark=None):
        header = [str(title) for title in AUDIT_COLUMNS]
        rows = ([plain(value) for value in audit_row(entry)] for entry in entries.iterator())
        return sheet(request, kind, "audit", _("Audit trail"), header, rows, mark)

    if not wanted.count:
        return made()
    address = reverse("programmes_in:audit", args=[request.programme.slug])
    return hand_out(request, wanted, made, title=_("Audit trail"), cancel=address)


@require_http_methods(["GET", "HEAD", "POST"])
@page("bundle.export")
def take_out(request):
    """The whole programme as one file; with many people in it, when somebody else has agreed."""

    def made(mark=None):
        content = export_bundle(by=request.member, programme=request.programme)
        response = HttpResponse(content, content_type="application/zip")
        name = "-".join(filter(None, (request.programme.slug, mark and mark.name)))
        response["Content-Disposition"] = f'attachment; filename="{name}.batea"'
        return response

    people = Person.objects.count()
    if not may_leave_freely(people):
        wanted = Wanted("bundle", "", "batea", people, uncapped=True)
        return hand_out(
            request, wanted, made, title=_("Take the programme along"), cancel=about_address(request)
        )
    if request.method == "POST":
        return made()
    return render(request, "programmes/export.html", {"page_title": _("Take the programme along")})


announce_list("audit", ListPage(gettext_lazy("Audit trail"), "programmes_in:audit_export"))
announce_list("bundle", ListPage(gettext_lazy("Take the programme along"), "programmes_in:export", ()))
