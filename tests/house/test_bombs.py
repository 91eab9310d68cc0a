"""Bombs in whatever people upload: refused or harmless, nobody is called, nothing is written, memory stays flat.

Workbooks with answers are tried in tests/interop/test_spreadsheets.py, photos in test_photos.py, bundles that lie in
test_bundle.py. Here: ready forms, forms as workbooks, filled forms, shapes of a layer, and the door of phones.
"""

import resource
import socket
import socketserver
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from threading import Thread

import pytest
from django_scopes import scope

from batea.interop.archive import read_archive
from batea.interop.instances import read_instance
from batea.interop.submissions import read_submission
from batea.interop.xforms import check_form
from batea.problems import Refused
from batea.registry.actions import read_layer
from batea.surveys.models import FormVersion, SetAside, Submission
from tests.interop import test_spreadsheets as workbooks
from tests.surveys import making
from tests.surveys.test_forms import upload

SECONDS = 5
GROWTH = 5 * 1024  # kB this process may grow while it refuses
CHILD = 512 * 1024  # kB
CANARY = "canary-of-the-server"
# A port nobody is told of: replaced by that of the listener.
AT = "http://127.0.0.1:PORT/x"


# What they read -------------------------------------------------------------------------------------------------------


def form(inside: bytes) -> bytes:
    return (
        b'<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><model><instance>'
        b'<data id="visit" version="1"><site/></data></instance><bind nodeset="/data/site"/></model></h:head><h:body>'
        b'<input ref="/data/site"><label>Site</label></input>' + inside + b"</h:body></h:html>"
    )


def filled(inside: bytes) -> bytes:
    return b'<data id="visit" version="1"><site>A</site>' + inside + b"</data>"


def form_said(data: bytes) -> str:
    checked = check_form(data, "form.xml")
    return checked.xml or "refused"


def instance_said(data: bytes) -> str:
    return "".join(read_instance(data).root.itertext())


def tool_said(data: bytes) -> str:
    return str(read_submission(data))


XML: dict[str, tuple[Callable[[bytes], bytes], Callable[[bytes], str]]] = {
    "a ready form": (form, form_said),
    "a filled form": (filled, instance_said),
    "a filled form of a tool": (filled, tool_said),
}


# Bombs: (before the root, inside it) ----------------------------------------------------------------------------------


def typed(declared: str, inside: str = "<site>&a;</site>") -> tuple[bytes, bytes]:
    return f"<!DOCTYPE d [{declared}]>".encode(), inside.encode()


def named(count: int, start: str = "a") -> bytes:
    return b" ".join(b"%s%d=''" % (start.encode(), n) for n in range(count))


LONG = b"n" * 40_000
REFUSED: dict[str, Callable[[], tuple[bytes, bytes]]] = {
    "billion laughs": lambda: typed(f'<!ENTITY a "ha">{workbooks.LAUGHS}', "<site>&i;</site>"),
    "quadratic": lambda: typed(f'<!ENTITY a "{"x" * 50_000}">', f"<site>{'&a;' * 20_000}</site>"),
    "quadratic in an attribute": lambda: typed(f'<!ENTITY a "{"x" * 9_000}">', f'<site b="{"&a;" * 20_000}"/>'),
    "outside entity of a file": lambda: typed('<!ENTITY a SYSTEM "file:///FOLDER/canary">'),
    "outside entity of an address": lambda: typed(f'<!ENTITY a SYSTEM "{AT}">'),
    "parameter entity": lambda: typed(f'<!ENTITY % p SYSTEM "{AT}">%p;', "<site>x</site>"),
    "parameter entity of a file": lambda: typed('<!ENTITY % p SYSTEM "file:///FOLDER/canary">%p;', "<site>x</site>"),
    "outside document type": lambda: (f'<!DOCTYPE d SYSTEM "{AT}">'.encode(), b""),
    "public document type": lambda: (f'<!DOCTYPE d PUBLIC "-//x//y" "{AT}">'.encode(), b""),
    "entity nobody declared": lambda: (b"", b"<site>&a;</site>"),
    "200,000 deep": lambda: (b"", b"<a>" * 200_000 + b"</a>" * 200_000),
    "90,000 deep": lambda: (b"", b"<a>" * 90_000 + b"</a>" * 90_000),
    "deep and never closed": lambda: (b"", b"<a>" * 150_000),
    "300,000 attributes": lambda: (b"", b"<a " + named(300_000) + b"/>"),
    "many attributes on many": lambda: (b"", (b"<a " + named(500) + b"/>") * 600),
    "300,000 namespaces": lambda: (b"", b"<a " + named(250_000, "xmlns:a") + b"/>"),
    "a million elements": lambda: (b"", b"<a/>" * 1_000_000),
    "long names in a row": lambda: (
        b"",
        b"<" + LONG + b">" + b"<b/>" * 50_000 + b"</" + LONG + b">",
    ),
    "more than 5 MB": lambda: (b"", b"<site>" + b"x" * 6_000_000 + b"</site>"),
}  # fmt: skip
HARMLESS: dict[str, Callable[[], tuple[bytes, bytes]]] = {
    "XInclude": lambda: (
        b"", f'<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="{AT}"/>'.encode()),
    "XInclude of a file": lambda: (
        b"",
        b'<x:include xmlns:x="http://www.w3.org/2001/XInclude" parse="text" href="file:///FOLDER/canary"/>',
    ),
    "style sheet": lambda: (f'<?xml-stylesheet type="text/xsl" href="{AT}"?>'.encode(), b""),
    "place of a schema": lambda: (
        b"",
        f'<a xmlns:s="http://www.w3.org/2001/XMLSchema-instance" s:schemaLocation="urn:x {AT}"/>'.encode(),
    ),
    "base address": lambda: (b"", f'<a xml:base="{AT}" href="y"/>'.encode()),
    "a million comments": lambda: (b"", b"<!---->" * 90_000),
    "a million references": lambda: (b"", b"<site>" + b"&#65;" * 900_000 + b"</site>"),
}  # fmt: skip


