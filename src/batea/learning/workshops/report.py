"""The report of the workshop as a document in four languages: the chapters of all its steps, in order.

Nobody writes it: it says what the data say. A step without a chapter, or with nothing to say yet, says so.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from batea.documents.outline import Block, Document, Heading
from batea.evidence.desk import Desk
from batea.guidance.steps import all_steps
from batea.phase2_strategy.national.document import cover, reservations
from batea.phase2_strategy.national.shelf import Made, content_of, digest_of, keep, on_shelf, shelf_of

from ..countries import country_name
from ..models import Delegation, Participant, Workshop
from .here import workshop_here

KIND = "workshop-report"
# A step is something to do; a chapter is what came of it.
CHAPTERS = {
    "W1-S1": gettext_lazy("Introduction"),
    "W1-S2": gettext_lazy("Participants"),
    "W1-S3": gettext_lazy("Methods and days"),
    "W1-S4": gettext_lazy("What was sent in advance"),
    "W2-S1": gettext_lazy("Work in groups"),
    "W2-S2": gettext_lazy("Field visit"),
    "W2-S3": gettext_lazy("Round tables"),
    "W3-S1": gettext_lazy("Return-to-work plans"),
    "W3-S2": gettext_lazy("Evaluation"),
}


def build_report(programme, lang: str) -> Document:
    """The report as an outline. Call inside the programme's scope. Raises Refused B802 without a workshop."""
    with translation.override(lang):
        desk = Desk(programme, lang)
        workshop = workshop_here()
        return Document(
            title=desk.plain(programme.name),
            subtitle=held(desk, workshop),
            blocks=[*in_short(desk, workshop), *chapters(desk)],
            **cover(desk),
        )


def held(desk: Desk, workshop: Workshop) -> str:
    return _("Report of the workshop in %(place)s, %(first)s to %(last)s") % {
        "place": workshop.place,
        "first": desk.day(workshop.starts),
        "last": desk.day(workshop.ends),
    }


def in_short(desk: Desk, workshop: Workshop) -> Iterator[Block]:
    """The facts somebody looks for first."""
    yield Heading(1, _("In short"))
    yield desk.paragraph(workshop.goal, exercise=workshop.exercise)
    for sentence, made_up in who_came():
        yield desk.paragraph(sentence, exercise=made_up)


def who_came() -> Iterator[tuple[str, bool]]:
    """Participants by country and by sex, and those invited beyond the places; a country is public by its part in it.
    Each sentence with whether it rests on nothing but exercise data: how many a delegation sends is a fact of its own."""
    came = list(
        Participant.objects.filter(
            part=Participant.Part.PARTICIPANT, state=Participant.State.CONFIRMED
        ).select_related("delegation")
    )
    regular = [each for each in came if not each.extra]
    nations = Delegation.objects.filter(state=Delegation.State.ACCEPTED)
    names = sorted(country_name(code) for code in nations.values_list("country", flat=True))
    if not came:
        return
    yield (
        _("Participants: %(people)s, from %(count)s countries (%(names)s).")
        % {
            "people": len(regular),
            "count": len(names),
            "names": ", ".join(names),
        },
        False,
    )
    if extra := len(came) - len(regular):
        yield (
            ngettext(
                "%(count)s more person was invited so that women and men were balanced.",
                "%(count)s more people were invited so that women and men were balanced.",
                extra,
            )
            % {"count": extra},
            False,
        )
    sexes = Counter(each.sex for each in came)
    said = _("Women: %(women)s. Men: %(men)s.") % {"women": sexes["f"], "men": sexes["m"]}
    yield said, all(each.exercise for each in came)


def chapters(desk: Desk) -> Iterator[Block]:
    """Every step of the workshop in order, each under its title."""
    for step in all_steps("workshop"):
        yield Heading(1, str(CHAPTERS.get(step.id, step.title)), anchor=step.id)
        blocks = [] if step.chapter is None else list(step.chapter(desk.programme, desk))
        yield from blocks or [desk.nothing_yet(_("Nothing has been entered here yet."))]


# Finished files -------------------------------------------------------------------------------------------------------


def make_report(programme, lang: str, format: str) -> tuple[str, Counter]:
    """Write the report unless the shelf has it; older ones go. Returns the file's name and the marks in it.

    Raises Refused B505 when it cannot be written, B802 without a workshop.
    """
    document = build_report(programme, lang)
    start = f"{KIND}-{lang}-"
    path = shelf_of(programme) / f"{start}{digest_of(document)}.{format}"
    if not path.exists():
        keep(path, content_of(document, format))
        for old in path.parent.glob(f"{start}*.{format}"):
            if old != path:
                old.unlink(missing_ok=True)
    return path.name, reservations(document)


def made_reports(programme) -> list[Made]:
    """Finished reports, the newest first."""
    return [made for made in on_shelf(programme) if made.kind == KIND]


def finished(programme, lang: str, format: str) -> Path | None:
    """The finished file in this language, or None while nobody has made it."""
    found = (made for made in made_reports(programme) if (made.lang, made.format) == (lang, format))
    newest = next(found, None)
    return shelf_of(programme) / newest.name if newest else None
