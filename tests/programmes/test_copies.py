"""What groups made of their copies, side by side, and one record taken over with what it needs."""

import pytest
from django_scopes import scope

from batea.evidence.models import Figure, Statement, Support
from batea.phase2_strategy.models import AsmType, ImpactRating
from batea.problems import CHANGED_MEANWHILE, NOT_IN_THE_COPY, Refused
from batea.programmes import copies
from batea.programmes.actions import add_record, change_record, remove_record
from batea.programmes.audit import chain_of, verify_audit
from batea.programmes.bundle import copy_programme
from batea.programmes.models import Credit
from batea.programmes.words import Words
from tests.factory import DAY, make

BY = "the tests"


@pytest.fixture
def amber(inside_a):
    return make(AsmType, inside_a)


@pytest.fixture
def groups(amber, country_a):
    return [copy_programme(by=BY, programme=country_a, slug=f"g{number}") for number in (1, 2)]


def rename(programme, uid, words):
    with scope(programme=programme):
        found = AsmType.objects.get(uid=uid)
        return change_record(by=BY, record=found, values={"name": Words(words, "en")})


def test_copies_that_nobody_touched_do_not_differ(country_a, groups):
    assert copies.differences(country_a, groups, AsmType) == []


def test_a_change_in_one_copy_shows_beside_the_others(country_a, groups, amber):
    rename(groups[0], amber.uid, "Amber of the north")
    (found,) = copies.differences(country_a, groups, AsmType)
    assert (found.uid, found.fields) == (str(amber.uid), ("name",))
    assert [found.differs(version) for version in found.copies] == [True, False]


def test_what_a_copy_added_or_removed_shows_too(country_a, groups, amber):
    with scope(programme=groups[0]):
        added = make(AsmType, groups[0], code="larimar")
    with scope(programme=groups[1]):
        remove_record(by=BY, record=AsmType.objects.get(uid=amber.uid))
    found = {difference.uid: difference for difference in copies.differences(country_a, groups, AsmType)}
    assert [version.row is None for version in found[str(added.uid)].copies] == [False, True]
    assert [version.row is None for version in found[str(amber.uid)].copies] == [False, True]


def test_a_changed_record_is_taken_over_with_credit(country_a, groups, amber):
    rename(groups[0], amber.uid, "Amber of the north")
    taken = copies.take_over(
        by=BY, source=groups[0], target=country_a, model=AsmType, uid=amber.uid, seen=1, credit="Group 1"
    )
    assert (str(taken.name), taken.version, taken.programme) == ("Amber of the north", 2, country_a)
    with scope(programme=country_a):
        assert [str(credit) for credit in copies.credits_of(taken)] == ["Group 1"]
    assert verify_audit(chain_of(country_a))


def test_the_second_who_takes_over_meets_the_first(country_a, groups, amber):
    for group in groups:
        rename(group, amber.uid, f"Amber of {group.slug}")
    how = {"by": BY, "target": country_a, "model": AsmType, "uid": amber.uid, "seen": 1}
    copies.take_over(source=groups[0], credit="Group 1", **how)
    with pytest.raises(Refused) as refused:
        copies.take_over(source=groups[1], credit="Group 2", **how)
    assert refused.value.problem is CHANGED_MEANWHILE
    copies.take_over(source=groups[1], credit="Group 2", **how | {"seen": 2})
    with scope(programme=country_a):
        assert str(AsmType.objects.get(uid=amber.uid).name) == f"Amber of {groups[1].slug}"
        assert Credit.objects.count() == 2


def test_a_new_record_brings_what_it_points_at(country_a, groups):
    with scope(programme=groups[0]):
        larimar = make(AsmType, groups[0], code="larimar")
        rating = make(ImpactRating, groups[0], type=larimar)
    copies.take_over(
        by=BY,
        source=groups[0],
        target=country_a,
        model=ImpactRating,
        uid=rating.uid,
        seen=None,
        credit="Group 1",
    )
    with scope(programme=country_a):
        assert ImpactRating.objects.get(uid=rating.uid).type.uid == larimar.uid


def test_a_statement_brings_what_supports_it(country_a, groups):
    with scope(programme=groups[0]):
        figure = make(Figure, groups[0])
        statement = make(Statement, groups[0])
        add_record(
            by=BY,
            record=Support(
                programme=groups[0],
                statement=statement,
                target=figure.label,
                target_uid=figure.uid,
                bearing=Support.Bearing.SUPPORTS,
                target_version=figure.version,
                checked_on=DAY,
            ),
        )
    copies.take_over(
        by=BY,
        source=groups[0],
        target=country_a,
        model=Statement,
        uid=statement.uid,
        seen=None,
        credit="Group 1",
    )
    with scope(programme=country_a):
        assert Support.objects.filter(statement__uid=statement.uid).count() == 1


def test_what_is_not_in_the_copy_cannot_be_taken(country_a, groups, amber):
    with scope(programme=groups[0]):
        remove_record(by=BY, record=AsmType.objects.get(uid=amber.uid))
    with pytest.raises(Refused) as refused:
        copies.take_over(
            by=BY, source=groups[0], target=country_a, model=AsmType, uid=amber.uid, seen=1, credit="Group 1"
        )
    assert refused.value.problem is NOT_IN_THE_COPY
