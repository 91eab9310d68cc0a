"""The workshop of Punta Cana walked again, day by day: one who runs it and one of each group, each in an own language.

The case is the workshop after it was held; its exercises are opened once more, and four groups work on copies of the
Dominican case as in June 2018: two on amber, two on larimar. The clock is put to each day, and to a year after. What
the guest from Haiti does is done for the first time: she is invited, tested, heard, certified, and her plan is followed.
"""

import re
from dataclasses import dataclass
from io import BytesIO
from xml.sax.saxutils import escape

import docx
import pypdf
import pytest
from django.core import mail
from django_scopes import scope

from batea.learning.models import (
    Certificate,
    CheckIn,
    Exercise,
    FieldVisit,
    Grouping,
    PackItem,
    Ranking,
    RoundTable,
    Workshop,
)
from batea.learning.workshops.plans.asking import remind
from batea.learning.workshops.visit.mapping import REPEAT
from batea.phase1_getting_started.models import WorkItem
from batea.phase2_strategy.models import Goal
from batea.programmes.models import Credit, Person, Programme
from batea.surveys.models import FormVersion
from batea.surveys.phones import give_key
from batea.surveys.questions import plan_of
from tests.journeys.tongues import Polyglot
from tests.journeys.workshop_cast import BY, GUEST, GUEST_GROUP, HOME, Cast, Clock, opened
from tests.surveys.making import Collector, instance, new_id

WORKSHOP = f"{HOME}/workshop"
GOALS = {
    1: "Nobody goes down an amber shaft before the air is tested",
    2: "Amber crews sell together twice a month",
    3: "Every larimar pit is drained and timbered by a common plan",
    4: "Half of the larimar is worked in Barahona before it is sold",
}
SAID = {
    1: "Nove instituições, o ministério da mulher desde o início.",
    "rope": "Une corde usée au treuil",
    "new rope": "Une corde neuve pour chaque équipe",
}
WORD = "rivière lampe samedi"
SHAFT = "Puits sans boisage, quelqu'un descend"


@dataclass
class Stage:
    """Who stands on it: the browsers of the facilitator and, by the number of their groups, of the participants."""

    cast: Cast
    clock: Clock
    lead: Polyglot
    groups: dict[int, Polyglot]

    @property
    def guest(self) -> Polyglot:
        return self.groups[GUEST_GROUP]

    def day(self, day: str, *numbers: int, hour: int = 16):
        """Another day: whoever comes signs in again, the facilitator always."""
        self.clock.set(day, hour)
        self.comes(self.lead, self.cast.facilitator)
        for number in numbers:
            self.comes(self.groups[number], self.cast.members[number])

    def comes(self, walker: Polyglot, account):
        walker.context.clear_cookies()
        walker.given_signed_in(account)


@pytest.fixture
def stage(walk, cast, clock) -> Stage:
    return Stage(cast, clock, *opened(walk, cast))


def test_the_workshop_from_the_request_to_a_year_after(stage):
    the_case_is_copied(stage)
    before_the_workshop(stage)
    the_guest_is_invited(stage)
    the_agenda_is_given_out_again(stage)
    day_1(stage)
    day_2(stage)
    the_room_of_yesterday(stage)
    a_danger_comes_from_a_telephone(stage)
    day_3(stage)
    day_4(stage)
    day_5(stage)
    the_guest_learns_and_judges(stage)
    the_guest_writes_a_plan(stage)
    the_report_is_taken_along(stage)
    certificates_are_issued_checked_and_revoked(stage)
    a_plan_is_followed_for_a_year(stage)


# Before ---------------------------------------------------------------------------------------------------------------


def the_case_is_copied(stage):
    """For each group and for the common draft. The case tells of days after 2018, so this is done before the clock goes back."""
    lead, division = stage.lead, stage.cast.one(Grouping, purpose="strategy")
    stage.comes(lead, stage.cast.facilitator)
    lead.when_opens(f"{WORKSHOP}/divisions/{division.uid}/copies/")
    for _copy in range(5):
        lead.when_presses("Make the next copy")


