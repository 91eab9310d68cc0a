"""What leaves a country: only by the act of somebody who may, only what is listed, and gone at once when taken back."""

from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django_scopes import scope
from PIL import Image

from batea.evidence.models import Figure, Source, Statement
from batea.learning.community.sharing import communities_of, share_record, shares_here, withdraw_share
from batea.learning.community.snapshots import SHARABLE, few_people, snapshot_of
from batea.learning.models import Plan, Share, SharedItem
from batea.phase2_strategy.impacts.models import ChosenMeasure
from batea.problems import (
    CHANGED_MEANWHILE,
    COMMUNITY_GONE,
    NO_COMMUNITY,
    NOT_ALLOWED,
    NOT_SHARABLE,
    Refused,
)
from batea.programmes.actions import change_record
from batea.programmes.attachments import attach, place_of
from batea.programmes.models import Attachment, AuditEntry, Institution, Membership, Programme
from batea.programmes.records import record_models
from batea.programmes.registers import address_of
from batea.programmes.words import Words
from batea.surveys.models import SubmissionFile
from tests.conftest import cast
from tests.factory import make, make_all
from tests.learning.community_world import invite, new_community
from tests.learning.conftest import BY, add, said

TERMS = {"licence": "community", "consent": "Ministry of Mines"}


@pytest.fixture
def community(db):
    return new_community()


@pytest.fixture
def there(community, amina, dele):
    """Amina of country A (DO) and Dele of country B (GH) both take part in the community."""
    invite(community, amina, "Amina", "DO")
    invite(community, dele, "Dele", "GH")
    return community


def figure(programme, words="zqminers", best=9000, **values):
    with scope(programme=programme):
        source = Source.objects.first() or add(Source, programme, title="zqreport", kind="study", year="2017")
        values = {"unit": "person", "grade": "C", "period": "2017", "source": source} | values
        return add(Figure, programme, words=said(words), best=Decimal(best), **values)


def share(client, record, community, **values):
    with scope(programme=client.programme):
        return share_record(
            by=client.member, record=record, community=community, **{**TERMS, "key": "I11", **values}
        )


def item_of(community, share):
    with scope(programme=community):
        return SharedItem.objects.get(share=share.uid)


def pages_of(client, community, words="zqminers", key="I11") -> dict[str, str]:
    """Everything of the community that could show a shared entry, as the client reads it."""
    start = f"/p/{community.slug}/community/"
    urls = [
        start,
        f"{start}library/",
        f"{start}search/?q={words}",
        f"{start}comparison/?key={key}",
        f"{start}comparison/export.csv?key={key}",
        f"{start}suggested-twinnings/",
    ]
    with scope(programme=community):
        urls += [f"{start}library/{item.uid}/" for item in SharedItem.objects.all()]
    return {url: body(client.get(url)) for url in urls}


def body(answer) -> str:
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()


# What goes along ------------------------------------------------------------------------------------------------------


def test_a_figure_arrives_with_range_unit_period_and_source(there, amina, country_a):
    record = figure(country_a, low=8000, high=10000, place="zqplace", method=said("zqmethod"))
    item = item_of(there, share(amina, record, there))
    assert (item.low, item.best, item.high) == (8000, 9000, 10000)
    assert (item.kind, item.country, item.key, item.unit, item.period) == (
        "figure",
        "DO",
        "I11",
        "person",
        "2017",
    )
    assert item.title == record.words and "zqmethod" in str(item.words) and "zqreport" in item.source
    assert "zqplace" not in str(vars(item))


def test_the_country_keeps_who_decided_and_nothing_points_back(there, amina, country_a):
    found = share(amina, figure(country_a), there)
    assert found.decided_by == "amina@example.org" and found.community == there.uid
    told = " ".join(map(str, vars(item_of(there, found)).values()))
    assert str(country_a.uid) not in told and str(found.target_uid) not in told
    with scope(programme=country_a):
        assert AuditEntry.objects.filter(chain=str(country_a.uid), act="share").count() == 1
    assert AuditEntry.objects.filter(chain=str(there.uid), act="receive share").count() == 1


def test_the_trail_of_the_community_does_not_tell_what_the_entry_says(there, amina, country_a):
    withdraw_in(country_a, amina, share(amina, figure(country_a, best=9123), there))
    for entry in AuditEntry.objects.filter(chain=str(there.uid)):
        assert "zqminers" not in entry.change + entry.what and "9123" not in entry.change


