from .community.urls import urlpatterns as community
from .workshops.agenda.urls import urlpatterns as agenda
from .workshops.exercises.urls import urlpatterns as exercises
from .workshops.pack.urls import urlpatterns as pack
from .workshops.participants.urls import urlpatterns as participants
from .workshops.plans.urls import urlpatterns as plans
from .workshops.request.urls import urlpatterns as request
from .workshops.results.urls import urlpatterns as results
from .workshops.round_tables.urls import urlpatterns as round_tables
from .workshops.visit.urls import urlpatterns as visit

urlpatterns = [
    *request,
    *participants,
    *agenda,
    *pack,
    *exercises,
    *visit,
    *round_tables,
    *plans,
    *results,
    *community,
]
