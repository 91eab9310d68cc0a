"""The feed for Excel and Power BI: who reads what, page by page, and what comes of odd requests."""

import base64
import json
import random
import re
import uuid
from datetime import date, datetime, timedelta
from urllib.parse import quote, urlsplit

import pytest
from django.test import Client
from django.utils import timezone
from django_scopes import scope
from lxml import etree

from batea.interop.odata import Place
from batea.problems import NOT_ALLOWED, NOT_VALID, Refused
from batea.programmes.models import Account, AuditEntry, Membership
from batea.surveys import odata
from batea.surveys.keys import revoke_key
from batea.surveys.models import Form, ReadingKey, Submission
from batea.surveys.reading import give_reading_key
from tests.conftest import cast
from tests.surveys import making
from tests.surveys.making import instance, new_id

EDM = "{http://docs.oasis-open.org/odata/ns/edm}"
ANSWERS = (
    "<site>{site}</site><women>3</women><mineral>amber</mineral><place>18.123456 -69.987654 0 5</place>"
    "<start>2026-03-02T08:00:00.000-04:00</start><today>2026-03-02</today>"
    "<pit><depth>4.5</depth></pit><pit><depth>7</depth></pit>"
)
FITS = {
    "Edm.String": lambda value: isinstance(value, str),
    "Edm.Int64": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "Edm.Double": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "Edm.Boolean": lambda value: isinstance(value, bool),
    "Edm.Date": lambda value: bool(date.fromisoformat(value)),
    "Edm.DateTimeOffset": lambda value: datetime.fromisoformat(value).tzinfo is not None,
    "Edm.TimeOfDay": lambda value: bool(re.fullmatch(r"\d\d:\d\d:\d\d(\.\d+)?", value)),
}


class Reader(Client):
    """A program with a reading key."""

    def __init__(self, key, token, form, **kwargs):
        super().__init__(**kwargs)
        self.key, self.token = key, token
        self.root = f"/odata/{key.programme.slug}/{form.uid}/"
        self.raise_request_exception = False

    def ask(self, path="", token=None, user="excel", **headers):
        said = f"{user}:{self.token if token is None else token}"
        basic = base64.b64encode(said.encode()).decode()
        return self.get(self.root + path, headers={"Authorization": f"Basic {basic}", **headers})

    def rows(self, path):
        """All pages of a set, as a program reads them."""
        found, pages = [], 0
        while path:
            answer = self.ask(path)
            assert answer.status_code == 200, answer.content
            said = answer.json()
            found += said["value"]
            pages += 1
            path = self.rest(said.get("@odata.nextLink", ""))
        return found, pages

    def rest(self, address):
        split = urlsplit(address)
        return f"{split.path.removeprefix(self.root)}?{split.query}" if address else ""


def given(client, form, **values):
    """A key for the person behind `client`."""
    wanted = {"name": "Excel", "until": timezone.localdate() + timedelta(days=30), "form": form, **values}
    with scope(programme=client.programme):
        return give_reading_key(by="the tests", person=making.officer(client), **wanted)


@pytest.fixture
def form(country_a):
    return making.published(country_a).form


@pytest.fixture
def phone(form, bruno):
    return making.collector(bruno)


def send(phone, count=1, **kwargs):
    """The identities of that many fillings."""
    found = [new_id() for _each in range(count)]
    for number, uid in enumerate(found):
        answers = ANSWERS.format(site=f"La Mina {number}")
        assert phone.send(instance(answers, uid=uid, **kwargs)).status_code == 201
    return found


@pytest.fixture
def reader(form, phone, amina):
    """Amina's program; three fillings are here."""
    send(phone, 3)
    return Reader(*given(amina, form), form)


# What is read ---------------------------------------------------------------------------------------------------------


def test_the_service_names_a_set_for_the_form_and_one_for_each_repeat(reader):
    answer = reader.ask()
    said = answer.json()
    assert [each["url"] for each in said["value"]] == ["visit", "pit"]
    assert said["@odata.context"] == f"http://testserver{reader.root}$metadata"
    assert answer["OData-Version"] == "4.0" and answer["Content-Type"].startswith("application/json")
    assert "no-store" in answer["Cache-Control"]