def withdraw_in(programme, client, found):
    with scope(programme=programme):
        return withdraw_share(by=client.member, share=found)


@pytest.mark.parametrize(
    ("unit", "best", "low", "few"),
    [
        ("person", 9, None, True),
        ("personas", 12, 9, True),
        ("families", 3, None, True),
        ("women of the mine", 4, None, True),  # nobody knows this unit: it may be people
        ("deaths/year", 2, None, True),
        ("person", 10, None, False),
        ("person", 0, None, False),
        ("metre", 3, None, False),
        ("%", 4, None, False),
        ("deaths_per_1000_miners", 2, None, False),
    ],
)
def test_small_counts_of_people_stay(unit, best, low, few):
    assert few_people(Figure(unit=unit, best=Decimal(best), low=low and Decimal(low))) is few


def test_a_small_count_is_refused_and_nothing_arrives(there, amina, country_a):
    with pytest.raises(Refused) as refused:
        share(amina, figure(country_a, best=7), there)
    assert refused.value.problem is NOT_SHARABLE
    with scope(programme=there):
        assert not SharedItem.objects.exists()
    with scope(programme=country_a):
        assert not Share.objects.exists()


def test_an_interview_does_not_say_with_whom(there, amina, country_a):
    with scope(programme=country_a):
        source = add(Source, country_a, title="Talk with zqperson", kind="interview")
    item = item_of(there, share(amina, figure(country_a, source=source), there))
    assert "zqperson" not in item.source and item.source


def test_a_measure_goes_without_its_owner(there, amina, country_a):
    with scope(programme=country_a):
        owner = add(Institution, country_a, name=said("zqowner"), kind="ministry")
        record = make(ChosenMeasure, country_a, owner=owner, measure="M001", reason=said("zqreason"))
    item = item_of(there, share(amina, record, there))
    assert item.key == "M001" and "zqreason" in str(item.words) and "zqowner" not in str(vars(item))


def test_a_plan_goes_only_when_its_team_has_said_so(there, workshop):
    lead = cast(workshop, "wanda", "lead")
    invite(there, lead, "Wanda", "")
    plan = make(Plan, workshop, public=False)
    with pytest.raises(Refused) as refused:
        share(lead, plan, there)
    assert refused.value.problem is NOT_SHARABLE
    plan = change_record(by=BY, record=plan, values={"public": True})
    item = item_of(there, share(lead, plan, there))
    assert (item.kind, item.country, item.key) == ("plan", plan.delegation.country, plan.step)


def test_a_photo_loses_where_it_was_taken(there, amina, country_a):
    picture, exif = BytesIO(), Image.Exif()
    exif[0x010E] = "zqwhere"
    Image.new("RGB", (8, 8)).save(picture, "JPEG", exif=exif)
    sent = SimpleUploadedFile("mine zqname.jpg", picture.getvalue())
    with scope(programme=country_a):
        record = attach(by=amina.member, programme=country_a, title="Timbering", file=sent)
    item = item_of(there, share(amina, record, there))
    content = place_of(item.attachment.sha256).read_bytes()
    assert b"zqwhere" in picture.getvalue() and b"zqwhere" not in content
    assert "zqname" not in item.attachment.file_name and str(item.title) == "Timbering"


def test_a_file_of_a_filled_form_stays(there, amina, country_a):
    with scope(programme=country_a):
        record = make(SubmissionFile, country_a).attachment
    with pytest.raises(Refused) as refused:
        share(amina, record, there)
    assert refused.value.problem is NOT_SHARABLE


def test_tables_that_are_not_listed_cannot_be_shared(country_a):
    with scope(programme=country_a):
        records = make_all(country_a)
        for label, record in records.items():
            if label in SHARABLE:
                continue
            with pytest.raises(Refused) as refused:
                snapshot_of(record)
            assert refused.value.problem is NOT_SHARABLE
    assert {model._meta.label_lower for model in record_models()} >= set(SHARABLE)
    assert not any(label.startswith(("registry.", "surveys.")) for label in SHARABLE)
    assert "programmes.person" not in SHARABLE


# Both doors -----------------------------------------------------------------------------------------------------------


def test_who_may_not_decide_in_the_country_shares_nothing(there, bruno, country_a):
    invite(there, bruno, "Bruno", "DO")
    with pytest.raises(Refused) as refused:
        share(bruno, figure(country_a), there)
    assert refused.value.problem is NOT_ALLOWED


