"""Opening and closing what takes answers, handing in, claiming a result, issuing and revoking certificates."""

import secrets

from django.db import transaction
from django.db.models import Max

from batea.problems import (
    ALREADY_ANSWERED,
    ALREADY_THERE,
    BANK_UNEVEN,
    NO_SUCH_WORD,
    NO_TEST_YET,
    NOT_A_PARTICIPANT,
    NOT_EARNED,
    NOT_OPEN,
    REVOKED_ALREADY,
    UNKNOWN_ENTRY,
    WORD_TAKEN,
    Refused,
)
from batea.programmes.actions import add_record, change_record

from ...models import (
    Certificate,
    Claim,
    EvaluationAnswer,
    Participant,
    Sitting,
    TestItem,
    TestSheet,
    Workshop,
)
from ...unsigned import add_unsigned, has_answered, shuffle
from ..here import today_there, workshop_here
from .content import fingerprint_of, freeze
from .eligibility import Standing, hours_of, standing_of
from .own_word import fingerprint, form_of
from .queries import AFTER, EVALUATION, Bank, bank, box_of, items_of, score
from .signing import ensure_key

# Crockford's base 32: no I, L, O and U, so that a code read aloud or from paper comes out right.
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def open_sitting(*, by, programme, what: str) -> Sitting:
    """Let answers come in.

    Raises Refused: B830 for a test without questions in both forms, B881 when the forms do not test the same things or
    a question has no right answer, B204 when it was opened before.
    """
    if what != EVALUATION:
        refuse_uneven(bank())
    day = today_there(workshop_here())
    return add_record(by=by, record=Sitting(programme=programme, what=what, opened_on=day), act="open")


def refuse_uneven(found: Bank) -> None:
    if {item.form for item in found.items} != set(TestItem.Form.values):
        raise Refused(NO_TEST_YET)
    if wrong := [*found.alone, *map(str, found.impossible)]:
        raise Refused(BANK_UNEVEN, what=", ".join(wrong))


@transaction.atomic
def close_sitting(*, by, what: str) -> Sitting:
    """Take no more answers, for good; from now on what came in is shown. Raises Refused B831 when it is not open."""
    return change_record(
        by=by, record=needed_open(what), values={"closed_on": today_there(workshop_here())}, act="close"
    )


def needed_open(what: str) -> Sitting:
    """The sitting, held until the transaction ends. Raises Refused B831."""
    held = Sitting.objects.select_for_update().filter(what=what).first()
    refuse_closed(what)
    return held


def refuse_closed(what: str) -> None:
    """Raises Refused B831 for what does not take answers now, B205 for what is no sitting."""
    if what not in Sitting.What.values:
        raise Refused(UNKNOWN_ENTRY, what=Sitting._meta.verbose_name)
    if not Sitting.objects.filter(what=what, closed_on__isnull=True).exists():
        raise Refused(NOT_OPEN, what=Sitting.What(what).label)


def questions(moment: str, code: str) -> list[TestItem]:
    """The questions of the form that the sheet with this fingerprint gets."""
    return items_of(form_of(code, after=moment == AFTER))


def needed_learner(participant: Participant) -> None:
    if not participant.learns:
        raise Refused(NOT_A_PARTICIPANT)


def code_of(word: str) -> str:
    return fingerprint(word, workshop_here().uid)


def refuse_taken(moment: str, code: str) -> None:
    """Raises Refused B832 when another sheet of this test has the word."""
    if TestSheet.objects.filter(moment=moment, code=code).exists():
        raise Refused(WORD_TAKEN)


@transaction.atomic
def hand_in_test(*, participant: Participant, moment: str, word: str, answers: dict) -> None:
    """Keep a filled test without saying whose it is. `answers` are letters by the uid of the question.

    Raises Refused: B803, B831, B801 when it was handed in before, B832 when somebody else has the word.
    """
    needed_learner(participant)
    needed_open(moment)
    code = code_of(word)
    known = {str(item.uid) for item in questions(moment, code)}
    if has_answered(participant, box_of(moment)):
        raise Refused(ALREADY_ANSWERED)
    refuse_taken(moment, code)
    sheet = TestSheet(
        programme=participant.programme,
        moment=moment,
        code=code,
        form=form_of(code, after=moment == AFTER),
        answers={uid: letter for uid, letter in answers.items() if uid in known and letter},
    )
    beside = TestSheet.objects.filter(moment=moment)
    add_unsigned(participant=participant, box=box_of(moment), rows=[sheet], beside=beside)


@transaction.atomic
def hand_in_evaluation(*, participant: Participant, **values) -> None:
    """Keep an evaluation without saying whose it is. Raises Refused B803, B831, B801, B201."""
    needed_learner(participant)
    needed_open(EVALUATION)
    row = EvaluationAnswer(programme=participant.programme, **values)
    add_unsigned(participant=participant, box=EVALUATION, rows=[row], beside=EvaluationAnswer.objects.all())


