"""Answering what was contributed."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from batea.problems import ALREADY_DONE, ALREADY_THERE, Refused
from batea.programmes.actions import add_record, change_record

from .models import Contribution, Reply


@transaction.atomic
def reply_to_contribution(*, by, contribution: Contribution, words, outcome: str) -> Reply:
    """Reply and publish today, in one act; `words` is Words. Raises Refused B204 when a reply exists already."""
    if Reply.objects.filter(contribution=contribution).exists():
        raise Refused(ALREADY_THERE, what=_("A reply to this contribution"))
    reply = Reply(
        programme=contribution.programme,
        contribution=contribution,
        words=words,
        outcome=outcome,
        published_on=timezone.localdate(),
        exercise=contribution.exercise,
    )
    return add_record(by=by, record=reply, act="reply")


def publish_reply(*, by, reply: Reply, version: int | None = None) -> Reply:
    """Publish a draft today. Raises Refused B207 when it is published, B202 when it has changed since `version`."""
    if reply.published_on:
        raise Refused(ALREADY_DONE, what=reply, day=reply.published_on)
    return change_record(
        by=by, record=reply, values={"published_on": timezone.localdate()}, version=version, act="publish"
    )
