from .delivery.urls import urlpatterns as delivery
from .monitoring.urls import urlpatterns as monitoring
from .revision.urls import urlpatterns as revision

urlpatterns = [*delivery, *monitoring, *revision]
