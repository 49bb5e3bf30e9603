"""What the public may write about."""

from uuid import UUID

from django.db import transaction
from django.db.models import Max

import audit.services as audit
from accounts.models import Unit
from audit.actions import Action
from keys import directory
from messaging.errors import TopicTaken
from messaging.models import Topic


@transaction.atomic(durable=True)
def add_topic(*, actor: UUID | None, unit: Unit, name: str, description: str) -> Topic:
    """Offer a topic in the public form, after all others; what is written about it goes to `unit`.

    actor: who adds it; None for the person at the server's console.
    Raises TopicTaken, and keys.errors.KeysError when there is no sound key of the unit to seal to.
    """
    directory.current_unit_key(unit.public_id)
    last = Topic.objects.aggregate(last=Max("position"))["last"]
    topic, is_new = Topic.objects.get_or_create(
        name=name,
        defaults={"description": description, "unit": unit, "position": 0 if last is None else last + 1},
    )
    if not is_new:
        raise TopicTaken
    audit.record(
        Action.TOPIC_ADDED, actor=actor, subject=topic.public_id, details={"unit": str(unit.public_id)}
    )
    return topic
