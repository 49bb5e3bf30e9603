"""Successions: a thread that a visitor began goes on with somebody who has an account.

The thread's row says so too, but anybody who writes to the database can write rows. What is believed is a
statement that both have signed with their own keys: the giver, so that nobody takes a thread away from them,
and the taker, so that nobody puts one into their hands.
"""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

from encryption.contexts import ctx
from encryption.errors import BadSignature
from keys import directory
from keys.errors import ForgedKey
from keys.models import Side, Succession
from keys.senders import SenderKey


class Statement(NamedTuple):
    """Hold what both sign: which thread, up to which message it was whose, and whose it is then."""

    thread: UUID
    last_sequence: int
    giver: UUID
    giver_key: str
    taker: UUID
    taker_key: str
    signed_at: datetime

    def context(self) -> bytes:
        """Encode for signing."""
        moment = self.signed_at.astimezone(UTC).isoformat(timespec="microseconds")
        return ctx("succession", *self[:-1], moment)

    @classmethod
    def of(cls, stored: Succession) -> "Statement":
        """Read the statement of a row."""
        return cls(**{name: getattr(stored, name) for name in cls._fields})


def believed(threads: Collection[UUID]) -> Mapping[UUID, Statement]:
    """Find the statements of these threads, in two queries; what does not verify is left out."""
    rows = list(Succession.objects.filter(thread__in=threads))
    entries = directory.person_entries(key_id for row in rows for key_id in (row.giver_key, row.taker_key))
    return {row.thread: Statement.of(row) for row in rows if _is_signed(row, entries)}


def _is_signed(row: Succession, entries: Mapping[str, directory.Entry]) -> bool:
    """Tell whether both signatures are there, each by a key of its own person, both of the public."""
    try:
        with directory.forged_where_odd():
            signed = Statement.of(row).context()
    except ForgedKey:
        return False
    for person, key_id, signature in (
        (row.giver, row.giver_key, row.giver_signature),
        (row.taker, row.taker_key, row.taker_signature),
    ):
        entry = entries.get(key_id)
        if entry is None or entry.owner != person or entry.side is not Side.PUBLIC:
            return False
        try:
            SenderKey.of(entry.public).verify(signed, directory.stored_bytes(signature))
        except (BadSignature, ForgedKey):
            return False
    return True
