"""What participants fill in and claim; what facilitators open, close, read and issue."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from batea.problems import ALREADY_ANSWERED, NOT_ALLOWED, NOT_TO_TELL, UNKNOWN_ENTRY, Refused
from batea.programmes.access import page
from batea.programmes.audit import write_audit
from batea.programmes.registers import address, address_of
from batea.programmes.words import LANGUAGES

from ...models import Certificate, Signatory, Sitting
from ...unsigned import has_answered
from .. import showing
from ..here import me, participant_of, workshop_here
from ..plans.queries import team_of
from ..showing import READ_WRITE, status_of
from . import actions, tables
from .badge import absolute, signed
from .checking import count_miss, refuse_too_many
from .eligibility import standing_of, standings
from .forms import (
    ClaimForm,
    EvaluationForm,
    IssueForm,
    PrintForm,
    ReissueForm,
    RevokeForm,
    SittingForm,
    TellForm,
    TestForm,
    WordForm,
)
from .levels import read_levels
from .own_word import suggestion
from .paper import certificate_pdf, certificates_pdf, check_address, own_language
from .queries import AFTER, BEFORE, EVALUATION, bank, box_of, sittings, test_results, turnouts
from .registers import OUTCOMES, SIGNATORIES, TEST_ITEMS
from .step import STEP
from .telling import programmes_to_tell, state_of, tell_state


def show(request, template: str, title: str, context: dict, status: int = 200):
    return showing.show(request, STEP, f"results/{template}", title, context, status)


# Participants ---------------------------------------------------------------------------------------------------------


@require_safe
@page("workshop.take_part")
def mine(request):
    """What is open to be filled in, and one's own certificates."""
    participant = me(request.member)
    open_now = sittings()
    tasks = [
        (label, tables.task_state(open_now.get(what), has_answered(participant, box_of(what))), what)
        for what, label in Sitting.What.choices
    ]
    standing = standing_of(participant) if participant.learns else None
    context = {
        "tasks": tasks,
        "standing": standing,
        "certificates": tables.own_certificates(participant, request.programme),
        "missing": tables.own_missing(standing) if standing else [],
        "may_claim": standing is not None
        and standing.claim is None
        and has_answered(participant, box_of(AFTER)),
        "may_tell": may_tell(request.member, participant),
    }
    return show(request, "mine", _("My tests and certificates"), context)


def may_tell(member, participant) -> bool:
    """Decides in the programme of the own country what leaves it."""
    return participant.delegation is not None and bool(programmes_to_tell(member, participant.delegation))


@require_http_methods(READ_WRITE)
@page("workshop.take_part")
def take(request, moment):
    """The own word, then the questions; both at one address, so that the word never stands in one."""
    participant = me(request.member)
    actions.needed_learner(participant)
    if moment not in (BEFORE, AFTER):
        raise Refused(UNKNOWN_ENTRY, what=Sitting._meta.verbose_name)
    actions.refuse_closed(moment)
    if has_answered(participant, box_of(moment)):
        raise Refused(ALREADY_ANSWERED)
    if request.method != "POST":
        return show_word(request, moment, WordForm())
    word_form = WordForm(request.POST)
    if not word_form.is_valid():
        return show_word(request, moment, word_form)
    word = word_form.cleaned_data["word"]
    code = actions.code_of(word)
    if request.POST.get("act") != "hand_in":
        return begin_test(request, moment, word_form, word, code)
    form = TestForm(request.POST, items=actions.questions(moment, code))
    if not form.is_valid():
        return show_test(request, moment, form, word)
    actions.hand_in_test(participant=participant, moment=moment, word=word, answers=form.answers())
    messages.success(request, _("Your test is handed in. Nobody can see which one is yours."))
    return redirect("results:mine", programme=request.programme.slug)


def begin_test(request, moment, word_form, word, code):
    refuse_too_many(request)
    try:
        actions.refuse_taken(moment, code)
    except Refused as refused:
        count_miss(request)  # who tries words of others learns only that there is one
        word_form.add_error("word", " ".join(refused.in_words(_)))
        return show_word(request, moment, word_form)
    form = TestForm(initial={"word": word}, items=actions.questions(moment, code))
    return show_test(request, moment, form, word)


def show_word(request, moment, form):
    context = {"form": form, "moment": moment, "suggestion": suggestion(), "after": moment == AFTER}
    return show(request, "word", Sitting.What(moment).label, context, status_of(form))


def show_test(request, moment, form, word):
    context = {"form": form, "moment": moment, "word": word}
    return show(request, "test", Sitting.What(moment).label, context, status_of(form))


