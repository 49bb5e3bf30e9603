"""A thread begins with its first message."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID, uuid4

from django.conf import settings

import audit.services as audit
from accounts.models import Person, Unit
from accounts.permissions import units_of
from audit.actions import Action
from keys import directory, envelopes
from keys.services import NewKeys, require_own_key
from keys.unlocked import UnlockedPerson
from messaging.errors import NotPermitted
from messaging.models import Thread, Topic
from messaging.services import unreached
from messaging.services.opening import require_holder
from messaging.services.representing import open_to_representatives
from messaging.services.storing import store


def start_thread(
    *,
    taxpayer: Person,
    keys: NewKeys,
    topic: Topic,
    content: envelopes.Content,
    message_id: UUID,
    sent_at: datetime,
    unit: Unit | None = None,
    came_by_mail: bool = False,
    was_exposed: bool = False,
) -> Thread:
    """Seal `content` as the first message of a new thread. Belongs inside the transaction that made
    `taxpayer`.

    unit: that which answers it, where it is not the topic's of now. came_by_mail: it was an e-mail.
    was_exposed: something sensitive stood in that.
    Raises keys.errors.KeysError when the unit has no key; nothing is stored then.
    """
    return _start(
        taxpayer,
        topic,
        message_id=message_id,
        sent_at=sent_at,
        unit=unit,
        came_by_mail=came_by_mail,
        was_exposed=was_exposed,
        seal=lambda position: envelopes.seal_as_new_person(
            content,
            position=position,
            keys=keys,
            person=taxpayer.public_id,
            unit=position.unit,
            sent_at=sent_at,
        ),
    )


def start_own_thread(
    *,
    author: UnlockedPerson[Person],
    topic: Topic,
    content: envelopes.Content,
    message_id: UUID,
    sent_at: datetime,
) -> Thread:
    """Seal `content` as the first message of a new thread of somebody who has an account.

    Belongs inside a transaction. Raises NotPermitted for everybody else, and keys.errors.KeysError when the
    unit has no key.
    """
    if not author.person.has_account:
        raise NotPermitted
    require_own_key(author)
    thread = _start(
        author.person,
        topic,
        message_id=message_id,
        sent_at=sent_at,
        seal=lambda position: envelopes.seal(
            content,
            position=position,
            sender=author,
            people=[author.person.public_id],
            unit=position.unit,
            sent_at=sent_at,
        ),
    )
    open_to_representatives(thread, taxpayer=author)
    return thread


def start_thread_to(
    *,
    officer: UnlockedPerson[Person],
    taxpayer: Person,
    topic: Topic,
    content: envelopes.Content,
    message_id: UUID,
    sent_at: datetime,
) -> Thread:
    """Seal `content` as the first message of a thread that an officer begins with one person, and nobody else
    of the public: that the message was sealed to them alone is what proves whose thread it is.

    content: its `author_name` is the name of the person, which lists show. Belongs inside a transaction.
    Raises NotPermitted unless the officer answers for the topic's unit, NotAHolder without that unit's key,
    and keys.errors.KeysError.
    """
    if not units_of(officer.person).contains(topic.unit):
        raise NotPermitted
    require_holder(officer, topic.unit)
    thread = _start(
        taxpayer,
        topic,
        author=officer.person,
        message_id=message_id,
        sent_at=sent_at,
        seal=lambda position: envelopes.seal(
            content,
            position=position,
            sender=officer,
            people=[taxpayer.public_id],
            unit=position.unit,
            sent_at=sent_at,
        ),
    )
    unreached.look_later(thread.messages.get())
    return thread


def _start(
    taxpayer: Person,
    topic: Topic,
    *,
    author: Person | None = None,
    message_id: UUID,
    sent_at: datetime,
    seal: Callable[[envelopes.Position], envelopes.Envelope],
    unit: Unit | None = None,
    came_by_mail: bool = False,
    was_exposed: bool = False,
) -> Thread:
    """Store a thread with its first message; author: somebody of the agency, where it is not the taxpayer."""
    unit = unit or topic.unit
    epoch, _ = directory.current_unit_key(unit.public_id)
    thread_id = uuid4()
    envelope = seal(
        envelopes.Position(
            message=message_id, thread=thread_id, sequence=1, previous=None, unit=unit.public_id, epoch=epoch
        )
    )
    thread = Thread.objects.create(
        public_id=thread_id,
        taxpayer=taxpayer,
        unit=unit,
        topic=topic,
        policy_version=settings.POLICY_VERSION,
        opened_at=sent_at,
        latest_message_at=sent_at,
        latest_sequence=1,
        waiting_since=sent_at if author is None else None,
        unit_opened_at=None if author is None else sent_at,
        came_by_mail=came_by_mail,
        was_exposed=was_exposed,
    )
    message = store(envelope, thread=thread)
    audit.record(
        Action.MESSAGE_SENT,
        actor=(author or taxpayer).public_id,
        subject=message.public_id,
        details={"thread": str(thread.public_id), "sequence": 1},
    )
    return thread
