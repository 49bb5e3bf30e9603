"""The key directory: a row that was changed is never sealed to and never believed."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.db.models import F

from encryption.keypairs import generate
from keys import directory, envelopes
from keys.errors import ForgedKey, NoPersonKey, NoUnitKey
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


def test_keys_of_people_are_found_by_id_and_those_in_use_by_owner(
    citizen: Member, holder: Member, desk: UUID
) -> None:
    person_public = directory.current_person_key(citizen.public_id)
    epoch, unit_public = directory.current_unit_key(desk)

    found = directory.person_entries([person_public.key_id, unit_public.key_id, "0" * 32])

    assert {key_id: entry.public for key_id, entry in found.items()} == {person_public.key_id: person_public}
    assert (epoch, unit_public.key_id) == (1, UnitKey.objects.get(unit=desk).key_id)
    assert citizen.unlocks().signing_key.public == person_public


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
    directory.known.forget()

    assert set(directory.person_entries([*ids, "0" * 32])) == {ids[0]}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite stores what is not of a column's type")
def test_rows_that_hold_anything_at_all_are_forged(citizen: Member, holder: Member, desk: UUID) -> None:
    row = write(citizen, to=[citizen], unit=desk)
    odd = ("'text'", "9223372036854775807", "-1.5", "x'ff'")
    columns = {
        "personkey": ("kem_public", "signing_public", "directory_signature", "generation", "side", "profile"),
        "unitkey": ("kem_public", "directory_signature", "epoch", "profile"),
    }
    for table, names in columns.items():
        for column in names:
            for value in odd:
                with transaction.atomic():
                    directory.known.forget()
                    fill(table, column, value, owner=citizen.public_id if table == "personkey" else desk)

                    with pytest.raises(ForgedKey):
                        write(holder, to=[citizen], unit=desk)
                    shown = envelopes.open_one(holder.unlocks(), row)
                    assert shown is None or table == "unitkey"
                    transaction.set_rollback(True)


def fill(table: str, column: str, value: str, *, owner: UUID) -> None:
    """Write what is not of the column's type, as SQL, into the rows of an owner themselves."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA ignore_check_constraints=ON")
        key = "person" if table == "personkey" else "unit"
        cursor.execute(f"UPDATE keys_{table} SET {column} = {value} WHERE {key} = %s", [owner.hex])  # noqa: S608
        assert cursor.rowcount == 1
        cursor.execute("PRAGMA ignore_check_constraints=OFF")
