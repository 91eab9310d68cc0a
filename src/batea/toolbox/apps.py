from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Toolbox(AppConfig):
    name = "batea.toolbox"
    verbose_name = _("Toolbox")

    def ready(self):
        from .discovery import tools

        tools()  # a mistake in a declaration stops the start, not the first visitor
