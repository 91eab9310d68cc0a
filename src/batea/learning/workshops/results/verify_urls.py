"""Addresses of everybody: the check of a certificate, and what a machine needs to check a badge."""

from django.urls import include, path

from . import public

PAGES = [
    path("", public.verify, name="verify"),
    path("keys/", public.keys, name="keys"),
    path("keys/<str:kid>/", public.key, name="key"),
    path("issuers/<uuid:uid>/", public.issuer, name="issuer"),
    path("issuers/<uuid:uid>/revoked/", public.revoked, name="revoked"),
    path("<str:code>/", public.code, name="code"),
]
urlpatterns = [path("", include((PAGES, "verify")))]