def test_rows_hold_what_the_files_hold(reader, amina, form):
    rows, _pages = reader.rows("visit")
    first = rows[0]
    assert first["site"] == "La Mina 0" and first["women"] == 3 and first["mineral"] == "amber"
    assert (first["place_Latitude"], first["place_Longitude"]) == (18.123456, -69.987654)
    assert first["start"] == "2026-03-02T08:00:00-04:00" and first["start_Zone"] == "-04:00"
    assert first["today"] == "2026-03-02" and first["_state"] == "received"
    pits, _pages = reader.rows("pit")
    assert [pit["pit_depth"] for pit in pits] == [4.5, 7.0] * 3
    assert [pit["__parent"] for pit in pits] == [row["__id"] for row in rows for _pit in range(2)]
    assert len({pit["__id"] for pit in pits}) == 6


def properties(reader):
    """{set: {property: (type, nullable)}} and {set: {link: target}} as the description declares them."""
    root = etree.fromstring(reader.ask("$metadata").content)
    types, links = {}, {}
    for each in root.iter(f"{EDM}EntitySet"):
        name = each.get("EntityType").removeprefix("Batea.")
        [found] = [kind for kind in root.iter(f"{EDM}EntityType") if kind.get("Name") == name]
        types[each.get("Name")] = {
            one.get("Name"): (one.get("Type"), one.get("Nullable") != "false")
            for one in found.iter(f"{EDM}Property")
        }
        links[each.get("Name")] = {
            one.get("Path"): one.get("Target") for one in each.iter(f"{EDM}NavigationPropertyBinding")
        }
    return types, links


def test_every_value_is_declared_with_a_type_it_fits(reader, phone):
    odd = "<women>many</women><start>yesterday</start><place>here</place><pit><depth>1e999</depth></pit>"
    assert phone.send(instance(odd, uid=new_id())).status_code == 201
    types, _links = properties(reader)
    seen = set()
    for name, declared in types.items():
        rows, _pages = reader.rows(name)
        for row in rows:
            assert set(row) == set(declared), name
            for column, value in row.items():
                kind, nullable = declared[column]
                seen.add(kind)
                assert nullable if value is None else FITS[kind](value), (name, column, value)
    assert {"Edm.String", "Edm.Int64", "Edm.Double", "Edm.Date", "Edm.DateTimeOffset"} <= seen
    last = reader.rows("visit")[0][-1]
    assert last["women"] is last["start"] is last["place_Latitude"] is None, "what does not fit is empty"


def test_links_lead_to_rows_and_back(reader):
    _types, links = properties(reader)
    assert links == {"visit": {"pit": "pit"}, "pit": {"__parent_row": "visit"}}
    visit = reader.rows("visit")[0][1]
    key = quote(visit["__id"], safe="")
    assert reader.ask(f"visit('{key}')").json() == {
        "@odata.context": f"http://testserver{reader.root}$metadata#visit/$entity",
        **visit,
    }
    pits, _pages = reader.rows(f"visit('{key}')/pit")
    assert [pit["__parent"] for pit in pits] == [visit["__id"]] * 2
    pit = quote(pits[1]["__id"], safe="")
    assert reader.ask(f"pit('{pit}')").json()["pit_depth"] == 7
    assert reader.ask(f"pit('{pit}')/__parent_row?$select=site").json()["site"] == "La Mina 1"
    assert reader.ask(f"visit('{key}')/pit/$count").content == b"2"
    assert reader.ask("visit('nobody')").status_code == reader.ask("visit('nobody')/pit").status_code == 404


