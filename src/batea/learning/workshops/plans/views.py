"""The team's own plan, page by page; the plans one may read; what facilitators set and follow."""

from csp.decorators import csp
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from batea.documents.write import MEDIA_TYPES
from batea.phase1_getting_started.trail import trail
from batea.phase2_strategy.national.shelf import content_of
from batea.phase2_strategy.national.views import DOCUMENT_POLICY
from batea.problems import (
    CHANGED_MEANWHILE,
    NO_WORK_PLAN,
    NOT_ALLOWED,
    NOT_YET_DUE,
    PLAN_NOT_BEGUN,
    UNKNOWN_ENTRY,
    Refused,
)
from batea.programmes.access import page
from batea.programmes.actions import add_record, change_record, remove_record
from batea.programmes.registers.sheets import sheet
from batea.programmes.registers.views import version_seen
from batea.programmes.words import LANGUAGES

from ...models import CheckIn, Participant, Plan, PlanAction
from ..here import today_there, workshop_here
from . import actions, queries, tables
from .forms import (
    FORMATS,
    CheckInForm,
    HelpForm,
    PeersForm,
    PresentForm,
    ShareForm,
    SupervisionFilter,
    TakeForm,
    action_form,
    here,
    part_form,
)
from .paper import plan_document
from .parts import BY_SLUG
from .peers import Team, stems, suggest_peers
from .queries import Reader, reader_of, team_of
from .step import STEP
from .taking import programmes_for, take_actions, tasks_of

HERE = "learning/plans"
READ_WRITE = ["GET", "HEAD", "POST"]


def show(request, template: str, title: str, context: dict, status: int = 200):
    furniture = {"page_title": title, "breadcrumbs": trail(request, STEP, title)}
    return render(request, f"{HERE}/{template}.html", {**furniture, **context}, status=status)


def status_of(form) -> int:
    return 422 if form.errors else 200


def to(request, name: str, *args):
    return redirect(f"plans:{name}", request.programme.slug, *args)


# The team's own plan --------------------------------------------------------------------------------------------------


def own_plan(request) -> Plan:
    """The plan of the member's team. Raises Refused B820 before it is begun, B821 without a team."""
    found = queries.plan_of(team_of(request.member))
    if found is None:
        raise Refused(PLAN_NOT_BEGUN)
    return found


@require_safe
@page("workshop.take_part")
def mine(request):
    """The plan as a list of pages, each with how far it is."""
    team = team_of(request.member)
    plan = queries.plan_of(team)
    context = {
        "team": team,
        "plan": plan,
        "tasks": tables.tasks_of_plan(plan, request.programme.slug),
        "missing": queries.missing_of(plan) if plan else [],
    }
    return show(request, "mine", _("Our return-to-work plan"), context)


@require_http_methods(READ_WRITE)
@page("workshop.take_part")
def part(request, part):
    """One page of the plan. When a colleague has changed it meanwhile, both texts are shown and nothing is lost."""
    found = BY_SLUG.get(part)
    if found is None:
        raise Refused(UNKNOWN_ENTRY, what=part)
    team = team_of(request.member)
    plan = queries.plan_of(team)
    build = part_form(found)
    form = build(request.POST or None, instance=plan or Plan(programme=team.programme, delegation=team))
    theirs = []
    if request.method == "POST" and form.is_valid():
        stored = queries.plan_of(team)
        version = form.cleaned_data["version_seen"] or (stored.version if stored else None)
        try:
            actions.write_part(
                by=request.member, team=team, plan=stored, part=found, values=form.values(), version=version
            )
        except Refused as refused:
            if refused.problem is not CHANGED_MEANWHILE:
                raise
            form, theirs = both_versions(request, build, team, found)
        else:
            messages.success(request, _("Saved: %(what)s") % {"what": found.title})
            return to(request, "mine")
    context = {"form": form, "part": found, "theirs": theirs}
    return show(request, "part", found.title, context, status_of(form))


def both_versions(request, build, team, part):
    """(the form as it was typed, to be saved over the plan as it stands now; what stands there)."""
    stored = queries.plan_of(team)
    # Taken down first: a form that is validated writes into its record.
    theirs = [(tables.named(name), tables.value_of(stored, name)) for name in part.fields]
    again = request.POST.copy()
    again["version_seen"] = stored.version
    form = build(again, instance=stored)
    form.add_error(None, _("Somebody of your team has changed the plan while you were writing."))
    return form, theirs


