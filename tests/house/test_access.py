"""Who may open which page: walked from the addresses, so that a new page cannot be forgotten."""

import re
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.urls import path
from django.utils.translation import override
from django_scopes import scope

from batea.programmes.access import OPEN, OPERATOR, PHONE, READER, SIGNED_IN, page
from batea.programmes.models import Institution
from batea.programmes.registers import views as register_views
from batea.programmes.roles import PERMISSIONS, ROLES
from tests.house import world
from tools.access_table import FILES, USERS, pages

ROOT = Path(__file__).resolve().parents[2]
CAST = ("amina", "bruno", "clara", "olga")
REFUSES = {403, 405}
# django-allauth decides by itself who may open these.
SIGN_IN_PAGES = {
    "account_change_password",
    "account_confirm_email",
    "account_confirm_login_code",
    "account_email",
    "account_email_verification_sent",
    "account_inactive",
    "account_login",
    "account_logout",
    "account_reauthenticate",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_set_password",
    "account_signup",
}
# Pages with a further condition inside, so that a role with the permission may be refused all the same.
NARROWER = {
    "guidance:step",
    "programmes_in:people_list",  # one's own request, or those who may decide
    "toolbox:answers",  # whose they are
    "toolbox:take_in_again",
    *(f"results:{name}" for name in ("mine", "take", "evaluate", "claim", "tell")),  # participants
    *(f"results:{name}" for name in ("paper", "badge")),  # one's own
    *(
        f"rooms:{name}" for name in ("attend", "leave", "pulse", "settle", "table", "take", "vote")
    ),  # participants
    *(f"visit:{name}" for name in ("brief", "debrief", "photo", "reply", "settle")),  # one's group, the host
    *(
        f"visit:{name}" for name in ("correct", "correction")
    ),  # who entered it; a form that was corrected since
    *(
        f"exercises:{name}" for name in ("write_note", "note", "hang", "picture", "take_down")
    ),  # one's own, one's group
    "rooms:carry",  # into programmes where one may
    *(f"plans:{name}" for name in ("mine", "check", "share", "take", "part")),  # country teams
    *(f"plans:{name}" for name in ("actions", "add_action", "action", "action_remove", "check_in")),
    *(f"plans:{name}" for name in ("plan", "document", "help")),  # until the team shows its plan
    *(f"community:{name}" for name in ("case", "case_paper", "change_case", "send_case")),  # its writer's
    "community:helped",  # who asked
    "participants:needs",  # participants of the workshop
    "pack:text",  # to say that one has read it
    "request:invite",  # while it is considered
    *(
        f"surveys:{name}"
        for name in ("correct", "correct_answers", "correct_form", "corrected", "correct_file")
    ),
}


def undeclared(found) -> list[str]:
    return [page.name for page in found if not page.permission and not page.foreign]


def test_every_page_declares_who_may_open_it():
    assert undeclared(pages()) == []


def test_a_page_that_declares_nothing_is_found():
    forgotten = path("x/", lambda request: HttpResponse(), name="forgotten")
    assert undeclared(pages([forgotten])) == ["forgotten"]


def test_only_the_pages_of_the_sign_in_follow_rules_of_their_own():
    foreign = {page.name for page in pages() if page.foreign}
    assert {name for name in foreign if not name.startswith("mfa_")} <= SIGN_IN_PAGES
    assert all(page.route.startswith("account/") for page in pages() if page.foreign)


def test_pages_of_a_programme_ask_for_a_permission_of_a_role():
    strange = {
        page.name: page.permission for page in world.inside_pages() if page.permission not in PERMISSIONS
    }
    assert strange == {}
    outside = {page.permission for page in pages() if not page.inside and not page.foreign}
    assert outside == {OPEN, SIGNED_IN, OPERATOR, PHONE, READER}


def test_every_permission_is_asked_for_somewhere_and_given_to_some_role():
    code = "".join(file.read_text() for file in (ROOT / "src/batea").rglob("*.py") if file.name != "roles.py")
    asked = {name for name in PERMISSIONS if f'"{name}"' in code}
    given = frozenset().union(*(role.may for role in ROLES.values()))
    assert asked == set(PERMISSIONS) == given


def test_every_permission_asked_for_exists():
    asked = set()
    for file in (ROOT / "src/batea").rglob("*.py"):
        asked |= set(re.findall(r'(?:\.may|\bpage)\(\s*"([^"]+)"', file.read_text()))
    assert asked
    assert asked - set(PERMISSIONS) == set()


