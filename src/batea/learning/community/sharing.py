"""The one way out of a country: somebody there who may decide it shows one entry, as it stands now, to one community.

Both doors are asked: `sharing.decide` in the programme, and a part in the community. A community gets a copy of what
`snapshots.py` lets through and no address of the programme. A share taken back is empty there at once.
"""

import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django_scopes import scope

from batea.interop.photos import stripped
from batea.problems import COMMUNITY_GONE, NO_COMMUNITY, NOT_ALLOWED, UNKNOWN_ENTRY, Refused
from batea.programmes.actions import add_record, as_stored, change_record, check
from batea.programmes.attachments import forget_bytes, keep_bytes, place_of
from batea.programmes.audit import write_audit
from batea.programmes.members import Member, member_elsewhere, programmes_of
from batea.programmes.models import Attachment, Membership, Programme
from batea.programmes.records import Record
from batea.programmes.roles import ROLES
from batea.programmes.words import Words

from .models import Profile, Share, SharedItem
from .snapshots import Snapshot, sharable_models, snapshot_of

DECIDE, TAKE_PART, SEE = "sharing.decide", "community.take_part", "community.see"
TOLD = ("title", "words", "low", "best", "high", "unit", "period", "day", "source")
EMPTY = {
    **dict.fromkeys(("low", "best", "high", "day", "attachment")),
    **dict.fromkeys(("key", "unit", "period", "source"), ""),
}


def member_there(community: Programme, account) -> Member | None:
    """Who the account is in the community, when it takes part there."""
    if community.kind != Programme.Kind.COMMUNITY:
        return None
    found = member_elsewhere(community, account)
    return found if found and found.may(TAKE_PART) else None


def communities_of(account) -> list[Programme]:
    """The communities on this server that the account takes part in."""
    mine = programmes_of(account).filter(kind=Programme.Kind.COMMUNITY)
    return [community for community in mine if member_there(community, account)]


@dataclass(frozen=True)
class Audience:
    """Who will see what is shared: how many people today, and the countries that members name."""

    people: int
    countries: tuple[str, ...]


def audience(community: Programme) -> Audience:
    today, roles = timezone.localdate(), [role.code for role in ROLES.values() if SEE in role.may]
    with scope(programme=community):
        rows = Membership.objects.filter(role__in=roles).values_list("person_id", "until")
        people = {person for person, until in rows if until is None or until >= today}
        countries = Profile.objects.exclude(country="").values_list("country", flat=True)
        return Audience(len(people), tuple(sorted(set(countries))))


def sharable(uid) -> Record:
    """The record of the programme in scope with this uid, in a table that can be shared. Raises Refused B205."""
    for model in sharable_models():
        found = model.objects.filter(uid=uid).first()
        if found is not None:
            return found
    raise Refused(UNKNOWN_ENTRY, what=Share._meta.verbose_name)


def active_share(record: Record, community: Programme) -> Share | None:
    shown = Share.objects.filter(target=record.label, target_uid=record.uid, withdrawn_on=None)
    return shown.filter(community=community.uid).first()


@transaction.atomic
def share_record(
    *,
    by: Member,
    record: Record,
    community: Programme,
    licence: str,
    consent: str,
    key: str = "",
    version=None,
) -> Share:
    """Show the record, as it stands at `version`, to the community; shared again, it takes the place of the older copy.

    `key` is the indicator a figure answers, so that countries can be compared. Raises Refused: B101 or B851 when one of
    the two doors is closed, B202 when the record has changed since it was looked at, B850 when it cannot be shared.
    """
    if by.programme.pk != record.programme_id or not by.may(DECIDE):
        raise Refused(NOT_ALLOWED)
    there = member_there(community, by.account)
    if there is None:
        raise Refused(NO_COMMUNITY)
    record = as_stored(record, record.version if version is None else version)
    snapshot = snapshot_of(record)
    values = {
        "target_version": record.version,
        "licence": licence,
        "consent": consent,
        "decided_by": str(by),
        "shared_on": timezone.localdate(),
    }
    share = active_share(record, community)
    if share is None:
        about = {"target": record.label, "target_uid": record.uid, "exercise": record.exercise}
        about |= {"community": community.uid, "community_name": str(community)[:200]}
        share = add_record(by=by, record=Share(programme=record.programme, **about, **values), act="share")
    else:
        share = change_record(by=by, record=share, values=values, act="share again")
    with scope(programme=community):
        put_item(there, community, share, snapshot, key)
    return share


