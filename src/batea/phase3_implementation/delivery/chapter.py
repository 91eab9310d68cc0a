"""What delivery gives to the document: who does what by when, what was spent, what stands in the way."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from batea.documents.outline import Block
from batea.evidence.desk import Desk

from . import queries


def chapter(programme, desk: Desk) -> Iterator[Block]:
    yield from desk.statements("delivery")
    found = list(queries.actions())
    if not found:
        yield desk.nothing_yet(_("No action has been planned yet."))
        return
    yield from plan(programme, desk, found)
    yield from spending(programme, desk, found)
    yield from issues(desk)


def plan(programme, desk: Desk, found) -> Iterator[Block]:
    columns = [
        (_("Action"), lambda action: action.words, "left", 4),
        (_("Owner"), lambda action: action.owner.name if action.owner else "", "left", 2),
        (_("Starts"), lambda action: action.starts, "left", 1.7),
        (_("Ends"), lambda action: action.ends, "left", 1.7),
        (_("Status"), lambda action: action.get_status_display(), "left", 1.6),
        (
            _("Budget (%(currency)s)") % {"currency": programme.currency},
            lambda action: action.budget,
            "right",
            1.6,
        ),
    ]
    yield desk.heading(2, _("Action plan"))
    yield from desk.records(_("Actions, their owners and their dates"), columns, found)


def spending(programme, desk: Desk, found) -> Iterator[Block]:
    money = queries.money_of(queries.asked_for_money(found))
    if money.share is None:
        return
    yield desk.heading(2, _("Spending"))
    yield desk.paragraph(
        _(
            "Of %(released)s %(currency)s released, %(spent)s (%(share)s%%) were spent; "
            "%(told)s of %(of)s actions report both."
        )
        % {
            "released": desk.number(money.released),
            "spent": desk.number(money.spent),
            "share": desk.number(round(money.share * 100)),
            "currency": programme.currency,
            "told": money.told,
            "of": money.of,
        },
        exercise=any(action.exercise for action in found),
    )


def issues(desk: Desk) -> Iterator[Block]:
    columns = [
        (_("Issue"), lambda issue: issue.words, "left", 4),
        (_("Risk"), lambda issue: issue.get_risk_display(), "left", 1),
        (_("To be cleared by"), lambda issue: issue.owner.name if issue.owner else "", "left", 2),
        (_("Due"), lambda issue: issue.due, "left", 1.4),
    ]
    waiting = queries.open_issues()
    if waiting:
        yield desk.heading(2, _("What stands in the way"))
    yield from desk.records(_("Open issues"), columns, waiting)
