"""What becomes of field work that was kept aside: taken in as what it now can be, or set aside for good with a reason.

What is taken in goes through the one door (`receiving.receive`). Bytes that fit go as they came. What meets other answers
under its identity is written anew as a correction of them or as new answers, under an identity made from the row that
was kept: the same decision taken twice meets itself, and the page finds what became of it.
"""

import uuid
from contextlib import ExitStack
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from lxml import etree

from batea.interop import instances
from batea.interop.instances import Instance
from batea.problems import DOES_NOT_FIT, FORM_NOT_KNOWN, REASON_NEEDED, Refused
from batea.programmes.actions import change_record
from batea.programmes.attachments import clean_name, place_of
from batea.programmes.words import Words

from .models import Form, SetAside, Submission
from .receiving import Receipt, Sent, of_instance, published_version, receive

ANSWERS = "text/xml"  # the filled form itself; its files have other types
META = "{http://openrosa.org/xforms}"


class Way(models.TextChoices):
    """As what it is taken in."""

    AS_IT_CAME = "as_it_came", gettext_lazy("Take it in as it came")
    CORRECTION = "correction", gettext_lazy("Take it in as a correction of the answers that are here")
    NEW = "new", gettext_lazy("Take it in as new answers")
    FILE = "file", gettext_lazy("Put this file in place of the first one")


@dataclass(frozen=True)
class Prospect:
    """What a row can become now; why nothing, when nothing; and the answers it meets here."""

    ways: tuple[Way, ...] = ()
    why_not: str = ""
    here: Submission | None = None


def prospect_of(row: SetAside) -> Prospect:
    """Looks only; `take_in` looks again."""
    if row.settled:
        return Prospect(why_not=_("it is settled already"))
    if not place_of(row.attachment.sha256).exists():
        return Prospect(why_not=_("its file is not on this server"))
    if row.reason == SetAside.Reason.SECOND_FILE:
        return of_file(row)
    if row.attachment.media_type != ANSWERS:
        return Prospect(why_not=_("it is a file of answers: take in the answers and it comes along"))
    try:
        return of_answers(row, instances.read_instance(bytes_of(row)))
    except Refused as refused:
        return Prospect(why_not=" ".join(refused.in_words(_)).rstrip("."))


def of_answers(row: SetAside, instance: Instance) -> Prospect:
    version = published_version(instance, None, decided=True)
    if isinstance(version, tuple):
        told = Refused(FORM_NOT_KNOWN, form=instance.form, version=instance.version)
        return Prospect(why_not=told.in_words(_)[0].rstrip("."))
    same = of_instance(version.form, instance)
    old = same or Submission.objects.filter(form=version.form, instance_id=instance.replaces or None).first()
    if (same and same.sha256 == row.sha256) or (
        not same and (not instance.replaces or (old and old.current))
    ):
        return Prospect((Way.AS_IT_CAME,), here=old)
    if instance.encrypted:
        return Prospect(why_not=_("it is encrypted, so it cannot be written anew"), here=old)
    return Prospect((Way.CORRECTION, Way.NEW), here=newest(old)) if old else Prospect((Way.NEW,))


def of_file(row: SetAside) -> Prospect:
    found = Submission.objects.filter(form__form_id=row.form_id, instance_id=row.instance_id).first()
    if found is None:
        return Prospect(why_not=_("the answers it belongs to are not here"))
    here = newest(found)
    if here.encrypted:
        return Prospect(why_not=_("it is encrypted, so it cannot be written anew"), here=here)
    if row.file_name not in map(clean_name, here.named_files):
        return Prospect(why_not=_("the newest answers do not name this file"), here=here)
    return Prospect((Way.FILE,), here=here)


def newest(edition: Submission) -> Submission:
    return Submission.objects.get(form=edition.form, origin=edition.origin, current=True)


def bytes_of(row: SetAside) -> bytes:
    return place_of(row.attachment.sha256).read_bytes()


# Taken in -------------------------------------------------------------------------------------------------------------


@transaction.atomic
def take_in(*, by, row: SetAside, way: str) -> Receipt:
    """Take it into the answers with the files that came along. All of it or nothing: refused, it stays as it was.

    Raises Refused B730 for what does not fit, and whatever the door refuses.
    """
    row = SetAside.objects.select_for_update().get(pk=row.pk)
    prospect = prospect_of(row)
    if way not in prospect.ways:
        raise Refused(DOES_NOT_FIT, reason=prospect.why_not or _("it cannot become this any more"))
    xml = written(row, Way(way), prospect.here)
    along = files_along(row, xml)
    with ExitStack() as opened:
        files = [upload(each, name, opened) for each, name in along]
        officer = row.phone.person if row.phone else prospect.here.sent_by if prospect.here else None
        sent = Sent(xml, files, phone=row.phone, person=officer, decided=True)
        receipt = receive(by=by, programme=row.programme, sent=sent)
    note = _("Taken in: %(what)s") % {"what": receipt.submission}
    for each in settled_with(row, along):
        settle_row(by, each, Words(note, lang()), f"take in: {way}")
    return receipt