@pytest.mark.parametrize("name", FILES)
def test_the_committed_tables_say_what_the_code_says(name):
    with override("en"):
        assert (USERS / name).read_text(encoding="utf-8") == FILES[name](), "run python tools/access_table.py"


def permitted(client, page, record) -> bool:
    """May the member open the page, as far as the page and its register declare?"""
    register, what = world.register_page(page)
    if not client.member.may(page.permission):
        return False
    with scope(programme=client.programme):
        return what not in {"edit", "remove"} or register.may_change(client.member, record)


def test_every_page_opens_for_the_roles_it_names_and_for_no_other(
    world_a, world_b, amina, bruno, clara, olga, dele, eve
):
    faults = []
    for found, values in world.addresses(amina, world_a).items():
        url = world.address(found, amina.programme, values)
        register, _what = world.register_page(found)
        for client in (amina, bruno, clara, olga):
            may = permitted(client, found, world_a.get(register.label) if register else None)
            got = {"get": world.answers(client, url).status_code}
            if not may or got["get"] == 405:
                got["post"] = world.answers(client, url, "post").status_code
            if may:
                right = found.name in NARROWER or not (set(got.values()) & {403, 404, 500})
            else:
                right = set(got.values()) <= REFUSES and 403 in got.values()
            faults += [] if right else [(client.account.name, found.name, got)]
        for client, wanted in ((eve, 302), (dele, 404)):
            for method in ("get", "post"):
                code = world.answers(client, url, method).status_code
                faults += [] if code == wanted else [(method, found.name, code)]
    assert faults == []


def test_other_countries_records_answer_like_records_that_never_were(world_a, world_b, amina, dele):
    faults, tried = [], 0
    for found, values in world.addresses(amina, world_a).items():
        if not any(kind == "UUIDConverter" for _name, kind in found.kwargs):
            continue
        never = {name: world.NEVER if name == "uid" else value for name, value in values.items()}
        for method in ("get", "post"):
            there, nowhere = (
                world.answers(dele, world.address(found, dele.programme, given), method)
                for given in (values, never)
            )
            if there.status_code == 405:
                continue
            tried += 1
            same = world.bare(there).replace(str(values["uid"]).encode(), b"") == world.bare(nowhere).replace(
                str(world.NEVER).encode(), b""
            )
            if not (there.status_code == nowhere.status_code == 404 and same):
                faults.append((method, found.name, there.status_code, nowhere.status_code, same))
    assert faults == []
    assert tried > 50


def test_the_door_answers_alike_for_another_country_and_for_none(world_a, amina, dele):
    for found, values in world.addresses(amina, world_a).items():
        url = world.address(found, amina.programme, values)
        there = world.answers(dele, url)
        nowhere = world.answers(dele, url.replace("/p/a/", "/p/zz/", 1))
        assert there.status_code == nowhere.status_code == 404
        assert world.bare(there).replace(b"/p/a/", b"/p/zz/") == world.bare(nowhere), found.route


def test_an_unscoped_look_up_would_be_seen(world_a, world_b, dele, monkeypatch):
    """The leak test's twin: with the scope taken out of the look-up, another country's record opens."""
    monkeypatch.setattr(register_views, "find", lambda register, uid: Institution._base_manager.get(uid=uid))
    theirs = world_a["programmes.institution"]
    assert dele.get(f"/p/b/institutions/{theirs.uid}/").status_code == 200


def test_a_page_without_its_guard_would_be_seen(olga, monkeypatch):
    """The matrix's twin: without the check of the permission, an observer reads who did what."""
    url = "/p/a/about/audit/"
    assert olga.get(url).status_code == 403
    monkeypatch.setattr("batea.programmes.members.Member.may", lambda self, permission: True)
    assert olga.get(url).status_code == 200
    assert page("audit.see")(lambda request: None).permission == "audit.see"


def test_reading_writes_nothing(world_a, amina):
    found = world.addresses(amina, world_a)
    before, wrote = world.content_hash(), []
    for found_page, values in found.items():
        with world.writes() as statements:
            world.answers(amina, world.address(found_page, amina.programme, values))
        wrote += [(found_page.name, sql[:80]) for sql in statements]
    assert wrote == []
    assert world.content_hash() == before


def test_a_write_would_be_seen(world_a, amina):
    before = world.content_hash()
    with world.writes() as statements:
        Institution._base_manager.update(short_name="changed")
    assert statements
    assert world.content_hash() != before
