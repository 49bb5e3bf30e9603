"""From envelopes to rows and back."""

from collections.abc import Mapping, Sequence
from typing import Any

from keys import envelopes
from messaging import queries
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
    """Present rows to `keys` for opening, with their wraps; one SQL query.

    Their threads must have been fetched with them, and each thread's taxpayer and unit.
    """
    wraps = queries.wraps_of(messages)
    return [
        _stored(vars(message), thread=message.thread, wraps=wraps[message.pk], body=bytes(message.body))
        for message in messages
    ]


def stored_firsts(threads: Sequence[Thread]) -> dict[int, envelopes.Stored]:
    """Map threads to the message that each began with, without its body, for lists that show its summary.

    One SQL query. The threads' unit and taxpayer must have been fetched with them. A thread that has lost its
    first message is left out.
    """
    by_key = {thread.pk: thread for thread in threads}
    columns: dict[int, dict[str, Any]] = {}
    wraps: dict[int, dict[str, bytes]] = {}
    for key, wrap_key_id, wrapped, *row in queries.first_rows_of(threads):
        columns.setdefault(key, dict(zip(queries.FIRST_COLUMNS, row, strict=True)))
        found = wraps.setdefault(key, {})
        if wrap_key_id is not None:
            found[wrap_key_id] = bytes(wrapped)
    return {
        key: _stored(row, thread=by_key[key], wraps=wraps[key], body=None) for key, row in columns.items()
    }


def _stored(
    row: Mapping[str, Any], *, thread: Thread, wraps: Mapping[str, bytes], body: bytes | None
) -> envelopes.Stored:
    return envelopes.Stored(
        header=bytes(row["header"]),
        signature=bytes(row["signature"]),
        wraps=wraps,
        summary=bytes(row["summary"]),
        body=body,
        message=row["public_id"],
        thread=thread.public_id,
        sequence=row["sequence"],
        unit=row["unit_id"],
        epoch=row["epoch"],
        sender=row["sender_id"],
        sender_key=row["sender_key"],
        sent_at=row["sent_at"],
        taxpayer=thread.taxpayer.public_id,
        thread_unit=thread.unit.public_id,
    )