def put_item(by: Member, community: Programme, share: Share, snapshot: Snapshot, key: str) -> SharedItem:
    """The community's copy. Its audit entry tells that it came, not what it says: that can be taken back."""
    item = SharedItem.objects.filter(share=share.uid).first()
    stored = item is not None
    item = item or SharedItem(programme=community, share=share.uid, origin=origin(community, share.programme))
    for name in TOLD:
        setattr(item, name, getattr(snapshot, name))
    item.kind, item.country, item.exercise = snapshot.kind, snapshot.country, snapshot.exercise
    item.key = snapshot.key or key
    item.licence, item.shared_on = share.licence, share.shared_on
    old, item.attachment = item.attachment, copied(by, community, snapshot.file)
    write_item(by, item, "receive share", stored)
    drop_file(by, old)
    return item


def origin(community: Programme, programme: Programme) -> uuid.UUID:
    """The same for all that comes from one programme, and no way to find the programme by it."""
    return uuid.uuid5(community.uid, str(programme.uid))


def write_item(by, item: SharedItem, act: str, stored: bool) -> None:
    item.version += 1 if stored else 0
    item.changed_at = timezone.now()
    check(item)
    item.save(force_insert=not stored)
    told = {"country": [None, item.country], "kind": [None, item.kind], "licence": [None, item.licence]}
    write_audit(by=by, act=act, programme=item.programme, record=item, change=told)


def copied(by: Member, community: Programme, file: Attachment | None) -> Attachment | None:
    """The file in the community under a name that says nothing; a picture is made anew from its pixels."""
    if file is None:
        return None
    content, kind = place_of(file.sha256).read_bytes(), file.media_type
    if kind.startswith("image/"):
        content, kind = stripped(content)
    ending = file.file_name.rpartition(".")[2].lower()
    record = Attachment(
        programme=community,
        title="Shared file",
        file_name=f"shared-{uuid.uuid4().hex[:8]}.{ending}",
        media_type=kind,
        size=len(content),
        sha256=keep_bytes(content),
        exercise=file.exercise,
    )
    return add_record(by=by, record=record, act="receive share")


def drop_file(by, file: Attachment | None) -> None:
    """Take the community's copy away, and its bytes unless somebody else's row names them. The audit entry tells
    nothing of it but that it is gone."""
    if file is not None:
        write_audit(by=by, act="take back", programme=file.programme, record=file)
        Attachment.objects.filter(pk=file.pk).delete()
        forget_bytes(file)


@transaction.atomic
def withdraw_share(*, by: Member, share: Share) -> Share:
    """Empty what the community has of it, and mark it as taken back. It needs no part in the community any more.

    Raises Refused: B101, B853 when the community is not on this server.
    """
    if by.programme.pk != share.programme_id or not by.may(DECIDE):
        raise Refused(NOT_ALLOWED)
    community = Programme.objects.filter(uid=share.community, kind=Programme.Kind.COMMUNITY).first()
    if community is None:
        raise Refused(COMMUNITY_GONE, name=share.community_name)
    share = change_record(by=by, record=share, values={"withdrawn_on": timezone.localdate()}, act="take back")
    with scope(programme=community):
        item = SharedItem.objects.filter(share=share.uid).first()
        if item is not None:
            empty_item(item)
    return share


def empty_item(item: SharedItem) -> None:
    """Whoever takes it back need not be known in the community: the trail there names the country."""
    by, old = f"{item.country}: {item._meta.verbose_name}", item.attachment
    for name, value in {**EMPTY, "title": Words(), "words": Words()}.items():
        setattr(item, name, value)
    item.withdrawn_on = timezone.localdate()
    write_item(by, item, "take back", stored=True)
    drop_file(by, old)


@dataclass(frozen=True)
class SharedHere:
    """One of the country's acts of sharing, with the record as it is now (None: it is not there any more)."""

    share: Share
    record: Record | None

    @property
    def changed(self) -> bool:
        """Others still see how it was before."""
        return self.record is not None and self.record.version != self.share.target_version


def shares_here() -> list[SharedHere]:
    """What the programme in scope has shared, newest first."""
    shares = list(Share.objects.order_by("-shared_on", "-pk"))
    records = {}
    for model in sharable_models():
        wanted = [share.target_uid for share in shares if share.target == model._meta.label_lower]
        found = model.objects.filter(uid__in=wanted) if wanted else ()
        records |= {(model._meta.label_lower, record.uid): record for record in found}
    return [SharedHere(share, records.get((share.target, share.target_uid))) for share in shares]