def test_what_is_asked_for_is_what_comes(reader):
    some = reader.ask("visit?$select=site,_state&$top=2&$skip=1&$count=true&$format=json").json()
    assert some["value"] == [{"_state": "received", "site": f"La Mina {n}"} for n in (1, 2)]
    assert some["@odata.count"] == 3 and some["@odata.context"].endswith("#visit(_state,site)")
    assert reader.ask("visit/$count").content == b"3" and reader.ask("pit/$count").content == b"6"
    assert [pit["pit_depth"] for pit in reader.ask("pit?$skip=3&$top=2").json()["value"]] == [7.0, 4.5]
    assert reader.ask("visit?$top=0").json()["value"] == []
    assert reader.ask("visit?$skip=99").json()["value"] == reader.ask("pit?$skip=99").json()["value"] == []


def test_rows_are_chosen_by_state_and_hour(reader, country_a):
    with scope(programme=country_a):
        for number, one in enumerate(Submission.objects.order_by("pk")):
            at = datetime.fromisoformat(f"2026-03-0{number + 1}T12:00:00.500000+00:00")
            Submission.objects.filter(pk=one.pk).update(
                received_at=at, state=("received", "approved")[number % 2]
            )
    for asked, wanted in {
        "_state eq 'approved'": [1],
        "_state ne 'approved'": [0, 2],
        "_state eq 'x''y'": [],
        "_state ne null": [0, 1, 2],
        "_received eq null": [],
        "_received ge 2026-03-02T00:00:00Z": [1, 2],
        "_received ge 2026-03-02 and _received lt 2026-03-03": [1],
        "(_received lt 2026-03-02T00:00:00Z or _received gt 2026-03-03T00:00:00+02:00) and _state eq 'received'": [
            0,
            2,
        ],
        "_received eq 2026-03-01T12:00:00Z": [0],
        "_received ne 2026-03-01T12:00:00Z": [1, 2],
        "_received gt 2026-03-02T12:00:00Z": [2],
        "_received ge 2026-03-02T12:00:00Z": [1, 2],
        "_received le 2026-03-02T12:00:00Z": [0, 1],
        "_received lt 2026-03-02T12:00:00Z": [0],
        "_received lt 9999-12-31T23:59:59Z": [0, 1, 2],
        "_received gt 0001-01-01T00:00:00Z": [0, 1, 2],
    }.items():
        rows, _pages = reader.rows(f"visit?$select=site&$filter={quote(asked)}")
        assert [row["site"] for row in rows] == [f"La Mina {n}" for n in wanted], asked
        assert reader.ask(f"visit/$count?$filter={quote(asked)}").content == str(len(wanted)).encode()
    told = [row["_received"] for row in reader.rows("visit")[0]]
    for number, moment in enumerate(told):
        [found] = reader.rows(f"visit?$filter=_received eq {quote(moment)}")[0]
        assert found["site"] == f"La Mina {number}", "what was read is found again"


# Pages ----------------------------------------------------------------------------------------------------------------


@pytest.fixture
def small(monkeypatch):
    monkeypatch.setattr(odata, "PAGE", 3)
    monkeypatch.setattr(odata, "PIECE", 2)
    monkeypatch.setattr(odata, "LOOKED", 4)


def test_pages_are_complete_while_answers_arrive_and_change(small, reader, phone, monkeypatch):
    """Between two pages, each time: a new filling, and a correction of one told already or still to come."""
    known = [row["__id"] for row in reader.rows("visit")[0]] + send(phone, 7)
    for name, dice in (("visit", random.Random(1)), ("pit", random.Random(2))):
        with scope(programme=reader.key.programme):
            current = set(Submission.objects.filter(current=True).values_list("instance_id", flat=True))
        found, path, pages = [], name, 0
        while path:
            said = reader.ask(path).json()
            assert len(said["value"]) <= 3
            found += said["value"]
            path, pages = reader.rest(said.get("@odata.nextLink", "")), pages + 1
            send(phone)
            with scope(programme=reader.key.programme):
                old = Submission.objects.get(instance_id=dice.choice(sorted(current)))
                newest = Submission.objects.get(origin=old.origin, current=True)
            send(phone, replaces=newest.instance_id)
        told = [row["__id"] if name == "visit" else row["__parent"] for row in found]
        assert sorted(told) == sorted([*current] * (1 if name == "visit" else 2)), name
        assert pages > 3
    assert set(known) - {row["__id"] for row in reader.rows("visit")[0]}, "the next read has the corrections"


