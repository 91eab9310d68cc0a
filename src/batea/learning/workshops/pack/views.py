"""What participants read in advance, on the page or without a network, and who has read it."""

from csp.decorators import csp
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from batea.documents.write import MEDIA_TYPES, write
from batea.phase2_strategy.national.views import DOCUMENT_POLICY
from batea.problems import NOT_RELEASED, UNKNOWN_ENTRY, Refused
from batea.programmes.access import page
from batea.programmes.registers import address, list_address
from batea.programmes.words import LANGUAGES

from ...models import PackItem, ReadReceipt
from ..agenda.views import sent
from ..here import me, participant_of, today_there, workshop_here
from ..showing import READ_WRITE, found, show
from . import files, queries
from .actions import confirm_reading
from .registers import PACK
from .step import STEP


def states() -> dict:
    """Each state in words with the colour of its tag."""
    return {
        queries.UNREAD: (_("Not read yet"), "neutral"),
        queries.READ: (_("Read"), "good"),
        queries.CHANGED: (_("Changed since you read it"), "warn"),
    }


def language() -> str:
    return (get_language() or "en").split("-")[0]


@require_safe
@page("workshop.see")
def reading(request):
    """The texts that are out, each with whether one has read it."""
    participant, known = participant_of(request.member), states()
    receipts = queries.receipts_of(participant)
    items = queries.released(today_there(workshop_here()))
    context = {
        "items": [
            (
                item,
                reverse("pack:text", args=[request.programme.slug, item.uid]),
                known[queries.state_of(item, receipts.get(item.pk))] if participant else None,
            )
            for item in items
        ],
        "lang": language(),
        "may_run": request.member.may("workshop.change"),
        "add_address": address(PACK, "add", request.programme),
    }
    return show(request, STEP, "pack/reading", _("What to read in advance"), context)


@require_http_methods(READ_WRITE)
@page("workshop.see")
def text(request, uid):
    """One text, and the button that says it was read."""
    item, today = found(PackItem, uid, "attachment"), today_there(workshop_here())
    if item.released_on is None or item.released_on > today:
        raise Refused(NOT_RELEASED, what=item)
    if request.method == "POST":
        confirm_reading(by=request.member, participant=me(request.member), item=item, today=today)
        messages.success(request, _("Noted: you have read “%(what)s”.") % {"what": item})
        return redirect("pack:reading", programme=request.programme.slug)
    participant = participant_of(request.member)
    state = queries.state_of(item, queries.receipts_of(participant).get(item.pk))
    said = item.words.say(language())
    context = {
        "item": item,
        "said": said,
        "state": states()[state],
        "may_confirm": participant is not None and state != queries.READ,
        "participant": participant,
        "download": item.attachment
        and reverse("programmes_in:download", args=[request.programme.slug, item.attachment.uid]),
    }
    return show(request, STEP, "pack/text", str(item.title), context)


@require_safe
@csp(DOCUMENT_POLICY)
@page("workshop.see")
def one_page(request, lang):
    """All texts as one page that needs no network."""
    refuse_unknown(lang)
    items = queries.released(today_there(workshop_here()))
    if not items:
        raise Refused(NOT_RELEASED, what=PackItem._meta.verbose_name_plural)
    content = write(files.reader_document(request.programme, lang, items), "html").content
    return sent(content, MEDIA_TYPES["html"], f"{request.programme.slug}-pack-{lang}.html")


@require_safe
@page("workshop.see")
def archive(request, lang):
    """The pack as files: texts, attachments, agenda, calendar."""
    refuse_unknown(lang)
    content = files.zipped(files.pack_files(request.programme, lang))
    return sent(content, "application/zip", f"{request.programme.slug}-pack-{lang}.zip")


def refuse_unknown(lang: str) -> None:
    if lang not in LANGUAGES:
        raise Refused(UNKNOWN_ENTRY, what=lang)


@require_safe
@page("workshop.change")
def readers(request):
    """Who has read what."""
    items, known = queries.released(today_there(workshop_here())), states()
    lines = queries.matrix(items)
    known[queries.CHANGED] = (_("Read an earlier version"), "warn")
    context = {
        "columns": [_("Participant"), _("Delegation"), *(str(item.title) for item in items)],
        "rows": [
            (
                line.participant.badge,
                str(line.participant.delegation or ""),
                *(known[state][0] for state in line.states),
            )
            for line in lines
        ]
        if items
        else [],
        "done": queries.has_read_all(lines) if items else 0,
        "of": len(lines),
        "export": list_address(ReadReceipt, request.programme),
    }
    return show(request, STEP, "pack/readers", _("Who has read what"), context)
