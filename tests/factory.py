"""Any record of a programme, made from what its table declares, so that a new table is tested the day it is added.

    make(Figure, programme)                      every field filled, links made too, valid by `full_clean`
    make_all(programme, text=...)                one of every table, targets first: {label: record}

What a declaration cannot say (codes of the method's catalogues) stands in `SPECIAL`, by table and field.
"""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from uuid import uuid4

from django.core.validators import MinValueValidator
from django.db import models

from batea.evidence.models import Figure
from batea.learning.models import Delegation
from batea.programmes.actions import add_record
from batea.programmes.models import Attachment, Person
from batea.programmes.records import Record, record_links, record_models
from batea.programmes.words import Words, WordsField

DAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
CSV = b"site,women\nLa Mina,12\n"
SPECIAL = {
    "evidence.support.target": "evidence.figure",
    "evidence.support.target_uid": lambda programme, text: some(Figure, programme, text).uid,
    "guidance.gateoverride.gate": "P1-S1.a",
    "phase1_getting_started.contribution.anonymous": False,
    "phase2_strategy.typerule.conditions": [{"dimension": "D01", "values": ["gold"], "without": False}],
    "phase3_implementation.frozenversion.outline": {
        "outline": 1,
        "is": "Document",
        "title": "Strategy",
        "lang": "en",
        "blocks": [],
    },
    "phase3_implementation.indicator.adds_up": False,
    "programmes.membership.role": "observer",
    "surveys.formversion.published_at": None,
    "surveys.phone.digest": lambda programme, text: uuid4().hex,
    "surveys.readingkey.digest": lambda programme, text: uuid4().hex,
    "surveys.submission.cells": "",
    "surveys.submission.replaces": "",
    "surveys.submission.state": "returned",
    "toolbox.assessment.subject": "evidence.figure",
    "toolbox.assessment.subject_uid": lambda programme, text: some(Figure, programme, text).uid,
    "toolbox.assessment.audience": "all",
    "toolbox.assessment.tool": "stakeholder_power",
    "learning.agendaitem.ends": time(11),
    "learning.agendarelease.number": 1,
    "learning.agendarelease.content": [
        {
            "uid": "session",
            "day": "2026-03-02",
            "starts": "09:00",
            "ends": "10:00",
            "title": {"original": "en", "en": "Session"},
            "method": "lecture",
            "room": "",
            "words": {},
            "people": [],
        }
    ],
    "learning.needsanswer.priorities": ["P1-S1"],
    "learning.needsanswer.skills": {"P1-S1": 3},
    "learning.ballot.country": "DO",
    "learning.ballot.dots": {"card": 1},
    "learning.casestudy.country": "DO",
    "learning.profile.country": "DO",
    "learning.profile.person": lambda programme, text: make(Person, programme, text=text, account=None),
    "learning.room.country": "",
    "learning.casestudy.state": "review",
    "learning.shareditem.country": "DO",
    "learning.shareditem.withdrawn_on": None,
    "learning.twinning.country": "DO",
    "learning.twinning.other": "PE",
    "learning.delegation.country": lambda programme, text: ("DO", "PE", "BR")[Delegation.objects.count()],
    "learning.exercise.tool": "stakeholder_power",
    "learning.finding.critical": False,
    "learning.trainingrequest.country": "DO",
    "learning.workshop.time_zone": "America/Santo_Domingo",
    "registry.site.attributes": {"D01": ["gold"]},
    "registry.site.latitude": Decimal("18.123457"),
    "registry.site.longitude": Decimal("-71.765433"),
    "registry.site.place_class": "S2",
    "registry.site.merged": False,
    "registry.sitechange.undone_on": None,
    **{f"registry.{name}.origin": "evidence.figure" for name in ("visit", "headcount")},
    **{
        f"registry.{name}.origin_uid": lambda programme, text: some(Figure, programme, text).uid
        for name in ("visit", "headcount")
    },
    "surveys.siteupdate.withdrawn": False,
    "registry.layershape.geometry": '{"type":"Point","coordinates":[-70.5,19.5]}',
}


def plain_text(field: models.Field) -> str:
    return f"Some {field.name}"


def value_for(field: models.Field, programme, text):
    """A value that suits the field's own declaration; links are looked up or made."""
    label = f"{field.model._meta.label_lower}.{field.name}"
    if label in SPECIAL:
        special = SPECIAL[label]
        return special(programme, text) if callable(special) else special
    if isinstance(field, models.ForeignKey):
        return linked(field, programme, text)
    if isinstance(field, WordsField):
        return Words({"original": "en", **{lang: f"{text(field)} {lang}" for lang in ("en", "es")}})
    if field.choices:
        keys = [key for key, _name in field.flatchoices if key not in ("", None)]
        return keys[field.model.objects.count() % len(keys)]
    if isinstance(field, models.CharField | models.TextField):
        return written(field, text)
    if isinstance(field, models.JSONField):
        return field.get_default()
    if isinstance(field, models.IntegerField):
        return max(
            3, *(check.limit_value for check in field.validators if isinstance(check, MinValueValidator)), 3
        )
    for kind, value in KINDS.items():
        if isinstance(field, kind):
            return value() if callable(value) else value
    raise LookupError(f"{label}: what would be a value of {type(field).__name__}?")


KINDS = {
    models.DateTimeField: NOON,
    models.DateField: DAY,
    models.TimeField: time(9, 30),
    models.UUIDField: uuid4,
    models.BooleanField: True,
    models.DecimalField: Decimal(3),
}


def written(field, text) -> str:
    if isinstance(field, models.EmailField):
        return f"{text(field).replace(' ', '.').lower()}@example.org"
    if isinstance(field, models.URLField):
        return f"https://example.org/{text(field).replace(' ', '-')}"
    if isinstance(field, models.SlugField):
        return text(field).replace(" ", "-").lower()
    if field.max_length == 3:
        return "DOP"
    if field.max_length == 2:
        return "es"
    return text(field)[: field.max_length]


def linked(field, programme, text):
    """A record to point at: one that is there, but another one for each link of the same table to the same table."""
    target = field.related_model
    if not issubclass(target, Record):
        return None
    siblings = [link.name for link in record_links(field.model) if link.related_model is target]
    return some(target, programme, text, siblings.index(field.name))


def some(model, programme, text, position=0) -> Record:
    """The record of the table at this position, made when it is not there."""
    there = model.objects.filter(programme=programme).order_by("pk")[position:].first()
    return there or make(model, programme, text=text)


def unsaved(model, programme, text=plain_text, **given) -> Record:
    """The record with every field filled."""
    left = {"id", "uid", "programme", "version", "changed_at", "exercise", *given}
    fields = [field for field in model._meta.concrete_fields if field.name not in left]
    values = {field.name: value_for(field, programme, text) for field in fields}
    return model(programme=programme, **{**values, **given})


def make(model, programme, text=plain_text, **given) -> Record:
    """A saved record of the table. Call inside the programme's scope."""
    if model is Attachment:
        given = {**file_for(text), **given}
    return add_record(by="the tests", record=unsaved(model, programme, text, **given))


def file_for(text) -> dict:
    from batea.programmes.attachments import keep_bytes

    return {
        "file_name": f"{text(Attachment._meta.get_field('file_name'))}.csv",
        "media_type": "text/csv",
        "size": len(CSV),
        "sha256": keep_bytes(CSV),
    }


def make_all(programme, text=plain_text) -> dict[str, Record]:
    """One record of every table, by label."""
    made = {}
    for model in record_models():
        made[model._meta.label_lower] = some(model, programme, text)
    return made
