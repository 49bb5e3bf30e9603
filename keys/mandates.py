"""Mandates: that somebody reads and answers one thread for its taxpayer, until a moment.

Rows of lists and permissions say so too, but anybody who writes to the database can write rows. Nothing is
sealed to a representative, and no message of theirs believed, without a statement that the taxpayer or
somebody of the agency has signed with their own key.
"""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

from encryption.contexts import ctx
from encryption.errors import BadSignature
from keys import directory
from keys.errors import ForgedKey
from keys.models import Mandate, Side
from keys.senders import SenderKey


class Statement(NamedTuple):
    """Hold what is signed: who may read and answer which thread for whom, and until when."""

    thread: UUID
    taxpayer: UUID
    representative: UUID
    until: datetime
    signer: UUID
    signer_key: str
    signed_at: datetime

    def context(self) -> bytes:
        """Encode for signing."""
        return ctx(
            "mandate",
            self.thread,
            self.taxpayer,
            self.representative,
            _moment(self.until),
            self.signer,
            self.signer_key,
            _moment(self.signed_at),
        )

    @classmethod
    def of(cls, stored: Mandate) -> "Statement":
        """Read the statement of a row."""
        return cls(**{name: getattr(stored, name) for name in cls._fields})

    def covers(self, person: UUID, moment: datetime) -> bool:
        """Tell whether it lets this person write at this moment."""
        return self.representative == person and self.signed_at <= moment < self.until


def believed(threads: Collection[UUID]) -> Mapping[UUID, list[Statement]]:
    """Find the statements about each of these threads, in two queries; what does not verify is left out."""
    rows = list(Mandate.objects.filter(thread__in=threads))
    entries = directory.person_entries(row.signer_key for row in rows)
    found: dict[UUID, list[Statement]] = {}
    for row in rows:
        if _is_signed(row, entries):
            found.setdefault(row.thread, []).append(Statement.of(row))
    return found


def _is_signed(row: Mandate, entries: Mapping[str, directory.Entry]) -> bool:
    """Tell whether its signer may say this, and has: the taxpayer themselves, or somebody of the agency."""
    entry = entries.get(row.signer_key)
    if entry is None or entry.owner != row.signer:
        return False
    if entry.side is not Side.AGENCY and row.signer != row.taxpayer:
        return False
    try:
        with directory.forged_where_odd():
            signed = Statement.of(row).context()
        SenderKey.of(entry.public).verify(signed, directory.stored_bytes(row.signature))
    except (BadSignature, ForgedKey):
        return False
    return True


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
