"""Settings that lose data in a power cut, as many guides advise: SQLite does not wait for the disk at each commit.

Only for the test that must notice it (test_power.py); Batea refuses to start with them unless its check is silenced.
"""

from batea.web.settings import *  # noqa: F403
from batea.web.settings import DATABASES

COMMANDS = DATABASES["default"]["OPTIONS"]["init_command"]
DATABASES["default"]["OPTIONS"] |= {
    "init_command": COMMANDS.replace("synchronous=FULL", "synchronous=NORMAL")
}
SILENCED_SYSTEM_CHECKS = ["batea.E602"]
