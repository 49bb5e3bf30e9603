"""Keys of people."""

from dataclasses import dataclass
from typing import NoReturn
from uuid import UUID

from django.utils import timezone

import audit.services as audit
from audit.actions import Action
from encryption.keypairs import PrivateKey, generate
from keys import directory, person_keys
from keys.account_keys import AccountKey
from keys.models import PersonKey, Side


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
    account_key = account_key or AccountKey.generate()
    private = generate(signs=True)
    public = private.public
    now = timezone.now()
    directory_key_id, signature = directory.sign(
        directory.Row(directory.PERSON, person, side, 1, now, "", public)
    )
    PersonKey.objects.create(
        person=person,
        side=side,
        generation=1,
        key_id=public.key_id,
        profile=public.profile,
        kem_public=public.kem,
        signing_public=public.signing or b"",
        sealed_private=person_keys.seal_private(account_key, private, person=person, generation=1),
        valid_from=now,
        directory_key_id=directory_key_id,
        directory_signature=signature,
    )
    audit.record(
        Action.PERSON_KEY_MADE,
        actor=person,
        subject=person,
        details={"key_id": public.key_id, "generation": 1, "side": side.value},
    )
    return NewKeys(account_key, private)
