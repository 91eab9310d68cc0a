"""A case in source form: a folder of CSV and TOML files that a domain expert can review and correct.

    case.toml                      the programme's own fields, people with demo sign-ins, licence
    <app>.<table>.csv or .toml     rows of one table; TOML holds them as [[row]]

A row has a `key` that is unique in its table; links name the key of the row they point at. A passage in four languages
stands in columns `<field>_es` … `<field>_fr` (CSV) or as a table (TOML). What is left out takes the field's default.
The uid of a row follows from the case, the table and the key, so that loading again finds the same rows.
A table with a column `key` of its own that is not unique (`learning.shareditem`) names its rows by `row_key`.
`about_key = "<app>.<table>/<key>"` and `target_key` likewise fill `about` and `target` + `target_uid`.
"""

import csv
import hashlib
import json
import tomllib
import uuid
from pathlib import Path

from django.db import models

from batea.interop.archive import write_archive
from batea.problems import CASE_FILE_REFUSED, Refused

from .attachments import media_type
from .bundle import KIND, SETTINGS
from .records import record_models
from .rows import plain, row_fields
from .words import LANGUAGES, WordsField

NAMESPACE = uuid.UUID("6f1d3c62-93f2-4b0e-8a43-5bb6a2d0c0de")
MOMENT = "2026-01-01T00:00:00+00:00"


def uid_of(case: str, label: str, key: str) -> uuid.UUID:
    return uuid.uuid5(NAMESPACE, f"{case}/{label}/{key}")


def read_rows(path: Path) -> list[dict]:
    """The rows of one file as plain dicts. Raises Refused B310 naming the file."""
    try:
        if path.suffix == ".toml":
            return tomllib.loads(path.read_text(encoding="utf-8")).get("row", [])
        with path.open(encoding="utf-8", newline="") as lines:
            return [{name: value for name, value in row.items() if value} for row in csv.DictReader(lines)]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, csv.Error) as error:
        raise Refused(CASE_FILE_REFUSED, file=path.name, reason=error) from error


def case_bundle(folder: Path, slug: str = "") -> bytes:
    """The case as a bundle, so that it is brought in like any other. Raises Refused B310 with file and row."""
    about = tomllib.loads((folder / "case.toml").read_text(encoding="utf-8"))
    name = folder.name
    settings = {field: "" for field in SETTINGS} | {
        "notice": {},
        "kind": "national",
        "evidence_limit_months": 36,
    }
    settings |= {field: about["programme"][field] for field in SETTINGS if field in about["programme"]}
    settings |= {"uid": str(uid_of(name, "programme", "")), "version": 1}
    tables, files = {}, {}
    for model in record_models():
        label = model._meta.label_lower
        for path in (folder / f"{label}.csv", folder / f"{label}.toml"):
            if path.exists():
                tables.setdefault(label, [])
                tables[label] += [
                    row_from(name, model, row, f"{path.name}, row {n}")
                    for n, row in enumerate(read_rows(path), 1)
                ]
    for row in tables.get("programmes.attachment", []):
        take_file(folder / "files" / row["file_name"], row, files)
    for rows in tables.values():
        rows.sort(key=lambda row: row["uid"])
    return write_archive(KIND, settings, tables, files)


def take_file(path: Path, row: dict, files: dict) -> None:
    content = path.read_bytes()
    row |= {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    row["media_type"] = media_type(path.name, content[:4096])
    files[row["sha256"]] = content


def row_from(case: str, model, source: dict, where: str) -> dict:
    """One source row as a bundle row."""
    source = dict(source)
    named = "row_key" if "row_key" in source else "key"
    if named not in source:
        raise Refused(CASE_FILE_REFUSED, file=where, reason="it has no key")
    key = str(source.pop(named))
    row = {"uid": str(uid_of(case, model._meta.label_lower, key)), "version": 1, "changed_at": MOMENT}
    keep_key = any(field.name == "key" for field in row_fields(model))
    if keep_key and named == "key":
        source["key"] = key
    for field in row_fields(model):
        if field.name in row:
            continue
        row[field.name] = value_from(case, field, source, where)
    if unknown := {name for name in source if not name.endswith("_key")} - {
        f.name for f in row_fields(model)
    }:
        raise Refused(CASE_FILE_REFUSED, file=where, reason=f"unknown column {sorted(unknown)[0]}")
    return row


def value_from(case: str, field: models.Field, source: dict, where: str):
    """The field's value in the row, taken out of `source`."""
    name = field.name
    pointed = {
        "about": "about_key",
        "target_uid": "target_key",
        "target": "target_key",
        "subject_uid": "subject_key",
    }
    if name in pointed and source.get(pointed[name]):
        label, _slash, key = source[pointed[name]].partition("/")
        return label if name == "target" else str(uid_of(case, label, key))
    if isinstance(field, WordsField):
        return words_from(source, name)
    if name not in source:
        return plain(field.get_default()) if field.has_default() or not field.null else None
    value = source.pop(name)
    if isinstance(field, models.ForeignKey):
        return str(uid_of(case, field.related_model._meta.label_lower, str(value)))
    return typed(field, value, where)


def words_from(source: dict, name: str) -> dict:
    """A passage from `<name>_es` … columns or from a TOML table; Spanish is the original unless told otherwise."""
    given = source.pop(name, None)
    found = dict(given) if isinstance(given, dict) else {}
    for lang in LANGUAGES:
        text = source.pop(f"{name}_{lang}", "")
        if text:
            found[lang] = text
    if isinstance(given, str):
        found["es"] = given
    if found:
        found.setdefault("original", next(lang for lang in LANGUAGES if lang in found))
    return found


def typed(field: models.Field, value, where: str):
    """A CSV cell as the field's own kind."""
    try:
        if isinstance(field, models.BooleanField):
            return value if isinstance(value, bool) else {"yes": True, "no": False}[value.strip().lower()]
        if isinstance(field, models.JSONField):
            return json.loads(value) if isinstance(value, str) else value
        if isinstance(field, models.IntegerField):
            return int(value)
        if isinstance(field, models.DecimalField):
            return plain(field.to_python(str(value)))
        return plain(value) if not isinstance(value, str) else value
    except (KeyError, ValueError, ArithmeticError) as error:
        raise Refused(CASE_FILE_REFUSED, file=where, reason=f"{field.name}: {value}") from error


def demo_accounts(folder: Path) -> list[dict]:
    """The sign-ins a demo offers: {email, name, role}."""
    return tomllib.loads((folder / "case.toml").read_text(encoding="utf-8")).get("sign_in", [])
