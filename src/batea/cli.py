"""The command `batea`. Each command is one small function; a refusal is printed in words and ends with status 1."""

import argparse
import json
import os
import sys
from pathlib import Path

LANGUAGES = ("es", "en", "pt", "fr")
FORMATS = ("docx", "pdf", "html")
BY = "command line"


def main(argv: list[str] | None = None) -> int:
    """Run one command; returns its exit status (0 done, 1 refused, 2 wrong usage)."""
    asked = parser().parse_args(argv)
    if asked.data:
        os.environ["BATEA_DATA"] = str(Path(asked.data).resolve())
    if asked.command == "demo":
        os.environ["BATEA_MODE"] = "demo"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "batea.web.settings")
    import django

    django.setup()
    from django.utils.translation import override

    with override(language_of_terminal()):
        return run(asked)


def run(asked) -> int:
    """Carry the command out; a refusal is told in the terminal's language."""
    from django.utils.translation import gettext

    from batea.problems import Refused

    try:
        return asked.run(asked) or 0
    except Refused as refused:
        title, mend = refused.in_words(gettext)
        print(f"{refused.problem.code}: {title} {mend}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        return 1


def language_of_terminal() -> str:
    """What LANG says (es_DO.UTF-8 → es) when it is one of the four, else English."""
    told = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return told[:2] if told[:2] in LANGUAGES else "en"


def parser() -> argparse.ArgumentParser:
    from batea import __version__

    root = argparse.ArgumentParser(
        prog="batea", description="Evidence into a living national strategy for ASM."
    )
    root.add_argument("--data", help="folder of the database and files (default: BATEA_DATA or ./data)")
    root.add_argument("--version", action="version", version=f"Batea {__version__}")
    commands = root.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name, run, words, parent=commands, table=False):
        found = parent.add_parser(name, help=words, description=words)
        found.set_defaults(run=run)
        found.add_argument("--data", help=argparse.SUPPRESS, default=argparse.SUPPRESS)
        if table:
            found.add_argument("--json", action="store_true", help="print the result as JSON")
        return found

    def family(name, words):
        found = commands.add_parser(name, help=words, description=words)
        return found.add_subparsers(dest=f"{name}_command", required=True, metavar="COMMAND")

    demo = command("demo", run_demo, "load the Dominican case, write its strategy, and serve it")
    demo.add_argument("--out", default="out", help="folder for the documents (default: out)")
    demo.add_argument("--no-serve", action="store_true", help="stop before serving")
    listen(demo)
    listen(command("serve", run_serve, "serve the pages (makes the database first when there is none)"))
    check = command("check", run_check, "look for unsafe settings and pending migrations")
    check.add_argument("--deploy", action="store_true", help="as for a production server")

    strategy = command("strategy", run_strategy, "write the strategy document of a programme")
    strategy.add_argument("--programme", required=True, help="the programme's address, such as do")
    strategy.add_argument("--lang", required=True, choices=LANGUAGES)
    strategy.add_argument("--format", required=True, choices=FORMATS)
    strategy.add_argument("--out", required=True, type=Path, help="file to write")

    bundle = family("bundle", "a programme as a file")
    export = command("export", run_bundle_export, "write a programme to a bundle", bundle)
    export.add_argument("programme")
    export.add_argument("file", type=Path)
    bring = command("import", run_bundle_import, "bring a bundle in as a programme", bundle, table=True)
    bring.add_argument("file", type=Path)
    bring.add_argument("--as", dest="slug", default="", help="address of the programme here")
    bring.add_argument("--exercise", action="store_true", help="bring it in as an exercise copy")
    bring.add_argument("--lead", default="", help="e-mail address of the account that leads it here")
    verify = command("verify", run_bundle_verify, "check a bundle without bringing it in", bundle, table=True)
    verify.add_argument("file", type=Path)
    case = command("case", run_bundle_case, "make a bundle from a case folder", bundle)
    case.add_argument("folder", type=Path)
    case.add_argument("file", type=Path)

    programme = family("programme", "the programmes of this installation")
    create = command("create", run_programme_create, "begin a new programme", programme)
    create.add_argument("slug", help="its address, such as pe")
    create.add_argument("--name", required=True)
    create.add_argument("--country", required=True, help="ISO code of two letters")
    create.add_argument("--currency", required=True, help="ISO code of three letters")
    create.add_argument("--lang", default="es", choices=LANGUAGES)
    create.add_argument("--lead", default="", help="e-mail address of the account that leads it")
    command("list", run_programme_list, "list the programmes", programme, table=True)

    lists = family("lists", "requests for lists of people, where nobody in the programme may decide")
    command("waiting", run_lists_waiting, "list the requests that wait", lists, table=True)
    for verb, words in (("agree", "agree to a request"), ("refuse", "refuse a request, or end the right")):
        decision = command(verb, run_lists_decide, words, lists)
        decision.add_argument("programme")
        decision.add_argument("code", help="the code of the request")
        decision.add_argument("--answer", default="", help="words to the one who asks")

    user = family("user", "who may sign in")
    person = command(
        "create", run_user_create, "make a sign-in, with a role in a programme if wanted", user, table=True
    )
    person.add_argument("email")
    person.add_argument("--name", default="")
    person.add_argument("--programme", default="")
    person.add_argument("--role", default="")
    person.add_argument("--operator", action="store_true", help="may create programmes and bring bundles in")

    again = command(
        "reopen", run_user_reopen, "new first password; takes the second step away", user, table=True
    )
    again.add_argument("email")
    command("suspend", run_user_suspend, "end a sign-in at once", user).add_argument("email")

    forms = family("forms", "forms for phones")
    look = command(
        "check", run_forms_check, "say whether a form can be taken, and why not", forms, table=True
    )
    look.add_argument("file", type=Path)
    publish = command("publish", run_forms_publish, "bring a form in and publish it", forms, table=True)
    publish.add_argument("file", type=Path)
    publish.add_argument("--programme", required=True)

    officer = family("officer", "field officers and their phones")
    token = command("token", run_officer_token, "make a key for a phone", officer, table=True)
    token.add_argument("--programme", required=True)
    token.add_argument("--form", default="", help="identity of the form (default: all open forms)")
    token.add_argument("--email", default="", help="the officer (default: the first field officer)")
    token.add_argument("--device", default="phone", help="what the device is called")
    token.add_argument(
        "--server", default="http://127.0.0.1:8000", help="address phones reach this server at"
    )
    token.add_argument(
        "--qr", type=Path, default=None, help="file for the set-up code (default: officer-qr.png)"
    )

    submissions = family("submissions", "what was filled in")
    out = command("export", run_submissions_export, "write the answers of a form to a file", submissions)
    out.add_argument("--programme", required=True)
    out.add_argument("--form", required=True, help="identity of the form")
    out.add_argument("--format", required=True, choices=("csv", "xlsx", "parquet", "geojson", "kml", "gpkg"))
    out.add_argument("--out", type=Path, default=None, help="file to write (default: named after the form)")

    workshop = family("workshop", "workshops: the report and the advance pack")
    report = command("report", run_workshop_report, "write the report of a workshop", workshop)
    report.add_argument("--workshop", required=True, help="the programme's address, such as punta-cana")
    report.add_argument("--lang", required=True, choices=LANGUAGES)
    report.add_argument("--format", required=True, choices=FORMATS)
    report.add_argument("--out", type=Path, default=None, help="file to write (default: named after it)")
    pack = command(
        "pack", run_workshop_pack, "write the advance pack of a workshop as files", workshop, table=True
    )
    pack.add_argument("--workshop", required=True, help="the programme's address, such as punta-cana")
    pack.add_argument("--out", type=Path, required=True, help="folder, or file that ends in .zip")
    pack.add_argument("--lang", choices=LANGUAGES, default="", help="(default: the workshop's main language)")

    ask = command(
        "remind",
        run_workshop_remind,
        "ask the teams whose check-in is due; run it every day",
        workshop,
        table=True,
    )
    ask.add_argument("--workshop", default="", help="the programme's address (default: all workshops)")
    ask.add_argument("--server", default="", help="address of this server in the messages")
    ask.add_argument(
        "--dry-run", action="store_true", help="say who would be written to, and write to nobody"
    )
    command(
        "receive-mail",
        run_workshop_receive_mail,
        "take one e-mail from the standard input as an answer",
        workshop,
        table=True,
    )

    community = family("community", "communities of practice")
    letter = command(
        "digest", run_community_digest, "send the weekly letter to those who want it", community, table=True
    )
    letter.add_argument("--community", required=True, help="the programme's address")
    letter.add_argument(
        "--server", default="http://127.0.0.1:8000", help="address people reach this server at"
    )
    letter.add_argument("--dry-run", action="store_true", help="say how many letters there are, send none")

    certificate = family("certificate", "certificates of workshops")
    real = command(
        "verify", run_certificate_verify, "say whether a certificate is valid", certificate, table=True
    )
    real.add_argument("code", help="the check code on the paper, or a badge file")
    real.add_argument("--fingerprint", default="", help="the fingerprint on the paper, to be compared")
    real.add_argument(
        "--keys",
        type=Path,
        help="the issuer's public keys (its page /verify/keys/), to check a badge offline",
    )
    real.add_argument(
        "--revoked", type=Path, help="the issuer's list of revoked badges, to be looked into as well"
    )
    command("new-key", run_certificate_new_key, "sign badges with a new key from now on", certificate)

    backup = command("backup", run_backup, "write everything of this installation to one file", table=True)
    backup.add_argument("file", type=Path)
    backup.add_argument(
        "--secret", type=Path, help="file with the secret that seals it (BATEA_BACKUP_SECRET)"
    )
    restore = command("restore", run_restore, "restore a backup into an empty installation", table=True)
    restore.add_argument("file", type=Path)
    restore.add_argument(
        "--secret", type=Path, help="file with the secret it was sealed with (BATEA_BACKUP_SECRET)"
    )

    audit = family("audit", "the audit trail")
    command("verify", run_audit_verify, "check every chain", audit, table=True)
    command(
        "anchor", run_audit_anchor, "print the heads of all chains, to be kept elsewhere", audit, table=True
    )
    return root


