"""The case of Punta Cana holds what the workshop's report tells, sentence by sentence, and marks everything else.

FACTS is the report written down again: where it says something, what, and how that is read from the loaded programme.
"""

import json
import re
from collections import Counter
from datetime import timedelta
from functools import cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from django.utils import translation
from django_scopes import scope

from batea.cli import FORMATS
from batea.documents.stored import to_json
from batea.documents.write import write
from batea.interop.archive import read_archive
from batea.learning import models as learning
from batea.learning.countries import country_name
from batea.learning.models import (
    AgendaItem,
    CheckIn,
    Criterion,
    Day,
    Delegation,
    Exercise,
    FieldVisit,
    Finding,
    Group,
    Objective,
    PackItem,
    Participant,
    Plan,
    Recommendation,
    RoundTable,
    Speaker,
    Supporter,
    TestItem,
    TestSheet,
    TrainingRequest,
    Workshop,
)
from batea.learning.workshops.agenda import queries as agenda
from batea.learning.workshops.exercises.models import THEMES as THEMES_IN_WORDS
from batea.learning.workshops.report import build_report
from batea.learning.workshops.results.own_word import form_of
from batea.programmes.bundle import KIND, TRAIL, export_bundle, import_bundle
from batea.programmes.case_source import case_bundle, demo_accounts, read_rows
from batea.programmes.founding import found_programme
from batea.programmes.models import Institution, Person
from batea.programmes.words import LANGUAGES, Words

FOLDER = Path(__file__).resolve().parents[2] / "cases" / "punta-cana-2018"
SOURCE_KEY = re.compile(r"\b(?:[DPBC]\d\d|WS18|IGF17)\b")
COUNTRIES = {"BO", "BR", "CO", "DO", "EC", "GT", "HN", "MX", "PE"}
THEMES = {"environment", "economy", "safety", "gender", "community"}
PHASE_1 = ["P1-S1", "P1-S2", "P1-S3", "P1-S4"]
NAMED = {"Antonio Isa Conde", "Juana Barcelo", "Alexander Medina", "Olinda Orozco"}
# Rows of the report without a text of their own that could name it; README.md of the case says where they come from.
NEEDS_NO_SOURCE = {
    "evidence.source": "it is the source",
    "learning.workshop": "its goal is quoted as it is in documents",
    "learning.objective": "quoted as they are in documents",
    "learning.participant": "its institution tells",
    "learning.speaker": "the session tells",
    "learning.group": "the division tells",
}


# --- reading the programme


def tells(*parts: str, of=None) -> bool:
    """Do the record's words, in English, hold all the parts?"""
    if of is None:
        return False
    text = " ".join(value.get("en", "") for value in vars(of).values() if isinstance(value, Words))
    return all(part.casefold() in text.casefold() for part in parts)


def day(number: int) -> Day | None:
    """The workshop's first, second … day."""
    return next(iter(Day.objects.order_by("date")[number - 1 : number]), None)


def sessions(number: int, *methods: str) -> list[AgendaItem]:
    found = AgendaItem.objects.filter(day=day(number)).order_by("starts") if day(number) else []
    return [item for item in found if not methods or item.method in methods]


def session(number: int, method: str, *parts: str) -> AgendaItem | None:
    """The first session of that day and method that tells all the parts."""
    return next((item for item in sessions(number, method) if tells(*parts, of=item)), None)


def speakers(item: AgendaItem | None, *parts: str) -> list[Participant]:
    found = Speaker.objects.filter(item=item).select_related("participant__institution")
    return [each.participant for each in found if not parts or each.part in parts]


def come_from(people: list[Participant], short_name: str) -> bool:
    return any(one.institution and one.institution.short_name == short_name for one in people)


def credited(part: str) -> set[str]:
    return {each.institution.name["en"] for each in Supporter.objects.filter(part=part)}


def pack(kind: str, *parts: str) -> PackItem | None:
    return next((item for item in PackItem.objects.filter(kind=kind) if tells(*parts, of=item)), None)


def in_advance(item: PackItem | None) -> bool:
    return bool(item) and item.released_on < Workshop.objects.get().starts


def workshop() -> Workshop | None:
    return Workshop.objects.first()


def request() -> TrainingRequest | None:
    return TrainingRequest.objects.filter(country="DO", exercise=False).first()


def criteria() -> str:
    return " ".join(each.words["en"] for each in Criterion.objects.all())


def learners(**those) -> list[Participant]:
    return list(Participant.objects.filter(part="participant", state="confirmed", **those))


def women(people: list[Participant]) -> float:
    return 100 * sum(one.sex == "f" for one in people) / len(people)


