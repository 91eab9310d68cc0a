"""OData without a server: names, types, the description, addresses, options and the place where a read goes on."""

import json
import random
import re
import string
import unicodedata

import pytest
from lxml import etree

from batea.interop.odata import (
    KEY,
    OF_LIST,
    PARENT,
    UP,
    Address,
    Place,
    Term,
    address_of,
    context,
    entities,
    identifiers,
    metadata,
    options_of,
    page,
    place_from,
    service,
    sets_of,
)
from batea.interop.tables import Column, Table
from batea.problems import FEED_NOT_SPOKEN, FEED_NOT_UNDERSTOOD, UNKNOWN_ENTRY, Refused

EDM = "{http://docs.oasis-open.org/odata/ns/edm}"
OWN = (
    Column("_id", "identity", "text"),
    Column("_received", "received", "moment"),
    Column("_state", "state", "text"),
)
OF_REPEAT = (Column("_id", "identity", "text"), Column("_parent", "belongs to", "text"))


def is_name(text: str) -> bool:
    """A SimpleIdentifier of the standard (part 3, 17.2)."""
    kinds = [unicodedata.category(char) for char in text]
    first = text[0] == "_" or kinds[0][0] == "L" or kinds[0] == "Nl"
    return (
        first
        and len(text) <= 128
        and all(kind[0] == "L" or kind in {"Nl", "Nd", "Mn", "Mc", "Pc", "Cf"} for kind in kinds)
    )


def tables() -> list[Table]:
    """A form with two repeats, one of them holding a third."""
    asked = (
        Column("women", 'Women <now> & "then"', "whole"),
        Column("at/place", "Where", "place"),
        Column("at-place", "Also", "text"),
        Column("when", "When", "time"),
        Column("sure", "Sure", "yesno"),
        Column("__id", "Theirs", "text"),
        Column("pit", "Named like a table", "number"),
    )
    return [
        Table("visit", "Visit", (*OWN, *asked), []),
        Table("pit", "Pits", (*OF_REPEAT, Column("depth", "", "number")), []),
        Table("pit-sample", "Samples", (*OF_REPEAT, Column("day", "Day", "day")), []),
        Table("Visit", "Named alike", (*OF_REPEAT, Column("_parent", "Theirs", "text")), []),
    ]


def sets():
    return sets_of(tables(), [None, 0, 1, 0], ("_received", "_state"))


def by_name():
    return {each.name: each for each in sets()}


def problem(what, *args):
    with pytest.raises(Refused) as refused:
        what(*args)
    return refused.value.problem


# Names and the description --------------------------------------------------------------------------------------------


def test_any_name_becomes_one_that_odata_allows():
    dice = random.Random(1)
    odd = string.printable + "éñ中٣²Ⅷ\u0301\u200d\ud800\U0001f600\U00020000"
    texts = ["".join(dice.choices(odd, k=dice.randrange(300))) for _each in range(500)] + [
        "",
        "1",
        "a",
        "A",
        "a",
    ]
    found = identifiers(texts)
    assert [name for name in found if not is_name(name)] == []
    assert len({name.casefold() for name in found}) == len(texts)
    assert identifiers(["a/b", "a-b", "ñandú", "2nd"], taken=["A_B"]) == ["a_b_2", "a_b_3", "ñandú", "_2nd"]


def test_tables_become_sets_that_know_each_other():
    form, pit, sample, alike = sets()
    assert [each.name for each in sets()] == ["visit", "pit", "pit_sample", "Visit_2"]
    assert dict(form.links) == {"pit_2": "pit", "Visit_2": "Visit_2"}, "a column has the name already"
    assert pit.navigation == {"pit_sample": "pit_sample", UP: "visit"}
    assert (sample.parent, alike.parent, form.parent) == ("pit", "visit", "")
    assert (form.filterable, pit.filterable) == (("_received", "_state"), ())
    names = [each.name for each in form.properties]
    assert names[0] == KEY and [each.name for each in pit.properties[:2]] == [KEY, PARENT]
    assert "__id_2" in names and "at_place_Latitude" in names and "when_Zone" in names


def test_the_description_is_xml_in_which_every_name_leads_somewhere():
    root = etree.fromstring(metadata(sets()))
    assert root.tag == "{http://docs.oasis-open.org/odata/ns/edmx}Edmx" and root.get("Version") == "4.0"
    types = {each.get("Name"): each for each in root.iter(f"{EDM}EntityType")}
    listed = {
        each.get("Name"): each.get("EntityType").partition(".")[2] for each in root.iter(f"{EDM}EntitySet")
    }
    assert set(listed.values()) == set(types) and len(types) == 4
    for kind in types.values():
        members = [one.get("Name") for one in kind if one.get("Name")]
        assert len(members) == len(set(members)) and all(is_name(name) for name in members)
        assert [one.get("Name") for one in kind.iter(f"{EDM}PropertyRef")] == [KEY]
        for link in kind.iter(f"{EDM}NavigationProperty"):
            target = types[re.sub(r"Collection\((.*)\)", r"\1", link.get("Type")).partition(".")[2]]
            [partner] = [
                one
                for one in target.iter(f"{EDM}NavigationProperty")
                if one.get("Name") == link.get("Partner")
            ]
            assert partner.get("Partner") == link.get("Name")
    for each in root.iter(f"{EDM}NavigationPropertyBinding"):
        assert each.get("Target") in listed
    said = {each.get("String") for each in root.iter(f"{EDM}Annotation")}
    assert 'Women <now> & "then"' in said
    assert [each["name"] for each in json.loads(service("http://x/", sets()))["value"]] == list(listed)


