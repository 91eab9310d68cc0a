"""Addresses of phase 2, mounted under `p/<programme>/`."""

from .economy.urls import urlpatterns as economy
from .impacts.urls import urlpatterns as impacts
from .national.urls import urlpatterns as national
from .types.urls import urlpatterns as types
from .vision.urls import urlpatterns as vision

urlpatterns = [*vision, *types, *impacts, *economy, *national]