def test_a_reader_of_pages_that_are_numbered_would_miss_some(small, reader, phone, monkeypatch):
    """The twin: without the bound, corrected answers are told twice or not at all."""
    send(phone, 7)
    monkeypatch.setattr(odata, "as_of", lambda rows, bound: rows.filter(current=True))
    first = reader.ask("visit").json()
    send(phone, replaces=first["value"][0]["__id"])
    rest, _pages = reader.rows(reader.rest(first["@odata.nextLink"]))
    assert len(first["value"]) + len(rest) == 11, "ten were here"


def test_options_hold_on_every_page(small, reader, phone):
    send(phone, 7)
    rows, pages = reader.rows("visit?$top=8&$skip=1&$select=site&$filter=_state eq 'received'&$count=true")
    assert pages == 3 and len(rows) == 8 and set().union(*rows) == {"site"}
    rows, pages = reader.rows("pit?$top=5&$skip=13")
    assert [row["pit_depth"] for row in rows] == [7.0, 4.5, 7.0, 4.5, 7.0]


def test_a_page_ends_though_few_have_rows(small, reader, phone):
    """Many fillings without a pit: the work for one page is bounded, and the pages go on."""
    for _each in range(9):
        assert phone.send(instance("<site>A</site>", uid=new_id())).status_code == 201
    send(phone)
    rows, pages = reader.rows("pit")
    assert len(rows) == 8 and pages > 3


# Who reads ------------------------------------------------------------------------------------------------------------


def refused(answer) -> bool:
    said = answer.json()["error"]
    basic = answer["WWW-Authenticate"].startswith("Basic ")
    return (
        answer.status_code == 401
        and said["code"] == "B740"
        and basic
        and "La Mina" not in answer.content.decode()
    )


def test_without_a_key_nothing_is_told(reader, amina, form):
    for path in ("", "$metadata", "visit", "nowhere"):
        assert refused(reader.get(reader.root + path)), path
        assert refused(reader.ask(path, token="guessed")), path
        assert refused(amina.get(reader.root + path)), "a session is no key"
    odd = (
        "Basic",
        "Basic !!!",
        "Basic w7/Dvw==",
        "Bearer",
        f"Digest {reader.token}",
        "Basic \x00",
        "\xff" * 50,
        "x" * 4000,
    )
    for said in odd:
        assert refused(reader.get(reader.root, headers={"Authorization": said})), said
    for user in ("", "\x00", "ñ", "a" * 3000):
        assert reader.ask(user=user).status_code == 200
    assert reader.get(reader.root, headers={"Authorization": f"Bearer {reader.token}"}).status_code == 200
    assert refused(reader.get(f"{reader.root}?key={reader.token}")), "never in an address"


def test_a_revoked_key_opens_nothing_from_the_next_request_on(reader):
    assert reader.ask("visit").status_code == 200
    with scope(programme=reader.key.programme):
        revoke_key(by="the tests", key=ReadingKey.objects.get())
    assert refused(reader.ask("visit"))


def test_a_key_ends_after_its_last_day(reader):
    today = timezone.localdate()
    for until, status in ((today, 200), (today - timedelta(days=1), 401)):
        ReadingKey._base_manager.update(until=until)
        assert reader.ask("visit").status_code == status


def test_a_key_ends_with_its_holders_role_and_sign_in(reader, amina):
    Membership._base_manager.filter(person=reader.key.person).update(role="observer")
    assert refused(reader.ask("visit"))
    Membership._base_manager.filter(person=reader.key.person).update(role="facilitator")
    assert reader.ask("visit").status_code == 200
    Account.objects.filter(pk=amina.account.pk).update(is_active=False)
    assert refused(reader.ask("visit"))
    Account.objects.filter(pk=amina.account.pk).update(is_active=True)
    Membership._base_manager.filter(person=reader.key.person).update(until=date(2020, 1, 1))
    assert refused(reader.ask("visit"))


