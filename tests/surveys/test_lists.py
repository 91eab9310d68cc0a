"""Lists that phones fetch are made once for each change, and never shown as they were before one."""

import pytest
from lxml import etree

from batea.programmes.actions import add_record, change_record
from batea.registry.models import Site
from batea.surveys import lists
from batea.surveys.publishing import bring_form, publish_version
from tests.surveys import making

FORM = """
| survey |
|  | type                           | name | label |
|  | select_one_from_file sites.csv | site | Site  |
| settings |
|  | form_title | form_id | version |
|  | Visits     | visits  | 1       |
"""


@pytest.fixture
def phone(inside_a, bruno):
    version, _checked = bring_form(by="x", programme=inside_a, data=FORM.encode(), file_name="v.md")
    publish_version(by="x", version=version)
    return making.collector(bruno)


@pytest.fixture
def made(monkeypatch):
    """What was made, one entry for each time."""
    kept, found = lists.made_list, []
    monkeypatch.setattr(lists, "made_list", lambda name, **said: found.append(name) or kept(name, **said))
    return found


def fetched(phone) -> str:
    """The list, by way of the form's list of files."""
    (xform,) = etree.fromstring(phone.ask("formList").content)
    address = next(child.text for child in xform if child.tag.endswith("manifestUrl"))
    (media,) = etree.fromstring(phone.ask(address.partition(phone.base)[2]).content)
    said = {etree.QName(child).localname: child.text for child in media}
    return phone.ask(said["downloadUrl"].partition(phone.base)[2]).content.decode()


def test_a_list_is_made_once_for_its_hash_and_itself(phone, made):
    assert [fetched(phone) for _phone in range(2)] == [fetched(phone)] * 2
    assert made == ["sites.csv"]


def test_a_change_shows_at_once(phone, made, inside_a):
    site = add_record(by="x", record=Site(programme=inside_a, name="Before", place_class="S2"))
    assert "Before" in fetched(phone)
    change_record(by="x", record=site, values={"name": "After"})
    assert "After" in fetched(phone) and "Before" not in fetched(phone)
    assert len(made) == 2


def test_what_the_officer_may_see_is_asked_each_time(phone, inside_a, monkeypatch):
    place = {"latitude": "19.123456", "longitude": "-70.654321"}
    add_record(by="x", record=Site(programme=inside_a, name="A", place_class="S2", **place))
    assert "19.123456" in fetched(phone)
    monkeypatch.setattr(lists, "permissions_of", lambda _person: frozenset())
    blurred = fetched(phone)
    assert "19.15" in blurred and "19.123456" not in blurred
    monkeypatch.undo()
    assert "19.123456" in fetched(phone)
