"""An approved visit makes or changes its site in the register; what two phones disagree on is shown."""

import json
import uuid

import pytest
from django_scopes import scope

from batea.programmes.models import AuditEntry
from batea.programmes.words import Words
from batea.registry.models import HeadCount, PlaceClass, Site, Visit
from batea.surveys.lists import made_list
from batea.surveys.models import Harm, SiteUpdate, Submission
from batea.surveys.publishing import bring_form, in_words, publish_version
from batea.surveys.ready_forms import workbook_of
from batea.surveys.reviewing import review_submission
from tests.conftest import cast
from tests.surveys import making
from tests.surveys.making import new_id

FORM = """
| survey |
|  | type                            | name     | label    | save_to   |
|  | select_one_from_file sites.csv  | known    | Which    |           |
|  | text                            | called   | Name     | site_name |
|  | select_multiple mineral         | d01      | Minerals | minerals  |
|  | text                            | status   | Status   | status    |
|  | geopoint                        | where    | Where    | geometry  |
|  | date                            | visit_day| Day      |           |
| choices |
|  | list_name | name  | label |
|  | mineral   | amber | Amber |
|  | mineral   | gold  | Gold  |
| settings |
|  | form_title | form_id | version |
|  | Sites      | sites_form | 1    |
| entities |
|  | dataset | label     | entity_id | create_if      | update_if      |
|  | sites   | ${called} | ${known}  | ${known} = ''  | ${known} != '' |
"""


@pytest.fixture
def phone(country_a, bruno):
    with scope(programme=country_a):
        version, _checked = bring_form(by="x", programme=country_a, data=FORM.encode(), file_name="s.md")
        publish_version(by="x", version=version)
    return making.collector(bruno)


@pytest.fixture
def inside(country_a):
    with scope(programme=country_a):
        yield country_a


def filled(uid, *, kind="create", name="La Cumbre", base="", branch="", answers="") -> bytes:
    trunk = f'trunkVersion="{base}" branchId="{branch}"' if branch else ""
    return (
        f'<data id="sites_form" version="1" xmlns:entities="http://www.opendatakit.org/xforms/entities">'
        f"<called>{name}</called><d01>amber cheese</d01><status>active</status><where>19.5 -70.7 0 4</where>"
        f"<visit_day>2026-03-01</visit_day>{answers}<meta>"
        f'<entity dataset="sites" id="{uid}" {kind}="true" baseVersion="{base}" {trunk}><label>{name}</label></entity>'
        f"<instanceID>{new_id()}</instanceID></meta></data>"
    ).encode()


def approved(phone, xml: bytes) -> Submission:
    assert phone.send(xml).status_code == 201
    came = Submission.objects.order_by("-pk").first()
    return review_submission(by="x", submission=came, state="approved", comment=Words())


def test_nothing_reaches_the_register_before_it_is_approved(phone, inside):
    phone.send(filled(uuid.uuid4()))
    assert Site.objects.count() == 0
    review_submission(by="x", submission=Submission.objects.get(), state="refused", comment=Words("x", "en"))
    assert Site.objects.count() == 0


def test_an_approved_visit_makes_its_site(phone, inside):
    uid = uuid.uuid4()
    done = approved(phone, filled(uid))
    site = Site.objects.get()
    assert (site.uid, site.name, site.status) == (uid, "La Cumbre", "active")
    assert site.attributes == {"D01": ["amber"]}
    assert (str(site.latitude), str(site.longitude)) == ("19.500000", "-70.700000")
    assert done.site == site and str(Visit.objects.get().day) == "2026-03-01"
    again = review_submission(by="x", submission=done, state="in_review", comment=Words())
    review_submission(by="x", submission=again, state="approved", comment=Words())
    assert (Site.objects.count(), Visit.objects.count()) == (1, 1)


def test_the_phone_sees_the_site_it_visits_next(phone, inside):
    uid = uuid.uuid4()
    approved(phone, filled(uid, name="=La Cumbre"))
    from lxml import etree

    (xform,) = etree.fromstring(phone.ask("formList").content)
    address = next(child.text for child in xform if child.tag.endswith("manifestUrl"))
    (media,) = etree.fromstring(phone.ask(address.partition(phone.base)[2]).content)
    said = {etree.QName(child).localname: child.text for child in media}
    body = phone.ask(said["downloadUrl"].partition(phone.base)[2]).content.decode()
    assert media.get("type") == "entityList" and said["filename"] == "sites.csv"
    assert str(uid) in body and "'=La Cumbre" in body and "19.500000 -70.700000" in body