def hidden(wrap: Callable[[bytes], bytes], encoding: str) -> bytes:
    """A document type in letters of another encoding, which a look at the bytes may miss."""
    text = f'<!DOCTYPE d [<!ENTITY a SYSTEM "file:///FOLDER/canary">]>{wrap(b"<site>&a;</site>").decode()}'
    head = f'<?xml version="1.0" encoding="{encoding}"?>'
    if encoding == "utf-7":
        return (head + text.replace("<", "+ADw-").replace("!", "+ACE-")).encode()
    return (head + text).encode(encoding)


ENCODINGS = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-7", "cp037")


# The watch ------------------------------------------------------------------------------------------------------------


@contextmanager
def listening() -> Iterator[tuple[int, list]]:
    """(port, who knocked); at the end it is shown that a knock would have been heard."""
    knocks: list = []

    class Door(socketserver.BaseRequestHandler):
        def handle(self):
            knocks.append(self.client_address)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Door) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1], knocks
        before = len(knocks)
        with socket.create_connection(server.server_address) as knock:
            knock.recv(1)
        server.shutdown()
    assert len(knocks) == before + 1, "this test could hear a knock"


def there(folder: Path) -> dict[str, int]:
    return {
        str(path.relative_to(folder)): path.stat().st_size for path in folder.rglob("*") if path.is_file()
    }


