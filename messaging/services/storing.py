"""From envelopes to rows and back."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from keys import envelopes
from messaging import queries, thread_lists
from messaging.models import Message, Thread, Wrap


def store(envelope: envelopes.Envelope, *, thread: Thread) -> Message:
    """Insert a sealed message and its wraps; the columns are those of its header.

    Belongs inside a transaction.
    """
    header = envelopes.read_header(envelope)
    message = Message.objects.create(
        public_id=header.message,
        thread=thread,
        sequence=header.sequence,
        unit_id=header.unit,
        epoch=header.epoch,
        sender_id=header.sender,
        sender_key=header.sender_key,
        sent_at=header.sent_at,
        header=envelope.header,
        signature=envelope.signature,
        summary=envelope.parts["summary"],
        body=envelope.parts["body"],
    )
    Wrap.objects.bulk_create(
        Wrap(message=message, key_id=wrap.key_id, wrapped=wrap.wrapped) for wrap in envelope.wraps
    )
    return message


def stored(messages: Sequence[Message]) -> list[envelopes.Stored]:
    """Present rows to `keys` for opening; one SQL query where their wraps are needed, else none.

    Their threads must have been fetched with them, and each thread's taxpayer and unit.
    """
    wraps = _Wraps([message.pk for message in messages])
    return [
        _stored(
            vars(message),
            wraps=_WrapsOfOne(wraps, message.pk),
            thread=message.thread.public_id,
            taxpayer=message.thread.taxpayer.public_id,
            predecessor=message.thread.predecessor_id,
            unit=message.thread.unit.public_id,
        )
        for message in messages
    ]


def stored_firsts(threads: Sequence[thread_lists.ListedThread]) -> dict[UUID, envelopes.Stored]:
    """Present the message that each thread began with, without its body, for lists that show its summary.

    One SQL query where wraps are needed, else none. A thread that has lost its first message is left out.
    """
    wraps = _Wraps([thread.first_key for thread in threads if thread.first_key is not None])
    return {
        thread.public_id: _stored(
            thread.first,
            wraps=_WrapsOfOne(wraps, thread.first_key),
            thread=thread.public_id,
            taxpayer=thread.taxpayer,
            predecessor=thread.predecessor,
            unit=thread.unit.public_id,
        )
        for thread in threads
        if thread.first is not None and thread.first_key is not None
    }


def keep_unit_wraps(unit_wraps: Mapping[UUID, bytes]) -> None:
    """Store what opens messages sooner the next time. Belongs inside a transaction.

    A message whose wraps were destroyed since it was opened gets none: its key would come back.
    """
    if not unit_wraps:
        return
    # Locked first, so that the wraps are looked for after whoever is destroying them is done.
    messages = Message.objects.filter(public_id__in=unit_wraps.keys()).order_by("pk")
    list(messages.select_for_update().values_list("pk"))
    has_wraps = Exists(Wrap.objects.filter(message=OuterRef("pk")))
    for message, unit_wrap in unit_wraps.items():
        Message.objects.filter(has_wraps, public_id=message).update(unit_wrap=unit_wrap)


class _Wraps:
    """The wraps of a batch of messages, fetched together when the first of them is asked for."""

    def __init__(self, messages: Sequence[int]) -> None:
        self._messages = messages

    @cached_property
    def rows(self) -> Mapping[int, Mapping[str, bytes]]:
        """Fetch them."""
        return queries.wraps_of(self._messages)


class _WrapsOfOne(Mapping[str, bytes]):
    """The wraps of one message out of a batch, by key id."""

    def __init__(self, batch: _Wraps, message: int) -> None:
        self._batch = batch
        self._message = message

    def __getitem__(self, key_id: str) -> bytes:
        return self._batch.rows[self._message][key_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._batch.rows[self._message])

    def __len__(self) -> int:
        return len(self._batch.rows[self._message])


def _stored(
    row: Mapping[str, Any],
    *,
    wraps: Mapping[str, bytes],
    thread: UUID,
    taxpayer: UUID,
    predecessor: UUID | None,
    unit: UUID,
) -> envelopes.Stored:
    return envelopes.Stored(
        header=bytes(row["header"]),
        signature=bytes(row["signature"]),
        wraps=wraps,
        summary=bytes(row["summary"]),
        body=bytes(row["body"]) if "body" in row else None,
        message=row["public_id"],
        thread=thread,
        sequence=row["sequence"],
        unit=row["unit_id"],
        epoch=row["epoch"],
        sender=row["sender_id"],
        sender_key=row["sender_key"],
        sent_at=row["sent_at"],
        taxpayer=taxpayer,
        predecessor=predecessor,
        thread_unit=unit,
        unit_wrap=bytes(row["unit_wrap"] or b""),
    )
