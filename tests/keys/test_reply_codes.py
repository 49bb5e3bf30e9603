"""Reply codes: forgiving of typing, and of nothing else."""

from typing import Any

import pytest
from django.db import transaction

from encryption.codes import ReplyCode
from keys import reply_codes, services
from keys.errors import WrongSecret
from keys.models import PersonKey, Side, Slot
from tests.keys.custody import Member, make_person

pytestmark = pytest.mark.django_db


def make_code(member: Member, secret: bytes) -> ReplyCode:
    """Let a code open the person."""
    code = ReplyCode.from_form_secret(secret)
    with transaction.atomic():
        services.add_reply_code_slot(member.account_key, member.public_id, code)
    return code


def test_a_code_finds_its_person_and_opens_their_account_key(citizen: Member, stranger: Member) -> None:
    make_code(stranger, b"another form's secret")
    code = make_code(citizen, b"the secret of this form")

    person, account_key = reply_codes.find(code.text)

    assert person == citizen.public_id
    assert account_key.secret == citizen.account_key.secret
    assert Slot.objects.get(person=citizen.public_id).last_used_at is not None


@pytest.mark.parametrize(
    "typed", [str.lower, lambda code: code.replace("-", " "), lambda code: f"  {code}\n"]
)
def test_a_code_is_read_as_people_type_it(citizen: Member, typed: Any) -> None:
    code = make_code(citizen, b"the secret of this form")

    assert reply_codes.find(typed(code.text))[0] == citizen.public_id


def test_two_codes_with_the_same_locator_open_their_own_person(citizen: Member, stranger: Member) -> None:
    first, second = ReplyCode("ABC", "0123456789ABCDEF"), ReplyCode("ABC", "FEDCBA9876543210")
    services.add_reply_code_slot(citizen.account_key, citizen.public_id, first)
    services.add_reply_code_slot(stranger.account_key, stranger.public_id, second)

    assert reply_codes.find(first.text)[0] == citizen.public_id
    assert reply_codes.find(second.text)[0] == stranger.public_id


@pytest.mark.parametrize(
    "typed", ["", "K7QX", "UUUU-UUUU-UUUU-UUUU-UUUU", "0" * 20, "0" * 5000, "\udce4\x00", "é" * 20]
)
def test_whatever_opens_nothing_gives_the_same_error(citizen: Member, typed: str) -> None:
    make_code(citizen, b"the secret of this form")

    with pytest.raises(WrongSecret) as refused:
        reply_codes.find(typed)

    assert str(refused.value) == ""


def test_a_right_locator_alone_opens_nothing(citizen: Member) -> None:
    code = make_code(citizen, b"the secret of this form")

    with pytest.raises(WrongSecret):
        reply_codes.find(ReplyCode(code.locator, "0" * 16).text)


@pytest.mark.parametrize(
    "columns", [{"salt": b"0" * 16}, {"salt": b""}, {"version": 2}, {"sealed_account_key": b"x"}]
)
def test_a_changed_row_opens_nothing(citizen: Member, columns: dict[str, object]) -> None:
    code = make_code(citizen, b"the secret of this form")
    Slot.objects.update(**columns)

    with pytest.raises(WrongSecret):
        reply_codes.find(code.text)


def test_a_code_whose_row_names_another_person_opens_nothing(citizen: Member) -> None:
    code = make_code(citizen, b"the secret of this form")
    Slot.objects.update(person=make_person().public_id)

    with pytest.raises(WrongSecret):
        reply_codes.find(code.text)


def test_a_code_opens_nobody_of_the_agency() -> None:
    code = make_code(make_person(side=Side.AGENCY), b"the secret of this form")

    with pytest.raises(WrongSecret):
        reply_codes.find(code.text)

    assert Slot.objects.get().last_used_at is None


def test_a_code_of_a_person_whose_side_was_changed_opens_nothing() -> None:
    code = make_code(make_person(side=Side.AGENCY), b"the secret of this form")
    PersonKey.objects.update(side=Side.PUBLIC)

    with pytest.raises(WrongSecret):
        reply_codes.find(code.text)


def test_a_code_of_a_person_without_a_key_opens_nothing(citizen: Member) -> None:
    code = make_code(citizen, b"the secret of this form")
    PersonKey.objects.all().delete()

    with pytest.raises(WrongSecret):
        reply_codes.find(code.text)
