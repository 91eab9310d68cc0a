"""Reads of this room: a submission in words, what differs between two, what lies in doubt, and rows for export."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from batea.interop import instances
from batea.registry.places import CELLS, middle

from .models import Form, FormVersion, Harm, Submission
from .questions import Asked, Plan, plan_of
from .reviewing import MOVES, may_read

BLURRED = CELLS["S2"]
PLACES = {"geopoint", "geotrace", "geoshape"}
LANGUAGE_MARK = {
    "es": ("(es)", "español", "spanish"),
    "en": ("(en)", "english"),
    "pt": ("(pt)", "portug"),
    "fr": ("(fr)", "fran", "french"),
}


def in_language(words: dict[str, str], lang: str) -> str:
    """The words in `lang` as well as the form has them: its own name of the language, else whatever comes first."""
    for name, text in words.items():
        if any(mark in name.lower() for mark in LANGUAGE_MARK.get(lang, ())):
            return text
    return next(iter(words.values()), "")


def spoken(text: str, asked: Asked, lang: str) -> str:
    """An answer in words: choices by their labels."""
    if not asked.choices:
        return text
    codes = text.split(" ") if asked.kind in {"select", "rank"} else [text]
    return "; ".join(in_language(asked.choices.get(code, {}), lang) or code for code in codes)


def blurred(text: str) -> str:
    """A place without its exactness: the middle of its cell of 0.1°, said to be a cell. Lines and areas are left out."""
    found = instances.place(text)
    if found is None:
        return ""
    try:
        latitude, longitude = (middle(Decimal(str(value)), BLURRED) for value in found)
    except InvalidOperation:
        return ""
    return f"{latitude} {longitude}"


def seen_by(text: str, asked: Asked, exact: bool) -> str:
    return blurred(text) if asked.kind in PLACES and not exact else text


def answers_in_words(submission: Submission, plan: Plan, exact: bool, lang: str) -> list[dict]:
    """[{title, rows: [(question, answer)]}] of the form and of each row of its repeats; unanswered ones are left out."""
    found = []
    for table in plan.tables:
        rows = instances.from_text(submission.cells).get(table.path, [])
        own = 2 if table.path else 0
        for number, row in enumerate(rows, 1):
            said = [
                (in_language(asked.labels, lang) or path, spoken(seen_by(cell, asked, exact), asked, lang))
                for path, cell in zip(table.questions, row[own:], strict=True)
                if cell is not None and (asked := plan.questions[path])
            ]
            title = in_language(plan.titles.get(table.path, {}), lang) or table.path.rpartition("/")[2]
            found.append({"title": f"{title} {number}" if table.path else "", "rows": said})
    return [each for each in found if each["rows"]]


def about_submission(submission: Submission, member) -> dict:
    """What its page shows beyond its own fields."""
    readable = member is None or may_read(member, submission)
    exact = member is None or member.may("sites.exact")
    lang = (get_language() or "en").split("-")[0]
    plan = plan_of(submission.published)
    context = {
        "readable": readable,
        "moves": [
            (state.value, state.label)
            for state in MOVES[Submission.State(submission.state)]
            if submission.current and (member is None or member.may("surveys.review"))
        ],
        "editions": list(
            Submission.objects.filter(form=submission.form, origin=submission.origin)
            .select_related("form", "sent_by")
            .defer("xml", "cells")
            .order_by("received_at", "pk")
        ),
    }
    if not readable:
        return context
    return context | {
        "answers": answers_in_words(submission, plan, exact, lang),
        "doubts": [
            (in_language(plan.questions[path].labels, lang) or path, _(why))
            for path, why in submission.doubts
            if path in plan.questions
        ],
        "files": list(enumerate(submission.files.select_related("attachment").order_by("name"), 1)),
        "missing_names": missing_names(submission),
        "changes": changes(submission, plan, exact, lang),
        "alike": alike(submission, member),
        "exact": exact,
        "reviews": list(submission.reviews.select_related("by").order_by("-at")),
    }


def missing_names(submission: Submission) -> list[str]:
    have = set(submission.files.values_list("name", flat=True))
    return [name for name in submission.named_files if name not in have]


def changes(submission: Submission, plan: Plan, exact: bool, lang: str) -> list[tuple[str, str, str]]:
    """(question, before, now) of every answer that differs from the edition this one replaced."""
    if not submission.replaces:
        return []
    old = Submission.objects.filter(form=submission.form, instance_id=submission.replaces).first()
    if old is None:
        return []
    before, now = (keyed(each, plan_of(each.published)) for each in (old, submission))
    found = []
    for key in dict.fromkeys([*before, *now]):
        asked = plan.questions.get(key[0]) or plan_of(old.published).questions[key[0]]
        if before.get(key) != now.get(key) and asked.kind not in {"start", "end"}:
            title = in_language(asked.labels, lang) or key[0]
            shown = (spoken(seen_by(each.get(key, ""), asked, exact), asked, lang) for each in (before, now))
            found.append((f"{title} {key[1]}" if key[1] else title, *shown))
    return found


def keyed(submission: Submission, plan: Plan) -> dict[tuple[str, int], str]:
    """{(question, row of its repeat, 0 at the top): answer}"""
    tables = instances.from_text(submission.cells)
    return {
        (path, number if table.path else 0): cell
        for table in plan.tables
        for number, row in enumerate(tables.get(table.path, []), 1)
        for path, cell in zip(table.questions, row[2 if table.path else 0 :], strict=True)
        if cell is not None
    }


def alike(submission: Submission, member) -> list[Submission]:
    """Others with the very same answers: sent twice under two identities, or copied."""
    if not submission.likeness:
        return []
    others = (
        Submission.objects.filter(form=submission.form, likeness=submission.likeness, current=True)
        .exclude(origin=submission.origin)
        .select_related("form")
        .order_by("pk")[:20]
    )
    return [each for each in others if member is None or may_read(member, each)]


def taken_out(form: Form, member):
    """The submissions of a form that this reader may take out, in every edition, with what leaves with them."""
    rows = Submission.objects.filter(form=form).select_related("published", "site")
    if member is not None and not member.may("surveys.review"):
        rows = rows.exclude(harm=Harm.PROTECTED)
    return rows.defer("xml", "named_files", "published__xml", "published__schema")


class Taken(NamedTuple):
    """What leaves of one submission. A hundred thousand of them are made in half the time of as many records."""

    instance_id: str
    received_at: datetime
    state: str
    site_name: str | None
    version_name: str
    missing: int
    exercise: bool
    published_id: int
    cells: str

    @property
    def published(self) -> FormVersion:
        return FormVersion.objects.only("md5").get(pk=self.published_id)


LEAVES = (
    *("instance_id", "received_at", "state", "site__name", "published__name"),
    *("missing", "exercise", "published_id", "cells"),
)


def exported(form: Form, member, state: str = "") -> Iterator[Taken]:
    """Current submissions of a form that this reader may take out, oldest first, read in pieces."""
    rows = taken_out(form, member).filter(current=True)
    if state in Submission.State.values:
        rows = rows.filter(state=state)
    return map(Taken._make, rows.order_by("pk").values_list(*LEAVES).iterator(chunk_size=2000))
