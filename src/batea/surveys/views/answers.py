"""What came in: its review, its files, and its way out."""

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from batea.interop.photos import stripped
from batea.problems import NO_SUCH_MOVE, NOT_ALLOWED, UNKNOWN_ENTRY, Refused
from batea.programmes.access import page
from batea.programmes.attachments import place_of
from batea.programmes.registers import address_of
from batea.programmes.words import Words

from ..exporting import WAYS, way_out
from ..forms import ReviewForm
from ..models import Form, Submission, SubmissionFile
from ..reviewing import may_read, review_submission
from .forms import found


@require_POST
@page("surveys.review")
def review(request, uid):
    submission = found(Submission, uid)
    form = ReviewForm(request.POST)
    if not form.is_valid():
        raise Refused(NO_SUCH_MOVE, state=submission.get_state_display(), wanted="")
    said = form.cleaned_data
    moved = review_submission(
        by=request.member,
        submission=submission,
        state=said["state"],
        comment=Words(said["comment"], (get_language() or "en").split("-")[0])
        if said["comment"]
        else Words(),
        person=request.member.person,
        version=said["version"],
    )
    messages.success(request, _("Saved: %(what)s") % {"what": moved.get_state_display()})
    return redirect(address_of(moved))


@require_safe
@page("surveys.read")
def file(request, uid, which, number):
    """A file of a submission. `which` is "photo" (made anew, without place or device) or "original"."""
    submission = found(Submission, uid)
    files = list(
        SubmissionFile.objects.filter(submission=submission).select_related("attachment").order_by("name")
    )
    if not may_read(request.member, submission) or not 1 <= number <= len(files):
        raise Refused(UNKNOWN_ENTRY, what=_("file"))
    chosen = files[number - 1]
    if which == "original":
        return original(request, chosen)
    if which != "photo":
        raise Refused(UNKNOWN_ENTRY, what=_("file"))
    try:
        content, media_type = stripped(place_of(chosen.attachment.sha256).read_bytes())
    except ValueError as error:
        raise Refused(UNKNOWN_ENTRY, what=_("photo")) from error
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = f'inline; filename="photo-{number}.{media_type.rpartition("/")[2]}"'
    return answer


def original(request, chosen: SubmissionFile):
    """As it was sent: a photo may hold the place, so it takes the right to exact places. Always a download."""
    if not request.member.may("sites.exact"):
        raise Refused(NOT_ALLOWED)
    return FileResponse(
        place_of(chosen.attachment.sha256).open("rb"),
        as_attachment=True,
        filename=chosen.attachment.file_name,
        content_type="application/octet-stream",
    )


@require_safe
@page("surveys.read")
def export(request, uid, kind):
    """All current answers of a form, as far as this reader may see them."""
    form = found(Form, uid)
    if kind not in WAYS:
        raise Refused(UNKNOWN_ENTRY, what=kind)
    return way_out(request, form, kind, request.GET.get("state", ""))
