"""Balance while inviting, sign-ins, languages and access, and the needs survey."""

from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from batea.programmes.access import page
from batea.programmes.registers import address, address_of, list_address
from batea.programmes.registers.cells import shown

from ...models import LogisticItem, NeedsAnswer, Participant
from ..here import me, workshop_here
from ..showing import READ_WRITE, found, show, status_of
from . import queries
from .actions import answer_needs, give_sign_in, give_sign_ins
from .forms import NeedsForm, SignInForm
from .registers import LOGISTICS, PARTICIPANTS
from .step import STEP
from .wording import extra_words, share_words


@require_safe
@page("workshop.change")
def balance(request):
    """Women and men among those invited and confirmed, and what would bring them into balance."""
    workshop, people = workshop_here(), queries.learners()
    found_balance = queries.balance(workshop, people)
    context = {
        "workshop": workshop,
        "outlooks": [
            {
                "title": title,
                "share": share_words(outlook.count),
                "count": outlook.count,
                "met": outlook.met,
                "said": extra_words(outlook, found_balance),
            }
            for title, outlook in (
                (_("Confirmed"), found_balance.confirmed),
                (_("If everybody invited comes"), found_balance.expected),
            )
        ],
        "columns": [_("Delegation"), *({"label": label, "numeric": True} for label in balance_heads())],
        "rows": [
            (
                (str(delegation), address_of(delegation)) if delegation else _("none"),
                sure.women,
                sure.men,
                expected.women,
                expected.men,
                expected.others,
            )
            for delegation, sure, expected in found_balance.by_delegation
        ],
        "add_woman": add_address(request, "f"),
        "add_man": add_address(request, "m"),
        "extra": sum(each.extra for each in people if each.state in queries.COMING),
        "all": list_address(Participant, request.programme),
    }
    return show(request, STEP, "participants/balance", _("Balance of women and men"), context)


def balance_heads() -> list[str]:
    return [
        _("Women confirmed"),
        _("Men confirmed"),
        _("Women invited or confirmed"),
        _("Men invited or confirmed"),
        _("Others or not stated"),
    ]


def add_address(request, sex: str) -> str:
    """The form for an extra invitation, filled in as far as it can be."""
    preset = {"extra": "True", "sex": sex, "state": Participant.State.INVITED}
    return f"{address(PARTICIPANTS, 'add', request.programme)}?{urlencode(preset)}"


@require_safe
@page("workshop.change")
def in_short(request):
    """Languages and what people need to take part; what is late."""
    people, needing = queries.coming(), queries.with_needs()
    context = {
        "count": len(people),
        "languages": queries.languages(people),
        "needing": [
            {
                "participant": each,
                "url": address_of(each),
                "arranged": [item for item in each.logistics.all() if item.done_on],
                "open": [item for item in each.logistics.all() if not item.done_on],
                "add": f"{address(LOGISTICS, 'add', request.programme)}?participant={each.uid}",
            }
            for each in needing
        ],
        "late_columns": [_("What is to be done"), _("Due"), _("Who sees to it")],
        "late": [
            ((str(item), address_of(item)), shown(item.due), item.responsible) for item in queries.overdue()
        ],
        "logistics": list_address(LogisticItem, request.programme),
    }
    return show(request, STEP, "participants/in_short", _("Languages, access and logistics"), context)


# Sign-ins -------------------------------------------------------------------------------------------------------------


@sensitive_variables("slips")
@never_cache
@require_http_methods(READ_WRITE)
@page("workshop.change")
def sign_ins(request):
    """Who can sign in; sign-ins for all who confirmed, shown once as slips to be cut apart."""
    if request.method == "POST":
        return show_slips(request, give_sign_ins(by=request.member))
    people = queries.sign_ins()
    context = {
        "columns": [_("Name on the badge"), _("Delegation"), _("Can sign in")],
        "rows": [
            (
                (each.participant.badge, sign_in_address(request, each)),
                str(each.participant.delegation or ""),
                _("yes") if each.ready else _("no") if each.has_address else _("no address"),
            )
            for each in people
        ],
        "waiting": sum(not each.ready and each.has_address for each in people),
        "without": sum(not each.ready and not each.has_address for each in people),
    }
    return show(request, STEP, "participants/sign_ins", _("Sign-ins of participants"), context)


def sign_in_address(request, each: queries.SignIn) -> str:
    if each.ready:
        return address_of(each.participant)
    return reverse("participants:sign_in", args=[request.programme.slug, each.participant.uid])


@sensitive_variables("slips")
def show_slips(request, slips):
    context = {"slips": slips, "login": request.build_absolute_uri(reverse("account_login"))}
    return show(request, STEP, "participants/slips", _("Sign-ins, shown only now"), context)


@never_cache
@require_http_methods(READ_WRITE)
@page("workshop.change")
def sign_in(request, uid):
    """A sign-in for one participant, whose name and address may be entered here."""
    participant = found(Participant, uid, "person")
    form = SignInForm(request.POST or None, participant=participant)
    if request.method == "POST" and form.is_valid():
        return show_slips(
            request, [give_sign_in(by=request.member, participant=participant, **form.cleaned_data)]
        )
    context = {"form": form, "participant": participant, "cancel": address_of(participant)}
    return show(request, STEP, "participants/sign_in", _("Give a sign-in"), context, status_of(form))


# Needs ----------------------------------------------------------------------------------------------------------------


@require_http_methods(READ_WRITE)
@page("workshop.take_part")
def needs(request):
    """The participant's own answer, to be changed until the workshop begins and after."""
    participant = me(request.member)
    answer = NeedsAnswer.objects.filter(participant=participant).first()
    form = NeedsForm(request.POST or None, answer=answer)
    if request.method == "POST" and form.is_valid():
        answer_needs(by=request.member, participant=participant, **form.said())
        messages.success(request, _("Your answer is saved. You can change it at any time."))
        return redirect("participants:needs", programme=request.programme.slug)
    context = {"form": form, "answered": answer is not None}
    return show(
        request, STEP, "participants/needs", _("What I need from the workshop"), context, status_of(form)
    )


@require_safe
@page("workshop.change")
def needs_summary(request):
    """What all answers say together, from five on."""
    summary = queries.needs()
    context = {
        "needs": summary,
        "fewest": queries.FEWEST,
        "years": None if summary.years is None else shown(round(summary.years, 1)),
        "first": [f"{each.step.number} {each.step.title}" for each in summary.first],
        "columns": [
            _("Step of the guidance"),
            {"label": _("Own skill, mean (1–5)"), "numeric": True},
            {"label": _("Answers"), "numeric": True},
            {"label": _("Matters most to"), "numeric": True},
        ],
        "rows": [
            (
                f"{each.step.number} {each.step.title}",
                _("too few") if each.mean is None else shown(round(each.mean, 1)),
                each.answers,
                each.wanted,
            )
            for each in summary.steps
        ],
    }
    return show(request, STEP, "participants/needs_summary", _("What participants need"), context)
