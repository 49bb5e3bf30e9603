"""What holds a secret is neither shown nor copied, and every deed is in the audit log without one."""

import copy
import pickle
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from audit.models import AuditEvent
from encryption.codes import ReplyCode
from keys import services, unit_keys
from keys.errors import KeysError, TooBusy
from keys.models import Grant, PersonKey, Side, Slot, UnitKey
from tests.keys.custody import Member, grant, make_person, make_unit

pytestmark = pytest.mark.django_db


def secret_holders(member: Member) -> list[Any]:
    """Give one of each thing that holds a secret."""
    prepared = services.prepare_password_slot(member.account_key, member.public_id, "password")
    with transaction.atomic():
        new_keys = services.make_person_keys(UUID(int=1), side=Side.PUBLIC)
    unlocked = member.unlocks()
    return [member.account_key, unlocked, unlocked.signing_key, new_keys, prepared]


def test_secrets_are_not_shown_pickled_or_copied(citizen: Member) -> None:
    seeds = [citizen.account_key.secret, citizen.unlocks().signing_key.kem_seed]

    for holder in secret_holders(citizen):
        shown = f"{holder!r} {holder}"

        assert not any(repr(seed)[2:-1] in shown or seed.hex() in shown for seed in seeds)
        for copied in (pickle.dumps, copy.copy, copy.deepcopy):
            with pytest.raises(TypeError):
                copied(holder)


def test_an_unlocked_person_does_not_change(citizen: Member, colleague: Member) -> None:
    unlocked = citizen.unlocks()

    with pytest.raises(AttributeError):
        unlocked.person = colleague.person  # type: ignore[misc]
    with pytest.raises(AttributeError):
        citizen.account_key.secret = b""  # type: ignore[misc]


def test_no_table_holds_an_opened_secret() -> None:
    member = make_person("correct horse", side=Side.AGENCY)
    unit = make_unit(member)
    code = ReplyCode.from_form_secret(b"the secret of this form")
    services.add_reply_code_slot(member.account_key, member.public_id, code)
    unlocked = member.unlocks()
    _, unit_private = unit_keys.open_newest(unlocked, unit)
    secrets = [
        b"correct horse",
        code.secret.encode(),
        member.account_key.secret,
        unlocked.signing_key.kem_seed,
        unlocked.signing_key.signing_seed,
        unit_private.kem_seed,
    ]

    stored = repr([list(table.objects.values()) for table in (Slot, PersonKey, UnitKey, Grant, AuditEvent)])

    for secret in secrets:
        assert secret is not None
        assert repr(secret)[2:-1] not in stored
        assert secret.hex() not in stored


def test_every_deed_is_in_the_audit_log(holder: Member, colleague: Member) -> None:
    unit = make_unit(holder)
    grant(holder, unit, colleague)
    services.add_password_slot(colleague.account_key, colleague.public_id, "correct horse")

    events = list(AuditEvent.objects.order_by("id").values_list("action", "actor", "subject"))

    assert events == [
        ("keys.person_key.made", holder.public_id, holder.public_id),
        ("keys.person_key.made", colleague.public_id, colleague.public_id),
        ("keys.unit_epoch.made", holder.public_id, unit),
        ("keys.unit_key.granted", holder.public_id, holder.public_id),
        ("keys.unit_key.granted", holder.public_id, colleague.public_id),
        ("keys.slot.added", colleague.public_id, colleague.public_id),
    ]


def test_every_error_explains_itself() -> None:
    kinds = KeysError.__subclasses__()

    assert all(str(kind.explanation) != str(KeysError.explanation) for kind in kinds)
    assert TooBusy(5).retry_after_seconds == 5
