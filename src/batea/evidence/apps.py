from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Evidence(AppConfig):
    name = "batea.evidence"
    verbose_name = _("Evidence")
