"""What the evaluation gives to the report of the workshop: four levels, never a number that could tell of one person."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from batea.calc.learning_gain import FEWEST
from batea.documents.outline import Block, Column, ListBlock, Table, Text
from batea.evidence.desk import Desk

from ...models import Certificate, CheckIn, EvaluationAnswer
from .levels import Levels, read_levels
from .queries import SCALES

NO_DATA = "–"


def chapter(programme, desk: Desk) -> Iterator[Block]:
    levels = read_levels()
    yield from reactions(levels, desk)
    yield from learned(levels, desk)
    yield from behaviour(levels, desk)
    yield from results(levels, desk)
    yield from certificates(desk)


def columns(*titles: str) -> list[Column]:
    """The first column holds words, the others numbers."""
    first, *others = titles
    return [Column(first, width=4), *(Column(title, "right", 1.4) for title in others)]


def too_few() -> str:
    return _("Fewer than %(count)s answers: not shown.") % {"count": FEWEST}


def mark(desk: Desk, value) -> str:
    return NO_DATA if value is None else desk.number(round(value, 1))


def percent(desk: Desk, value) -> str:
    return NO_DATA if value is None else desk.number(round(value))


def reactions(levels: Levels, desk: Desk) -> Iterator[Block]:
    found = levels.reaction
    yield desk.heading(2, _("Reaction: what the participants thought of it"))
    if not found.means:
        yield desk.nothing_yet(too_few() if found.answers else _("The evaluation has not been closed yet."))
    else:
        rows = [
            (str(EvaluationAnswer._meta.get_field(name).verbose_name), mark(desk, found.means[name]))
            for name in SCALES
        ]
        note = _("Means from 1 (very poor) to 5 (very good); %(count)s answers nobody signed.") % {
            "count": found.answers
        }
        yield Table(_("Evaluation"), columns(_("Question"), _("Mean")), rows, note=note)


def learned(levels: Levels, desk: Desk) -> Iterator[Block]:
    tests = levels.tests
    yield desk.heading(2, _("Learning: tests before and at the end"))
    if not tests.enough_pairs:
        yield desk.nothing_yet(_("Too few have written both tests, or they are still open."))
        return
    gains = tests.gains
    said = _(
        "%(pairs)s participants wrote both tests. On average they had %(before)s %% before and %(after)s %% at the end."
    ) % {"pairs": gains.pairs, "before": percent(desk, gains.before), "after": percent(desk, gains.after)}
    yield desk.paragraph(said)
    yield desk.paragraph(gain_words(gains, desk))
    rows = [
        (each.subject, *(percent(desk, value and value * 100) for value in (each.before, each.after)))
        for each in tests.constructs
    ]
    titles = columns(_("What was tested"), _("Before (%)"), _("At the end (%)"))
    yield Table(_("Right answers by subject"), titles, rows)


def gain_words(gains, desk: Desk) -> str:
    """The two ways to say what was gained, side by side."""
    two = (gains.of_averages, gains.of_pairs)
    of_averages, of_pairs = (NO_DATA if one is None else desk.number(round(one, 2)) for one in two)
    said = _(
        "Normalised gain, the part gained of what could be gained: %(averages)s from the averages, %(pairs)s as the mean of single gains."
    ) % {"averages": of_averages, "pairs": of_pairs}
    if gains.full:
        said += " " + _("Had everything right before and are left out of the mean: %(count)s.") % {
            "count": gains.full
        }
    return said


def behaviour(levels: Levels, desk: Desk) -> Iterator[Block]:
    yield desk.heading(2, _("Behaviour: what was done at home"))
    begun = any(each.due or each.answered for each in levels.rounds)
    if not begun and not levels.actions:
        yield desk.nothing_yet(_("No plan has been followed up yet."))
        return
    yield desk.paragraph(
        _("Of %(count)s actions in the return-to-work plans %(done)s are done.")
        % {"count": levels.actions, "done": levels.actions_done}
    )
    states = CheckIn.State
    rows = [
        (
            *(desk.number(value) for value in (each.after_days, each.due, each.answered)),
            *(desk.number(each.states.get(s, 0)) if each.answered else _("no data") for s in states.values),
        )
        for each in levels.rounds
    ]
    titles = columns(_("Days after"), _("Due"), _("Answered"), *(str(label) for label in states.labels))
    if begun:
        yield Table(_("Check-ins"), titles, rows)


def results(levels: Levels, desk: Desk) -> Iterator[Block]:
    yield desk.heading(2, _("Results: what the countries report"))
    if not levels.countries:
        yield desk.nothing_yet(_("No country has accepted yet."))
        return
    yield desk.paragraph(
        _("%(told)s of %(countries)s countries have reported; %(adopted)s have adopted a strategy.")
        % {
            "told": len(levels.reporting),
            "countries": len(levels.countries),
            "adopted": levels.adopted,
        }
    )
    rows = [
        (
            str(country.delegation),
            desk.say(country.outcomes[0].words) if country.outcomes else _("no data"),
            desk.day(country.adopted_on) if country.adopted_on else _("no data"),
            state_words(country.state) if country.state else _("no data"),
        )
        for country in levels.countries
    ]
    titles = [
        Column(_("Country")),
        Column(_("What has changed"), width=3),
        Column(_("Strategy adopted")),
        Column(_("State of the programme"), width=2),
    ]
    yield Table(_("Reported by countries"), titles, rows)


def certificates(desk: Desk) -> Iterator[Block]:
    kinds = Certificate.objects.filter(revoked_on__isnull=True).values_list("kind", flat=True)
    counted = {kind: list(kinds).count(kind) for kind in Certificate.Kind.values}
    if not any(counted.values()):
        return
    yield desk.heading(2, _("Certificates"))
    yield ListBlock(
        [(Text(f"{Certificate.Kind(kind).label}: {desk.number(count)}"),) for kind, count in counted.items()]
    )


def state_words(state: dict) -> str:
    """How a country's programme stands, in one line."""
    said = {name: 0 if value is None else value for name, value in state.items()}
    version = (
        _("version %(version)s of the strategy adopted") % said
        if state["version"]
        else _("no adopted strategy")
    )
    return ", ".join(
        (
            version,
            _("%(done)s of %(actions)s actions done") % said,
            _("%(measured)s of %(indicators)s indicators measured") % said,
        )
    )