def test_an_update_on_the_version_that_was_seen_is_no_conflict(phone, inside):
    uid = uuid.uuid4()
    approved(phone, filled(uid))
    seen = Site.objects.get().version
    approved(phone, filled(uid, kind="update", name="La Cumbre Alta", base=seen))
    assert Site.objects.get().name == "La Cumbre Alta"
    assert [each.conflict for each in SiteUpdate.objects.order_by("pk")] == [False, False]
    assert Visit.objects.count() == 2


def test_an_update_on_an_older_version_is_taken_and_shown_as_a_conflict(phone, inside, amina):
    uid = uuid.uuid4()
    approved(phone, filled(uid))
    approved(phone, filled(uid, kind="update", name="B", base="1"))
    approved(phone, filled(uid, kind="update", name="C", base="1"))
    assert [each.conflict for each in SiteUpdate.objects.order_by("pk")] == [False, False, True]
    shown = amina.get("/p/a/surveys/site-updates/?conflict=yes").content.decode()
    assert shown.count("changed the site") >= 1


def test_updates_of_one_phone_without_network_follow_each_other(phone, inside):
    uid = uuid.uuid4()
    approved(phone, filled(uid))
    seen = Site.objects.get().version
    branch = str(uuid.uuid4())
    for name in ("B", "C", "D"):
        approved(phone, filled(uid, kind="update", name=name, base=seen, branch=branch))
    assert Site.objects.get().name == "D"
    assert [each.conflict for each in SiteUpdate.objects.order_by("pk")] == [False] * 4


@pytest.mark.parametrize("uid", ["", "x", "../../etc"])
def test_an_entity_without_identity_is_none(phone, inside, uid):
    approved(phone, filled(uid))
    assert Site.objects.count() == 0


def test_a_correction_is_no_second_visit_and_no_conflict(phone, inside):
    uid = uuid.uuid4()
    first = approved(phone, filled(uid))
    mended = filled(uid, name="B").replace(
        b"</instanceID>", f"</instanceID><deprecatedID>{first.instance_id}</deprecatedID>".encode()
    )
    done = approved(phone, mended)
    assert Site.objects.get().name == "B" and Visit.objects.count() == 1
    assert done.current and Submission.objects.get(pk=done.pk).site == Site.objects.get()
    assert not SiteUpdate.objects.filter(conflict=True).exists()


# People ---------------------------------------------------------------------------------------------------------------

COUNTS = """
| survey |
|  | type            | name   | label  | save_to            |
|  | text            | called | Name   | site_name          |
|  | geopoint        | where  | Where  | geometry           |
|  | begin_group     | people | People |                    |
|  | text            | w      | Women  | people_women_18_29 |
|  | text            | m      | Men    | people_men_60      |
|  | text            | x      | Others | people_others      |
|  | text            | all    | Rest   | people             |
|  | text            | how    | How    | people_method      |
|  | end_group       |        |        |                    |
|  | date            | day    | Day    | last_visit         |
|  | text            | do_no_harm | Who  |                  |
| settings |
|  | form_title | form_id     | version |
|  | Counts     | counts_form | 1       |
| entities |
|  | dataset | label     |
|  | sites   | ${called} |
"""


def bring(country_a, text: str, name: str):
    with scope(programme=country_a):
        version, checked = bring_form(by="x", programme=country_a, data=text.encode(), file_name=f"{name}.md")
        publish_version(by="x", version=version)
    return [in_words(said) for said in checked.warnings]


@pytest.fixture
def counting(country_a, phone):
    assert bring(country_a, COUNTS, "counts") == []
    return phone


def counted(uid, counts: str, *, replaces="", day="2026-03-01", harm="") -> bytes:
    old = f"<deprecatedID>{replaces}</deprecatedID>" if replaces else ""
    return (
        f'<data id="counts_form" version="1"><called>La Cumbre</called><where>19.5 -70.7 0 4</where>'
        f"<people>{counts}</people><day>{day}</day><do_no_harm>{harm}</do_no_harm>"
        f'<meta><entity dataset="sites" id="{uid}" create="1"><label>La Cumbre</label></entity>'
        f"<instanceID>{new_id()}</instanceID>{old}</meta></data>"
    ).encode()


