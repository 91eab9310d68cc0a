"""The registers of this room."""

from django.utils.translation import gettext_lazy as _

from .models import Attachment, Institution, Membership, Person
from .registers import Column, Register

INSTITUTIONS = Register(
    model=Institution,
    slug="institutions",
    see="programme.see",
    change="programme.change",
    columns=("name", "short_name", "kind", "part"),
    fields=("name", "short_name", "kind", "part", "website"),
    filters=("kind",),
    search=("name", "short_name"),
    intro=_(
        "Bodies with a part in the sector. Task force, owners of measures and partners are chosen from here."
    ),
)
PEOPLE = Register(
    model=Person,
    slug="people",
    see="people.see",
    change="people.change",
    columns=("name", "institution", "post", "sex"),
    fields=("name", "institution", "post", "sex", "email", "telephone"),
    filters=("institution", "sex"),
    search=("name", "post"),
    ordering=("name",),
    children=("programmes.membership",),
    purpose=True,
)
MEMBERSHIPS = Register(
    model=Membership,
    slug="memberships",
    see="people.see",
    change="people.change",
    columns=("person", "role", "until"),
    fields=("person", "role", "until"),
    filters=("role",),
    ordering=("person__name",),
    purpose=True,
)
ATTACHMENTS = Register(
    model=Attachment,
    slug="files",
    see="programme.see",
    change="programme.change",
    columns=("title", "file_name", Column("size", _("size in bytes"), sort="size", numeric=True)),
    fields=("title",),
    search=("title", "file_name"),
    panel="programmes/attachment_panel.html",
    intro=_("Acts, minutes and sources as files."),
)