def balanced(people: list[Participant]) -> bool:
    return bool(people) and workshop().women_least <= women(people) <= workshop().women_most


def institution(*parts: str) -> bool:
    return any(tells(*parts, of=each) for each in Institution.objects.all())


def named(badge: str) -> Participant | None:
    return Participant.objects.filter(badge=badge).first()


def comes_before(first: AgendaItem | None, then: AgendaItem | None) -> bool:
    return bool(first and then) and (first.day.date, first.starts) < (then.day.date, then.starts)


def steps_of(number: int, method: str) -> list[str]:
    return [item.step for item in sessions(number, method) if item.step]


def themes_presented() -> set[str]:
    """Themes of the visit's groups whose members present findings on a later day."""
    found = set()
    for number in (3, 4, 5):
        for item in sessions(number, "plenary"):
            if tells("findings of the visit", of=item):
                for one in speakers(item, "presents"):
                    found |= {each.group.theme for each in one.in_groups.filter(grouping__purpose="visit")}
    return found


# --- the report, sentence by sentence: where it stands, what it says, how it is read from the programme

FACTS = [
    (
        "Introduction 2.1",
        "the guidance was released in late 2016",
        lambda: tells("late 2016", of=pack("guidance")),
    ),
    (
        "Introduction 2.2",
        "at the request of members, through research and consultation",
        lambda: tells("request of member", "research and consultation", of=pack("guidance")),
    ),
    (
        "Introduction 2.3",
        "three phases: foundation, strategy (the largest), implementation with monitoring and evaluation",
        lambda: tells(
            "three phases", "foundation", "longest", "monitoring and evaluation", of=pack("guidance")
        ),
    ),
    (
        "Introduction 3.1",
        "asked for after the guidance and two trainings in Africa in French and English",
        lambda: tells("guidance published", "two trainings", "Africa", "French", "English", of=request()),
    ),
    (
        "Introduction 3.1",
        "Latin American members asked, led by the Dominican Republic; the training was designed and delivered",
        lambda: (
            tells("Latin American member", "led by the Dominican Republic", "designed", of=request())
            and request().outcome == "accepted"
        ),
    ),
    (
        "Introduction 3.2",
        "its goal: capacities to implement the guidance and develop strategies",
        lambda: tells("capacities to implement the guidance", "develop their strategies", of=request()),
    ),
    (
        "Introduction 3.3",
        "two strategic partners: CIRDI and the ACP-EU programme with UNDP",
        lambda: (
            credited("partner")
            == {
                "Canadian International Resources and Development Institute (CIRDI)",
                "ACP-EU Development Minerals Programme / United Nations Development Programme (UNDP)",
            }
        ),
    ),
    (
        "Introduction 3.3",
        "both added content",
        lambda: (
            [tells("added content", of=each) for each in Supporter.objects.filter(part="partner")]
            == [True, True]
        ),
    ),
    (
        "Introduction 3.4",
        "invited: Spanish-speaking countries of Latin America, and Brazil",
        lambda: "Spanish-speaking country of Latin America" in criteria() and "Brazil" in criteria(),
    ),
    ("Introduction 3.4", "with large or medium sectors", lambda: "Large or medium ASM sector" in criteria()),
    (
        "Introduction 4.1",
        "24 to 29 June 2018",
        lambda: workshop() and (str(workshop().starts), str(workshop().ends)) == ("2018-06-24", "2018-06-29"),
    ),
    (
        "Introduction 4.1",
        "in Punta Cana, Dominican Republic",
        lambda: workshop() and workshop().place == "Punta Cana, República Dominicana",
    ),
    (
        "Introduction 4.1",
        "funded by the Government of Canada and ACP-EU",
        lambda: (
            {name.partition(" (")[0] for name in credited("funder")} == {"Government of Canada", "ACP-EU"}
        ),
    ),
    (
        "Introduction 4.2",
        "twenty-seven participants",
        lambda: len(learners(extra=False)) == 27,
    ),
    (
        "Introduction 4.2",
        "from nine member countries: Brazil, Bolivia, Colombia, Dominican Republic, Ecuador, Guatemala, Honduras, "
        "Mexico and Peru",
        lambda: (
            {one.delegation.country for one in learners(extra=False)} == COUNTRIES
            and {each.country for each in Delegation.objects.filter(state="accepted", exercise=False)}
            == COUNTRIES
            and "IGF member" in criteria()
        ),
    ),
    (
        "Introduction 4.3",
        "UNDP invited three additional women from the host government",
        lambda: (
            [(one.sex, one.delegation.is_host, one.invited_by.short_name) for one in learners(extra=True)]
            == [("f", True, "ACP-UE/PNUD")] * 3
        ),
    ),
    (
        "Introduction 4.3",
        "which ensured that the meeting was gender balanced",
        lambda: balanced(learners()) and not balanced(learners(extra=False)),
    ),
    (
        "Introduction 5.1",
        "goal: capacity to apply and implement the guidance",
        lambda: tells("capacity to apply and put into practice the IGF guidance", of=workshop()),
    ),
    (
        "Introduction 5.2",
        "insights on gender equality, occupational health and safety, and the value chain",
        lambda: tells("gender equality", "occupational health and safety", "value chain", of=workshop()),
    ),
    (
        "Introduction, objective 1",
        "train member representatives to understand the guidance",
        lambda: tells("Train representatives", "understand the guidance", of=objective(1)),
    ),
    (
        "Introduction, objective 2",
        "knowledge sharing and peer learning on cross-cutting issues",
        lambda: tells("share knowledge", "among peers", "cross-cutting", of=objective(2)),
    ),
    (
        "Introduction, objective 3",
        "a community of practice to support the guidance in the countries",
        lambda: (
            tells("community of practice", "participating countries", of=objective(3))
            and Objective.objects.count() == 3
        ),
    ),
    ("Introduction 6.1", "five days", lambda: Day.objects.count() == 5),
    (
        "Introduction 6.1",
        "facilitated and led by technical staff of IGF and CIRDI",
        lambda: (
            {each.institution.short_name for each in Supporter.objects.filter(part="organiser")}
            == {"IGF", "CIRDI"}
            and {one.institution.short_name for one in Participant.objects.filter(part="facilitator")}
            == {"IGF", "CIRDI"}
        ),
    ),
    (
        "Introduction 6.2",
        "co-hosted by the Government of the Dominican Republic",
        lambda: credited("co_host") == {"Government of the Dominican Republic"},
    ),
    (
        "Introduction 6.2",
        "opened by Antonio Isa Conde, Juana Barcelo and Alexander Medina",
        lambda: (
            {one.badge for one in speakers(session(1, "opening"), "opens")}
            == {"Antonio Isa Conde", "Juana Barcelo", "Alexander Medina"}
        ),
    ),
    (
        "Introduction 6.2",
        "their posts: Minister of Energy and Mines; chief executive of Barrick Pueblo Viejo; Chair of the IGF",
        lambda: tells(
            "Antonio Isa Conde, Minister of Energy and Mines",
            "Juana Barcelo, chief executive officer of Barrick Pueblo Viejo",
            "Alexander Medina, Chair of the IGF",
            of=session(1, "opening"),
        ),
    ),
    (
        "Introduction 7.1",
        "the minister: challenges and positive impacts, use the capacities at home",
        lambda: tells("challenges and positive impacts", "at home", of=session(1, "opening")),
    ),
    (
        "Introduction 7.2",
        "he thanked IGF and Canada for the guidance, CIRDI and UNDP for organising",
        lambda: tells(
            "thanks the IGF and the Government of Canada",
            "CIRDI and UNDP for organising",
            of=session(1, "opening"),
        ),
    ),
    (
        "Methodology 1.1",
        "built on participatory exercises",
        lambda: methods()["group"] + methods()["peer"] > methods()["lecture"],
    ),
    ("Methodology 1.3", "the guidance was distributed in advance", lambda: in_advance(pack("guidance"))),
    ("Methodology 1.3", "and was the basis", lambda: tells("basis of the training", of=pack("guidance"))),
    (
        "Methodology, technique 1",
        "brief lectures with slides on phases and steps",
        lambda: (
            {item.step[:2] for n in range(1, 6) for item in sessions(n, "lecture") if not item.exercise}
            >= {"", "P2", "P3"}
            and bool(session(1, "lecture", "slides", "phase 1"))
        ),
    ),
    (
        "Methodology, technique 2",
        "group assignments that also test understanding",
        lambda: Exercise.objects.count() > 10 and all(each.check_question for each in Exercise.objects.all()),
    ),
    (
        "Methodology, technique 3",
        "expert round tables and plenary discussions",
        lambda: methods()["round_table"] > 0 and bool(session(3, "plenary", "discussion")),
    ),
    (
        "Methodology, technique 4",
        "a Dominican case, prepared and distributed in advance",
        lambda: in_advance(pack("case", "Dominican case study was prepared and distributed")),
    ),
    (
        "Methodology, technique 4",
        "presented on the first day, base of most later exercises",
        lambda: (
            tells("most exercises of the week are based on it", of=session(1, "case"))
            and workshop().case == "do"
        ),
    ),
    (
        "Methodology, technique 5",
        "further cases from Peru, Brazil and Colombia",
        lambda: (
            {item.title["en"].partition(":")[0] for item in PackItem.objects.filter(kind="further_case")}
            == {"Peru", "Brazil", "Colombia"}
        ),
    ),
    (
        "Methodology, technique 6",
        "a field visit to an artisanal amber mine in Hato Mayor",
        lambda: (
            [tells("artisanal amber mine", "Hato Mayor", of=each) for each in FieldVisit.objects.all()]
            == [True]
        ),
    ),
    ("Methodology, technique 7", "return-to-work planning sessions", lambda: methods()["planning"] >= 2),
    (
        "Day 1.1",
        "it began with an overview of phase 1, getting started",
        lambda: (
            bool(session(1, "lecture", "overview of phase 1: getting started"))
            and sessions(1, "lecture", "group", "case")[0] == session(1, "lecture", "overview of phase 1")
        ),
    ),
    ("Day 1.2", "which sets a foundation", lambda: tells("lays the foundation of the strategy", of=day(1))),
    (
        "Day 1.3",
        "groups on task force, consultation forum, context and partners",
        lambda: (
            [step for step in steps_of(1, "group") if step in PHASE_1] == PHASE_1
            and tells(
                "task force, consultation forum, analysis of the context and potential partners", of=day(1)
            )
        ),
    ),
    (
        "Day 1.4",
        "on the Dominican case, presented in detail early on the day by Alexander Medina",
        lambda: (
            [one.badge for one in speakers(session(1, "case"), "presents")] == ["Alexander Medina"]
            and str(session(1, "case").ends) < "12:00"
        ),
    ),
    (
        "Day 1.4",
        "Mining General Director and IGF Chair",
        lambda: tells("Mining General Director and IGF Chair", "in detail", of=session(1, "case")),
    ),
    (
        "Day 1.6",
        "peers reflected on the major challenges and used them to begin phase 2",
        lambda: comes_before(
            session(1, "peer", "major challenges", "phase 2 begins"), session(1, "group", "vision")
        ),
    ),
    (
        "Day 1.7",
        "phase 2: negative impacts of all types addressed, positive ones enhanced",
        lambda: tells(
            "negative impacts of all types", "enhances the positive ones", of=session(1, "lecture", "vision")
        ),
    ),
    (
        "Day 1.8",
        "it took two days; on day 1 the facilitators introduced the vision",
        lambda: (
            tells("facilitators introduce", "two days", of=session(1, "lecture", "vision"))
            and {n for n in (2, 3, 4, 5) if any(s in {"P2-S2", "P2-S5"} for s in steps_of(n, "group"))}
            == {4, 5}
        ),
    ),
    (
        "Day 2.1",
        "visit to an artisanal amber mine in Hato Mayor, northeast",
        lambda: (
            tells("amber mine", "province of Hato Mayor", "northeast", of=day(2))
            and FieldVisit.objects.get().day == day(2)
        ),
    ),
    (
        "Day 2.2",
        "tour of the mine, the communities and the miners",
        lambda: (
            bool(session(2, "visit", "tour of the mine"))
            and bool(session(2, "visit", "surrounding communities", "miners"))
        ),
    ),
    (
        "Day 2.3",
        "five theme groups",
        lambda: (
            {each.theme for each in Group.objects.filter(grouping__purpose="visit")} == THEMES
            and Group.objects.filter(grouping__purpose="visit").count() == 5
        ),
    ),
    (
        "Day 2.3",
        "good and bad practices, recommendations to the Dominican government",
        lambda: (
            tells("good and bad practices", "recommendations to the Dominican government", of=day(2))
            and {each.kind for each in Finding.objects.all()} >= {"good", "bad"}
            and all(
                tells("Government of the Dominican Republic", of=each)
                for each in Recommendation.objects.all()
            )
        ),
    ),
    ("Day 2.4", "each group presented during the rest of the week", lambda: themes_presented() == THEMES),
    (
        "Day 3.1",
        "facilitated by CIRDI, on gender and on health and safety",
        lambda: (
            tells("CIRDI facilitates", "gender", "health and safety", of=day(3))
            and {
                one.institution.short_name
                for item in sessions(3, "group", "lecture")
                for one in speakers(item)
                if one.part == "facilitator"
            }
            == {"CIRDI"}
        ),
    ),
    (
        "Day 3.2",
        "CIRDI on inclusive development",
        lambda: come_from(speakers(session(3, "lecture", "inclusive development")), "CIRDI"),
    ),
    (
        "Day 3.3",
        "gender case from Peru by Olinda Orozco with a Peruvian government delegate",
        lambda: (
            {
                one.badge if not one.delegation else one.delegation.country
                for one in speakers(session(3, "case", "gender in Peru"), "presents")
            }
            == {"Olinda Orozco", "PE"}
        ),
    ),
    (
        "Day 3.3",
        "she presides the non-governmental organisation Red Social",
        lambda: (
            tells(
                "president of the non-governmental organisation Red Social", of=session(3, "case", "gender")
            )
            and named("Olinda Orozco").institution.kind == "ngo"
        ),
    ),
    (
        "Day 3.3",
        "with a gender gap analysis activity",
        lambda: bool(session(3, "group", "gender gap analysis", "Peruvian case")),
    ),
    (
        "Day 3.4",
        "CIRDI on the gender lens in designing policies",
        lambda: come_from(speakers(session(3, "lecture", "gender lens", "designing")), "CIRDI"),
    ),
    (
        "Day 3.5",
        "in the afternoon CIRDI staff on health and safety",
        lambda: (
            come_from(speakers(session(3, "lecture", "series of presentations")), "CIRDI")
            and str(session(3, "lecture", "series").starts) > "12:00"
        ),
    ),
    (
        "Day 3.5",
        "another Peruvian delegate on the country's regulations",
        lambda: (
            [one.delegation.country for one in speakers(session(3, "case", "regulations"))] == ["PE"]
            and not {one.pk for one in speakers(session(3, "case", "regulations"))}
            & {one.pk for one in speakers(session(3, "case", "gender"))}
        ),
    ),
    (
        "Day 3.6",
        "discussion on the culture of safety",
        lambda: bool(session(3, "plenary", "culture of safety", "facilitated discussion")),
    ),
    (
        "Day 3.6",
        "exercise on Peru's risk matrix, applied to the amber mine",
        lambda: (
            bool(session(3, "group", "risk matrix", "amber mine"))
            and Exercise.objects.filter(tool="risk_matrix", item=session(3, "group", "risk matrix")).exists()
        ),
    ),
    (
        "Day 4.1",
        "value chains, then phase 2",
        lambda: tells("value chains", "dividing the sector into types", of=day(4)),
    ),
    (
        "Day 4.2",
        "Red Social on formalisation and certification in Peru",
        lambda: (
            bool(session(4, "case", "formalisation and certification in Peru", "Red Social"))
            and speakers(session(4, "case", "certification"))[0].institution.name["en"] == "Red Social"
        ),
    ),
    (
        "Day 4.2",
        "followed by Brazil's legal framework and results of an assessment",
        lambda: comes_before(
            session(4, "case", "certification"), session(4, "case", "Brazil's legal framework", "assessment")
        ),
    ),
    (
        "Day 4.3",
        "CIRDI concluded the morning's presentations with Michael Porter's framework",
        lambda: (
            come_from(speakers(session(4, "lecture", "Michael Porter"), "presents"), "CIRDI")
            and comes_before(session(4, "case", "Brazil's"), session(4, "lecture", "Porter"))
            and str(session(4, "lecture", "Porter").ends) < "12:00"
        ),
    ),
    (
        "Day 4.4",
        "used in a group exercise on the Dominican amber chain, with good and bad practices",
        lambda: (
            comes_before(
                session(4, "lecture", "Porter"),
                session(4, "group", "amber chain", "good and bad practices"),
            )
            and Exercise.objects.filter(tool="value_chain", item=session(4, "group", "Porter")).exists()
        ),
    ),
    (
        "Day 4.6",
        "in the afternoon: benefits of dividing the sector into types",
        lambda: (
            bool(session(4, "lecture", "benefits of dividing", "needs and challenges"))
            and str(session(4, "lecture", "benefits of dividing").starts) > "12:00"
        ),
    ),
    (
        "Day 4.7",
        "four groups: two on amber, two on larimar",
        lambda: (
            Counter(each.subject["en"] for each in Group.objects.filter(grouping__purpose="strategy"))
            == {"Amber": 2, "Larimar": 2}
        ),
    ),
    (
        "Day 4.8",
        "then impacts and economic approaches",
        lambda: steps_of(4, "group")[-2:] == ["P2-S3", "P2-S4"],
    ),
    (
        "Day 4.9",
        "less social, environmental and economic harm, and the contribution to communities and country",
        lambda: (
            tells("social, environmental and economic impacts", of=session(4, "group", "impacts approach"))
            and tells(
                "contribution to communities and the country", of=session(4, "group", "economic approach")
            )
        ),
    ),
    (
        "Day 5.2",
        "strategies by type consolidated into one for the country",
        lambda: (
            "P2-S5" in steps_of(5, "group")
            and tells("consolidated", "overall management strategy", of=session(5, "lecture", "consolidated"))
        ),
    ),
    (
        "Day 5.3",
        "phase 3: practice, and success through monitoring and evaluation",
        lambda: comes_before(
            session(5, "group", "consolidating"),
            session(5, "lecture", "phase 3", "practice", "effective monitoring and evaluation"),
        ),
    ),
    (
        "Day 5.5",
        "brief lectures, group exercises and expert round tables",
        lambda: (
            {"lecture", "group", "round_table"} <= {item.method for item in sessions(5)}
            and RoundTable.objects.filter(item=session(5, "round_table")).exists()
        ),
    ),
    (
        "Day 5.6",
        "a key highlight that strengthened relationships among delegates",
        lambda: tells("key highlight", "strengthened relationships", of=session(5, "round_table")),
    ),
    (
        "Day 5.7",
        "at the close, countries presented preliminary return-to-work plans",
        lambda: (
            bool(session(5, "planning", "preliminary return-to-work plans"))
            and {each.delegation.country for each in Plan.objects.all()} == COUNTRIES
            and {each.presented_on for each in Plan.objects.all()} == {workshop().ends}
        ),
    ),
    (
        "Day 5.7",
        "developed by country teams throughout the week",
        lambda: {n for n in range(1, 6) if session(n, "planning", "country teams")} >= {3, 4, 5},
    ),
    (
        "Back page",
        "the secretariat: address in Ottawa, e-mail, telephone",
        lambda: institution(
            "220 Laurier Avenue West, Suite 1100",
            "Ottawa",
            "K1P 5Z9",
            "Secretariat@IGFMining.org",
            "+1 613-778-8767",
            "105",
        ),
    ),
]


