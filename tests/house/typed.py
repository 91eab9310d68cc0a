"""What a browser would send for a form: every field of a record as it stands in the page."""

from django.forms import (
    CharField,
    CheckboxInput,
    ChoiceField,
    DateField,
    DecimalField,
    ModelChoiceField,
    MultiWidget,
)
from django_scopes import scope

from batea.programmes.registers import REGISTERS
from batea.programmes.registers.forms import build
from batea.programmes.words import WordsFormField
from tests.factory import unsaved


def typed(form) -> dict:
    """{name: text} of everything in the form."""
    sent = {}
    for name, field in form.fields.items():
        value = field.prepare_value(form[name].value())
        if isinstance(field.widget, MultiWidget):
            parts = field.widget.decompress(value)
            sent |= {
                f"{name}{part}": text for part, text in zip(field.widget.widgets_names, parts, strict=True)
            }
        elif isinstance(field.widget, CheckboxInput):
            sent |= {name: "on"} if value else {}
        elif isinstance(value, list | tuple):
            sent[name] = [str(item) for item in value]
        else:
            sent[name] = "" if value is None else str(value)
    return sent


def forms() -> list:
    """Registers whose records people add in a form."""
    found = [register for register in REGISTERS.values() if register.change and register.fields]
    return [register for register in found if register.adds and register.label != "programmes.attachment"]


def new_record(register, programme) -> dict:
    """What is typed to add one valid record; the records it points at are made."""
    with scope(programme=programme):
        record = unsaved(register.model, programme)
        return typed(build(register)(instance=record))


def as_stored(register, record) -> dict:
    """What the form of a stored record holds."""
    with scope(programme=record.programme):
        return typed(build(register)(instance=record))


TEXTS = (
    (WordsFormField, "_en", ("The first text", "The second text")),
    (CharField, "", ("The first text", "The second text")),
    (DecimalField, "", ("1.47", "1.48")),
    (DateField, "", ("2031-05-06", "2032-07-08")),
)


def two_texts(register, record) -> tuple[str, str, str]:
    """(input, what the first editor types, what the second types): a passage in English, a line, a number, a day; in a
    form of nothing but choices, one that is not chosen yet and another."""
    with scope(programme=record.programme):
        fields = build(register)(instance=record).fields
    for kind, end, texts in TEXTS:
        for name, field in fields.items():
            if type(field) is kind and (getattr(field, "max_length", None) or 99) >= len(texts[1]):
                return f"{name}{end}", *texts
    for name, field in fields.items():
        if isinstance(field, ChoiceField) and not isinstance(field, ModelChoiceField):
            offered = [str(key) for key, _label in field.choices if key]
            other = next(key for key in offered if key != getattr(record, name))
            return name, other, next(key for key in offered if key != other)
    raise LookupError(f"{register.label}: nothing in its form takes a text")


def shown_in(page: str, text: str) -> bool:
    """A day is shown in the reader's way on one side and as typed on the other: its year is in both."""
    return (text[:4] if text.startswith("203") else text) in page


def altered(register, record) -> dict:
    """The form of a stored record with one text changed."""
    name, text, _other = two_texts(register, record)
    return as_stored(register, record) | {name: text}