def listen(command) -> None:
    command.add_argument("--host", default="127.0.0.1")
    command.add_argument("--port", type=int, default=8000)


def tell(asked, rows: list[dict]) -> None:
    """Print a table, as JSON when asked."""
    if getattr(asked, "json", False):
        print(json.dumps(rows, ensure_ascii=False, indent=1, default=str))
        return
    for row in rows:
        print("  ".join(f"{name}: {value}" for name, value in row.items()))


def programme_named(slug: str):
    from batea.problems import NO_PROGRAMME, Refused
    from batea.programmes.models import Programme

    found = Programme.objects.filter(slug=slug).first()
    if found is None:
        raise Refused(NO_PROGRAMME, slug=slug)
    return found


def opened(path: Path):
    from batea.problems import NOT_A_BUNDLE, Refused

    try:
        return path.open("rb")
    except OSError as error:
        raise Refused(NOT_A_BUNDLE, reason=f"{path} cannot be read") from error


def migrate() -> None:
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)


def run_demo(asked) -> int:
    from batea.web.demo import prepare

    prepare(Path(asked.out))
    if asked.no_serve:
        return 0
    return run_serve(asked)


def run_serve(asked) -> int:
    from batea.programmes.attachments import sweep_parts
    from batea.web.server import ready_static, serve

    migrate()
    if status := run_check(asked):
        return status
    sweep_parts()
    ready_static()
    print(f"Batea answers at http://{asked.host}:{asked.port} – stop it with Ctrl+C.", flush=True)
    serve(asked.host, asked.port)
    return 0