@transaction.atomic
def claim_result(*, by, participant: Participant, word: str) -> tuple[int, Claim | None]:
    """Put the result of the own test at the end beside the own name, when it is enough for the certificate.

    Returns the result in percent, and the claim; a result that is not enough is told and not kept. Raises Refused B833
    when no sheet at the end has the word or its result was claimed, B204 when this participant has claimed one.
    """
    needed_learner(participant)
    sheets = list(TestSheet.objects.select_for_update().filter(moment=AFTER))
    code = code_of(word)
    mine = next((sheet for sheet in sheets if sheet.code == code and not sheet.claimed), None)
    if mine is None or not has_answered(participant, box_of(AFTER)):
        raise Refused(NO_SUCH_WORD)
    percent = int(score(mine, items_of(mine.form)))
    workshop = workshop_here()
    if percent < workshop.certificate_score:
        return percent, None
    claim = Claim(
        programme=participant.programme,
        participant=participant,
        score=percent,
        claimed_on=today_there(workshop),
    )
    add_record(by=by, record=claim, act="claim")
    # The mark on the sheet must not leave a trace of its own: all sheets are written anew.
    mine.claimed = True
    mine.save(update_fields=["claimed"])
    shuffle(TestSheet.objects.filter(moment=AFTER))
    return percent, claim


# Certificates ---------------------------------------------------------------------------------------------------------


def new_code() -> str:
    """Sixty random bits as twelve letters and digits, in fours."""
    drawn = "".join(secrets.choice(LETTERS) for _number in range(12))
    return "-".join(drawn[start : start + 4] for start in (0, 4, 8))


def name_of(participant: Participant) -> str:
    return participant.person.name if participant.person else participant.badge


@transaction.atomic
def issue_certificate(*, by, participant: Participant, kind: str) -> Certificate:
    """Raises Refused B834 when it is not earned, B204 when there is one in force."""
    standing = standing_of(participant)
    if kind in standing.certificates:
        raise Refused(ALREADY_THERE, what=standing.certificates[kind])
    if missing := standing.missing(kind):
        raise Refused(NOT_EARNED, name=participant.badge, reason=" ".join(missing))
    return issue(by, standing, kind)


@transaction.atomic
def issue_certificates(*, by, chosen: list[tuple[Standing, str]]) -> list[Certificate]:
    """Several at once: all or none. Raises Refused as for one."""
    return [issue_certificate(by=by, participant=each.participant, kind=kind) for each, kind in chosen]


def issue(by, standing: Standing, kind: str, name: str = "", grounds: dict | None = None) -> Certificate:
    participant = standing.participant
    certificate = Certificate(
        programme=participant.programme,
        participant=participant,
        kind=kind,
        number=next_number(),
        name=name or name_of(participant),
        code=new_code(),
        issued_on=today_there(standing.workshop),
        grounds=grounds or grounds_of(standing, kind),
        exercise=participant.exercise,
    )
    ensure_key()  # its badge can be taken at once
    certificate.content = freeze(certificate)
    certificate.fingerprint = fingerprint_of(certificate)
    return add_record(by=by, record=certificate, act="issue")


def next_number() -> int:
    """Numbers run through the workshop, and none is given twice: the workshop is held until the transaction ends."""
    Workshop.objects.select_for_update().get()
    return (Certificate.objects.aggregate(last=Max("number"))["last"] or 0) + 1


def grounds_of(standing: Standing, kind: str) -> dict:
    """What the certificate rests on, with the hours of sessions on the days of presence."""
    found = standing.grounds(kind)
    if kind == Certificate.Kind.ATTENDANCE and (hours := hours_of(standing.participant)):
        found["hours"] = hours
    return found


@transaction.atomic
def revoke_certificate(*, by, certificate: Certificate, public: str, reason: str) -> Certificate:
    """From now on its check says that it is revoked, and `public` of why; `reason` is for those who run the workshop.

    Raises Refused B835, B201 without a reason.
    """
    if not certificate.in_force:
        raise Refused(REVOKED_ALREADY, day=certificate.revoked_on)
    return change_record(
        by=by,
        record=certificate,
        values={
            "revoked_on": today_there(workshop_here()),
            "revoked_for": public,
            "revoked_why": reason.strip(),
        },
        act="revoke",
    )


@transaction.atomic
def reissue_certificate(*, by, certificate: Certificate, name: str, reason: str) -> Certificate:
    """Another one in its place, with another code and the same grounds: a name was misspelt, a sheet was lost."""
    revoke_certificate(by=by, certificate=certificate, public=Certificate.Public.REPLACED, reason=reason)
    standing = standing_of(certificate.participant)
    return issue(by, standing, certificate.kind, name=name.strip(), grounds=certificate.grounds)
