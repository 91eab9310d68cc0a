"""What `batea demo` does: database, cases, sign-ins, documents. A second run keeps everything and takes seconds."""

import hashlib
import time
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django_scopes import scope

from batea.documents.stored import to_json
from batea.documents.write import write
from batea.learning.community.sharing import sharable, share_record
from batea.learning.models import Share
from batea.phase2_strategy.national.document import build_strategy
from batea.problems import Refused
from batea.programmes.bundle import import_bundle
from batea.programmes.case_source import case_bundle, demo_accounts, uid_of
from batea.programmes.founding import give_role, open_account
from batea.programmes.members import member_of
from batea.programmes.models import Account, Programme
from batea.programmes.words import LANGUAGES

CASE = "dominican-republic"
# The demo's programmes and the folders they come from.
WORKSHOP, COMMUNITY = "punta-cana-2018", "latin-america-community"
CASES = {"do": CASE, WORKSHOP: WORKSHOP, COMMUNITY: COMMUNITY}
PASSWORD = "batea-demo-2018"  # noqa: S105 — demo accounts are refused outside a demo (web/accounts.py)
OPERATOR = "operator@example.org"
# What the Dominican task force shows to the community: row of the case → indicator it answers.
SHOWN = {
    "evidence.figure/DO-005": "I11",
    "phase2_strategy.nationalmeasure/M032": "",
    "evidence.statement/impacts-01": "",
}
TASK_FORCE, AGREED = "lead@example.org", "Grupo de trabajo (dato de ejercicio)"
FORMATS = ("docx", "pdf", "html")
BY = "batea demo"


def prepare(out: Path) -> None:
    """Make everything the demo needs and say how long each part took."""
    started = time.perf_counter()
    timed("database", lambda: call_command("migrate", interactive=False, verbosity=0))
    programme = timed("Dominican case", load_case)
    workshop = timed("workshop of Punta Cana", lambda: load_case(WORKSHOP))
    community = timed("community", lambda: load_case(COMMUNITY))
    timed("sign-ins", lambda: [open_sign_ins(each) for each in (programme, workshop, community)])
    timed("what the country shares", lambda: share_once(programme, community))
    timed(f"documents in {out}/", lambda: write_documents(programme, out))
    print(f"ready in {time.perf_counter() - started:.1f} s\n")
    print("Sign in with one of these (password for all: " + PASSWORD + "):")
    roles: dict[tuple, list] = {}
    for person in people():
        given = f"{person['role']} in {person['programme']}"
        roles.setdefault((person["email"], person["name"]), []).append(given)
    for (email, name), given in roles.items():
        print(f"  {email:<28} {name} – {', '.join(given)}")
    print(f"  {OPERATOR:<28} may create programmes\n", flush=True)


def timed(what: str, work: Callable):
    started = time.perf_counter()
    done = work()
    print(f"  {what:<28} {time.perf_counter() - started:6.1f} s", flush=True)
    return done


def people() -> list[dict]:
    """The sign-ins of all cases: {email, name, role, programme}; the case's own programme unless it names another."""
    return [
        {"programme": slug} | person
        for slug, folder in CASES.items()
        for person in demo_accounts(settings.CASES / folder)
    ]


def load_case(slug: str = "do") -> Programme:
    """A programme of the demo, loaded once; what a user has changed since stays."""
    found = Programme.objects.filter(slug=slug).first()
    return found or import_bundle(by=BY, file=BytesIO(case_bundle(settings.CASES / CASES[slug])))


def open_sign_ins(programme: Programme) -> None:
    with scope(programme=programme):
        for person in [person for person in people() if person["programme"] == programme.slug]:
            account = demo_account(person["email"], person["name"])
            give_role(by=BY, programme=programme, account=account, role=person["role"], name=person["name"])
    demo_account(OPERATOR, "Operator", operator=True)


def demo_account(email: str, name: str, operator: bool = False) -> Account:
    account, new = open_account(by=BY, email=email, name=name, password=PASSWORD, operator=operator)
    if new:
        Account.objects.filter(pk=account.pk).update(is_demo=True)
    return account


def share_once(country: Programme, community: Programme) -> None:
    """The task force's own act of sharing, as its lead does it on the page; nothing when it has ever shared here."""
    account = Account.objects.get(email=TASK_FORCE)
    with scope(programme=country):
        if Share.objects.filter(community=community.uid).exists():
            return
        by = member_of(country, account)
        about = {"community": community, "licence": "CC-BY-4.0", "consent": AGREED}
        for row, key in SHOWN.items():
            with suppress(Refused):  # somebody has removed or changed the entry in an older demo
                record = sharable(uid_of(CASE, *row.split("/")))
                share_record(by=by, record=record, key=key, **about)


def write_documents(programme: Programme, out: Path) -> None:
    """out/strategy.<lang>.<format>, twelve files; a language whose outline has not changed is left as it is."""
    out.mkdir(parents=True, exist_ok=True)
    for lang in LANGUAGES:
        with scope(programme=programme):
            outline = build_strategy(programme, lang)
        digest = hashlib.sha256(to_json(outline).encode()).hexdigest()
        mark = out / f".strategy.{lang}.sha256"
        files = [out / f"strategy.{lang}.{form}" for form in FORMATS]
        if mark.exists() and mark.read_text() == digest and all(file.exists() for file in files):
            continue
        for form, file in zip(FORMATS, files, strict=True):
            write(outline, form, file)
        mark.write_text(digest)
