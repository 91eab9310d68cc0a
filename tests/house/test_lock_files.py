"""The locked requirements are whole: hashed, free of addresses, and what pyproject.toml asks for."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


def pins(name: str) -> dict[str, str]:
    """{package: version} of one lock file. A package may stand more than once, for different machines."""
    found = re.findall(r"^([\w.-]+)(?:\[[^\]]*\])?==(\S+)", (ROOT / "requirements" / name).read_text(), re.M)
    return {f"{canonicalize_name(package)}=={version}": version for package, version in found}


def asked(extra: str | None = None) -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    words = project["optional-dependencies"][extra] if extra else project["dependencies"]
    return [Requirement(word) for word in words]


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_names_no_address(path):
    assert "://" not in path.read_text()


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_every_pin_has_a_hash(path):
    entries = re.split(r"\n(?=\S)", path.read_text().strip())
    assert [entry for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize(("name", "extra"), [("base.txt", None), ("dev.txt", None), ("dev.txt", "dev")])
def test_holds_what_the_project_asks_for(name, extra):
    held = pins(name)
    missing = [
        str(need)
        for need in asked(extra)
        if not any(
            pin.startswith(f"{canonicalize_name(need.name)}==") and need.specifier.contains(version)
            for pin, version in held.items()
        )
    ]
    assert missing == []


def test_development_holds_every_pin_of_the_base():
    assert pins("base.txt").keys() - pins("dev.txt").keys() == set()


def test_front_end_lock_names_no_registry():
    assert '"resolved"' not in (ROOT / "frontend" / "package-lock.json").read_text()