# Rows -----------------------------------------------------------------------------------------------------------------


def test_values_have_the_type_of_their_column_or_are_empty():
    form = sets()[0]
    rows = [
        [
            "a",
            "2026-03-02T12:00:00+00:00",
            "received",
            "3",
            "18.5 -69.9",
            "=1+1\x00",
            "08:30:00.000-04:00",
            "yes",
            "",
            "1.5",
        ],
        [
            "b",
            "2026-03-02T12:00:00+20:00",
            None,
            "9" * 30,
            "somewhere",
            "\ud800",
            "25:00",
            "maybe",
            "x",
            "1e999",
        ],
        ["c", "2026-03-02T12:00", "x", "-0", None, "", None, "0", None, "NaN"],
    ]
    first, second, third = entities(form, rows, None)
    assert json.loads(page("x", [first, second, third], 3, "y"))["value"] == [first, second, third]
    assert (first["women"], first["sure"], first["pit"], first["when"]) == (3, True, 1.5, "08:30:00")
    assert (first["at_place_Latitude"], first["at_place_Longitude"], first["at_place_Altitude"]) == (
        18.5,
        -69.9,
        None,
    )
    assert first["_received"] == "2026-03-02T12:00:00Z" and first["at_place"] == "=1+1", (
        "JSON runs no formula"
    )
    assert second["_received"] == "2026-03-01T16:00:00Z", "no reader takes a zone that far from UTC"
    empty = ("women", "sure", "pit", "when", "at_place_Latitude")
    assert [second[name] for name in empty] == [None] * 5 and second["_received_Zone"] == "+20:00"
    assert (third["_received"], third["sure"], third["pit"]) == ("2026-03-02T12:00:00Z", False, None)
    assert entities(form, rows, ("women",)) == [{"women": 3}, {"women": None}, {"women": 0}]
    assert entities(form, [], None) == [] and entities(form, rows, ()) == [{}, {}, {}]
    assert context("http://x/", form, ("women", "pit")) == "http://x/$metadata#visit(women,pit)"


# What is asked --------------------------------------------------------------------------------------------------------


def test_addresses():
    known = by_name()
    assert address_of("", known) == Address()
    assert address_of("$metadata", known) == Address(metadata=True)
    assert address_of("pit/$count", known) == Address("pit", count=True)
    assert address_of("visit('it''s/a(1)')/pit_2", known) == Address("visit", "it's/a(1)", "pit_2")
    assert address_of("pit(__id='uuid:1/pit[2]')/__parent_row", known) == Address("pit", "uuid:1/pit[2]", UP)
    for text in ("$batch", "$all", "visit/$ref", "visit('a')/women", "pit('a')/$value"):
        assert problem(address_of, text, known) is FEED_NOT_SPOKEN, text
    for text in (
        "x",
        "visit(1)",
        "visit('a",
        "visit/pit_2",
        "visit('a')/x",
        "VISIT",
        "visit//",
        "(",
        "visit('a')('b')",
    ):
        assert problem(address_of, text, known) is UNKNOWN_ENTRY, text
    assert problem(address_of, "visit('\x00')", known) is FEED_NOT_UNDERSTOOD


def asked(*pairs):
    return options_of(pairs, by_name()["visit"], OF_LIST)


def test_options():
    found = asked(("$top", "5"), ("$skip", "2"), ("$count", "true"), ("$select", "women, pit_2 ,_state"))
    assert (found.top, found.skip, found.count, found.select) == (5, 2, True, ("_state", "women"))
    assert asked(("$select", "women,*")).select is None
    assert asked(("$format", "application/json;odata.metadata=minimal")).top is None
    tree = asked(
        ("$filter", "_state eq 'a' and (_state ne 'it''s' or _received ge 2026-01-01T00:00:00 02:00)")
    ).where
    assert tree[:2] == ("and", Term("_state", "eq", "a"))
    word, other, moment = tree[2]
    assert (word, other) == ("or", Term("_state", "ne", "it's"))
    assert moment.value.isoformat() == "2025-12-31T22:00:00+00:00", "a plus sign in an address is a blank"
    tree = asked(("$filter", "_state eq 'a' or _state eq 'b' and _state eq 'c'")).where
    assert tree[0] == "or" and tree[2][0] == "and"


def test_a_place_is_written_and_read_and_nothing_else_is_one():
    dice = random.Random(1)
    for _turn in range(200):
        numbers = [dice.randrange(2 ** dice.randrange(1, 63)) for _each in range(4)]
        place = Place(*numbers, dice.choice((None, 0, 7)))
        written = place.written()
        assert place_from(written) == place and re.fullmatch(r"[\w-]+", written)
        assert problem(place_from, written[:-2]) is problem(place_from, f"{written}AA") is FEED_NOT_UNDERSTOOD
    for text in ("", "=", "é", "\x00", "A" * 53, "_" * 54, "A" * 10_000, " " * 54):
        assert problem(place_from, text) is FEED_NOT_UNDERSTOOD, text
