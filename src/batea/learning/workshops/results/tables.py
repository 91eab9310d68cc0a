"""Numbers and states of this room as rows for pages."""

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from batea.calc.learning_gain import FEWEST, level
from batea.evidence.desk import Desk
from batea.programmes.registers import address_of
from batea.programmes.registers.cells import shown
from batea.programmes.words import LANGUAGES

from ...models import Certificate, CheckIn, EvaluationAnswer, Sitting
from .chapter import gain_words, state_words
from .eligibility import ACHIEVEMENT, ATTENDANCE, Standing
from .forms import LANGUAGE_NAMES
from .levels import Levels, Round
from .queries import EVALUATION, SCALES, Asked, Bank, ItemResult, TestResults, Turnout, letters_of

NOT_YET, OPEN, HANDED_IN, CLOSED = "not_yet", "open", "handed_in", "closed"
TOO_FEW = f"< {FEWEST}"


def numeric(title: str) -> dict:
    return {"label": title, "numeric": True}


def whole(value) -> str:
    """A share as percent."""
    return "–" if value is None else shown(round(100 * value))


def short_mark(value, places: int = 1) -> str:
    return "–" if value is None else shown(round(value, places) + 0.0)  # no “-0”


# Participants ---------------------------------------------------------------------------------------------------------


def task_state(sitting: Sitting | None, answered: bool) -> str:
    if answered:
        return HANDED_IN
    if sitting is None:
        return NOT_YET
    return OPEN if sitting.is_open else CLOSED


def own_certificates(participant, programme) -> list[tuple]:
    """(certificate, [(language, address of its page)], address of its badge)."""
    found = Certificate.objects.filter(participant=participant, revoked_on__isnull=True).order_by("kind")
    return [(each, *files_of(each, programme)) for each in found]


def files_of(certificate: Certificate, programme) -> tuple[list[tuple], str]:
    papers = [
        (
            LANGUAGE_NAMES[lang],
            lang,
            reverse("results:paper", args=[programme.slug, certificate.uid, lang]),
        )
        for lang in LANGUAGES
    ]
    return papers, reverse("results:badge", args=[programme.slug, certificate.uid])


def own_missing(standing: Standing) -> list[tuple[str, list[str]]]:
    """Kinds that are not issued yet, with what is missing in words."""
    return [
        (Certificate.Kind(kind).label, standing.missing(kind) or [_("Earned; it will be issued.")])
        for kind in Certificate.Kind.values
        if kind not in standing.certificates
    ]


# Tests ----------------------------------------------------------------------------------------------------------------


def sitting_rows(found: dict[str, Sitting], turnout: dict[str, Turnout]) -> list[dict]:
    return [
        {"what": what, "label": label, "sitting": found.get(what), "turnout": turnout[what]}
        for what, label in Sitting.What.choices
    ]


def item_columns() -> list:
    titles = (
        _("Right before (%)"),
        _("Right at the end (%)"),
        _("Tells apart, before"),
        _("Tells apart, at the end"),
    )
    return [_("Question"), _("What it tests"), _("Form"), *map(numeric, titles), _("Look at it again")]


def item_rows(results: TestResults) -> list[tuple]:
    subjects = {each.construct: each.subject for each in results.constructs}
    return [
        (
            (str(each.item), address_of(each.item)),
            subjects[each.item.construct],
            each.item.form.upper(),
            right_of(each.before),
            right_of(each.after),
            tells_of(each.before),
            tells_of(each.after),
            " ".join(doubts(each)),
        )
        for each in results.items
    ]


def doubts(result: ItemResult) -> list[str]:
    """Why the question should be looked at again."""
    found = [_("Tells apart too little.")] if result.tells_little else []
    for letters, words in (
        (result.tempting, _("Taken more often than the right answer: %(letters)s.")),
        (result.idle, _("Taken by nobody: %(letters)s.")),
    ):
        if letters:
            found.append(words % {"letters": ", ".join(letters).upper()})
    return found


def form_columns() -> list:
    return [_("Form"), numeric(_("Right before (%)")), numeric(_("Right at the end (%)"))]


def form_rows(results: TestResults) -> list[tuple]:
    return [
        (each.form.upper(), short_mark(each.before, 0), short_mark(each.after, 0)) for each in results.forms
    ]


def spread_columns() -> list:
    return [_("Answer"), numeric(_("Before")), numeric(_("At the end"))]


def spread_rows(result: ItemResult) -> list[tuple]:
    """Each answer with how many took it; the right one says so."""
    item = result.item
    named = [
        (letter, f"{letter.upper()}. {getattr(item, f'option_{letter}')}") for letter in letters_of(item)
    ]
    return [
        (
            _("%(answer)s – right") % {"answer": words} if letter == item.right else words,
            *(taken_of(asked, letter) for asked in (result.before, result.after)),
        )
        for letter, words in [*named, ("", _("I do not know"))]
    ]


def taken_of(asked: Asked, letter: str) -> str:
    if asked.spread is None:
        return TOO_FEW if asked.sheets else "–"
    return shown(asked.spread[letter])


def bank_words(found: Bank) -> list[str]:
    """What the item bank lacks, in words."""
    words = (
        [_("Asked in one form only: %(names)s.") % {"names": ", ".join(found.alone)}] if found.alone else []
    )
    words += [
        _("The right answer is not written: %(question)s") % {"question": item} for item in found.impossible
    ]
    return words + [
        _("Questions not fully in %(language)s: %(count)s.")
        % {"language": LANGUAGE_NAMES[lang], "count": count}
        for lang, count in found.untranslated.items()
    ]


