"""Finding the tools: every folder under `tools/` with a `definition.py` that says `TOOL = Tool(…)`."""

import traceback
from functools import cache
from importlib import import_module
from pathlib import Path

from .declaration import Mistake, Tool

FOLDER = Path(__file__).parent / "tools"


@cache
def tools() -> dict[str, Tool]:
    """Every tool by its name, in alphabetical order. Raises Mistake naming file and line of a wrong declaration."""
    return {path.parent.name: read(path) for path in sorted(FOLDER.glob("*/definition.py"))}


def read(path: Path) -> Tool:
    name = path.parent.name
    try:
        tool = import_module(f"{__package__}.tools.{name}.definition").TOOL
    except Exception as error:
        raise Mistake(f"{path}:{line_of(error, path)}: {error}") from error
    if tool.name != name:
        raise Mistake(f"{path}:1: the tool calls itself “{tool.name}”, its folder “{name}”.")
    return tool


def line_of(error: Exception, path: Path) -> int:
    """The line of the declaration that went wrong; 1 when the mistake lies elsewhere."""
    frames = [
        frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)
    ]
    if frames:
        return frames[-1] or 1
    return error.lineno or 1 if isinstance(error, SyntaxError) and error.filename == str(path) else 1