def test_another_countrys_key_and_a_phones_key_open_nothing(reader, phone, dele, country_b):
    theirs = making.published(country_b).form
    assert refused(reader.ask("visit", token=phone.token))
    key, token = given(dele, theirs)
    assert refused(reader.ask("visit", token=token))
    own = Reader(key, token, theirs)
    assert own.ask("visit").json()["value"] == []
    own.root = reader.root.replace("/a/", "/b/")
    assert own.ask("visit").status_code == 404, "their address, our form"
    assert reader.get(f"/collect/{reader.token}/formList").status_code == 401, "a reading key sends nothing"


def test_a_key_for_one_form_reads_no_other(reader, amina, country_a):
    with scope(programme=country_a):
        other = Form.objects.create(programme=country_a, form_id="other", title="Other")
    reader.root = f"/odata/a/{other.uid}/"
    assert reader.ask().status_code == 404
    nowhere = Reader(reader.key, reader.token, other)
    nowhere.root = f"/odata/a/{uuid.uuid4()}/"
    assert nowhere.ask().content == reader.ask().content
    everything = Reader(*given(amina, None), other)
    assert [each["url"] for each in everything.ask().json()["value"]] == ["other"]
    assert everything.ask("other").json()["value"] == []


def test_places_and_protected_answers_are_as_the_holder_may_see_them_today(reader, phone, country_a):
    assert phone.send(instance("<site>Kept</site>", uid=new_id())).status_code == 201
    Submission._base_manager.filter(cells__contains="Kept").update(harm="protected")
    assert "Kept" in {row["site"] for row in reader.rows("visit")[0]}
    Membership._base_manager.filter(person=reader.key.person).update(role="facilitator")
    rows, _pages = reader.rows("visit")
    assert len(rows) == 3 and "Kept" not in {row["site"] for row in rows}
    assert {(row["place_Latitude"], row["place_Longitude"]) for row in rows} == {(18.15, -69.95)}
    assert b"18.123456" not in reader.ask("visit").content
    assert reader.ask(f"visit('{quote(rows[0]['__id'])}')").json()["place_Latitude"] == 18.15
    assert reader.ask("visit/$count").content == b"3"


def test_on_a_server_a_role_with_a_second_step_needs_one(reader, settings, monkeypatch):
    assert reader.ask("visit").status_code == 200
    settings.PRODUCTION = True
    assert refused(reader.ask("visit")), "amina sees exact places and has set up no second step"
    monkeypatch.setattr(
        "allauth.mfa.utils.is_mfa_enabled", lambda account: account == reader.key.person.account
    )
    assert reader.ask("visit").status_code == 200


def test_the_trail_tells_of_each_key_once_a_day(reader, amina, form, country_a):
    for path in ("", "$metadata", "visit", "pit", "visit"):
        reader.ask(path)
    another = Reader(*given(amina, form, name="Power BI"), form)
    another.ask("visit")
    told = AuditEntry.objects.filter(act="read answers")
    assert sorted(entry.actor for entry in told) == [
        "amina@example.org (Excel)",
        "amina@example.org (Power BI)",
    ]
    before = ReadingKey._base_manager.get(pk=reader.key.pk)
    assert before.last_used == timezone.localdate()
    ReadingKey._base_manager.update(last_used=timezone.localdate() - timedelta(days=1))
    reader.ask("visit")
    reader.ask("visit")
    assert told.all().count() == 3
    assert ReadingKey._base_manager.get(pk=reader.key.pk).version == before.version, "reading is no edit"


# Giving keys ----------------------------------------------------------------------------------------------------------


def test_a_key_is_for_whoever_reads_answers_and_for_a_year_at_most(amina, bruno, form):
    with pytest.raises(Refused) as refusal:
        given(bruno, form)
    assert refusal.value.problem is NOT_ALLOWED
    today = timezone.localdate()
    for until in (today - timedelta(days=1), today + timedelta(days=366)):
        with pytest.raises(Refused) as refusal:
            given(amina, form, until=until)
        assert refusal.value.problem is NOT_VALID
    assert given(amina, form, until=today + timedelta(days=365))