@transaction.atomic
def set_aside_for_good(*, by, row: SetAside, reason: str) -> SetAside:
    """It is not taken in, and the row says why. Raises Refused B730 when it is settled, B731 without a reason."""
    row = SetAside.objects.select_for_update().get(pk=row.pk)
    if row.settled:
        raise Refused(DOES_NOT_FIT, reason=_("it is settled already"))
    if not reason.strip():
        raise Refused(REASON_NEEDED)
    return settle_row(by, row, Words(reason.strip(), lang()), "set aside for good")


def settle_row(by, row: SetAside, note: Words, act: str) -> SetAside:
    return change_record(by=by, record=row, values={"settled": True, "note": row.note or note}, act=act)


def lang() -> str:
    return (get_language() or "en").split("-")[0]


def written(row: SetAside, way: Way, here: Submission | None) -> bytes:
    """The answers to hand to the door: the very bytes where they fit, else under another identity."""
    if way == Way.FILE:
        return identified(instances.read_instance(here.xml.encode()), identity_for(row), here.instance_id)
    data = bytes_of(row)
    instance = instances.read_instance(data)
    if way == Way.AS_IT_CAME:  # one without identity gets one, so that it is not taken in twice
        return (
            data
            if instance.id or instance.encrypted
            else identified(instance, identity_for(row), instance.replaces)
        )
    return identified(instance, identity_for(row), here.instance_id if way == Way.CORRECTION else "")


def identity_for(row: SetAside) -> str:
    return f"uuid:{uuid.uuid5(row.uid, 'taken in')}"


def identified(instance: Instance, identity: str, replaces: str) -> bytes:
    """The filled form with another identity, naming the one it replaces, if any."""
    root = instance.root
    meta = next((each for each in instances.elements(root) if instances.local(each) == "meta"), None)
    if meta is None:
        meta = etree.SubElement(root, f"{META}meta")
    for each in list(instances.elements(meta)):
        if instances.local(each) in {"instanceID", "deprecatedID"}:
            meta.remove(each)
    for name, text in (("instanceID", identity), ("deprecatedID", replaces)):
        if text:
            etree.SubElement(meta, f"{META}{name}").text = text
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True))


def files_along(row: SetAside, xml: bytes) -> list[tuple[SetAside, str]]:
    """(row, name the answers give it) of the files that were kept aside with these answers and that they name."""
    root = instances.read_instance(xml).root
    texts = [(each.text or "").strip() for each in root.iter() if isinstance(each.tag, str)]
    named = {clean_name(text): text for text in texts if text}
    if row.reason == SetAside.Reason.SECOND_FILE:
        return [(row, named.get(row.file_name, row.file_name))]
    return [(each, named[each.file_name]) for each in companions(row) if each.file_name in named]


def companions(row: SetAside):
    """Files of answers with this identity, kept aside for the same reason and not settled, in the order they came."""
    files = waiting_with(row).exclude(attachment__media_type=ANSWERS)
    return files.select_related("attachment").order_by("pk")


def waiting_with(row: SetAside):
    """What was kept aside under the same identity for the same reason, and is not settled."""
    same = {name: getattr(row, name) for name in ("reason", "form_id", "version_name", "instance_id")}
    return SetAside.objects.filter(settled=False, **same)


def settled_with(row: SetAside, along: list[tuple[SetAside, str]]) -> list[SetAside]:
    """The row and its files, unless other answers under the same identity wait too and may need the same files."""
    rivals = waiting_with(row).filter(attachment__media_type=ANSWERS).exclude(pk=row.pk)
    return [row] if rivals.exists() else [row, *(each for each, _name in along if each.pk != row.pk)]


def upload(row: SetAside, name: str, opened: ExitStack) -> UploadedFile:
    path = place_of(row.attachment.sha256)
    return UploadedFile(opened.enter_context(path.open("rb")), name, size=path.stat().st_size)


# Shown ----------------------------------------------------------------------------------------------------------------


def about_aside(row: SetAside) -> dict:
    """What its page offers: the ways it can go, or why there is none; and what became of it."""
    return {"prospect": prospect_of(row), "became": became(row), "answers": answers_of(row)}


def answers_of(row: SetAside) -> SetAside | None:
    """Where a row is a file: the answers it came with, as long as they wait too."""
    if row.attachment.media_type == ANSWERS or row.reason == SetAside.Reason.SECOND_FILE:
        return None
    return waiting_with(row).filter(attachment__media_type=ANSWERS).order_by("pk").first()


def became(row: SetAside) -> Submission | None:
    form = Form.objects.filter(form_id=row.form_id).first()
    if form is None or not row.settled:
        return None
    itself = Q(instance_id=row.instance_id, sha256=row.sha256)
    taken = Q(instance_id=identity_for(row))
    return Submission.objects.filter(taken | itself if row.instance_id else taken, form=form).first()