def before_the_workshop(stage):
    """The request and who is invited, the pack and who has read it."""
    stage.day("2018-06-20", 1)
    lead, participant, cast = stage.lead, stage.groups[1], stage.cast
    lead.when_opens(f"{HOME}/")
    lead.then_sees("Before", "During", "After")
    lead.when_opens(f"{WORKSHOP}/requests/")
    lead.then_sees("encabezados por la República Dominicana")
    lead.when_opens(f"{WORKSHOP}/delegations/")
    lead.then_sees("BR", "HN")
    participant.when_opens(f"{WORKSHOP}/reading/")
    text = cast.text("pt", PackItem, "title", title__en="The Dominican case: amber and larimar")
    participant.when_follows(text)
    participant.then_sees("98 poços")
    lead.when_opens(f"{WORKSHOP}/reading/readers/")
    lead.then_sees(cast.text("es", PackItem, "title", title__en="The Dominican case: amber and larimar"))


def the_guest_is_invited(stage):
    """A country more is invited, somebody of it confirmed, and given the way in and a group."""
    lead, guest, cast = stage.lead, stage.guest, stage.cast
    about = {"Country": "HT", "State": ("Accepted",), "Places_offered": 1}
    days = {"Invited_on": "2018-05-02", "Answered_on": "2018-05-20"}
    lead.when_saves(f"{WORKSHOP}/delegations/add/", **about, **days)
    lead.when_opens(f"{WORKSHOP}/participants/add/")
    lead.when_fills("Name on the badge", GUEST)
    for label, option in (
        ("Delegation", "Haití"),
        ("Sex", "Woman"),
        ("Language", "Français"),
        ("State", "Confirmed"),
    ):
        lead.when_chooses(label, option)
    lead.when_ticks("Extra invitation")
    lead.when_presses("Save")
    lead.when_opens(f"{WORKSHOP}/sign-ins/")
    lead.when_follows(GUEST, within=lead.main)
    lead.when_fills("E-mail address", cast.members[GUEST_GROUP].email)
    lead.when_presses("Give the sign-in")
    lead.then_sees("The account existed already; its password stays as it is.")
    lead.when_opens(f"{WORKSHOP}/divisions/{cast.one(Grouping, purpose='strategy').uid}/groups/")
    lead.when_chooses("Participant", GUEST)
    lead.field("Into").select_option(index=GUEST_GROUP)
    lead.when_presses("Move")
    stage.comes(guest, cast.members[GUEST_GROUP])
    guest.when_opens(f"{WORKSHOP}/my-group/")
    guest.then_sees("Larimar")


def the_agenda_is_given_out_again(stage):
    """A room is changed: nobody sees it before the second version, and then what has changed and why."""
    lead, guest = stage.lead, stage.guest
    lead.when_opens(f"{WORKSHOP}/sessions/")
    lead.arrive(lead.main.get_by_role("rowheader").get_by_role("link").first.click, 200)
    lead.when_presses("Change")
    lead.when_fills("Room", "Salón Cibao")
    lead.when_presses("Save")
    guest.when_opens(f"{WORKSHOP}/agenda/")
    guest.then_does_not_see("Salón Cibao")
    lead.when_opens(f"{WORKSHOP}/agenda/plan/")
    lead.then_sees("Changed since the version that was released")
    lead.when_presses("Release the agenda")
    lead.when_fills("Note to the participants", "La sala grande está en obras.")
    lead.when_presses("Release")
    guest.when_opens(f"{WORKSHOP}/agenda/")
    guest.then_sees("What has changed", "Salón Cibao", "La sala grande está en obras.")


# During ---------------------------------------------------------------------------------------------------------------


def exercise(cast: Cast, **those) -> str:
    """The address of the exercise of a tool or step."""
    return f"{WORKSHOP}/exercises/{cast.one(Exercise, **those).uid}/task/"