def numbers() -> dict:
    return {(each.sex, each.age): each.number for each in HeadCount.objects.all()}


def test_counts_of_people_come_with_the_visit(counting, inside, amina):
    done = approved(
        counting, counted(uuid.uuid4(), "<w>12</w><m>0</m><x>not_counted</x><all>many</all><how>sight</how>")
    )
    assert numbers() == {("f", "18-29"): 12, ("m", "60+"): 0, ("x", ""): None}
    count, visit = HeadCount.objects.filter(sex="f").get(), Visit.objects.get()
    assert (count.visit, str(count.day), count.method) == (visit, "2026-03-01", "sight")
    assert (count.origin, count.origin_uid) == ("surveys.submission", done.uid)
    for page in (
        f"/p/a/sites/{count.site.uid}/",
        f"/p/a/sites/people/{count.uid}/",
        f"/p/a/visits/{visit.uid}/",
    ):
        assert f"/p/a/surveys/submissions/{done.uid}/" in amina.get(page).content.decode()
    site_page = amina.get(f"/p/a/sites/{count.site.uid}/").content.decode()
    assert "Counted by sight" in site_page and "not counted" in site_page


def test_approving_again_counts_nobody_twice(counting, inside):
    done = approved(counting, counted(uuid.uuid4(), "<w>12</w>"))
    before = list(HeadCount.objects.values_list("uid", "version"))
    again = review_submission(by="x", submission=done, state="in_review", comment=Words())
    review_submission(by="x", submission=again, state="approved", comment=Words())
    assert list(HeadCount.objects.values_list("uid", "version")) == before


def test_a_correction_mends_the_counts_of_the_former_version(counting, inside):
    uid = uuid.uuid4()
    first = approved(counting, counted(uid, "<w>12</w><m>3</m>"))
    typed = HeadCount.objects.get(sex="f")
    HeadCount(
        programme=inside, site=typed.site, visit=typed.visit, day=typed.day, sex="", age="", number=7
    ).save()
    done = approved(counting, counted(uid, "<w>15</w><x>2</x>", replaces=first.instance_id, day="2026-03-04"))
    assert numbers() == {("f", "18-29"): 15, ("x", ""): 2, ("", ""): 7}
    mended = HeadCount.objects.get(sex="f")
    assert (mended.pk, mended.origin_uid, str(mended.day)) == (typed.pk, done.uid, "2026-03-04")
    assert str(Visit.objects.get().day) == "2026-03-04"
    history = AuditEntry.objects.get(uid=mended.uid, act="change")
    assert json.loads(history.change)["number"] == [12, 15]


def test_a_correction_to_another_site_takes_visit_and_counts_along(counting, inside):
    wrong, right = uuid.uuid4(), uuid.uuid4()
    first = approved(counting, counted(wrong, "<w>12</w>"))
    approved(counting, counted(right, "<w>12</w>", replaces=first.instance_id))
    (count,), (visit,) = HeadCount.objects.all(), Visit.objects.all()
    assert (count.site.uid, visit.site.uid) == (right, right)


def test_a_withdrawn_approval_is_said_on_the_site(counting, inside, amina, olga):
    uid = uuid.uuid4()
    done = approved(counting, counted(uid, "<w>12</w>"))
    page = f"/p/a/sites/{uid}/"
    assert "an approval that was withdrawn" not in olga.get(page).content.decode()
    back = review_submission(by="x", submission=done, state="in_review", comment=Words())
    assert SiteUpdate.objects.get().withdrawn
    assert "(In review)</a>" in amina.get(page).content.decode()
    assert "(In review)</p>" in olga.get(page).content.decode().replace(" </p>", "</p>")
    assert "an approval that was withdrawn" in olga.get(page).content.decode()
    review_submission(by="x", submission=back, state="approved", comment=Words())
    assert not SiteUpdate.objects.get().withdrawn
    assert "an approval that was withdrawn" not in olga.get(page).content.decode()


