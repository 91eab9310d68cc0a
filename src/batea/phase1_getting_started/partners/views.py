from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from batea.problems import UNKNOWN_ENTRY, Refused
from batea.programmes.access import page
from batea.programmes.registers import address, address_of
from batea.programmes.registers.cells import shown

from ..trail import trail
from . import queries
from .actions import sign_commitment
from .forms import SignForm
from .models import Commitment
from .registers import NEEDS
from .step import STEP

HERE = "phase1_getting_started/partners"


@require_safe
@page("partners.see")
def matrix(request):
    """What is needed against who has committed, and which offers nobody has taken up."""
    found = queries.gap_matrix()
    may_add = request.member.may("partners.change")
    context = {
        "page_title": _("Needs and partners"),
        "breadcrumbs": trail(request, STEP, _("Needs and partners")),
        "matrix": found,
        "rows": [(need, address_of(need), cells, covered) for need, cells, covered in found.rows()],
        "open": sum(not queries.covered(need) for need in found.needs),
        "offer_columns": [_("Offer"), _("Institution"), _("Theme"), _("From"), _("Until"), _("Conditions")],
        "offer_rows": [offer_row(offer) for offer in queries.offers_not_taken()],
        "add_address": address(NEEDS, "add", request.programme) if may_add else "",
    }
    return render(request, f"{HERE}/matrix.html", context)


def offer_row(offer) -> tuple:
    name = f"{offer.words} [{_('exercise')}]" if offer.exercise else str(offer.words)
    link = (name, address_of(offer))
    rest = (offer.institution, offer.theme, offer.starts, offer.ends, offer.conditions)
    return (link, *(shown(value) for value in rest))


@require_http_methods(["GET", "HEAD", "POST"])
@page("partners.change")
def sign(request, uid):
    """Record that a commitment was signed."""
    commitment = queries.commitments().filter(uid=uid).first()
    if commitment is None:
        raise Refused(UNKNOWN_ENTRY, what=Commitment._meta.verbose_name)
    form = SignForm(request.POST or None, initial={"version_seen": commitment.version})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        version = given.pop("version_seen")
        sign_commitment(by=request.member, commitment=commitment, version=version, **given)
        messages.success(request, _("The commitment is signed."))
        return redirect(address_of(commitment))
    context = {
        "page_title": _("Sign a commitment"),
        "breadcrumbs": trail(request, STEP, _("Sign a commitment")),
        "commitment": commitment,
        "form": form,
        "cancel": address_of(commitment),
    }
    return render(request, f"{HERE}/sign.html", context, status=422 if form.errors else 200)
