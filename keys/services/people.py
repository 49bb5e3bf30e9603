"""Keys of people."""

from dataclasses import dataclass
from typing import Any, NoReturn
from uuid import UUID

from django.utils import timezone

import audit.services as audit
from audit.actions import Action
from encryption.keypairs import PrivateKey, generate
from keys import directory, person_keys
from keys.account_keys import AccountKey
from keys.errors import KeysChanged, NoPersonKey
from keys.models import PersonKey, Side
from keys.unlocked import UnlockedPerson


@dataclass(frozen=True, repr=False, eq=False, slots=True)
class NewKeys:
    """Hold the opened keys of a person who is being made in this request."""

    account_key: AccountKey
    private: PrivateKey

    def __repr__(self) -> str:
        return "<NewKeys>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("keys are not pickled or copied")


def make_person_keys(person: UUID, *, side: Side, account_key: AccountKey | None = None) -> NewKeys:
    """Make the first generation of a person's key, and enter it in the directory and the audit log.

    side: which the person is on, for good; the directory signs it.
    account_key: one for which a slot was prepared already, else a new one.
    Belongs inside a transaction.
    """
    return _make_generation(person, side, 1, "", account_key)


def renew_person_keys(person: UUID, *, account_key: AccountKey) -> NewKeys:
    """Make the next generation of a person's key, under a new account key; the one before is dormant.

    What was sealed to the generation before stays sealed to it: whoever renews keys that something was
    sealed to seals it again in the same transaction.
    Belongs inside a transaction. Raises NoPersonKey when there is none before.
    """
    before = hold_key_in_use(person)
    if before is None:
        raise NoPersonKey
    directory.verify_person_key(before)
    before.state = PersonKey.State.DORMANT
    before.save(update_fields=["state"])
    return _make_generation(person, Side(before.side), before.generation + 1, before.key_id, account_key)


def hold_key_in_use(person: UUID) -> PersonKey | None:
    """Fetch the key in use and hold its row until the end of the transaction, which this belongs inside of.

    Of two who change a person's keys or slots at once, the second finds what the first has left; None when
    there is no key, or another one than when the second began.
    """
    return PersonKey.objects.select_for_update().filter(person=person, state=PersonKey.State.ACTIVE).first()


def require_own_key(holder: UnlockedPerson[Any]) -> None:
    """Check that what the holder has opened is still in use, and hold that key's row until the end.

    Whoever seals something to themselves asks: a request that began before a reset would seal it to whoever
    was reset in their name. Belongs inside a transaction. Raises KeysChanged.
    """
    in_use = hold_key_in_use(holder.person.public_id)
    if in_use is None or in_use.key_id != holder.signing_key.key_id:
        raise KeysChanged


def _make_generation(
    person: UUID, side: Side, generation: int, previous: str, account_key: AccountKey | None
) -> NewKeys:
    account_key = account_key or AccountKey.generate()
    private = generate(signs=True)
    public = private.public
    now = timezone.now()
    directory_key_id, signature = directory.sign(
        directory.Row(directory.PERSON, person, side, generation, now, previous, public)
    )
    PersonKey.objects.create(
        person=person,
        side=side,
        generation=generation,
        key_id=public.key_id,
        profile=public.profile,
        kem_public=public.kem,
        signing_public=public.signing or b"",
        sealed_private=person_keys.seal_private(account_key, private, person=person, generation=generation),
        valid_from=now,
        previous=previous,
        directory_key_id=directory_key_id,
        directory_signature=signature,
    )
    audit.record(
        Action.PERSON_KEY_MADE,
        actor=person,
        subject=person,
        details={"key_id": public.key_id, "generation": generation, "side": side.value},
    )
    return NewKeys(account_key, private)
