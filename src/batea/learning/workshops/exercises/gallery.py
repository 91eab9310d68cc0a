"""The gallery walk: what each group made, photos of its boards, and what others write beside it with their names.

A group's result is shown to the others once the group says that it is done, or the exercise is closed.
"""

from dataclasses import dataclass

from django.db import transaction

from batea.problems import BOARD_NOT_SHOWN, NOT_ALLOWED, Refused
from batea.programmes.actions import add_record, change_record, remove_record
from batea.programmes.words import Words

from ...models import BoardNote, BoardPhoto, Exercise, GroupMember, GroupResult
from ..here import participant_of
from ..photos import drop_photo, keep_photo

# Reading --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Hung:
    """A result as it hangs on the wall: photos, notes in the order of writing. Hidden notes only for who runs it."""

    result: GroupResult
    photos: tuple[BoardPhoto, ...]
    notes: tuple[BoardNote, ...]


def is_shown(result: GroupResult) -> bool:
    return result.done or result.task.state == Exercise.State.CLOSED


def hung(task: Exercise, runs: bool) -> list[Hung]:
    """Three queries."""
    rows = GroupResult.objects.filter(task=task).select_related("task", "group__grouping")
    results = [each for each in rows.order_by("group__number") if is_shown(each)]
    photos, notes = {each.pk: [] for each in results}, {each.pk: [] for each in results}
    for photo in BoardPhoto.objects.filter(result__in=results).select_related("photo").order_by("pk"):
        photos[photo.result_id].append(photo)
    said = BoardNote.objects.filter(result__in=results).select_related("participant").order_by("pk")
    for note in said if runs else said.filter(hidden=False):
        notes[note.result_id].append(note)
    return [Hung(each, tuple(photos[each.pk]), tuple(notes[each.pk])) for each in results]


# Writing --------------------------------------------------------------------------------------------------------------


def may_photograph(member, result: GroupResult) -> bool:
    """Members of the group and those who run the workshop."""
    if member.may("workshop.change"):
        return True
    mine = participant_of(member)
    return mine is not None and GroupMember.objects.filter(group=result.group_id, participant=mine).exists()


@transaction.atomic
def hang_photo(*, by, result: GroupResult, photo: bytes, words: Words) -> BoardPhoto:
    """A photo of what the group wrote on paper. Raises Refused B101 for others, B306 for a file that is no photo."""
    if not may_photograph(by, result):
        raise Refused(NOT_ALLOWED)
    kept = keep_photo(by=by, programme=result.programme, title=str(result), data=photo)
    about = {"programme": result.programme, "result": result, "exercise": result.exercise}
    return add_record(by=by, record=BoardPhoto(photo=kept, words=words, **about))


@transaction.atomic
def take_down(*, by, photo: BoardPhoto) -> None:
    """With the file, for a board may show faces. Raises Refused B101 for anybody but the group and who runs it."""
    if not may_photograph(by, photo.result):
        raise Refused(NOT_ALLOWED)
    kept = photo.photo
    remove_record(by=by, record=photo)
    drop_photo(by=by, photo=kept)


@transaction.atomic
def write_note(*, by, result: GroupResult, words: str) -> BoardNote:
    """A note beside a result, with one's badge. Raises Refused B875 while the result is not shown, B201, and B101 for
    somebody who neither takes part nor runs the workshop."""
    mine = participant_of(by)
    if not by.may("workshop.change") and not (mine and by.may("workshop.take_part")):
        raise Refused(NOT_ALLOWED)
    result = GroupResult.objects.select_related("task", "group__grouping").get(pk=result.pk)
    if not is_shown(result):
        raise Refused(BOARD_NOT_SHOWN, group=result.group)
    about = {
        "programme": result.programme,
        "result": result,
        "participant": mine,
        "exercise": result.exercise,
    }
    return add_record(by=by, record=BoardNote(words=" ".join(words.split()), **about))


def is_own(member, note: BoardNote) -> bool:
    mine = participant_of(member)
    return mine is not None and note.participant_id == mine.pk


@transaction.atomic
def withdraw_note(*, by, note: BoardNote) -> None:
    """Whoever wrote it takes it back; one that was hidden stays for those who hid it. Raises Refused B101."""
    if not is_own(by, note) or note.hidden:
        raise Refused(NOT_ALLOWED)
    remove_record(by=by, record=note)


@transaction.atomic
def hide_note(*, by, note: BoardNote, hidden: bool) -> BoardNote:
    """Hide it from the room, or show it again; who wrote it is told nothing, the trail keeps it. Raises Refused B101."""
    if not by.may("workshop.change"):
        raise Refused(NOT_ALLOWED)
    return change_record(
        by=by, record=note, values={"hidden": hidden}, act="hide" if hidden else "show again"
    )