@require_http_methods(READ_WRITE)
@page("workshop.take_part")
def evaluate(request):
    participant = me(request.member)
    actions.needed_learner(participant)
    actions.refuse_closed(EVALUATION)
    if has_answered(participant, box_of(EVALUATION)):
        raise Refused(ALREADY_ANSWERED)
    form = EvaluationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.hand_in_evaluation(participant=participant, **form.cleaned_data)
        messages.success(request, _("Thank you. Nobody can see which evaluation is yours."))
        return redirect("results:mine", programme=request.programme.slug)
    return show(request, "evaluate", _("Evaluation"), {"form": form}, status_of(form))


@require_http_methods(READ_WRITE)
@page("workshop.take_part")
def claim(request):
    """Put the result of the test at the end beside the own name: the one way from a test to a person."""
    participant = me(request.member)
    actions.needed_learner(participant)
    form = ClaimForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        refuse_too_many(request)
        try:
            percent, kept = actions.claim_result(
                by=request.member, participant=participant, word=form.cleaned_data["word"]
            )
        except Refused as refused:
            count_miss(request)
            form.add_error("word", " ".join(refused.in_words(_)))
        else:
            said = (
                _("Your result of %(percent)s %% is kept beside your name.")
                if kept
                else _("Your result is %(percent)s %%. That is not enough, and nothing of it was kept.")
            )
            messages.success(request, said % {"percent": percent})
            return redirect("results:mine", programme=request.programme.slug)
    context = {"form": form, "needed": workshop_here().certificate_score}
    return show(request, "claim", _("Claim my result"), context, status_of(form))


def own_or_run(request, uid) -> Certificate:
    """The certificate, for its owner and for those who run the workshop."""
    found = needed(uid)
    own = participant_of(request.member)
    if not request.member.may("workshop.change") and found.participant != own:
        raise Refused(NOT_ALLOWED)
    return found


def needed(uid) -> Certificate:
    found = Certificate.objects.filter(uid=uid).select_related("participant", "programme").first()
    if found is None:
        raise Refused(UNKNOWN_ENTRY, what=Certificate._meta.verbose_name)
    return found


@require_safe
@page("workshop.take_part")
def paper(request, uid, lang):
    certificate = own_or_run(request, uid)
    if lang not in LANGUAGES:
        raise Refused(UNKNOWN_ENTRY, what=lang)
    content = certificate_pdf(certificate, lang, check_address(certificate, absolute(request)))
    return sent(content, "application/pdf", f"{certificate.kind}-{certificate.code}-{lang}.pdf")


@require_POST
@page("workshop.change")
def prints(request):
    """All certificates in force in one file for the printer, a page each. The trail tells who took the names along."""
    form = PrintForm(request.POST)
    found = Certificate.objects.filter(revoked_on=None).select_related("participant__delegation", "programme")
    chosen = list(found.order_by("number", "pk"))
    if form.is_valid():
        kind, lang = form.cleaned_data["kind"], form.cleaned_data["lang"]
        chosen = [each for each in chosen if kind in (PrintForm.BOTH, each.kind)]
        if chosen:
            told = {"certificates": [None, len(chosen)]}
            write_audit(by=request.member, act="print certificates", programme=request.programme, change=told)
            return sent(printed(request, chosen, lang), "application/pdf", "certificates.pdf")
        form.add_error("kind", _("None of this kind has been issued."))
    return show_certified(request, issue_form(), form)


def printed(request, chosen: list[Certificate], lang: str) -> bytes:
    at = absolute(request)
    return certificates_pdf(
        [
            (each, own_language(each) if lang == PrintForm.OWN else lang, check_address(each, at))
            for each in chosen
        ]
    )


@require_safe
@page("workshop.take_part")
def badge(request, uid):
    certificate = own_or_run(request, uid)
    content = signed(certificate, absolute(request))
    return sent(content, "application/vc+jwt", f"{certificate.kind}-{certificate.code}.jwt")


