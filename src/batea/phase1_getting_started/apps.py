from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GettingStarted(AppConfig):
    name = "batea.phase1_getting_started"
    verbose_name = _("Getting started")

    def ready(self):
        from batea.guidance.steps import announce

        from .context.step import STEP as context
        from .forum.step import STEP as forum
        from .partners.step import STEP as partners
        from .task_force.step import STEP as task_force

        announce(task_force, forum, context, partners)
