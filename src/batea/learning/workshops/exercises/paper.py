"""An exercise on paper: the tables of its step or tool, empty, with the columns people would fill in on the screen."""

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from batea.guidance.steps import STEPS
from batea.programmes.registers import REGISTERS, Register
from batea.programmes.registers.declaration import field_of
from batea.toolbox.discovery import tools

from ...models import Exercise

ROWS = 6
MOST_COLUMNS = 7  # what fits on a sheet


def empty_tables(task: Exercise) -> list[dict]:
    """Title, columns and empty rows of each table; questions a tool brings itself head their rows."""
    if task.tool in tools():
        return [tool_table(table) for table in tools()[task.tool].tables]
    step = STEPS.get(task.step)
    found = [REGISTERS[label] for label in step.registers if label in REGISTERS] if step else []
    return [register_table(register) for register in found if register.change and register.fields]


def register_table(register: Register) -> dict:
    fields = [field_of(register.model, name) for name in register.fields]
    asked = [f for f in fields if f is not None and not isinstance(f, models.BooleanField)][:MOST_COLUMNS]
    return table(capfirst(str(register.title)), [column_title(field) for field in asked], [""] * ROWS)


def column_title(field) -> str:
    """The name of the field, with what may be chosen when that is short."""
    title = capfirst(str(field.verbose_name))
    choices = (
        [str(label) for code, label in field.flatchoices if code not in ("", None)] if field.choices else []
    )
    return f"{title} ({' / '.join(choices)})" if 0 < len(choices) <= 4 else title


def tool_table(asked) -> dict:
    columns = [str(column.title) for column in asked.columns][:MOST_COLUMNS]
    if asked.given:
        return table(str(asked.title), [_("Question"), *columns], [str(row.title) for row in asked.given])
    return table(str(asked.title), columns, [""] * (1 if asked.single else ROWS))


def table(title: str, columns: list[str], heads: list[str]) -> dict:
    """Each row is its head and as many empty cells as there are columns beside it."""
    return {"title": title, "columns": columns, "rows": [(head, range(len(columns) - 1)) for head in heads]}
