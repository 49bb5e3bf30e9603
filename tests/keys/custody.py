"""People, units and messages for the tests of key custody, without accounts and threads around them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from encryption.envelopes import Envelope
from keys import directory, envelopes, services, vault
from keys.account_keys import AccountKey
from keys.models import Side, UnitKey
from keys.unlocked import UnlockedPerson


@dataclass
class Named:
    """As much of a person as this app knows."""

    public_id: UUID = field(default_factory=uuid4)


@dataclass(frozen=True)
class Member:
    """A person with keys, who unlocks anew for each thing that they do."""

    person: Named
    account_key: AccountKey

    @property
    def public_id(self) -> UUID:
        """Name the person."""
        return self.person.public_id

    def unlocks(self) -> UnlockedPerson[Named]:
        """Open the keys, as each request does."""
        return vault.unlock_with(self.account_key, self.person)


def make_person(password: str = "", *, side: Side = Side.PUBLIC) -> Member:
    """Make a person with keys, and a password when one is given."""
    member = Member(Named(), AccountKey.generate())
    with transaction.atomic():
        services.make_person_keys(member.public_id, side=side, account_key=member.account_key)
    if password:
        prepared = services.prepare_password_slot(member.account_key, member.public_id, password)
        with transaction.atomic():
            services.store_slot(prepared)
    return member


def make_unit(founder: Member, *members: Member, unit: UUID | None = None) -> UUID:
    """Make the next epoch of a unit's key, held by the founder and the members."""
    unit = unit or uuid4()
    with transaction.atomic():
        services.make_unit_epoch(
            founder=founder.unlocks(), unit=unit, members=[member.public_id for member in members]
        )
    return unit


def grant(granter: Member, unit: UUID, member: Member) -> None:
    """Give the newest epoch of a unit to a member."""
    with transaction.atomic():
        services.grant_unit_key(granter=granter.unlocks(), unit=unit, member=member.public_id)


def write(
    sender: Member,
    *,
    to: Sequence[Member],
    unit: UUID,
    thread: UUID | None = None,
    after: envelopes.Stored | None = None,
    text: str = "When does my refund come?",
) -> envelopes.Stored:
    """Seal a message and give it as its rows would have it; whoever begins a thread is its taxpayer."""
    epoch, _ = directory.current_unit_key(unit)
    position = envelopes.Position(
        message=uuid4(),
        thread=thread or (after.thread if after else uuid4()),
        sequence=after.sequence + 1 if after else 1,
        previous=envelopes.header_digest(after.header) if after else None,
        unit=unit,
        epoch=epoch,
    )
    sealed = envelopes.seal(
        envelopes.Content(subject="My refund", text=text),
        position=position,
        sender=sender.unlocks(),
        people=[member.public_id for member in to],
        unit=unit,
    )
    return as_stored(sealed, taxpayer=after.taxpayer if after else sender.public_id)


def write_thread(taxpayer: Member, officer: Member, unit: UUID, *, messages: int) -> list[envelopes.Stored]:
    """Seal a thread in which the two take turns."""
    rows: list[envelopes.Stored] = []
    for number in range(messages):
        sender = officer if number % 2 else taxpayer
        after = rows[-1] if rows else None
        rows.append(write(sender, to=[taxpayer], unit=unit, after=after, text=f"Message {number + 1}"))
    return rows


def as_stored(envelope: Envelope, *, taxpayer: UUID) -> envelopes.Stored:
    """Present an envelope as its rows would, in a thread of this taxpayer and the unit of the header."""
    header = envelopes.read_header(envelope)
    return envelopes.Stored(
        header=envelope.header,
        signature=envelope.signature,
        wraps={wrap.key_id: wrap.wrapped for wrap in envelope.wraps},
        summary=envelope.parts["summary"],
        body=envelope.parts["body"],
        message=header.message,
        thread=header.thread,
        sequence=header.sequence,
        unit=header.unit,
        epoch=header.epoch,
        sender=header.sender,
        sender_key=header.sender_key,
        sent_at=header.sent_at,
        taxpayer=taxpayer,
        thread_unit=header.unit,
    )


def changed(row: envelopes.Stored, **columns: Any) -> envelopes.Stored:
    """Copy a row with other columns, as somebody who writes to the database would change it."""
    return replace(row, **columns)


def texts(contents: Sequence[envelopes.Content | None]) -> list[str | None]:
    """Say what of a thread can be read."""
    return [content.text if content else None for content in contents]


def unit_key_of(unit: UUID, epoch: int) -> UnitKey:
    """Give the row of an epoch."""
    return UnitKey.objects.get(unit=unit, epoch=epoch)


def flipped(raw: bytes, at: int = -1) -> bytes:
    """Change one bit."""
    changed_bytes = bytearray(raw)
    changed_bytes[at] ^= 1
    return bytes(changed_bytes)
