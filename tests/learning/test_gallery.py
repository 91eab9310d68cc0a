"""The gallery walk: results are shown when they are done, photos come in through one door, notes carry a name."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from batea.evidence.desk import Desk
from batea.learning.models import BoardNote, BoardPhoto, GroupResult
from batea.learning.workshops.exercises import actions, gallery
from batea.learning.workshops.exercises.chapter import chapter
from batea.problems import BOARD_NOT_SHOWN, NOT_ALLOWED
from batea.programmes.actions import remove_record
from batea.programmes.attachments import place_of
from batea.programmes.models import Attachment, AuditEntry
from batea.programmes.words import Words
from tests.conftest import cast
from tests.learning.conftest import BY, add, change, participant, said
from tests.learning.test_exercises import division, task, two  # noqa: F401
from tests.learning.test_rooms import refused
from tests.learning.test_visit import photo

NOTHING = Words()


def url(name: str, record) -> str:
    return reverse(f"exercises:{name}", args=[record.programme.slug, record.uid])


@pytest.fixture
def results(task, two):  # noqa: F811
    """Group 1 (Marta) is done; group 2 (Nico) is still at it."""
    actions.open_exercise(by=BY, exercise=task)
    return [
        add(
            GroupResult,
            task.programme,
            task=task,
            group=group,
            words=said(f"Plan {group.number}"),
            done=number == 0,
        )
        for number, group in enumerate(two)
    ]


def walked(client, task) -> str:  # noqa: F811
    answer = client.get(url("gallery", task))
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_result_hangs_once_it_is_done_or_the_exercise_is_closed(results, task, nico):  # noqa: F811
    page = walked(nico, task)
    assert "Plan 1" in page
    assert "Plan 2" not in page
    task.refresh_from_db()
    actions.close_exercise(by=BY, exercise=task)
    assert "Plan 2" in walked(nico, task)


def test_a_note_carries_the_badge_and_is_written_to_what_is_shown_only(results, task, nico, marta):  # noqa: F811
    assert nico.post(url("write_note", results[0]), {"words": "  Who  pays?\n"}).status_code == 302
    note = BoardNote.objects.get()
    assert (note.words, note.participant) == ("Who pays?", nico.participant)
    assert AuditEntry.objects.get(record="learning.boardnote").actor == nico.account.email
    assert "Who pays? <strong>– Nico</strong>" in walked(marta, task)
    refused(BOARD_NOT_SHOWN, gallery.write_note, by=marta.member, result=results[1], words="early")
    assert marta.post(url("write_note", results[1]), {"words": "early"}).status_code == 409


@pytest.mark.parametrize("words", ["", "   ", "x" * 281])
def test_a_note_is_some_words_and_short(results, nico, words):
    answer = nico.post(url("write_note", results[0]), {"words": words})
    assert answer.status_code == 422
    assert "govuk-error-message" in answer.content.decode()
    assert not BoardNote.objects.exists()


def test_words_of_a_note_are_no_markup(results, task, nico):  # noqa: F811
    nico.post(url("write_note", results[0]), {"words": "<script>alert(1)</script>"})
    assert "<script>alert(1)" not in walked(nico, task)


def test_one_takes_the_own_note_back_and_nobody_elses(results, nico, marta):
    note = gallery.write_note(by=nico.member, result=results[0], words="Mine")
    assert marta.post(url("note", note), {"act": "withdraw"}).status_code == 403
    assert nico.post(url("note", note), {"act": "else"}).status_code == 422
    assert nico.post(url("note", note), {"act": "withdraw"}).status_code == 302
    assert not BoardNote.objects.exists()


def test_who_runs_it_hides_a_note_and_shows_it_again(results, task, nico, fatima):  # noqa: F811
    note = gallery.write_note(by=nico.member, result=results[0], words="Rude")
    assert nico.post(url("note", note), {"act": "hide"}).status_code == 403
    assert fatima.post(url("note", note), {"act": "hide"}).status_code == 302
    assert "Rude" not in walked(nico, task)
    assert "Rude" in walked(fatima, task)
    hidden = BoardNote.objects.get()
    refused(NOT_ALLOWED, gallery.withdraw_note, by=nico.member, note=hidden)
    assert nico.post(url("note", note), {"act": "show"}).status_code == 403
    assert fatima.post(url("note", note), {"act": "show"}).status_code == 302
    assert "Rude" in walked(nico, task)
    assert (
        list(AuditEntry.objects.filter(act__in=("hide", "show again")).values_list("actor", flat=True))
        == [fatima.account.email] * 2
    )


def test_an_observer_walks_and_writes_nothing(results, task, workshop):  # noqa: F811
    olga = cast(workshop, "olga", "observer")
    assert "Plan 1" in walked(olga, task)
    assert olga.post(url("write_note", results[0]), {"words": "x"}).status_code == 403
    refused(NOT_ALLOWED, gallery.write_note, by=olga.member, result=results[0], words="x")


def test_the_report_tells_what_was_said_beside_a_result_and_not_by_whom(results, nico, fatima):
    gallery.write_note(by=nico.member, result=results[0], words="Who pays?")
    gallery.hide_note(
        by=fatima.member,
        note=gallery.write_note(by=nico.member, result=results[0], words="Rude"),
        hidden=True,
    )
    gallery.hang_photo(by=fatima.member, result=results[0], photo=photo(), words=said("Ropes first"))
    told = str(list(chapter(results[0].programme, Desk(results[0].programme, "en"))))
    assert "Who pays?" in told
    assert "Ropes first" in told
    assert "Rude" not in told
    assert "Nico" not in told


# Photos ---------------------------------------------------------------------------------------------------------------


def sent(data=None, name="board.jpg"):
    return SimpleUploadedFile(name, data or photo(), "image/jpeg")


def test_a_board_is_photographed_by_its_group_smaller_and_without_what_it_tells(results, task, marta, nico):  # noqa: F811
    answer = marta.post(url("hang", results[0]), {"photo": sent(), "words_en": "Ropes first"})
    assert answer.status_code == 302
    kept = BoardPhoto.objects.get()
    assert str(kept.words) == "Ropes first"
    assert b"TellTale" not in place_of(kept.photo.sha256).read_bytes()
    picture = nico.get(url("picture", kept))
    assert (picture.status_code, picture["Content-Type"]) == (200, "image/jpeg")
    assert "sandbox" in picture["Content-Security-Policy"]
    assert 'alt="Ropes first"' in walked(nico, task)


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7 none", b"<svg onload=alert(1)>", b"\xff\xd8\xff half a photo", b"GIF89a"]
)
def test_what_is_no_photo_is_told_and_nothing_is_kept(results, marta, data):
    answer = marta.post(url("hang", results[0]), {"photo": sent(data)})
    assert answer.status_code == 422
    assert not BoardPhoto.objects.exists()
    assert not Attachment.objects.exists()


def test_others_hang_nothing_on_the_wall_of_a_group_nor_take_it_down(results, nico, marta, fatima):
    assert nico.get(url("hang", results[0])).status_code == 403
    assert nico.post(url("hang", results[0]), {"photo": sent()}).status_code == 403
    refused(NOT_ALLOWED, gallery.hang_photo, by=nico.member, result=results[0], photo=photo(), words=NOTHING)
    assert not BoardPhoto.objects.exists()
    hung = gallery.hang_photo(by=fatima.member, result=results[0], photo=photo(), words=NOTHING)
    assert nico.post(url("take_down", hung)).status_code == 403
    assert marta.post(url("take_down", hung)).status_code == 302
    assert not BoardPhoto.objects.exists()


def test_what_is_taken_down_leaves_no_file_unless_it_hangs_elsewhere(
    results, marta, django_capture_on_commit_callbacks
):
    first = gallery.hang_photo(by=marta.member, result=results[0], photo=photo(), words=NOTHING)
    kept = first.photo
    second = add(BoardPhoto, results[0].programme, result=results[0], photo=kept)
    with django_capture_on_commit_callbacks(execute=True):
        gallery.take_down(by=marta.member, photo=first)
    assert Attachment.objects.filter(pk=kept.pk).exists() and place_of(kept.sha256).exists()
    with django_capture_on_commit_callbacks(execute=True):
        gallery.take_down(by=marta.member, photo=second)
    assert not Attachment.objects.filter(pk=kept.pk).exists() and not place_of(kept.sha256).exists()


def test_the_photo_of_a_result_that_is_not_shown_is_seen_by_its_group_only(results, marta, nico):
    hung = gallery.hang_photo(by=nico.member, result=results[1], photo=photo(), words=NOTHING)
    assert nico.get(url("picture", hung)).status_code == 200
    assert marta.get(url("picture", hung)).status_code == 404


def test_a_result_that_is_removed_takes_its_wall_along(results, nico, fatima):
    gallery.hang_photo(by=fatima.member, result=results[0], photo=photo(), words=NOTHING)
    gallery.write_note(by=nico.member, result=results[0], words="Good")
    remove_record(by=BY, record=results[0])
    assert not BoardPhoto.objects.exists()
    assert not BoardNote.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_wall_costs_the_same_however_many_notes(results, task, workshop, count):  # noqa: F811
    for number in range(count):
        who = participant(workshop, f"p{number}", "CO")
        gallery.write_note(by=who.member, result=results[0], words=f"Note {number}")
        gallery.hang_photo(
            by=cast(workshop, f"f{number}", "facilitator").member,
            result=results[0],
            photo=photo((40, 40)),
            words=NOTHING,
        )
    with CaptureQueriesContext(connection) as made:
        assert len(gallery.hung(task, runs=False)[0].notes) == count
    assert len(made) == 3


def test_a_result_of_another_workshop_is_not_found(results, nico, country_a):
    strange = reverse("exercises:gallery", args=[nico.programme.slug, results[0].uid])
    assert nico.get(strange).status_code == 404
    change(results[0], done=False)
    assert nico.get(url("gallery", results[0].task)).status_code == 200
