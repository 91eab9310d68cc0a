"""System checks that refuse what can lose data or open a door; `batea serve` runs them before it listens."""

import sqlite3

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register
from django.db import connection

from .databases import FIRST_SOUND_SQLITE


@register(Tags.database)
def sound_database(app_configs, databases=None, **kwargs):
    """WAL, full synchronisation, foreign keys and immediate transactions on a SQLite build without the WAL-reset fault;
    fsync and synchronous commit on PostgreSQL. Runs where the database is asked for (`check --database default`)."""
    if not databases:
        return []
    return sqlite_faults() if connection.vendor == "sqlite" else postgresql_faults()


def sqlite_faults() -> list:
    found = []
    import sys

    driver = sys.modules.get("sqlite3", sqlite3)
    if tuple(driver.sqlite_version_info) < FIRST_SOUND_SQLITE:
        found.append(
            Error(
                f"SQLite {driver.sqlite_version} can corrupt a write-ahead file.",
                hint="Install the wheel `pysqlite3`, or use PostgreSQL.",
                id="batea.E601",
            )
        )
    wanted = {"journal_mode": ("wal", "memory"), "synchronous": (2, 3), "foreign_keys": (1,)}
    with connection.cursor() as cursor:
        for name, allowed in wanted.items():
            value = cursor.execute(f"PRAGMA {name}").fetchone()[0]
            if value not in allowed:
                found.append(
                    Error(f"SQLite runs with {name}={value}.", hint="Keep Batea's settings.", id="batea.E602")
                )
    if connection.settings_dict["OPTIONS"].get("transaction_mode") != "IMMEDIATE":
        found.append(
            Error("SQLite transactions are not IMMEDIATE.", hint="Keep Batea's settings.", id="batea.E603")
        )
    return found


def postgresql_faults() -> list:
    found = []
    with connection.cursor() as cursor:
        for name in ("fsync", "full_page_writes", "synchronous_commit"):
            cursor.execute(f"SHOW {name}")
            value = cursor.fetchone()[0]
            if value == "off":
                found.append(
                    Error(f"PostgreSQL runs with {name}=off.", hint=f"Set {name} to on.", id="batea.E604")
                )
    return found


@register(Tags.security, deploy=True)
def safe_production(app_configs, **kwargs):
    """What a ministry's server must not run with."""
    found = []
    if not settings.PRODUCTION:
        found.append(Warning("BATEA_MODE is not production.", id="batea.W605"))
    if settings.DEBUG:
        found.append(Error("DEBUG is on.", id="batea.E606"))
    return found