@pytest.fixture
def watched(tmp_path, monkeypatch):
    """(bytes made real for this folder and this port, knocks). Whatever is written appears below the folder."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    monkeypatch.chdir(temporary)
    (tmp_path / "canary").write_text(CANARY)
    before = there(tmp_path)
    with listening() as (port, knocks):

        def real(data: bytes) -> bytes:
            at = (str(tmp_path).lstrip("/"), str(port))
            for word, meant in zip(("FOLDER", "PORT"), at, strict=True):
                for encoding in ("ascii", "utf-16-le", "utf-16-be", "cp037", "utf-32-le"):
                    data = data.replace(word.encode(encoding), meant.encode(encoding))
            return data

        yield real, knocks
        assert knocks == []
    assert there(tmp_path) == before, "something was written"


def said_of(read: Callable[[bytes], str], data: bytes) -> tuple[str, int]:
    """(what was read, "refused" otherwise; kB by which this process grew), in time."""
    Path("/proc/self/clear_refs").write_text("5")
    before, began = workbooks.peak(), time.monotonic()
    try:
        said = read(data)
    except Refused:
        said = "refused"
    grown = workbooks.peak() - before
    assert time.monotonic() - began < SECONDS
    assert CANARY not in said
    return said, grown


# XML ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", XML)
def test_a_bomb_of_xml_is_refused_before_it_costs_anything(watched, kind):
    (wrap, read), (real, _knocks) = XML[kind], watched
    assert said_of(read, wrap(b""))[0] != "refused"
    faults = {}
    for name, make in REFUSED.items():
        before, inside = make()
        said, grown = said_of(read, real(before + wrap(inside)))
        if said != "refused" or grown > GROWTH:
            faults[name] = (said[:40], grown)
    for encoding in ENCODINGS:
        if (said := said_of(read, real(hidden(wrap, encoding)))[0]) != "refused":
            faults[encoding] = said[:40]
    assert faults == {}


@pytest.mark.parametrize("kind", XML)
def test_what_only_names_an_address_is_read_and_not_followed(watched, kind):
    (wrap, read), (real, _knocks) = XML[kind], watched
    for make in HARMLESS.values():
        before, inside = make()
        said, grown = said_of(read, real(before + wrap(inside)))
        assert said != "refused" and grown <= 3 * GROWTH  # its own copies of a megabyte and more


def test_the_largest_xml_that_is_taken_costs_what_is_written_here():
    """Honest size has its price in this process: at most 60 MB for a ready form, 40 MB for a filled one."""
    for read, wrap, elements, most in (
        (form_said, form, 198_000, 60),
        (instance_said, filled, 99_000, 40),
        (tool_said, filled, 99_000, 60),
    ):
        said, grown = said_of(read, wrap(b"<b>x</b>" * elements))
        assert said != "refused" and grown <= most * 1024


# Packed forms ---------------------------------------------------------------------------------------------------------

PACKED = (
    *("bomb", "forged size", "nested zip", "many parts", "billion laughs", "quadratic", "outside entity"),
    *(
        "parameter entity",
        "many shared strings",
        "deep",
        "deep and closed",
        "many attributes",
        "outside the folder",
    ),
)


@pytest.mark.parametrize("name", PACKED)
def test_a_bomb_of_a_form_as_a_workbook_stays_in_the_child(watched, name):
    data = workbooks.HOSTILE[name]()
    allowed = max(CHILD, *(resource.getrusage(who).ru_maxrss for who in workbooks.WHO))
    Path("/proc/self/clear_refs").write_text("5")
    before = workbooks.peak()
    checked = check_form(data, "form.xlsx")
    assert not checked.accepted and checked.errors
    assert workbooks.peak() - before <= GROWTH
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss <= allowed


def test_two_cells_far_apart_of_a_form_cost_their_child_no_more_than_its_limit(watched):
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    allowed = max(CHILD, *(resource.getrusage(who).ru_maxrss for who in workbooks.WHO))
    assert not check_form(
        workbooks.with_part(workbooks.SHEET, workbooks.sheet_of(rows)), "form.xlsx"
    ).accepted
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss <= allowed


def test_the_child_that_converts_takes_no_more_than_it_may():
    from batea.interop import form_child, sheet_child

    assert form_child.MEMORY == sheet_child.MEMORY == CHILD * 1024


# Shapes, bundles ------------------------------------------------------------------------------------------------------

COLLECTION = b'{"type": "FeatureCollection", "features": '
SHAPES = {
    "deep lists": b"[" * 1_000_000,
    "deep objects": b'{"a":' * 200_000,
    "deep and closed": b"[" * 200_000 + b"]" * 200_000,
    "deep features": COLLECTION + b"[" * 200_000 + b"]" * 200_000 + b"}",
    "deep coordinates": COLLECTION
    + b'[{"type": "Feature", "geometry": {"type": "Polygon", "coordinates": '
    + b"[" * 900 + b"1,2" + b"]" * 900 + b"}}]}",
    "digits without end": COLLECTION + b"[" + b"9" * 1_000_000 + b"]}",
    "no number": COLLECTION + b"[NaN]}",
    "many lists": COLLECTION + b"[" + b"[]," * 6_000_000 + b"[]]}",
    "many": COLLECTION + b"[" + b"0," * 20_000 + b"0]}",
}  # fmt: skip


def layer_said(data: bytes) -> str:
    return str(read_layer(data))


@pytest.mark.parametrize("name", SHAPES)
def test_shapes_that_are_none_are_refused(watched, name):
    said, grown = said_of(layer_said, SHAPES[name])
    assert said == "refused" and grown <= GROWTH


def packed(entries: dict[str, bytes]) -> BytesIO:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return buffer


BUNDLES = {
    "a manifest that unpacks to 100 MB": lambda: {"manifest.json": b" " * 100_000_000},
    "a deep manifest": lambda: {"manifest.json": b"[" * 1_000_000},
    "names outside": lambda: {"manifest.json": b"{}", "../../evil": b"x", "/etc/evil": b"x"},
    "a bundle in a bundle": lambda: {"manifest.json": packed({"manifest.json": b"{}"}).getvalue()},
}


@pytest.mark.parametrize("name", BUNDLES)
def test_packed_bundles_are_refused_before_they_are_unpacked(watched, name):
    source = packed(BUNDLES[name]())

    def read(_data: bytes) -> str:
        return str(read_archive("bundle", source))

    said, grown = said_of(read, b"")
    assert said == "refused" and grown <= GROWTH


# Over the wire --------------------------------------------------------------------------------------------------------


@pytest.fixture
def published_a(country_a):
    """Its workbook and its files are kept before anybody watches the folder."""
    making.published(country_a)
    return country_a


def test_a_phone_that_sends_bombs_is_refused_and_leaves_nothing(published_a, bruno, watched):
    real, _knocks = watched
    phone = making.collector(bruno)
    faults = {}
    for name, make in REFUSED.items():
        before, inside = make()
        if (status := phone.send(real(before + filled(inside))).status_code) not in (400, 413):
            faults[name] = status
    assert faults == {}
    with scope(programme=published_a):
        assert Submission.objects.count() == SetAside.objects.count() == 0


def test_a_form_that_is_a_bomb_is_told_to_be_none_and_leaves_nothing(published_a, amina, watched):
    real, _knocks = watched
    for name in ("billion laughs", "outside entity of a file", "300,000 attributes", "200,000 deep"):
        before, inside = REFUSED[name]()
        answer = upload(amina, real(before + form(inside)), "form.xml")
        assert answer.status_code in (200, 400, 422) and CANARY not in answer.content.decode(), name
    with scope(programme=published_a):
        assert FormVersion.objects.count() == 1
