"""The one door for photos of a workshop: made anew from their pixels when they come in, shown only as pictures."""

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext

from batea.interop.photos import smaller
from batea.problems import FILE_KIND_REFUSED, STILL_USED, UNKNOWN_ENTRY, Refused
from batea.programmes.actions import remove_record
from batea.programmes.attachments import attach, forget_bytes, place_of
from batea.programmes.models import Attachment

WIDEST = 1600  # pixels: enough for a projector, and a tenth of what a telephone takes
ENDINGS = {"image/jpeg": "jpg", "image/png": "png"}


class PhotoField(forms.FileField):
    """A photo from a telephone, no larger than any file may be."""

    widget = forms.FileInput(attrs={"accept": "image/jpeg,image/png"})

    def clean(self, data, initial=None):
        photo = super().clean(data, initial)
        if photo and photo.size > settings.LARGEST_ATTACHMENT:
            limit = filesizeformat(settings.LARGEST_ATTACHMENT)
            raise forms.ValidationError(gettext("The photo is larger than %(limit)s.") % {"limit": limit})
        return photo


def keep_photo(*, by, programme, title: str, data: bytes) -> Attachment:
    """A photo made anew from its pixels: without place, time and device. Raises Refused B306 for any other file."""
    try:
        content, media_type = smaller(data, WIDEST)
    except ValueError as error:
        raise Refused(FILE_KIND_REFUSED, name=title) from error
    if media_type not in ENDINGS:
        raise Refused(FILE_KIND_REFUSED, name=title)
    file = SimpleUploadedFile(f"photo.{ENDINGS[media_type]}", content, media_type)
    return attach(by=by, programme=programme, title=title[:200], file=file)


def drop_photo(*, by, photo: Attachment) -> None:
    """Take the photo and its bytes away, unless something else rests on it: there it stays."""
    try:
        remove_record(by=by, record=photo)
    except Refused as refused:
        if refused.problem is not STILL_USED:
            raise
    else:
        forget_bytes(photo)


def as_picture(photo: Attachment | None) -> HttpResponse:
    """The photo as a picture of its own page. Raises Refused B205 without one, B306 for what is none."""
    if photo is None:
        raise Refused(UNKNOWN_ENTRY, what=Attachment._meta.verbose_name)
    if not photo.media_type.startswith("image/"):  # put there by hand, from the files of the programme
        raise Refused(FILE_KIND_REFUSED, name=photo.file_name)
    answer = HttpResponse(place_of(photo.sha256).read_bytes(), content_type=photo.media_type)
    answer["Content-Disposition"] = "inline"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
