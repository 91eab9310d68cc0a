"""What a browser would send for a form: every field of a record as it stands in the page."""

from django.forms import CheckboxInput, MultiWidget
from django_scopes import scope

from batea.programmes.registers import REGISTERS
from batea.programmes.registers.forms import build
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
    return [register for register in found if register.label != "programmes.attachment"]


def new_record(register, programme) -> dict:
    """What is typed to add one valid record; the records it points at are made."""
    with scope(programme=programme):
        record = unsaved(register.model, programme)
        return typed(build(register)(instance=record))


def as_stored(register, record) -> dict:
    """What the form of a stored record holds."""
    with scope(programme=record.programme):
        return typed(build(register)(instance=record))
