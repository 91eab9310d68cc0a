"""The two databases Batea runs on, with the settings that keep what was acknowledged.

SQLite runs in write-ahead mode with full synchronisation and immediate transactions: a simulated power cut lost
acknowledged rows under every cheaper setting, and deferred transactions fail under load (docs/decisions/0002).
"""

import sys
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

# Builds from 3.7.0 to 3.51.2 can corrupt a write-ahead file when two connections checkpoint at once.
FIRST_SOUND_SQLITE = (3, 51, 3)

SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
        "PRAGMA secure_delete=ON;PRAGMA temp_store=MEMORY;PRAGMA cache_size=-20000;"
    ),
}


def use_sound_sqlite() -> None:
    """Put the wheel's newer SQLite in place of the machine's own, before Django looks for it."""
    try:
        import pysqlite3
        from pysqlite3 import dbapi2
    except ImportError:  # another platform: the system check decides whether its own build will do
        return
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = dbapi2


def database(address: str, data: Path) -> dict:
    """Django's settings for `address` (empty: SQLite in the data folder; else a postgresql:// address)."""
    if not address:
        use_sound_sqlite()
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": data / "batea.sqlite3",
            # Opening a connection cost half of what receiving a submission costs.
            "CONN_MAX_AGE": 60,
            "OPTIONS": SQLITE_OPTIONS,
        }
    parts = urlsplit(address)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ValueError("BATEA_DATABASE_URL must start with postgresql:// or be left empty for SQLite.")
    query = parse_qs(parts.query)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or query.get("user", [""])[0]),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or query.get("host", [""])[0],
        "PORT": str(parts.port or query.get("port", [""])[0]),
        "CONN_HEALTH_CHECKS": True,
        "CONN_MAX_AGE": 60,
        "OPTIONS": {"options": "-c statement_timeout=60000 -c idle_in_transaction_session_timeout=60000"},
    }