def objective(number: int) -> Objective | None:
    return Objective.objects.filter(number=number).first()


def methods() -> Counter:
    return Counter(AgendaItem.objects.values_list("method", flat=True))


@cache
def archive():
    return read_archive(KIND, BytesIO(case_bundle(FOLDER)))


def rows() -> list[tuple[str, dict]]:
    return [(table, row) for table in archive().tables() for row in archive().rows(table)]


def passages(row: dict) -> list[dict]:
    return [value for value in row.values() if isinstance(value, dict) and "original" in value]


@pytest.fixture
def programme(db):
    return import_bundle(by="the tests", file=BytesIO(case_bundle(FOLDER)))


@pytest.fixture
def here(programme):
    with scope(programme=programme):
        yield programme


def holds(check) -> bool:
    """A check that stumbles over something missing does not hold."""
    try:
        return bool(check())
    except (AttributeError, IndexError, Workshop.DoesNotExist, FieldVisit.DoesNotExist):
        return False


# --- what the report tells


def test_every_fact_of_the_report_holds(here):
    assert [(where, fact) for where, fact, check in FACTS if not holds(check)] == []
    assert len(FACTS) >= 70


def test_no_fact_holds_in_a_workshop_without_the_case(db):
    empty = found_programme(
        by="the tests",
        founder=None,
        slug="empty",
        name=Words("Empty", "en"),
        country="DO",
        currency="USD",
        kind="workshop",
    )
    with scope(programme=empty):
        assert [(where, fact) for where, fact, check in FACTS if holds(check)] == []


