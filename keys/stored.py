"""A stored message, and the rules by which its place and its sender are believed.

A signature says who wrote a message. It does not say that they had a part in the thread: that is decided
here, from what signatures cover and what the thread's row says, and both have to agree.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from encryption.headers import Header
from keys.mandates import Statement as Mandate
from keys.models import Side
from keys.successions import Statement


@dataclass(frozen=True, slots=True)
class Stored:
    """Hold a message as its rows have it; the columns from `message` to `sent_at` repeat the header.

    wraps: by key id; may be fetched at first use. body: None where only the summary is to be opened.
    unit_wrap: empty where no member of a unit has opened the message yet.
    taxpayer, thread_unit: whose thread it is and who answers it, as the thread's row says.
    predecessor: who began the thread and handed it over to the taxpayer, as the row says; None for nobody.
    """

    header: bytes
    signature: bytes
    wraps: Mapping[str, bytes]
    summary: bytes
    body: bytes | None
    message: UUID
    thread: UUID
    sequence: int
    unit: UUID
    epoch: int
    sender: UUID | None
    sender_key: str
    sent_at: datetime
    taxpayer: UUID
    thread_unit: UUID
    unit_wrap: bytes = b""
    predecessor: UUID | None = None

    def is_in_place(self, header: Header) -> bool:
        """Tell whether the columns say what the signed header says, and the thread's unit is the header's."""
        return (
            self.message == header.message
            and self.thread == header.thread
            and self.sequence == header.sequence
            and self.unit == self.thread_unit == header.unit
            and self.epoch == header.epoch
            and self.sender == header.sender
            and self.sender_key == header.sender_key
            and self.sent_at == header.sent_at
        )

    def may_be_from(
        self,
        side: Side | None,
        succession: Statement | None = None,
        addressee: UUID | None = None,
        mandates: Sequence[Mandate] = (),
    ) -> bool:
        """Tell whether somebody of this side may have sent what stands here.

        side: of the sender, from their signed row in the key directory; None for the system.
        succession: the verified statement by which the thread was handed over, if there is one.
        addressee: the one person of the public to whose key the signed header says that this was sealed.
        mandates: the verified statements about this thread.
        A thread begins with a message of its taxpayer, who is of the public, or with one to them alone; that
        ties the thread's row to a signature. From then on its taxpayer, whoever represents them at that
        moment, and the agency's people write.
        """
        taxpayer = self._taxpayer_then(succession)
        if taxpayer is None or (side is None) != (self.sender is None):
            return False
        if self.sequence == 1:
            return side is Side.PUBLIC if self.sender == taxpayer else self._is_to(taxpayer, side, addressee)
        if side is None or self.sender == taxpayer or side is Side.AGENCY:
            return True
        return any(
            mandate.covers(self.sender, self.sent_at)
            for mandate in mandates
            if self.sender is not None and mandate.taxpayer in (self.taxpayer, self.predecessor)
        )

    def is_own(self) -> bool:
        """Tell whether the taxpayer wrote this, or whoever handed the thread over to them."""
        return self.sender is not None and self.sender in (self.taxpayer, self.predecessor)

    def is_to_somebody(self) -> bool:
        """Tell whether this begins a thread with words that are not its taxpayer's own."""
        return self.sequence == 1 and not self.is_own()

    @staticmethod
    def _is_to(taxpayer: UUID, side: Side | None, addressee: UUID | None) -> bool:
        return side is not Side.PUBLIC and addressee == taxpayer

    def _taxpayer_then(self, succession: Statement | None) -> UUID | None:
        """Say whose thread it was at this message; None where the row names a predecessor without proof."""
        if self.predecessor is None:
            return self.taxpayer
        if succession is None or (succession.thread, succession.giver, succession.taker) != (
            self.thread,
            self.predecessor,
            self.taxpayer,
        ):
            return None
        return self.predecessor if self.sequence <= succession.last_sequence else self.taxpayer

    def begins_thread(self) -> bool:
        """Tell whether this is the first message; a header with this number names none before it."""
        return self.sequence == 1

    def follows(self, before: "Stored") -> bool:
        """Tell whether this is the next place of the same thread."""
        return self.thread == before.thread and self.sequence == before.sequence + 1
