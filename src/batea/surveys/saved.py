"""Answers that a device saved as a file instead of sending them: each one through the one door, each with its own fate."""

from contextlib import ExitStack
from dataclasses import dataclass
from typing import IO

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from batea.interop.instances import read_instance
from batea.interop.saved import Saved, read_saved
from batea.problems import Refused

from .models import Form
from .receiving import Receipt, Sent, receive


@dataclass(frozen=True)
class Fate:
    """What became of one filled form of the file: a receipt, or why not."""

    title: str
    identity: str
    receipt: Receipt | None = None
    refused: Refused | None = None


def take_saved(*, by, programme, person, source: IO[bytes]) -> list[Fate]:
    """Take every answer of the file; what one of them meets stops no other. The same file again changes nothing.

    Raises Refused B732 when the file as a whole is not what a device saves; then nothing was taken.
    """
    titles = dict(Form.objects.values_list("form_id", "title"))
    return [taken(by, programme, person, each, titles) for each in read_saved(source)]


def taken(by, programme, person, saved: Saved, titles: dict[str, str]) -> Fate:
    title, identity = _("answers"), saved.folder
    try:
        xml = saved.xml()
        instance = read_instance(xml)
        title, identity = titles.get(instance.form, instance.form), instance.id or saved.folder
        with ExitStack() as opened:
            files = [
                UploadedFile(opened.enter_context(content), name, size=size)
                for name, content, size in saved.files(instance.root)
            ]
            sent = Sent(xml, files, person=person)
            return Fate(title, identity, receipt=receive(by=by, programme=programme, sent=sent))
    except Refused as refused:
        return Fate(title, identity, refused=refused)
