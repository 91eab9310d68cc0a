"""The registers of this room."""

from django.utils.translation import gettext_lazy as _
from django_scopes import get_scope

from batea.evidence.links import cited_by
from batea.programmes.registers import Column, Register

from .models import Form, FormFile, FormVersion, Phone, Review, SetAside, SiteUpdate, Submission
from .publishing import owed
from .queries import about_submission


def about_version(version: FormVersion) -> dict:
    return {
        "owed": owed(version),
        "files": list(version.files.select_related("attachment").order_by("name")),
        "question_count": len(version.schema.get("questions", ())),
        "languages": ", ".join(version.schema.get("languages", ())),
    }


def about_form(form: Form) -> dict:
    return {"kinds": ("zip", "xlsx", "parquet", "geojson", "kml", "gpkg")}


def panel_of(submission: Submission) -> dict:
    """Answers as far as the reader may see them (the door puts the reader into the scope)."""
    return {**about_submission(submission, get_scope().get("member")), "citations": cited_by(submission)}


FORMS = Register(
    model=Form,
    slug="surveys/forms",
    see="surveys.see",
    change="surveys.change",
    columns=("title", "form_id", "state", "harm"),
    fields=("title", "state", "harm", "purpose"),
    shown=("form_id", "title", "state", "harm", "purpose"),
    filters=("state", "harm"),
    search=("title", "form_id"),
    ordering=("title",),
    step="P1-S3",
    begin="surveys:bring",
    beside=(
        (_("Forms that come with Batea"), "surveys:ready"),
        (_("Submissions"), "surveys.submission-list"),
        (_("Phones"), "surveys.phone-list"),
        (_("Updates of sites"), "surveys.siteupdate-list"),
        (_("Kept aside"), "surveys.setaside-list"),
    ),
    children=("surveys.formversion",),
    panel="surveys/form_panel.html",
    panel_data=about_form,
)
VERSIONS = Register(
    model=FormVersion,
    slug="surveys/versions",
    see="surveys.see",
    change="",
    columns=("name", "form", "published_at"),
    shown=("form", "name", "published_at"),
    filters=("form",),
    search=("name",),
    ordering=("-pk",),
    step="P1-S3",
    panel="surveys/version_panel.html",
    panel_data=about_version,
)
FORM_FILES = Register(
    model=FormFile,
    slug="surveys/files",
    see="surveys.see",
    change="",
    columns=("name", "published", "kind"),
    shown=("name", "published", "kind"),
    filters=("published",),
    search=("name",),
    ordering=("name",),
    panel="surveys/file_panel.html",
)
PHONES = Register(
    model=Phone,
    slug="surveys/phones",
    see="surveys.change",
    change="surveys.change",
    columns=("name", "person", "form", "revoked_at"),
    fields=("name",),
    shown=("name", "person", "form", "revoked_at"),
    filters=("form",),
    search=("name",),
    ordering=("-pk",),
    step="P1-S3",
    begin="surveys:set_up",
    panel="surveys/phone_panel.html",
)
SUBMISSIONS = Register(
    model=Submission,
    slug="surveys/submissions",
    see="surveys.read",
    change="",
    columns=(
        Column("received_at", _("received"), sort="received_at"),
        "form",
        "state",
        "sent_by",
        "site",
        "missing",
        "doubtful",
        "current",
    ),
    shown=(
        "form",
        "published",
        "state",
        "harm",
        "received_at",
        "filled_from",
        "filled_until",
        "sent_by",
        "phone",
        "site",
        "missing",
        "encrypted",
        "current",
    ),
    # By site one searches: a choice among a hundred thousand would be the whole page.
    filters=("form", "state", "harm", "doubtful", "current"),
    search=("instance_id", "site__name"),
    ordering=("-received_at",),
    step="P1-S3",
    panel="surveys/submission_panel.html",
    panel_data=panel_of,
)
REVIEWS = Register(
    model=Review,
    slug="surveys/reviews",
    see="surveys.read",
    change="",
    columns=("at", "submission", "state", "comment", "by"),
    shown=("submission", "state", "comment", "at", "by"),
    filters=("state",),
    search=("comment",),
    ordering=("-at",),
    step="P1-S3",
)
SITE_UPDATES = Register(
    model=SiteUpdate,
    slug="surveys/site-updates",
    see="sites.see",
    change="",
    columns=("site", "kind", "seen_version", "found_version", "conflict"),
    shown=("site", "kind", "submission", "seen_version", "found_version", "conflict"),
    filters=("kind", "conflict"),
    search=("site__name",),
    ordering=("-pk",),
    step="P1-S3",
)
SET_ASIDE = Register(
    model=SetAside,
    slug="surveys/set-aside",
    see="surveys.review",
    change="surveys.review",
    columns=("received_at", "reason", "form_id", "version_name", "file_name", "settled"),
    fields=("settled", "note"),
    shown=(
        "reason",
        "form_id",
        "version_name",
        "instance_id",
        "file_name",
        "received_at",
        "attachment",
        "settled",
        "note",
    ),
    filters=("reason", "settled"),
    search=("form_id", "file_name", "instance_id"),
    ordering=("-received_at",),
    step="P1-S3",
    adds=False,
    panel="surveys/aside_panel.html",
)
