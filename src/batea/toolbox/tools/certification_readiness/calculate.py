"""Answers → how ready an organisation is for a scheme. The rules stand in calc/readiness.py.

`scheme` says what is asked: {"modules": [{"id", "rule", "from_year", "label"}], "requirements": [{"id", "module",
"skippable", "risks", "mark"}], "risks": [id]}, each in the order of the scheme.
"""

from dataclasses import dataclass
from datetime import date

from batea.calc import readiness as rules

SOON = 30  # days before a promise is due
REPORTABLE = {"ready", "with_commitments"}


@dataclass(frozen=True)
class Judged:
    """A requirement with what was said about it and what follows."""

    requirement: dict
    row: dict
    rule: str
    state: str

    @property
    def code(self) -> str:
        return self.requirement["id"]

    @property
    def due(self) -> date | None:
        return day_of(self.row.get("due"))


def calculate(scheme: dict, answers: dict) -> dict:
    """Verdicts by module, what is missing, what is promised, and what a buyer is told."""
    about = next(iter(answers["about"]), {})
    today = day_of(about.get("day"))
    modules = in_force(scheme["modules"], about)
    judged = judge(scheme, modules, answers["requirements"], today)
    told = [module_row(module, judged) for module in modules]
    stands = rules.standing([(row["rule"], row["verdict"]) for row in told])
    return {
        "tables": {
            "overview": [overview(about, judged, stands)],
            "modules": told,
            "missing": missing(judged),
            "commitments": commitments(judged, today),
            "risks": [risk_row(risk, judged) for risk in scheme["risks"]],
            "report": [report_row(each) for each in judged],
        },
        "findings": findings(scheme, about, judged, told, stands),
    }


