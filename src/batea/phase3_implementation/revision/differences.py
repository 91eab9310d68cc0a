"""What has changed since a frozen version: records added, changed and removed, field by field, in words.

Whoever reads sees only tables they may see; exact places and names behind a link have their own permission here too.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _

from batea.phase2_strategy.types.sentences import conditions_sentence
from batea.programmes.records import record_models
from batea.programmes.registers import address, register_of
from batea.programmes.registers.cells import shown
from batea.programmes.rows import row_fields
from batea.programmes.words import LANGUAGES, WordsField

from .models import FrozenVersion
from .queries import content_of
from .redline import Piece, redline
from .shelf import Shelf, name_of

ADDED, CHANGED, REMOVED = "added", "changed", "removed"
# Fields whose stored form is not for reading.
SPOKEN = {("phase2_strategy.typerule", "conditions"): conditions_sentence}
# Fields with a permission of their own.
GUARDED = {("registry.site", "latitude"): "sites.exact", ("registry.site", "longitude"): "sites.exact"}


@dataclass(frozen=True)
class FieldChange:
    """One field before and after; a passage comes as `pieces` of a redline, in the language `lang`."""

    title: str
    before: str
    after: str
    pieces: tuple[Piece, ...] = ()
    lang: str = ""


@dataclass(frozen=True)
class RecordChange:
    """One record: `kind` is added, changed or removed; `href` is its page, "" once it is gone."""

    kind: str
    title: str
    href: str
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True)
class TableChanges:
    """All changes in one table."""

    label: str
    title: str
    changes: tuple[RecordChange, ...]

    def count(self, kind: str) -> int:
        return sum(change.kind == kind for change in self.changes)

    @property
    def added(self) -> int:
        return self.count(ADDED)

    @property
    def changed(self) -> int:
        return self.count(CHANGED)

    @property
    def removed(self) -> int:
        return self.count(REMOVED)


def anybody(permission: str) -> bool:
    """A reader who may see everything."""
    return True


def changes_since(version: FrozenVersion, may: Callable[[str], bool] = anybody) -> list[TableChanges]:
    """Tables with changes between the version and now, for a reader who `may(permission)`. Call inside the scope."""
    comparison = Comparison(version.programme, version.content, content_of(version.programme), may)
    return [table for table in comparison.tables() if table.changes]


class Comparison:
    """Two contents of one programme laid side by side."""

    def __init__(self, programme, before: dict, after: dict, may: Callable[[str], bool] = anybody):
        self.programme, self.may = programme, may
        self.before, self.after = Shelf(programme, before), Shelf(programme, after)

    def tables(self) -> Iterator[TableChanges]:
        for model in record_models():
            register = register_of(model)
            if register is not None and self.may(register.see):
                label = model._meta.label_lower
                yield TableChanges(label, str(register.title), tuple(self.records(label)))

    def records(self, label: str) -> Iterator[RecordChange]:
        old, new = self.before.content.get(label, {}), self.after.content.get(label, {})
        for uid in sorted(old.keys() | new.keys()):
            if uid not in old:
                yield RecordChange(ADDED, name_of(self.after.record(label, uid)), self.href(label, uid))
            elif uid not in new:
                yield RecordChange(REMOVED, name_of(self.before.record(label, uid)), "")
            elif old[uid] != new[uid] and (fields := tuple(self.fields(label, uid))):
                yield RecordChange(
                    CHANGED, name_of(self.after.record(label, uid)), self.href(label, uid), fields
                )

    def href(self, label: str, uid: str) -> str:
        return address(register_of(apps.get_model(label)), "show", self.programme, uid=uid)

    def fields(self, label: str, uid: str) -> Iterator[FieldChange]:
        """Fields people fill in that differ and that the reader may see."""
        model = apps.get_model(label)
        old, new = self.before.content[label][uid], self.after.content[label][uid]
        for field in row_fields(model):
            guard = GUARDED.get((label, field.name))
            if (
                field.editable
                and old.get(field.name) != new.get(field.name)
                and (not guard or self.may(guard))
            ):
                pair = self.before.record(label, uid), self.after.record(label, uid)
                yield from self.in_words(label, field, *pair)

    def in_words(self, label: str, field: models.Field, before, after) -> Iterator[FieldChange]:
        title = str(field.verbose_name)
        if isinstance(field, WordsField):
            yield from by_language(title, getattr(before, field.name), getattr(after, field.name))
            return
        said = [self.say(label, field, record) for record in (before, after)]
        if said[0] == said[1]:
            return
        passage = isinstance(field, models.TextField) or (label, field.name) in SPOKEN
        yield FieldChange(title, *said, redline(*said) if passage else ())

    def say(self, label: str, field: models.Field, record) -> str:
        """One value in the reader's language."""
        if isinstance(field, models.ForeignKey):
            return self.say_link(field, record)
        value = getattr(record, field.name)
        if (label, field.name) in SPOKEN:
            return str(SPOKEN[label, field.name](value))
        if field.choices:
            return str(getattr(record, f"get_{field.name}_display")())
        if isinstance(value, dict):
            return "; ".join(f"{key}: {shown(each)}" for key, each in value.items())
        return shown(value)

    def say_link(self, field: models.ForeignKey, record) -> str:
        target = getattr(record, field.name, None)
        register = register_of(field.related_model)
        if target is not None and register is not None and not self.may(register.see):
            return _("(not shown)")
        return "" if target is None else name_of(target)


def by_language(title: str, before: dict, after: dict) -> Iterator[FieldChange]:
    """One change for each language in which the passage differs."""
    names = dict(settings.LANGUAGES)
    for lang in LANGUAGES:
        old, new = before.get(lang, ""), after.get(lang, "")
        if old != new:
            yield FieldChange(f"{title} ({names[lang]})", old, new, redline(old, new), lang)
