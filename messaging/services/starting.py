"""A thread begins with its first message."""

from datetime import datetime
from uuid import UUID, uuid4

import audit.services as audit
from accounts.models import Person
from audit.actions import Action
from keys import directory, envelopes
from keys.services import NewKeys
from messaging.models import Thread, Topic
from messaging.services.storing import store


def start_thread(
    *,
    taxpayer: Person,
    keys: NewKeys,
    topic: Topic,
    content: envelopes.Content,
    message_id: UUID,
    sent_at: datetime,
) -> Thread:
    """Seal `content` as the first message of a new thread. Belongs inside the transaction that made
    `taxpayer`.

    Raises keys.errors.KeysError when the unit has no key; nothing is stored then.
    """
    unit = topic.unit
    epoch, _ = directory.current_unit_key(unit.public_id)
    thread_id = uuid4()
    position = envelopes.Position(
        message=message_id, thread=thread_id, sequence=1, previous=None, unit=unit.public_id, epoch=epoch
    )
    envelope = envelopes.seal_as_new_person(
        content,
        position=position,
        keys=keys,
        person=taxpayer.public_id,
        unit=unit.public_id,
        sent_at=sent_at,
    )
    thread = Thread.objects.create(
        public_id=thread_id,
        taxpayer=taxpayer,
        unit=unit,
        topic=topic,
        policy_version=taxpayer.policy_version,
        opened_at=sent_at,
        latest_message_at=sent_at,
        latest_sequence=1,
        waiting_since=sent_at,
    )
    message = store(envelope, thread=thread)
    audit.record(
        Action.MESSAGE_SENT,
        actor=taxpayer.public_id,
        subject=message.public_id,
        details={"thread": str(thread.public_id), "sequence": 1},
    )
    return thread