def test_the_people_named_are_the_people_of_the_report(here):
    assert {one.badge for one in Participant.objects.filter(exercise=False)} == NAMED
    assert {one.sex for one in Participant.objects.filter(exercise=False)} == {""}


def test_thirty_learn_and_half_are_women(here):
    assert (len(learners()), women(learners())) == (30, 50)
    assert "exercise data" in Delegation.objects.get(country="DO").why["en"]


# --- what it does not tell


def test_what_the_report_does_not_tell_is_marked():
    told = {table for table, row in rows() if not row["exercise"]}
    assert told == {
        "evidence.source",
        "programmes.institution",
        *(
            f"learning.{name}"
            for name in [
                "workshop",
                "objective",
                "trainingrequest",
                "criterion",
                "delegation",
                "supporter",
                "participant",
                "day",
                "agendaitem",
                "speaker",
                "packitem",
                "grouping",
                "group",
                "fieldvisit",
            ]
        ),
    }


def test_what_is_told_names_its_source():
    loose = [
        (table, row["uid"])
        for table, row in rows()
        if table not in NEEDS_NO_SOURCE
        and not row["exercise"]
        and not any(SOURCE_KEY.search(words["es"]) for words in passages(row))
    ]
    assert loose == []
    assert set(NEEDS_NO_SOURCE) <= {table for table, row in rows() if not row["exercise"]}


