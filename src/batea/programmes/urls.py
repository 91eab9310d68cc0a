from django.urls import include, path

from . import handing_out_views, views
from .registers import pages
from .tables import ATTACHMENTS, INSTITUTIONS, MEMBERSHIPS, PEOPLE

urlpatterns = [
    path(
        "",
        include(
            (
                [
                    path("about/", views.about, name="about"),
                    path("about/change/", views.settings_page, name="settings"),
                    path("about/members/", views.members, name="members"),
                    path("about/members/invite/", views.invite, name="invite"),
                    path("about/roles/", views.roles, name="roles"),
                    path("about/audit/", views.audit, name="audit"),
                    path("about/audit/export.<table_file:kind>", views.audit_export, name="audit_export"),
                    path("about/country/", views.country, name="country"),
                    path("about/bundle/", views.take_out, name="export"),
                    path("about/lists/", handing_out_views.people_lists, name="people_lists"),
                    path("about/lists/<uuid:uid>/", handing_out_views.people_list, name="people_list"),
                    path("about/lists/<uuid:uid>/decide/", handing_out_views.decide, name="decide_list"),
                    path("files/<uuid:uid>/download/", views.download, name="download"),
                ],
                "programmes_in",
            )
        ),
    ),
    *pages(INSTITUTIONS),
    *pages(PEOPLE),
    *pages(MEMBERSHIPS),
    # A file comes with its bytes, so the register's own page for adding gives way.
    path("files/send/", views.upload, name="programmes.attachment-add"),
    *[pattern for pattern in pages(ATTACHMENTS) if pattern.name != "programmes.attachment-add"],
]
