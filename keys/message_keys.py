"""Message keys, opened for an unlocked reader: first it is settled who sent a message, then its key opens.

By a unit wrap where there is one, else by a wrap. Everything fails closed.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from encryption import envelopes, headers
from encryption.envelopes import OpenedKey, Wrap
from encryption.errors import BadHeader, BadSignature, EncryptionError
from encryption.keypairs import PrivateKey
from keyring import keyring
from keyring.errors import KeyringError
from keys import directory, mandates, successions, unit_keys
from keys.models import Side
from keys.senders import SenderKey
from keys.stored import Stored
from keys.unit_wraps import UnitWraps
from keys.unlocked import UnlockedPerson

NoteUnitWrap = Callable[[UUID, bytes], None]
"""Is told of a unit wrap that was made for a message which had none that opens."""


class _Known(NamedTuple):
    """Hold what was verified beforehand: people by key id, statements by the thread that they hand over, and
    by that in which they let somebody write for its taxpayer.

    unit_wraps: what opens the unit wraps of each unit key, derived when the first is opened.
    """

    people: Mapping[str, directory.Entry]
    statements: Mapping[UUID, successions.Statement]
    mandates: Mapping[UUID, list[mandates.Statement]]
    unit_wraps: dict[str, UnitWraps]

    def unit_wraps_of(self, unit_key: PrivateKey) -> UnitWraps:
        """Give what seals and opens the unit wraps of this key."""
        key_id = unit_key.key_id
        if key_id not in self.unit_wraps:
            self.unit_wraps[key_id] = UnitWraps(unit_key)
        return self.unit_wraps[key_id]


def open_all(
    reader: UnlockedPerson[Any], rows: Sequence[Stored], *, note_unit_wrap: NoteUnitWrap
) -> list[OpenedKey | None]:
    """Verify every row and open its message key; None where that fails.

    At most four queries of this app's tables, whatever the number of rows, two more where threads were handed
    over, two where somebody wrote for a taxpayer, and three where a wrap for the reader's own key does not
    open.
    """
    handed_over = {row.thread for row in rows if row.predecessor is not None}
    senders = [row.sender_key for row in rows if row.sender is not None]
    addressees = [key_id for row in rows if row.is_to_somebody() for key_id in _recipients(row)]
    people = directory.person_entries([*senders, *addressees])
    represented = {row.thread for row in rows if _is_of_another_of_the_public(row, people)}
    known = _Known(
        people,
        successions.believed(handed_over) if handed_over else {},
        mandates.believed(represented) if represented else {},
        {},
    )
    _open_unit_keys(reader, [_recipients(row) for row in rows if row.unit_wrap])
    opened = [_by_unit_wrap(reader, row, known) if row.unit_wrap else None for row in rows]

    _open_unit_keys(reader, [row.wraps.keys() for key, row in zip(opened, rows, strict=True) if key is None])
    opened = [
        key or _by_wrap(reader, row, known, note_unit_wrap) for key, row in zip(opened, rows, strict=True)
    ]
    # A wrap for the reader's own key that does not open must not stand before that for their unit's.
    hidden = [row.wraps.keys() for key, row in zip(opened, rows, strict=True) if key is None]
    own = reader.private_keys.keys()
    before = len(reader.unit_keys)
    _open_unit_keys(reader, [key_ids - own for key_ids in hidden if not own.isdisjoint(key_ids)])
    if len(reader.unit_keys) == before:
        return opened
    return [
        key or _by_wrap(reader, row, known, note_unit_wrap) for key, row in zip(opened, rows, strict=True)
    ]


def _open_unit_keys(reader: UnlockedPerson[Any], sealed_to: Sequence[Iterable[str]]) -> None:
    """Open the unit keys that messages were sealed to, where the reader has no key to one yet."""
    for open_more in (unit_keys.open_granted, unit_keys.open_by_chain):
        openable = reader.private_keys.keys() | reader.unit_keys.keys()
        closed = {key_id for key_ids in sealed_to if openable.isdisjoint(key_ids) for key_id in key_ids}
        if closed:
            open_more(reader, closed)


def _recipients(row: Stored) -> Sequence[str]:
    try:
        return headers.parse(row.header).recipients
    except BadHeader:
        return ()


def _by_unit_wrap(reader: UnlockedPerson[Any], row: Stored, known: _Known) -> OpenedKey | None:
    """Open a row by its unit wrap; None leaves it to its wraps."""
    for key_id in _recipients(row):
        if unit_key := reader.unit_keys.get(key_id):
            try:
                message_key = known.unit_wraps_of(unit_key).unseal(row.header, row.unit_wrap)
                opened = envelopes.open_with_message_key(
                    row.header, row.signature, message_key, sender_key=_sender_key(row, known)
                )
            except (EncryptionError, KeyringError):
                return None
            return opened if row.is_in_place(opened.header) else None
    return None


def _by_wrap(
    reader: UnlockedPerson[Any],
    row: Stored,
    known: _Known,
    note_unit_wrap: NoteUnitWrap,
) -> OpenedKey | None:
    """Open a row by the first wrap that opens: whoever writes to the database may have put another before."""
    try:
        sender_key = _sender_key(row, known)
    except (EncryptionError, KeyringError):
        return None
    for recipient in _keys_with_wraps(reader, row):
        wrap = Wrap(recipient.key_id, row.wraps[recipient.key_id])
        try:
            opened = envelopes.open_key(
                row.header, row.signature, wrap, sender_key=sender_key, recipient=recipient
            )
        except EncryptionError:
            continue
        if not row.is_in_place(opened.header):
            return None
        if recipient.key_id in reader.unit_keys:
            note_unit_wrap(row.message, known.unit_wraps_of(recipient).seal(row.header, opened.message_key))
        return opened
    return None


def _keys_with_wraps(reader: UnlockedPerson[Any], row: Stored) -> list[PrivateKey]:
    """List the reader's keys to which the row has a wrap, their own before those of units."""
    return [
        private
        for privates in (reader.private_keys, reader.unit_keys)
        for key_id, private in privates.items()
        if key_id in row.wraps
    ]


def _sender_key(row: Stored, known: _Known) -> SenderKey:
    """Find the key that must have signed; raises BadSignature when its owner may not have sent this."""
    if row.sender is None:
        key, side = keyring().system_sender_public(row.sender_key), None
    else:
        entry = known.people.get(row.sender_key)
        if entry is None or entry.owner != row.sender:
            raise BadSignature
        key, side = entry.public, entry.side
    addressee = _addressee(row, known) if row.is_to_somebody() else None
    named = known.mandates.get(row.thread, ())
    if not row.may_be_from(side, known.statements.get(row.thread), addressee, named):
        raise BadSignature
    return SenderKey.of(key)


def _is_of_another_of_the_public(row: Stored, people: Mapping[str, directory.Entry]) -> bool:
    """Tell whether this can only be the message of somebody who represents the taxpayer."""
    entry = people.get(row.sender_key)
    return row.sender is not None and not row.is_own() and entry is not None and entry.side is Side.PUBLIC


def _addressee(row: Stored, known: _Known) -> UUID | None:
    """Name the one person of the public to whose key the header says that a message was sealed.

    Of two, nobody could tell whose thread it is.
    """
    entries = [known.people[key_id] for key_id in _recipients(row) if key_id in known.people]
    public = {entry.owner for entry in entries if entry.side is Side.PUBLIC}
    return public.pop() if len(public) == 1 else None