def when_a_group_says(lead, walker, address: str, words: str):
    """The exercise is opened again, the group says what came of it, the exercise is closed."""
    lead.when_opens(address)
    lead.when_presses("Open again")
    walker.when_opens(address)
    walker.when_fills("Result in short", words)
    walker.when_presses("Save")
    walker.then_sees("What your group says is saved.", words)
    lead.when_opens(address)
    lead.when_presses("Close")


def day_1(stage):
    """The test; phase 1 in groups; the challenges put in order by votes nobody signs; the evening."""
    stage.day("2018-06-25", *stage.groups, hour=14)
    lead, groups, cast = stage.lead, stage.groups, stage.cast
    a_test_is_written(stage, "before", "Test before")
    when_a_group_says(lead, groups[1], exercise(cast, number=1), SAID[1])
    lead.when_opens(f"{WORKSHOP}/votes/new/")
    lead.when_fills_all(
        Question="¿Qué va primero en la visión?",
        Cards="Nadie muere en un pozo | Seguridad\nSe cuenta a las mujeres | Gente\nEl pozo recibe su parte | Dinero",
    )
    lead.when_presses("Open for votes")
    ranking = cast.one(Ranking, state="open").uid
    for walker in groups.values():
        walker.when_opens(f"{WORKSHOP}/votes/{ranking}/")
        walker.when_fills_all(**{"Nadie muere en un pozo": 2, "Se cuenta a las mujeres": 1})
        walker.when_presses("Vote")
    lead.when_opens(f"{WORKSHOP}/votes/{ranking}/result/")
    lead.then_sees(lead.counts("%(count)s has voted.", "%(count)s have voted.", 4))
    lead.when_presses("Close the ranking")
    lead.then_sees("Fewer than five have voted: the result is not shown.")
    held = cast.one(Ranking, exercise=True).uid
    groups[2].when_opens(f"{WORKSHOP}/votes/{held}/result/")
    groups[2].then_sees("29 have voted.", "Deaths from collapse and bad air")
    the_guest_says_how_the_day_was(stage)


def a_test_is_written(stage, moment: str, label: str):
    """The test is opened; the guest writes it under her own word and signs nothing; it is closed for good."""
    lead, guest = stage.lead, stage.guest
    when_a_sitting_is(lead, moment, "open")
    guest.when_opens(f"{WORKSHOP}/mine/")
    guest.when_follows(label, within=guest.main)
    guest.when_fills("Your own word", WORD)
    guest.when_presses("Go to the questions")
    for question in guest.main.locator("fieldset").all():
        question.get_by_role("radio").first.check()
    guest.when_presses("Hand in")
    guest.then_sees("Your test is handed in. Nobody can see which one is yours.")
    when_a_sitting_is(lead, moment, "close")


def when_a_sitting_is(lead, what: str, act: str):
    lead.when_opens(f"{WORKSHOP}/tests/")
    lead.arrive(lead.main.locator(f"form:has([value={what}]) button[value={act}]").click, 200)


def the_guest_says_how_the_day_was(stage):
    guest = stage.guest
    guest.when_opens(f"{WORKSHOP}/today/")
    for asked in ("Today was useful for my work", "The pace was right", "I was heard"):
        guest.group(asked).get_by_role("radio").first.check()
    guest.when_fills("What should change tomorrow?", "Plus de temps pour la carte")
    guest.when_presses("Hand in")
    guest.then_sees("Thank you. Nobody can see which answer is yours.")
    guest.when_opens(f"{WORKSHOP}/yesterday/")
    guest.then_does_not_see("Plus de temps pour la carte")


def the_room_of_yesterday(stage):
    """The next morning everybody reads what the room said, without a name."""
    for walker, mean in ((stage.guest, r"sur 5"), (stage.lead, r"de 5")):
        walker.when_opens(f"{WORKSHOP}/yesterday/")
        walker.then_sees("Plus de temps pour la carte", "What should change")
        assert re.search(rf"[1-5][,.]\d\D*{mean}", walker.main.inner_text())


