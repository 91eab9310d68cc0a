"""The gallery walk on a page: results, photos of boards, notes."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from batea.problems import FILE_KIND_REFUSED, NOT_ALLOWED, UNKNOWN_ENTRY, Refused
from batea.programmes.access import page

from ....models import BoardNote, BoardPhoto, Exercise, GroupResult
from ...photos import as_picture
from ...showing import READ_WRITE, found
from .. import gallery
from ..forms import BoardPhotoForm, NoteForm
from .shared import no_such_act, show


@require_safe
@page("workshop.see")
def walk(request, uid):
    """What the groups of an exercise have made, for everybody in the workshop."""
    return walk_page(request, found(Exercise, uid, "grouping"))


def walk_page(request, task: Exercise, sent: NoteForm | None = None, beside: GroupResult | None = None):
    """`sent` is a note that was not right, beside the result it was written to."""
    runs, takes_part = request.member.may("workshop.change"), request.member.may("workshop.take_part")
    context = {
        "task": task,
        "walls": [
            {
                "hung": each,
                "name": str(each.result.group),
                "photographs": takes_part and gallery.may_photograph(request.member, each.result),
                "notes": [(note, gallery.is_own(request.member, note)) for note in each.notes],
                "form": sent if beside == each.result else NoteForm(auto_id=f"id_%s_{each.result.uid}"),
            }
            for each in gallery.hung(task, runs)
        ],
        "runs": runs,
        "takes_part": takes_part,
    }
    title = _("Gallery walk: %(exercise)s") % {"exercise": task.title}
    return show(request, "gallery", title, context, 422 if sent else 200)


@require_POST
@page("workshop.take_part")
def write(request, uid):
    result = found(GroupResult, uid, "task__grouping", "group__grouping")
    form = NoteForm(request.POST, auto_id=f"id_%s_{result.uid}")
    if not form.is_valid():
        return walk_page(request, result.task, form, result)
    gallery.write_note(by=request.member, result=result, words=form.cleaned_data["words"])
    messages.success(request, _("Your note hangs beside the result, with your name."))
    return back(request, result)


@require_http_methods(READ_WRITE)
@page("workshop.take_part")
def hang(request, uid):
    """Photograph a board, and write down what stands on it."""
    result = found(GroupResult, uid, "task", "group__grouping")
    if not gallery.may_photograph(request.member, result):
        raise Refused(NOT_ALLOWED)
    form = BoardPhotoForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            gallery.hang_photo(
                by=request.member, result=result, photo=said["photo"].read(), words=said["words"]
            )
        except Refused as refused:
            if refused.problem is not FILE_KIND_REFUSED:
                raise
            form.add_error("photo", " ".join(refused.in_words(_)))
        else:
            messages.success(request, _("The photo hangs with the result of the group."))
            return back(request, result)
    context = {"form": form, "result": result, "group_name": str(result.group)}
    title = _("Photo of a board: %(group)s") % {"group": result.group}
    return show(request, "hang", title, context, 422 if form.errors else 200)


@require_safe
@page("workshop.see")
def picture(request, uid):
    photo = found(BoardPhoto, uid, "photo", "result__task")
    if not gallery.is_shown(photo.result) and not gallery.may_photograph(request.member, photo.result):
        raise Refused(UNKNOWN_ENTRY, what=BoardPhoto._meta.verbose_name)
    return as_picture(photo.photo)


ACTS = {
    "withdraw": lambda by, note: gallery.withdraw_note(by=by, note=note),
    "hide": lambda by, note: gallery.hide_note(by=by, note=note, hidden=True),
    "show": lambda by, note: gallery.hide_note(by=by, note=note, hidden=False),
}


@require_POST
@page("workshop.take_part")
def note(request, uid):
    """Take one's own note back; hide or show one for those who run the workshop."""
    asked, act = found(BoardNote, uid, "result__task"), request.POST.get("act", "")
    if act not in ACTS:
        raise no_such_act(act)
    ACTS[act](request.member, asked)
    messages.success(request, _("The notes are changed."))
    return back(request, asked.result)


@require_POST
@page("workshop.take_part")
def take_down(request, uid):
    photo = found(BoardPhoto, uid, "result__task", "photo")
    gallery.take_down(by=request.member, photo=photo)
    messages.success(request, _("The photo is taken down."))
    return back(request, photo.result)


def back(request, result: GroupResult):
    return redirect("exercises:gallery", programme=request.programme.slug, uid=result.task.uid)
