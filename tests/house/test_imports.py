"""Who may import whom: the contracts of .importlinter, and what the places without Django stay free of."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "batea"
WITHOUT_DJANGO = ("analytics", "calc", "documents", "interop", "problems")


def imported(text: str, package: str) -> Iterator[str]:
    """Dotted names that `text`, standing in `package`, imports anywhere, inside functions too."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parts = package.split(".")
            start = parts[: len(parts) - node.level + 1] if node.level else []
            yield from (".".join([*start, *filter(None, [node.module]), alias.name]) for alias in node.names)


def imports_of(place: str) -> set[tuple[str, str]]:
    """(file, name it imports) of a place; empty when the place is not there."""
    single = SOURCE / f"{place}.py"
    files = [single] if single.exists() else (SOURCE / place).rglob("*.py")
    return {
        (str(file.relative_to(SOURCE)), name)
        for file in files
        for name in imported(file.read_text(), ".".join(["batea", *file.relative_to(SOURCE).parent.parts]))
    }


def test_contracts_hold():
    command = [Path(sys.executable).parent / "lint-imports", "--no-logo"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("place", WITHOUT_DJANGO)
def test_place_without_django(place):
    assert {(file, name) for file, name in imports_of(place) if "django" in name.lower()} == set()


def test_formulas_import_the_standard_library_numpy_and_scipy_only():
    found = imports_of("calc")
    allowed = {*sys.stdlib_module_names, "numpy", "scipy"}
    assert found, "no formula imports anything: is the folder where it was?"
    strange = {pair for pair in found if pair[1].split(".")[0] not in allowed}
    assert {pair for pair in strange if not pair[1].startswith("batea.calc")} == set()


def test_the_reader_sees_lazy_and_relative_imports():
    text = "def late():\n    import django.db\n    from ..problems import Refused\n    from . import money\n"
    assert set(imported(text, "batea.calc")) == {"django.db", "batea.problems.Refused", "batea.calc.money"}
