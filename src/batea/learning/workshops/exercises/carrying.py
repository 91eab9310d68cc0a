"""The cards of a ranking carried into a programme as challenges, one at a time, with their votes and where they come from.

Both doors are asked: whoever carries runs the workshop, and may change challenges in the programme they go into. A card
keeps one identity wherever it goes (its own, or that of the challenge it was made from), so that copies in which it
stands are found to say the same thing of the same challenge.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django_scopes import scope

from batea.phase1_getting_started.context.models import Challenge
from batea.problems import CARRIED_ALREADY, CHANGED_MEANWHILE, NO_RESULT_YET, NOT_ALLOWED, Refused
from batea.programmes.actions import add_record, change_record
from batea.programmes.copies import give_credit
from batea.programmes.members import Member, member_elsewhere
from batea.programmes.models import Credit
from batea.programmes.words import Words

from ...models import Ranking, RankingCard, Workshop
from .comparing import group_sources
from .ranking_queries import Ranked, RankingResult, result_of
from .sandboxes import case_for, case_of, inside, programme_of

SEE, CHANGE = "context.see", "context.change"


@dataclass(frozen=True)
class Place:
    """A programme a card may go into, and who one is there."""

    member: Member
    name: str

    @property
    def key(self) -> str:
        return str(self.member.programme.uid)


def places_for(workshop: Workshop, account) -> list[Place]:
    """The common draft, the groups' copies and the country's programme, where the account may change challenges."""
    draft = member_elsewhere(programme_of(workshop.draft), account)
    case = member_elsewhere(case_of(workshop), account)
    found = [
        *([Place(draft, _("Common draft"))] if draft else []),
        *(Place(each.member, each.name) for each in group_sources(workshop, account)),
        *([Place(case, str(case.programme.name))] if case else []),
    ]
    return [each for each in found if each.member.may(CHANGE) and each.member.may(SEE)]


def place_named(places: list[Place], key) -> Place:
    """Raises Refused B101 for a programme one may not carry into, whether it is there or not."""
    found = next((each for each in places if each.key == str(key)), None)
    if found is None:
        raise Refused(NOT_ALLOWED)
    return found


# Where cards come from ------------------------------------------------------------------------------------------------


def challenges_at_hand(workshop: Workshop, account) -> dict[str, Challenge]:
    """Challenges a card may be made of, by uid: of this programme, of the common draft, and of the case for somebody who
    may take the case out. Whoever ticks one takes its words out."""
    found = {str(each.uid): each for each in Challenge.objects.order_by("pk")[:100]}
    for member in doors_out(workshop, account):
        with inside(member):
            for each in Challenge.objects.order_by("-votes", "pk")[:100]:
                found.setdefault(str(each.uid), each)
    return found


def doors_out(workshop: Workshop | None, account) -> Iterator[Member]:
    if workshop is None:
        return
    draft = member_elsewhere(programme_of(workshop.draft), account)
    if draft is not None and draft.may(SEE):
        yield draft
    try:
        case = member_elsewhere(case_for(workshop, account), account)
    except Refused:
        return
    if case is not None and case.may(SEE):
        yield case


# What is there already ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Standing:
    """A card beside what stands in a programme: the challenge it is, those that say the same words, and whether the votes
    of this ranking are there."""

    ranked: Ranked
    there: Challenge | None
    alike: tuple[Challenge, ...]
    carried: bool


def identity_of(card: RankingCard) -> UUID:
    return card.challenge or card.uid


def standings(place: Place, ranking: Ranking, result: RankingResult) -> list[Standing]:
    """Two queries in the programme, however many cards."""
    with inside(place.member):
        challenges = list(Challenge.objects.order_by("pk"))
        note = note_of(ranking)
        noted = set(Credit.objects.filter(given_to__startswith=note).values_list("target_uid", flat=True))
    return [standing(each, challenges, noted) for each in result.cards]


def standing(ranked: Ranked, challenges: list[Challenge], noted: set) -> Standing:
    there = next((each for each in challenges if each.uid == identity_of(ranked.card)), None)
    alike = tuple(
        each for each in challenges if each is not there and same_words(each.words, ranked.card.words)
    )
    known = {each.uid for each in (there, *alike) if each is not None}
    return Standing(ranked, there, alike, bool(known & noted))


def same_words(one: Words, other: Words) -> bool:
    """In any language, whatever the case, blanks and the dot at the end."""
    return bool(bare(one) & bare(other))


def bare(words: Words) -> set[str]:
    texts = (
        " ".join(text.split()).casefold().rstrip(".!?") for lang, text in words.items() if lang != "original"
    )
    return {text for text in texts if text}


# Carrying -------------------------------------------------------------------------------------------------------------


def note_of(ranking: Ranking) -> str:
    """What every note of the ranking begins with; the short mark tells it from others with the same question."""
    with translation.override(ranking.programme.language):
        said = _("Ranking “%(question)s”") % {"question": str(ranking.question)[:80]}
    return f"{said} [{str(ranking.uid)[:8]}]"


def thanks_for(ranking: Ranking, workshop: Workshop, ranked: Ranked, result: RankingResult) -> str:
    """Where the challenge comes from and the votes it was given."""
    numbers = {"place": ranked.place, "votes": ranked.dots, "of": ranked.of, "ballots": result.ballots}
    with translation.override(ranking.programme.language):
        if ranking.way == Ranking.Way.PAIRS:
            said = _("place %(place)s, first in %(votes)s of %(of)s pairs, %(ballots)s ballots")
        else:
            said = _("place %(place)s, %(votes)s votes, %(ballots)s ballots")
        told = said % numbers
    return f"{note_of(ranking)}: {told}; {workshop}"[:200]


@transaction.atomic
def carry_card(
    *,
    place: Place,
    workshop: Workshop,
    ranking: Ranking,
    card: RankingCard,
    area="",
    onto=None,
    seen=0,
    alike=0,
) -> Challenge:
    """Put the card into the programme as a challenge, or its votes onto the challenge `onto` that stands there, which was
    looked at in the version `seen`. `alike` is how many challenges with the same words were shown.

    Raises Refused: B873 while there is no result, B874 when the votes of this ranking stand there already, B202 when
    something else stands there than was shown, B101, B201 without an area.
    """
    if not place.member.may(CHANGE):
        raise Refused(NOT_ALLOWED)
    result = result_of(ranking)
    ranked = next((each for each in result.cards if each.card.pk == card.pk), None)
    if ranked is None:
        raise Refused(NO_RESULT_YET)
    thanks = thanks_for(ranking, workshop, ranked, result)
    programme = place.member.programme
    with scope(programme=programme, member=place.member):
        type(programme).objects.select_for_update().get(
            pk=programme.pk
        )  # two who carry the same card come in turn
        now = next(each for each in standings(place, ranking, result) if each.ranked.card.pk == card.pk)
        if now.carried:
            raise Refused(CARRIED_ALREADY, what=ranked.card)
        if len(now.alike) != (alike or 0) or (now.there is not None and not onto):
            raise Refused(CHANGED_MEANWHILE)
        carried = (
            onto_challenge(place, now, onto, seen) if onto else as_challenge(place, ranking, ranked, area)
        )
        give_credit(place.member, carried, thanks)
    return carried


def as_challenge(place: Place, ranking: Ranking, ranked: Ranked, area: str) -> Challenge:
    programme = place.member.programme
    made = Challenge(
        programme=programme,
        uid=identity_of(ranked.card),
        words=ranked.card.words,
        area=area or ranked.card.area,
        votes=ranked.dots,
        exercise=programme.is_exercise or ranking.exercise,
    )
    return add_record(by=place.member, record=made, act="carry from ranking")


def onto_challenge(place: Place, now: Standing, onto, seen: int | None) -> Challenge:
    shown = [each for each in (now.there, *now.alike) if each is not None]
    target = next((each for each in shown if str(each.uid) == str(onto)), None)
    if target is None:
        raise Refused(CHANGED_MEANWHILE)
    values = {"votes": target.votes + now.ranked.dots}
    return change_record(
        by=place.member, record=target, values=values, version=seen or 0, act="carry from ranking"
    )