def day_2(stage):
    """At the mine: a danger is told and answered, the wall, and advice that goes before the host."""
    stage.day("2018-06-26", 4, GUEST_GROUP)
    lead, guest = stage.lead, stage.guest
    visit = f"{WORKSHOP}/visit/{stage.cast.one(FieldVisit).uid}/"
    stage.groups[4].when_opens(visit)
    stage.groups[4].then_sees("Nadie baja a un pozo.", "You have read it")
    guest.when_opens(visit)
    guest.when_presses("I have read it and keep to it")
    guest.when_presses("Enter a finding")
    guest.when_ticks("Bad practice")
    guest.when_ticks("Somebody may be hurt now")
    guest.when_chooses("Theme", "Occupational health, safety and child protection")
    guest.when_fills("What was seen", SAID["rope"])
    guest.when_fills("What do you recommend?", SAID["new rope"])
    guest.when_presses("Keep the finding")
    guest.then_sees("The facilitators see the danger now. Tell the people on site as well.")
    when_a_danger_is_answered(lead, SAID["rope"], "La cuadrilla quitó la soga.")
    lead.when_opens(f"{visit}wall/")
    lead.then_sees(SAID["rope"], "El pozo está entibado")
    lead.when_opens(visit)
    lead.when_presses("Put them before the host")
    lead.when_opens(f"{WORKSHOP}/asked/")
    lead.then_sees(SAID["new rope"], "Veinte detectores")


def when_a_danger_is_answered(lead, what: str, done: str):
    lead.when_opens(f"{WORKSHOP}/dangers/")
    lead.arrive(lead.main.get_by_role("link", name=re.compile(re.escape(what))).first.click, 200)
    lead.when_fills("What was done about it", done)
    lead.when_presses("Close the alert")


def a_danger_comes_from_a_telephone(stage):
    """The ready form is published; a card filled in without network comes in, is approved and taken as a finding."""
    lead, cast = stage.lead, stage.cast
    visit = f"{WORKSHOP}/visit/{cast.one(FieldVisit).uid}/"
    lead.when_opens(visit)
    lead.arrive(lead.main.locator("form[action$='/publish/'] button").click, 200)
    with scope(programme=cast.workshop):
        phone = Collector(
            *give_key(by=BY, person=Person.objects.get(account=cast.members[GUEST_GROUP]), name="red")
        )
        version = FormVersion.objects.exclude(published_at=None).get()
        xml = filled(version, {"theme": "safety", "what": SHAFT, "kind": "bad", "danger": "yes"})
    assert phone.send(xml).status_code == 201
    lead.when_opens(f"{HOME}/surveys/submissions/")
    lead.arrive(lead.main.get_by_role("rowheader").get_by_role("link").first.click, 200)
    lead.then_sees(SHAFT)
    lead.arrive(lead.main.locator("button[name=state][value=approved]").click, 200)
    lead.when_opens(visit)
    lead.when_presses("Take the approved answers in as findings")
    lead.when_opens(f"{WORKSHOP}/console/")
    lead.then_sees("Imminent danger", SHAFT)
    when_a_danger_is_answered(lead, SHAFT, "El pozo está cerrado.")


def filled(version: FormVersion, card: dict[str, str]) -> bytes:
    """One card of the ready form as a telephone sends it."""
    paths = {path.rpartition("/")[2]: path for path in plan_of(version).questions}
    repeat = next(table.path for table in plan_of(version).tables if table.path.endswith(REPEAT))
    day, group = (
        inside(paths[name], text) for name, text in (("visit_day", "2018-06-26"), ("group_code", "G3"))
    )
    rows = "".join(inside(paths[name].removeprefix(f"{repeat}/"), text) for name, text in card.items())
    answers = f"{day}{group}{inside(repeat, rows, marked=True)}"
    return instance(answers, uid=new_id(), version=version.name, form=version.form.form_id)


