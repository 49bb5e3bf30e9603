"""Many threads, quickly: copies of a real one's rows, each older than all that were made before.

A list never opens them, and sealing each would take longer than everything that is measured.
"""

from datetime import timedelta
from uuid import uuid4

from django.db import connection, transaction

from messaging.models import Message, Thread, Wrap

BATCH = 2000


# What no list reads is cut short here, so that a million are made in a minute.
_OLDER_THREADS = """
INSERT INTO messaging_thread (public_id, taxpayer_id, unit_id, topic_id, policy_version,
                              opened_at, latest_message_at, latest_sequence, waiting_since)
SELECT gen_random_uuid(), taxpayer_id, unit_id, topic_id, policy_version, moment, moment, 1, moment
FROM (SELECT *, latest_message_at - number * interval '1 minute' AS moment
      FROM messaging_thread, generate_series(1, %(count)s) AS number WHERE id = %(oldest)s) AS older
"""
_THEIR_MESSAGES = """
INSERT INTO messaging_message (public_id, thread_id, sequence, unit_id, epoch, sender_id, sender_key, sent_at,
                               header, signature, summary, body)
SELECT gen_random_uuid(), thread.id, 1, first.unit_id, epoch, sender_id, sender_key, thread.opened_at,
       substr(header, 1, 64), signature, substr(summary, 1, 64), substr(body, 1, 16)
FROM messaging_thread AS thread, messaging_message AS first
WHERE first.thread_id = %(oldest)s AND first.sequence = 1 AND thread.id > %(newest)s
"""


def fill(threads: int) -> None:
    """Add threads until there are as many."""
    missing = threads - Thread.objects.count()
    if connection.vendor == "postgresql":
        _add_at_once(missing)
        return
    with connection.cursor() as cursor:
        # What a crash would cost here is a run of the bench.
        cursor.execute("PRAGMA synchronous=OFF")
    for begun in range(0, missing, BATCH):
        _add(min(BATCH, missing - begun))


def _add_at_once(count: int) -> None:
    oldest = Thread.objects.order_by("latest_message_at")[0].pk
    newest = Thread.objects.order_by("-pk")[0].pk
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute(_OLDER_THREADS, {"count": count, "oldest": oldest})
        cursor.execute(_THEIR_MESSAGES, {"oldest": oldest, "newest": newest})
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE messaging_thread, messaging_message")


@transaction.atomic(durable=True)
def _add(count: int) -> None:
    oldest = Thread.objects.order_by("latest_message_at")[0]
    message = oldest.messages.get(sequence=1)
    wraps = list(message.wraps.all())
    threads = Thread.objects.bulk_create(_older(oldest, number) for number in range(1, count + 1))
    messages = Message.objects.bulk_create(_copy(message, thread) for thread in threads)
    Wrap.objects.bulk_create(
        Wrap(message=copy, key_id=wrap.key_id, wrapped=wrap.wrapped) for copy in messages for wrap in wraps
    )


def _older(thread: Thread, minutes: int) -> Thread:
    moment = thread.latest_message_at - timedelta(minutes=minutes)
    return Thread(
        taxpayer_id=thread.taxpayer_id,
        unit_id=thread.unit_id,
        topic_id=thread.topic_id,
        policy_version=thread.policy_version,
        opened_at=moment,
        latest_message_at=moment,
        latest_sequence=1,
        waiting_since=moment,
    )


def _copy(message: Message, thread: Thread) -> Message:
    names = (
        "unit_id",
        "epoch",
        "sender_id",
        "sender_key",
        "sent_at",
        "header",
        "signature",
        "summary",
        "body",
    )
    return Message(
        public_id=uuid4(), thread=thread, sequence=1, **{name: getattr(message, name) for name in names}
    )
