"""Letting somebody read and answer threads for their taxpayer, and ending it.

Whoever only reads a representative's mail can reset them. Then it waits until they are let in again, with the
number of their new key. Each locks threads before representations, so that no two wait for each other.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

import audit.services as audit
from accounts.models import Person, Role
from accounts.services.telling import tell
from audit.actions import Action
from keyring.fields import seal_field
from keys import envelopes, mandates, numbers
from keys.errors import KeysError
from keys.services import sign_mandate
from keys.unlocked import UnlockedPerson
from messaging import queries
from messaging.errors import CannotLetIn, NoSuchNumber, NotPermitted, OwnNumber
from messaging.models import Representation, Thread, Wrap
from messaging.permissions import (
    representations_ended_by,
    representing_now,
    threads_opened_to_others_by,
)
from messaging.representatives import place_of
from messaging.services.opening import report, require_holder
from messaging.services.storing import stored
from notices.models import Notice

ENDED_AT_ONCE = 200


@dataclass(frozen=True)
class Named:
    """Whom somebody lets in, and until when.

    number: of the representative's account. name: how they are called here. reference: of the form on file
    that says so; empty where the taxpayer does it themselves. whole_topic: also the taxpayer's other threads
    about the same topic, and later ones.
    """

    number: str
    name: str
    until: datetime
    reference: str
    whole_topic: bool


@transaction.atomic(durable=True)
def let_in(*, actor: UnlockedPerson[Person], thread: Thread, named: Named) -> Representation:
    """Let a representative read and answer a thread, or all of its taxpayer's about its topic.

    actor: the taxpayer, or an officer of the thread's unit who has a form on file. Signs that for each
    thread, and wraps the keys of its messages for the representative; both sides are told. It takes the
    place of what waited because of new keys of theirs, and is about nothing else.
    Raises NotPermitted, NotAHolder, NoSuchNumber, OwnNumber, CannotLetIn; nothing is changed then.
    """
    mine = threads_opened_to_others_by(actor.person)
    if not mine.contains(thread) or not _is_sound(actor.person, named):
        raise NotPermitted
    if actor.person.works_in_units:
        require_holder(actor, thread.unit)
    taxpayer, representative = _lock_both(thread, named.number)
    representation = Representation(
        public_id=uuid4(),
        taxpayer=taxpayer,
        representative=representative,
        topic=thread.topic if named.whole_topic else None,
        made_by=actor.person,
        made_at=timezone.now(),
        until=named.until,
    )
    representation.sealed_name = seal_field(named.name, **place_of(representation, "sealed_name"))
    if named.reference:
        reference = place_of(representation, "sealed_reference")
        representation.sealed_reference = seal_field(named.reference, **reference)
    representation.save(force_insert=True)

    about = mine.filter(taxpayer=taxpayer)
    about = about.filter(topic=thread.topic) if named.whole_topic else about.filter(pk=thread.pk)
    threads = _locked(about.values_list("pk", flat=True))
    for each in threads:
        _open_to(representation, each, holder=actor)
    _end_what_waited(representation, actor=actor.person.public_id)
    _tell(representation, Notice.Kind.REPRESENTATIVE_ADDED, taxpayer, representative)
    audit.record(
        Action.REPRESENTATIVE_LET_IN,
        actor=actor.person.public_id,
        subject=taxpayer.public_id,
        details={
            "representation": str(representation.public_id),
            "representative": str(representative.public_id),
            "threads": len(threads),
            "by": "form" if named.reference else "taxpayer",
        },
    )
    return representation


@transaction.atomic(durable=True)
def end_representation(*, actor: Person, representation: Representation) -> None:
    """End what somebody may do for somebody else, at once. Raises NotPermitted."""
    found = _held([representation.pk])
    if not found or not representations_ended_by(actor).filter(pk=representation.pk).exists():
        raise NotPermitted
    _end(found[0], actor=actor.public_id)


def end_what_ran_out() -> None:
    """Take the wraps from representatives whose time is over; they have seen nothing since it was."""
    over = Representation.objects.filter(ended_at=None, until__lte=timezone.now()).values_list(
        "pk", flat=True
    )
    for key in list(over[:ENDED_AT_ONCE]):
        with transaction.atomic(durable=True):
            for representation in _held([key]):
                _end(representation, actor=None)


def lock_representations(person: Person, started_by: Person | None, key_id: str) -> None:
    """Let whoever was reset read and answer for nobody until they are let in again.

    key_id: the key that went dormant; what is written meanwhile is sealed to it. started_by: does not matter.
    Belongs inside the transaction of the reset.
    """
    theirs = Representation.objects.filter(representative=person, ended_at=None, locked_key="")
    for representation in theirs.select_for_update(of=("self",)).select_related("taxpayer").order_by("pk"):
        representation.locked_key = key_id
        representation.save(update_fields=["locked_key"])
        _tell(representation, Notice.Kind.REPRESENTATIVE_WAITS, representation.taxpayer)
        _record(Action.REPRESENTATIVE_LOCKED, representation, actor=None)


def unlock_representations(person: Person, key_ids: Collection[str]) -> None:
    """Go on with what waited for keys that an old slot has opened again. Belongs inside its transaction."""
    waiting = Representation.objects.filter(representative=person, ended_at=None, locked_key__in=key_ids)
    for representation in waiting.select_for_update(of=("self",)).select_related("taxpayer").order_by("pk"):
        representation.locked_key = ""
        representation.save(update_fields=["locked_key"])
        _record(Action.REPRESENTATIVE_UNLOCKED, representation, actor=person.public_id)


def open_to_representatives(thread: Thread, *, taxpayer: UnlockedPerson[Person]) -> None:
    """Open a thread that has just become the taxpayer's to who represents them in all about its topic.

    Belongs inside the transaction that made it theirs.
    """
    standing = (
        representing_now().filter(taxpayer=taxpayer.person, topic=thread.topic_id).exclude(threads=thread)
    )
    # Held, so that a reset comes either before, and is seen here, or after, and finds them with the old key.
    standing = standing.select_for_update(of=("self",)).order_by("pk")
    for representation in standing.select_related("taxpayer", "representative"):
        _open_to(representation, thread, holder=taxpayer)


def sealed_to_besides(thread: Thread) -> dict[UUID, str]:
    """Map the representatives to whom a message of this thread is sealed now to the key that it is sealed to
    in the place of the one in use; empty for most. The row says so, and a signed statement does; four SQL
    queries at most, and one where there are none. Belongs inside the transaction that seals.
    """
    standing = representing_now().filter(threads=thread).select_related("representative")
    # Held, so that a reset comes either before, and is seen here, or after, and finds this sealed already.
    rows = standing.select_for_update(of=("self",)).order_by("-locked_key", "pk")
    # Whoever was let in again may have an older row that waits; what is confirmed comes last, and counts.
    people = {row.representative.public_id: row.locked_key for row in rows}
    if not people:
        return {}
    now = timezone.now()
    statements = mandates.believed([thread.public_id]).get(thread.public_id, [])
    whose = {thread.taxpayer.public_id, thread.predecessor_id}
    named = {each.representative for each in statements if each.covers(each.representative, now)}
    believed = {each.representative for each in statements if each.taxpayer in whose}
    return {person: people[person] for person in sorted(people.keys() & named & believed)}


def hand_representatives_over(giver: Person, taker: Person) -> None:
    """Let who represents a visitor represent the account that their threads go to.

    Belongs inside the transaction that moves the threads.
    """
    theirs = Representation.objects.filter(taxpayer=giver)
    # Nobody represents themself.
    own = theirs.filter(representative=taker, ended_at=None).select_for_update(of=("self",))
    for representation in own.select_related("taxpayer", "representative").order_by("pk"):
        representation.ended_at = timezone.now()
        representation.save(update_fields=["ended_at"])
        _record(Action.REPRESENTATIVE_ENDED, representation, actor=taker.public_id)
    theirs.exclude(representative=taker).update(taxpayer=taker)


def _is_sound(actor: Person, named: Named) -> bool:
    """Tell whether whoever lets somebody in says what they have to say: an officer, which form it is."""
    return timezone.now() < named.until and bool(named.reference) == actor.works_in_units


def _lock_both(thread: Thread, number: str) -> tuple[Person, Person]:
    found = numbers.person_of(number)
    if found == thread.taxpayer.public_id:
        raise OwnNumber
    wanted = Person.objects.filter(
        public_id__in=[found or uuid4(), thread.taxpayer.public_id], disabled_at=None
    )
    people = {each.public_id: each for each in wanted.select_for_update(no_key=True).order_by("pk")}
    representative = people.get(found) if found else None
    taxpayer = people.get(thread.taxpayer.public_id)
    # Asked again now that they are held: a reset gives them another number.
    if representative is None or representative.role != Role.TAXPAYER or numbers.person_of(number) != found:
        raise NoSuchNumber
    if taxpayer is None:
        raise NotPermitted
    return taxpayer, representative


def _locked(keys: Iterable[int]) -> list[Thread]:
    """Lock threads, so that a message comes either before, and is wrapped too, or after, and is sealed so."""
    wanted = list(keys)
    list(Thread.objects.select_for_update().filter(pk__in=wanted).order_by("pk").values_list("pk"))
    return list(
        Thread.objects.filter(pk__in=wanted).select_related("taxpayer", "unit", "topic").order_by("pk")
    )


def _open_to(representation: Representation, thread: Thread, *, holder: UnlockedPerson[Person]) -> None:
    """Sign that the representative takes part in a thread, and wrap its messages for them."""
    person = representation.representative.public_id
    messages = queries.messages_of(thread)
    try:
        wraps = envelopes.wrap_for(
            holder, stored(messages), person=person, other_key=representation.locked_key
        )
    except KeysError as error:
        raise CannotLetIn from error
    Wrap.objects.bulk_create(
        [
            Wrap(message=message, key_id=wrap.key_id, wrapped=wrap.wrapped)
            for message, wrap in zip(messages, wraps, strict=True)
            if wrap is not None
        ],
        # Somebody may be let in twice, by the taxpayer and by a form.
        ignore_conflicts=True,
    )
    hidden = [message.public_id for message, wrap in zip(messages, wraps, strict=True) if wrap is None]
    report(holder, [(message, thread.public_id) for message in hidden])
    representation.threads.add(thread)
    sign_mandate(
        signer=holder,
        thread=thread.public_id,
        taxpayer=thread.taxpayer.public_id,
        representative=person,
        until=representation.until,
    )


def _held(keys: Sequence[int]) -> list[Representation]:
    _locked(Thread.objects.filter(representations__in=keys).values_list("pk", flat=True))
    rows = Representation.objects.select_for_update(of=("self",)).filter(pk__in=keys, ended_at=None)
    return list(rows.select_related("taxpayer", "representative"))


def _end_what_waited(made: Representation, *, actor: UUID) -> None:
    """End what waited for the same representative in the threads that they were just let into again."""
    waiting = Representation.objects.filter(
        taxpayer=made.taxpayer, representative=made.representative, ended_at=None
    ).exclude(locked_key="")
    # One about a whole topic is about the threads to come, too.
    waiting = waiting.filter(Q(topic=None) | Q(topic=made.topic_id))
    others = Thread.objects.exclude(pk__in=made.threads.values("pk")).filter(representations=OuterRef("pk"))
    for representation in waiting.exclude(Exists(others)).select_for_update(of=("self",)).order_by("pk"):
        representation.ended_at = made.made_at
        representation.save(update_fields=["ended_at"])
        _record(Action.REPRESENTATIVE_ENDED, representation, actor=actor)


def _end(representation: Representation, *, actor: UUID | None) -> None:
    """End a representation, and take the wraps that no other one of the same person still needs."""
    representation.ended_at = min(timezone.now(), representation.until) if actor is None else timezone.now()
    representation.save(update_fields=["ended_at"])
    representative = representation.representative
    others = representing_now().filter(representative=representative)
    threads = representation.threads.exclude(pk__in=others.filter(locked_key="").values("threads"))
    waiting = others.exclude(locked_key="")
    key_ids = queries.key_ids_of(representative)
    wraps = Wrap.objects.filter(message__thread__in=threads.values("pk"), key_id__in=key_ids)
    # What waits for a key keeps what is sealed to it, and nothing that is sealed to a later one.
    wraps.exclude(
        message__thread__in=waiting.values("threads"), key_id__in=waiting.values("locked_key")
    ).delete()
    _tell(representation, Notice.Kind.REPRESENTATIVE_ENDED, representation.taxpayer, representative)
    _record(Action.REPRESENTATIVE_ENDED, representation, actor=actor)


def _tell(representation: Representation, kind: Notice.Kind, *people: Person) -> None:
    """Tell people of it by mail: without a link where a unit that it is about chose so."""
    has_link = not representation.threads.filter(unit__notices_have_link=False).exists()
    for person in people:
        tell(person, kind, has_link=has_link)


def _record(action: Action, representation: Representation, *, actor: UUID | None) -> None:
    audit.record(
        action,
        actor=actor,
        subject=representation.taxpayer.public_id,
        details={
            "representation": str(representation.public_id),
            "representative": str(representation.representative.public_id),
        },
    )
