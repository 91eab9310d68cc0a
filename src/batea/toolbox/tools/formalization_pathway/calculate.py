"""Answers → where people are on the way to formality, how long the State takes, what the way costs, and whether it pays.

`known` holds the steps of a country as its pathway file tells them, or none where people type the steps themselves:

    steps      [{id, name, stage, acts, ways, limit, kind, fee, fee_from, fee_until, valid_from, valid_until, review, …}]
    ways       ids of the ways, where the country has several
    deadlines  [{until, last_day, months, …}], the earliest first
    items      {code: name} of the lines of a month's income
    start      the words for where everybody begins

Names are anything whose `str()` speaks the reader's language. A step counts while it is in force on the day looked at.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from batea.calc import pathway as calc
from batea.calc.ranges import Impossible, Range, _, add_up, range_of

OUTGOINGS = ("costs", "taxes", "fees", "social", "unofficial", "interest")
WHOLE = Range(1.0, 1.0, 1.0)
SEXES = ("woman", "man", "group", "unsaid")
GAP = 0.1  # points by which fewer women than men pass a step, before it is told
SOON = 183  # days; a deadline nearer than half a year is told


@dataclass
class Step:
    """A step: what is `said` of it (by the file, or by whoever typed it), the `row` filled in, how it stands on the day
    looked at, and its cases."""

    said: dict
    row: dict
    state: str = "own"
    cases: list["Case"] = field(default_factory=list)

    @property
    def id(self) -> str:
        return self.said["id"]

    @property
    def name(self) -> str:
        return str(self.said["name"])

    @property
    def valid(self) -> bool:
        return self.state in {"own", "in_force", "undated"}

    @property
    def limit(self) -> int | None:
        """The State's own limit; one that binds the miner is no measure of the State."""
        return self.said.get("limit") if self.said.get("acts") == "state" else None

    @property
    def kind(self) -> str:
        return self.said.get("kind") or calc.UNSAID

    def people(self, where: str) -> int | None:
        return calc.total(*(self.row.get(f"{where}_{sex}") for sex in ("women", "men", "unsaid")))

    @property
    def used(self) -> bool:
        return bool(self.cases or set(self.row) - {"item"})


@dataclass(frozen=True)
class Case:
    """One application. `judged` counts in the days of the State's limit, `plain` in days of the calendar."""

    row: dict
    judged: calc.Wait
    plain: calc.Wait


def calculate(known: dict, answers: dict) -> dict:
    """Everything the tool answers; each part stands on its own and stays away where nothing was said."""
    about = next(iter(answers["about"]), {})
    day = day_of(about.get("day"))
    steps = steps_of(known, answers)
    way = way_of(known, answers, about)
    for step in steps:
        step.state = state_on(step.said, day, way) if known["steps"] else "own"
    refuse_other_times(steps, day)
    astray, odd = give_cases(steps, answers["cases"], day)
    valid = [step for step in steps if step.valid]
    walked = valid if way is not None or not known["ways"] else []
    money = known.get("currency")
    journeys = journey(walked, day, money)
    earned = income(known["items"], answers["income"])
    tables = {
        "overview": overview(about, way, walked, day),
        "funnel": funnel(known, about, walked),
        "journey": [row for row in journeys if says_something(row)],
        "totals": totals(journeys, earned),
        "delays": delays(valid),
        "cases": [row for step in valid for row in told_cases(step)],
        "fairness": fairness(valid),
        "blockers": blockers(valid),
        "income": earned["rows"],
        "gain": gained(earned, journeys),
        "steps": [told_step(step, day) for step in steps],
    }
    if known["steps"]:
        tables["rests"] = [told_rests(step, day) for step in steps]
        tables["deadlines"] = [told_deadline(each, day) for each in known["deadlines"]]
    context = Context(known, about, day, way, steps, valid, walked, astray, odd, earned, tables)
    return {"tables": tables, "findings": findings(context)}


