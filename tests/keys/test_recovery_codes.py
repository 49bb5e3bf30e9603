"""Recovery codes open the account key that they were made for, and wait with it when it goes dormant."""

import pytest
from django.db import transaction

from encryption.recovery_codes import RecoveryCode
from keys import dormant, recovery_codes, services
from keys.account_keys import AccountKey
from keys.errors import SlotChanged, WrongSecret
from keys.models import Slot
from tests.keys.custody import Member, flipped

pytestmark = pytest.mark.django_db
FORM = bytes(16)


def make_code(member: Member) -> RecoveryCode:
    """Let a new code open somebody."""
    prepared = services.prepare_recovery_slot(member.account_key, member.public_id, RecoveryCode.new())
    with transaction.atomic():
        services.store_recovery_slot(prepared)
    return prepared.code


def reset(member: Member) -> None:
    """Begin anew without any slot."""
    account_key = AccountKey.generate()
    slot = services.prepare_reset_slot(account_key, member.public_id, "the password from now on")
    with transaction.atomic():
        services.reset_keys(person=member.public_id, account_key=account_key, slot=slot)


def test_a_code_finds_its_person_and_opens_their_account_key(citizen: Member, stranger: Member) -> None:
    make_code(stranger)
    code = make_code(citizen)

    found = recovery_codes.find(code.text, form_secret=FORM)

    assert (found.person, found.account_key.secret) == (citizen.public_id, citizen.account_key.secret)
    assert found.slot == code.slot_id()
    assert code.characters not in repr(found)


def test_a_code_of_an_account_that_began_anew_signs_nobody_in_and_opens_what_was_before(
    citizen: Member,
) -> None:
    code = make_code(citizen)

    reset(citizen)

    with pytest.raises(WrongSecret):
        recovery_codes.find(code.text, form_secret=FORM)
    _, account_key = dormant.open_with(citizen.public_id, code.text.lower())
    assert account_key.secret == citizen.account_key.secret


def test_an_account_that_began_anew_may_have_a_code_of_its_own(citizen: Member) -> None:
    old = make_code(citizen)
    reset(citizen)

    with pytest.raises(SlotChanged):
        make_code(citizen)

    assert Slot.objects.get(kind="recovery").public_id == old.slot_id()


def test_a_code_that_was_replaced_meanwhile_is_not_replaced_again(citizen: Member) -> None:
    used = make_code(citizen)
    make_code(citizen)
    late = services.prepare_recovery_slot(
        citizen.account_key, citizen.public_id, used.replacement(FORM), replaces=used.slot_id()
    )

    with pytest.raises(SlotChanged), transaction.atomic():
        services.store_recovery_slot(late)


@pytest.mark.parametrize("column", ["sealed_account_key", "salt"])
def test_a_changed_row_opens_nothing(citizen: Member, column: str) -> None:
    code = make_code(citizen)
    slot = Slot.objects.get(kind="recovery")
    Slot.objects.filter(pk=slot.pk).update(**{column: flipped(bytes(getattr(slot, column)))})

    with pytest.raises(WrongSecret):
        recovery_codes.find(code.text, form_secret=FORM)


def test_a_row_that_was_moved_to_somebody_else_opens_nothing(citizen: Member, stranger: Member) -> None:
    code = make_code(citizen)
    Slot.objects.filter(kind="recovery").update(person=stranger.public_id)

    with pytest.raises(WrongSecret):
        recovery_codes.find(code.text, form_secret=FORM)
