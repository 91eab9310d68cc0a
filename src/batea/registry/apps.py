from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Registry(AppConfig):
    name = "batea.registry"
    verbose_name = _("Register of mine sites")
