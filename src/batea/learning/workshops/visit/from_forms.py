"""Findings from telephones: the ready form is published by one button, and each approved card becomes a finding once."""

from django.db import transaction
from django.utils.translation import get_language

from batea.interop import instances
from batea.problems import NOT_ALLOWED, Refused
from batea.programmes.actions import add_record
from batea.programmes.attachments import place_of
from batea.programmes.models import Programme
from batea.programmes.words import LANGUAGES, Words
from batea.surveys.models import Form, FormVersion, Harm, Submission
from batea.surveys.publishing import bring_form, publish_version
from batea.surveys.queries import spoken
from batea.surveys.questions import plan_of
from batea.surveys.ready_forms import ready_forms, workbook_of
from batea.surveys.reviewing import may_read

from ...models import FieldVisit, Finding
from ..photos import keep_photo
from . import mapping
from .queries import visit_groups


def published_form() -> Form | None:
    """The form on telephones, None while its present version is not published here."""
    ready = ready_forms()[mapping.FORM]
    versions = FormVersion.objects.filter(form__form_id=ready.form_id, name=ready.version)
    found = versions.exclude(published_at=None).select_related("form").first()
    return found.form if found else None


def may_publish(member, programme) -> bool:
    """In a workshop those who run it; in a country's programme a facilitator needs the right to change forms."""
    own = programme.kind == Programme.Kind.WORKSHOP and member.may("workshop.change")
    return own or member.may("surveys.change")


def publish_form(*, by, programme) -> Form:
    """Bring the ready form in and publish it. Doing it again changes nothing. Raises Refused B101."""
    if not may_publish(by, programme):
        raise Refused(NOT_ALLOWED)
    name = f"{mapping.FORM}.xlsx"
    with transaction.atomic():
        version, _checked = bring_form(
            by=by, programme=programme, data=workbook_of(mapping.FORM), file_name=name
        )
        return publish_version(by=by, version=version).form


def approved(member, visit: FieldVisit) -> list[Submission]:
    """Approved answers of this visit that the reader may read: of its day, or all when there is only one visit.

    Protected ones are never among them: a finding is read by everybody in the workshop."""
    if not member.may("surveys.read"):
        return []
    found = Submission.objects.filter(
        form__form_id=ready_forms()[mapping.FORM].form_id,
        current=True,
        encrypted=False,
        state=Submission.State.APPROVED,
    )
    alone = FieldVisit.objects.count() == 1
    ordered = found.select_related("form", "published").defer("xml").order_by("received_at", "pk")
    mine = [each for each in ordered if may_read(member, each) and each.harm != Harm.PROTECTED]
    day = visit.day.date.isoformat()
    return [each for each in mine if alone or top_of(each).get(mapping.DAY, "")[:10] == day]


def rows_of(submission: Submission, repeat: str) -> list[dict[str, str]]:
    """Rows of a table of the form, each as {name of the question: answer}; "" is the form itself."""
    plan = plan_of(submission.published)
    tables = instances.from_text(submission.cells)
    found = []
    for table in plan.tables:
        if table.path.rpartition("/")[2] != repeat:
            continue
        names = [path.rpartition("/")[2] for path in table.questions]
        for row in tables.get(table.path, []):
            cells = row[2 if table.path else 0 :]
            found.append({name: cell for name, cell in zip(names, cells, strict=True) if cell})
    return found


def top_of(submission: Submission) -> dict[str, str]:
    return next(iter(rows_of(submission, "")), {})


@transaction.atomic
def take_findings(*, by, visit: FieldVisit) -> list[Finding]:
    """Make a finding of each card of the approved answers that has none yet. Cards without a theme or words are none."""
    visit = FieldVisit.objects.select_for_update().get(pk=visit.pk)
    taken = set(Finding.objects.exclude(submission=None).values_list("submission", "card"))
    groups = {each.number: each for each in visit_groups()}
    made = []
    for submission in approved(by, visit):
        group = groups.get(number_in(top_of(submission).get(mapping.GROUP, "")))
        for number, card in enumerate(rows_of(submission, mapping.REPEAT), 1):
            values = values_of(card, submission)
            if (submission.origin, number) in taken or not (values.get("theme") and values.get("words")):
                continue
            finding = Finding(
                programme=visit.programme,
                visit=visit,
                group=group,
                submission=submission.origin,
                edition=submission.uid,
                card=number,
                exercise=submission.exercise,
                **values,
            )
            finding.photo = photo_of(by, submission, card, str(finding))
            made.append(add_record(by=by, record=finding, act="take from form"))
    return made


def number_in(text: str) -> int | None:
    """The number somebody wrote as the code of the group: “3”, “G3”, “Grupo 3”."""
    digits = "".join(letter if letter.isascii() and letter.isdigit() else " " for letter in text).split()
    return int(digits[0]) if len(digits) == 1 and len(digits[0]) < 5 else None


def values_of(card: dict[str, str], submission: Submission) -> dict:
    """The finding's fields, as the mapping says."""
    mine = (get_language() or "en").split("-")[0]
    lang = mine if mine in LANGUAGES else "en"
    values: dict = {
        name: Words(card[asked], lang) for asked, name in mapping.PASSAGES.items() if card.get(asked)
    }
    for asked, (name, codes) in mapping.CODES.items():
        values[name] = codes.get(card.get(asked, ""), "")
    values["kind"] = values["kind"] or Finding.Kind.NEUTRAL
    for asked, name in mapping.NUMBERS.items():
        values[name] = int(card[asked]) if card.get(asked, "") in {"1", "2", "3", "4", "5"} else None
    for asked, name in mapping.LABELS.items():
        if said := label_of(card, asked, submission, lang):
            values[name] = Words(said, lang)
    asked, yes = mapping.DANGER
    values["critical"] = card.get(asked) == yes
    if values["critical"]:  # a danger is a bad practice whatever was ticked, and is never left out
        values["kind"] = Finding.Kind.BAD
    return values


def label_of(card: dict[str, str], asked: str, submission: Submission, lang: str) -> str:
    """The answer in words; what was typed where the answer is “other”."""
    code, typed = mapping.OTHER.get(asked, ("", ""))
    if code and card.get(asked) == code and card.get(typed):
        return card[typed]
    plan = plan_of(submission.published)
    question = next((each for path, each in plan.questions.items() if path.endswith(f"/{asked}")), None)
    return spoken(card[asked], question, lang) if question and card.get(asked) else ""


def photo_of(by, submission: Submission, card: dict[str, str], title: str):
    """The photo of the card, stripped; none without consent, while it is on its way, or when it cannot be read."""
    asked, agreed = mapping.AGREED
    if card.get(asked) not in agreed or not card.get(mapping.PHOTO):
        return None
    file = submission.files.filter(name=card[mapping.PHOTO]).select_related("attachment").first()
    if file is None:
        return None
    try:
        data = place_of(file.attachment.sha256).read_bytes()
        return keep_photo(by=by, programme=submission.programme, title=title, data=data)
    except (OSError, Refused):
        return None
