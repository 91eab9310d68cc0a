"""The country's side: show an entry to a community, see what was shared, take it back."""

from dataclasses import replace

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from batea.problems import NO_COMMUNITY, UNKNOWN_ENTRY, Refused
from batea.programmes.access import page
from batea.programmes.registers import address_of
from batea.programmes.registers.cells import shown
from batea.programmes.words import LANGUAGES

from ..countries import country_name
from .models import LICENCES, Share
from .sharing import (
    active_share,
    audience,
    communities_of,
    sharable,
    share_record,
    shares_here,
    withdraw_share,
)
from .sharing_forms import ShareForm
from .shown import facts
from .snapshots import Kind, snapshot_of

HERE = "learning/community"
SHARES = gettext_lazy("Shared with communities")


def trail(request, *further) -> list[tuple[str, str]]:
    slug = request.programme.slug
    start = [
        (_("Programme"), reverse("guidance:tasks", args=[slug])),
        (SHARES, reverse("sharing:list", args=[slug])),
    ]
    return [*start, *further]


@require_safe
@page("sharing.decide")
def shares(request):
    """What the programme has shared, with whom, and whether it has changed since."""
    rows = [
        {
            "what": capfirst(str(each.record)) if each.record else _("(no longer there)"),
            "url": address_of(each.record) if each.record else "",
            "here": each,
        }
        for each in shares_here()
    ]
    context = {"page_title": SHARES, "breadcrumbs": [*trail(request)[:-1], (SHARES, "")], "rows": rows}
    return render(request, f"{HERE}/shares.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page("sharing.decide")
def share(request, uid):
    """Say to whom and under which terms; look at exactly what will be seen; share. Nothing leaves before the last."""
    record = sharable(uid)
    snapshot = snapshot_of(record)
    communities = communities_of(request.user)
    if not communities:
        raise Refused(NO_COMMUNITY)
    form = ShareForm(
        request.POST or None,
        communities=communities,
        comparable=snapshot.kind == Kind.FIGURE and not snapshot.key,
    )
    context = {
        "breadcrumbs": trail(request, (str(record), address_of(record)), (_("Share"), "")),
        "record": record,
        "form": form,
        "cancel": address_of(record),
    }
    if request.method != "POST" or not form.is_valid() or request.POST.get("act") == "back":
        context["page_title"] = _("Share with a community")
        return render(request, f"{HERE}/share.html", context, status=422 if form.errors else 200)
    asked = form.asked()
    if request.POST.get("act") == "share":
        version = request.POST.get("version_seen", "")
        version = int(version) if version.isascii() and version.isdecimal() and len(version) < 10 else 0
        share_record(by=request.member, record=record, version=version, **asked)
        messages.success(request, _("Shared with %(community)s.") % {"community": asked["community"]})
        return redirect("sharing:list", request.programme.slug)
    return render(request, f"{HERE}/share_preview.html", context | preview(record, snapshot, asked))


def preview(record, snapshot, asked) -> dict:
    """Everything that will be seen, and who will see it."""
    community = asked["community"]
    readers = audience(community)
    return {
        "page_title": _("Check what will be seen"),
        "community": community,
        "snapshot": snapshot,
        "texts": [
            (lang, snapshot.title.get(lang, ""), snapshot.words.get(lang, "")) for lang in spoken(snapshot)
        ],
        "facts": facts(replace(snapshot, key=snapshot.key or asked.get("key", "")), asked["licence"]),
        "free": asked["licence"] != "community",
        "licence": dict(LICENCES)[asked["licence"]],
        "people": readers.people,
        "countries": ", ".join(country_name(code) for code in readers.countries),
        "again": active_share(record, community),
    }


def spoken(snapshot) -> list[str]:
    """The languages the snapshot is written in: all of them go along, so all of them are looked at."""
    return [lang for lang in LANGUAGES if snapshot.title.get(lang) or snapshot.words.get(lang)]


@require_http_methods(["GET", "HEAD", "POST"])
@page("sharing.decide")
def take_back(request, uid):
    found = Share.objects.filter(uid=uid).first()
    if found is None:
        raise Refused(UNKNOWN_ENTRY, what=Share._meta.verbose_name)
    if request.method == "POST":
        if found.withdrawn_on is None:
            withdraw_share(by=request.member, share=found)
        messages.success(request, _("Taken back. The community sees nothing of it any more."))
        return redirect("sharing:list", request.programme.slug)
    context = {
        "page_title": _("Take back"),
        "breadcrumbs": trail(request, (_("Take back"), "")),
        "share": found,
        "day": shown(found.shared_on),
        "cancel": reverse("sharing:list", args=[request.programme.slug]),
    }
    return render(request, f"{HERE}/take_back.html", context)
