from django.urls import path

from batea.programmes.registers import pages

from .registers import CHAINS, LEVERS, STEPS
from .views import overview

urlpatterns = [
    path("economy/", overview, name="economy-overview"),
    *pages(CHAINS),
    *pages(STEPS),
    *pages(LEVERS),
]
