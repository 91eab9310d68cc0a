"""Answers on their way out: the form as one table, each repeat as a further one that names the row it belongs to.

All versions of a form come together: a question stands once, under its path, whichever version asked it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib import messages
from django.http import FileResponse, StreamingHttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django_scopes import scope

from batea.interop import instances
from batea.interop.tables import (
    Column,
    Table,
    csv_one,
    csv_zip,
    geojson_lines,
    geopackage_file,
    kml_lines,
    parquet_file,
    xlsx_file,
)
from batea.problems import UNKNOWN_ENTRY, Refused

from .models import Form, FormVersion, Submission
from .queries import PLACES, Taken, exported, in_language, seen_by
from .questions import Asked, Plan, plan_of

KINDS = {
    "int": "whole",
    "decimal": "number",
    "date": "day",
    "dateTime": "moment",
    "time": "time",
    "boolean": "yesno",
    "geopoint": "place",
    "geotrace": "line",
    "geoshape": "area",
    "select1": "choice",
    "select": "choices",
    "rank": "choices",
    "binary": "file",
}
WAYS = {
    "zip": "application/zip",
    "csv": "application/zip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
    "geojson": "application/geo+json",
    "kml": "application/vnd.google-earth.kml+xml",
    "gpkg": "application/geopackage+sqlite3",
}
SHOWN = 10  # columns named on a page; what tells of them travels in a cookie
LONGEST_NAME = 80


def plans_of(form: Form) -> list[Plan]:
    """The plans of all published versions, newest first."""
    return [
        plan_of(version)
        for version in FormVersion.objects.filter(form=form)
        .exclude(published_at=None)
        .order_by("-published_at")
    ]


def all_questions(plans: list[Plan]) -> dict[str, dict[str, Asked]]:
    """{path of the repeat: {path: question}} of all versions together, the newest words first."""
    found: dict[str, dict[str, Asked]] = {"": {}}
    for plan in plans:
        for table in plan.tables:
            known = found.setdefault(table.path, {})
            for path in table.questions:
                known.setdefault(path, plan.questions[path])
    return found


def column_of(asked: Asked, lang: str) -> Column:
    return Column(
        asked.path,
        in_language(asked.labels, lang) or asked.path,
        KINDS.get(asked.kind, "text"),
        "",
        tuple((code, in_language(words, lang)) for code, words in asked.choices.items()),
    )


def own_columns() -> tuple[Column, ...]:
    return (
        Column("_id", _("identity"), "text"),
        Column("_received", _("received"), "moment"),
        Column("_state", _("state"), "text", "", tuple((s.value, str(s.label)) for s in Submission.State)),
        Column("_site", _("mine site"), "text"),
        Column("_version", _("version"), "text"),
        Column("_files_missing", _("files not here yet"), "whole"),
        Column("_exercise", _("exercise data"), "text"),
    )


def own_cells(each: Submission | Taken) -> list[str | None]:
    if isinstance(each, Taken):
        site, version = each.site_name, each.version_name
    else:
        site, version = each.site.name if each.site_id else None, each.published.name
    return [
        each.instance_id,
        each.received_at.isoformat(timespec="seconds"),
        each.state,
        site,
        version,
        str(each.missing),
        "yes" if each.exercise else None,
    ]


def tables_of(form: Form, member, state: str = "") -> list[Table]:
    """The tables of a form as this reader may see them. Rows are read when somebody asks for them."""
    lang = (get_language() or "en").split("-")[0]
    exact = member is None or member.may("sites.exact")
    asked = all_questions(plans_of(form))
    found = []
    for path, questions in asked.items():
        own = (
            own_columns()
            if not path
            else (
                Column("_id", _("identity of the row"), "text"),
                Column("_parent", _("identity of the row it belongs to"), "text"),
            )
        )
        columns = (*own, *(column_of(each, lang) for each in questions.values()))
        name = path.replace("/", "-") or form.form_id
        rows = rows_of(form, member, state, path, questions, exact)
        found.append(Table(name, form.title if not path else name, columns, rows))
    return found


def rows_of(form: Form, member, state, path: str, questions: dict[str, Asked], exact: bool) -> Iterator[list]:
    for _each, row in rows_from(exported(form, member, state), path, questions, exact):
        yield row


def rows_from(
    submissions: Iterable[Submission], path: str, questions: dict[str, Asked], exact: bool
) -> Iterator[tuple[Submission, list]]:
    """Each row of one table, with the submission it stands in."""
    wanted = list(questions)
    hidden = [] if exact else [n for n, each in enumerate(questions.values()) if each.kind in PLACES]
    orders: dict[int, list[int | None] | None] = {}
    for each in submissions:
        if each.published_id not in orders:
            orders[each.published_id] = order_of(plan_of(each.published), path, wanted)
        order = orders[each.published_id]
        for row in instances.from_text(each.cells).get(path, []):
            own = row[:2] if path else own_cells(each)
            cells = row[2:] if path else row
            if order is not None:
                cells = [None if place is None else cells[place] for place in order]
            for place in hidden:
                if cells[place] is not None:
                    cells[place] = seen_by(cells[place], questions[wanted[place]], exact)
            yield each, [*own, *cells]


def order_of(plan: Plan, path: str, wanted: list[str]) -> list[int | None] | None:
    """Where each wanted question stands in this version's row; None when the row fits as it is."""
    stands = next((table.questions for table in plan.tables if table.path == path), ())
    if list(stands) == wanted:
        return None
    places = {question: place for place, question in enumerate(stands)}
    return [places.get(question) for question in wanted]


