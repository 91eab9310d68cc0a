"""What countries have shared and members have written: library, case studies, comparison, twinnings."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from batea.documents.charts import Estimate, range_chart
from batea.documents.write import MEDIA_TYPES, write
from batea.guidance.catalogue import unit_words
from batea.phase2_strategy.national.forms import LANGUAGE_NAMES
from batea.problems import UNKNOWN_ENTRY, Refused
from batea.programmes.access import page
from batea.programmes.attachments import place_of
from batea.programmes.registers import list_address
from batea.programmes.registers.cells import plain, shown
from batea.programmes.registers.sheets import sheet
from batea.programmes.words import LANGUAGES

from ..countries import country_name
from . import actions, forms
from .case_paper import case_paper
from .models import CaseStudy, SharedItem, Twinning
from .queries import (
    MODERATE,
    cases_for,
    comparable_keys,
    comparison,
    countries_here,
    found_or_refused,
    profile_of,
    published_cases,
    shared_items,
)
from .queries import twins as suggested
from .shown import facts, key_words, range_words, when_words
from .views import READ_WRITE, show, status_of

PAGE = 50


# Library --------------------------------------------------------------------------------------------------------------


def library_crumb(request) -> tuple[str, str]:
    return _("Library"), reverse("community:library", args=[request.programme.slug])


@require_safe
@page("community.see")
def shelf(request):
    """Shared entries and published case studies, the newest first."""
    countries = [(code, country_name(code)) for code in countries_here()]
    form = forms.LibraryFilter(request.GET or None, countries=countries)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    found = Paginator(books(**asked), PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": found,
        "columns": [_("Title"), _("Kind"), _("Country"), _("Figure"), _("As of"), _("Licence"), _("Since")],
        "rows": [row_of(request.programme.slug, book) for book in found],
        "may_write": request.member.may("community.take_part"),
    }
    return show(request, "library", _("Library"), context, status=status_of(form))


def books(kind: str = "", country: str = "", licence: str = "") -> list[SharedItem | CaseStudy]:
    narrowed = {name: value for name, value in (("country", country), ("licence", licence)) if value}
    items = shared_items().filter(**narrowed, **({"kind": kind} if kind else {}))
    cases = published_cases().filter(**narrowed)
    found = [*(items if kind != forms.CASE else ()), *(cases if kind in {"", forms.CASE} else ())]
    return sorted(found, key=lambda book: (since(book), book.pk), reverse=True)


def since(book):
    return book.shared_on if isinstance(book, SharedItem) else book.published_on


def row_of(slug: str, book) -> tuple:
    is_item = isinstance(book, SharedItem)
    name = "community:item" if is_item else "community:case"
    title = str(book.title) + (f" [{_('exercise')}]" if book.exercise else "")
    return (
        (title, reverse(name, args=[slug, book.uid])),
        book.get_kind_display() if is_item else _("Case study"),
        country_name(book.country),
        range_words(book) if is_item else "",
        when_words(book) if is_item else "",
        book.get_licence_display(),
        shown(since(book)),
    )


@require_safe
@page("community.see")
def item(request, uid):
    found = found_or_refused(shared_items(), uid)
    context = {"item": found, "facts": facts(found, found.licence), "day": shown(found.shared_on)}
    return show(request, "item", str(found.title), context, further=[library_crumb(request)])


@require_safe
@page("community.see")
def item_file(request, uid):
    """The file of a shared entry, to be saved and not shown."""
    found = found_or_refused(shared_items().exclude(attachment=None), uid)
    place = place_of(found.attachment.sha256)
    if not place.exists():
        raise Refused(UNKNOWN_ENTRY, what=_("The file"))
    answer = HttpResponse(place.read_bytes(), content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="{found.attachment.file_name}"'
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


# Case studies ---------------------------------------------------------------------------------------------------------


@require_safe
@page("community.take_part")
def cases(request):
    """My case studies, and for moderators those that wait for a review."""
    mine = profile_of(request.member)
    seen = cases_for(request.member)
    own = seen.filter(written_by=mine) if mine else seen.none()
    waiting = seen.filter(state=CaseStudy.State.REVIEW).exclude(written_by=mine)
    context = {
        "lists": [
            (_("My case studies"), case_rows(request, own)),
            *([(_("To be reviewed"), case_rows(request, waiting))] if request.member.may(MODERATE) else []),
        ],
        "columns": [_("Title"), _("Country"), _("Written by"), _("State")],
    }
    return show(request, "cases", _("Case studies"), context, further=[library_crumb(request)])


def case_rows(request, cases) -> list[tuple]:
    slug = request.programme.slug
    return [
        (
            (str(case.title), reverse("community:case", args=[slug, case.uid])),
            country_name(case.country),
            case.written_by.badge,
            case.get_state_display(),
        )
        for case in cases.order_by("pk")
    ]


def cases_crumb(request) -> tuple[str, str]:
    return _("Case studies"), reverse("community:cases", args=[request.programme.slug])


@require_http_methods(READ_WRITE)
@page("community.take_part")
def write_case(request):
    mine = profile_of(request.member)
    blank = CaseStudy(programme=request.programme, country=mine.country if mine else "")
    form = forms.case_form()(request.POST or None, instance=blank)
    if request.method == "POST" and form.is_valid():
        written = actions.write_case(by=request.member, case=form.instance)
        messages.success(request, _("Saved as a draft. Only you see it."))
        return redirect("community:case", request.programme.slug, written.uid)
    context = {"form": form, "button": _("Save"), "cancel": cases_crumb(request)[1], "intro": case_intro()}
    further = [library_crumb(request), cases_crumb(request)]
    return show(request, "form", _("Write a case study"), context, further=further, status=status_of(form))


def case_intro() -> str:
    return _(
        "One problem, what was done and what came of it, with what failed. No names of people, no exact places. It is a "
        "draft until you send it for review."
    )


@require_safe
@page("community.see")
def case(request, uid):
    found = found_or_refused(cases_for(request.member), uid)
    mine = profile_of(request.member)
    own, moderates = mine is not None and found.written_by == mine, request.member.may(MODERATE)
    open_now = found.state in {CaseStudy.State.DRAFT, CaseStudy.State.BACK}
    context = {
        "case": found,
        "facts": [{"key": capfirst(key), "value": value} for key, value in case_facts(found) if value],
        "passages": passages_of(found),
        "may_change": own and open_now,
        "may_review": moderates and not own and found.state == CaseStudy.State.REVIEW,
        "may_withdraw": (own or moderates) and not open_now,
        "papers": [
            (
                LANGUAGE_NAMES[lang],
                lang,
                reverse("community:case_paper", args=[request.programme.slug, found.uid, lang]),
            )
            for lang in LANGUAGES
        ],
    }
    return show(request, "case", str(found.title), context, further=[library_crumb(request)])


def case_facts(case: CaseStudy) -> list[tuple]:
    return [
        (_("state"), case.get_state_display()),
        (_("country"), country_name(case.country)),
        (_("types of mining"), case.tags),
        (_("written by"), case.written_by.badge),
        (_("reviewed by"), case.reviewed_by.badge if case.reviewed_by else ""),
        (_("published on"), shown(case.published_on)),
        (_("licence"), case.get_licence_display()),
        (_("who agreed"), case.consent),
        (_("exercise data"), _("yes") if case.exercise else ""),
    ]


def passages_of(case: CaseStudy) -> list[tuple]:
    """The template's parts that are written: (heading, text, language when it is not the reader's)."""
    lang, found = (get_language() or "en").split("-")[0], []
    for name in forms.OF_CASE:
        field, value = CaseStudy._meta.get_field(name), getattr(case, name)
        if name != "title" and isinstance(value, dict) and value:
            said = value.say(lang)
            found.append((capfirst(field.verbose_name), said.text, said.lang))
    return found


@require_safe
@page("community.see")
def case_file(request, uid, lang):
    """The case study on paper, as PDF in one of the languages."""
    found = found_or_refused(cases_for(request.member), uid)
    if lang not in LANGUAGES:
        raise Refused(UNKNOWN_ENTRY, what=_("The file"))
    answer = HttpResponse(write(case_paper(found, lang), "pdf").content, content_type=MEDIA_TYPES["pdf"])
    answer["Content-Disposition"] = f'attachment; filename="{request.programme.slug}-case-{lang}.pdf"'
    return answer


@require_http_methods(READ_WRITE)
@page("community.take_part")
def change_case(request, uid):
    found = found_or_refused(cases_for(request.member), uid)
    actions.own(request.member, found)
    actions.in_state(found, CaseStudy.State.DRAFT, CaseStudy.State.BACK)
    form = forms.case_form()(request.POST or None, instance=found_or_refused(cases_for(request.member), uid))
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version_seen"] or found.version
        actions.change_case(by=request.member, case=found, values=form.values(), version=version)
        messages.success(request, _("Saved."))
        return redirect("community:case", request.programme.slug, found.uid)
    context = {
        "form": form,
        "button": _("Save"),
        "cancel": case_address(request, found),
        "intro": case_intro(),
    }
    further = [library_crumb(request), (str(found), case_address(request, found))]
    return show(request, "form", _("Change"), context, further=further, status=status_of(form))


def case_address(request, case) -> str:
    return reverse("community:case", args=[request.programme.slug, case.uid])


@require_POST
@page("community.take_part")
def send_case(request, uid):
    found = found_or_refused(cases_for(request.member), uid)
    actions.send_case(by=request.member, case=found)
    messages.success(request, _("Sent for review."))
    return redirect(case_address(request, found))


@require_http_methods(READ_WRITE)
@page(MODERATE)
def review_case(request, uid):
    found = found_or_refused(cases_for(request.member), uid)
    actions.in_state(found, CaseStudy.State.REVIEW)
    form = forms.ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        publish = form.cleaned_data["decision"] == "publish"
        version = request.POST.get("version_seen", "")
        actions.review_case(
            by=request.member,
            case=found,
            publish=publish,
            review=form.cleaned_data["review"],
            version=int(version) if version.isascii() and version.isdecimal() and len(version) < 10 else 0,
        )
        messages.success(request, _("Published.") if publish else _("Sent back to the writer."))
        return redirect("community:cases", request.programme.slug)
    context = {
        "form": form,
        "button": _("Save"),
        "cancel": case_address(request, found),
        "version": found.version,
        "intro": _(
            "Is it clear, fair to the people in it and true as far as you can tell? Does it name nobody?"
        ),
    }
    further = [library_crumb(request), (str(found), case_address(request, found))]
    return show(request, "form", _("Review"), context, further=further, status=status_of(form))


@require_POST
@page("community.take_part")
def withdraw_case(request, uid):
    found = found_or_refused(cases_for(request.member), uid)
    actions.withdraw_case(by=request.member, case=found)
    messages.success(request, _("It is a draft again. Only its writer sees it."))
    return redirect("community:cases", request.programme.slug)


# Comparison -----------------------------------------------------------------------------------------------------------


def heads() -> list:
    return [
        _("Country"),
        *({"label": label, "numeric": True} for label in (_("Low"), _("Best"), _("High"))),
        _("Unit"),
        _("As of"),
        _("Source"),
    ]


@require_safe
@page("community.see")
def compare(request):
    """One indicator or measure, every country of the community, ranges and sources; whoever shared nothing stands there, too."""
    keys = comparable_keys()
    key = request.GET.get("key", "")
    key = key if key in keys else ""
    lines = comparison(key) if key else []
    slug = request.programme.slug
    context = {
        "keys": [(each, key_words(each)) for each in keys],
        "chosen": key,
        "chosen_words": key_words(key),
        "columns": heads(),
        "rows": [row_of_line(slug, line) for line in lines],
        "drawings": drawings(key, lines),
        "exports": [
            (kind.upper(), reverse("community:compare_export", args=[slug, kind]) + f"?key={key}")
            for kind in ("csv", "xlsx")
        ],
    }
    return show(request, "compare", _("Comparison of countries"), context)


def row_of_line(slug: str, line) -> tuple:
    if line.item is None:
        return (country_name(line.country), "", _("no data"), "", "", "", "")
    item = line.item
    name = country_name(line.country) + (f" [{_('exercise')}]" if item.exercise else "")
    return (
        (name, reverse("community:item", args=[slug, item.uid])),
        *(shown(value) for value in (item.low, item.best, item.high)),
        unit_words(item.unit),
        when_words(item),
        item.source,
    )


def drawings(key: str, lines) -> list:
    """A chart of ranges for each unit: figures in different units are not laid on one scale."""
    found = []
    for unit in dict.fromkeys(line.item.unit for line in lines if line.item):
        items = [line.item for line in lines if line.item and line.item.unit == unit]
        said = "; ".join(f"{country_name(item.country)}: {range_words(item)}" for item in items)
        drawing = range_chart(
            [
                Estimate(
                    country_name(item.country),
                    float(item.best),
                    *(None if value is None else float(value) for value in (item.low, item.high)),
                )
                for item in items
            ],
            alt=f"{key_words(key)}. {said}",
            unit=unit_words(unit),
            number=shown,
        )
        found.append(mark_safe(drawing.svg.decode()))  # noqa: S308 — drawn here; every text in it is escaped
    return found


@require_safe
@page("community.see")
def compare_export(request, kind):
    key = request.GET.get("key", "")
    lines = comparison(key) if key in comparable_keys() else []
    header = [str(head["label"] if isinstance(head, dict) else head) for head in heads()] + [
        _("exercise data")
    ]
    rows = [file_row(line) for line in lines]
    return sheet(request, kind, "comparison", _("Comparison of countries"), header, rows)


def file_row(line) -> list:
    if line.item is None:
        return [country_name(line.country), None, _("no data"), None, None, None, None, None]
    item = line.item
    told = (item.low, item.best, item.high, unit_words(item.unit), when_words(item), item.source)
    return [country_name(line.country), *map(plain, told), _("yes") if item.exercise else ""]


@require_safe
@page("community.see")
def twins(request):
    """Pairs of countries that have something in common in what they share, and the way to begin a twinning."""
    slug, may = request.programme.slug, request.member.may(MODERATE)
    begin = reverse("learning.twinning-add", args=[slug])
    rows = [
        (
            f"{country_name(pair.country)} – {country_name(pair.other)}",
            "; ".join(map(key_words, pair.keys)),
            (_("Begin"), f"{begin}?country={pair.country}&other={pair.other}") if may else "",
        )
        for pair in suggested()
    ]
    context = {
        "columns": [_("Countries"), _("What both have shared something on"), _("Twinning")],
        "rows": rows,
        "all": list_address(Twinning, request.programme),
    }
    return show(request, "twins", _("Suggested twinnings"), context)