def inside(path: str, text: str, marked: bool = False) -> str:
    """The text in the elements of a path; `marked` when it is XML itself."""
    names = path.split("/")
    text = text if marked else escape(text)
    return "".join(f"<{name}>" for name in names) + text + "".join(f"</{name}>" for name in reversed(names))


def day_3(stage):
    """Gender and safety: the exercises lead into the group's copy, and what it says is kept."""
    stage.day("2018-06-27", GUEST_GROUP)
    guest = stage.guest
    for tool, said in (
        ("gender_gap", "Personne n'a demandé aux femmes qui trient la pierre."),
        ("risk_matrix", "Mauvais air, 4, élevé. Mesurer avant de descendre."),
    ):
        when_a_group_says(stage.lead, guest, exercise(stage.cast, tool=tool), said)
    guest.when_opens(exercise(stage.cast, tool="risk_matrix"))
    guest.then_sees("Work on it in your group's copy:")
    guest.arrive(guest.main.get_by_role("button").first.click, 200)
    assert "/p/punta-cana-2018-g3/" in guest.path


def day_4(stage):
    """Two groups on amber and two on larimar: each writes what it wants into its copy, and into nothing else."""
    stage.day("2018-06-28", *stage.groups)
    stage.lead.when_opens(f"{WORKSHOP}/console/")
    for number, walker in stage.groups.items():
        walker.when_opens(f"{WORKSHOP}/my-group/")
        walker.then_sees({"pt": "Âmbar", "en": "Amber"}.get(walker.lang, "Larimar"))
        walker.when_presses("Open your group's copy")
        home = walker.path.rstrip("/")
        walker.when_saves(f"{home}/vision/goals/add/", Goal=GOALS[number], Order=9)
        walker.then_sees(GOALS[number])
    with scope(programme=stage.cast.country):
        assert not [goal for goal in Goal.objects.all() if str(goal) in GOALS.values()]


def day_5(stage):
    """Consolidated side by side; a round table with a promise; the plans."""
    stage.day("2018-06-29", *stage.groups)
    lead, groups, cast = stage.lead, stage.groups, stage.cast
    lead.when_opens(f"{WORKSHOP}/side-by-side/?table=phase2_strategy.goal")
    for number in GOALS:
        when_taken_over(lead, GOALS[number], "Take over into the draft")
    lead.when_opens(f"{WORKSHOP}/side-by-side/?into=country&table=phase2_strategy.goal")
    when_taken_over(lead, GOALS[1], "Take over into the programme")
    the_goals_stand_where_they_were_brought(cast)
    groups[1].when_opens("/p/do/", status=404)
    table = cast.one(RoundTable, seatings__participant__person__account=cast.members[2]).uid
    groups[2].when_opens(f"{WORKSHOP}/tables/{table}/")
    groups[2].then_sees("You have a seat")
    groups[2].when_ticks("Commitment")
    groups[2].when_fills_all(Due="2019-01-31", Text="Share the price table of our buyers")
    groups[2].when_presses("Write it down")
    groups[2].then_sees("Share the price table of our buyers")
    lead.when_opens(f"{WORKSHOP}/team-plans/")
    for country in ("Bolivia", "Brasil", "República Dominicana", "Perú"):
        lead.then_sees(country)


def the_goals_stand_where_they_were_brought(cast: Cast):
    """All four in the draft with the groups' names, one in the country's programme."""
    draft = Programme.objects.get(uid=cast.one(Workshop).draft)
    for programme, brought in ((draft, set(GOALS.values())), (cast.country, {GOALS[1]})):
        with scope(programme=programme):
            assert {str(goal) for goal in Goal.objects.all()} & set(GOALS.values()) == brought
    with scope(programme=draft):
        assert Credit.objects.count() == 4


def when_taken_over(lead, goal: str, button: str):
    """Press the button of the one copy that has the goal."""
    one = lead.main.get_by_role("region", name=goal[:60])
    lead.arrive(one.get_by_role("button", name=lead.heard(button, "^")).first.click, 200)
    lead.then_sees(lead.says("Taken over from %(source)s: %(what)s", source="", what="").rstrip(" :"))


