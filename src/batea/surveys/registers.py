"""The registers of this room."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_scopes import get_scope

from batea.evidence.links import cited_by
from batea.programmes.registers import Column, Register, Veil

from .models import (
    Form,
    FormFile,
    FormVersion,
    Harm,
    Phone,
    ReadingKey,
    Review,
    SetAside,
    SiteUpdate,
    Submission,
)
from .publishing import owed
from .queries import about_submission
from .reading import forms_of, may_revoke
from .settling import about_aside


def about_version(version: FormVersion) -> dict:
    return {
        "owed": owed(version),
        "files": list(version.files.select_related("attachment").order_by("name")),
        "question_count": len(version.schema.get("questions", ())),
        "languages": ", ".join(version.schema.get("languages", ())),
    }


def about_form(form: Form) -> dict:
    return {"kinds": ("zip", "xlsx", "parquet", "geojson", "kml", "gpkg")}


def about_reading_key(key: ReadingKey) -> dict:
    reader = get_scope().get("member")
    return {"feeds": forms_of(key), "may_revoke": reader is not None and may_revoke(reader, key)}


def panel_of(submission: Submission) -> dict:
    """Answers as far as the reader may see them (the door puts the reader into the scope)."""
    return {**about_submission(submission, get_scope().get("member")), "citations": cited_by(submission)}


def standing(update: SiteUpdate):
    """What the update rests on now."""
    if not update.submission.current:
        return _("the answers were corrected since")
    if update.withdrawn:
        return _("an approval that was withdrawn")
    return _("an approval")


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
        (_("Reading keys"), "surveys.readingkey-list"),
        (_("Updates of sites"), "surveys.siteupdate-list"),
        (_("Kept aside"), "surveys.setaside-list"),
        (_("Bring in saved answers"), "surveys:unsent"),
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
READING_KEYS = Register(
    model=ReadingKey,
    slug="surveys/reading-keys",
    see="surveys.read",
    change="surveys.read",
    columns=("name", "person", "form", "until", "last_used", "revoked_at"),
    fields=("name",),
    shown=("name", "person", "form", "made_on", "until", "last_used", "revoked_at"),
    filters=("form",),
    search=("name",),
    ordering=("-pk",),
    begin="surveys:make_reading_key",
    panel="surveys/reading_panel.html",
    panel_data=about_reading_key,
    may_change=may_revoke,
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
    further=("submission__form",),
    veils=(
        Veil(
            fields=("comment",),
            rows=Q(submission__harm=Harm.PROTECTED),
            hides=lambda review: review.submission.harm == Harm.PROTECTED,
            needs=("surveys.review",),
            why=_("Comments on answers that are kept for reviewers are kept for them, too."),
        ),
    ),
)
SITE_UPDATES = Register(
    model=SiteUpdate,
    slug="surveys/site-updates",
    see="sites.see",
    change="",
    columns=(
        "kind",
        "site",
        "submission",
        "conflict",
        Column("withdrawn", _("rests on"), standing),
    ),
    shown=("site", "kind", "submission", "seen_version", "found_version", "conflict", "withdrawn"),
    filters=("kind", "conflict", "withdrawn"),
    search=("site__name",),
    ordering=("-pk",),
    step="P1-S3",
    further=("submission__form",),
    listed_on=("registry.site",),
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
    panel_data=about_aside,
)