def run_check(asked) -> int:
    from django.core.management import call_command
    from django.core.management.base import SystemCheckError

    try:
        deploy = getattr(asked, "deploy", False)
        call_command(
            "check", databases=["default"], deploy=deploy, fail_level="WARNING" if deploy else "ERROR"
        )
        call_command("migrate", check_unapplied=True, verbosity=0)
    except SystemCheckError as error:
        print(error, file=sys.stderr)
        return 1
    except SystemExit:
        print(
            "The database is behind this version: run `batea serve` or `manage.py migrate`.", file=sys.stderr
        )
        return 1
    return 0


def run_strategy(asked) -> int:
    from django_scopes import scope

    from batea.documents.write import write
    from batea.phase2_strategy.national.document import build_strategy

    programme = programme_named(asked.programme)
    with scope(programme=programme):
        outline = build_strategy(programme, asked.lang)
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    write(outline, asked.format, asked.out)
    print(asked.out)
    return 0


def run_bundle_export(asked) -> int:
    from batea.programmes.bundle import export_bundle

    asked.file.write_bytes(export_bundle(by=BY, programme=programme_named(asked.programme)))
    print(asked.file)
    return 0


def run_bundle_import(asked) -> int:
    from batea.programmes.bundle import import_bundle

    with opened(asked.file) as file:
        programme = import_bundle(
            by=BY, file=file, slug=asked.slug, as_exercise=asked.exercise, founder=account_named(asked.lead)
        )
    tell(asked, [{"programme": programme.slug, "name": str(programme.name), "kind": programme.kind}])
    return 0


