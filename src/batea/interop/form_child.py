"""The child that converts a form: standard input is the file, standard output the XForm and what was said as JSON.

Started by `xforms.checking.ask_child` with the folders of installed packages. The first line of its input is JSON: the name and
kind of the file; the rest is the file. It limits itself before it reads a byte and knows nothing of Batea.
"""

import io
import json
import sys
from typing import Any

MEMORY = 512 * 1024 * 1024  # bytes
CPU = 60  # seconds
UNSAFE, HELD_TOO_MUCH = 3, 4  # how it ends, apart from 0
LONGEST = 4_000  # letters of one sentence
LARGEST = 5 * 1024 * 1024  # bytes of an XForm; whoever asked takes no larger one
MOST_SAID = 2_000  # warnings
# They would be taken along where they are; without them it reads the same everywhere, and sooner.
NEEDLESS = ("numpy", "lxml", "PIL")


def limit() -> None:
    """Where the system knows such limits (not on Windows, where the parent's clock alone counts)."""
    try:
        import resource
    except ImportError:
        return
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def nowhere(*_args: Any, **_named: Any) -> io.TextIOWrapper:
    """Instead of a file: takes the same letters and refuses the same, and is gone when it is closed."""
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8")


def write_no_files() -> None:
    """The converter writes its XForm to a file for validators that are not run here; this child may write none."""
    from pyxform import survey

    def to_xml(
        self: Any, validate: Any = None, pretty_print: bool = False, warnings: Any = None, **_n: Any
    ) -> Any:
        # No file can have this name, so none is written and none is removed after a failure.
        return self.print_xform_to_file("\0", validate=False, pretty_print=pretty_print, warnings=warnings)

    survey_module: Any = survey
    survey_module.open = nowhere
    survey_module.Survey.to_xml = to_xml


def converted(data: bytes, name: str, kind: str | None) -> dict[str, Any]:
    """{"xml", "warnings", "error"}; `error` is None, or what the converter said when it would not."""
    from pyxform.errors import PyXFormError
    from pyxform.xls2json_backends import Definition
    from pyxform.xls2xform import convert

    warnings: list[str] = []
    xml, error = "", None
    try:
        form: Any = Definition(data=io.BytesIO(data), file_type=None, file_path_stem=name or None)
        xml = convert(form, warnings=warnings, validate=False, file_type=kind).xform
        if len(xml) > LARGEST:
            xml, error = "", "the form is larger than 5 MB"
    except MemoryError:
        raise
    except PyXFormError as refusal:
        error = str(refusal)
    except Exception as failure:
        error = f"{type(failure).__name__}: {failure}"
    said = [str(warning)[:LONGEST] for warning in warnings[:MOST_SAID]]
    return {"xml": xml, "warnings": said, "error": None if error is None else error[:LONGEST]}


def main() -> None:
    limit()
    sys.path += sys.argv[1:]
    modules: dict[str, Any] = sys.modules
    modules.update(dict.fromkeys(NEEDLESS))
    import openpyxl

    if not openpyxl.DEFUSEDXML:
        raise SystemExit(UNSAFE)
    answer, sys.stdout = sys.stdout.buffer, sys.stderr  # whatever prints must not spoil the answer
    head, _newline, data = sys.stdin.buffer.read().partition(b"\n")
    write_no_files()
    told = converted(data, **json.loads(head))
    answer.write(json.dumps(told, ensure_ascii=False).encode("utf-8", "replace"))
    answer.flush()


if __name__ == "__main__":
    try:
        main()
    except MemoryError:
        raise SystemExit(HELD_TOO_MUCH) from None
