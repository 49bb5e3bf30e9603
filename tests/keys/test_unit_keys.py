"""Unit keys: grants, epochs, the chain to history, and who is left out."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction

from encryption.contexts import ctx
from encryption.keypairs import generate, seal_to
from keys import envelopes, services, unit_keys
from keys.errors import EpochChanged, NoPersonKey, NoRecordsKey, NotOfTheAgency, NoUnitKey
from keys.models import Grant, Side, UnitKey
from keys.records import records_key
from tests.keys.custody import (
    Member,
    Named,
    flipped,
    grant,
    make_person,
    make_unit,
    texts,
    unit_key_of,
    write,
)

pytestmark = pytest.mark.django_db


def opens(member: Member, row: envelopes.Stored) -> bool:
    """Tell whether the member can read a message."""
    return texts(envelopes.open_messages(member.unlocks(), [row])) != [None]


def test_the_founder_holds_the_first_epoch_and_others_do_not(
    holder: Member, colleague: Member, citizen: Member, desk: UUID
) -> None:
    row = write(citizen, to=[citizen], unit=desk)

    assert opens(holder, row)
    assert not opens(colleague, row)
    assert unit_key_of(desk, 1).records_key_id == records_key().key_id


def test_a_member_who_was_granted_the_key_reads(
    holder: Member, colleague: Member, citizen: Member, desk: UUID
) -> None:
    row = write(citizen, to=[citizen], unit=desk)

    grant(holder, desk, colleague)

    assert opens(colleague, row)


def test_who_does_not_hold_a_key_cannot_grant_it(colleague: Member, citizen: Member, desk: UUID) -> None:
    with pytest.raises(NoUnitKey):
        grant(colleague, desk, citizen)
    with pytest.raises(NoUnitKey):
        grant(colleague, uuid4(), citizen)
    with pytest.raises(NoUnitKey):
        make_unit(colleague, unit=desk)
    assert Grant.objects.count() == UnitKey.objects.count() == 1


def test_nobody_without_keys_is_granted_anything(holder: Member, desk: UUID) -> None:
    with pytest.raises(NoPersonKey):
        grant(holder, desk, Member(Named(), holder.account_key))


def test_granting_again_renews_a_damaged_grant(
    holder: Member, colleague: Member, citizen: Member, desk: UUID
) -> None:
    row = write(citizen, to=[citizen], unit=desk)
    grant(holder, desk, colleague)
    Grant.objects.filter(person=colleague.public_id).update(sealed_unit_key=b"damaged")
    assert not opens(colleague, row)

    grant(holder, desk, colleague)

    assert opens(colleague, row)
    assert Grant.objects.filter(person=colleague.public_id).count() == 1


def test_one_grant_opens_all_history(holder: Member, citizen: Member, desk: UUID) -> None:
    rows = [write(citizen, to=[citizen], unit=desk)]
    for _ in range(3):
        make_unit(holder, unit=desk)
        rows.append(write(citizen, to=[citizen], unit=desk))
    newcomer = make_person(side=Side.AGENCY)

    grant(holder, desk, newcomer)

    assert Grant.objects.filter(person=newcomer.public_id).count() == 1
    assert [row.epoch for row in rows] == [1, 2, 3, 4]
    assert None not in envelopes.open_summaries(newcomer.unlocks(), rows)
    assert None not in envelopes.open_summaries(holder.unlocks(), rows)


def test_whoever_left_does_not_open_later_epochs(holder: Member, citizen: Member, desk: UUID) -> None:
    leaver, stayer = make_person(side=Side.AGENCY), make_person(side=Side.AGENCY)
    grant(holder, desk, leaver)
    grant(holder, desk, stayer)
    before = write(citizen, to=[citizen], unit=desk)

    make_unit(holder, stayer, unit=desk)

    after = write(citizen, to=[citizen], unit=desk)
    assert opens(stayer, before)
    assert opens(stayer, after)
    assert opens(leaver, before)
    assert not opens(leaver, after)
    Grant.objects.filter(person=leaver.public_id).delete()
    assert not opens(leaver, before)


def test_a_message_for_an_older_epoch_is_not_sealed(holder: Member, citizen: Member, desk: UUID) -> None:
    make_unit(holder, unit=desk)
    position = envelopes.Position(uuid4(), uuid4(), 1, None, desk, 1)

    with pytest.raises(EpochChanged):
        envelopes.seal(
            envelopes.Content("", "text"), position=position, sender=holder.unlocks(), people=[], unit=desk
        )


@pytest.mark.parametrize("column", ["sealed_unit_key", "person_key_id", "person"])
def test_a_changed_grant_opens_nothing(
    holder: Member, colleague: Member, citizen: Member, desk: UUID, column: str
) -> None:
    row = write(citizen, to=[citizen], unit=desk)
    theirs = make_unit(colleague)
    other = Grant.objects.get(unit_key__unit=theirs)

    Grant.objects.filter(unit_key__unit=desk).update(**{column: getattr(other, column)})

    assert not opens(holder, row)
    assert not opens(colleague, row)


def test_a_grant_of_another_unit_opens_nothing(holder: Member, citizen: Member, desk: UUID) -> None:
    other = make_unit(holder)
    row = write(citizen, to=[citizen], unit=desk)
    sealed = Grant.objects.get(unit_key__unit=other).sealed_unit_key

    Grant.objects.filter(unit_key__unit=desk).update(sealed_unit_key=sealed)

    assert not opens(holder, row)


def test_a_grant_moved_to_another_epoch_opens_nothing(
    holder: Member, colleague: Member, citizen: Member, desk: UUID
) -> None:
    grant(holder, desk, colleague)
    make_unit(holder, unit=desk)
    row = write(citizen, to=[citizen], unit=desk)

    Grant.objects.filter(person=colleague.public_id).update(unit_key=unit_key_of(desk, 2))

    assert not opens(colleague, row)


def test_a_key_that_a_stranger_sealed_to_a_member_is_not_taken(
    holder: Member, citizen: Member, desk: UUID
) -> None:
    stored = unit_key_of(desk, 1)
    own = generate(signs=False)
    public = holder.unlocks().signing_key.public
    sealed = seal_to(public, own.to_bytes(), ctx("epoch", desk, 1, stored.key_id, public.key_id))

    Grant.objects.update(sealed_unit_key=sealed)

    with pytest.raises(NoUnitKey):
        unit_keys.open_newest(holder.unlocks(), desk)


@pytest.mark.parametrize("damage", ["flipped", "empty", "of another epoch"])
def test_a_broken_chain_opens_the_new_epoch_only(
    holder: Member, citizen: Member, desk: UUID, damage: str
) -> None:
    rows = [write(citizen, to=[citizen], unit=desk)]
    for _ in range(2):
        make_unit(holder, unit=desk)
        rows.append(write(citizen, to=[citizen], unit=desk))
    newcomer = make_person(side=Side.AGENCY)
    grant(holder, desk, newcomer)
    newest = unit_key_of(desk, 3)
    newest.chain = {
        "flipped": flipped(bytes(newest.chain)),
        "empty": b"",
        "of another epoch": unit_key_of(desk, 2).chain,
    }[damage]
    newest.save(update_fields=["chain"])

    opened = envelopes.open_summaries(newcomer.unlocks(), rows)

    assert [summary is not None for summary in opened] == [False, False, True]


def test_a_missing_epoch_in_the_chain_hides_what_lies_before(
    holder: Member, citizen: Member, desk: UUID
) -> None:
    first = write(citizen, to=[citizen], unit=desk)
    make_unit(holder, unit=desk)
    make_unit(holder, unit=desk)
    newcomer = make_person(side=Side.AGENCY)
    grant(holder, desk, newcomer)
    Grant.objects.filter(unit_key=unit_key_of(desk, 2)).delete()
    unit_key_of(desk, 2).delete()

    assert not opens(newcomer, first)


def test_a_unit_gets_no_key_without_a_pinned_records_key(settings: Any, holder: Member) -> None:
    settings.RECORDS_KEY_FILE = settings.VAR / "nowhere.json"

    with pytest.raises(NoRecordsKey):
        make_unit(holder)

    assert UnitKey.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_of_many_connections_that_make_the_next_epoch_one_wins() -> None:
    founder = make_person(side=Side.AGENCY)
    unit = make_unit(founder)
    unlocked = [founder.unlocks() for _ in range(4)]

    def make(reader: Any) -> bool:
        try:
            with transaction.atomic(durable=True):
                # All look at the newest epoch before any of them writes.
                services.make_unit_epoch(founder=reader, unit=unit)
        except EpochChanged:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(4) as threads:
        made = sum(threads.map(make, unlocked))

    epochs = sorted(UnitKey.objects.filter(unit=unit).values_list("epoch", flat=True))
    assert epochs == list(range(1, made + 2))
    citizen = make_person()
    assert opens(founder, write(citizen, to=[citizen], unit=unit))


def test_nobody_of_the_public_is_granted_a_units_key(holder: Member, stranger: Member, desk: UUID) -> None:
    with pytest.raises(NotOfTheAgency):
        grant(holder, desk, stranger)

    assert not Grant.objects.filter(person=stranger.public_id).exists()


def test_nobody_of_the_public_founds_a_unit(stranger: Member) -> None:
    with pytest.raises(NotOfTheAgency):
        make_unit(stranger)
