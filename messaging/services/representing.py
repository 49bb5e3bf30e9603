"""Letting somebody read and answer threads for their taxpayer, and ending it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
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
    thread, and wraps the keys of its messages for the representative; both sides are told.
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
    for person in (taxpayer, representative):
        tell(person, Notice.Kind.REPRESENTATIVE_ADDED)
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


def open_to_representatives(thread: Thread, *, taxpayer: UnlockedPerson[Person]) -> None:
    """Open a thread that has just become the taxpayer's to who represents them in all about its topic.

    Belongs inside the transaction that made it theirs.
    """
    standing = (
        representing_now().filter(taxpayer=taxpayer.person, topic=thread.topic_id).exclude(threads=thread)
    )
    for representation in standing.select_related("taxpayer", "representative"):
        _open_to(representation, thread, holder=taxpayer)


def sealed_to_besides(thread: Thread) -> list[UUID]:
    """List the representatives to whom a message of this thread is sealed now: the row says so, and a signed
    statement does; four SQL queries at most, and one where there are none.
    """
    people = set(
        representing_now().filter(threads=thread).values_list("representative__public_id", flat=True)
    )
    if not people:
        return []
    now = timezone.now()
    statements = mandates.believed([thread.public_id]).get(thread.public_id, [])
    whose = {thread.taxpayer.public_id, thread.predecessor_id}
    named = {each.representative for each in statements if each.covers(each.representative, now)}
    believed = {each.representative for each in statements if each.taxpayer in whose}
    return sorted(people & named & believed)


def hand_representatives_over(giver: Person, taker: Person) -> None:
    """Let who represents a visitor represent the account that their threads go to.

    Belongs inside the transaction that moves the threads.
    """
    theirs = Representation.objects.filter(taxpayer=giver)
    theirs.filter(representative=taker, ended_at=None).update(ended_at=timezone.now())
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
    if representative is None or representative.role != Role.TAXPAYER:
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
        wraps = envelopes.wrap_for(holder, stored(messages), person=person)
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
    rows = Representation.objects.select_for_update(of=("self",)).filter(pk__in=keys, ended_at=None)
    return list(rows.select_related("taxpayer", "representative"))


def _end(representation: Representation, *, actor: UUID | None) -> None:
    """End a representation, and take the wraps that no other one of the same person still needs."""
    representation.ended_at = min(timezone.now(), representation.until) if actor is None else timezone.now()
    representation.save(update_fields=["ended_at"])
    representative = representation.representative
    still = representing_now().filter(representative=representative).values("threads")
    threads = representation.threads.exclude(pk__in=still)
    _locked(threads.values_list("pk", flat=True))
    key_ids = queries.key_ids_of(representative)
    Wrap.objects.filter(message__thread__in=threads.values("pk"), key_id__in=key_ids).delete()
    for person in (representation.taxpayer, representative):
        tell(person, Notice.Kind.REPRESENTATIVE_ENDED)
    audit.record(
        Action.REPRESENTATIVE_ENDED,
        actor=actor,
        subject=representation.taxpayer.public_id,
        details={
            "representation": str(representation.public_id),
            "representative": str(representative.public_id),
        },
    )
