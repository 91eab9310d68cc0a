"""What is promised to a phone holds when the server dies, the network breaks, many send at once, or what comes is odd.

Raise BATEA_KILLS, BATEA_ROUNDS and BATEA_BODIES to try harder; BATEA_SEED gives other moments and other bodies.
SIGKILL shows what the program does in the wrong order; it does not cut the power, so it says nothing about the disk.
"""

import contextlib
import hashlib
import http.client
import itertools
import logging
import os
import random
import socket
import struct
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from lxml import etree

from batea.surveys.models import Submission
from tests.surveys import making
from tests.surveys.making import JPEG, TYPE, instance, new_id
from tests.surveys.served import Filling, Served, installation

KILLS = int(os.environ.get("BATEA_KILLS", "4"))
ROUNDS = int(os.environ.get("BATEA_ROUNDS", "5"))
BODIES = int(os.environ.get("BATEA_BODIES", "300"))
SEED = os.environ.get("BATEA_SEED", "1")
PHONES, AT_ONCE, CUTS = 8, 64, 60
BROKEN_LINE = (OSError, http.client.HTTPException)
MULTIPART = {"Content-Type": TYPE, "X-OpenRosa-Version": "1.0"}


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    import psycopg

    with contextlib.ExitStack() as stack:
        try:
            made = installation(tmp_path_factory.mktemp("served"), os.environ.get("BATEA_DATABASE_URL", ""))
            found = stack.enter_context(made)
        except psycopg.Error as error:
            pytest.skip(f"no database of its own can be made here: {error}")
        yield found


def send(served: Served, body: bytes, key: str = "red") -> int:
    return served.ask("POST", "submission", body, MULTIPART, key)[0]


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


# Killed at any moment -------------------------------------------------------------------------------------------------


def broken_promises(promised: set, stored: dict) -> list[str]:
    """What is not as acknowledged. `promised` holds (identity, file name, SHA-256); the form's own name is ""."""
    faults = [] if isinstance(stored["chain"], int) else ["the audit chain is broken"]
    there = {(uid, "", sha256) for uid, sha256, xml in stored["instances"] if sha256 == xml}
    there |= {(uid, name, sha256) for uid, name, sha256 in stored["files"] if stored["on_disk"].get(sha256)}
    faults += [f"acknowledged and lost: {each}" for each in promised - there]
    for what, found in (
        ("rows", [uid for uid, _sha256, _xml in stored["instances"]]),
        ("entries of the trail", stored["received"]),
        ("files", [(uid, name) for uid, name, _sha256 in stored["files"]]),
    ):
        faults += [f"{what}, more than one: {each}" for each in set(found) if found.count(each) > 1]
    if sorted(stored["received"]) != sorted(uid for uid, _sha256, _xml in stored["instances"]):
        faults.append("rows and entries of the trail differ")
    return faults + [
        f"a row without its file: {each}" for each, whole in stored["on_disk"].items() if not whole
    ]


def phone_sends(served: Served, numbers, promised: set, done: set) -> None:
    """One phone: fillings by their numbers, until there are no more or the server is gone."""
    for number in numbers:
        filling = Filling(SEED, number)
        for turn, files in enumerate(filling.requests):
            try:
                status = send(served, filling.body(turn))
            except BROKEN_LINE:
                return
            assert status == 201, (number, turn, status)
            promised |= {(filling.uid, "", sha(filling.xml))}
            promised |= {(filling.uid, name, sha(content)) for name, content in files}
        done.add(number)


def all_phones(served: Served, numbers, promised: set, done: set, meanwhile=lambda: None) -> None:
    with ThreadPoolExecutor(PHONES) as phones:
        sent = [phones.submit(phone_sends, served, numbers, promised, done) for _phone in range(PHONES)]
        meanwhile()
        for each in sent:
            each.result()


