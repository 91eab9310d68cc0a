"""What the tests and the evaluation say, once they are closed and enough people have answered."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from batea.calc.learning_gain import FEWEST, POOR, Gains, difficulty, discrimination, gains, mean
from batea.guidance.steps import STEPS
from batea.programmes.words import LANGUAGES

from ...models import Answered, EvaluationAnswer, Participant, Sitting, TestItem, TestSheet

BEFORE, AFTER, EVALUATION = Sitting.What.values
SCALES = ("overall", "content", "methods", "facilitation", "logistics")


def box_of(what: str) -> str:
    """The box of unsigned answers that a sitting fills."""
    return EVALUATION if what == EVALUATION else f"test:{what}"


def learners():
    """Those who come to learn and have not declined, by delegation."""
    found = Participant.objects.filter(part=Participant.Part.PARTICIPANT)
    return found.exclude(state=Participant.State.DECLINED)


def sittings() -> dict[str, Sitting]:
    return {found.what: found for found in Sitting.objects.all()}


@dataclass(frozen=True)
class Turnout:
    """How many of those who should answer have done so."""

    answered: int
    of: int

    @property
    def share(self) -> float:
        return self.answered / self.of if self.of else 0.0


def turnouts() -> dict[str, Turnout]:
    """By sitting. Two queries."""
    boxes = {box_of(what): what for what in Sitting.What.values}
    mine = Answered.objects.filter(box__in=boxes, participant__in=learners())
    found = Counter(boxes[box] for box in mine.values_list("box", flat=True))
    of = learners().count()
    return {what: Turnout(found[what], of) for what in Sitting.What.values}


# Tests ----------------------------------------------------------------------------------------------------------------


def items_of(form: str) -> list[TestItem]:
    return list(TestItem.objects.filter(form=form).order_by("construct", "pk"))


def score(sheet: TestSheet, items: list[TestItem]) -> float:
    """Percent of the form's questions that are right; what is left out is not right."""
    right = sum(is_right(sheet, item) for item in items)
    return 100 * right / len(items) if items else 0.0


def is_right(sheet: TestSheet, item: TestItem) -> bool:
    return sheet.answers.get(str(item.uid)) == item.right


@dataclass(frozen=True)
class Asked:
    """One question in one of the two tests; None where too few had it or where it is not defined."""

    sheets: int
    right: float | None
    tells: float | None
    spread: dict[str, int] | None = None  # how many took each answer; "" for those who do not know


@dataclass(frozen=True)
class ItemResult:
    item: TestItem
    before: Asked
    after: Asked

    @property
    def known(self) -> list[Asked]:
        """The tests of which enough is known."""
        return [asked for asked in (self.before, self.after) if asked.spread is not None]

    @property
    def tells_little(self) -> bool:
        """It tells apart too little to be kept as it is."""
        return any(asked.tells is not None and asked.tells < POOR for asked in self.known)

    @property
    def idle(self) -> list[str]:
        """Wrong answers that nobody took in either test: they only make the question longer."""
        wrong = [letter for letter in letters_of(self.item) if letter != self.item.right]
        return [letter for letter in wrong if self.known and not any(a.spread[letter] for a in self.known)]

    @property
    def tempting(self) -> list[str]:
        """Wrong answers that more people took than the right one: unclear, or the right one is marked wrongly."""
        found = {
            letter
            for asked in self.known
            for letter in letters_of(self.item)
            if asked.spread[letter] > asked.spread[self.item.right]
        }
        return sorted(found)

    @property
    def doubtful(self) -> bool:
        return self.tells_little or bool(self.idle or self.tempting)


def letters_of(item: TestItem) -> list[str]:
    """The answers that were written for the question."""
    return [letter for letter in TestItem.Option.values if getattr(item, f"option_{letter}")]


@dataclass(frozen=True)
class ConstructResult:
    """One thing that is tested, over both forms: share of right answers. `subject` names it to the reader."""

    construct: str
    subject: str
    before: float | None
    after: float | None


@dataclass(frozen=True)
class FormResult:
    """One form: mean result in each test. Chance gives half of the people each form, so before anything was taught two
    equal forms come out alike."""

    form: str
    before: float | None
    after: float | None


@dataclass(frozen=True)
class TestResults:
    """What is known of the tests. A test that is still open counts as if nobody had written it."""

    __test__ = False

    before: list[float]
    after: list[float]
    gains: Gains
    items: list[ItemResult]
    constructs: list[ConstructResult]
    forms: list[FormResult]

    @property
    def enough_pairs(self) -> bool:
        return self.gains.pairs >= FEWEST