def test_a_key_is_made_on_a_page_and_shown_once(amina, olga, form):
    shown = amina.get(f"/p/a/surveys/reading-keys/make/?form={form.uid}").content.decode()
    assert f'value="{form.uid}" selected' in shown
    sent = {"name": "Excel", "form": str(form.uid), "days": "30"}
    made = amina.post("/p/a/surveys/reading-keys/make/", sent).content.decode()
    [token] = re.findall(r"<code>([\w-]{43})</code>", made)
    assert f"http://testserver/odata/a/{form.uid}/" in made and "OData Feed" in made
    key = ReadingKey._base_manager.get()
    assert key.digest != token and key.until == timezone.localdate() + timedelta(days=30)
    reader = Reader(key, token, form)
    assert reader.ask().status_code == 200
    for url in ("/p/a/surveys/reading-keys/", f"/p/a/surveys/reading-keys/{key.uid}/", "/p/a/about/audit/"):
        text = amina.get(url).content.decode()
        assert "Excel" in text and token not in text and key.digest not in text, url
    assert olga.get("/p/a/surveys/reading-keys/").status_code == 403
    for odd in ({}, {**sent, "days": "9999"}, {**sent, "form": "x"}, {**sent, "name": ""}):
        assert amina.post("/p/a/surveys/reading-keys/make/", odd).status_code == 422
    assert amina.post(f"/p/a/surveys/reading-keys/{key.uid}/revoke/").status_code == 302
    assert refused(reader.ask())


def test_one_revokes_ones_own_and_whoever_gives_keys_revokes_all(amina, country_a, form):
    fay = cast(country_a, "fay", "facilitator")
    (hers, _token), (mine, _other) = given(fay, form), given(amina, form)
    url = "/p/a/surveys/reading-keys/{}/revoke/"
    assert fay.post(url.format(mine.uid)).status_code == 403
    assert fay.post(f"/p/a/surveys/reading-keys/{mine.uid}/change/", {"name": "x"}).status_code == 403
    assert "Revoke the key" not in fay.get(f"/p/a/surveys/reading-keys/{mine.uid}/").content.decode()
    assert fay.post(url.format(hers.uid)).status_code == 302
    (hers, _token) = given(fay, form)
    assert amina.post(url.format(hers.uid)).status_code == 302


# Odd requests ---------------------------------------------------------------------------------------------------------

NOT_SPOKEN = (
    *("visit?$orderby=site", "visit?$expand=pit", "visit?$search=x", "visit?$apply=x", "visit?$compute=x"),
    *("visit?$filter=site eq 'A'", "visit?$filter=contains(_state,'a')", "visit?$filter=not (_state eq 'a')"),
    *("pit?$filter=__parent eq 'a'", "visit?$filter=_state in ('a')", "visit?$filter=pit/$count gt 1"),
    *(
        "visit?filter=_state eq 'a'",
        "visit?x=y",
        "visit?$format=xml",
        "$metadata?$top=1",
        "?$select=a",
        "$batch",
    ),
    *("$crossjoin(visit)", "visit/$ref", "visit/$count?$top=1", "visit?$filter=_received add 1 gt 2"),
    *("visit?$filter=_state eq _state", "visit?$top=1&@a=1", "visit?$deltatoken=1"),
)
NOT_UNDERSTOOD = (
    *(
        "visit?$top=-1",
        "visit?$top=x",
        "visit?$top=1&$top=2",
        "visit?$top=",
        "visit?$skip=%00",
        "visit?$count=1",
    ),
    *(
        "visit?$skip=٣",
        "visit?$top=1e3",
        f"visit?$top={'9' * 5000}",
        "visit?$select=nothing",
        "visit?$select=",
    ),
    *(
        "visit?$select=site,,women",
        "visit?$filter=",
        "visit?$filter='",
        "visit?$filter=_state eq",
        "visit?$filter=)(",
    ),
    *("visit?$filter=(_state eq 'a'", "visit?$filter=nothing eq 'a'", "visit?$filter=_state eq 1"),
    *(
        "visit?$filter=_received gt 2026-02-30",
        "visit?$filter=_received lt 9999-12-31T23:59:59-12:00",
        "visit?$filter=_received gt 'x'",
        "visit?$filter=_state eq 'a' 'b'",
    ),
    *(
        f"visit?$filter={'(' * 3000}",
        f"visit?$filter=_state eq '{'%00'}'",
        "visit?$filter=_state%20eq%20%C3%28",
    ),
    *("visit?$skiptoken=x", "visit?$skiptoken=", f"visit?$skiptoken={'A' * 54}=", "visit?$skiptoken=%ff%fe"),
    *(
        f"visit?$skiptoken={base64.urlsafe_b64encode(b'%c' % 255 * 40).decode()}",
        "visit('%00')",
        "visit('a')/$count",
    ),
    f"visit?$filter={quote(' or '.join(['_state eq 1'] * 900))}",
)
NOT_HERE = (
    "nothing",
    "visit('a')",
    "visit('a')/nothing",
    "visit(1)",
    "visit/pit",
    "pit('a/b')",
    "visit()",
    "visit('a",
    "/",
    "..",
)


