"""Keys of phones: the set-up code is shown once, on the answer to the form, and nowhere again."""

import base64

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from batea.programmes.access import page
from batea.programmes.models import Membership, Person
from batea.programmes.registers import address_of
from batea.programmes.roles import ROLES

from ..forms import PhoneForm
from ..models import Phone
from ..phones import code_picture, give_key, revoke_key
from .forms import found, trail

COLLECTING = [code for code, role in ROLES.items() if "surveys.collect" in role.may]


def collecting_people():
    """People with a role that fills in forms."""
    holders = Membership.objects.filter(role__in=COLLECTING).values("person")
    return Person.objects.filter(pk__in=holders).order_by("name")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@page("surveys.change")
def set_up(request):
    form = PhoneForm(request.POST or None, people=collecting_people())
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        phone, token = give_key(
            by=request.member, person=said["person"], name=said["name"], form=said["form"]
        )
        address = request.build_absolute_uri(reverse("collect:form_list", args=[token])).removesuffix(
            "/formList"
        )
        picture = base64.b64encode(code_picture(address, str(request.programme))).decode()
        context = {
            "page_title": _("Set up: %(what)s") % {"what": phone},
            "breadcrumbs": trail(
                request, (_("Phones"), reverse("surveys.phone-list", args=[request.programme.slug]))
            ),
            "phone": phone,
            "address": address,
            "picture": picture,
        }
        return render(request, "surveys/set_up_done.html", context)
    context = {
        "page_title": _("Set up a phone"),
        "breadcrumbs": trail(
            request, (_("Phones"), reverse("surveys.phone-list", args=[request.programme.slug]))
        ),
        "form": form,
        "cancel": reverse("surveys.phone-list", args=[request.programme.slug]),
    }
    return render(request, "surveys/set_up.html", context, status=422 if form.is_bound else 200)


@require_POST
@page("surveys.change")
def revoke(request, uid):
    phone = revoke_key(by=request.member, phone=found(Phone, uid))
    messages.success(request, _("Revoked: %(what)s") % {"what": phone})
    return redirect(address_of(phone))
