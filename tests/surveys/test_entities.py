"""An approved visit makes or changes its site in the register; what two phones disagree on is shown."""

import uuid

import pytest
from django_scopes import scope

from batea.programmes.words import Words
from batea.registry.models import Site, Visit
from batea.surveys.models import SiteUpdate, Submission
from batea.surveys.publishing import bring_form, publish_version
from batea.surveys.reviewing import review_submission
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
