"""Reads shaped for one page, with a known number of SQL queries."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q
from django.utils import timezone

from accounts.models import Invitation, Person, Proposal
from accounts.permissions import units_of
from keys import queries as keys
from keys.models import Slot
from keys.queries import epoch_due_of, slot_of, untagged_grant_of
from messaging.models import (
    Draft,
    Message,
    Receipt,
    Regrant,
    ReleaseRequest,
    Representation,
    Thread,
    Topic,
    TopicMove,
    Unreached,
    Wrap,
)
from messaging.permissions import (
    ABOUT_INVITATIONS,
    release_requests_visible_to,
    threads_visible_to,
    waiting_to_be_let_in,
)
from notices.models import Notice
from prepared.queries import PreparedQuery

MOST_RELEASES = 25
# Made once, since Django takes longer to put them together than the database to answer.
HAS_EPOCH_DUE = epoch_due_of("public_id")
# What few threads have is asked together with the thread; each has its own query only where there is some.
BESIDE_THREAD = {
    "has_representatives": Exists(Representation.threads.through.objects.filter(thread=OuterRef("pk"))),
    "has_kept_text": Exists(Draft.objects.filter(thread=OuterRef("pk"))),
    "has_release": Exists(
        ReleaseRequest.objects.filter(thread=OuterRef("pk"), state=ReleaseRequest.State.PENDING)
    ),
    "was_released": Exists(
        ReleaseRequest.objects.filter(thread=OuterRef("pk"), state=ReleaseRequest.State.RELEASED)
    ),
    "has_code": slot_of("taxpayer__public_id", Slot.Kind.REPLY_CODE),
    "has_invitation": slot_of("taxpayer__public_id", Slot.Kind.INVITATION),
    "is_unreached": Exists(Unreached.objects.filter(thread=OuterRef("pk"), ended_at=None)),
}
HAS_PROPOSAL = Exists(Proposal.objects.filter(unit=OuterRef("pk"), ended_at=None))
HAS_UNTAGGED_GRANT = untagged_grant_of("public_id", "memberships__person__public_id")
HAS_REGRANT = Exists(Regrant.objects.filter(unit=OuterRef("pk"), ended_at=None))
# Not one question for each unit: those who wait are few, and are found first.
HAS_WAITING_REPRESENTATIVE = ExpressionWrapper(
    Q(pk__in=Thread.objects.filter(representations__in=waiting_to_be_let_in()).values("unit")),
    output_field=BooleanField(),
)
HAS_TOPIC_MOVE = Exists(TopicMove.objects.filter(topic__unit=OuterRef("pk"), ended_at=None))
MESSAGES = PreparedQuery[Message](lambda thread: Message.objects.filter(thread=thread).order_by("sequence"))
RECEIPTS = PreparedQuery[tuple[int, int, datetime]](
    lambda messages: (
        Receipt.objects.filter(message__in=messages)
        .order_by("opened_at")
        .values_list("message_id", "person_id", "opened_at")
    )
)
UNITS = PreparedQuery[Any](
    lambda role, person: units_of(Person(pk=person, role=role)).annotate(
        has_epoch_due=HAS_EPOCH_DUE,
        has_proposal=HAS_PROPOSAL,
        has_regrant=HAS_REGRANT,
        has_topic_move=HAS_TOPIC_MOVE,
        has_untagged_grant=HAS_UNTAGGED_GRANT,
        has_waiting_representative=HAS_WAITING_REPRESENTATIVE,
    )
)
PENDING_RELEASE = PreparedQuery[ReleaseRequest](
    lambda thread, now: ReleaseRequest.objects.filter(
        thread=thread, state=ReleaseRequest.State.PENDING, expires_at__gt=now
    )
)
VISIBLE_THREAD = PreparedQuery[Thread](
    lambda role, person, public_id: (
        threads_visible_to(Person(pk=person, role=role))
        .filter(public_id=public_id)
        .select_related("taxpayer", "unit", "topic")
        .annotate(**BESIDE_THREAD)
    )
)


def visible_thread(person: Person, public_id: UUID) -> Thread | None:
    """Find a thread that a person sees, with its taxpayer, unit and topic; one SQL query."""
    return VISIBLE_THREAD.first(person.role, person=person.pk, public_id=public_id)


def messages_of(thread: Thread) -> list[Message]:
    """Fetch a thread's messages, oldest first; one SQL query."""
    messages = MESSAGES.rows(thread=thread.pk)
    for message in messages:
        message.thread = thread
    return messages


def receipts_of(messages: Iterable[Message]) -> dict[int, dict[int, datetime]]:
    """Map messages to who opened them and when, the first first; one SQL query."""
    receipts: dict[int, dict[int, datetime]] = {message.pk: {} for message in messages}
    for message, person, opened_at in RECEIPTS.rows(messages=list(receipts)):
        receipts[message][person] = opened_at
    return receipts


def first_message(thread: Thread) -> Message | None:
    """Fetch the message that a thread began with; one SQL query."""
    message = thread.messages.filter(sequence=1).first()
    if message is not None:
        message.thread = thread
    return message


def wraps_of(messages: Iterable[int]) -> dict[int, dict[str, bytes]]:
    """Map messages, by the keys of their rows, to their wraps by key id; one SQL query."""
    wraps: dict[int, dict[str, bytes]] = {message: {} for message in messages}
    rows = Wrap.objects.filter(message__in=list(wraps)).values_list("message_id", "key_id", "wrapped")
    for message, key_id, wrapped in rows:
        wraps[message][key_id] = bytes(wrapped)
    return wraps


