"""The body of a submission: parts that lie on the disk while they are read, so that memory stays flat.

A body that ends early is refused whole: a photo cut short must not be taken for the photo. Django's reader would take
it, so the length and the closing boundary are looked at here.
"""

from tempfile import SpooledTemporaryFile

from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import (
    FileUploadHandler,
    MemoryFileUploadHandler,
    TemporaryFileUploadHandler,
)
from django.http import UnreadablePostError
from django.http.multipartparser import MultiPartParser, MultiPartParserError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from batea.interop import instances
from batea.problems import DISK_FULL, SENT_PACKED, SENT_TOO_LARGE, SENT_UNREADABLE, Refused

from ..receiving import FULL, Sent

LARGEST_SENT = settings.LARGEST_SENT
DRAINED = 4 * LARGEST_SENT  # what is read and thrown away of a body too large, so that the phone hears why
PART = "xml_submission_file"
PIECE = 64 * 1024
TAIL = 200


class Watched:
    """A stream that counts, remembers its end and never gives more than the limit."""

    def __init__(self, stream, limit: int) -> None:
        self.stream, self.limit = stream, limit
        self.count, self.tail = 0, b""

    def read(self, size: int = PIECE) -> bytes:
        data = self.stream.read(size)
        self.count += len(data)
        if self.count > self.limit:
            raise too_large()
        self.tail = (self.tail + data)[-TAIL:]
        return data


class Bounded(FileUploadHandler):
    """Refuses the part with the filled form beyond what any form needs."""

    def receive_data_chunk(self, raw_data, start):
        if self.field_name == PART and start + len(raw_data) > instances.LARGEST:
            raise too_large(instances.LARGEST)
        return raw_data

    def file_complete(self, file_size):
        return None


def too_large(limit: int = LARGEST_SENT) -> Refused:
    return Refused(SENT_TOO_LARGE, limit=filesizeformat(limit))


def unreadable(reason: str) -> Refused:
    return Refused(SENT_UNREADABLE, reason=reason)


def sent_by(request) -> Sent:
    """What the request brings. Raises Refused B702, B703, B704; then nothing of it has been kept."""
    if request.headers.get("Content-Encoding", "identity").strip().lower() not in {"", "identity"}:
        raise Refused(SENT_PACKED)
    if request.content_type != "multipart/form-data":
        raise unreadable(_("it is no multi-part form"))
    length, stream = body_of(request)
    watched = Watched(stream, LARGEST_SENT)
    fields, files = parsed(request, watched, length)
    if watched.count != length or not complete(watched.tail, request.content_params.get("boundary", "")):
        raise unreadable(_("it was cut short on the way"))
    xml = xml_of(fields, files)
    others = [file for name, found in files.lists() for file in found if name != PART]
    return Sent(
        xml,
        others,
        device=request.GET.get("deviceID", ""),
        agent=request.headers.get("X-OpenRosa-Client", "") or request.headers.get("User-Agent", ""),
    )


def body_of(request) -> tuple[int, object]:
    """(length, stream) of the body; one sent in chunks is laid down first, since only then its length is known."""
    said = request.META.get("CONTENT_LENGTH") or ""
    if said.isascii() and said.isdecimal():
        if len(said) > 18 or int(said) > LARGEST_SENT:
            raise too_large()
        return int(said), request
    if not request.META.get("wsgi.input_terminated"):
        return 0, request
    source = Watched(request.META["wsgi.input"], LARGEST_SENT)
    laid = SpooledTemporaryFile(max_size=1024 * 1024)  # noqa: SIM115 — closed with the request
    try:
        while data := source.read():
            laid.write(data)
    except OSError as error:
        raise unreadable(_("it was cut short on the way")) from error
    laid.seek(0)
    return source.count, laid


def parsed(request, stream: Watched, length: int):
    meta = {**request.META, "CONTENT_LENGTH": str(length)}
    handlers: list[FileUploadHandler] = [
        Bounded(request),
        MemoryFileUploadHandler(request),
        TemporaryFileUploadHandler(request),
    ]
    try:
        fields, files = MultiPartParser(meta, stream, handlers, "utf-8").parse()
    except OSError as error:
        if error.errno in FULL:
            raise Refused(DISK_FULL) from error
        raise unreadable(_("it was cut short on the way")) from error
    except (MultiPartParserError, BadRequest, ValueError) as error:
        raise unreadable(_("its parts cannot be told apart")) from error
    except SuspiciousOperation as error:  # too many parts, or a text part of several megabytes
        raise too_large(instances.LARGEST) from error
    return fields, files


def complete(tail: bytes, boundary: str) -> bool:
    """Whether the body ends with its closing boundary, give or take a line end."""
    return bool(boundary) and tail.rstrip(b"\r\n ").endswith(
        b"--" + boundary.encode("latin-1", "ignore") + b"--"
    )


def xml_of(fields, files) -> bytes:
    """The filled form; some senders give the part no file name, so it arrives as a field."""
    if PART in files:
        file: UploadedFile = files[PART]
        if file.size > instances.LARGEST:
            raise too_large(instances.LARGEST)
        return file.read()
    if PART in fields:
        return fields[PART].encode("utf-8", "replace")
    raise unreadable(_("the filled form is missing"))


def drain(request) -> None:
    """Read what is left of the body up to a bound: a sender that is still sending would not see the answer."""
    try:
        left = int(request.META.get("CONTENT_LENGTH") or 0)
        if left > DRAINED:
            return
        while left > 0 and (data := request.read(PIECE)):
            left -= len(data)
    except (OSError, ValueError, UnreadablePostError, SuspiciousOperation):
        return