def test_who_takes_no_part_in_the_community_shares_nothing(community, amina, country_a):
    with pytest.raises(Refused) as refused:
        share(amina, figure(country_a), community)
    assert refused.value.problem is NO_COMMUNITY
    assert communities_of(amina.account) == []


def test_a_programme_that_is_no_community_takes_nothing(there, amina, country_a):
    assert communities_of(amina.account) == [there]
    with pytest.raises(Refused) as refused:
        share(amina, figure(country_a), country_a)
    assert refused.value.problem is NO_COMMUNITY


def test_a_record_of_another_country_cannot_be_shared(there, dele, country_a):
    record = figure(country_a)
    with scope(programme=country_a), pytest.raises(Refused) as refused:
        share_record(by=dele.member, record=record, community=there, **TERMS)
    assert refused.value.problem is NOT_ALLOWED
    url = f"/p/b/shares/{record.uid}/new/"
    assert dele.get(url).status_code == 404
    assert dele.get(f"/p/a/shares/{record.uid}/new/").status_code == 404


def test_nothing_leaves_an_exercise_copy(there, amina, country_a):
    Programme.objects.filter(pk=country_a.pk).update(kind="exercise")
    record = figure(country_a)
    record.programme.refresh_from_db()
    with pytest.raises(Refused) as refused:
        share(amina, record, there)
    assert refused.value.problem is NOT_SHARABLE


# Seen, changed, taken back --------------------------------------------------------------------------------------------


def test_dele_sees_of_aminas_only_what_was_shared(there, amina, dele, country_a):
    share(amina, figure(country_a), there)
    figure(country_a, words="zqsecret", best=555111)
    with scope(programme=country_a):
        add(Statement, country_a, section="context", words=said("zqunsaid"))
        make_all(country_a, lambda field: f"zqplanted {field.name}")
    shown = pages_of(dele, there)
    assert sum("zqminers" in text for text in shown.values()) >= 4
    for words in ("zqsecret", "zqunsaid", "zqplanted", "555111", "/p/a/"):
        assert [url for url, text in pages_of(dele, there, words).items() if shows(text, words)] == []
    assert dele.get("/p/a/evidence/figures/").status_code == 404


def shows(text: str, words: str) -> bool:
    """Whether the words stand on the page, other than as what was typed into the search."""
    return words in text.replace(f'value="{words}"', "").replace(f"“{words}”", "").replace(
        f"q={words}", ""
    ).replace(f"<title>{words}", "")


def test_taken_back_it_is_gone_at_once_everywhere(there, amina, dele, country_a):
    found = share(amina, figure(country_a, low=8123, high=9876, best=9111), there)
    assert any("9,120" in text for text in pages_of(dele, there).values())
    withdraw_in(country_a, amina, found)
    for url, text in pages_of(dele, there).items():
        assert not shows(text, "zqminers") and "9,120" not in text and "9120" not in text, url
        assert "zqreport" not in text, url
    item = item_of(there, found)
    assert item.withdrawn_on and not item.title and not item.words and item.attachment is None
    assert (item.low, item.best, item.high, item.key, item.source, item.unit) == (
        None,
        None,
        None,
        "",
        "",
        "",
    )


def test_taken_back_the_file_is_gone_from_every_way_to_it(there, amina, dele, country_a):
    sent = SimpleUploadedFile("t.csv", b"a,b\n1,2\n")
    with scope(programme=country_a):
        record = attach(by=amina.member, programme=country_a, title="Table", file=sent)
    found = share(amina, record, there)
    item = item_of(there, found)
    ways = [f"/p/c/community/library/{item.uid}/file/", f"/p/c/files/{item.attachment.uid}/download/"]
    assert [dele.get(url).status_code for url in ways] == [200, 200]
    withdraw_in(country_a, amina, found)
    assert [dele.get(url).status_code for url in ways] == [404, 404]
    with scope(programme=there):
        assert not Attachment.objects.exists()
    with scope(programme=country_a):
        assert Attachment.objects.filter(pk=record.pk).exists()


