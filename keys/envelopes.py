"""Seal messages to people and units, and open them for an unlocked reader.

Everything fails closed: what does not verify or open comes back as None, for the caller to report.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.utils import timezone

from encryption import boxes, envelopes, headers
from encryption.envelopes import Content, Envelope, OpenedKey, Position, SealedDraft, Summary, Wrap
from encryption.errors import EncryptionError
from encryption.headers import Header
from encryption.keypairs import PrivateKey, PublicKey
from keys import directory, message_keys, unit_keys
from keys.errors import CannotShow, EpochChanged
from keys.message_keys import NoteUnitWrap
from keys.services import NewKeys
from keys.stored import Stored
from keys.unlocked import UnlockedPerson

NO_OTHER_KEYS: Mapping[UUID, str] = MappingProxyType({})

__all__ = [
    "Content",
    "Envelope",
    "Header",
    "Position",
    "Stored",
    "Summary",
    "Wrap",
    "header_digest",
    "open_draft",
    "open_for_unit",
    "open_messages",
    "open_one",
    "open_summaries",
    "read_header",
    "seal",
    "seal_as_new_person",
    "seal_draft",
    "seal_to_unit",
    "wrap_for",
]


def seal(
    content: Content,
    *,
    position: Position,
    sender: UnlockedPerson[Any],
    people: Sequence[UUID],
    unit: UUID,
    sent_at: datetime | None = None,
    by_other_keys: Mapping[UUID, str] = NO_OTHER_KEYS,
) -> Envelope:
    """Seal a message to the keys in use of `people` and to the newest key of `unit`, signed by the sender.

    sent_at: aware; now when it is not given.
    by_other_keys: which key of theirs is sealed to instead, by people; of those whose key in use nobody has
    made sure of.
    Raises EpochChanged unless `position` names that unit and its newest epoch; NoPersonKey, NoUnitKey,
    ForgedKey.
    """
    return _seal(
        content,
        position=position,
        sender=sender.person.public_id,
        signer=sender.signing_key,
        people=people,
        unit=unit,
        sent_at=sent_at,
        by_other_keys=by_other_keys,
    )


def seal_as_new_person(
    content: Content,
    *,
    position: Position,
    keys: NewKeys,
    person: UUID,
    unit: UUID,
    sent_at: datetime | None = None,
) -> Envelope:
    """Seal the message of a person who is being made in this transaction to themselves and the unit.

    Raises what `seal` raises.
    """
    return _seal(
        content,
        position=position,
        sender=person,
        signer=keys.private,
        people=[person],
        unit=unit,
        sent_at=sent_at,
    )


def forget_unit_wrap(_message: UUID, _unit_wrap: bytes) -> None:
    """Store no unit wrap, where nothing is written."""


def open_summaries(
    reader: UnlockedPerson[Any], rows: Sequence[Stored], *, note_unit_wrap: NoteUnitWrap = forget_unit_wrap
) -> list[Summary | None]:
    """Open what a list shows of each message; at most six queries, whatever the number of rows.

    note_unit_wrap: is told what the caller may store, so that the next list opens sooner.
    """
    keys = message_keys.open_all(reader, rows, note_unit_wrap=note_unit_wrap)
    return [_summary(opened, row) for opened, row in zip(keys, rows, strict=True)]


def open_messages(
    reader: UnlockedPerson[Any], rows: Sequence[Stored], *, note_unit_wrap: NoteUnitWrap = forget_unit_wrap
) -> list[Content | None]:
    """Open all messages of one thread, in their order; at most six queries.

    The first must be the one that began the thread, and each must continue the one before it: a message that
    was signed to follow another header, or that stands after a gap, is not shown. After one that cannot be
    shown itself, only the place is compared, so the rest stays readable.
    """
    contents: list[Content | None] = []
    keys = message_keys.open_all(reader, rows, note_unit_wrap=note_unit_wrap)
    for index, (opened, row) in enumerate(zip(keys, rows, strict=True)):
        before = rows[index - 1] if index else None
        before_is_sound = index > 0 and contents[-1] is not None
        if before is None:
            continues = row.begins_thread()
        else:
            continues = _continues(row, opened, before, before_is_sound)
        contents.append(_content(opened, row) if continues else None)
    return contents


def open_one(reader: UnlockedPerson[Any], row: Stored) -> Content | None:
    """Open one message without the ones around it; at most six queries.

    A first message that opens vouches for its thread's row: its signature covers the unit and is the
    taxpayer's, or that of whoever has handed the thread over to the taxpayer.
    """
    return _content(message_keys.open_all(reader, [row], note_unit_wrap=forget_unit_wrap)[0], row)


def wrap_for(
    holder: UnlockedPerson[Any], rows: Sequence[Stored], *, person: UUID, other_key: str = ""
) -> list[Wrap | None]:
    """Wrap the key of each message for one more person; nothing else of a message changes.

    other_key: which key of theirs is sealed to instead of the one in use, which nobody has made sure of.
    None stands where a message does not open for the holder. Raises NoPersonKey, ForgedKey.
    """
    public = directory.key_of_person(person, other_key) if other_key else directory.current_person_key(person)
    return [
        envelopes.add_recipient(opened, row.header, public) if opened is not None else None
        for opened, row in zip(
            message_keys.open_all(holder, rows, note_unit_wrap=forget_unit_wrap), rows, strict=True
        )
    ]


def seal_draft(content: Content, *, message: UUID, author: UUID) -> bytes:
    """Seal a text that was not sent to its author, which takes their public key only.

    Raises NoPersonKey, ForgedKey.
    """
    return _seal_draft(content, message=message, public=directory.current_person_key(author))


def open_draft(author: UnlockedPerson[Any], message: UUID, sealed: bytes) -> Content:
    """Open what `seal_draft` sealed; raises CannotShow."""
    return _open_draft(sealed, message=message, private=author.private_keys.get(_draft_key_id(sealed)))


def seal_to_unit(content: Content, *, message: UUID, unit: UUID) -> bytes:
    """Seal a text that waits for another member of the unit, in the shape of a draft.

    Raises NoUnitKey, ForgedKey.
    """
    _, public = directory.current_unit_key(unit)
    return _seal_draft(content, message=message, public=public)


def open_for_unit(member: UnlockedPerson[Any], message: UUID, sealed: bytes) -> Content:
    """Open what `seal_to_unit` sealed, for whoever was granted the unit's key; raises CannotShow."""
    key_id = _draft_key_id(sealed)
    unit_keys.open_granted(member, [key_id])
    if key_id not in member.unit_keys:
        unit_keys.open_by_chain(member, [key_id])
    return _open_draft(sealed, message=message, private=member.unit_keys.get(key_id))