@require_safe
@page("workshop.take_part")
def check(request):
    """Everything that was written, with the way to each page."""
    plan = own_plan(request)
    slug = request.programme.slug
    context = {
        "plan": plan,
        "answers": tables.answers_of(plan, slug),
        "columns": tables.action_columns(edits=False, tasks=False),
        "rows": tables.action_rows(list(queries.actions_of(plan)), slug, edits=False, tasks=None),
        "missing": queries.missing_of(plan),
    }
    return show(request, "check", _("Check your answers"), context)


@require_http_methods(READ_WRITE)
@page("workshop.take_part")
def share(request):
    plan = own_plan(request)
    form = ShareForm(request.POST or None, initial={"public": "yes" if plan.public else "no"})
    if request.method == "POST" and form.is_valid():
        actions.share_plan(by=request.member, plan=plan, public=form.cleaned_data["public"])
        messages.success(request, _("Saved: %(what)s") % {"what": _("Who may read it")})
        return to(request, "mine")
    return show(request, "share", _("Who may read it"), {"form": form}, status_of(form))


# Its actions ----------------------------------------------------------------------------------------------------------


@require_safe
@page("workshop.take_part")
def list_actions(request):
    plan = own_plan(request)
    found = list(queries.actions_of(plan))
    context = {
        "plan": plan,
        "columns": tables.action_columns(edits=True, tasks=False),
        "rows": tables.action_rows(found, request.programme.slug, edits=True, tasks=None),
    }
    return show(request, "actions", _("Actions"), context)


@require_http_methods(READ_WRITE)
@page("workshop.take_part")
def add_action(request):
    plan = own_plan(request)
    new = PlanAction(programme=plan.programme, plan=plan, exercise=plan.exercise)
    form = action_form()(request.POST or None, instance=new)
    if request.method == "POST" and form.is_valid():
        add_record(by=request.member, record=form.instance)
        messages.success(request, _("Saved: %(what)s") % {"what": form.instance})
        return to(request, "actions")
    return show(request, "action", _("Add an action"), {"form": form}, status_of(form))


def own_action(request, uid) -> PlanAction:
    """An action of the own team's plan; for whoever may not even read that plan it does not exist."""
    found = PlanAction.objects.filter(uid=uid).select_related("plan__delegation").first()
    refuse_unless_written_by(request, found and found.plan, PlanAction)
    return found


def refuse_unless_written_by(request, plan: Plan | None, model) -> Reader:
    """Raises Refused: B205 for those who may not read the plan, B101 for those who only may read it."""
    reader = reader_of(request.member)
    if plan is None or not reader.stands_near(plan):
        raise Refused(UNKNOWN_ENTRY, what=model._meta.verbose_name)
    if not reader.writes(plan):
        raise Refused(NOT_ALLOWED)
    return reader