def run_bundle_verify(asked) -> int:
    from batea.programmes.bundle import verify_bundle

    with opened(asked.file) as file:
        archive = verify_bundle(file)
        tell(
            asked,
            [{"table": name, "rows": sum(1 for _row in archive.rows(name))} for name in archive.tables()],
        )
    return 0


def run_bundle_case(asked) -> int:
    from batea.programmes.case_source import case_bundle

    asked.file.write_bytes(case_bundle(asked.folder))
    print(asked.file)
    return 0


def account_named(email: str):
    from batea.problems import UNKNOWN_ENTRY, Refused
    from batea.programmes.models import Account

    if not email:
        return None
    found = Account.objects.filter(email__iexact=email).first()
    if found is None:
        raise Refused(UNKNOWN_ENTRY, what=email)
    return found


def run_programme_create(asked) -> int:
    from batea.programmes.founding import found_programme
    from batea.programmes.words import Words

    programme = found_programme(
        by=BY,
        founder=account_named(asked.lead),
        slug=asked.slug,
        name=Words(asked.name, asked.lang),
        country=asked.country.upper(),
        currency=asked.currency.upper(),
        language=asked.lang,
    )
    print(f"/p/{programme.slug}/")
    return 0


def run_programme_list(asked) -> int:
    from batea.programmes.models import Programme

    rows = Programme.objects.order_by("slug")
    tell(
        asked,
        [{"programme": p.slug, "name": str(p.name), "country": p.country, "kind": p.kind} for p in rows],
    )
    return 0


def run_lists_waiting(asked) -> int:
    from django_scopes import scope

    from batea.programmes.handing_out import State
    from batea.programmes.models import ListRequest, Programme
    from batea.programmes.registers.purpose import narrowed_words, title_of

    rows = []
    for programme in Programme.objects.order_by("slug"):
        with scope(programme=programme):
            rows += [
                {
                    "programme": programme.slug,
                    "code": each.code,
                    "list": str(title_of(each)),
                    "narrowed": narrowed_words(each),
                    "entries": each.count,
                    "asked_by": each.asked_by,
                    "purpose": each.purpose,
                    "asked_on": each.asked_on.isoformat(),
                }
                for each in ListRequest.objects.filter(state=State.ASKED).order_by("asked_on", "pk")
            ]
    tell(asked, rows)
    return 0


def run_lists_decide(asked) -> int:
    from django_scopes import scope

    from batea.problems import UNKNOWN_ENTRY, Refused
    from batea.programmes.handing_out import decide_list
    from batea.programmes.models import ListRequest

    programme = programme_named(asked.programme)
    with scope(programme=programme):
        found = next((each for each in ListRequest.objects.all() if each.code == asked.code.lower()), None)
        if found is None:
            raise Refused(UNKNOWN_ENTRY, what=asked.code)
        agree = asked.lists_command == "agree"
        decide_list(by=BY, request=found, agree=agree, answer=asked.answer)
    return 0


def run_user_create(asked) -> int:
    from django_scopes import scope

    from batea.programmes.founding import give_role, open_account

    account, password = open_account(by=BY, email=asked.email, name=asked.name, operator=asked.operator)
    if asked.programme or asked.role:
        programme = programme_named(asked.programme)
        with scope(programme=programme):
            give_role(by=BY, programme=programme, account=account, role=asked.role, name=asked.name)
    told = {"e-mail": account.email, "first password": password or "(unchanged: the account existed)"}
    tell(asked, [told | ({"programme": asked.programme, "role": asked.role} if asked.role else {})])
    return 0


def run_user_reopen(asked) -> int:
    from batea.programmes.founding import reopen_account

    account = account_named(asked.email)
    tell(asked, [{"e-mail": account.email, "first password": reopen_account(by=BY, account=account)}])
    return 0