def names_of(people: set[UUID]) -> dict[UUID, str]:
    """Map people to the names that staff see; one SQL query."""
    return dict(Person.objects.filter(public_id__in=people).values_list("public_id", "name"))


def only_thread_of(person: Person) -> Thread | None:
    """Find the thread that a visitor's reply code opens."""
    return threads_visible_to(person).order_by("-opened_at").first()


def threads_told_of(person: Person, mails: Iterable[Notice]) -> dict[UUID, UUID]:
    """Map what e-mails are about, a message or an invitation, to a thread of it that `person` sees.

    One SQL query, and one more where there are invitations: of the invited one's threads it is the newest.
    """
    mails = list(mails)
    invited = {mail.about: mail.person for mail in mails if mail.kind in ABOUT_INVITATIONS}
    seen = threads_visible_to(person)
    messages = [mail.about for mail in mails if mail.about not in invited]
    about = Message.objects.filter(public_id__in=messages, thread__in=seen)
    found = dict(about.values_list("public_id", "thread__public_id"))
    if invited:
        people, columns = list(invited.values()), ("public_id", "opened_at", "pk")
        own = seen.filter(taxpayer__public_id__in=people).values_list("taxpayer__public_id", *columns)
        # To an account, since they were invited.
        handed_over = seen.filter(predecessor_id__in=people).values_list("predecessor_id", *columns)
        theirs = own.union(handed_over, all=True).order_by("opened_at", "pk")
        threads = {whose: thread for whose, thread, *_ in theirs}
        found |= {about: threads[whose] for about, whose in invited.items() if whose in threads}
    return found


def has_come_in(person: Person) -> bool:
    """Tell whether a visitor was ever here: they wrote, or took up an invitation; two SQL queries at most."""
    written = Message.objects.filter(thread__taxpayer=person, sender_id=person.public_id)
    accepted = Invitation.objects.filter(person=person, outcome=Invitation.Outcome.ACCEPTED)
    return accepted.exists() or written.exists()


def is_unreached(thread: Thread) -> bool:
    """Tell whether the portal has put a thread on the list of those to reach another way; one SQL query."""
    return Unreached.objects.filter(thread=thread, ended_at=None).exists()


def takes_mail_in() -> bool:
    """Tell whether any topic has an address that mail comes to; one SQL query."""
    return Topic.objects.exclude(mail_address="").exists()


def open_invitation_of(person: Person) -> UUID | None:
    """Name the invitation that waits for somebody; one SQL query."""
    return Invitation.objects.filter(person=person, ended_at=None).values_list("public_id", flat=True).first()


def key_ids_of(person: Person) -> list[str]:
    """List the ids of every key that a person ever had; one SQL query."""
    return keys.key_ids_of(person.public_id)


def may_have(thread: Thread, what: str) -> bool:
    """Tell whether asking for one of BESIDE_THREAD may find anything; True of a thread fetched without it."""
    return bool(getattr(thread, what, True))


def representatives_in(thread: Thread) -> dict[UUID, Representation]:
    """Map whoever was ever let into a thread for its taxpayer to the newest that says so; one SQL query at
    most.
    """
    if not may_have(thread, "has_representatives"):
        return {}
    rows = Representation.objects.filter(threads=thread).select_related("representative").order_by("pk")
    return {row.representative.public_id: row for row in rows}


def units_for(person: Person) -> list[Any]:
    """List the units whose mailboxes `person` may open, each with what UNITS adds; one SQL query."""
    return UNITS.rows(person.role, person=person.pk)


def release_of(message: UUID) -> ReleaseRequest | None:
    """Find the consent of a second member by which a message may be mailed; one SQL query."""
    released = ReleaseRequest.objects.filter(message_id=message, state=ReleaseRequest.State.RELEASED)
    return released.only("public_id", "author_id").first()


def releases_in(thread: Thread) -> dict[UUID, UUID]:
    """Map each message of a thread that a second member released to the request; one SQL query at most."""
    if not may_have(thread, "was_released"):
        return {}
    released = ReleaseRequest.objects.filter(thread=thread, state=ReleaseRequest.State.RELEASED)
    return dict(released.values_list("message_id", "public_id"))


def visible_release_request(person: Person, public_id: UUID) -> ReleaseRequest | None:
    """Find a request that `person` sees, with its thread; one SQL query."""
    related = ("thread__unit", "thread__taxpayer", "thread__topic")
    return release_requests_visible_to(person).select_related(*related).filter(public_id=public_id).first()


def pending_releases(person: Person) -> list[ReleaseRequest]:
    """List what waits for a second member in the units of `person`, the oldest first; one SQL query."""
    pending = release_requests_visible_to(person).filter(
        state=ReleaseRequest.State.PENDING, expires_at__gt=timezone.now()
    )
    return list(
        pending.select_related("thread__unit", "thread__topic").order_by("asked_at", "pk")[:MOST_RELEASES]
    )


def pending_release_of(thread: Thread) -> ReleaseRequest | None:
    """Find what waits for a second member in this thread; one SQL query at most."""
    if not may_have(thread, "has_release"):
        return None
    return PENDING_RELEASE.first(thread=thread.pk, now=timezone.now())
