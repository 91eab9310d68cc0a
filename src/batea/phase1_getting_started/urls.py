from .context.urls import urlpatterns as context
from .forum.urls import urlpatterns as forum
from .partners.urls import urlpatterns as partners
from .task_force.urls import urlpatterns as task_force

urlpatterns = [*task_force, *forum, *context, *partners]
