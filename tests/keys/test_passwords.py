"""Passwords: one run each, never below the floor, replaced whole or not at all."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction

from encryption.errors import WeakParameters
from encryption.passwords import WEAK_FOR_TESTS
from keys import argon2_limit, checks, passwords, services
from keys.errors import SlotChanged, WrongSecret
from keys.models import Slot
from tests.keys.custody import make_person

pytestmark = pytest.mark.django_db


def test_the_password_opens_the_account_key() -> None:
    member = make_person("correct horse")

    opened = passwords.check_password(member.public_id, "correct horse")

    assert opened.secret == member.account_key.secret
    assert Slot.objects.get().last_used_at is not None


@pytest.mark.parametrize("wrong", ["", "Correct horse", "correct horse ", "x" * 5000, "\udce4", "\x00"])
def test_a_wrong_password_opens_nothing(wrong: str) -> None:
    member = make_person("correct horse")

    with pytest.raises(WrongSecret):
        passwords.check_password(member.public_id, wrong)

    assert Slot.objects.get().last_used_at is None


def test_a_password_is_the_same_on_keyboards_that_compose_accents_otherwise() -> None:
    member = make_person("caf\u00e9 au lait")

    assert passwords.check_password(member.public_id, "cafe\u0301 au lait")


@pytest.mark.parametrize("who", ["right", "wrong", "without a password", "unknown", "nobody"])
def test_every_attempt_costs_exactly_one_slow_run(who: str) -> None:
    member, without = make_person("correct horse"), make_person()
    person: UUID | None = {
        "without a password": without.public_id,
        "unknown": uuid4(),
        "nobody": None,
    }.get(who, member.public_id)
    before = argon2_limit.runs_so_far()
    told = None

    try:
        passwords.check_password(person, "wrong" if who == "wrong" else "correct horse")
    except WrongSecret as error:
        told = str(error), str(error.explanation)

    assert argon2_limit.runs_so_far() - before == 1
    assert told == (None if who == "right" else ("", "That is not right."))


def test_making_a_slot_costs_exactly_one_slow_run() -> None:
    member = make_person()
    before = argon2_limit.runs_so_far()

    services.prepare_password_slot(member.account_key, member.public_id, "correct horse")

    assert argon2_limit.runs_so_far() - before == 1


@pytest.mark.parametrize(
    "weaker",
    [
        {"memory_kib": 64 * 1024 - 1},
        {"iterations": 2},
        {"lanes": 0},
        {"algorithm": "pbkdf2-hmac-sha512", "memory_kib": 0, "lanes": 0, "iterations": 599_999},
        {"algorithm": "scrypt"},
        {"memory_kib": "65536"},
        {"colour": "blue"},
    ],
)
def test_parameters_below_the_floor_are_refused(settings: Any, weaker: dict[str, object]) -> None:
    strong = {"algorithm": "argon2id", "memory_kib": 64 * 1024, "iterations": 3, "lanes": 1}
    settings.ALLOW_WEAK_KDF = False
    settings.PASSWORD_KDF = strong
    assert checks.check_password_derivation(None) == []

    settings.PASSWORD_KDF = strong | weaker

    with pytest.raises(ImproperlyConfigured):
        passwords.chosen_parameters()
    assert [error.id for error in checks.check_password_derivation(None)] == ["keys.E001"]


def test_no_way_leads_to_a_derivation_below_the_floor(settings: Any) -> None:
    settings.ALLOW_WEAK_KDF = False
    before = argon2_limit.runs_so_far()

    with pytest.raises(WeakParameters):
        passwords.derive_limited("password", salt=b"0" * 16, pepper=b"0" * 32, parameters=WEAK_FOR_TESTS)

    assert argon2_limit.runs_so_far() == before


def test_a_deployment_with_the_floor_lifted_is_refused(settings: Any) -> None:
    assert [error.id for error in checks.check_floor_stands(None)] == ["keys.E002"]

    settings.ALLOW_WEAK_KDF = False

    assert checks.check_floor_stands(None) == []


def test_a_slot_below_the_floor_opens_nothing_and_costs_a_full_run(settings: Any) -> None:
    member = make_person("correct horse")
    assert Slot.objects.get().parameters == WEAK_FOR_TESTS.to_json()
    settings.ALLOW_WEAK_KDF = False
    settings.PASSWORD_KDF = {"algorithm": "argon2id", "memory_kib": 64 * 1024, "iterations": 3, "lanes": 1}
    before = argon2_limit.runs_so_far()

    with pytest.raises(WrongSecret):
        passwords.check_password(member.public_id, "correct horse")

    assert argon2_limit.runs_so_far() - before == 1


@pytest.mark.parametrize(
    "columns",
    [
        {"salt": b"0" * 16},
        {"salt": b""},
        {"verifier": b"0" * 32},
        {"verifier": b""},
        {"sealed_account_key": b""},
        {"version": 2},
        {"public_id": uuid4()},
        {"pepper_version": "0" * 16},
        {"parameters": ""},
        {"parameters": '{"algorithm":"argon2id","iterations":2,"lanes":1,"memory_kib":64}'},
        {"parameters": '{"algorithm":"argon2id","iterations":1,"lanes":1,"memory_kib":999999999}'},
        {"parameters": '{"algorithm":"argon2id","iterations":1,"lanes":9999,"memory_kib":64}'},
        {"parameters": '{"algorithm":"argon2id","iterations":1,"lanes":1,"memory_kib":"64"}'},
        {"parameters": '{"algorithm":"argon2id","iterations":-1,"lanes":1,"memory_kib":64}'},
        {"parameters": '{"algorithm":"pbkdf2-hmac-sha512","iterations":99999999,"lanes":0,"memory_kib":0}'},
        {"kind": "reply_code", "locator": "ABC"},
    ],
)
def test_a_changed_slot_opens_nothing(columns: dict[str, object]) -> None:
    member = make_person("correct horse")
    Slot.objects.update(**columns)

    with pytest.raises(WrongSecret):
        passwords.check_password(member.public_id, "correct horse")


@pytest.mark.parametrize(
    "moved",
    [
        ["sealed_account_key"],
        ["salt", "verifier"],
        ["salt", "verifier", "sealed_account_key"],
        ["salt", "parameters", "pepper_version", "verifier", "sealed_account_key", "version"],
    ],
)
def test_a_slot_moved_to_another_person_opens_nothing(moved: list[str]) -> None:
    mine, theirs = make_person("my password"), make_person("their password")
    row = Slot.objects.filter(person=mine.public_id).values(*moved).get()

    Slot.objects.filter(person=theirs.public_id).update(**row)

    for password in ("my password", "their password"):
        with pytest.raises(WrongSecret):
            passwords.check_password(theirs.public_id, password)


def test_the_whole_slot_of_another_person_opens_nothing() -> None:
    mine, theirs = make_person("my password"), make_person("their password")
    Slot.objects.filter(person=theirs.public_id).delete()

    Slot.objects.filter(person=mine.public_id).update(person=theirs.public_id)

    with pytest.raises(WrongSecret):
        passwords.check_password(theirs.public_id, "my password")


def test_a_new_password_replaces_the_old_one_and_opens_the_same_key() -> None:
    member = make_person("old password")

    services.add_password_slot(member.account_key, member.public_id, "new password")

    opened = passwords.check_password(member.public_id, "new password")
    assert opened.secret == member.account_key.secret
    assert Slot.objects.get().version == 2
    with pytest.raises(WrongSecret):
        passwords.check_password(member.public_id, "old password")


@pytest.mark.parametrize("before", ["", "old password"])
def test_of_two_passwords_prepared_at_once_the_second_is_refused(before: str) -> None:
    member = make_person(before)
    first = services.prepare_password_slot(member.account_key, member.public_id, "first")
    second = services.prepare_password_slot(member.account_key, member.public_id, "second")
    services.store_slot(first)

    with pytest.raises(SlotChanged):
        services.store_slot(second)

    assert passwords.check_password(member.public_id, "first")
    assert Slot.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("before", ["", "old password"])
def test_of_many_connections_that_replace_a_password_one_wins(before: str) -> None:
    member = make_person(before)
    prepared = {
        word: services.prepare_password_slot(member.account_key, member.public_id, word)
        for word in ("first", "second", "third", "fourth")
    }

    def store(word: str) -> bool:
        try:
            with transaction.atomic(durable=True):
                services.store_slot(prepared[word])
        except SlotChanged:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(len(prepared)) as threads:
        won = dict(zip(prepared, threads.map(store, prepared), strict=True))

    winners = [word for word, has_won in won.items() if has_won]
    assert len(winners) == 1
    assert passwords.check_password(member.public_id, winners[0]).secret == member.account_key.secret
    assert Slot.objects.count() == 1
