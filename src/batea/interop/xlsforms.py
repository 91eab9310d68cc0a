"""An XLSForm (xlsform.org): the spreadsheet from which form servers make a form for phones."""

from collections.abc import Mapping, Sequence
from io import BytesIO

from batea.interop.cells import write_cell

Row = Mapping[str, str]


def xlsform(
    survey: Sequence[Row], choices: Sequence[Row], settings: Row, entities: Sequence[Row] = ()
) -> bytes:
    """The sheets of an XLSForm; the columns are the keys of the rows, in the order they first appear.

    `entities` says which list of known things a filled form adds to or brings up to date; without it there is no sheet.
    """
    from xlsxwriter import Workbook

    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = Workbook(buffer, options)
    bold = book.add_format({"bold": True})
    sheets = {"survey": survey, "choices": choices, "settings": [settings]}
    if entities:
        sheets["entities"] = entities
    for name, rows in sheets.items():
        page = book.add_worksheet(name)
        columns = list(dict.fromkeys(column for row in rows for column in row))
        for place, column in enumerate(columns):
            page.write_string(0, place, column, bold)
        for line, row in enumerate(rows, 1):
            for place, column in enumerate(columns):
                write_cell(page, line, place, row.get(column) or None)
        page.freeze_panes(1, 0)
        page.autofit()
    book.close()
    return buffer.getvalue()