@require_http_methods(READ_WRITE)
@page("workshop.take_part")
def action(request, uid):
    found = own_action(request, uid)
    form = action_form()(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version_seen"] or found.version
        change_record(
            by=request.member, record=own_action(request, uid), values=form.values(), version=version
        )
        messages.success(request, _("Saved: %(what)s") % {"what": form.instance})
        return to(request, "actions")
    return show(request, "action", _("Change an action"), {"form": form}, status_of(form))


@require_http_methods(READ_WRITE)
@page("workshop.take_part")
def remove_action(request, uid):
    found = own_action(request, uid)
    if request.method == "POST":
        remove_record(by=request.member, record=found, version=version_seen(request))
        messages.success(request, _("Removed: %(what)s") % {"what": found})
        return to(request, "actions")
    return show(request, "action_remove", _("Remove this action?"), {"record": found})


@require_http_methods(READ_WRITE)
@page("workshop.take_part")
def take(request):
    """Carry actions into the work plan of the country's own programme."""
    plan = own_plan(request)
    found = list(queries.actions_of(plan))
    programmes = programmes_for(request.member, plan.delegation)
    if not programmes:
        raise Refused(NO_WORK_PLAN, country=plan.delegation)
    there = tasks_of(request.member, found)
    removed = {key for key, task in there.items() if task.item is None}
    waiting = [each for each in found if not each.taken_to or each.pk in removed]
    form = TakeForm(request.POST or None, programmes=programmes, actions=waiting)
    if request.method == "POST" and form.is_valid():
        taken = take_actions(by=request.member, lang=request.programme.language, **form.chosen())
        messages.success(request, _("Taken into the work plan: %(count)s.") % {"count": len(taken)})
        return to(request, "plan", plan.uid)
    context = {"form": form, "waiting": waiting, "plan": plan}
    return show(request, "take", _("Take into our programme"), context, status_of(form))


# Plans one may read ---------------------------------------------------------------------------------------------------


@require_safe
@page("workshop.see")
def overview(request):
    """The plans this member may read, and how many more there are."""
    reader = reader_of(request.member)
    found, hidden = queries.readable(reader)
    context = {
        "columns": tables.overview_columns(),
        "rows": tables.overview_rows(found, request.programme.slug, reader),
        "hidden": hidden,
        "has_team": reader.team is not None and request.member.may("workshop.take_part"),
    }
    return show(request, "overview", _("Plans of the teams"), context)


@require_safe
@page("workshop.see")
def plan(request, uid):
    """One plan as a page to read and to print."""
    reader = reader_of(request.member)
    found = queries.plan_for(reader, uid)
    slug, near, writes = request.programme.slug, reader.stands_near(found), reader.writes(found)
    acts = list(queries.actions_of(found))
    inside = writes or reader.runs
    tasks = tasks_of(request.member, acts) if writes else {}
    context = {
        "plan": found,
        "near": near,
        "writes": writes,
        "runs": reader.runs,
        "answers": tables.answers_of(found),
        "missing": queries.missing_of(found) if near else [],
        "action_columns": tables.action_columns(edits=False, tasks=inside),
        "action_rows": tables.action_rows(acts, slug, edits=False, tasks=tasks if inside else None),
        "files": [
            (name, reverse("plans:document", args=[slug, uid, here(), kind])) for kind, name in FORMATS
        ],
    }
    if near:
        today = today_there(workshop_here())
        context |= {
            "check_in_columns": tables.check_in_columns(writes),
            "check_in_rows": tables.check_in_rows(list(found.check_ins.all()), today, slug, writes),
            "help_columns": tables.help_columns(),
            "help_rows": tables.help_rows(queries.help_of(found)),
        }
    title = _("Return-to-work plan of %(country)s") % {"country": found.delegation}
    return show(request, "plan", title, context)


@require_safe
@csp(DOCUMENT_POLICY)
@page("workshop.see")
def document(request, uid, lang, format):
    reader = reader_of(request.member)
    found = queries.plan_for(reader, uid)
    if lang not in LANGUAGES or format not in MEDIA_TYPES:
        raise Refused(UNKNOWN_ENTRY, what=lang)
    outline = plan_document(found, lang, near=reader.stands_near(found))
    answer = HttpResponse(content_of(outline, format), content_type=MEDIA_TYPES[format])
    if format != "html":
        name = f"{request.programme.slug}-plan-{found.delegation.country.lower()}-{lang}.{format}"
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_http_methods(READ_WRITE)
@page("workshop.take_part")
def check_in(request, uid):
    """The team answers a check-in, or changes its answer."""
    found = CheckIn.objects.filter(uid=uid).select_related("plan__delegation").first()
    refuse_unless_written_by(request, found and found.plan, CheckIn)
    if found.due > today_there(workshop_here()):
        raise Refused(NOT_YET_DUE, day=found.due.isoformat())
    undone = list(queries.actions_of(found.plan).filter(done_on=None))
    form = CheckInForm(request.POST or None, actions=undone, initial=said_before(found))
    if request.method == "POST" and form.is_valid():
        actions.answer_check_in(
            by=request.member,
            check_in=found,
            how=CheckIn.How.PAGE,
            values=form.values(),
            done=form.finished(),
        )
        messages.success(request, _("Thank you. Your answer is kept with the plan."))
        return to(request, "plan", found.plan.uid)
    context = {"form": form, "check_in": found}
    title = _("Check-in after %(days)s days") % {"days": found.after_days}
    return show(request, "check_in", title, context, status_of(form))


def said_before(check_in: CheckIn) -> dict:
    plain = {name: getattr(check_in, name) for name in ("state", "percent", "blocker_kind")}
    return plain | {name: str(getattr(check_in, name)) for name in ("changed", "blocker", "learned")}


@require_http_methods(READ_WRITE)
@page("workshop.take_part")
def note_help(request, uid):
    reader = reader_of(request.member)
    found = queries.plan_for(reader, uid)
    if not reader.stands_near(found):
        raise Refused(NOT_ALLOWED)
    own = reader.writes(found)
    teams = queries.teams().exclude(pk=found.delegation_id)
    form = HelpForm(request.POST or None, own=own, teams=teams)
    if request.method == "POST" and form.is_valid():
        actions.note_help(by=request.member, reader=reader, plan=found, **form.values())
        messages.success(request, _("Noted on the page of the plan."))
        return to(request, "plan", found.uid)
    title = _("Help asked for or given") if own else _("Help given")
    return show(request, "help", title, {"form": form, "plan": found}, status_of(form))


# Facilitators ---------------------------------------------------------------------------------------------------------


@require_http_methods(READ_WRITE)
@page("workshop.change")
def present(request, uid):
    """The day the team presented its plan; with it come the dates of its check-ins."""
    found = queries.plan_for(reader_of(request.member), uid)
    today = today_there(workshop_here())
    form = PresentForm(request.POST or None, initial={"day": found.presented_on or today})
    if request.method == "POST" and form.is_valid():
        try:
            actions.present_plan(by=request.member, plan=found, **form.cleaned_data)
        except Refused as refused:
            form.add_error("day", refused.in_words(_)[0])
        else:
            messages.success(request, _("The plan is presented; its check-ins have their dates."))
            return to(request, "plan", found.uid)
    context = {"form": form, "plan": found, "missing": queries.missing_of(found)}
    return show(request, "present", _("The plan was presented"), context, status_of(form))


@require_POST
@page("workshop.change")
def dates(request):
    """Set the dates of all presented plans, after the workshop has moved or plans came in by a file."""
    changed = sum(
        len(actions.set_dates(by=request.member, plan=each))
        for each in queries.plans().filter(presented_on__isnull=False)
    )
    messages.success(request, _("Check-ins that got another date: %(count)s.") % {"count": changed})
    return to(request, "supervise")


@require_http_methods(READ_WRITE)
@page("workshop.change")
def peers(request):
    """Peer teams and coaches of all plans; what is empty begins with a suggestion."""
    found = list(queries.plans())
    matches = suggest_peers(
        [Team(each.pk, each.delegation.country, each.step, stems(words_of(each.support))) for each in found]
    )
    by_key = {each.pk: each for each in found}
    suggested = {key: by_key[match.other.key].delegation for key, match in matches.items()}
    parts = (Participant.Part.FACILITATOR, Participant.Part.EXPERT)
    coaches = list(Participant.objects.filter(part__in=parts).order_by("badge", "pk"))
    form = PeersForm(request.POST or None, plans=found, suggested=suggested, coaches=coaches)
    if request.method == "POST" and form.is_valid():
        changed = actions.choose_peers(by=request.member, chosen=form.chosen())
        messages.success(request, _("Plans changed: %(count)s.") % {"count": changed})
        return to(request, "supervise")
    reasons = [
        (by_key[key].delegation, by_key[match.other.key].delegation, match)
        for key, match in matches.items()
        if by_key[key].peer is None
    ]
    context = {"form": form, "plans": found, "reasons": reasons}
    return show(request, "peers", _("Peers and coaches"), context, status_of(form))


def words_of(words) -> list[str]:
    return [text for lang, text in words.items() if lang != "original"]


def asked_supervision(request):
    """What the filter asks for; values it does not know are ignored."""
    form = SupervisionFilter(request.GET or None)
    asked = dict(form.cleaned_data) if form.is_bound and form.is_valid() else {}
    return form, queries.supervision(today_there(workshop_here()), **{k: v for k, v in asked.items() if v})


@require_safe
@page("workshop.change")
def supervise(request):
    """All plans by their check-ins, the obstacles named most often, the support asked for."""
    form, found = asked_supervision(request)
    slug = request.programme.slug
    context = {
        "form": form,
        "columns": tables.supervision_columns(),
        "rows": tables.supervision_rows(found, slug),
        "blocker_columns": [_("Obstacle"), {"label": _("Answers"), "numeric": True}, _("In words")],
        "blockers": tables.blocker_rows(found),
        "support_columns": [_("Country"), _("Support asked for")],
        "support": tables.support_rows(found, slug),
        "exports": [
            (
                kind.upper(),
                f"{reverse('plans:supervise_file', args=[slug, kind])}?{request.GET.urlencode()}",
            )
            for kind in ("csv", "xlsx")
        ],
    }
    return show(request, "supervise", _("How the plans stand"), context)


@require_safe
@page("workshop.change")
def supervise_file(request, kind):
    _form, found = asked_supervision(request)
    rows = [tables.file_row(each) for each in found.followed]
    return sheet(request, kind, "plans", _("How the plans stand"), tables.file_header(), rows)
