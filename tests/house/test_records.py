"""Every table of a programme is a record: known by uid, without many-to-many, and part of every bundle."""

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from batea.learning.models import BadgeKey
from batea.programmes.models import Account, AuditChain, AuditEntry, Programme
from batea.programmes.records import Record, record_links, record_models
from batea.programmes.rows import row_fields, rows_of

OUTSIDE = {Account, AuditChain, AuditEntry, BadgeKey, Programme}
# Who signs in and the keys of phones and readers stay here; everything else points at records or at the programme.
STAYS = {
    "learning.checkin.digest",
    "learning.day.code",
    "learning.group.sandbox",
    "learning.workshop.draft",
    "programmes.person.account",
    "surveys.phone.digest",
    "surveys.readingkey.digest",
}


def own_tables() -> set:
    return {model for model in apps.get_models() if model.__module__.startswith("batea.")}


def faults_of(model) -> list[str]:
    """What is wrong with a table that belongs to a programme."""
    faults = ["many-to-many"] if model._meta.many_to_many else []
    uid = [
        found
        for found in model._meta.constraints
        if isinstance(found, models.UniqueConstraint) and tuple(found.fields) == ("programme", "uid")
    ]
    faults += [] if uid else ["no constraint on (programme, uid)"]
    for field in model._meta.concrete_fields:
        label = f"{model._meta.label_lower}.{field.name}"
        if not isinstance(field, models.ForeignKey) or label in STAYS:
            continue
        if field.remote_field.on_delete is not models.PROTECT:
            faults.append(f"{field.name} is not protected")
        if field.related_model is model:
            faults.append(f"{field.name} points at its own table")
        target = field.related_model  # a name while its app is not loaded, as in the twin below
        if not (isinstance(target, str) or target is Programme or issubclass(target, Record)):
            faults.append(f"{field.name} leaves the programme")
    return faults


def test_every_table_is_a_record_or_belongs_to_the_installation():
    assert own_tables() - OUTSIDE == set(record_models())


@pytest.mark.parametrize("model", record_models(), ids=lambda model: model._meta.label_lower)
def test_every_record_keeps_the_rules(model):
    assert faults_of(model) == []
    assert {f"{model._meta.label_lower}.{name}" for name in model.stays_here} <= STAYS


@isolate_apps("batea.programmes")
def test_a_table_that_breaks_the_rules_would_be_seen():
    class Careless(Record):
        account = models.ForeignKey(Account, models.CASCADE)
        others = models.ManyToManyField(Account, related_name="+")

        class Meta:
            app_label = "programmes"

    assert faults_of(Careless) == [
        "many-to-many",
        "no constraint on (programme, uid)",
        "account is not protected",
        "account leaves the programme",
    ]


def test_targets_come_before_what_points_at_them():
    seen = set()
    for model in record_models():
        assert {link.related_model for link in record_links(model)} <= seen, model
        seen.add(model)


def test_every_table_and_field_is_in_a_bundle(world_a, inside_a):
    tables = rows_of(inside_a)
    assert set(tables) == {model._meta.label_lower for model in record_models()}
    assert all(tables.values()), "the factory fills every table"
    for model in record_models():
        row = tables[model._meta.label_lower][0]
        assert set(row) == {field.name for field in row_fields(model)}
        left_out = {field.name for field in model._meta.concrete_fields} - set(row)
        assert left_out == {"id", "programme", *model.stays_here}
