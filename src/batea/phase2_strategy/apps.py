from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DevelopingTheStrategy(AppConfig):
    name = "batea.phase2_strategy"
    verbose_name = _("Developing the strategy")

    def ready(self):
        from batea.guidance.steps import announce

        from .economy.step import ECONOMY
        from .impacts.step import IMPACTS
        from .national.step import NATIONAL
        from .types.step import TYPES
        from .vision.step import VISION

        announce(VISION, TYPES, IMPACTS, ECONOMY, NATIONAL)
