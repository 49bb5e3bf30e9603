"""Invitations: link and PIN together, a few tries in all, used once."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from audit.models import AuditEvent
from encryption.codes import random_code
from encryption.invitations import InvitationCode
from keys import argon2_limit, directory, invitations, services, vault
from keys.account_keys import AccountKey
from keys.errors import SlotChanged, TooBusy, WrongSecret
from keys.models import PersonKey, Side, Slot
from tests.keys.custody import Member, Named, make_person

pytestmark = pytest.mark.django_db


def invite(person: UUID | None = None) -> services.PreparedInvitation:
    """Invite a new person of the agency."""
    person = person or uuid4()
    prepared = services.prepare_invitation_slot(person)
    with transaction.atomic():
        services.make_person_keys(person, side=Side.AGENCY, account_key=prepared.account_key)
        services.store_invitation_slot(prepared, actor=uuid4())
    return prepared


def tries_left() -> int | None:
    return Slot.objects.get(kind="invitation").tries_left


def test_link_and_pin_open_the_account_key() -> None:
    person = uuid4()
    code = invite(person).code

    opened, account_key = invitations.open_with(code.token_text, code.pin_text.lower())

    assert opened == person
    assert vault.unlock_with(account_key, Named(person)).person.public_id == person
    assert tries_left() == 10


@pytest.mark.parametrize("half", ["token", "pin"])
def test_neither_half_opens_anything_alone(half: str) -> None:
    code = invite().code
    other = InvitationCode.new()
    typed = {"token": code.token, "pin": code.pin, half: getattr(other, half)}

    with pytest.raises(WrongSecret):
        invitations.open_with(typed["token"], typed["pin"])


def test_neither_half_is_stored() -> None:
    code = invite().code

    stored = repr([list(table.objects.values()) for table in (Slot, PersonKey, AuditEvent)])

    for half in (code.token, code.pin, code.token_text, code.pin_text):
        assert half not in stored
        assert half.encode().hex() not in stored


def test_ten_wrong_pins_end_an_invitation_for_the_right_one_too() -> None:
    code = invite().code
    for _ in range(10):
        with pytest.raises(WrongSecret):
            invitations.open_with(code.token, random_code(10))

    with pytest.raises(WrongSecret):
        invitations.open_with(code.token, code.pin)

    assert tries_left() == 0


@pytest.mark.django_db(transaction=True)
def test_of_many_tries_at_once_ten_are_looked_at() -> None:
    code = invite().code

    def take_a_try(_: int) -> bool:
        try:
            return invitations._spend_try(code.slot_id()) is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        looked_at = list(threads.map(take_a_try, range(40)))

    assert looked_at.count(True) == 10
    assert tries_left() == 0


@pytest.mark.parametrize("kind", ["unknown", "expired", "used up", "no token", "no pin"])
def test_what_opens_nothing_costs_a_run_and_gives_one_error(kind: str) -> None:
    code = invite().code
    typed = {"token": code.token, "pin": code.pin}
    if kind == "unknown":
        typed["token"] = random_code(26)
    if kind == "expired":
        Slot.objects.update(expires_at=timezone.now())
    if kind == "used up":
        Slot.objects.update(tries_left=0)
    if kind == "no token":
        typed["token"] = "U" * 26
    if kind == "no pin":
        typed["pin"] = "\udce4\x00"
    before = argon2_limit.runs_so_far()

    with pytest.raises(WrongSecret) as refused:
        invitations.open_with(typed["token"], typed["pin"])

    assert str(refused.value) == ""
    assert argon2_limit.runs_so_far() - before == (0 if kind.startswith("no ") else 1)


def test_who_finds_no_place_to_derive_has_not_used_a_try(settings: Any) -> None:
    code = invite().code
    settings.ARGON2_WAITERS = 0

    with argon2_limit.turn(), pytest.raises(TooBusy):
        invitations.open_with(code.token, code.pin)

    assert tries_left() == 10


def test_an_invitation_is_used_once() -> None:
    person = uuid4()
    code = invite(person).code
    with transaction.atomic():
        services.use_invitation_slot(code.slot_id(), person=person)

    with pytest.raises(SlotChanged), transaction.atomic():
        services.use_invitation_slot(code.slot_id(), person=person)

    with pytest.raises(WrongSecret):
        invitations.open_with(code.token, code.pin)


def test_a_person_has_one_open_invitation() -> None:
    person = uuid4()
    invite(person)
    second = services.prepare_invitation_slot(person)

    with pytest.raises(IntegrityError), transaction.atomic():
        services.store_invitation_slot(second, actor=uuid4())


def test_renewed_keys_follow_the_ones_before_and_open_under_the_new_account_key_only() -> None:
    member = make_person(side=Side.AGENCY)
    before = directory.current_person_key(member.public_id)
    account_key = AccountKey.generate()

    with transaction.atomic():
        services.renew_person_keys(member.public_id, account_key=account_key)

    newest = PersonKey.objects.get(person=member.public_id, state="active")
    assert (newest.generation, newest.previous, newest.side) == (2, before.key_id, "agency")
    assert Member(member.person, account_key).unlocks().signing_key.key_id == newest.key_id
    with pytest.raises(WrongSecret):
        member.unlocks()


def test_the_slot_of_an_invitation_is_not_that_of_another_kind_or_person() -> None:
    code = invite().code
    for column, value in (("person", uuid4()), ("version", 2), ("salt", b"0" * 16)):
        before = Slot.objects.values_list(column, flat=True).get()
        Slot.objects.update(**{column: value})
        with pytest.raises(WrongSecret):
            invitations.open_with(code.token, code.pin)
        Slot.objects.update(**{column: before})

    assert invitations.open_with(code.token, code.pin)
