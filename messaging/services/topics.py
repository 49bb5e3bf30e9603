"""What the public may write about."""

from email.utils import parseaddr
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max

import audit.services as audit
from accounts.models import Person, Unit, canonical_email
from audit.actions import Action
from keys import directory
from keys.errors import KeysError
from messaging.errors import MailAddressTaken, MayNotManage, TopicTaken, UnitWithoutKey
from messaging.models import Topic, TopicMove
from messaging.permissions import topics_managed_by
from messaging.services.topic_moves import propose_move


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


def offer_topic(*, actor: Person, unit: Unit, name: str, description: str) -> Topic:
    """Offer a topic, as an administrator; raises MayNotManage, TopicTaken, UnitWithoutKey."""
    if not actor.manages_people:
        raise MayNotManage
    try:
        return add_topic(actor=actor.public_id, unit=unit, name=name, description=description)
    except KeysError:
        raise UnitWithoutKey from None


@transaction.atomic(durable=True)
def change_topic(
    *,
    actor: Person,
    topic: Topic,
    unit: Unit,
    name: str,
    description: str,
    position: int,
    mail_address: str = "",
) -> TopicMove | None:
    """Change a topic's words and place; where `unit` is another than its own, propose the move.

    position: from 0, the place among all topics; others keep theirs. mail_address: what comes by e-mail to it
    is about the topic; empty takes none.
    Gives the move that waits for the unit of now. Raises MayNotManage, TopicTaken, MailAddressTaken,
    UnitWithoutKey, and UnitWithOneHolder for a move to a unit whose key fewer than two people hold; nothing
    is changed then.
    """
    locked = topics_managed_by(actor).select_for_update(of=("self",)).filter(pk=topic.pk).first()
    if locked is None:
        raise MayNotManage
    mail_address = canonical_email(mail_address)
    if _is_taken(mail_address, locked):
        raise MailAddressTaken
    locked.name, locked.description, locked.position = name, description, position
    locked.mail_address = mail_address
    try:
        with transaction.atomic():
            locked.save(update_fields=["name", "description", "position", "mail_address"])
    except IntegrityError:
        raise TopicTaken from None
    audit.record(
        Action.TOPIC_CHANGED,
        actor=actor.public_id,
        subject=locked.public_id,
        details={
            "unit": str(locked.unit.public_id),
            "position": position,
            "takes_mail": int(bool(mail_address)),
        },
    )
    return None if locked.unit == unit else propose_move(actor=actor, topic=locked, unit=unit)


def _is_taken(mail_address: str, topic: Topic) -> bool:
    """Tell whether mail to an address is another topic's, or this portal's, and would go in circles."""
    ours = {parseaddr(settings.DEFAULT_FROM_EMAIL)[1].casefold(), settings.BOUNCE_ADDRESS.casefold()}
    if not mail_address:
        return False
    return (
        mail_address in ours or Topic.objects.filter(mail_address=mail_address).exclude(pk=topic.pk).exists()
    )
