"""Who may read and change an assessment, beyond the permission of the page. Predicates that read as sentences.

`reader` is a member of the programme; anything else (a command, a test) is trusted.
"""

from batea.programmes.members import Member
from batea.programmes.models import Sex


def is_a_woman(reader) -> bool:
    return not isinstance(reader, Member) or (
        reader.person is not None and reader.person.sex == Sex.FEMALE.value
    )


def may_read_answers(reader, assessment) -> bool:
    """Answers given among women are read by women."""
    return assessment.audience == assessment.Audience.ALL or is_a_woman(reader)


def may_read_result(reader, assessment) -> bool:
    return assessment.audience != assessment.Audience.WOMEN or is_a_woman(reader)


def is_own(reader, assessment) -> bool:
    """The reader began it, or nobody known here did: it came with a case or a command."""
    if not isinstance(reader, Member) or assessment.begun_by is None:
        return True
    return reader.person is not None and reader.person.uid == assessment.begun_by


def may_change(reader, assessment) -> bool:
    """Whoever filled it in, and whoever may change what others have filled in."""
    return is_own(reader, assessment) or reader.may("tools.change")
