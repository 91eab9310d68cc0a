"""Finding the tools: every folder under `tools/` with a `definition.py` that says `TOOL = Tool(…)`.

A folder may declare several alike instead, `TOOLS = (Tool(…), …)`: one for each country or each matrix it has data for.
"""

import traceback
from functools import cache
from importlib import import_module
from pathlib import Path

from .declaration import Mistake, Tool

FOLDER = Path(__file__).parent / "tools"


@cache
def tools() -> dict[str, Tool]:
    """Every tool by its name, in alphabetical order. Raises Mistake naming file and line of a wrong declaration."""
    found = {tool.name: tool for path in FOLDER.glob("*/definition.py") for tool in read(path)}
    return dict(sorted(found.items()))


def read(path: Path) -> tuple[Tool, ...]:
    """The tools one folder declares."""
    folder = path.parent.name
    try:
        definition = import_module(f"{__package__}.tools.{folder}.definition")
        several = getattr(definition, "TOOLS", None)
        found = (definition.TOOL,) if several is None else tuple(several)
    except Exception as error:
        raise Mistake(f"{path}:{line_of(error, path)}: {error}") from error
    for tool in found:
        alone = several is None
        if tool.name != folder if alone else not tool.name.startswith(f"{folder}_"):
            raise Mistake(f"{path}:1: the tool calls itself “{tool.name}”, its folder “{folder}”.")
    return found


def line_of(error: Exception, path: Path) -> int:
    """The line of the declaration that went wrong; 1 when the mistake lies elsewhere."""
    frames = [
        frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)
    ]
    if frames:
        return frames[-1] or 1
    return error.lineno or 1 if isinstance(error, SyntaxError) and error.filename == str(path) else 1
