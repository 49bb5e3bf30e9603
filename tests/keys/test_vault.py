"""The session vault: one browser, one person, one time."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.utils import timezone

from keys import services, vault
from keys.errors import WrongSecret
from keys.models import PersonKey, Side
from tests.keys.custody import Member, Named, flipped

pytestmark = pytest.mark.django_db

SESSION_KEY = "k" * 43


@pytest.fixture
def session(citizen: Member) -> dict[str, Any]:
    """Give what unlocks the citizen's vault."""
    now = timezone.now()
    return {
        "session_key": SESSION_KEY,
        "person": citizen.person,
        "signed_in_at": now,
        "expires_at": now + timedelta(hours=12),
    }


@pytest.fixture
def sealed(citizen: Member, session: dict[str, Any]) -> str:
    """Give the citizen's vault."""
    return vault.seal(citizen.account_key, **{**session, "person": citizen.public_id})


def test_a_vault_opens_in_its_session(citizen: Member, session: dict[str, Any], sealed: str) -> None:
    unlocked = vault.unlock(sealed, **session)

    assert unlocked.person is citizen.person
    assert unlocked.signing_key.key_id == citizen.unlocks().signing_key.key_id


def test_a_moment_is_the_same_in_every_time_zone(session: dict[str, Any], sealed: str) -> None:
    session["signed_in_at"] = session["signed_in_at"].astimezone(ZoneInfo("America/New_York"))

    assert vault.unlock(sealed, **session)


@pytest.mark.parametrize(
    "other",
    [
        {"session_key": "j" * 43},
        {"session_key": ""},
        {"session_key": "\udce4" * 43},
        {"person": Named()},
        {"signed_in_at": datetime(2026, 1, 1, tzinfo=UTC)},
        {"expires_at": datetime(2126, 1, 1, tzinfo=UTC)},
        {"expires_at": datetime(2126, 1, 1)},
    ],
)
def test_a_vault_opens_in_no_other_session(
    session: dict[str, Any], sealed: str, other: dict[str, Any]
) -> None:
    with pytest.raises(WrongSecret):
        vault.unlock(sealed, **{**session, **other})


def test_what_one_person_s_key_sealed_is_not_another_s_even_under_the_same_key(
    citizen: Member, session: dict[str, Any], sealed: str
) -> None:
    twin = Member(Named(), citizen.account_key)
    with transaction.atomic():
        services.make_person_keys(twin.public_id, side=Side.PUBLIC, account_key=twin.account_key)

    with pytest.raises(WrongSecret):
        vault.unlock(sealed, **{**session, "person": twin.person})

    row = PersonKey.objects.filter(person=citizen.public_id).values().get()
    PersonKey.objects.filter(person=citizen.public_id).delete()
    copied = {column: row[column] for column in ("key_id", "sealed_private")}
    PersonKey.objects.filter(person=twin.public_id).update(**copied)
    with pytest.raises(WrongSecret):
        twin.unlocks()


@pytest.mark.parametrize("damaged", ["", "not base 64", "AAAA", "ä"])
def test_a_damaged_vault_does_not_open(session: dict[str, Any], damaged: str) -> None:
    with pytest.raises(WrongSecret):
        vault.unlock(damaged, **session)


def test_a_changed_vault_does_not_open(session: dict[str, Any], sealed: str) -> None:
    with pytest.raises(WrongSecret):
        vault.unlock(flipped(sealed.encode(), 40).decode(), **session)


def test_a_vault_does_not_open_after_its_end(citizen: Member, session: dict[str, Any]) -> None:
    session["expires_at"] = timezone.now() - timedelta(microseconds=1)
    sealed = vault.seal(citizen.account_key, **{**session, "person": citizen.public_id})

    with pytest.raises(WrongSecret):
        vault.unlock(sealed, **session)


def test_a_session_key_that_could_be_guessed_seals_nothing(citizen: Member, session: dict[str, Any]) -> None:
    session |= {"session_key": "short", "person": citizen.public_id}

    with pytest.raises(ValueError, match="32 characters"):
        vault.seal(citizen.account_key, **session)


def test_an_account_key_opens_only_its_own_person(citizen: Member, stranger: Member) -> None:
    with pytest.raises(WrongSecret):
        vault.unlock_with(citizen.account_key, stranger.person)
    with pytest.raises(WrongSecret):
        vault.unlock_with(citizen.account_key, Named())


@pytest.mark.parametrize("moved", [["sealed_private"], ["sealed_private", "generation", "profile"]])
def test_a_private_key_moved_to_another_row_does_not_open(
    citizen: Member, stranger: Member, moved: list[str]
) -> None:
    row = PersonKey.objects.filter(person=citizen.public_id).values(*moved).get()

    PersonKey.objects.filter(person=stranger.public_id).update(**row)

    for account_key in (citizen.account_key, stranger.account_key):
        with pytest.raises(WrongSecret):
            vault.unlock_with(account_key, stranger.person)


@pytest.mark.parametrize(
    "columns",
    [
        {"key_id": "0" * 32},
        {"generation": 2, "previous": "0" * 32},
        {"profile": "fips"},
        {"sealed_private": b""},
    ],
)
def test_a_changed_row_of_a_private_key_does_not_open(citizen: Member, columns: dict[str, Any]) -> None:
    PersonKey.objects.filter(person=citizen.public_id).update(**columns)

    with pytest.raises(WrongSecret):
        citizen.unlocks()


def test_a_dormant_key_is_not_opened(citizen: Member) -> None:
    PersonKey.objects.filter(person=citizen.public_id).update(state=PersonKey.State.DORMANT)

    with pytest.raises(WrongSecret):
        citizen.unlocks()
