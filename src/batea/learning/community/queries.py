"""What a member of the community may see, and the tables behind its pages."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from batea.problems import NO_PROFILE, UNKNOWN_ENTRY, Refused
from batea.programmes.members import Member

from ..countries import country_name
from .models import Answer, CaseStudy, Gathering, Profile, Question, Room, SharedItem, Twinning, Visibility
from .rules import Candidate, Concern, Twins, suggest_experts, suggest_twins

MODERATE = "community.moderate"
State = CaseStudy.State


def profile_of(member: Member) -> Profile | None:
    return Profile.objects.filter(person=member.person).first() if member.person else None


def my_profile(member: Member) -> Profile:
    """Raises Refused B852 for somebody without a profile."""
    found = profile_of(member)
    if found is None:
        raise Refused(NO_PROFILE)
    return found


# Rooms ----------------------------------------------------------------------------------------------------------------


def rooms_of_country(country: str) -> QuerySet[Room]:
    """The rooms of all, and those of one country."""
    return Room.objects.filter(country__in={"", country})


def rooms_for(member: Member) -> QuerySet[Room]:
    """The rooms whose content the member may see: a country's room is for members of the country and moderators."""
    if member.may(MODERATE):
        return Room.objects.all()
    mine = profile_of(member)
    return rooms_of_country(mine.country if mine else "")


def room_for(member: Member, uid) -> Room:
    """Raises Refused B205, the same for a room of others and for one that never was."""
    return found_or_refused(rooms_for(member), uid)


def questions_for(member: Member) -> QuerySet[Question]:
    return Question.objects.filter(room__in=rooms_for(member)).select_related("room", "asked_by", "routed_to")


def question_for(member: Member, uid) -> Question:
    return found_or_refused(questions_for(member), uid)


def answer_for(member: Member, uid) -> Answer:
    mine = Answer.objects.filter(question__room__in=rooms_for(member))
    return found_or_refused(mine.select_related("question__asked_by", "answered_by"), uid)


def found_or_refused(rows: QuerySet, uid):
    found = rows.filter(uid=uid).first()
    if found is None:
        raise Refused(UNKNOWN_ENTRY, what=rows.model._meta.verbose_name)
    return found


def with_counts(questions: QuerySet[Question]) -> QuerySet[Question]:
    shown = Q(answers__visibility=Visibility.SHOWN)
    return questions.annotate(
        told=Count("answers", filter=shown), helpful=Count("answers", filter=shown & Q(answers__helped=True))
    ).order_by("-asked_on", "-pk")


def waiting_for(profile: Profile | None) -> QuerySet[Question]:
    """Questions put to somebody who has not answered them."""
    if profile is None:
        return Question.objects.none()
    answered = Answer.objects.filter(answered_by=profile).values("question")
    open_now = Question.objects.filter(routed_to=profile, visibility=Visibility.SHOWN).exclude(
        pk__in=answered
    )
    return open_now.select_related("room", "asked_by").order_by("asked_on", "pk")


def experts_for(question: Question) -> list[Profile]:
    """Whom the question could be put to; in a room of a country only its members, never the one who asks."""
    people = Profile.objects.exclude(pk=question.asked_by_id).annotate(waiting=Count("put_to"))
    if question.room.country:
        people = people.filter(country=question.room.country)
    known = {person.pk: person for person in people}
    candidates = [
        Candidate(pk, person.badge, tuple(person.topics), person.expert, person.waiting)
        for pk, person in known.items()
    ]
    return [known[each.who] for each in suggest_experts(question.step, candidates)]


# Library --------------------------------------------------------------------------------------------------------------


def shared_items() -> QuerySet[SharedItem]:
    """What countries share today; nothing that was taken back."""
    return SharedItem.objects.filter(withdrawn_on=None).select_related("attachment")


def cases_for(member: Member) -> QuerySet[CaseStudy]:
    """Published ones; one's own in any state; for moderators also those in review."""
    seen = Q(state=State.PUBLISHED)
    mine = profile_of(member)
    if mine is not None:
        seen |= Q(written_by=mine)
    if member.may(MODERATE):
        seen |= Q(state=State.REVIEW)
    return CaseStudy.objects.filter(seen).select_related("written_by", "reviewed_by")


def published_cases() -> QuerySet[CaseStudy]:
    return CaseStudy.objects.filter(state=State.PUBLISHED).select_related("written_by")


def coming() -> QuerySet[Gathering]:
    return Gathering.objects.filter(begins__gte=timezone.now()).order_by("begins")


# Comparison -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """One country in a comparison; without an item it has shared nothing on the matter."""

    country: str
    item: SharedItem | None


def measured() -> QuerySet[SharedItem]:
    return shared_items().exclude(key="").filter(best__isnull=False)


def comparable_keys() -> list[str]:
    return sorted(set(measured().values_list("key", flat=True)))


def countries_here() -> list[str]:
    """Countries of members and of what is shared, by name."""
    named = set(Profile.objects.exclude(country="").values_list("country", flat=True))
    named |= set(shared_items().values_list("country", flat=True))
    return sorted(named, key=country_name)


def comparison(key: str) -> list[Line]:
    """Every country of the community, each with what it shares on the indicator or measure."""
    items: dict[str, list[SharedItem]] = {}
    for item in measured().filter(key=key).order_by("unit", "period", "pk"):
        items.setdefault(item.country, []).append(item)
    return [Line(country, item) for country in countries_here() for item in items.get(country, [None])]


def twins() -> list[Twins]:
    """Twinnings that could be: from what is shared today, without those that stand in the register."""
    rows = shared_items().exclude(key="").values_list("country", "kind", "key")
    known = {frozenset(pair) for pair in Twinning.objects.values_list("country", "other")}
    return suggest_twins((Concern(*row) for row in rows), known)
