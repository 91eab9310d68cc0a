"""Known things: an approved submission makes or changes the sites its form declares (ODK Entities 2024.1).

Only what a reviewer has approved reaches the register. The phone says which version of the site it had seen; when the
register has moved on meanwhile the update is still taken, its conflict is shown, and the trail keeps what was before.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from batea.guidance.catalogue import dimension_values
from batea.interop import instances
from batea.programmes.actions import add_record, change_record
from batea.programmes.words import Words
from batea.registry.models import Site, Visit
from batea.registry.queries import merge_of

from .models import SiteUpdate, Submission
from .questions import plan_of

SITES = "sites"
YES = {"1", "true", "true()", "yes"}
PLAIN = {"code": 30, "region": 80, "district": 80}  # property: most characters
ATTRIBUTES = {"minerals": "D01", "deposit": "D02", "method": "D03", "size_class": "D18"}


@dataclass(frozen=True)
class Entity:
    """One known thing a submission speaks of. `branch` tells updates made one after the other without network."""

    uid: uuid.UUID
    label: str
    create: bool
    update: bool
    seen_version: int | None
    branch: str
    values: dict[str, str]


def entities_of(submission: Submission) -> Iterator[Entity]:
    """The sites the submission declares at its top. An entity without a proper identity is none."""
    if submission.encrypted:
        return
    schema = submission.published.schema
    declared = [
        each for each in schema.get("entities", ()) if each["dataset"] == SITES and not each["repeat"]
    ]
    if not declared:
        return
    instance = instances.read_instance(submission.xml.encode())
    answers = answers_at_the_top(submission)
    for element in instance.root.iter():
        if not isinstance(element.tag, str) or instances.local(element) != "entity":
            continue
        said = {key.rpartition("}")[2]: value.strip() for key, value in element.attrib.items()}
        if said.get("dataset") != SITES or (uid := identity(said.get("id", ""))) is None:
            continue
        label = next((e.text or "" for e in element if instances.local(e) == "label"), "").strip()
        seen = said.get("trunkVersion") or said.get("baseVersion", "")
        yield Entity(
            uid,
            label,
            said.get("create", "") in YES,
            said.get("update", "") in YES,
            int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 10 else None,
            said.get("branchId", ""),
            {name: answers[path] for name, path in declared[0]["saves"] if answers.get(path)},
        )


def identity(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text.removeprefix("uuid:"))
    except ValueError:
        return None


def answers_at_the_top(submission: Submission) -> dict[str, str]:
    plan = plan_of(submission.published)
    rows = instances.from_text(submission.cells).get("", [])
    return (
        {path: cell for path, cell in zip(plan.tables[0].questions, rows[0], strict=True) if cell}
        if rows
        else {}
    )


@transaction.atomic
def take_over(*, by, submission: Submission) -> Submission:
    """Make or change the sites of an approved submission, and note the visit. Doing it again changes nothing more."""
    for entity in entities_of(submission):
        if SiteUpdate.objects.filter(submission=submission, site__uid=entity.uid).exists():
            continue
        site = living(Site.objects.filter(uid=entity.uid).first())
        if site is None and entity.create:
            site = made(by, submission, entity)
        elif site is not None and (entity.update or entity.create):
            site = changed(by, submission, entity, site)
        # A correction is no second visit; it has its site from the answers it replaced.
        if site is not None and not earlier(submission, site).exists():
            submission = visited(by, submission, site)
    return submission


def earlier(submission: Submission, site: Site):
    """What earlier versions of the same answers did to the site."""
    return SiteUpdate.objects.filter(site=site, submission__origin=submission.origin).exclude(
        submission=submission
    )


def living(site: Site | None) -> Site | None:
    """The site itself, or the one it was merged into while the phone was away."""
    while site is not None and site.merged and (merge := merge_of(site)):
        site = merge.to_site
    return site


def made(by, submission: Submission, entity: Entity) -> Site:
    site = Site(
        programme=submission.programme,
        uid=entity.uid,
        name=(entity.values.get("site_name") or entity.label or _("Site without a name"))[:120],
        exercise=submission.exercise,
        **fields_of(entity, {}),
    )
    add_record(by=by, record=site)
    note(by, submission, site, SiteUpdate.Kind.CREATE, entity, None)
    return site


def changed(by, submission: Submission, entity: Entity, site: Site) -> Site:
    before = site.version
    values = fields_of(entity, site.attributes)
    if name := (entity.values.get("site_name") or entity.label):
        values["name"] = name[:120]
    site = change_record(by=by, record=site, values=values) if values else site
    note(by, submission, site, SiteUpdate.Kind.UPDATE, entity, before)
    return site


def note(by, submission, site: Site, kind, entity: Entity, before: int | None) -> None:
    """Two phones that both `create` the same site, or saw an older version, disagree: that is a conflict."""
    own = follows(entity, site) or earlier(submission, site).exists()
    moved = before is not None and not own and before != entity.seen_version
    add_record(
        by=by,
        record=SiteUpdate(
            programme=submission.programme,
            submission=submission,
            site=site,
            kind=kind,
            seen_version=entity.seen_version,
            found_version=before,
            conflict=moved,
            values={**entity.values, "branch": entity.branch} if entity.branch else dict(entity.values),
            exercise=submission.exercise,
        ),
    )


def follows(entity: Entity, site: Site) -> bool:
    """Whether the last change of the site came from the same phone's branch, so that this one continues it."""
    if not entity.branch:
        return False
    last = SiteUpdate.objects.filter(site=site).order_by("-pk").first()
    return last is not None and last.values.get("branch") == entity.branch and not last.conflict


def fields_of(entity: Entity, attributes: dict) -> dict:
    """What the properties say of the site's fields; codes that are not known are left where they came from."""
    found: dict = {
        name: entity.values[name][:most] for name, most in PLAIN.items() if entity.values.get(name)
    }
    if entity.values.get("status") in Site.Status.values:
        found["status"] = entity.values["status"]
    if place := instances.place(entity.values.get("geometry", "")):
        found["latitude"], found["longitude"] = (Decimal(f"{value:.6f}") for value in place)
    known = dimension_values()
    codes = {
        dimension: [code for code in entity.values[name].split() if code in known[dimension]]
        for name, dimension in ATTRIBUTES.items()
        if entity.values.get(name)
    }
    if any(codes.values()):
        found["attributes"] = {**attributes, **{name: each for name, each in codes.items() if each}}
    return found


def visited(by, submission: Submission, site: Site) -> Submission:
    """The visit itself: many visits, one site."""
    visit = Visit(
        programme=submission.programme,
        site=site,
        day=day_of(submission),
        purpose=Words(submission.form.title, submission.programme.language),
        exercise=submission.exercise,
    )
    add_record(by=by, record=visit)
    return change_record(by=by, record=submission, values={"site": site})


def day_of(submission: Submission) -> date:
    """The day the answers give for the visit; the day they were received when they give none, or one still to come."""
    came = submission.received_at.date()
    said = answers_at_the_top(submission)
    for path, text in said.items():
        if path.rpartition("/")[2] in {"visit_day", "today"}:
            try:
                found = parse_date(text[:10])
            except ValueError:
                found = None
            if found is not None and date(1990, 1, 1) <= found <= came:
                return found
    return came