def test_results() -> TestResults:
    """Three queries."""
    items = list(TestItem.objects.order_by("construct", "form", "pk"))
    closed = {what for what, sitting in sittings().items() if not sitting.is_open}
    sheets = [sheet for sheet in TestSheet.objects.all() if sheet.moment in closed]
    by_form = {form: [item for item in items if item.form == form] for form in TestItem.Form.values}
    scores = {(sheet.moment, sheet.code): score(sheet, by_form[sheet.form]) for sheet in sheets}
    both = [code for moment, code in scores if moment == BEFORE and (AFTER, code) in scores]
    of_item = [item_result(item, sheets, by_form[item.form]) for item in items]
    return TestResults(
        *[[found for (when, _code), found in scores.items() if when == moment] for moment in (BEFORE, AFTER)],
        gains=gains([(scores[BEFORE, code], scores[AFTER, code]) for code in both]),
        items=of_item,
        constructs=[
            construct_result(name, items, sheets) for name in dict.fromkeys(i.construct for i in items)
        ],
        forms=[FormResult(form, *form_means(form, sheets, by_form)) for form in TestItem.Form.values],
    )


test_results.__test__ = False


def form_means(form: str, sheets: list[TestSheet], by_form: dict) -> list[float | None]:
    """Before and at the end; of a test in which either form has fewer than five sheets nothing is told."""
    found = []
    for moment in (BEFORE, AFTER):
        mine = [score(s, by_form[form]) for s in sheets if (s.moment, s.form) == (moment, form)]
        found.append(mean(mine) if enough_of_each(sheets, moment) else None)
    return found


def enough_of_each(sheets: list[TestSheet], moment: str) -> bool:
    forms = Counter(sheet.form for sheet in sheets if sheet.moment == moment)
    return all(forms[form] >= FEWEST for form in TestItem.Form.values)


def item_result(item: TestItem, sheets: list[TestSheet], of_form: list[TestItem]) -> ItemResult:
    return ItemResult(item, *(asked(item, sheets, of_form, moment) for moment in (BEFORE, AFTER)))


def asked(item, sheets, of_form, moment) -> Asked:
    """Nothing where a form has fewer than five sheets, nor of the other form then: both together stand beside it."""
    forms = Counter(sheet.form for sheet in sheets if sheet.moment == moment)
    mine = [sheet for sheet in sheets if (sheet.moment, sheet.form) == (moment, item.form)]
    if not mine or min(forms.values()) < FEWEST:
        return Asked(len(mine), None, None)
    right = [is_right(sheet, item) for sheet in mine]
    totals = [sum(is_right(sheet, each) for each in of_form) for sheet in mine]
    taken = Counter(sheet.answers.get(str(item.uid), "") for sheet in mine)
    spread = {letter: taken[letter] for letter in (*TestItem.Option.values, "")}
    return Asked(len(mine), difficulty(right), discrimination(right, totals), spread)


def construct_result(name: str, items: list[TestItem], sheets: list[TestSheet]) -> ConstructResult:
    mine = {item.form: item for item in items if item.construct == name}

    def share(moment):
        right = [is_right(s, mine[s.form]) for s in sheets if s.moment == moment and s.form in mine]
        return difficulty(right) if len(right) >= FEWEST else None

    return ConstructResult(name, subject_of(name, mine.values()), share(BEFORE), share(AFTER))


def subject_of(construct: str, items: Iterable[TestItem]) -> str:
    """The step all its questions ask about, in the reader's language; without such a step as it was written."""
    steps = {item.step for item in items}
    step = STEPS.get(steps.pop()) if len(steps) == 1 else None
    return str(step.title) if step else construct


# The bank -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Bank:
    """What the item bank lacks to be two forms of one test in four languages."""

    items: list[TestItem]

    @property
    def alone(self) -> list[str]:
        """Things that only one of the two forms asks."""
        forms: dict[str, set] = {}
        for item in self.items:
            forms.setdefault(item.construct, set()).add(item.form)
        return [name for name, found in forms.items() if len(found) < len(TestItem.Form.values)]

    @property
    def untranslated(self) -> dict[str, int]:
        """By language, how many questions lack their words in it, or those of an answer."""
        missing = Counter(lang for item in self.items for lang in lacking(item))
        return {lang: missing[lang] for lang in LANGUAGES if missing[lang]}

    @property
    def impossible(self) -> list[TestItem]:
        """Questions whose right answer was not written."""
        return [item for item in self.items if item.right not in letters_of(item)]


def lacking(item: TestItem) -> set[str]:
    said = [item.stem, *(getattr(item, f"option_{letter}") for letter in letters_of(item))]
    return {lang for words in said for lang in words.missing()}


def bank() -> Bank:
    return Bank(list(TestItem.objects.order_by("construct", "form", "pk")))


# Evaluation -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Reaction:
    """Means of the evaluation from 1 to 5 by question, and what was written; empty while it is open or of too few."""

    answers: int
    means: dict[str, float]
    best: list
    better: list


def reaction() -> Reaction:
    sitting = sittings().get(EVALUATION)
    found = list(EvaluationAnswer.objects.all()) if sitting and not sitting.is_open else []
    if len(found) < FEWEST:
        return Reaction(len(found), {}, [], [])
    means = {scale: mean([getattr(answer, scale) for answer in found]) for scale in SCALES}
    written = {name: [getattr(a, name) for a in found if getattr(a, name)] for name in ("best", "better")}
    return Reaction(len(found), means, **written)
