"""Make .venv and fill it with the hashed requirements. Standard library only; any Python from 3.8 can start it.

    python3 tools/bootstrap.py [base|dev]

`base` runs Batea, `dev` holds the tests' needs as well. A second run finds nothing to do and ends at once.
uv is used when it is on the path, or is put into .venv first: it installs several times faster than pip.
pip remains the way out when uv cannot be had.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "batea-installed.json"
SETS = {"base": ("base",), "dev": ("base", "dev")}  # dev.txt holds every pin of base.txt, so it fulfils both
PYTHONS = ("python3.11", "python3.12", "python3", "/usr/bin/python3.11", "/usr/bin/python3.12")
LOWEST, BEYOND = (3, 11), (3, 13)

LAUNCHER = """#!/bin/sh
'''exec' "{python}" "$0" "$@"
' '''
import sys

from batea.cli import main

sys.exit(main())
"""


def requirements(name):
    return ROOT / "requirements" / f"{name}.txt"


def say(text):
    print("bootstrap: " + text, flush=True)


def stop(text):
    sys.exit("bootstrap: " + text)


def run(*command, quiet=False):
    """Run a command; whether it succeeded. Its own messages are shown unless quiet."""
    sink = subprocess.DEVNULL if quiet else None
    try:
        done = subprocess.run([str(part) for part in command], stdout=sink, stderr=sink, cwd=ROOT)
        return done.returncode == 0
    except OSError:
        return False


def timed(text, *command):
    say(text + " ...")
    start = time.monotonic()
    done = run(*command)
    say("  {} in {:.0f} s".format("done" if done else "failed", time.monotonic() - start))
    return done


def version(python):
    """(major, minor) of an interpreter, or None when it does not run (a version manager's empty shim, say)."""
    ask = "import sys; print(*sys.version_info[:2])"
    try:
        answer = subprocess.run([str(python), "-c", ask], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        return tuple(int(part) for part in answer.stdout.split()) or None
    except (OSError, ValueError):
        return None


def fits(python):
    found = version(python)
    return found is not None and LOWEST <= found < BEYOND


def find_python():
    for name in (sys.executable, *PYTHONS):
        path = shutil.which(name) if name else None
        if path and fits(path):
            return path
    return stop(
        "Batea needs Python 3.11 or 3.12 and found none. On Debian or Ubuntu:\n"
        "  sudo apt-get install python3.11 python3.11-venv"
    )


def find_uv():
    """A uv that really runs, or None."""
    for path in (VENV / "bin" / "uv", shutil.which("uv")):
        if path and run(path, "--version", quiet=True):
            return str(path)
    return None


def make_venv():
    python = find_python()
    if VENV.exists():
        shutil.rmtree(VENV)
    uv = find_uv()
    where = "making .venv with Python {}.{}".format(*version(python))
    if uv and timed(where, uv, "venv", "--quiet", "--python", python, VENV):
        return
    if not run(python, "-c", "import ensurepip, venv", quiet=True):
        stop(
            "this Python cannot make a virtual environment. On Debian or Ubuntu:\n"
            "  sudo apt-get install python{}.{}-venv".format(*version(python))
        )
    if not timed(where, python, "-m", "venv", "--clear", VENV):
        stop("could not make .venv; the lines above say why.")


def pip_install(text, name):
    if not run(PYTHON, "-m", "pip", "--version", quiet=True) and not run(PYTHON, "-m", "ensurepip"):
        stop("neither uv nor pip is to be had. Remove .venv and try again.")
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    return timed(text, *pip, "--require-hashes", "-r", requirements(name))


def uv_install(uv, text, name):
    into = [uv, "pip", "install", "--quiet", "--python", PYTHON]
    return timed(text, *into, "--require-hashes", "-r", requirements(name))


def install(name):
    uv = find_uv()
    if not uv and pip_install("fetching uv", "uv"):
        uv = find_uv()
    text = f"installing requirements/{name}.txt"
    if not (uv and uv_install(uv, text, name)) and not pip_install(text + " with pip", name):
        stop(f"could not install requirements/{name}.txt; the lines above say why.")


def write_if_new(path, text, mode):
    if not path.exists() or path.read_text() != text:
        path.write_text(text)
        path.chmod(mode)


def link_project():
    """Put src/ on the environment's path and the `batea` command beside its python: an editable install without a build."""
    library = next((VENV / "lib").glob("python3*/site-packages"))
    write_if_new(library / "batea.pth", str(ROOT / "src") + "\n", 0o644)
    write_if_new(VENV / "bin" / "batea", LAUNCHER.format(python=PYTHON), 0o755)


def digest(name):
    return hashlib.sha256(requirements(name).read_bytes()).hexdigest()


def installed():
    try:
        return json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}


def main(arguments):
    name = arguments[0] if arguments else "base"
    if name not in SETS:
        stop(f"say base or dev, not {name!r}.")
    os.environ.pop("VIRTUAL_ENV", None)  # another environment of the caller's must not be filled by mistake
    os.environ.pop("PYTHONHOME", None)
    fresh = fits(PYTHON)
    if not fresh:
        make_venv()
    done = installed()
    if not fresh or done.get(name) != digest(name):
        install(name)
        STAMP.write_text(json.dumps({**done, **{part: digest(part) for part in SETS[name]}}))
    link_project()


if __name__ == "__main__":
    main(sys.argv[1:])