def the_guest_learns_and_judges(stage):
    """The test at the end under the same word, its result claimed; the evaluation nobody signs."""
    lead, guest = stage.lead, stage.guest
    a_test_is_written(stage, "after", "Test at the end")
    when_a_sitting_is(lead, "evaluation", "open")
    guest.when_opens(f"{WORKSHOP}/evaluate/")
    for question in guest.main.get_by_role("radio", name=re.compile("^4")).all():
        question.check()
    guest.when_fills("What helped most", "La visite de la mine")
    guest.when_presses("Hand in")
    guest.then_sees("Thank you. Nobody can see which evaluation is yours.")
    when_a_sitting_is(lead, "evaluation", "close")
    lead.when_opens(f"{WORKSHOP}/levels/")
    lead.main.locator("summary").filter(has_text=lead.heard("What helped most")).click()
    lead.then_sees("La visite de la mine")
    guest.when_opens(f"{WORKSHOP}/claim/")
    guest.when_fills("Your own word", WORD)
    guest.when_ticks("I agree that my result is kept beside my name")
    guest.when_presses("Claim my result")
    guest.then_sees("%")


def the_guest_writes_a_plan(stage):
    """Page by page; presented on the last day, so that its check-ins have their dates."""
    lead, guest = stage.lead, stage.guest
    guest.when_opens(f"{WORKSHOP}/our-plan/")
    guest.when_follows("Objective and starting point", within=guest.main)
    guest.field("Step of the guidance").select_option(index=1)
    guest.when_fills("Objective", "Un groupe de travail de cinq institutions avant mars 2019")
    guest.when_presses("Save")
    for slug, label in (
        ("quick-win", "Quick win within 30 days"),
        ("gender", "Commitment on gender"),
        ("indicator", "Indicator and evidence"),
    ):
        guest.when_opens(f"{WORKSHOP}/our-plan/parts/{slug}/")
        guest.when_fills(label, f"Promesse : {slug}")
        guest.when_presses("Save")
    guest.when_opens(f"{WORKSHOP}/our-plan/actions/add/")
    guest.when_fills_all(
        **{"What is done": "Inviter cinq institutions", "Starts": "2018-07-09", "Ends": "2018-09-28"}
    )
    guest.when_presses("Save")
    lead.when_opens(f"{WORKSHOP}/team-plans/")
    lead.when_follows("Haití", within=lead.main)
    lead.when_presses("The plan was presented")
    lead.when_presses("Save")
    lead.then_sees("The plan is presented; its check-ins have their dates.")


# After ----------------------------------------------------------------------------------------------------------------


def the_report_is_taken_along(stage):
    """Made in Spanish for Word and in French to be printed; both tell what the report of 2018 tells."""
    lead = stage.lead
    for language, kind, read in (("Spanish", "Word", words_of_docx), ("French", "PDF", words_of_pdf)):
        lead.when_opens(f"{WORKSHOP}/report/")
        lead.when_chooses("Language", language)
        lead.when_chooses("Kind of file", kind)
        lead.when_presses("Make the document")
        text = read(lead.when_downloads(language))
        for told in ("Punta Cana", "27", "Antonio Isa Conde", "Olinda Orozco", "Hato Mayor", "Red Social"):
            assert told in text, (language, told)


def words_of_docx(path) -> str:
    found = docx.Document(path)
    cells = (cell.text for table in found.tables for row in table.rows for cell in row.cells)
    return " ".join([*(paragraph.text for paragraph in found.paragraphs), *cells])


