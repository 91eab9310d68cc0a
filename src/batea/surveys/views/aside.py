"""What was kept aside: its file, and what a reviewer lets become of it."""

from django.contrib import messages
from django.http import FileResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from batea.programmes.access import page
from batea.programmes.attachments import place_of
from batea.programmes.registers import address_of

from ..models import SetAside
from ..settling import set_aside_for_good
from ..settling import take_in as take_row_in
from .forms import found
from .openrosa import words_for


@require_safe
@page("surveys.review")
def file(request, uid):
    """Just as it came, always as a download."""
    kept = found(SetAside, uid)
    return FileResponse(
        place_of(kept.attachment.sha256).open("rb"),
        as_attachment=True,
        filename=kept.attachment.file_name,
        content_type="application/octet-stream",
    )


@require_POST
@page("surveys.review")
def take_in(request, uid):
    receipt = take_row_in(by=request.member, row=found(SetAside, uid), way=request.POST.get("way", ""))
    messages.success(request, words_for(receipt))
    return redirect(address_of(receipt.submission))


@require_POST
@page("surveys.review")
def for_good(request, uid):
    row = set_aside_for_good(
        by=request.member, row=found(SetAside, uid), reason=request.POST.get("reason", "")[:10_000]
    )
    messages.success(request, _("Set aside for good."))
    return redirect(address_of(row))