def day_of(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None


def names(steps: Iterable[Step]) -> str:
    return "; ".join(dict.fromkeys(step.name for step in steps))


# Which steps count ----------------------------------------------------------------------------------------------------


def steps_of(known: dict, answers: dict) -> list[Step]:
    """The country's steps in their order with what was filled in, or the steps people typed."""
    if known["steps"]:
        rows = {row["item"]: row for row in answers["steps"]}
        return [Step(said, rows.get(said["id"], {})) for said in known["steps"]]
    return [Step({**row, "id": row["name"]}, row) for row in answers["steps"]]


def way_of(known: dict, answers: dict, about: dict) -> str | None:
    """The way looked at: the one that was said, or the only one to which all that was filled in belongs."""
    if not known["ways"] or about.get("way"):
        return about.get("way")
    used = {row["item"] for row in answers["steps"]} | {row["step"] for row in answers["cases"]}
    of_step = {step["id"]: step["ways"] or known["ways"] for step in known["steps"]}
    fitting = [way for way in known["ways"] if all(way in of_step[step] for step in used)]
    return fitting[0] if used and len(fitting) == 1 else None


def state_on(said: dict, day: date | None, way: str | None) -> str:
    """in_force, past, to_come; undated where no source says for when; no_day; other_way."""
    if way is not None and said["ways"] and way not in said["ways"]:
        return "other_way"
    begin, end = day_of(said["valid_from"]), day_of(said["valid_until"])
    if begin is None and end is None:
        return "undated"
    if day is None:
        return "in_force"
    if end is not None and day > end:
        return "past"
    return "to_come" if begin is not None and day < begin else "in_force"


def refuse_other_times(steps: list[Step], day: date | None) -> None:
    """No step was in force on the day: the latest rules are never put in its place."""
    states = {step.state for step in steps} - {"other_way"}
    if states and states <= {"past", "to_come"}:
        why = _("no step known here was in force on that day, and no other rule is put in its place")
        raise Impossible(day.isoformat() if day else "", why)


def give_cases(steps: list[Step], rows: list[dict], day: date | None) -> tuple[list[str], int]:
    """Each case to its step. Returns steps nobody knows, and how many cases were left out for their days."""
    by_name: dict[str, Step] = {}
    for step in steps:
        by_name.setdefault(step.id.strip().casefold(), step)
    astray, odd = [], 0
    for row in rows:
        step = by_name.get(row["step"].strip().casefold())
        handed_in, answered = day_of(row["handed_in"]), day_of(row.get("answered"))
        if step is None:
            astray.append(row["step"])
        elif (answered is not None and answered < handed_in) or (day is not None and handed_in > day):
            odd += 1
        else:
            judged = calc.wait(
                handed_in, answered, day, step.limit, step.kind if step.limit else calc.CALENDAR
            )
            step.cases.append(Case(row, judged, calc.wait(handed_in, answered, day, None)))
    return list(dict.fromkeys(astray)), odd


# Where people are -----------------------------------------------------------------------------------------------------


def beginners(about: dict) -> int | None:
    return calc.total(*(about.get(sex) for sex in ("women", "men", "unsaid")))


def overview(about: dict, way: str | None, walked: list[Step], day: date | None) -> list[dict]:
    start = beginners(about)
    passed = [step.people("passed") for step in walked]
    last = next((count for count in reversed(passed) if count is not None), None)
    share, few = calc.share_of_women(about.get("women"), about.get("men"))
    return [
        {
            "place": about.get("place"),
            "day": about.get("day"),
            "way": way,
            "start": start,
            "women_share": share,
            "few": few or None,
            "steps": len(walked) or None,
            "waiting": calc.total(*(step.people("waiting") for step in walked)),
            "last": last,
            "of_start": part(last, start),
        }
    ]


def part(some: int | None, whole: int | None) -> float | None:
    return None if some is None or not whole or some > whole else some / whole


def funnel(known: dict, about: dict, walked: list[Step]) -> list[dict]:
    """One row for each step where somebody was counted."""
    start = beginners(about)
    passed = [step.people("passed") for step in walked]
    rows = []
    for step, passage, count in zip(walked, calc.passages(start, passed), passed, strict=True):
        if count is None and step.people("waiting") is None:
            continue
        share, few = calc.share_of_women(step.row.get("passed_women"), step.row.get("passed_men"))
        since = passage.since
        rows.append(
            {
                "step": step.id,
                "waiting": step.people("waiting"),
                "passed_women": step.row.get("passed_women"),
                "passed_men": step.row.get("passed_men"),
                "passed": count,
                "women_share": share,
                "few": few or None,
                "of_start": part(count, start),
                "since": None
                if since is None
                else (str(known["start"]) if since < 0 else walked[since].name),
                "share": passage.share,
                "lost": passage.lost,
            }
        )
    return rows


def blockers(valid: list[Step]) -> list[dict]:
    """What blocks, by how many people wait there; where nobody was counted, last."""
    found: dict[str, list[Step]] = {}
    for step in valid:
        if step.row.get("blocker"):
            found.setdefault(step.row["blocker"], []).append(step)
    rows = [
        {
            "blocker": blocker,
            "steps": names(steps),
            "waiting": calc.total(*(step.people("waiting") for step in steps)),
        }
        for blocker, steps in found.items()
    ]
    return sorted(rows, key=lambda row: -(row["waiting"] or 0))


# Through the miner's eyes ---------------------------------------------------------------------------------------------


def fee_of(said: dict, day: date | None) -> tuple[float | None, str]:
    """(the State's fee on the day, free | asked | other_time | unknown)."""
    fee = said.get("fee")
    if fee is None:
        return None, "unknown"
    begin, end = day_of(said.get("fee_from")), day_of(said.get("fee_until"))
    bound = begin is not None or end is not None
    if bound and (day is None or (begin and day < begin) or (end and day > end)):
        return None, "other_time"
    return fee, "asked" if fee else "free"


def journey(walked: list[Step], day: date | None, currency: str | None) -> list[dict]:
    """Days and money step by step, and so far; unknown ones are left out of the sums."""
    rows, days, money = [], None, None
    for step in walked:
        row = {**step_days(step), **step_costs(step, day, currency), "trips": step.row.get("trips")}
        days = calc.total(days, row["miner"], row["state"])
        money = calc.total(money, row["official"], row["unofficial"])
        rows.append({"step": step.id, **row, "days_so_far": days, "cost_so_far": money})
    return rows


def says_something(row: dict) -> bool:
    """Beyond what the sums before it say."""
    return any(
        row[name] is not None for name in ("miner_worst", "state_worst", "official", "unofficial", "trips")
    )


def step_days(step: Step) -> dict:
    """Typical and worst days; the State's from its cases where nobody typed them. A missing worst is the typical."""
    found = calc.waits([case.plain for case in step.cases])
    typed = "state_days" in step.row or "state_worst" in step.row
    state = step.row.get("state_days") if typed else found.typical
    worst = step.row.get("state_worst") if typed else found.worst
    return {
        "miner": step.row.get("miner_days"),
        "miner_worst": larger(step.row.get("miner_days"), step.row.get("miner_worst")),
        "state": state,
        "state_worst": larger(state, worst),
        "state_from": ("typed" if typed else "cases") if larger(state, worst) is not None else None,
    }


def larger(typical: float | None, worst: float | None) -> float | None:
    return max((each for each in (typical, worst) if each is not None), default=None)


def step_costs(step: Step, day: date | None, currency: str | None) -> dict:
    """Official cost as typed; else the State's fee in force on that day."""
    fee, _state = fee_of(step.said, day)
    typed = step.row.get("official")
    if typed is None and step.said.get("fee_currency") != currency:
        fee = None
    official = fee if typed is None else typed
    return {
        "official": official,
        "official_from": None if official is None else ("fee" if typed is None else "typed"),
        "unofficial": step.row.get("unofficial"),
    }


def totals(rows: list[dict], earned: dict) -> list[dict]:
    """The whole way in one row, once anything is known of it."""
    if not any(map(says_something, rows)):
        return []

    def summed(column: str) -> float | None:
        return calc.total(*(row[column] for row in rows))

    miner, state = summed("miner"), summed("state")
    days, cost = calc.total(miner, state), calc.total(summed("official"), summed("unofficial"))
    net = earned["now"].best if earned["now"] else None
    return [
        {
            "days": days,
            "days_worst": calc.total(summed("miner_worst"), summed("state_worst")),
            "state": state,
            "state_share": state / days if None not in (miner, state) and days else None,
            "unknown": sum(row["miner"] is None and row["state"] is None for row in rows),
            "official": summed("official"),
            "unofficial": summed("unofficial"),
            "trips": summed("trips"),
            "cost": cost,
            "months": cost / net if cost is not None and net is not None and net > 0 else None,
        }
    ]


# The State's own delays -----------------------------------------------------------------------------------------------


def delays(valid: list[Step]) -> list[dict]:
    """Every step that waits for the State, or has cases: its limit against its cases."""
    return [delay(step) for step in valid if step.cases or step.said.get("acts") == "state"]


def delay(step: Step) -> dict:
    found = calc.waits([case.judged for case in step.cases])
    return {
        "step": step.id,
        "limit": step.limit,
        "kind": step.kind if step.limit else "unknown",
        "cases": found.cases or None,
        "open": found.open if found.cases else None,
        "typical": found.typical,
        "worst": found.worst,
        "over": found.over,
        "over_share": None if found.over is None else found.over / found.cases,
        "open_over": found.open_over,
    }


def told_cases(step: Step) -> list[dict]:
    return [
        {
            "code": case.row.get("code"),
            "step": step.id,
            "handed_in": case.row["handed_in"],
            "answered": case.row.get("answered") if case.judged.answered else None,
            "days": case.judged.days,
            "kind": step.kind if step.limit else calc.CALENDAR,
            "state": case_state(case.judged),
            "due": None if case.judged.answered or not case.judged.due else f"{case.judged.due}T23:59",
        }
        for case in step.cases
    ]


def case_state(case: calc.Wait) -> str:
    if case.over is None:
        return "answered" if case.answered else "open"
    if case.answered:
        return "late" if case.over else "in_time"
    return "open_late" if case.over else "open"


def fairness(valid: list[Step]) -> list[dict]:
    """Women's cases beside men's; nothing is told of fewer than five answered ones."""
    cases = [case for step in valid for case in step.cases]
    return [fair(sex, mine) for sex in SEXES if (mine := [c for c in cases if sex_of(c) == sex])]


def sex_of(case: Case) -> str:
    return case.row.get("sex") or "unsaid"


def fair(sex: str, cases: list[Case]) -> dict:
    answered = [case for case in cases if case.plain.answered]
    said = [case.row["answer"] for case in answered if case.row.get("answer")]
    enough, enough_said = len(answered) >= calc.FEW, len(said) >= calc.FEW
    return {
        "sex": sex,
        "cases": len(cases),
        "answered": len(answered),
        "typical": calc.waits([case.plain for case in answered]).typical if enough else None,
        "granted": said.count("granted") / len(said) if enough_said else None,
        "few": None if enough else True,
    }


# Does it pay ----------------------------------------------------------------------------------------------------------


def income(items: dict, rows: list[dict]) -> dict:
    """Rows of the comparison, the two sides and what nobody said; sides are None where nothing was said of them."""
    said = {row["item"]: row for row in rows}
    lines = {side: lines_of(items, said, side) for side in ("now", "formal")}
    now = side_of(lines["now"]) if lines["now"] else None
    formal = formal_side(lines["formal"], lines["now"], now) if lines["formal"] else None
    net_now = calc.net(now) if now else None
    net_formal = calc.net(formal, now) if formal else None
    gain = calc.gain(now, formal) if now and formal else None
    parts = (
        ("received", now and calc.received(now), formal and calc.received(formal, now)),
        ("outgoings", outgoings_told(lines["now"]), outgoings_told(lines["formal"])),
        ("net", net_now, net_formal),
    )
    told = [{"part": part, "now": told_range(one), "formal": told_range(two)} for part, one, two in parts]
    return {
        "rows": told if now or formal else [],
        "now": net_now,
        "gain": gain,
        "price": calc.price_that_pays(now, formal) if now and formal else None,
        "unsaid": {side: unsaid(items, lines[side]) for side in lines if lines[side]},
    }


def lines_of(items: dict, said: dict, side: str) -> dict[str, Range]:
    """The lines of one side that say something, as ranges."""
    ends = {
        item: [said[item].get(f"{side}_{end}") for end in ("low", "best", "high")]
        for item in items
        if item in said
    }
    return {
        item: range_of(*numbers, what=str(items[item]))
        for item, numbers in ends.items()
        if any(number is not None for number in numbers)
    }


def side_of(lines: dict) -> calc.Side:
    """A side by itself: what is received, or else a share of the reference price."""
    direct = "received" in lines
    unknown = Range()
    return calc.Side(
        lines.get("output", unknown),
        lines["received"] if direct else lines.get("reference", unknown),
        WHOLE if direct else hundredths(lines.get("share", unknown)),
        outgoings(lines),
    )


def formal_side(lines: dict, lines_now: dict, now: calc.Side | None) -> calc.Side:
    """Output and reference price that are not said again stay as they are now."""
    alone = side_of(lines)
    output = alone.output if "output" in lines or now is None else None
    price = alone.price
    if "received" not in lines and "reference" not in lines and now is not None:
        # The same reference price moves with that of now; where now tells a price received, it is a number of its own.
        price = lines_now.get("reference", Range()) if "received" in lines_now else None
    return calc.Side(output, price, alone.share, alone.outgoings)


def hundredths(percent: Range) -> Range:
    return Range(*(None if end is None else end / 100 for end in (percent.low, percent.best, percent.high)))


def outgoings(lines: dict) -> Range:
    """Their sum; those nobody said are left out and told apart (`unsaid`)."""
    known = [lines[item] for item in OUTGOINGS if item in lines]
    return add_up(known) if known else Range(0.0, 0.0, 0.0)


def outgoings_told(lines: dict) -> Range | None:
    """None where no outgoing was said: nothing said is not nothing paid."""
    return outgoings(lines) if any(item in lines for item in OUTGOINGS) else None


def unsaid(items: dict, lines: dict) -> str:
    return "; ".join(str(items[item]) for item in OUTGOINGS if item not in lines)


def told_range(found: Range | None) -> dict:
    found = found or Range()
    return {"low": found.low, "best": found.best, "high": found.high}


def gained(earned: dict, journeys: list[dict]) -> list[dict]:
    gain = earned["gain"]
    if gain is None:
        return []
    cost = calc.total(*(row[name] for row in journeys for name in ("official", "unofficial")))
    return [
        {
            "gain": told_range(gain),
            "verdict": verdict(gain),
            "price": earned["price"],
            "cost": cost,
            "months_fast": calc.months_to_earn_back(cost, gain.high),
            "months": calc.months_to_earn_back(cost, gain.best),
            "months_slow": calc.months_to_earn_back(cost, gain.low),
        }
    ]


def verdict(gain: Range) -> str:
    if not gain.known:
        return "unknown"
    if gain.low > 0:
        return "more"
    return "less" if gain.high < 0 else "open"


# What the file says ---------------------------------------------------------------------------------------------------


def told_step(step: Step, day: date | None) -> dict:
    fee, fee_state = fee_of(step.said, day)
    return {
        "step": step.id,
        "stage": step.said.get("stage"),
        "state": step.state,
        "acts": step.said.get("acts"),
        "authority": step.said.get("authority") or None,
        "documents": step.said.get("documents") or None,
        "limit": step.said.get("limit"),
        "kind": step.kind if step.said.get("limit") else "unknown",
        "fee": fee,
        "fee_state": fee_state,
        "validity": step.said.get("validity") or None,
    }


def told_rests(step: Step, day: date | None) -> dict:
    return {
        "step": step.id,
        "source": step.said["source"] or None,
        "mark": step.said["mark"],
        "valid_from": step.said["valid_from"],
        "valid_until": step.said["valid_until"],
        "checked": step.said["checked"],
        "review": step.said["review"],
        "stale": is_stale(step, day),
        "doubt": step.said["doubt"] or None,
    }


def is_stale(step: Step, day: date | None) -> bool | None:
    """Somebody should have read its source again by the day looked at."""
    return None if day is None or "review" not in step.said else day_of(step.said["review"]) < day


def told_deadline(deadline: dict, day: date | None) -> dict:
    last = day_of(deadline["last_day"])
    return {
        **{name: deadline[name] for name in ("until", "months", "mark", "source")},
        "name": deadline["name"],
        "law": deadline["law"] or None,
        "decided": deadline["decided"],
        "state": None if day is None else ("past" if last < day else "ahead"),
        "doubt": deadline["doubt"] or None,
    }


# Findings -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Context:
    """All that findings are told from."""

    known: dict
    about: dict
    day: date | None
    way: str | None
    steps: list[Step]
    valid: list[Step]
    walked: list[Step]
    astray: list[str]
    odd: int
    earned: dict
    tables: dict


def findings(context: Context) -> list[tuple]:
    return [
        *of_delays(context),
        *of_people(context),
        *of_costs(context),
        *of_income(context),
        *of_deadlines(context),
        *of_rules(context),
        *of_answers(context),
    ]


def of_delays(context: Context) -> list[tuple]:
    found = []
    for row in context.tables["delays"]:
        step = {"step": ("delays", "step", row["step"])}
        if row["over"]:
            found.append(("late", {**step, "over": row["over"], "cases": row["cases"]}))
        if row["open_over"]:
            waited = max(case.judged.days for case in the_step(context, row["step"]).cases if open_late(case))
            found.append(("open_late", {**step, "count": row["open_over"], "days": waited}))
    timed = [row for row in context.tables["journey"] if row["state"]]
    if timed:
        longest = max(timed, key=lambda row: row["state"])
        found.append(("longest", {"step": ("journey", "step", longest["step"]), "days": longest["state"]}))
    silent = [step for step in context.valid if step.said.get("acts") == "state" and step.limit is None]
    return found + ([("no_limit", {"steps": names(silent)})] if silent else [])


def the_step(context: Context, step_id: str) -> Step:
    return next(step for step in context.steps if step.id == step_id)


def open_late(case: Case) -> bool:
    return bool(case.judged.over) and not case.judged.answered


def of_people(context: Context) -> list[tuple]:
    rows = context.tables["funnel"]
    if not rows:
        return [("uncounted", {})] if context.walked else []
    found = []
    losing = [row for row in rows if row["lost"]]
    if losing:
        worst = max(losing, key=lambda row: row["lost"])
        step, before = {"step": ("funnel", "step", worst["step"])}, worst["lost"] + worst["passed"]
        small = worst["lost"] < calc.FEW or 0 < worst["passed"] < calc.FEW
        found.append(
            ("drop_few", step) if small else ("drop", {**step, "lost": worst["lost"], "before": before})
        )
    behind = women_behind(context)
    found += [("women_behind", {"step": ("funnel", "step", behind.id)})] if behind else []
    found += [
        ("more_than_before", {"step": ("funnel", "step", row["step"]), "before": row["since"]})
        for row in rows
        if row["since"] is not None and row["lost"] is None
    ]
    hidden = any(row["few"] for row in [*rows, *context.tables["overview"]])
    mixed = any("passed_women" in step.row or "passed_men" in step.row for step in context.walked)
    return [*found, *([("few", {})] if hidden else []), *([] if mixed else [("no_sex", {})])]


def women_behind(context: Context) -> Step | None:
    """The step where women fall furthest behind men, from the same place and with at least five of each before it."""
    passed = {
        sex: calc.passages(context.about.get(sex), [step.row.get(f"passed_{sex}") for step in context.walked])
        for sex in ("women", "men")
    }
    gaps = [
        (men.share - women.share, step)
        for step, women, men in zip(context.walked, passed["women"], passed["men"], strict=True)
        if None not in (women.share, men.share)
        and women.since == men.since
        and min(women.before, men.before) >= calc.FEW
    ]
    widest = max(gaps, key=lambda pair: pair[0], default=(0, None))
    return widest[1] if widest[0] >= GAP else None


def of_costs(context: Context) -> list[tuple]:
    paying = [row for row in context.tables["journey"] if row["unofficial"]]
    found = []
    if paying:
        amount = sum(row["unofficial"] for row in paying)
        steps = names(the_step(context, row["step"]) for row in paying)
        found.append(("unofficial", {"amount": amount, "steps": steps}))
    for step in context.walked:
        fee, _state = fee_of(step.said, context.day)
        paid = step.row.get("official")
        same_money = step.said.get("fee_currency") == context.known.get("currency")
        if fee is not None and paid is not None and paid > fee and same_money:
            found.append(("above_fee", {"step": ("steps", "step", step.id), "paid": paid, "fee": fee}))
    return found


def of_income(context: Context) -> list[tuple]:
    earned = context.earned
    found = [(f"unsaid_{side}", {"what": what}) for side, what in earned["unsaid"].items() if what]
    if earned["gain"] is None:
        return [("pays_unknown", {}), *found] if earned["rows"] else found
    row = context.tables["gain"][0]
    told = {"gain": ("gain", "gain", row["gain"])}
    if row["verdict"] == "more" and row["months"] is not None:
        found.insert(0, ("earned_back", {"months": row["months"]}))
    return [(f"pays_{row['verdict']}", told if row["verdict"] != "unknown" else {}), *found]


def of_deadlines(context: Context) -> list[tuple]:
    rows = context.known["deadlines"]
    found = []
    if len(rows) > 1:
        months = sum(row["months"] for row in rows[1:])
        ends = {"first": rows[0]["until"], "last": rows[-1]["until"]}
        found.append(("moved", {"count": len(rows) - 1, "months": months, **ends}))
    if context.day is None or not rows:
        return found
    ahead = [row for row in rows if day_of(row["last_day"]) >= context.day]
    if not ahead:
        return [*found, ("deadline_past", {"until": rows[-1]["until"]})]
    left = (day_of(ahead[0]["last_day"]) - context.day).days
    return found + ([("deadline_near", {"until": ahead[0]["until"], "days": left})] if left <= SOON else [])


def of_rules(context: Context) -> list[tuple]:
    listed = (
        ("stale", [step for step in context.valid if is_stale(step, context.day)]),
        ("undated", [step for step in context.valid if step.state == "undated"]),
        ("background", [step for step in context.valid if step.said.get("mark") == "background"]),
    )
    doubted = sum(bool(step.said.get("doubt")) for step in context.valid)
    found = [(code, {"steps": names(steps)}) for code, steps in listed if steps]
    return found + ([("doubt", {"count": doubted})] if doubted else [])


def of_answers(context: Context) -> list[tuple]:
    found = []
    if context.day is None:
        found.append(("no_day", {}))
    if context.known["ways"] and context.way is None:
        found.append(("which_way", {}))
    left_out = [step for step in context.steps if step.used and not step.valid]
    if left_out:
        found.append(("left_out", {"steps": names(left_out)}))
    if context.astray:
        found.append(("astray", {"steps": "; ".join(context.astray)}))
    if context.odd:
        found.append(("odd_days", {"count": context.odd}))
    twisted = [step for step in context.walked if worst_below_typical(step.row)]
    return found + ([("worst_below", {"steps": names(twisted)})] if twisted else [])


def worst_below_typical(row: dict) -> bool:
    pairs = (("miner_days", "miner_worst"), ("state_days", "state_worst"))
    return any(row[worst] < row[typical] for typical, worst in pairs if typical in row and worst in row)