def test_a_place_leaves_the_list_when_its_record_becomes_protected(counting, inside):
    uid = uuid.uuid4()
    first = approved(counting, counted(uid, "", harm="public"))
    Site.objects.update(place_class=PlaceClass.S0)
    assert "19.500000" in made_list("sites.csv", exact=False).decode()
    counting.send(counted(uid, "", harm="protected", replaces=first.instance_id))
    assert "19.5" not in made_list("sites.csv", exact=False).decode()
    assert "19.500000" in made_list("sites.csv", exact=True).decode()
    review_submission(
        by="x", submission=Submission.objects.get(current=True), state="approved", comment=Words()
    )
    assert Site.objects.get().place_class == PlaceClass.S4


def test_the_ready_visit_counts_as_its_form_says(country_a, inside, phone):
    """The converter keeps what the sheet says, and every property is known here."""
    version, checked = bring_form(
        by="x", programme=country_a, data=workbook_of("site_visit"), file_name="site_visit.xlsx"
    )
    assert checked.warnings == ()
    publish_version(by="x", version=version)
    uid = uuid.uuid4()
    saved = "".join(
        f"<{name}>{value}</{name}>"
        for name, value in {
            "saved_women_18_29": "12",
            "saved_men_60": "0",
            "saved_girls_0_14": "not_counted",
            "saved_others": "not_counted",
            "saved_method": "sight",
            "saved_day": "2026-03-01",
        }.items()
    )
    approved(
        phone,
        (
            f'<data id="batea_site_visit" version="{version.name}"><visit>{saved}</visit><meta>'
            f'<entity dataset="sites" id="{uid}" create="1" update="0"><label>La Cumbre</label></entity>'
            f"<instanceID>{new_id()}</instanceID></meta></data>"
        ).encode(),
    )
    assert numbers() == {("f", "18-29"): 12, ("m", "60+"): 0, ("f", "0-14"): None, ("", ""): None}


# Several sites, visits, and lists nobody knows ------------------------------------------------------------------------

SEVERAL = """
| survey |
|  | type                           | name   | label | save_to            |
|  | date                           | today  | Day   |                    |
|  | begin_repeat                   | mine   | Mine  |                    |
|  | text                           | called | Name  | site_name          |
|  | text                           | w      | Women | people_women       |
|  | end_repeat                     |        |       |                    |
| settings |
|  | form_title | form_id | version |
|  | Several    | several | 1       |
| entities |
|  | dataset | label     |
|  | sites   | ${called} |
"""
AGAIN = """
| survey |
|  | type                            | name   | label | save_to |
|  | select_one_from_file sites.csv  | where  | Site  | site    |
|  | select_one_from_file visits.csv | before | Last  |         |
|  | date                            | d      | Day   | day     |
|  | text                            | s      | Seen  | seen    |
| settings |
|  | form_title | form_id | version |
|  | Again      | again   | 1       |
| entities |
|  | dataset | label |
|  | visits  | ${d}  |
"""


def test_a_form_may_list_several_sites(country_a, inside, phone):
    assert bring(country_a, SEVERAL, "several") == []
    uids = [uuid.uuid4(), uuid.uuid4()]
    rows = "".join(
        f'<mine><called>{name}</called><w>{women}</w><meta><entity dataset="sites" id="{uid}" create="1">'
        f"<label>{name}</label></entity></meta></mine>"
        for uid, name, women in zip(uids, ("La Cumbre", "El Valle"), (12, 30), strict=True)
    )
    done = approved(
        phone,
        f'<data id="several" version="1"><today>2026-03-01</today>{rows}<meta><instanceID>{new_id()}</instanceID>'
        "</meta></data>".encode(),
    )
    assert {site.uid: site.name for site in Site.objects.all()} == dict(
        zip(uids, ("La Cumbre", "El Valle"), strict=True)
    )
    assert {count.site.name: count.number for count in HeadCount.objects.all()} == {
        "La Cumbre": 12,
        "El Valle": 30,
    }
    assert {str(visit.day) for visit in Visit.objects.all()} == {"2026-03-01"}
    assert SiteUpdate.objects.count() == 2 and done.site is None


def again_filled(visit, site, day="2026-03-02", replaces="") -> bytes:
    old = f"<deprecatedID>{replaces}</deprecatedID>" if replaces else ""
    return (
        f'<data id="again" version="1"><where>{site}</where><d>{day}</d><s>New shaft</s><meta>'
        f'<entity dataset="visits" id="{visit}" create="1"><label>x</label></entity>'
        f"<instanceID>{new_id()}</instanceID>{old}</meta></data>"
    ).encode()


