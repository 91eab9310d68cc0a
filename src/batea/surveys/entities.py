"""Known things: an approved submission makes or changes what its form declares (ODK Entities 2025.1): sites and visits.

Only what a reviewer has approved reaches the register. The phone says which version of the site it had seen; when the
register has moved on meanwhile the update is still taken, its conflict is shown, and the trail keeps what was before.
What a property means stands in the tables below; a form hands answers over by naming them (`save_to`).
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from batea.guidance.catalogue import dimension_values
from batea.interop import instances
from batea.interop.xforms import Said
from batea.programmes.actions import add_record, change_record, remove_record
from batea.programmes.words import Words
from batea.registry.models import HeadCount, PlaceClass, Site, Visit
from batea.registry.queries import merge_of

from .models import Harm, SiteUpdate, Submission
from .questions import plan_of

SITES, VISITS = "sites", "visits"
YES = {"1", "true", "true()", "yes"}
PLAIN = {"code": 30, "region": 80, "district": 80}  # property: most characters
ATTRIBUTES = {"minerals": "D01", "deposit": "D02", "method": "D03", "size_class": "D18"}
SEXES = {"": "", "_women": "f", "_men": "m", "_others": "x"}
AGES = {"": "", "_0_14": "0-14", "_15_17": "15-17", "_18_29": "18-29", "_30_59": "30-59", "_60": "60+"}
PEOPLE = {f"people{sex}{age}": (SEXES[sex], AGES[age]) for sex in SEXES for age in AGES}
NOT_COUNTED = "not_counted"  # the answer that says so; no answer says nothing of the group
METHOD = "people_method"
DAYS = ("day", "last_visit")
COUNTED = {*PEOPLE, METHOD, *DAYS}
KNOWN = {
    SITES: {"site_name", "status", "geometry", *PLAIN, *ATTRIBUTES, *COUNTED},
    VISITS: {"site", "purpose", "seen", *COUNTED},
}


@dataclass(frozen=True)
class Entity:
    """One known thing a submission speaks of. `branch` tells updates made one after the other without network; `alone`
    says that the form is about this one, not about several."""

    dataset: str
    uid: uuid.UUID
    label: str
    create: bool
    update: bool
    seen_version: int | None
    branch: str
    alone: bool
    values: dict[str, str]


# What a form declares -------------------------------------------------------------------------------------------------


UNKNOWN_LIST = gettext_noop(
    "The list “%(dataset)s” is not known here: answers are kept, and nothing is made of them. "
    "Known lists: sites, visits."
)
UNKNOWN_PROPERTY = gettext_noop(
    "The list “%(dataset)s” has no property “%(name)s”: its answers stay in the submission."
)
NO_SITE = gettext_noop("A visit needs the property “site” with the identity of its site; none is made.")
ONLY_ADDED = gettext_noop("Visits are added only: what updates one changes nothing here.")


def doubts_of(schema: dict) -> Iterator[Said]:
    """What a form hands over that nothing here takes: told when it is brought in, not ignored in silence."""
    for entity in declarations(schema):
        dataset, names = entity["dataset"], [name for name, _path in entity["saves"]]
        if dataset not in KNOWN:
            yield doubt(UNKNOWN_LIST, dataset=dataset)
            continue
        unknown = (name for name in names if name not in KNOWN[dataset])
        yield from (doubt(UNKNOWN_PROPERTY, dataset=dataset, name=name) for name in unknown)
        if dataset == VISITS and "site" not in names:
            yield doubt(NO_SITE)
        if dataset == VISITS and entity["update"]:
            yield doubt(ONLY_ADDED)


def doubt(words: str, **details: str) -> Said:
    return Said("entities", None, words, details, "")


def declarations(schema: dict) -> list[dict]:
    """What the form declares. An answer goes to the innermost declaration around it and to no other."""
    found = list(schema.get("entities", ()))
    around = [each["path"].rpartition("/")[0].removesuffix("meta") for each in found]
    return [
        {
            **each,
            "saves": [
                (name, path)
                for name, path in each["saves"]
                if own == max((other for other in around if path.startswith(other)), key=len)
            ],
        }
        for each, own in zip(found, around, strict=True)
    ]


def entities_of(submission: Submission) -> Iterator[Entity]:
    """The things the submission declares, at its top, in a group or in a repeat. One without a proper identity is none."""
    if submission.encrypted:
        return
    schema = submission.published.schema
    declared = {each["path"]: each for each in declarations(schema) if each["dataset"] in KNOWN}
    if not declared:
        return
    repeats = {each["path"] for each in schema.get("repeats", ())}
    root = instances.read_instance(submission.xml.encode()).root
    for declaration, element, around in declared_in(root, declared, repeats, "", root):
        said = {key.rpartition("}")[2]: value.strip() for key, value in element.attrib.items()}
        uid = identity(said.get("id", ""))
        if uid is None or said.get("dataset") != declaration["dataset"]:
            continue
        seen = said.get("trunkVersion") or said.get("baseVersion", "")
        values = {name: answer(around, declaration["repeat"], path) for name, path in declaration["saves"]}
        yield Entity(
            declaration["dataset"],
            uid,
            next(
                (e.text or "" for e in instances.elements(element) if instances.local(e) == "label"), ""
            ).strip(),
            said.get("create", "") in YES,
            said.get("update", "") in YES,
            int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 10 else None,
            said.get("branchId", ""),
            not declaration["repeat"],
            {name: value for name, value in values.items() if value},
        )


def declared_in(element, declared: dict, repeats: set, path: str, around) -> Iterator[tuple]:
    """(declaration, its element, the row of the repeat it stands in), in the order of the form."""
    for child in instances.elements(element):
        here = f"{path}/{instances.local(child)}" if path else instances.local(child)
        if here in declared:
            yield declared[here], child, around
        elif len(child):
            yield from declared_in(child, declared, repeats, here, child if here in repeats else around)


def answer(around, repeat: str, path: str) -> str:
    """The answer at `path` in this row of the repeat, "" when there is none."""
    element = around
    for name in (path.removeprefix(f"{repeat}/") if repeat else path).split("/"):
        element = next((c for c in instances.elements(element) if instances.local(c) == name), None)
        if element is None:
            return ""
    return (element.text or "").strip()


def identity(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text.removeprefix("uuid:"))
    except ValueError:
        return None


# What an approval does ------------------------------------------------------------------------------------------------


@transaction.atomic
def take_over(*, by, submission: Submission) -> Submission:
    """Make or change what an approved submission declares. Doing it again changes nothing more."""
    for update in submission.site_updates.filter(withdrawn=True):
        change_record(by=by, record=update, values={"withdrawn": False}, act="approve again")
    # Sites first: a visit may go to a site of the same form.
    for entity in sorted(entities_of(submission), key=lambda each: each.dataset == VISITS):
        taken = take_site if entity.dataset == SITES else take_visit
        submission = taken(by, submission, entity)
    if submission.harm == Harm.PROTECTED:
        hide_places(by, submission)
    return submission


@transaction.atomic
def withdraw(*, by, submission: Submission) -> None:
    """The approval was taken back: what rested on it stays in the register and says so."""
    for update in submission.site_updates.filter(withdrawn=False):
        change_record(by=by, record=update, values={"withdrawn": True}, act="withdraw approval")


def hide_places(by, submission: Submission) -> None:
    """What came from a record that is protected now is shown on no map and in no list, whatever it was before."""
    fed = SiteUpdate.objects.filter(submission__origin=submission.origin).values("site")
    for site in Site.objects.filter(pk__in=fed).exclude(place_class=PlaceClass.S4):
        change_record(by=by, record=site, values={"place_class": PlaceClass.S4}, act="protect place")


def take_site(by, submission: Submission, entity: Entity) -> Submission:
    site = living(Site.objects.filter(uid=entity.uid).first())
    if (site is None and not entity.create) or not (entity.create or entity.update):
        return submission
    if site is not None and SiteUpdate.objects.filter(submission=submission, site=site).exists():
        return submission
    site = made(by, submission, entity) if site is None else changed(by, submission, entity, site)
    visit = visited(by, submission, entity, site)
    count_people(by, submission, entity, site, visit)
    return change_record(by=by, record=submission, values={"site": site}) if entity.alone else submission


def take_visit(by, submission: Submission, entity: Entity) -> Submission:
    """Add the visit, or bring it in line with the correction of the answers it came from."""
    given = identity(entity.values.get("site", ""))
    site = living(Site.objects.filter(uid=given).first()) if given else None
    visit = Visit.objects.filter(uid=entity.uid).first()
    if site is None or not entity.create or (visit and visit.origin_uid not in editions(submission)):
        return submission
    values = {"site": site, "day": day_of(submission, entity)} | said_of(submission, entity)
    if visit is None:
        visit = Visit(uid=entity.uid, **values, **whence(submission))
        add_record(by=by, record=visit)
    else:
        visit = change_record(by=by, record=visit, values=values | {"origin_uid": submission.uid})
    count_people(by, submission, entity, site, visit)
    return submission


def whence(submission: Submission) -> dict:
    """What every record made here has in common: its programme, and where it came from."""
    return {
        "programme": submission.programme,
        "exercise": submission.exercise,
        "origin": submission.label,
        "origin_uid": submission.uid,
    }


def editions(submission: Submission) -> set[uuid.UUID]:
    """All versions of the same answers."""
    own = Submission.objects.filter(form=submission.form, origin=submission.origin)
    return set(own.values_list("uid", flat=True))


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


# Sites ----------------------------------------------------------------------------------------------------------------


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


# Visits and people ----------------------------------------------------------------------------------------------------


def visited(by, submission: Submission, entity: Entity, site: Site) -> Visit | None:
    """The visit itself: many visits, one site. A correction is no second visit; it moves the first to its day."""
    day = day_of(submission, entity)
    if visit := own_visit(submission, entity, site):
        values = {"site": site, "day": day, "origin_uid": submission.uid}
        return change_record(by=by, record=visit, values=values)
    if earlier(
        submission, site
    ).exists():  # its visit was removed, or noted before visits said where they came from
        return None
    visit = Visit(site=site, day=day, purpose=purpose_of(submission), **whence(submission))
    return add_record(by=by, record=visit)


def own_visit(submission: Submission, entity: Entity, site: Site) -> Visit | None:
    """The visit an earlier version of the same answers noted; at another site, when the correction names another."""
    own = Visit.objects.filter(origin_uid__in=editions(submission)).order_by("pk")
    here = own.filter(site=site).first()
    if here is None and entity.alone:
        return own.filter(site__updates__submission__origin=submission.origin).first()
    return here


def purpose_of(submission: Submission) -> Words:
    return Words(submission.form.title, submission.programme.language)


def said_of(submission: Submission, entity: Entity) -> dict:
    lang = submission.programme.language
    given = {name: Words(entity.values[name], lang) for name in ("purpose", "seen") if name in entity.values}
    return {"purpose": purpose_of(submission), "seen": Words()} | given


def counts_in(values: dict[str, str]) -> dict[tuple[str, str], int | None]:
    """{(sex, age): number, None when it says "not counted"} of the groups the answers speak of."""
    return {
        PEOPLE[name]: None if text == NOT_COUNTED else int(text)
        for name, text in values.items()
        if name in PEOPLE
        and (text == NOT_COUNTED or (text.isascii() and text.isdecimal() and len(text) < 10))
    }


def count_people(by, submission: Submission, entity: Entity, site: Site, visit: Visit | None) -> None:
    """The counts the answers give, in place of those that earlier versions of the same answers gave."""
    counted = counts_in(entity.values)
    method = entity.values.get(METHOD, "")
    shared = {
        "site": site,
        "visit": visit,
        "day": visit.day if visit else day_of(submission, entity),
        "method": method if method in HeadCount.Method.values else "",
    }
    own = HeadCount.objects.filter(visit=visit, origin_uid__in=editions(submission)).order_by("pk")
    there = {(count.sex, count.age): count for count in (own if visit else own.filter(site=site))}
    for group, count in there.items():
        if group not in counted:
            remove_record(by=by, record=count)
    for (sex, age), number in counted.items():
        values = {**shared, "number": number}
        if count := there.get((sex, age)):
            change_record(by=by, record=count, values={**values, "origin_uid": submission.uid})
        else:
            add_record(by=by, record=HeadCount(sex=sex, age=age, **values, **whence(submission)))


def day_of(submission: Submission, entity: Entity) -> date:
    """The day the answers give for the visit; the day they were received when they give none, or one still to come."""
    came = submission.received_at.date()
    asked = (text for path, text in answers_at_the_top(submission).items() if is_day(path))
    for text in (*(entity.values.get(name, "") for name in DAYS), *asked):
        try:
            found = parse_date(text[:10])
        except ValueError:
            found = None
        if found is not None and date(1990, 1, 1) <= found <= came:
            return found
    return came


def is_day(path: str) -> bool:
    return path.rpartition("/")[2] in {"visit_day", "today"}


def answers_at_the_top(submission: Submission) -> dict[str, str]:
    plan = plan_of(submission.published)
    rows = instances.from_text(submission.cells).get("", [])
    return (
        {path: cell for path, cell in zip(plan.tables[0].questions, rows[0], strict=True) if cell}
        if rows
        else {}
    )
