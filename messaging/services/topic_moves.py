"""Moving a topic to another unit: an administrator proposes, and the unit that loses it agrees or not."""

from django.db import transaction
from django.utils import timezone

import audit.services as audit
from accounts.models import Person, Unit
from audit.actions import Action
from keys import directory
from keys.errors import KeysError
from keys.queries import holders_of
from keys.unlocked import UnlockedPerson
from messaging.errors import MoveEnded, UnitWithOneHolder, UnitWithoutKey
from messaging.models import Topic, TopicMove
from messaging.permissions import topic_moves_decided_by, topic_moves_managed_by
from messaging.services.opening import require_holder

HOLDERS_TO_MOVE = 2


def propose_move(*, actor: Person, topic: Topic, unit: Unit) -> TopicMove | None:
    """Ask the unit of a topic to give it to `unit`, in the place of what it was asked before.

    Gives what waits. A unit whose key nobody holds can neither answer nor be asked: its topic moves at once.
    Belongs inside a transaction that holds the topic's row, after the permission to manage it.
    Raises UnitWithoutKey, UnitWithOneHolder.
    """
    require_two_holders(unit)
    open_move = TopicMove.objects.select_for_update().filter(topic=topic, ended_at=None).first()
    if open_move is not None and open_move.unit_id == unit.pk:
        return open_move
    if open_move is not None:
        _end(open_move, TopicMove.Outcome.WITHDRAWN, actor)
    if not _holders(topic.unit):
        _move(topic, unit, actor=actor)
        return None
    move = TopicMove.objects.create(topic=topic, unit=unit, proposed_by=actor)
    audit.record(
        Action.TOPIC_MOVE_PROPOSED,
        actor=actor.public_id,
        subject=topic.public_id,
        details={"from": str(topic.unit.public_id), "to": str(unit.public_id)},
    )
    return move


@transaction.atomic(durable=True)
def agree_to_move(*, actor: UnlockedPerson[Person], move: TopicMove) -> None:
    """Let another unit answer a topic from now on; threads that are there, and mail that waits, stay where
    they are.

    Raises MoveEnded, UnitWithoutKey, UnitWithOneHolder; NotAHolder without the key of the unit of now.
    """
    topic, move = _held(actor, move)
    require_two_holders(move.unit)
    _end(move, TopicMove.Outcome.AGREED, actor.person)
    _move(topic, move.unit, actor=actor.person)


@transaction.atomic(durable=True)
def refuse_move(*, actor: UnlockedPerson[Person], move: TopicMove) -> None:
    """Keep a topic that somebody wants to move. Raises MoveEnded, NotAHolder."""
    _topic, move = _held(actor, move)
    _end(move, TopicMove.Outcome.REFUSED, actor.person)


@transaction.atomic(durable=True)
def withdraw_move(*, actor: Person, topic: Topic) -> None:
    """Take back what a unit was asked, as an administrator. Raises MoveEnded when nothing waits any more."""
    waiting = topic_moves_managed_by(actor).select_for_update(of=("self",)).filter(topic=topic)
    move = waiting.select_related("topic").first()
    if move is None:
        raise MoveEnded
    _end(move, TopicMove.Outcome.WITHDRAWN, actor)


def require_two_holders(unit: Unit) -> None:
    """Raise UnitWithoutKey or UnitWithOneHolder unless two people can read what is sealed to a unit."""
    try:
        directory.current_unit_key(unit.public_id)
    except KeysError:
        raise UnitWithoutKey from None
    if len(_holders(unit)) < HOLDERS_TO_MOVE:
        raise UnitWithOneHolder


def _held(actor: UnlockedPerson[Person], move: TopicMove) -> tuple[Topic, TopicMove]:
    """Hold the topic, then the move, and look again whether the actor decides it."""
    topic = Topic.objects.select_for_update(of=("self",)).select_related("unit").get(pk=move.topic_id)
    mine = topic_moves_decided_by(actor.person).select_for_update(of=("self",)).filter(pk=move.pk)
    found = mine.select_related("topic", "unit").first()
    if found is None:
        raise MoveEnded
    # A membership is a row; the key is what nobody gives themselves.
    require_holder(actor, topic.unit)
    return topic, found


def _holders(unit: Unit) -> set[object]:
    return set(holders_of([unit.public_id]).get(unit.public_id, ()))


def _move(topic: Topic, unit: Unit, *, actor: Person) -> None:
    before = topic.unit
    topic.unit = unit
    topic.save(update_fields=["unit"])
    audit.record(
        Action.TOPIC_MOVED,
        actor=actor.public_id,
        subject=topic.public_id,
        details={"from": str(before.public_id), "to": str(unit.public_id)},
    )


def _end(move: TopicMove, outcome: TopicMove.Outcome, actor: Person) -> None:
    move.ended_at, move.ended_by, move.outcome = timezone.now(), actor, outcome
    move.save(update_fields=["ended_at", "ended_by", "outcome"])
    audit.record(
        Action.TOPIC_MOVE_ENDED,
        actor=actor.public_id,
        subject=move.topic.public_id,
        details={"outcome": str(outcome)},
    )
