"""Write docs/users/access.md and docs/users/roles.md from the addresses and the roles in the code.

    .venv/bin/python tools/access_table.py

Both files are committed, so that a change of access shows in the review of a change. A test compares them.
"""

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
USERS = ROOT / "docs" / "users"
WRITTEN = "Written by `python tools/access_table.py`; do not edit by hand."


@dataclass(frozen=True)
class Page:
    """One address: its route, its name with namespaces, its view, and the permission it declares ("" = none)."""

    route: str
    name: str
    view: object
    permission: str
    kwargs: tuple[tuple[str, str], ...]

    @property
    def inside(self) -> bool:
        """It belongs to a programme."""
        return self.route.startswith("p/<slug:programme>/")

    @property
    def foreign(self) -> bool:
        """It comes with a package, which has rules of its own."""
        return self.view.__module__.startswith("allauth.")


def pages(patterns=None, route="", space="") -> Iterator[Page]:
    """Every address of the installation, or of `patterns`."""
    from django.urls import get_resolver

    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        here = route + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from pages(pattern.url_patterns, here, inner)
        else:
            kinds = tuple(
                (name, type(kind).__name__)
                for name, kind in getattr(pattern.pattern, "converters", {}).items()
            )
            declared = getattr(pattern.callback, "permission", "")
            yield Page(here, f"{space}{pattern.name}", pattern.callback, declared, kinds)


def who(permission: str) -> str:
    from batea.programmes.access import OPEN, OPERATOR, PHONE, READER, SIGNED_IN
    from batea.programmes.roles import ROLES

    outside = {
        OPEN: "everybody",
        SIGNED_IN: "everybody who has signed in",
        OPERATOR: "who operates the installation",
        PHONE: "who holds the key of a phone",
        READER: "who holds a reading key",
    }
    names = [str(role.name) for role in ROLES.values() if permission in role.may]
    return outside.get(permission) or ("all roles" if len(names) == len(ROLES) else ", ".join(names))


def access_table() -> str:
    """The page docs/users/access.md."""
    found = sorted({(page.route, page.permission) for page in pages() if not page.foreign})
    lines = [f"| `/{route}` | {permission} | {who(permission)} |" for route, permission in found]
    return "\n".join(
        [
            "# Who may open which page",
            "",
            WRITTEN,
            "Inside a programme (`p/…`) one needs a role there; for everybody else the page does not exist.",
            "The pages under `account/` (signing in, password, second step) belong to the sign-in itself.",
            "",
            "| Address | Permission | Who |",
            "| --- | --- | --- |",
            *lines,
            "",
        ]
    )


def roles_page() -> str:
    """The page docs/users/roles.md."""
    from batea.programmes.roles import PERMISSIONS, ROLES, SENSITIVE

    lines = ["# Roles and what they may do", "", WRITTEN, ""]
    lines += [
        "Roles marked * see names or exact places, or take data out: on a server they need a second step at"
    ]
    lines += ["sign-in (an authenticator app or a passkey).", ""]
    for role in ROLES.values():
        star = " *" if role.may & SENSITIVE else ""
        lines += [f"## {role.name}{star}", "", f"{role.purpose} (`{role.code}`)", ""]
        lines += [f"- {text} (`{name}`)" for name, text in PERMISSIONS.items() if name in role.may]
        for kind, more in role.besides.items():
            lines += [f"- In a {kind}: {PERMISSIONS[name]} (`{name}`)" for name in sorted(more)]
        lines += [""]
    return "\n".join(lines)


FILES = {"access.md": access_table, "roles.md": roles_page}


def main() -> None:
    sys.path.insert(0, str(ROOT / "src"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "batea.web.settings")
    import django

    django.setup()
    from django.utils.translation import override

    with override("en"):
        for name, page in FILES.items():
            (USERS / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
