from batea.programmes.registers import pages

from .registers import GOALS, VISIONS

urlpatterns = [*pages(VISIONS), *pages(GOALS)]