def test_made_up_people_say_so():
    made = [row for row in archive().rows("programmes.person")]
    made += [row for row in archive().rows("learning.participant") if row["exercise"]]
    assert len(made) > 60
    assert [row for row in made if not row["exercise"]] == []
    assert [row for row in made if not (row.get("name") or row["badge"]).endswith("(ejercicio)")] == []


def test_mixed_rows_say_what_is_exercise_in_every_language():
    says = {"es": "de ejercicio", "en": "exercise data", "pt": "de exercício", "fr": "d'exercice"}
    mixed = [
        *(row["words"] for row in archive().rows("learning.agendaitem") if not row["exercise"]),
        *(row["why"] for row in archive().rows("learning.delegation")),
        *(row["words"] for row in archive().rows("learning.trainingrequest") if not row["exercise"]),
    ]
    assert len(mixed) > 40
    assert [words["es"] for words in mixed for lang, sign in says.items() if sign not in words[lang]] == []


def test_no_real_person_is_given_a_deed_of_the_exercise(here):
    real = Participant.objects.filter(exercise=False)
    told = {(one.participant.badge, one.item.method) for one in Speaker.objects.filter(participant__in=real)}
    assert told == {
        ("Antonio Isa Conde", "opening"),
        ("Juana Barcelo", "opening"),
        ("Alexander Medina", "opening"),
        ("Alexander Medina", "case"),
        ("Olinda Orozco", "case"),
        ("Olinda Orozco", "group"),
    }
    pointing = [
        (model._meta.label, field.name)
        for model in map(learning.__dict__.get, learning.__all__)
        for field in model._meta.concrete_fields
        if field.related_model is Participant
        and model is not Speaker
        and model.objects.filter(**{f"{field.name}__in": real}).exists()
    ]
    assert pointing == []


