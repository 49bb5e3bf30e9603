"""The key directory: a row that was changed is never sealed to and never believed."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db.models import F

from encryption.keypairs import generate
from keys import directory, envelopes
from keys.errors import ForgedKey, KeysError, NoPersonKey, NoUnitKey
from keys.models import Grant, PersonKey, UnitKey
from tests.keys.custody import Member, make_unit, write

pytestmark = pytest.mark.django_db

FOREIGN = generate(signs=True).public

FORGERIES_OF_PEOPLE: list[dict[str, Any]] = [
    {"kem_public": FOREIGN.kem},
    {"signing_public": FOREIGN.signing},
    {"kem_public": FOREIGN.kem, "signing_public": FOREIGN.signing},
    {"kem_public": FOREIGN.kem, "signing_public": FOREIGN.signing, "key_id": FOREIGN.key_id},
    {"kem_public": b""},
    {"signing_public": b""},
    {"key_id": "0" * 32},
    {"profile": "fips"},
    {"profile": "none"},
    {"generation": 2, "previous": "0" * 32},
    {"side": "agency"},
    {"side": ""},
    {"valid_from": F("valid_from") + timedelta(microseconds=1)},
    {"directory_key_id": "0" * 32},
    {"directory_signature": b""},
    {"directory_signature": b"0" * 64},
]
FORGERIES_OF_UNITS: list[dict[str, Any]] = [
    {"kem_public": FOREIGN.kem},
    {"kem_public": FOREIGN.kem, "key_id": FOREIGN.key_id},
    {"kem_public": b""},
    {"key_id": "0" * 32},
    {"profile": "fips"},
    {"epoch": 7, "previous": "0" * 32},
    {"valid_from": F("valid_from") + timedelta(microseconds=1)},
    {"directory_key_id": "0" * 32},
    {"directory_signature": b"0" * 64},
]


def test_keys_of_people_and_units_are_found_by_id(citizen: Member, holder: Member, desk: UUID) -> None:
    person_public = directory.current_person_key(citizen.public_id)
    epoch, unit_public = directory.current_unit_key(desk)

    found = directory.public_keys([person_public.key_id, unit_public.key_id, "0" * 32])

    assert found == {person_public.key_id: person_public, unit_public.key_id: unit_public}
    assert epoch == 1
    assert directory.public_key(unit_public.key_id) == unit_public
    assert citizen.unlocks().signing_key.public == person_public
    with pytest.raises(KeysError):
        directory.public_key("0" * 32)


def test_who_has_no_key_is_not_sealed_to(citizen: Member) -> None:
    with pytest.raises(NoPersonKey):
        directory.current_person_keys([citizen.public_id, uuid4()])
    with pytest.raises(NoUnitKey):
        directory.current_unit_key(uuid4())


@pytest.mark.parametrize("forgery", FORGERIES_OF_PEOPLE)
def test_nothing_is_sealed_to_a_forged_key_of_a_person(
    citizen: Member, holder: Member, desk: UUID, forgery: dict[str, Any]
) -> None:
    write(holder, to=[citizen], unit=desk)
    PersonKey.objects.filter(person=citizen.public_id).update(**forgery)

    with pytest.raises(ForgedKey):
        write(holder, to=[citizen], unit=desk)
    with pytest.raises(ForgedKey):
        envelopes.seal_draft(envelopes.Content("", "text"), message=uuid4(), author=citizen.public_id)


def test_a_key_that_is_given_to_another_person_is_forged(citizen: Member, stranger: Member) -> None:
    PersonKey.objects.filter(person=citizen.public_id).delete()

    PersonKey.objects.filter(person=stranger.public_id).update(person=citizen.public_id)

    with pytest.raises(ForgedKey):
        directory.current_person_key(citizen.public_id)


@pytest.mark.parametrize("forgery", FORGERIES_OF_UNITS)
def test_nothing_is_sealed_to_a_forged_key_of_a_unit(
    citizen: Member, holder: Member, desk: UUID, forgery: dict[str, Any]
) -> None:
    UnitKey.objects.filter(unit=desk).update(**forgery)

    with pytest.raises(ForgedKey):
        write(holder, to=[citizen], unit=desk)


@pytest.mark.parametrize("forgery", [{"epoch": 3}, {"previous": "0" * 32}])
def test_an_epoch_in_another_place_of_its_unit_is_forged(
    holder: Member, desk: UUID, forgery: dict[str, Any]
) -> None:
    make_unit(holder, unit=desk)
    UnitKey.objects.filter(unit=desk, epoch=2).update(**forgery)

    with pytest.raises(ForgedKey):
        directory.current_unit_key(desk)


def test_a_unit_s_key_that_is_given_to_another_unit_is_forged(holder: Member, desk: UUID) -> None:
    other = make_unit(holder)
    Grant.objects.filter(unit_key__unit=desk).delete()
    UnitKey.objects.filter(unit=desk).delete()

    UnitKey.objects.filter(unit=other).update(unit=desk)

    with pytest.raises(ForgedKey):
        directory.current_unit_key(desk)


@pytest.mark.parametrize("forgery", FORGERIES_OF_PEOPLE)
def test_a_message_is_not_shown_when_its_sender_s_key_is_forged(
    citizen: Member, holder: Member, desk: UUID, forgery: dict[str, Any]
) -> None:
    row = write(citizen, to=[citizen], unit=desk)
    assert envelopes.open_one(holder.unlocks(), row) is not None

    PersonKey.objects.filter(person=citizen.public_id).update(**forgery)
    directory.known.forget()

    assert envelopes.open_messages(holder.unlocks(), [row]) == [None]
    assert envelopes.open_summaries(holder.unlocks(), [row]) == [None]


def test_what_the_directory_once_signed_stays_true_when_the_row_is_forged_later(
    citizen: Member, stranger: Member, holder: Member, desk: UUID
) -> None:
    row = write(citizen, to=[citizen], unit=desk)
    assert envelopes.open_one(holder.unlocks(), row) is not None

    PersonKey.objects.filter(person=citizen.public_id).update(person=uuid4())

    assert envelopes.open_one(holder.unlocks(), row) is not None
    assert directory.person_entries([row.sender_key])[row.sender_key].owner == citizen.public_id


def test_no_more_keys_are_remembered_than_there_is_room_for(citizen: Member) -> None:
    row = PersonKey.objects.get(person=citizen.public_id)
    entry = directory.person_entries([row.key_id])[row.key_id]

    for number in range(directory.KNOWN_ENTRIES):
        other = replace(entry.public, kem=bytes([number % 256, number // 256]))
        directory.known.add(replace(entry, public=other))

    assert directory.known.of([row.key_id]) == {}
    assert directory.person_entries([row.key_id]) == {row.key_id: entry}


def test_missing_and_forged_rows_are_left_out(citizen: Member, stranger: Member) -> None:
    ids = [member.unlocks().signing_key.key_id for member in (citizen, stranger)]
    PersonKey.objects.filter(person=stranger.public_id).update(kem_public=FOREIGN.kem)

    assert set(directory.public_keys(ids)) == set(directory.person_entries(ids)) == {ids[0]}
    with pytest.raises(ForgedKey):
        directory.public_key(ids[1])
