"""The forms in which a mail is stored: sealed for the worker until it is read, and to the unit afterwards."""

import base64
import json
from dataclasses import dataclass
from uuid import UUID

from accounts.models import Person
from comments.mail_in.errors import CannotOpenMail
from comments.models import IncomingMail
from keyring.fields import FieldPlace, open_bytes, seal_bytes
from keys import envelopes
from keys.errors import CannotShow, NoUnitKey
from keys.unlocked import UnlockedPerson


@dataclass(frozen=True, repr=False)
class Arrived:
    """Hold a mail as it came, with what was said of it on the way.

    sender: the envelope's; empty where it names nobody, as for reports, and None where there was no envelope.
    """

    raw: bytes
    recipient: str
    sender: str | None


def seal_arrived(arrived: Arrived, row: UUID) -> bytes:
    """Seal a mail under the keyring's `field` key, which workers hold."""
    envelope = json.dumps({"recipient": arrived.recipient, "sender": arrived.sender})
    return seal_bytes(envelope.encode("ascii") + b"\n" + arrived.raw, **_place(row))


def open_arrived(mail: IncomingMail) -> Arrived:
    """Open what `seal_arrived` sealed; raises keyring.errors.KeyringError."""
    envelope, _, raw = open_bytes(bytes(mail.sealed), **_place(mail.public_id)).partition(b"\n")
    return Arrived(raw, **json.loads(envelope))


def seal_original(raw: bytes, *, row: UUID, unit: UUID) -> bytes:
    """Seal a mail as it came to the unit; raises keys.errors.KeysError."""
    content = envelopes.Content(subject="original", text=base64.b64encode(raw).decode("ascii"))
    return envelopes.seal_to_unit(content, message=row, unit=unit)


def open_original(member: UnlockedPerson[Person], mail: IncomingMail) -> bytes:
    """Open a mail as it came, for a member of its unit; raises CannotOpenMail."""
    return base64.b64decode(_open(member, mail, bytes(mail.original), "original"))


def seal_facts(facts: str, *, row: UUID, unit: UUID) -> bytes:
    """Seal what is known of a mail to the unit; raises keys.errors.KeysError."""
    content = envelopes.Content(subject="facts", text=facts)
    return envelopes.seal_to_unit(content, message=row, unit=unit)


def open_facts(member: UnlockedPerson[Person], mail: IncomingMail) -> str:
    """Open what is known of a mail, for a member of its unit; raises CannotOpenMail."""
    return _open(member, mail, bytes(mail.facts), "facts")


def _open(member: UnlockedPerson[Person], mail: IncomingMail, sealed: bytes, what: str) -> str:
    try:
        content = envelopes.open_for_unit(member, mail.public_id, sealed)
    except (CannotShow, NoUnitKey):
        raise CannotOpenMail from None
    # Both are sealed to one key under one id: the one must not stand in the place of the other.
    if content.subject != what:
        raise CannotOpenMail
    return content.text


def _place(row: UUID) -> FieldPlace:
    return {"model": "comments.incomingmail", "field": "sealed", "row": row}