def sent(content, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_http_methods(READ_WRITE)
@page("workshop.take_part")
def tell(request):
    """Tell the workshop how the programme of the own country stands: an act of whoever decides what leaves it."""
    team = team_of(request.member)
    programmes = programmes_to_tell(request.member, team)
    if not programmes:
        raise Refused(NOT_TO_TELL, country=team)
    form = TellForm(request.POST or None, programmes=programmes)
    if request.method == "POST" and form.is_valid():
        tell_state(
            by=request.member,
            programme=form.by_slug[form.cleaned_data["source"]],
            told_by=form.cleaned_data["told_by"],
            words=form.cleaned_data["words"],
        )
        messages.success(request, _("The workshop knows now how your programme stands."))
        return redirect("results:mine", programme=request.programme.slug)
    states = [(str(each.name), tables.state_words(state_of(each))) for each in programmes]
    return show(
        request, "tell", _("Tell how our programme stands"), {"form": form, "states": states}, status_of(form)
    )


# Facilitators ---------------------------------------------------------------------------------------------------------


@require_http_methods(READ_WRITE)
@page("workshop.change")
def tests(request):
    """Open and close the tests and the evaluation; read the tests once they are closed."""
    form = SittingForm(request.POST or None)
    if request.method == "POST":
        if not form.is_valid():
            raise Refused(UNKNOWN_ENTRY, what=Sitting._meta.verbose_name)
        return change_sitting(request, **form.cleaned_data)
    results = test_results()
    context = {
        "sittings": tables.sitting_rows(sittings(), turnouts()),
        "results": results,
        "gains": tables.gain_rows(results),
        "item_columns": tables.item_columns(),
        "items": tables.item_rows(results),
        "construct_columns": tables.construct_columns(),
        "constructs": tables.construct_rows(results),
        "lacks": tables.bank_words(bank()),
        "form_columns": tables.form_columns(),
        "forms": tables.form_rows(results) if any(each.before is not None for each in results.forms) else [],
        "add_item": address(TEST_ITEMS, "add", request.programme),
        "all_items": address(TEST_ITEMS, "list", request.programme),
    }
    return show(request, "tests", _("Tests"), context)


def change_sitting(request, what, act):
    if act == "open":
        actions.open_sitting(by=request.member, programme=request.programme, what=what)
        messages.success(request, _("It takes answers now."))
    else:
        actions.close_sitting(by=request.member, what=what)
        messages.success(request, _("It is closed. What came in is shown below."))
    return redirect("results:tests", programme=request.programme.slug)


@require_safe
@page("workshop.change")
def levels(request):
    """The workshop at four levels."""
    context = {
        **tables.level_tables(read_levels(request.member), request.programme),
        "add_outcome": address(OUTCOMES, "add", request.programme),
    }
    return show(request, "levels", _("Evaluation at four levels"), context)


@require_http_methods(READ_WRITE)
@page("workshop.change")
def certified(request):
    """Who has earned what, what is missing, and issuing."""
    form = issue_form(request.POST or None)
    if request.method == "POST" and form.is_valid():
        issued = actions.issue_certificates(by=request.member, chosen=form.picked())
        messages.success(request, _("Certificates issued: %(count)s.") % {"count": len(issued)})
        return redirect("results:certified", programme=request.programme.slug)
    return show_certified(request, form, PrintForm(initial={"kind": PrintForm.BOTH, "lang": PrintForm.OWN}))


def issue_form(data=None) -> IssueForm:
    found = standings()
    form = IssueForm(
        data,
        waiting=[(each, kind) for each in found for kind in Certificate.Kind.values if each.waits_for(kind)],
    )
    form.standings = found
    return form


def show_certified(request, form: IssueForm, print_form: PrintForm):
    context = {
        "form": form,
        "columns": tables.standing_columns(),
        "rows": [tables.standing_row(each) for each in form.standings],
        "workshop": workshop_here(),
        "print_form": print_form if any(each.certificates for each in form.standings) else None,
        "signatories": address(SIGNATORIES, "list", request.programme),
        "unsigned": not Signatory.objects.exists(),
    }
    status = 422 if form.errors or (print_form.is_bound and print_form.errors) else 200
    return show(request, "certified", _("Who is certified"), context, status)


@require_http_methods(READ_WRITE)
@page("workshop.change")
def revoke(request, uid):
    certificate = needed(uid)
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.revoke_certificate(by=request.member, certificate=certificate, **form.cleaned_data)
        messages.success(request, _("The certificate is revoked. Its check says so from now on."))
        return redirect(address_of(certificate))
    context = {"form": form, "record": certificate, "cancel": address_of(certificate), "again": False}
    return show(request, "revoke", _("Revoke this certificate?"), context, status_of(form))


@require_http_methods(READ_WRITE)
@page("workshop.change")
def reissue(request, uid):
    certificate = needed(uid)
    form = ReissueForm(request.POST or None, initial={"name": certificate.name})
    if request.method == "POST" and form.is_valid():
        again = actions.reissue_certificate(by=request.member, certificate=certificate, **form.cleaned_data)
        messages.success(request, _("The new certificate has the code %(code)s.") % {"code": again.code})
        return redirect(address_of(again))
    context = {"form": form, "record": certificate, "cancel": address_of(certificate), "again": True}
    return show(request, "revoke", _("Issue a new certificate in its place"), context, status_of(form))