def words_of_pdf(path) -> str:
    pages = pypdf.PdfReader(BytesIO(path.read_bytes())).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def certificates_are_issued_checked_and_revoked(stage):
    """Issued at once; whoever has the code sees that one is valid, and later that it is not any more."""
    stage.day("2018-07-02", 1)
    lead, participant, cast = stage.lead, stage.groups[1], stage.cast
    lead.when_opens(f"{WORKSHOP}/certified/")
    lead.when_presses("Issue the ticked certificates")
    with scope(programme=cast.workshop):
        assert Certificate.objects.filter(kind="attendance").count() > 20
    participant.when_opens(f"{WORKSHOP}/mine/")
    code = cast.one(Certificate, kind="attendance", participant__person__account=cast.members[1]).code
    participant.then_sees(code)
    participant.when_opens(f"/verify/{code}/")
    participant.then_sees("Valid", "Luciana Prado")
    lead.when_opens(f"{WORKSHOP}/certificates/{cast.one(Certificate, code=code).uid}/revoke/")
    lead.main.get_by_role("radio").first.check()
    lead.when_fills("Reason", "Nombre equivocado")
    lead.when_presses("Revoke")
    participant.when_opens(f"/verify/{code}/")
    participant.then_sees("Revoked")
    participant.then_does_not_see("Valid", "Nombre equivocado")


def a_plan_is_followed_for_a_year(stage):
    """By the link of a message, by the page, by the link again, by the page; an action goes into the country's work plan."""
    lead, guest, cast = stage.lead, stage.guest, stage.cast
    plan = {check.after_days: str(check.uid) for check in the_check_ins(cast)}
    when_the_link_of_a_message_is_followed(stage, "2018-07-29", "Deux institutions invitées")
    stage.day("2018-09-27", GUEST_GROUP)
    when_a_check_in_is_answered(
        guest, f"{WORKSHOP}/our-plan/check-ins/{plan[90]}/", "Quatre institutions invitées"
    )
    when_an_action_goes_home(guest)
    with scope(programme=cast.home):
        assert "Inviter cinq institutions" in [str(item) for item in WorkItem.objects.all()]
    guest.when_opens("/p/ht/task-force/work-plan/")
    guest.then_sees("Inviter cinq institutions")
    when_the_link_of_a_message_is_followed(stage, "2018-12-26", "L'acte est signé")
    stage.comes(guest, cast.members[GUEST_GROUP])
    guest.when_opens(f"{WORKSHOP}/our-plan/check-ins/{plan[365]}/", status=409)  # not yet due
    stage.day("2019-06-29", GUEST_GROUP)
    when_a_check_in_is_answered(
        guest, f"{WORKSHOP}/our-plan/check-ins/{plan[365]}/", "Le groupe se réunit chaque mois"
    )
    assert [check.how for check in the_check_ins(cast)] == ["link", "page", "link", "page"]
    lead.when_opens(f"{WORKSHOP}/plans-followed/")
    lead.then_the_row("Haití", "100")


def the_check_ins(cast: Cast) -> list[CheckIn]:
    with scope(programme=cast.workshop):
        return list(CheckIn.objects.filter(plan__delegation__country="HT").order_by("after_days"))


def when_the_link_of_a_message_is_followed(stage, day: str, changed: str):
    """Whoever opens the link of the message answers, without signing in."""
    stage.clock.set(day)
    stage.guest.context.clear_cookies()
    mail.outbox.clear()
    with scope(programme=stage.cast.workshop):
        list(remind(by=BY, programme=stage.cast.workshop, server=stage.guest.address))
    (message,) = [each for each in mail.outbox if stage.cast.members[GUEST_GROUP].email in each.to]
    link = re.search(r"http\S+/check-in/\S+", message.body)[0]
    when_a_check_in_is_answered(stage.guest, link, changed)


def when_a_check_in_is_answered(guest, address: str, changed: str):
    guest.when_opens(address)
    guest.main.get_by_role("radio", name=guest.heard("Under way")).check()
    guest.when_fills("How much of it is done (%)?", 100)
    guest.when_fills("What has changed?", changed)
    guest.when_presses("Send the answer")


def when_an_action_goes_home(guest):
    guest.when_opens(f"{WORKSHOP}/our-plan/take/")
    guest.when_presses("Take into our programme")
    guest.then_sees(guest.says("Taken into the work plan: %(count)s.", count=1))