def test_a_form_may_add_a_visit_and_the_phone_sees_it(country_a, inside, phone):
    assert bring(country_a, AGAIN, "again") == []
    site = uuid.uuid4()
    approved(phone, filled(site))
    uid = uuid.uuid4()
    done = approved(phone, again_filled(uid, site))
    made = Visit.objects.get(uid=uid)
    assert (made.site.uid, str(made.day), str(made.seen)) == (site, "2026-03-02", "New shaft")
    body = phone.ask(f"forms/{done.published.uid}/files/visits.csv").content.decode()
    assert f"{uid},La Cumbre · 2026-03-02,1,{site},2026-03-02,Again" in body and "shaft" not in body
    approved(phone, again_filled(uid, site, day="2026-03-05", replaces=done.instance_id))
    assert str(Visit.objects.get(uid=uid).day) == "2026-03-05" and Visit.objects.count() == 2


def test_a_visit_of_others_answers_is_not_overwritten(country_a, inside, phone):
    bring(country_a, AGAIN, "again")
    site, uid = uuid.uuid4(), uuid.uuid4()
    approved(phone, filled(site))
    approved(phone, again_filled(uid, site))
    approved(phone, again_filled(uid, site, day="2026-03-09"))
    assert str(Visit.objects.get(uid=uid).day) == "2026-03-02"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("| visits  |", "| trees   |", "The list “trees” is not known here"),
        ("| seen    |", "| smell   |", "The list “visits” has no property “smell”"),
        ("| site    |", "|         |", "A visit needs the property “site”"),
    ],
)
def test_what_nothing_here_takes_is_told_when_the_form_is_brought_in(
    country_a, inside, phone, old, new, words
):
    assert AGAIN.count(old) == 1
    (said,) = bring(country_a, AGAIN.replace(old, new), "again")
    assert said.startswith("Sheet “entities”") and words in said


def test_an_answer_goes_to_the_declaration_around_it(country_a, inside, phone):
    """A site at the top and others in a repeat: neither takes the answers of the other."""
    both = SEVERAL.replace(
        "|  | begin_repeat ", "|  | text | main | Main | sites#site_name |\n|  | begin_repeat ", 1
    )
    both = both.replace("| site_name          |", "| others#site_name |").replace(
        "people_women", "others#people_women"
    )
    both += "|  | others  | ${called} |\n"
    both = both.replace("| sites   | ${called} |", "| sites | ${main} |")
    assert bring(country_a, both, "several")[0].count("others") == 1
    approved(
        phone,
        (
            '<data id="several" version="1"><main>La Cumbre</main><mine><called>El Valle</called><w>12</w><meta>'
            f'<entity dataset="others" id="{uuid.uuid4()}" create="1"><label>x</label></entity></meta></mine><meta>'
            f'<entity dataset="sites" id="{uuid.uuid4()}" create="1"><label>x</label></entity>'
            f"<instanceID>{new_id()}</instanceID></meta></data>"
        ).encode(),
    )
    assert [site.name for site in Site.objects.all()] == ["La Cumbre"] and not HeadCount.objects.exists()


def test_comments_on_protected_answers_are_for_reviewers(counting, inside, country_a, amina):
    reader = cast(country_a, "fay", "facilitator")
    approved(counting, counted(uuid.uuid4(), "", harm="protected"))
    came = Submission.objects.get()
    assert came.harm == Harm.PROTECTED
    review_submission(by="x", submission=came, state="in_review", comment=Words("Who was there?", "en"))
    review = came.reviews.get(state="in_review")
    pages = (
        f"/p/a/surveys/submissions/{came.uid}/",
        "/p/a/surveys/reviews/",
        "/p/a/surveys/reviews/?q=Who+was",
        f"/p/a/surveys/reviews/{review.uid}/",
        "/p/a/surveys/reviews/export.csv",
    )
    for page in pages:
        answers = {each: each.get(page) for each in (amina, reader)}
        texts = {r: b"".join(a) if a.streaming else a.content for r, a in answers.items()}
        assert b"Who was there?" in texts[amina], page
        assert answers[reader].status_code == 200 and b"Who was there?" not in texts[reader], page
