"""Interface words in Spanish, Portuguese and French: from the code, to the translators, back, and compiled.

update            collect the words from the package into src/batea/locale (needs GNU gettext), then compile
export LANG FILE  write what lacks a sound translation to a JSON file for the translator
merge LANG FILE   take the translator's JSON file back, then compile
compile           write the .mo files
check             exit with 1 and a list when a catalogue is incomplete, faulty or stale
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from catalogues import PLURALS, compiled, faults, forms, key, messages, po, read, write

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "batea"
SCANNED = {".py", ".html", ".txt", ".po"}
# The method's lists and the analysis tools bring their own words in four languages, as tables.
UNSCANNED = {"__pycache__", "migrations", "static", "catalogue", "tools"}


def collect(package: Path) -> dict[str, Catalog]:
    """The catalogues as `update` would leave them, made in a copy so that nothing here changes."""

    def skip(folder, names):
        files = [Path(folder, name) for name in names]
        return {f.name for f in files if f.name in UNSCANNED or (f.is_file() and f.suffix not in SCANNED)}

    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "package")
        shutil.copytree(package, copy, ignore=skip)
        for language in PLURALS:
            if not po(copy, language).exists():
                write(copy, language, Catalog(locale=language))
        flags = [
            "--no-location",
            "--no-wrap",
            "--no-obsolete",
            "--verbosity=0",
            *(f"-l{lang}" for lang in PLURALS),
        ]
        # Without settings Django takes the folder `locale` it stands in, which is the copy's.
        env = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        subprocess.run(
            [sys.executable, "-m", "django", "makemessages", *flags], cwd=copy, env=env, check=True
        )
        return {language: read(copy, language) for language in PLURALS}


def problems(package: Path = PACKAGE) -> list[str]:
    """Incomplete or faulty translations and stale .mo files."""
    found = []
    for language in PLURALS:
        if not po(package, language).exists():
            found.append(f"{language}: no catalogue; run update")
            continue
        for message in messages(read(package, language)):
            found += [f"{language}: {fault}: “{forms(message.id)[0]}”" for fault in faults(message)]
        binary = po(package, language).with_suffix(".mo")
        if not binary.exists() or binary.read_bytes() != compiled(package, language):
            found.append(f"{language}: {binary.name} is stale; run compile")
    return found


def uncollected(package: Path = PACKAGE) -> list[str]:
    """Words that stand in the code or in a catalogue, but not in both. Needs xgettext."""
    found = []
    for language, fresh in collect(package).items():
        kept = set(map(key, messages(read(package, language)))) if po(package, language).exists() else set()
        wanted = set(map(key, messages(fresh)))
        found += [f"{language}: new in the code: “{words[1]}”" for words in sorted(wanted - kept)]
        found += [f"{language}: no longer in the code: “{words[1]}”" for words in sorted(kept - wanted)]
    return found


def update(package: Path = PACKAGE) -> None:
    for language, catalog in collect(package).items():
        write(package, language, catalog)


def compile_all(package: Path = PACKAGE) -> None:
    for language in PLURALS:
        po(package, language).with_suffix(".mo").write_bytes(compiled(package, language))


def export(language: str, target: Path, package: Path = PACKAGE) -> None:
    """A list of {context, id, translation}; id and translation are lists: one text, or singular and plural."""
    unsound = [message for message in messages(read(package, language)) if faults(message)]
    rows = [{"context": m.context or "", "id": forms(m.id), "translation": forms(m.string)} for m in unsound]
    target.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def merge(language: str, source: Path, package: Path = PACKAGE) -> list[str]:
    """Take every sound translation of such a list; what was refused, with the reason."""
    catalog, refused = read(package, language), []
    known = {key(message): message for message in messages(catalog)}
    for row in json.loads(source.read_text(encoding="utf-8")):
        message = known.get((row["context"], *row["id"]))
        string = tuple(row["translation"]) if len(row["id"]) > 1 else "".join(row["translation"])
        wrong = faults(Message(message.id, string)) if message else ["not in the catalogue"]
        refused += [f"{language}: {fault}: “{row['id'][0]}”" for fault in wrong]
        if not wrong:
            message.string = string
            message.flags.discard("fuzzy")
    write(package, language, catalog)
    return refused


def check() -> list[str]:
    if shutil.which("xgettext"):
        return problems() + uncollected()
    print("xgettext is not installed: the words in the code were not compared with the catalogues.")
    return problems()


def main(command: str = "", language: str = "", file: str = "") -> int:
    commands = {
        "update": update,
        "compile": lambda: None,
        "check": check,
        "export": lambda: export(language, Path(file)),
        "merge": lambda: merge(language, Path(file)),
    }
    if command not in commands or (command in {"export", "merge"} and not (language in PLURALS and file)):
        print(__doc__)
        return 2
    found = commands[command]() or []
    if command in {"update", "merge", "compile"}:
        compile_all()
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
