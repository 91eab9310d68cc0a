from django.urls import include, path

from batea.programmes.registers import pages

from . import views
from .registers import REGISTERS

OWN = [path("task-force/roster/", views.roster, name="roster")]

urlpatterns = [
    path("", include((OWN, "task_force"))),
    *(page for register in REGISTERS for page in pages(register)),
]