def right_of(asked: Asked) -> str:
    return TOO_FEW if asked.sheets and asked.right is None else whole(asked.right)


def tells_of(asked: Asked) -> str:
    return short_mark(asked.tells, 2)


def construct_columns() -> list:
    return [_("What is tested"), numeric(_("Right before (%)")), numeric(_("Right at the end (%)"))]


def construct_rows(results: TestResults) -> list[tuple]:
    return [(each.subject, whole(each.before), whole(each.after)) for each in results.constructs]


def gain_rows(results: TestResults) -> list[dict]:
    """Cards with the few numbers that matter; nothing of too few pairs."""
    found = results.gains
    if not results.enough_pairs:
        return []
    return [
        {"label": _("Wrote both tests"), "value": shown(found.pairs)},
        {"label": _("Before"), "value": short_mark(found.before, 0), "unit": "%"},
        {"label": _("At the end"), "value": short_mark(found.after, 0), "unit": "%"},
        {
            "label": _("Gain of the averages"),
            "value": short_mark(found.of_averages, 2),
            "note": " · ".join((_("of what could be gained (Hake)"), *gain_level(found.of_averages))),
        },
        {
            "label": _("Mean of single gains"),
            "value": short_mark(found.of_pairs, 2),
            "note": full_note(found.full),
        },
    ]


def gain_level(of_averages) -> list[str]:
    """Hake's word for it."""
    words = {
        "high": pgettext("gain", "high"),
        "medium": pgettext("gain", "medium"),
        "low": pgettext("gain", "low"),
    }
    return [] if of_averages is None else [words[level(of_averages)]]


def full_note(full: int) -> str:
    """At 100 % before nothing can be gained: the single gain is not defined."""
    return _("left out, all right before: %(count)s") % {"count": full} if full else ""


# Four levels ----------------------------------------------------------------------------------------------------------


def level_tables(levels: Levels, programme) -> dict:
    """The page's context: columns and rows of each level."""
    states = CheckIn.State
    desk = Desk(programme, language())
    return {
        "levels": levels,
        "turnout": levels.turnout[EVALUATION],
        "scale_columns": [_("Question"), numeric(_("Mean"))],
        "scales": [
            (capfirst(EvaluationAnswer._meta.get_field(name).verbose_name), short_mark(mean))
            for name, mean in ((name, levels.reaction.means.get(name)) for name in SCALES)
            if mean is not None
        ],
        "pulse_columns": [
            _("Day"),
            *map(numeric, (_("Answers"), _("Useful"), _("Right pace"), _("Was heard"))),
        ],
        "pulses": [pulse_row(each) for each in levels.pulses],
        "gain": gain_words(levels.tests.gains, desk) if levels.tests.enough_pairs else "",
        "round_columns": [
            numeric(_("Days after")),
            numeric(_("Due")),
            numeric(_("Answered")),
            *(numeric(label) for label in states.labels),
            numeric(_("Done (%)")),
            _("Obstacles"),
        ],
        "rounds": [round_row(each) for each in levels.rounds],
        "country_columns": [
            _("Country"),
            _("What has changed"),
            _("Told on"),
            _("Strategy adopted on"),
            _("State of the programme"),
        ],
        "countries": [country_row(each) for each in levels.countries],
    }


def round_row(found: Round) -> tuple:
    """Nothing is known of a round that nobody has answered."""
    counts = (shown(found.after_days), shown(found.due), shown(found.answered))
    states = CheckIn.State.values
    if not found.answered:
        return (*counts, *[_("no data")] * (len(states) + 2))
    blockers = sorted(found.blockers.items(), key=lambda pair: (-pair[1], pair[0]))
    return (
        *counts,
        *(shown(found.states.get(state, 0)) for state in states),
        _("no data") if found.percent is None else short_mark(found.percent, 0),
        ", ".join(f"{CheckIn.Blocker(kind).label} ({shown(count)})" for kind, count in blockers) or "–",
    )


def pulse_row(pulse) -> tuple:
    """Day, answers and the means of the three questions, none of them where too few have answered."""
    means = [short_mark(each.mean) for each in pulse.asked] or ["–"] * 3
    return (shown(pulse.day.date), shown(pulse.answers) if pulse.asked else TOO_FEW, *means)


def language() -> str:
    from django.utils.translation import get_language

    return (get_language() or "en").split("-")[0]


def country_row(country) -> tuple:
    no_data = _("no data")
    if not country.outcomes:
        return (str(country.delegation), no_data, "", no_data, no_data)
    last = country.outcomes[0]
    return (
        str(country.delegation),
        (str(last.words), address_of(last)),
        shown(last.told_on),
        shown(country.adopted_on) if country.adopted_on else no_data,
        state_words(country.state) if country.state else no_data,
    )


# Certificates ---------------------------------------------------------------------------------------------------------


def standing_columns() -> list:
    return [
        _("Participant"),
        _("Country"),
        numeric(_("Days present")),
        Certificate.Kind.ATTENDANCE.label,
        Certificate.Kind.ACHIEVEMENT.label,
    ]


def standing_row(standing: Standing) -> tuple:
    return (
        (standing.participant.badge, address_of(standing.participant)),
        str(standing.participant.delegation or ""),
        shown(standing.days),
        kind_cell(standing, ATTENDANCE),
        kind_cell(standing, ACHIEVEMENT),
    )


def kind_cell(standing: Standing, kind: str):
    """The issued certificate, or what is missing."""
    if issued := standing.certificates.get(kind):
        return (_("issued"), address_of(issued))
    return " ".join(standing.missing(kind)) or _("earned")
