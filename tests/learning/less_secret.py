"""A server that keeps no secret: BATEA_LESS names what is left out of what keeps unsigned answers unsigned.

Only for the tests that must notice it (test_unsigned_bytes.py).
"""

import logging
import os

from django.apps import AppConfig

from batea.web.settings import *  # noqa: F403
from batea.web.settings import DATABASES, INSTALLED_APPS, MIDDLEWARE

LESS = os.environ["BATEA_LESS"].split()
SILENCED_SYSTEM_CHECKS = ["batea.E602"]
if "overwriting" in LESS:
    options = DATABASES["default"]["OPTIONS"]
    options |= {"init_command": options["init_command"].replace("secure_delete=ON", "secure_delete=OFF")}


class Less(AppConfig):
    name, label = "tests.learning.less_secret", "less_secret"
    path = os.path.dirname(__file__)

    def ready(self):
        from batea.learning import unsigned

        if "shuffling" in LESS:
            unsigned.shuffle = lambda *boxes: None
        if "emptying" in LESS:
            unsigned.empty_write_ahead = lambda: None
        if "hours" in LESS:
            unsigned.midnight = unsigned.timezone.now


def telling(get_response):
    """What a log of accesses would write."""

    def middleware(request):
        about = request.META
        logging.warning(
            "%s %s %s", about.get("HTTP_X_FORWARDED_FOR"), request.path, about.get("HTTP_USER_AGENT")
        )
        return get_response(request)

    return middleware


INSTALLED_APPS = [*INSTALLED_APPS, "tests.learning.less_secret.Less"]
if "quiet" in LESS:
    MIDDLEWARE = ["tests.learning.less_secret.telling", *MIDDLEWARE]
