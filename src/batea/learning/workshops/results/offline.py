"""A badge file checked without asking its issuer: by its signature, and by what is known here.

With the issuer's keys in a file nothing else is needed, neither network nor database. On the issuer's own installation
the certificate itself is asked as well.
"""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

from batea.problems import BADGE_UNREADABLE, Refused

from .checking import FORGED, REVOKED, SIGNED, UNKNOWN, Checked, check_code
from .signing import LARGEST, opened, public_keys


def read_badge(path: Path) -> str:
    return text_in(path, LARGEST)


def read_keys(path: Path | None) -> list[dict] | None:
    """Public keys from a file as the issuer publishes them, one or a set; None when no file is given."""
    if path is None:
        return None
    found = json_in(path)
    keys = found.get("keys", [found])
    if not isinstance(keys, list) or not all(isinstance(each, dict) for each in keys):
        raise Refused(BADGE_UNREADABLE)
    return keys


def read_revoked(path: Path | None) -> set[str] | None:
    """Identities of revoked badges from the issuer's list; None when no file is given."""
    if path is None:
        return None
    listed = json_in(path).get("revokedCredential")
    if not isinstance(listed, list):
        raise Refused(BADGE_UNREADABLE)
    return {str(each.get("id")) for each in listed if isinstance(each, dict)}


def json_in(path: Path) -> dict:
    try:
        found = json.loads(text_in(path, 100 * LARGEST))
    except (ValueError, RecursionError) as error:
        raise Refused(BADGE_UNREADABLE) from error
    if not isinstance(found, dict):
        raise Refused(BADGE_UNREADABLE)
    return found


def text_in(path: Path, largest: int) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(largest + 1)
        if len(content) > largest:
            raise Refused(BADGE_UNREADABLE)
        return content.decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(BADGE_UNREADABLE) from error


def check_badge(line: str, keys: list[dict] | None, revoked: set[str] | None) -> Checked:
    """`keys` and `revoked` as read from files; without keys, those of this installation and its certificates.

    Raises Refused B877 for what is no badge of ours.
    """
    says = opened(line, public_keys() if keys is None else keys)
    if says is None:
        return Checked(FORGED, "")
    found = told(says)
    if revoked is not None and says.get("id") in revoked:
        return replace(found, state=REVOKED)
    if keys is not None:
        return found
    here = check_code(found.code)
    return found if here.state == UNKNOWN else here


def told(says: dict) -> Checked:
    """What the badge says about itself. Raises Refused B877 where it lacks what every badge of ours has."""
    try:
        subject = says["credentialSubject"]
        return Checked(
            state=SIGNED,
            code=says["evidence"][0]["id"].rstrip("/").rsplit("/", 1)[-1],
            name=subject["identifier"][0]["identityHash"],
            workshop=says["name"],
            kind=subject["achievement"]["name"],
            issuer=says["issuer"]["name"],
            issued_on=date.fromisoformat(says["validFrom"][:10]),
        )
    except (KeyError, IndexError, TypeError, AttributeError, ValueError) as error:
        raise Refused(BADGE_UNREADABLE) from error
