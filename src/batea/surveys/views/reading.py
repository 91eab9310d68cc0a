"""Reading keys: made by whoever reads answers, for themselves; the key is shown once, on the answer to the form."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from batea.problems import NOT_ALLOWED, Refused
from batea.programmes.access import page
from batea.programmes.registers import address_of

from ..forms import ReadingKeyForm
from ..keys import revoke_key
from ..models import ReadingKey
from ..reading import forms_of, give_reading_key, may_revoke
from .forms import found, trail


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@page("surveys.read")
def make(request):
    typed = request.POST if request.method == "POST" else None
    form = ReadingKeyForm(typed, initial={"form": request.GET.get("form"), "days": 90})
    listed = reverse("surveys.readingkey-list", args=[request.programme.slug])
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        key, token = give_reading_key(
            by=request.member,
            person=request.member.person,
            name=said["name"],
            until=timezone.localdate() + timedelta(days=said["days"]),
            form=said["form"],
        )
        context = {
            "page_title": _("Made: %(what)s") % {"what": key},
            "breadcrumbs": trail(request, (_("Reading keys"), listed)),
            "key": key,
            "token": token,
            "feeds": forms_of(key),
        }
        return render(request, "surveys/reading_made.html", context)
    context = {
        "page_title": _("Make a reading key"),
        "breadcrumbs": trail(request, (_("Reading keys"), listed)),
        "form": form,
        "cancel": listed,
    }
    return render(request, "surveys/reading_make.html", context, status=422 if form.is_bound else 200)


@require_POST
@page("surveys.read")
def revoke(request, uid):
    key = found(ReadingKey, uid)
    if not may_revoke(request.member, key):
        raise Refused(NOT_ALLOWED)
    revoked = revoke_key(by=request.member, key=key)
    messages.success(request, _("Revoked: %(what)s") % {"what": revoked})
    return redirect(address_of(revoked))
