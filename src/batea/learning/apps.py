from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Learning(AppConfig):
    name = "batea.learning"
    verbose_name = _("Learning")

    def ready(self):
        from batea.guidance.steps import announce, announce_course
        from batea.programmes.backup import keep_secret
        from batea.programmes.registers import Act, announce_act

        from .community.snapshots import SHARABLE
        from .workshops.course import COMMUNITY, STEPS, WORKSHOP
        from .workshops.results.signing import KEPT_AT

        keep_secret(KEPT_AT)
        announce_course(WORKSHOP)
        announce_course(COMMUNITY)
        announce(*STEPS)
        for label in SHARABLE:
            announce_act(label, Act(_("Share with a community"), "sharing:share", "sharing.decide"))