# As an answer of the server -------------------------------------------------------------------------------------------


def way_out(request, form: Form, kind: str, state: str):
    """The download. CSV, GeoJSON and KML are sent while they are read; the others are made in a file first."""
    tables = tables_of(form, request.member, state)
    name = f"{request.programme.slug}-{form.form_id}"
    if kind in {"zip", "csv"}:
        return streamed(request, csv_zip(tables, {}), kind, f"{name}.zip")
    if kind in {"geojson", "kml"}:
        lines = geojson_lines if kind == "geojson" else kml_lines
        return streamed(request, lines(tables[0], place_column(tables[0])), kind, f"{name}.{kind}")
    with TemporaryDirectory() as folder:  # the file stays readable while it is open
        path = Path(folder) / f"answers.{kind}"
        if emptied := write_file(tables, kind, path).emptied:
            messages.warning(request, about_emptied(emptied, SHOWN))  # on the next page: a download has none
        return FileResponse(
            path.open("rb"), as_attachment=True, filename=f"{name}.{kind}", content_type=WAYS[kind]
        )


@dataclass(frozen=True)
class Written:
    """The files there are now, and by column how many values did not fit its type and are empty in them."""

    paths: list[Path]
    emptied: dict[str, int] = field(default_factory=dict)


def write_file(tables: list[Table], kind: str, path: Path) -> Written:
    """Write the tables to `path`: one file, or as CSV one beside it for each repeat.

    Raises Refused for a kind there is not, or a map of a form without places.
    """
    emptied: dict[str, int] = {}
    if kind == "csv" and path.suffix != ".zip":
        return Written(
            [
                write_pieces(csv_one(table), path if n == 0 else path.with_stem(f"{path.stem}-{table.name}"))
                for n, table in enumerate(tables)
            ]
        )
    if kind in {"csv", "zip"}:
        write_pieces(csv_zip(tables, {}), path)
    elif kind == "xlsx":
        xlsx_file(tables, path)
    elif kind == "parquet":
        emptied = parquet_file(tables[0], path)
    elif kind == "gpkg":
        emptied = geopackage_file(tables, path)
    elif kind in {"geojson", "kml"}:
        lines = geojson_lines if kind == "geojson" else kml_lines
        write_pieces(lines(tables[0], place_column(tables[0])), path)
    else:
        raise Refused(UNKNOWN_ENTRY, what=kind)
    return Written([path], emptied)


def about_emptied(emptied: dict[str, int], most: int | None = None) -> str:
    """A sentence on the values a typed file could not hold; it names `most` columns, or all."""
    named = [f"{name[:LONGEST_NAME]} ({count})" for name, count in list(emptied.items())[:most]]
    where = ", ".join(named) + (" …" if len(named) < len(emptied) else "")
    return _(
        "Some answers do not fit the type of their question and are empty in this file: %(where)s. "
        "CSV and XLSX show them as they were sent."
    ) % {"where": where}


def write_pieces(pieces: Iterator[bytes], path: Path) -> Path:
    with path.open("wb") as file:
        file.writelines(pieces)
    return path


def place_column(table: Table) -> str:
    found = next((column.name for column in table.columns if column.kind in {"place", "line", "area"}), None)
    if found is None:
        raise Refused(UNKNOWN_ENTRY, what=_("a question for a place"))
    return found


def streamed(request, pieces: Iterator[bytes], kind: str, name: str) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(scoped(request, pieces), content_type=WAYS[kind])
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def scoped(request, pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The page's own scope has closed when the server reads the pieces."""
    with scope(programme=request.programme, member=request.member):
        yield from pieces
