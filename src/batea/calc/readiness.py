"""How ready an organisation of miners is for a buyer's due diligence or for a certification scheme.

What each module of a scheme demands follows the CRAFT Code, version 2 (2020): the first two modules must be met; the
third holds the risks of Annex II of the OECD Due Diligence Guidance that call for immediate disengagement, pass or
fail; the fourth those that call for it after failed mitigation, pass or progress; the fifth other high risks, progress
with commitments and days; the last two are later improvement. A scheme such as Fairmined asks for entry requirements
first and for progress over the years: a module may begin to bind in a certain year.

A verdict follows from rules, never from a mean: twenty requirements met do not weigh up one that failed. The names of
states, their order of urgency and the rule that an answer without evidence is not yet met are Batea's own design.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

# Rules of a module.
MUST, STOP, MITIGATE, COMMIT, LATER = "must", "stop", "mitigate", "commit", "later"
# What people say about a requirement; nothing said is the same as not looked at.
PASS, PROGRESS, FAIL, NOT_APPLICABLE, NOT_LOOKED_AT = "pass", "progress", "fail", "na", "unseen"
# States of a requirement; those of a module are the same, and `stop` and `partly`.
MET, NA, ON_WAY, OVERDUE, LOOSE, UNPROVEN, FAILED, UNSEEN = (
    "met",
    "na",
    "on_way",
    "overdue",
    "loose",
    "unproven",
    "failed",
    "unseen",
)
HALT, PARTLY = "stop", "partly"
ACCEPTED = {
    MUST: {MET, NA},
    STOP: {MET, NA},
    MITIGATE: {MET, NA, ON_WAY},
    COMMIT: {MET, NA, ON_WAY},
    LATER: {MET, NA, ON_WAY, OVERDUE, LOOSE, UNPROVEN, FAILED, UNSEEN, PARTLY},
}


@dataclass(frozen=True)
class Answer:
    """What is said about a requirement: its status, whether evidence is named, what is promised and until when.

    skippable  the scheme lets it be not applicable, where a reason is given as evidence
    """

    status: str = NOT_LOOKED_AT
    evidence: bool = False
    commitment: bool = False
    due: date | None = None
    skippable: bool = False


def state_of(answer: Answer, rule: str, today: date | None) -> str:
    """The state of a requirement on the day `today`; without a day nothing is overdue.

    Where the rule is to stop, progress is no answer: forced labour that becomes less is forced labour.
    """
    match answer.status:
        case "pass":
            return MET if answer.evidence else UNPROVEN
        case "na" if answer.skippable:
            return NA if answer.evidence else UNPROVEN
        case "fail":
            return FAILED
        case "progress":
            return FAILED if rule == STOP else promise(answer, today)
    return UNSEEN


def promise(answer: Answer, today: date | None) -> str:
    """The state of a requirement in progress: it needs a commitment and a day, and the day must not have passed."""
    if not answer.commitment or answer.due is None:
        return LOOSE
    return OVERDUE if today is not None and answer.due < today else ON_WAY


def verdict_of(states: Sequence[str], rule: str) -> str:
    """The state of a module: that of its worst requirement."""
    if FAILED in states:
        return HALT if rule == STOP else FAILED
    if UNSEEN in states:
        return UNSEEN if set(states) == {UNSEEN} else PARTLY
    return next((state for state in (OVERDUE, UNPROVEN, LOOSE, ON_WAY, MET) if state in states), NA)


def holds_back(verdict: str, rule: str) -> bool:
    """A module in this state keeps the organisation from being ready."""
    return verdict not in ACCEPTED[rule]


def standing(judged: Sequence[tuple[str, str]]) -> str:
    """Of all modules (rule, verdict): `stop`, `not_yet`, `with_commitments` or `ready`."""
    if any(verdict == HALT for _rule, verdict in judged):
        return HALT
    if any(holds_back(verdict, rule) for rule, verdict in judged):
        return "not_yet"
    bound = {verdict for rule, verdict in judged if rule != LATER}
    return "with_commitments" if ON_WAY in bound else "ready"


def share_met(states: Sequence[str]) -> float | None:
    """Part of the applicable requirements that are shown to be met; None where none applies or none was looked at."""
    applicable = [state for state in states if state != NA]
    if not applicable or set(applicable) == {UNSEEN}:
        return None
    return applicable.count(MET) / len(applicable)


def urgency(state: str, rule: str) -> int | None:
    """The place of a requirement in the list of what is missing, the most urgent first; None where nothing is missing.

    0 a failure that calls for immediate disengagement; 1 where such a failure is not ruled out; 2 other failures of
    what binds; 3 broken promises; 4 what nobody looked at; 5 answers without evidence, commitment or day; 6 progress
    where only a pass counts; 7 whatever does not bind yet.
    """
    if state in {MET, NA} or (state == ON_WAY and rule != MUST):
        return None
    if rule == STOP:
        return 0 if state == FAILED else 1
    if rule == LATER:
        return 7
    return {FAILED: 2, OVERDUE: 3, UNSEEN: 4, UNPROVEN: 5, LOOSE: 5, ON_WAY: 6}[state]


def rule_in_year(rule: str, from_year: int, year: int | None) -> str:
    """The rule of a module in that year of certification: before its year a module does not bind.

    from_year 0 binds from the beginning; an unknown year counts as the beginning.
    """
    return rule if (year or 0) >= from_year else LATER


def days_between(day: date | None, due: date | None) -> int | None:
    """Days from `day` to `due`, below 0 when it has passed; None where one is unknown."""
    return (due - day) // timedelta(days=1) if day is not None and due is not None else None