# --- words


def test_every_passage_stands_in_four_languages():
    found = [(table, words) for table, row in rows() for words in passages(row)]
    assert len(found) > 700
    assert [(table, words) for table, words in found if set(words) != {*LANGUAGES, "original"}] == []


def test_french_keeps_its_signs_together():
    odd = [
        words["fr"]
        for _table, row in rows()
        for words in passages(row)
        if re.search(r"[ \w)][;?!]| [:»]|« |[^\u00a0\d]:(?!//)|(?<=\w) ;", words["fr"])
        and re.search(r" [:;?!»]|« |\w[;?!]", words["fr"])
    ]
    assert odd == []


def test_sources_named_are_there_and_alike_in_every_language():
    known = {row["key"] for row in archive().rows("evidence.source")}
    found = [words for _table, row in rows() for words in passages(row)]
    assert {key for words in found for lang in LANGUAGES for key in SOURCE_KEY.findall(words[lang])} == known
    assert [
        words for words in found if len({str(sorted(SOURCE_KEY.findall(words[x]))) for x in LANGUAGES}) > 1
    ] == []


def test_sources_are_those_of_the_dominican_case():
    """A key means the same in both cases."""
    theirs = {
        row["key"]: row for row in read_rows(FOLDER.parent / "dominican-republic" / "evidence.source.csv")
    }
    mine = {row["key"]: row for row in read_rows(FOLDER / "evidence.source.csv")}
    assert set(mine) - set(theirs) == {"IGF17"}
    fields = ("title", "publisher", "year", "address")
    assert [
        key for key in set(mine) & set(theirs) if any(mine[key].get(f) != theirs[key].get(f) for f in fields)
    ] == []