def day_of(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None


def in_force(modules: list[dict], about: dict) -> list[dict]:
    """The modules of the label that is wanted, each with the rule of the year the organisation is in."""
    return [
        {**module, "rule": rules.rule_in_year(module["rule"], module["from_year"], about.get("year"))}
        for module in modules
        if module["label"] in {"", about.get("label")}
    ]


def judge(scheme: dict, modules: list[dict], rows: list[dict], today: date | None) -> list[Judged]:
    said = {row["item"]: row for row in rows}
    rule_of = {module["id"]: module["rule"] for module in modules}
    return [
        one(requirement, said.get(requirement["id"], {}), rule_of[requirement["module"]], today)
        for requirement in scheme["requirements"]
        if requirement["module"] in rule_of
    ]


def one(requirement: dict, row: dict, rule: str, today: date | None) -> Judged:
    answer = rules.Answer(
        row.get("status", rules.NOT_LOOKED_AT),
        evidence=bool(row.get("evidence")),
        commitment=bool(row.get("commitment")),
        due=day_of(row.get("due")),
        skippable=requirement["skippable"],
    )
    return Judged(requirement, row, rule, rules.state_of(answer, rule, today))


# Results --------------------------------------------------------------------------------------------------------------


def overview(about: dict, judged: list[Judged], stands: str) -> dict:
    women, men = about.get("women"), about.get("men")
    members = women + men if None not in (women, men) else None
    return {
        "organisation": about.get("organisation"),
        "minerals": about.get("minerals"),
        "standing": stands,
        "day": about.get("day"),
        "asked": len(judged),
        "looked": sum(each.state != rules.UNSEEN for each in judged),
        "proven": sum(bool(each.row.get("evidence")) for each in answered(judged)),
        "women": women / members if members else None,
        "next_report": end_of(about.get("next_report")),
    }


def answered(judged: list[Judged]) -> list[Judged]:
    return [each for each in judged if each.row.get("status", "unseen") != "unseen"]


def end_of(day: str | None) -> str | None:
    """The last minute of a day, as a moment."""
    return f"{day}T23:59" if day else None


def module_row(module: dict, judged: list[Judged]) -> dict:
    states = [each.state for each in judged if each.requirement["module"] == module["id"]]
    verdict = rules.verdict_of(states, module["rule"])
    counted = {
        name: sum(state in kinds for state in states)
        for name, kinds in (
            ("met", {rules.MET}),
            ("on_way", {rules.ON_WAY}),
            ("unproven", {rules.UNPROVEN}),
            ("loose", {rules.LOOSE, rules.OVERDUE}),
            ("failed", {rules.FAILED}),
            ("unseen", {rules.UNSEEN}),
            ("na", {rules.NA}),
        )
    }
    return {
        "module": module["id"],
        "rule": module["rule"],
        "verdict": verdict,
        "holds": rules.holds_back(verdict, module["rule"]),
        **counted,
        "share": rules.share_met(states),
    }


def missing(judged: list[Judged]) -> list[dict]:
    """What is missing, the most urgent first; within one urgency in the order of the scheme."""
    ranked = [(rules.urgency(each.state, each.rule), each) for each in judged]
    ranked = sorted(((rank, each) for rank, each in ranked if rank is not None), key=lambda pair: pair[0])
    return [
        {
            "requirement": each.code,
            "module": each.requirement["module"],
            "when": "now" if rank == 0 else "later" if rank == 7 else "first",
            "todo": "stop" if rank == 0 else each.state,
            "missing": each.row.get("missing"),
            "due": each.row.get("due"),
        }
        for rank, each in ranked
    ]


def commitments(judged: list[Judged], today: date | None) -> list[dict]:
    """What is promised for whatever is not yet met, the earliest day first, those without a day last."""
    open_ones = [each for each in judged if each.row.get("status") not in {"pass", "na"}]
    promised = [each for each in open_ones if each.row.get("commitment") or each.due]
    promised.sort(key=lambda each: each.due or date.max)
    return [
        {
            "commitment": each.row.get("commitment"),
            "requirement": each.code,
            "due": end_of(each.row.get("due")),
            "left": rules.days_between(today, each.due),
            "state": promise_state(each, today),
        }
        for each in promised
    ]


def promise_state(each: Judged, today: date | None) -> str:
    left = rules.days_between(today, each.due)
    if not each.row.get("commitment"):
        return "no_text"
    if left is None:
        return "unjudged" if each.due else "no_day"
    return "overdue" if left < 0 else "soon" if left <= SOON else "open"


def risk_row(risk: str, judged: list[Judged]) -> dict:
    linked = [each for each in judged if risk in each.requirement["risks"]]
    if not linked:
        return {"risk": risk, "state": "not_asked"}
    halted = any(each.state == rules.FAILED and each.rule == rules.STOP for each in linked)
    verdict = rules.verdict_of([each.state for each in linked], rules.MUST)
    return {"risk": risk, "state": rules.HALT if halted else verdict}


def report_row(each: Judged) -> dict:
    return {
        "requirement": each.code,
        "module": each.requirement["module"],
        "status": each.row.get("status", "unseen"),
        "evidence": each.row.get("evidence"),
        "commitment": each.row.get("commitment"),
        "due": each.row.get("due"),
        "mark": each.requirement["mark"],
    }


# Findings -------------------------------------------------------------------------------------------------------------


def findings(
    scheme: dict, about: dict, judged: list[Judged], modules: list[dict], stands: str
) -> list[tuple]:
    said = answered(judged)
    if not said:
        first = next(row["module"] for row in modules if row["rule"] == rules.STOP)
        return [("empty", {"module": ("modules", "module", first)}), *of_the_days(scheme, about)]
    return [
        *of_failures(judged),
        *of_modules(modules, stands),
        *of_answers(judged),
        ("evidence", {"shown": sum(bool(each.row.get("evidence")) for each in said), "said": len(said)}),
        *of_the_days(scheme, about),
    ]


def named(each: Judged) -> dict:
    return {"what": ("report", "requirement", each.code)}


def of_failures(judged: list[Judged]) -> list[tuple]:
    failed = [each for each in judged if each.state == rules.FAILED]
    return [
        *(("stop", named(each)) for each in failed if each.rule == rules.STOP),
        *(
            ("stop_progress", named(each))
            for each in failed
            if each.rule == rules.STOP and each.row["status"] == "progress"
        ),
        *(("mitigation", named(each)) for each in failed if each.rule == rules.MITIGATE),
    ]


def of_modules(modules: list[dict], stands: str) -> list[tuple]:
    held = [
        (
            "held",
            {
                "module": ("modules", "module", row["module"]),
                "verdict": ("modules", "verdict", row["verdict"]),
            },
        )
        for row in modules
        if row["holds"]
    ]
    return held + ([(stands, {})] if stands in REPORTABLE else [])


def of_answers(judged: list[Judged]) -> list[tuple]:
    counted = [(code, sum(each.state == code for each in judged)) for code in (rules.UNPROVEN, rules.LOOSE)]
    refused = [
        each for each in judged if each.row.get("status") == "na" and not each.requirement["skippable"]
    ]
    return [
        *(("overdue", named(each)) for each in judged if each.state == rules.OVERDUE),
        *((code, {"count": count}) for code, count in counted if count),
        *(("na_refused", named(each)) for each in refused),
    ]


def of_the_days(scheme: dict, about: dict) -> list[tuple]:
    day, following = about.get("day"), about.get("next_report")
    by_year = any(module["from_year"] for module in scheme["modules"])
    asked = (
        ("no_day", not day),
        ("no_next", not following),
        ("next_past", bool(day and following and following <= day)),
        ("no_year", by_year and about.get("year") is None),
    )
    return [(code, {}) for code, holds in asked if holds]
