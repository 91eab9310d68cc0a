"""What the tests of the house share: every page with addresses that exist, and a look at what changes."""

import hashlib
import json
import re
from uuid import uuid4

from django.apps import apps
from django.db import connection, transaction
from django.urls import reverse
from django_scopes import scopes_disabled

from batea.guidance.catalogue import impacts, measures
from batea.guidance.steps import all_steps
from batea.programmes.registers import REGISTERS
from batea.toolbox.discovery import tools
from tools.access_table import Page, pages

WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|TRUNCATE|ALTER|DROP|CREATE)\b", re.IGNORECASE)
SESSION = "django_session"
MARKS = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"|"X-CSRFToken": "[^"]*"')
NEVER = uuid4()
# Words that one page needs otherwise.
PARTICULAR = {
    ("revision:text", "kind"): "html",
    ("surveys:export", "kind"): "zip",
    ("surveys:file", "which"): "original",
}


def inside_pages() -> list[Page]:
    return [page for page in pages() if page.inside]


def register_page(page: Page):
    """(register, what the page does) for one of the pages every register has, else (None, "")."""
    label, _dash, what = page.name.rpartition("-")
    return (REGISTERS[label], what) if label in REGISTERS else (None, "")


def words_for(name: str) -> str:
    """What to write for a part of an address that is not a uid."""
    known = {
        "code": "AAAAAAAAAA",
        "day": "2026-03-02",
        "document": "strategy",
        "format": "html",
        "gate_id": "P1-S1.a",
        "group": "environment",
        "impact": next(iter(impacts())),
        "kind": "csv",
        "lang": "en",
        "measure": next(iter(measures())),
        "moment": "before",
        "name": "impacts",
        "number": 1,
        "part": "objective",
        "ready": "site_visit",
        "slug": all_steps()[0].slug,
        "step_id": all_steps()[0].id,
        "tool": next(iter(tools())),
        "whose": "came",
    }
    assert name in known, f"tests/house/world.py does not know what to write for <{name}> in an address"
    return known[name]


def candidates(page: Page, world: dict):
    """Ways to fill the page's address: its words, and as uid the register's own record or any there is."""
    words = {
        name: PARTICULAR.get((page.name, name)) or words_for(name)
        for name, kind in page.kwargs
        if name != "programme" and kind != "UUIDConverter"
    }
    if not any(kind == "UUIDConverter" for _name, kind in page.kwargs):
        return [words]
    register, _what = register_page(page)
    chosen = [world[register.label]] if register else sorted(world.values(), key=near(page))
    return [{**words, "uid": record.uid} for record in chosen]


def near(page: Page):
    """Records of the view's own room first."""
    room = page.view.__module__.rpartition(".")[0]
    return lambda record: not type(record).__module__.startswith(room)


def address(page: Page, programme, values: dict) -> str:
    return reverse(page.name, kwargs={"programme": programme.slug, **values})


def answers(client, url: str, method: str = "get", data=None):
    """The answer, with its whole `body`, to a request whose effects are rolled back."""
    with transaction.atomic():
        found = getattr(client, method)(url, data) if data is not None else getattr(client, method)(url)
        found.body = b"".join(found.streaming_content) if found.streaming else found.content
        transaction.set_rollback(True)
    return found


def existing(client, page: Page, world: dict) -> dict | None:
    """Values with which the page exists for `client` (who may open everything); None when none was found."""
    for values in candidates(page, world):
        url = address(page, client.programme, values)
        if any(answers(client, url, method).status_code not in (404, 405) for method in ("get", "post")):
            return values
    return None


FOUND: dict[str, tuple[dict, str]] = {}


def addresses(client, world: dict) -> dict[Page, dict]:
    """Every page of a programme with values with which it exists. Tried once, then known by table."""
    if not FOUND:
        tables_of = {record.uid: label for label, record in world.items()}
        found = {page: existing(client, page, world) for page in inside_pages()}
        lost = [page.route for page, values in found.items() if values is None]
        assert lost == [], f"tests/house/world.py makes no address that exists for {lost}"
        FOUND.update(
            {page.route: (values, tables_of.get(values.get("uid"))) for page, values in found.items()}
        )
    return {page: values_now(*FOUND[page.route], world) for page in inside_pages()}


def values_now(values: dict, label: str | None, world: dict) -> dict:
    return {**values, "uid": world[label].uid} if label else values


def bare(answer) -> bytes:
    """The answer's body without what differs from one request to the next."""
    return MARKS.sub("", answer.body.decode(errors="replace")).encode()


def tables() -> list:
    """Every table of the installation but the sessions'."""
    return [model for model in apps.get_models() if model._meta.db_table != SESSION]


def content_hash() -> str:
    """SHA-256 over every row of every table."""
    total = hashlib.sha256()
    with scopes_disabled():
        for model in tables():
            rows = list(model._base_manager.order_by("pk").values_list())
            total.update(json.dumps([model._meta.label, rows], default=str, sort_keys=True).encode())
    return total.hexdigest()


class writes:
    """Collects the statements that write to anything but the session: `with writes() as found: …`."""

    def __enter__(self) -> list[str]:
        self.found: list[str] = []
        self.watching = connection.execute_wrapper(self.look)
        self.watching.__enter__()
        return self.found

    def __exit__(self, *error):
        self.watching.__exit__(*error)

    def look(self, execute, sql, params, many, context):
        if WRITES.match(sql) and SESSION not in sql:
            self.found.append(sql)
        return execute(sql, params, many, context)
