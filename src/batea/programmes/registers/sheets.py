"""A table as a file to take along: CSV that is sent while it is read, or XLSX."""

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from django_scopes import scope

from batea.interop.cells import csv_lines, xlsx_file

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sheet(request, kind: str, name: str, title: str, header: list[str], rows, mark=None):
    """The answer that downloads `<programme>-<name>.<kind>`; `kind` is "csv" or "xlsx".

    `mark` (handing_out.Mark) stands in every line, in a last column: it stays when lines are cut out or sorted, and the
    file can still be read as a table.
    """
    if mark is not None:
        header, name = [*header, _("taken out")], f"{name}-{mark.name}"
        rows = ([*row, mark.words] for row in rows)
    if kind == "xlsx":
        answer = HttpResponse(xlsx_file(title, header, rows), content_type=XLSX)
    else:
        lines = scoped_lines(request, header, rows)
        answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{request.programme.slug}-{name}.{kind}"'
    return answer


def scoped_lines(request, header, rows):
    """Stream inside the programme's scope: the page's own scope has closed when the server reads the lines."""
    with scope(programme=request.programme, member=request.member):
        yield from csv_lines(header, rows)
