from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Implementing(AppConfig):
    name = "batea.phase3_implementation"
    verbose_name = _("Implementing")

    def ready(self):
        from batea.guidance.steps import announce

        from .delivery.step import STEP as delivery
        from .monitoring.step import STEP as monitoring
        from .revision.step import STEP as revision

        announce(delivery, monitoring, revision)
