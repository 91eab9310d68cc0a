"""What every table of a programme has in common.

A record belongs to one programme and is known there by its `uid`. The pair (programme, uid) is unique, not the uid
alone: a sandbox copy of a programme keeps the same uids, so that what a group changed can be laid beside the original
and brought back one record at a time. Links between records are ordinary foreign keys inside the same programme;
many-to-many is not used, because a link that has an author, a reason or a date deserves a record of its own.
"""

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager


class Record(models.Model):
    """One row of a programme, with the version that guards against silent overwriting."""

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    programme = models.ForeignKey("programmes.Programme", models.PROTECT, editable=False, related_name="+")
    version = models.PositiveIntegerField(default=1, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    exercise = models.BooleanField(
        _("exercise data"),
        default=False,
        help_text=_(
            "Made up for an exercise. It is marked wherever it appears; untick once it rests on a source."
        ),
    )

    objects = ScopedManager(programme="programme")

    # True where a statement may cite this record as its support (evidence/links.py).
    citable = False
    # Fields too long or too private for the audit trail: it keeps their fingerprint, so that a change still shows.
    digested: tuple[str, ...] = ()
    # Fields that stay on this installation and never travel in a bundle.
    stays_here: tuple[str, ...] = ()
    # Fields that name somebody: an exercise copy writes a number into the first and empties the others.
    forgets: tuple[str, ...] = ()
    # True where rows hold the programme as it was, names and all: an exercise copy does without them.
    stays_with_original = False

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["programme", "uid"], name="%(app_label)s_%(class)s_uid"),
        ]

    def outdated(self) -> bool:
        """True when what this record was worked out from has changed since; whatever cites it is stale then."""
        return False

    def parts(self):
        """Records that mean nothing without this one: they are removed with it."""
        return ()

    def companions(self):
        """Records that go along when this one is taken over from a copy: its parts, unless a table says more."""
        return self.parts()

    @property
    def label(self) -> str:
        """The table's name, as bundles, audit entries and evidence links write it."""
        return self._meta.label_lower

    def clean(self):
        """Refuse a link into another programme, whatever form or file it came from."""
        super().clean()
        for field in record_links(type(self)):
            target = getattr(self, field.name, None)
            if target is not None and target.programme_id != self.programme_id:
                raise ValidationError({field.name: _("This entry belongs to another programme.")})


def record_links(model) -> list[models.ForeignKey]:
    """The foreign keys of `model` that point at records of a programme."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and issubclass(field.related_model, Record)
    ]


def record_models() -> list[type[Record]]:
    """Every table that belongs to a programme, targets before the tables that point at them.

    Raises ValueError when tables point at each other in a circle.
    """
    from django.apps import apps

    waiting = sorted(
        (model for model in apps.get_models() if issubclass(model, Record)),
        key=lambda model: model._meta.label_lower,
    )
    ordered: list[type[Record]] = []
    while waiting:
        ready = [
            model for model in waiting if all(link.related_model in ordered for link in record_links(model))
        ]
        if not ready:
            raise ValueError(f"Tables point at each other in a circle: {[m._meta.label for m in waiting]}")
        ordered += ready
        waiting = [model for model in waiting if model not in ready]
    return ordered
