"""The grid of a tool, made from its declaration: one small form per row, the same names on every page."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from batea.programmes.words import LANGUAGES, Words, WordsFormField

from .declaration import Tool, ToolColumn, ToolTable

def row_of(table, typed):
    from .answers import stored

    values = {column.name: stored(typed.get(column.name)) for column in table.columns}
    return {name: value for name, value in values.items() if value is not None}


YES_NO = [("", "–"), ("yes", _("yes")), ("no", _("no"))]
FILLED_IN = _("Fill this in, or empty the whole row.")


class HeadForm(forms.Form):
    """What every assessment has: its title and a note."""

    title = WordsFormField(label=_("Title"), help_text=_("What was assessed, and when."))
    note = WordsFormField(
        label=_("Note"), long=True, required=False, help_text=_("Who took part and what was doubted.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class WordsInCell(forms.CharField):
    """Words typed in the language of the page; other languages already there stay."""

    kept: dict = {}

    def prepare_value(self, value):
        if isinstance(value, dict):
            self.kept = dict(value)
            return str(Words(value))
        return value

    def clean(self, value):
        text = super().clean(value)
        lang = (get_language() or "en").split("-")[0]
        if not text:
            return Words()
        return Words({"original": lang, **self.kept, lang: text} if lang in LANGUAGES else self.kept)


def field_of(tool: Tool, column: ToolColumn) -> forms.Field:
    """The form field of a column. Nothing is required by itself: an empty row is no row."""
    asked = {"label": column.title, "required": False}
    if column.kind in {"number", "money"}:
        field = forms.DecimalField(min_value=column.minimum, max_value=column.maximum, max_digits=24, **asked)
        field.widget.attrs["inputmode"] = "decimal"
        field.widget.attrs["step"] = "any"
        return field
    if column.kind == "scale":
        steps = tool.scale(column.scale).choices()
        return forms.TypedChoiceField(choices=[("", "–"), *steps], coerce=int, empty_value=None, **asked)
    if column.kind == "choice":
        return forms.ChoiceField(choices=[("", "–"), *column.choices], **asked)
    if column.kind == "yesno":
        return forms.TypedChoiceField(
            choices=YES_NO, coerce=lambda value: value == "yes", empty_value=None, **asked
        )
    return (WordsInCell if column.kind == "words" else forms.CharField)(max_length=300, **asked)


class RowForm(forms.Form):
    """One row of a tool's table."""

    table: ToolTable

    def clean(self):
        typed = super().clean()
        if row_of(self.table, typed):
            for column in self.table.columns:
                if (
                    column.required
                    and typed.get(column.name) in (None, "")
                    and column.name not in self.errors
                ):
                    self.add_error(column.name, FILLED_IN)
        return typed


def grid(tool: Tool, table: ToolTable, data=None, rows=(), spare: int | None = None):
    """The formset of one table: the rows stored so far and some empty ones."""
    fields = {column.name: field_of(tool, column) for column in table.columns}
    row_form = type("Row", (RowForm,), {**fields, "table": table})
    spare = spare if spare is not None else max(table.begins_with - len(rows), 1)
    made = forms.formset_factory(row_form, extra=spare, max_num=table.most, validate_max=True)
    initial = [shown_again(table, row) for row in rows]
    return made(data, prefix=table.name, initial=initial or None)


def shown_again(table: ToolTable, row: dict) -> dict:
    """A stored row as the form shows it."""
    yesno = {column.name for column in table.columns if column.kind == "yesno"}
    return {
        name: {True: "yes", False: "no"}.get(value, value) if name in yesno else value
        for name, value in row.items()
    }


def one_more(data, table: str):
    """The posted data with one more empty row in `table`; nothing is saved."""
    again = data.copy()
    count = again.get(f"{table}-TOTAL_FORMS", "0")
    again[f"{table}-TOTAL_FORMS"] = str(min(int(count) + 1, 1000)) if count.isdecimal() else count
    return again


def typed_rows(table: ToolTable, formset) -> list[dict]:
    """The rows that say something."""
    rows = (row_of(table, form.cleaned_data) for form in formset.forms if getattr(form, "cleaned_data", None))
    return [row for row in rows if row]