def _seal_draft(content: Content, *, message: UUID, public: PublicKey) -> bytes:
    draft = envelopes.seal_draft(content, message=message, message_key=boxes.new_key(), author=public)
    wrapped = draft.wrap.wrapped
    return b"".join((bytes.fromhex(draft.wrap.key_id), len(wrapped).to_bytes(4, "big"), wrapped, draft.body))


def _draft_key_id(sealed: bytes) -> str:
    return sealed[:16].hex()


def _open_draft(sealed: bytes, *, message: UUID, private: PrivateKey | None) -> Content:
    wrapped_bytes = int.from_bytes(sealed[16:20], "big")
    wrap = Wrap(_draft_key_id(sealed), sealed[20 : 20 + wrapped_bytes])
    draft = SealedDraft(wrap, sealed[20 + wrapped_bytes :])
    if private is None:
        raise CannotShow
    try:
        _, content = envelopes.open_draft(draft, message=message, author=private)
    except EncryptionError:
        raise CannotShow from None
    return content


def read_header(envelope: Envelope) -> Header:
    """Read what the columns of a new message repeat."""
    return headers.parse(envelope.header)


def header_digest(header: bytes) -> str:
    """Compute what the next message's header calls this one."""
    return headers.digest(header)


def _seal(
    content: Content,
    *,
    position: Position,
    sender: UUID,
    signer: PrivateKey,
    people: Sequence[UUID],
    unit: UUID,
    sent_at: datetime | None,
    by_other_keys: Mapping[UUID, str] = NO_OTHER_KEYS,
) -> Envelope:
    epoch, unit_public = directory.current_unit_key(unit)
    if (position.unit, position.epoch) != (unit, epoch):
        raise EpochChanged
    publics = [directory.key_of_person(person, key_id) for person, key_id in by_other_keys.items()]
    publics += directory.current_person_keys(set(people) - by_other_keys.keys()).values()
    return envelopes.seal(
        content,
        position=position,
        sender=sender,
        signer=signer,
        recipients=[*publics, unit_public],
        sent_at=sent_at or timezone.now(),
    )


def _continues(row: Stored, opened: OpenedKey | None, before: Stored, before_is_sound: bool) -> bool:
    if opened is None or not row.follows(before):
        return False
    return not before_is_sound or opened.header.previous == headers.digest(before.header)


def _summary(opened: OpenedKey | None, row: Stored) -> Summary | None:
    try:
        return opened.open_summary(row.summary) if opened is not None else None
    except EncryptionError:
        return None


def _content(opened: OpenedKey | None, row: Stored) -> Content | None:
    if opened is None or row.body is None:
        return None
    try:
        return opened.open_body(row.body)
    except EncryptionError:
        return None