def test_taking_back_needs_no_part_in_the_community_but_the_right_at_home(there, amina, bruno, country_a):
    found = share(amina, figure(country_a), there)
    with scope(programme=there):
        Membership.objects.filter(person__account=amina.account).update(until="2020-01-01")
    with pytest.raises(Refused) as refused:
        withdraw_in(country_a, bruno, found)
    assert refused.value.problem is NOT_ALLOWED
    assert withdraw_in(country_a, amina, found).withdrawn_on


def test_where_the_community_is_gone_taking_back_does_not_pretend(there, amina, country_a):
    found = share(amina, figure(country_a), there)
    Programme.objects.filter(pk=there.pk).update(uid="00000000-0000-4000-8000-000000000001")
    with pytest.raises(Refused) as refused:
        withdraw_in(country_a, amina, found)
    assert refused.value.problem is COMMUNITY_GONE
    found.refresh_from_db()
    assert found.withdrawn_on is None


def test_a_changed_record_shows_as_it_was_until_it_is_shared_again(there, amina, country_a):
    record = figure(country_a)
    found = share(amina, record, there)
    with scope(programme=country_a):
        record = change_record(by=BY, record=record, values={"best": Decimal(7777)})
        assert [each.changed for each in shares_here()] == [True]
    assert item_of(there, found).best == 9000
    again = share(amina, record, there)
    assert again.pk == found.pk and item_of(there, again).best == 7780
    with scope(programme=country_a):
        assert [each.changed for each in shares_here()] == [False]
    with scope(programme=there):
        assert SharedItem.objects.count() == 1


def test_after_taking_back_it_can_be_shared_anew(there, amina, country_a):
    record = figure(country_a)
    first = share(amina, record, there)
    withdraw_in(country_a, amina, first)
    second = share(amina, record, there)
    assert second.pk != first.pk and item_of(there, second).best == 9000
    assert item_of(there, first).best is None


def test_a_version_that_was_not_looked_at_is_not_shared(there, amina, country_a):
    record = figure(country_a)
    with scope(programme=country_a):
        change_record(by=BY, record=record, values={"best": Decimal(7777)})
    with pytest.raises(Refused) as refused:
        share(amina, record, there, version=1)
    assert refused.value.problem is CHANGED_MEANWHILE


# Pages of the country -------------------------------------------------------------------------------------------------


def test_the_way_through_the_pages(there, amina, dele, country_a):
    record = figure(country_a, caveat=Words({"original": "fr", "fr": "zqcaveat"}))
    with scope(programme=country_a):
        url = f"/p/a/shares/{record.uid}/new/"
        assert url in amina.get(address_of(record)).content.decode()
    assert "Nothing is shared yet" in amina.get(url).content.decode()
    asked = {"community": "c", "key": "I11", **TERMS}
    checked = amina.post(url, {**asked, "act": "check"}).content.decode()
    for words in ("zqminers", "zqminers (es)", "zqcaveat", "Ghana", "zqreport", "2 people"):
        assert words in checked, words
    with scope(programme=there):
        assert not SharedItem.objects.exists(), "looking shares nothing"
    assert amina.post(url, {**asked, "act": "back"}).status_code == 200
    done = amina.post(url, {**asked, "act": "share", "version_seen": record.version})
    assert done.status_code == 302
    listed = amina.get(done.url).content.decode()
    assert "zqminers" in listed.lower() and "Ministry of Mines" in listed
    assert "zqminers" in dele.get("/p/c/community/library/").content.decode()
    with scope(programme=country_a):
        found = Share.objects.get()
    back = f"/p/a/shares/{found.uid}/take-back/"
    assert amina.get(back).status_code == 200
    assert amina.post(back).status_code == 302
    assert "zqminers" not in dele.get("/p/c/community/library/").content.decode()
    assert "Taken back on" in amina.get(done.url).content.decode()


def test_sharing_without_having_looked_is_refused(there, amina, country_a):
    record = figure(country_a)
    asked = {"community": "c", "key": "", **TERMS, "act": "share"}
    assert amina.post(f"/p/a/shares/{record.uid}/new/", asked).status_code == 409


def test_whoever_may_not_share_is_not_offered_it(there, amina, olga, country_a):
    record = figure(country_a)
    with scope(programme=country_a):
        url = address_of(record)
    assert "Share with a community" in amina.get(url).content.decode()
    assert "Share with a community" not in olga.get(url).content.decode()
    assert olga.get(f"/p/a/shares/{record.uid}/new/").status_code == 403
    assert olga.get("/p/a/shares/").status_code == 403