def test_what_is_not_spoken_is_said_to_be(reader):
    for path in NOT_SPOKEN:
        answer = reader.ask(path)
        assert (answer.status_code, answer.json()["error"]["code"]) == (501, "B742"), (path, answer.content)


def test_what_nobody_could_mean_is_refused_in_words(reader):
    for path in NOT_UNDERSTOOD:
        answer = reader.ask(path)
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, "B741"), (
            path[:80],
            answer.content,
        )
    for path in NOT_HERE:
        assert reader.ask(path).status_code == 404, path


def test_whatever_is_asked_is_answered(reader):
    dice = random.Random(1)
    pieces = (
        *(
            "visit",
            "pit",
            "$metadata",
            "('a')",
            "/",
            "?",
            "&",
            "$filter=",
            "$select=",
            "$top=",
            "$skip=",
            "$count=true",
        ),
        *(
            "$skiptoken=",
            "_state eq 'a'",
            " and ",
            " or ",
            "(",
            ")",
            "'",
            "''",
            "%00",
            "%ff",
            "%ed%a0%80",
            "9" * 40,
            "-1",
        ),
        *(
            "_received ge 2026-01-01",
            "2026-01-01T00:00:00+99:99",
            "9999-12-31T23:59:59Z",
            "null",
            ",",
            ";",
            "%2f",
            "*",
        ),
        *("é", "=", "{{7}}", "__id eq '", "site", "/$count", "/__parent_row", Place(5, 2, 1, 0, 3).written()),
        *(
            Place(2**63 - 1, 2**63 - 1, 2**63 - 1, 2**63 - 1, None).written(),
            "%27%22<script>",
            "$format=json",
        ),
    )
    statuses = set()
    for _turn in range(600):
        path = "".join(dice.choices(pieces, k=dice.randrange(1, 9)))
        if dice.random() < 0.7:
            path = f"visit?{path}"
        answer = reader.ask(path)
        statuses.add(answer.status_code)
        assert answer.status_code in {200, 400, 404, 501}, (path, answer.status_code)
        if answer["Content-Type"].startswith("application/json"):
            json.loads(answer.content)
        assert answer["OData-Version"] == "4.0", path
    assert statuses == {200, 400, 404, 501}


def test_it_can_only_be_read(reader):
    basic = base64.b64encode(f"x:{reader.token}".encode()).decode()
    for method in ("post", "put", "patch", "delete", "options"):
        for path in ("", "visit", "$batch"):
            answer = getattr(reader, method)(reader.root + path, headers={"Authorization": f"Basic {basic}"})
            assert answer.status_code == 405 and answer["Allow"] == "GET, HEAD" and answer.json()["error"]
    assert reader.head(reader.root, headers={"Authorization": f"Basic {basic}"}).content == b""
    assert reader.ask(**{"OData-MaxVersion": "3.0"}).status_code == 400
    assert (
        reader.ask(
            **{"OData-MaxVersion": "4.0", "Accept": "application/atom+xml", "MaxDataServiceVersion": "3.0"}
        ).status_code
        == 200
    )