def test_what_was_acknowledged_is_there_after_every_kill(served):
    dice, promised, done, counter = random.Random(SEED), set(), set(), itertools.count()

    def kill_at_some_moment():
        time.sleep(dice.uniform(0.3, 1.5))
        served.kill()

    for _kill in range(KILLS):
        again = dice.sample(sorted(done), len(done) // 4)
        numbers = shared([*open_numbers(counter, done), *again], counter)
        all_phones(served, numbers, promised, done, kill_at_some_moment)
        served.start()
    again = dice.sample(sorted(done), len(done) // 4)
    left = open_numbers(counter, done)
    all_phones(served, shared([*left, *again]), promised, done)
    stored = served.stored()
    assert len(done) > 10 and len(left) >= 1, "each kill hits phones that are sending"
    assert set(left) <= done
    assert broken_promises(promised, stored) == []
    assert stored["missing"] == 0


def open_numbers(counter, done: set) -> list[int]:
    """Numbers given out and not acknowledged whole."""
    given = counter.__reduce__()[1][0]
    return [number for number in range(given) if number not in done]


def shared(numbers: list[int], counter=()):
    """An iterator that several threads may draw from."""
    return iter(itertools.chain(numbers, counter).__next__, None) if counter else iter(numbers)


WHOLE = {
    "instances": [["one", "a1", "a1"]],
    "files": [["one", "1.jpg", "b2"]],
    "on_disk": {"b2": True},
    "received": ["one"],
    "chain": 7,
}
PROMISED = {("one", "", "a1"), ("one", "1.jpg", "b2")}
FAULTY = {
    "acknowledged before the commit": {"instances": [], "files": [], "received": []},
    "the row before the file": {"on_disk": {"b2": False}},
    "a photo lost": {"files": []},
    "another photo": {"files": [["one", "1.jpg", "c3"]], "on_disk": {"c3": True}},
    "other answers": {"instances": [["one", "a1", "d4"]]},
    "kept twice": {"instances": [["one", "a1", "a1"]] * 2, "received": ["one"] * 2},
    "the trail written twice": {"received": ["one"] * 2},
    "the trail before the row": {"received": ["one", ""]},
    "an edited trail": {"chain": "B605"},
}


@pytest.mark.parametrize("fault", FAULTY)
def test_the_check_notices(fault):
    assert broken_promises(PROMISED, WHOLE) == []
    assert broken_promises(PROMISED, WHOLE | FAULTY[fault])


# Many at once ---------------------------------------------------------------------------------------------------------


def all_at_once(served: Served, bodies: list[bytes]) -> list[int]:
    start = Barrier(len(bodies))

    def one(body: bytes) -> int:
        start.wait()
        return send(served, body)

    with ThreadPoolExecutor(len(bodies)) as phones:
        return list(phones.map(one, bodies))


def test_the_same_from_many_at_once_is_kept_once(served):
    uids = [new_id() for _round in range(ROUNDS)]
    for uid in uids:
        sent = making.multipart(instance("<photo>1.jpg</photo>", uid=uid), [("1.jpg", uid.encode() * 100)])
        statuses = all_at_once(served, [sent] * AT_ONCE)
        assert len(statuses) == AT_ONCE and set(statuses) <= {201, 202}
    stored = served.stored()
    assert [
        [uid for uid, *_more in stored[what]].count(each) for what in ("instances", "files") for each in uids
    ] == [1] * (2 * ROUNDS)
    assert broken_promises(set(), stored) == []


def test_other_answers_under_one_identity_at_once_are_all_kept(served):
    uid = new_id()
    forms = [instance(f"<women>{women}</women>", uid=uid) for women in range(16)]
    statuses = all_at_once(served, [making.multipart(each) for each in forms] * 2)
    assert sorted(statuses) == [201] * 2 + [409] * 30, "one is taken, and taken again; the others are refused"
    stored = served.stored()
    kept = [sha256 for each, sha256, _xml in stored["instances"] if each == uid]
    aside = [sha256 for each, _name, sha256 in stored["aside"] if each == uid]
    assert sorted([*kept, *aside]) == sorted(map(sha, forms))
    assert broken_promises(set(), stored) == []


# Broken lines ---------------------------------------------------------------------------------------------------------


def answer_of(line: socket.socket) -> int:
    """The status; 0 when the line ended without one."""
    answer = http.client.HTTPResponse(line)
    try:
        answer.begin()
    except BROKEN_LINE:
        return 0
    return answer.status


def hang_up(line: socket.socket, roughly: bool) -> None:
    if roughly:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    line.close()


def test_a_line_cut_at_any_byte_leaves_nothing(served):
    dice = random.Random(SEED)
    sent = {
        uid: making.multipart(instance(uid=uid), [("1.jpg", dice.randbytes(20_000))]) for uid in ids(CUTS)
    }
    for place, body in enumerate(sent.values()):
        with served.socket() as line:
            line.sendall(served.head(f"Content-Type: {TYPE}", f"Content-Length: {len(body)}"))
            line.sendall(
                body[: dice.choice((dice.randrange(len(body)), dice.randrange(len(body) - 60, len(body))))]
            )
            if place % 3 == 0:
                line.shutdown(socket.SHUT_WR)
                assert answer_of(line) in {0, 400}
            hang_up(line, place % 3 == 1)
        assert served.answers(), place
    assert not {uid for uid, *_more in served.stored()["instances"]} & set(sent)
    assert [send(served, body) for body in sent.values()] == [201] * CUTS
    assert "Traceback" not in served.log()


def ids(count: int) -> list[str]:
    return [new_id() for _each in range(count)]


def chunked(body: bytes, size: int) -> list[bytes]:
    pieces = [body[place : place + size] for place in range(0, len(body), size)]
    return [b"%x\r\n%b\r\n" % (len(piece), piece) for piece in [*pieces, b""]]


@pytest.mark.parametrize("size", [1, 1_000, 70_000, 3_000_000])
def test_a_body_in_chunks_is_taken(served, size):
    uid = new_id()
    body = making.multipart(instance(uid=uid), [("1.jpg", os.urandom(size * 2 + 100))])
    with served.socket() as line:
        line.sendall(served.head(f"Content-Type: {TYPE}", "Transfer-Encoding: chunked"))
        line.sendall(b"".join(chunked(body, size)))
        assert answer_of(line) == 201


def test_a_body_in_chunks_that_is_cut_is_refused(served):
    uids = ids(4)
    for uid, kept in zip(uids, (0.0, 0.3, 0.9, 1.0), strict=True):
        whole = b"".join(chunked(making.multipart(instance(uid=uid), [("1.jpg", JPEG * 100)]), 1_000))
        without_end = whole.removesuffix(b"0\r\n\r\n")
        with served.socket() as line:
            line.sendall(served.head(f"Content-Type: {TYPE}", "Transfer-Encoding: chunked"))
            line.sendall(without_end[: int(len(without_end) * kept)])
            line.shutdown(socket.SHUT_WR)
            assert answer_of(line) in {0, 400}, kept
    assert not {each for each, *_more in served.stored()["instances"]} & set(uids)


def test_a_key_revoked_while_it_sends_sends_no_more(served):
    uid, later = new_id(), [making.multipart(instance(uid=each)) for each in ids(5)]
    body = making.multipart(instance(uid=uid), [("1.jpg", JPEG * 1_000)])
    assert send(served, making.multipart(instance(uid=new_id())), "blue") == 201
    with served.socket() as line:
        line.sendall(served.head(f"Content-Type: {TYPE}", f"Content-Length: {len(body)}", key="blue"))
        line.sendall(body[:50_000])
        served.revoke_blue()
        line.sendall(body[50_000:])
        assert answer_of(line) in {201, 401}, "the one under way may still be taken"
    assert [send(served, each, "blue") for each in later] == [401] * len(later)
    assert [send(served, each) for each in later] == [201] * len(later), "another phone's key still opens"


# Odd bodies -----------------------------------------------------------------------------------------------------------

DIGITS = "9" * 5_000
ODD_ANSWERS = (
    f"<women>{DIGITS}</women>",
    f"<pit><depth>{DIGITS}.{DIGITS}</depth></pit><pit><depth>1e999</depth></pit>",
    f"<place>{DIGITS} {DIGITS}</place>",
    "<place>NaN Infinity 0 0</place>",
    "<site>&#xD800;</site>",
    "<site>&#0;</site>",
    "<site>\x00</site>",
    "<site>\ud800</site>",
    "<start>0000-00-00T99:99:99+99:99</start><end>9999-12-31T23:59:59-23:59</end>",
    "<start>0001-01-01T00:00:00.000+14:00</start><today>٢٠٢٦-٠١-٠١</today>",
    f'<site a="{"x" * 1_000_000}">A</site>',
    "<site " + " ".join(f'a{n}="{n}"' for n in range(300)) + "/>",
    "<pit>" * 45 + "</pit>" * 45,
    "<pit><depth>1</depth></pit>" * 5_000,
    f"<photo>{'x' * 3_000}</photo><mineral>{'amber ' * 3_000}</mineral>",
    "<!-- --><?x y?><![CDATA[<site>]]><site xmlns='urn:x'>A</site>",
)
ODD_HEADERS = (
    {"X-OpenRosa-Version": "9" * 3_000},
    {"User-Agent": "\x00\xff" * 500},
    {"Content-Encoding": "\x00"},
    {"Accept-Language": "x-" * 2_000},
    {"X-OpenRosa-Client": "‮\ud800" * 100},
    {"Date": "yesterday"},
    {"Cookie": "sessionid=\x00; " * 50},
)
ODD_TYPES = (
    "",
    "text/xml",
    "multipart/form-data",
    "multipart/form-data; boundary=",
    f"multipart/form-data; boundary={'b' * 300}",
    "multipart/form-data; boundary=ñ",
    "multipart/form-data; boundary*=utf-8''%ff",
    f"multipart/form-data; boundary=batea-boundary; charset={'x' * 20_000}",
    f"{TYPE}; charset=utf-16",
    f"{TYPE}; charset=no-such",
    "application/x-www-form-urlencoded",
    "application/json; charset=no-such",
)
ODD_PARTS = (
    b'form-data; name="xml_submission_file"; filename="\x00"',
    b'form-data; name="xml_submission_file',
    b"form-data",
    b"form-data; name=\"xml_submission_file\"; filename*=utf-8''%ff%fe%00",
    b'form-data; name="' + b"x" * 5_000 + b'"; filename="&#xD800;.jpg"',
    b'form-data; name="xml_submission_file"\r\nContent-Transfer-Encoding: base64',
    b'form-data; name="xml_submission_file"\r\nContent-Length: ' + DIGITS.encode(),
)
ENCODINGS = ("utf-16-le", "utf-16-be", "utf-16", "utf-32", "latin-1", "cp037", "utf-8-sig", "utf-7")


def odd_instance(dice: random.Random) -> bytes:
    text = instance(uid=f"uuid:{dice.getrandbits(60)}").decode()
    answers = dice.choice(ODD_ANSWERS) if dice.random() < 0.6 else "<site>Ñ</site>"
    place = dice.choice(("<orx:meta>", "<orx:instanceID>", "</orx:instanceID>"))
    text = text.replace(place, answers + place if place == "<orx:meta>" else place + answers)
    if dice.random() < 0.3:
        text = text.replace("?>", f' encoding="{dice.choice((*ENCODINGS, "no-such"))}"?>', 1)
    if dice.random() < 0.2:
        text = text.replace('"visit"', f'"{dice.choice(("x" * 300, "visit", "", "é" * 200))}"')
    if dice.random() < 0.05:
        owed = "".join(f"<file>{number}.jpg</file>" for number in range(40_000))
        text = text.replace("<data ", '<data encrypted="yes" ').replace("<orx:meta>", f"{owed}<orx:meta>")
    encoding = dice.choice(ENCODINGS) if dice.random() < 0.4 else "utf-8"
    return text.encode(encoding, "replace" if encoding in {"latin-1", "cp037"} else "surrogatepass")


def damaged(dice: random.Random, body: bytes) -> bytes:
    """With flipped bits, cut, with bytes taken out or put in, or nothing but noise."""
    how = dice.randrange(7)
    at = dice.randrange(len(body))
    if how == 0:
        found = bytearray(body)
        for _flip in range(dice.choice((1, 3, 30))):
            found[dice.randrange(len(found))] ^= 1 << dice.randrange(8)
        return bytes(found)
    if how == 1:
        return body[:at]
    if how == 2:
        return body[:at] + dice.randbytes(dice.choice((1, 10, 1_000))) + body[at:]
    if how == 3:
        return body.replace(
            b'form-data; name="xml_submission_file"; filename="submission.xml"', dice.choice(ODD_PARTS)
        )
    if how == 4:
        return dice.randbytes(dice.choice((0, 1, 100, 10_000)))
    return body


def odd_request(dice: random.Random) -> dict:
    """Words for the test client's `generic`."""
    files = [(dice.choice(("1.jpg", "..", "\x00", "a" * 400, "&#xD800;.jpg", "ñ\r\n.jpg")), JPEG)]
    body = making.multipart(odd_instance(dice), files[: dice.randrange(2)])
    request = {"data": damaged(dice, body), "content_type": TYPE, "headers": {"X-OpenRosa-Version": "1.0"}}
    if dice.random() < 0.2:
        request["content_type"] = dice.choice(ODD_TYPES)
    if dice.random() < 0.2:
        request["headers"] = dice.choice(ODD_HEADERS)
    if dice.random() < 0.1 and len(request["data"]) > 100:
        request["CONTENT_LENGTH"] = dice.choice(("-1", "0", "10", "x", "", DIGITS, "１２", "1e3", " 7 "))
    return request


QUERIES = (
    "",
    "?deviceID=%00%ff%ed%a0%80",
    f"?deviceID={'d' * 3_000}",
    "?&&=&deviceID",
    "?deviceID=a&deviceID=b",
)


@pytest.fixture
def phone(country_a, bruno, caplog):
    caplog.set_level(logging.CRITICAL, logger="django.request")
    making.published(country_a)
    return making.collector(bruno)


def unfit(answer) -> str:
    """Why this is no answer for a phone; "" when it is one."""
    if answer.status_code >= 500:
        return f"{answer.status_code} {answer.exc_info and repr(answer.exc_info[1])[:300]}"
    if answer["Content-Type"] != "text/xml; charset=utf-8":
        return f"{answer.status_code} {answer['Content-Type']}"
    found = etree.fromstring(answer.content)
    fit = found.tag == "{http://openrosa.org/http/response}OpenRosaResponse" and found[0].text
    return "" if fit else answer.content.decode()


def test_more_files_owed_than_the_count_holds(phone):
    owed = "".join(f"<file>{number}.jpg</file>" for number in range(40_000))
    sent = instance(owed, uid=new_id()).replace(b"<data ", b'<data encrypted="yes" ')
    assert [phone.send(sent).status_code for _turn in range(2)] == [201, 201]


def test_a_version_is_known_from_the_moment_it_is_published(phone, country_a):
    sent = instance(uid=new_id(), version="2")
    assert phone.send(sent).status_code == 404
    making.published(country_a, "2")
    assert phone.send(sent).status_code == 201


def test_another_encoding_is_kept_as_text(phone, inside_a):
    for encoding in ("utf-16", "utf-16-le", "utf-32", "utf-8-sig"):
        for told in ("utf-8", "utf-16"):
            head = f"<?xml version='1.0' encoding='{told}'?>"
            text = instance("<site>Ñ</site>", uid=new_id()).decode().replace("<?xml version='1.0' ?>", head)
            assert phone.send(text.encode(encoding)).status_code in {201, 400}
    kept = list(Submission.objects.all())
    assert len(kept) > 3
    assert not [each for each in kept if "\x00" in each.xml or "<site>Ñ</site>" not in each.xml]


def test_whatever_comes_is_answered_in_words(phone):
    dice, statuses, faults = random.Random(SEED), set(), []
    for number in range(BODIES):
        path = f"{phone.base}submission{dice.choice(QUERIES)}"
        answer = phone.generic("POST", path, **odd_request(dice))
        statuses.add(answer.status_code)
        if why := unfit(answer):
            faults.append((number, why))
    assert [f"{number}: {why}" for number, why in faults] == []
    assert {201, 400, 404, 415} <= statuses, "some are taken, some are not"