# --- holds together


def test_comes_back_as_it_was_written(programme):
    out = read_archive(KIND, BytesIO(export_bundle(by="the tests", programme=programme)))
    assert {name for name in out.tables() if list(out.rows(name))} - {TRAIL} == set(archive().tables())
    assert [
        table for table in archive().tables() if list(out.rows(table)) != list(archive().rows(table))
    ] == []


def test_sign_ins_lead_nowhere_and_to_people_of_the_case(here):
    accounts = [account for account in demo_accounts(FOLDER) if "programme" not in account]
    assert {account["email"].partition("@")[2] for account in demo_accounts(FOLDER)} == {"example.org"}
    people = {person.email: person for person in Person.objects.exclude(email="")}
    assert {account["email"]: account["name"] for account in accounts} == {
        email: person.name for email, person in people.items()
    }
    assert people["participant@example.org"].takes_part.get().part == "participant"


def test_days_lie_in_the_workshop_and_sessions_do_not_overlap(here):
    about = workshop()
    for number in range(1, 6):
        assert about.starts <= day(number).date <= about.ends
        assert [(one, then) for one, then in pairwise(sessions(number)) if one.ends > then.starts] == []


def test_everybody_sits_in_one_group_of_each_division(here):
    for purpose in ("visit", "strategy"):
        seats = Counter(
            one.pk for one in learners() for _seat in one.in_groups.filter(grouping__purpose=purpose)
        )
        assert (len(seats), set(seats.values())) == (30, {1})
    for group in Group.objects.all():
        sexes = Counter(member.participant.sex for member in group.members.select_related("participant"))
        assert min(sexes["f"], sexes["m"]) >= 2, group


