"""From envelopes to rows and back."""

from collections.abc import Sequence

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


def stored(messages: Sequence[Message], *, with_body: bool) -> list[envelopes.Stored]:
    """Present rows to `keys` for opening, with their wraps; one SQL query.

    Their threads must have been fetched with them, and each thread's taxpayer and unit.
    with_body: False leaves the body out, for lists that only show summaries.
    """
    wraps = queries.wraps_of(messages)
    return [
        envelopes.Stored(
            header=bytes(message.header),
            signature=bytes(message.signature),
            wraps=wraps[message.pk],
            summary=bytes(message.summary),
            body=bytes(message.body) if with_body else None,
            message=message.public_id,
            thread=message.thread.public_id,
            sequence=message.sequence,
            unit=message.unit_id,
            epoch=message.epoch,
            sender=message.sender_id,
            sender_key=message.sender_key,
            sent_at=message.sent_at,
            taxpayer=message.thread.taxpayer.public_id,
            thread_unit=message.thread.unit.public_id,
        )
        for message in messages
    ]