def run_user_suspend(asked) -> int:
    from batea.programmes.founding import suspend_account

    suspend_account(by=BY, account=account_named(asked.email))
    return 0


def bytes_of(path: Path) -> bytes:
    from batea.problems import UNKNOWN_ENTRY, Refused

    try:
        return path.read_bytes()
    except OSError as error:
        raise Refused(UNKNOWN_ENTRY, what=path) from error


def run_forms_check(asked) -> int:
    """0 when the form is accepted, 1 when it is refused; each message with its sheet, row and words."""
    from batea.interop.xforms import check_form
    from batea.surveys.publishing import in_words

    checked = check_form(bytes_of(asked.file), asked.file.name)
    said = [
        {"kind": kind, "sheet": each.sheet, "row": each.row, "words": in_words(each)}
        for kind, found in (("error", checked.errors), ("warning", checked.warnings))
        for each in found
    ]
    if asked.json:
        print(json.dumps({"accepted": checked.accepted, "said": said}, ensure_ascii=False, indent=1))
    else:
        for each in said:
            print(f"{each['kind']}: {each['words']}")
        print("accepted" if checked.accepted else "refused")
    return 0 if checked.accepted else 1


def run_forms_publish(asked) -> int:
    from django_scopes import scope

    from batea.surveys.publishing import bring_form, publish_version

    programme, data = programme_named(asked.programme), bytes_of(asked.file)
    with scope(programme=programme):
        version, _checked = bring_form(by=BY, programme=programme, data=data, file_name=asked.file.name)
        version = publish_version(by=BY, version=version)
        tell(asked, [{"form": version.form.form_id, "version": version.name, "md5": version.md5}])
    return 0


def form_named(form_id: str):
    from batea.problems import UNKNOWN_ENTRY, Refused
    from batea.surveys.models import Form

    found = Form.objects.filter(form_id=form_id).first()
    if found is None:
        raise Refused(UNKNOWN_ENTRY, what=form_id)
    return found


def run_officer_token(asked) -> int:
    from django_scopes import scope

    from batea.surveys.phones import code_picture, give_key

    programme = programme_named(asked.programme)
    with scope(programme=programme):
        form = form_named(asked.form) if asked.form else None
        phone, token = give_key(by=BY, person=officer_named(asked.email), name=asked.device, form=form)
        address = f"{asked.server.rstrip('/')}/collect/{token}"
        picture = asked.qr or Path("officer-qr.png")
        picture.write_bytes(code_picture(address, str(programme)))
        tell(asked, [{"officer": str(phone.person), "server": address, "token": token, "qr": str(picture)}])
    return 0


def officer_named(email: str):
    """The person with this e-mail address; else the first field officer, else anybody whose role fills in forms."""
    from batea.problems import UNKNOWN_ENTRY, Refused
    from batea.programmes.models import Membership, Person
    from batea.programmes.roles import may_do

    if email:
        found = Person.objects.filter(email__iexact=email).first()
    else:
        holders = Membership.objects.select_related("person").order_by("pk")
        collecting = [each for each in holders if "surveys.collect" in may_do([each.role])]
        collecting.sort(key=lambda each: each.role != "field_officer")
        found = next((each.person for each in collecting), None)
    if found is None:
        raise Refused(UNKNOWN_ENTRY, what=email or "field officer")
    return found


def run_submissions_export(asked) -> int:
    from django_scopes import scope

    from batea.surveys.exporting import about_emptied, tables_of, write_file

    programme = programme_named(asked.programme)
    with scope(programme=programme):
        form = form_named(asked.form)
        path = asked.out or Path(f"{programme.slug}-{form.form_id}.{asked.format}")
        written = write_file(tables_of(form, None), asked.format, path)
        for file in written.paths:
            print(file)
        if written.emptied:
            print(about_emptied(written.emptied), file=sys.stderr)
    return 0


def run_workshop_report(asked) -> int:
    from django_scopes import scope

    from batea.documents.write import write
    from batea.learning.workshops.report import build_report

    programme = programme_named(asked.workshop)
    with scope(programme=programme):
        outline = build_report(programme, asked.lang)
    path = asked.out or Path(f"{programme.slug}-report-{asked.lang}.{asked.format}")
    path.parent.mkdir(parents=True, exist_ok=True)
    write(outline, asked.format, path)
    print(path)
    return 0