def test_check_ins_fall_due_after_the_workshop_by_the_day(here):
    due = {(each.after_days, each.due - workshop().ends) for each in CheckIn.objects.all()}
    assert due == {(days, timedelta(days)) for days in (30, 90, 180, 365)}
    assert CheckIn.objects.count() == 36 and 10 < CheckIn.objects.filter(answered_on=None).count() < 30


def test_the_test_has_twelve_constructs_in_two_forms(here):
    forms = Counter(TestItem.objects.values_list("construct", flat=True))
    assert (len(forms), set(forms.values())) == (12, {2})
    letters = Counter(TestItem.objects.values_list("right", flat=True))
    assert set(letters) == {*"abcd"} and max(letters.values()) <= 8
    for item in TestItem.objects.all():
        for lang in LANGUAGES:
            assert len({getattr(item, f"option_{letter}")[lang] for letter in "abcd"}) == 4, item


def test_filled_tests_fit_their_form(here):
    forms = {str(item.uid): item.form for item in TestItem.objects.all()}
    sheets = list(TestSheet.objects.all())
    assert len(sheets) > 50
    assert [s for s in sheets if s.form != form_of(s.code, after=s.moment == "after")] == []
    assert [s for s in sheets if {forms[uid] for uid in s.answers} - {s.form}] == []


def test_the_agenda_given_out_is_the_agenda(here):
    newest = agenda.version()
    assert newest.release.exercise and len(newest.sessions) == AgendaItem.objects.count()
    assert agenda.pending(newest, agenda.draft()) == []


def test_there_are_as_many_marks_as_answers(here):
    marks = Counter(learning.Answered.objects.values_list("box", flat=True))
    ranking = learning.Ranking.objects.get()
    days = {f"pulse:{each.uid}": each.pulse.count() for each in Day.objects.all()}
    assert marks == days | {
        "test:before": TestSheet.objects.filter(moment="before").count(),
        "test:after": TestSheet.objects.filter(moment="after").count(),
        "evaluation": learning.EvaluationAnswer.objects.count(),
        f"ranking:{ranking.uid}": ranking.ballots.count(),
    }


# --- the document made of it


def texts(value) -> list[str]:
    """Every text in a document, whatever holds it."""
    if isinstance(value, str):
        return [value]
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [text for each in inside for text in texts(each)]


def expected(lang: str) -> list[str]:
    """What the report of 2018 tells, as the language writes it."""
    told = Participant.objects.filter(exercise=False)
    found = [country_name(code) for code in sorted(COUNTRIES)]
    found += [
        "27",
        "30",
        "Punta Cana",
        "Hato Mayor",
        "Red Social",
        *sorted(NAMED & {one.badge for one in told}),
    ]
    found += [workshop().goal[lang], *(each.words[lang] for each in Objective.objects.all())]
    found += [each.institution.name[lang] for each in Supporter.objects.all()]
    found += [each.title[lang] for each in Day.objects.all()]
    found += [each.title[lang] for each in PackItem.objects.filter(exercise=False)]
    found += [str(label) for label in dict(THEMES_IN_WORDS).values()]
    found += [each.subject[lang] for each in Group.objects.filter(grouping__purpose="strategy")]
    found += [str(label) for value, label in AgendaItem.Method.choices if value != "break"]
    found += [each.topic[lang] for each in RoundTable.objects.all()]
    return found + [each.objective[lang] for each in Plan.objects.filter(public=True)]


@pytest.mark.parametrize("form", FORMATS)
def test_the_report_is_made_in_every_format(here, form, tmp_path):
    """The typesetter refuses what a reader of the screen could not follow, such as a heading that skips a level."""
    write(build_report(here, "es"), form, tmp_path / f"report.{form}")
    assert (tmp_path / f"report.{form}").stat().st_size > 10_000


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_report_made_of_it_tells_the_same(here, lang):
    with translation.override(lang):
        document = " ".join(texts(json.loads(to_json(build_report(here, lang))))).casefold()
        lacking = [one for one in expected(lang) if one.casefold() not in document]
    private = [each.objective[lang] for each in Plan.objects.filter(public=False)]
    assert lacking == []
    assert len(private) == 2 and not [one for one in private if one.casefold() in document]
