"""Freezing the programme as it is."""

import json

from django.db import IntegrityError, transaction
from django.utils import timezone

from batea.documents.stored import to_json
from batea.phase2_strategy.national.document import build_strategy
from batea.phase2_strategy.national.models import Strategy
from batea.problems import ALREADY_THERE, Refused
from batea.programmes.actions import check
from batea.programmes.audit import write_audit

from .models import FrozenVersion
from .queries import content_of, digest_of, rebased, versions


@transaction.atomic
def freeze_version(*, by, programme, reason, adopted_by: str = "") -> FrozenVersion:
    """Keep every record of the programme and the strategy's text in its main language, for good.

    `reason` is Words; `adopted_by` is the authority, the strategy's own when left empty. Raises Refused: B201 without a
    reason or an authority, B204 when somebody else freezes at this moment, B505 when the text cannot be written.
    """
    previous = versions().first()
    content = content_of(programme)
    outline = json.loads(to_json(build_strategy(programme, programme.language)))
    version = FrozenVersion(
        programme=programme,
        number=previous.number + 1 if previous else 1,
        frozen_on=timezone.localdate(),
        reason=reason,
        adopted_by=adopted_by or adopting_authority(),
        content=content,
        outline=outline,
        rebased=rebased(previous.content, content) if previous else [],
        digest=digest_of(content, outline),
        exercise=programme.is_exercise,
    )
    check(version)
    try:
        with transaction.atomic():
            version.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(ALREADY_THERE, what=version) from error
    # The trail names the fingerprint, not the content: that stands in the version itself.
    told = {"number": [None, version.number], "digest": [None, version.digest]}
    write_audit(by=by, act="freeze version", programme=programme, record=version, change=told)
    return version


def adopting_authority() -> str:
    return Strategy.objects.values_list("adopted_by", flat=True).first() or ""
