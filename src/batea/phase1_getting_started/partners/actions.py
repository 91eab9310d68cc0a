"""Making a commitment binding."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from batea.problems import ALREADY_DONE, NOT_READY_TO_SIGN, NOT_VALID, Refused
from batea.programmes.actions import change_record
from batea.programmes.models import Attachment

from .models import Commitment


def sign_commitment(
    *,
    by,
    commitment: Commitment,
    signed_on: date,
    attachment: Attachment | None = None,
    version: int | None = None,
) -> Commitment:
    """Record that the commitment was signed, with its copy if there is one.

    Raises Refused: B207 when it is signed, B209 while amount or dates are missing, B201 for a day that has not come,
    B202 when it has changed since `version`.
    """
    if commitment.signed_on:
        raise Refused(ALREADY_DONE, what=commitment, day=commitment.signed_on)
    if commitment.amount is None or not commitment.dated:
        raise Refused(NOT_READY_TO_SIGN)
    if signed_on > timezone.localdate():
        raise Refused(NOT_VALID, field=_("signed on"), reason=_("This day has not come yet."))
    values = {"signed_on": signed_on, **({"attachment": attachment} if attachment else {})}
    return change_record(by=by, record=commitment, values=values, version=version, act="sign")
