from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Guidance(AppConfig):
    name = "batea.guidance"
    verbose_name = _("Guidance")