def run_workshop_pack(asked) -> int:
    from django_scopes import scope

    from batea.learning.workshops.pack.files import write_pack

    programme = programme_named(asked.workshop)
    with scope(programme=programme):
        written = write_pack(programme, asked.lang or programme.language, asked.out)
    tell(asked, [{"file": name, "sha256": digest} for name, digest in written])
    return 0


def run_workshop_remind(asked) -> int:
    """0 when everybody was reached who had to be, 1 when somebody was not."""
    from dataclasses import asdict

    from django.conf import settings
    from django_scopes import scope

    from batea.learning.workshops.plans.asking import remind
    from batea.programmes.models import Programme

    workshops = Programme.objects.filter(kind=Programme.Kind.WORKSHOP).order_by("slug")
    chosen = [programme_named(asked.workshop)] if asked.workshop else list(workshops)
    server = (asked.server or settings.SERVER).rstrip("/")
    written = []
    try:
        for programme in chosen:
            with scope(programme=programme):
                written += remind(by=BY, programme=programme, server=server, dry=asked.dry_run)
    finally:  # what has left is told, whatever happened after it
        tell(asked, [asdict(each) | {"to": ", ".join(each.to)} for each in written])
    return 0 if all(each.to for each in written) else 1


def run_workshop_receive_mail(asked) -> int:
    """What is refused is told on the error output with status 1: a mail server sends that back to the sender."""
    from batea.learning.workshops.plans.reply import LARGEST, receive_mail

    check_in = receive_mail(by="answer by e-mail", data=sys.stdin.buffer.read(LARGEST + 1))
    tell(asked, [{"plan": str(check_in.plan), "after_days": check_in.after_days, "state": check_in.state}])
    return 0


def run_community_digest(asked) -> int:
    from batea.learning.community.digest import send_letters

    community = programme_named(asked.community)
    server = asked.server.rstrip("/")
    sent = send_letters(by=BY, community=community, server=server, dry=asked.dry_run)
    tell(asked, [{"community": community.slug, "letters": sent, "sent": "no" if asked.dry_run else "yes"}])
    return 0


def run_certificate_verify(asked) -> int:
    """Status 0 for a valid certificate or badge, 1 for everything else."""
    from dataclasses import asdict

    from batea.learning.workshops.results.checking import check_code, holds
    from batea.learning.workshops.results.offline import check_badge, read_badge, read_keys, read_revoked

    badge = Path(asked.code)
    if badge.suffix == ".jwt" or badge.is_file():
        checked = check_badge(read_badge(badge), read_keys(asked.keys), read_revoked(asked.revoked))
    else:
        checked = check_code(asked.code, asked.fingerprint)
    said = {name: value for name, value in asdict(checked).items() if value not in ("", None)}
    tell(asked, [{name: value for name, value in said.items() if name != "exercise" or value}])
    return 0 if holds(checked) else 1


def run_certificate_new_key(asked) -> int:
    from batea.learning.workshops.results.signing import replace_key

    print(replace_key(by=BY))
    return 0


def secret_in(asked) -> bytes:
    """What seals a backup, from the file named on the line or in the settings; nothing when neither names one."""
    from batea.programmes.sealing import read_secret

    named = asked.secret or os.environ.get("BATEA_BACKUP_SECRET")
    return read_secret(Path(named)) if named else b""


def run_backup(asked) -> int:
    from batea.programmes.backup import backup

    tell(asked, [{"file": asked.file, **backup(asked.file, secret_in(asked))}])
    return 0


def run_restore(asked) -> int:
    from batea.programmes.backup import restore

    migrate()
    tell(asked, [{"file": asked.file, **restore(asked.file, secret_in(asked))}])
    return 0


def chains():
    from batea.programmes.models import AuditChain

    return AuditChain.objects.order_by("name")


def run_audit_verify(asked) -> int:
    from batea.programmes.audit import verify_audit

    tell(asked, [{"chain": chain.name, "entries": verify_audit(chain.name)} for chain in chains()])
    return 0


def run_audit_anchor(asked) -> int:
    tell(asked, [{"chain": chain.name, "entries": chain.length, "head": chain.head} for chain in chains()])
    return 0


if __name__ == "__main__":
    sys.exit(main())
