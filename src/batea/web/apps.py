from django.apps import AppConfig


class Web(AppConfig):
    name = "batea.web"

    def ready(self):
        from . import checks  # noqa: F401  (system checks that refuse unsafe settings)
