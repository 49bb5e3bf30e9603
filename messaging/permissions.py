"""Who sees which threads, and who may write in them."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from accounts.models import Person, Role, Unit
from accounts.permissions import units_of
from accounts.queries import was_let_in_lately_by
from messaging.models import (
    Message,
    Regrant,
    ReleaseRequest,
    Representation,
    Thread,
    Topic,
    TopicMove,
    Unreached,
    Vouching,
)
from notices.models import Notice, Outbox


def threads_visible_to(person: Person) -> QuerySet[Thread]:
    """Select the threads that `person` started, that they represent somebody in, or that one of their units
    answers.
    """
    if person.works_in_units:
        return Thread.objects.filter(unit__in=units_of(person))
    if person.is_staff_member:
        return Thread.objects.none()
    # Two index ranges: with an "or" the database would look at every thread.
    own = Thread.objects.filter(taxpayer=person).values("pk")
    return Thread.objects.filter(pk__in=own.union(represented_by(person).values("threads"), all=True))


def representing_now() -> QuerySet[Representation]:
    """Select what somebody may do for somebody else at this moment, by the database's clock."""
    return Representation.objects.filter(
        ended_at=None, until__gt=Now(), taxpayer__disabled_at=None, representative__disabled_at=None
    )


def waiting_to_be_let_in() -> QuerySet[Representation]:
    """Select what representatives may not do now because they have new keys: few at any time, by an index."""
    return representing_now().filter(locked_key__gt="")


def represented_by(person: Person) -> QuerySet[Representation]:
    """Select what `person` may do for others now; nobody who works for the agency may anything.

    Whoever has new keys, and was not let in again, may nothing and sees nothing.
    """
    if person.is_staff_member:
        return Representation.objects.none()
    return representing_now().filter(representative=person, locked_key="")


def representations_ended_by(person: Person) -> QuerySet[Representation]:
    """Select the open representations that `person` may end: of them, by them, in threads of their units,
    and all of them for administrators.
    """
    if person.works_in_units:
        theirs = Q(threads__unit__in=units_of(person))
    elif person.is_staff_member:
        return representations_managed_by(person).filter(ended_at=None)
    else:
        theirs = Q(taxpayer=person) | Q(representative=person)
    return Representation.objects.filter(theirs, ended_at=None).distinct()


def representations_managed_by(person: Person) -> QuerySet[Representation]:
    """Select who represents whom, for administrators, who see neither the threads nor what people are
    called.
    """
    return Representation.objects.all() if person.manages_people else Representation.objects.none()


def threads_opened_to_others_by(person: Person) -> QuerySet[Thread]:
    """Select the threads to which `person` lets a representative in: their own, and those of their units.

    Whoever has new keys, and is not known to be the owner, lets nobody into what is locked.
    """
    if person.works_in_units:
        return threads_visible_to(person)
    if not person.has_account:
        return Thread.objects.none()
    return Thread.objects.filter(taxpayer=person, locked_key="")


def mailbox_of(person: Person, unit: Unit) -> QuerySet[Thread]:
    """Select the threads of one unit, if `person` belongs to it."""
    return Thread.objects.filter(Q(unit=unit), unit__in=units_of(person))


def unreached_visible_to(person: Person) -> QuerySet[Unreached]:
    """Select those whom `person`'s units have to reach another way, the last one first."""
    open_ones = Unreached.objects.filter(ended_at=None, thread__unit__in=units_of(person))
    return open_ones.order_by("-since", "-pk")


def may_answer(person: Person, thread: Thread) -> bool:
    """Tell whether `person` may answer for the unit of an open `thread`."""
    return thread.closed_at is None and works_on(person, thread)


def works_on(person: Person, thread: Thread) -> bool:
    """Tell whether `person` is of the unit of `thread` and may act for it, closed or not."""
    return person.works_in_units and threads_visible_to(person).contains(thread)


def may_restrict(person: Person, thread: Thread) -> bool:
    """Tell whether `person` may say that `thread` opens only after a second factor: members of its unit."""
    return works_on(person, thread)


def may_reply(person: Person, thread: Thread) -> bool:
    """Tell whether `person` started this open `thread`, which is not locked, or represents who did."""
    if person.is_staff_member or thread.closed_at is not None:
        return False
    if thread.taxpayer_id == person.pk:
        return not thread.is_locked
    return represented_by(person).filter(threads=thread).exists()


def regrants_decided_by(person: Person) -> QuerySet[Regrant]:
    """Select what the members of `person`'s units are asked to do for people who have new keys.

    What they began themselves is among it, and the service refuses: another member has to decide.
    """
    return Regrant.objects.filter(unit__in=units_of(person), ended_at=None)


def vouchings_visible_to(person: Person, thread: Thread) -> QuerySet[Vouching]:
    """Select how the thread's unit made sure of its taxpayer, or of who handed it over to them, the last
    first; for members of the unit.
    """
    whose = Q(person=thread.taxpayer_id)
    if thread.predecessor_id is not None:
        whose |= Q(person__public_id=thread.predecessor_id)
    vouchings = Vouching.objects.filter(whose, unit__in=units_of(person)).filter(unit=thread.unit_id)
    return vouchings.order_by("-vouched_at", "-pk")


def threads_invited_to_by(person: Person) -> QuerySet[Thread]:
    """Select the open threads of people without an account whom `person` may invite: their own units'."""
    invitable = {"taxpayer__role": Role.VISITOR, "taxpayer__disabled_at": None, "closed_at": None}
    return threads_visible_to(person).filter(unit__in=units_of(person), **invitable)


def release_requests_visible_to(person: Person) -> QuerySet[ReleaseRequest]:
    """Select what waits, or waited, for a second member: of the units that `person` works in."""
    requests = ReleaseRequest.objects.order_by("-asked_at", "-pk")
    return requests.filter(thread__unit__in=units_of(person)) if person.works_in_units else requests.none()


def may_release(person: Person, request: ReleaseRequest) -> bool:
    """Tell whether `person` may be the second member: of the unit, not the author, and not let in by them
    just now, as a second account of theirs would be. What somebody asked for who is disabled, or no member
    any more, nobody releases.
    """
    if person.public_id == request.author_id or not release_requests_visible_to(person).contains(request):
        return False
    if not still_works_on(request.author_id, request.thread):
        return False
    return not was_let_in_lately_by(request.author_id, person, request.thread.unit)


def still_works_on(author: UUID, thread: Thread) -> bool:
    """Tell whether who wrote something for the unit of `thread` could do so now."""
    person = Person.objects.filter(public_id=author, disabled_at=None).first()
    return person is not None and works_on(person, thread)


def topics_answered_by(person: Person) -> QuerySet[Topic]:
    """Select the topics that the units of `person` answer."""
    return Topic.objects.filter(unit__in=units_of(person)).select_related("unit")


def topics_managed_by(person: Person) -> QuerySet[Topic]:
    """Select the topics, for administrators, who decide which unit answers what."""
    return Topic.objects.select_related("unit") if person.manages_people else Topic.objects.none()


def units_screened_for(person: Person) -> QuerySet[Unit]:
    """Select the units whose counts of screening `person` sees: supervisors their own, administrators all."""
    if not person.looks_after_deliveries:
        return Unit.objects.none()
    return Unit.objects.all() if person.manages_people else units_of(person)


ABOUT_MESSAGES = (
    Notice.Kind.MESSAGE_WAITING,
    Notice.Kind.REMINDER,
    Notice.Kind.PLAIN_ANSWER,
)
ABOUT_INVITATIONS = (
    Notice.Kind.INVITATION_TO_READ,
    Notice.Kind.INVITATION_REMINDER,
)


def mails_visible_to(person: Person) -> QuerySet[Notice]:
    """Select the e-mails about messages and about invitations to read them, newest first: for supervisors
    about those of their units, for administrators about all.
    """
    mails = Notice.objects.filter(kind__in=(*ABOUT_MESSAGES, *ABOUT_INVITATIONS)).order_by("-pk")
    if not person.looks_after_deliveries:
        return mails.none()
    if person.manages_people:
        return mails
    return mails.filter(_told_of_units_of(person))


def _told_of_units_of(person: Person) -> Q:
    """Tell the e-mails about messages that `person`'s units answer, and about invitations of the people whom
    they answer, or answered before an account took over: each is looked for by an index, however much was
    sent.
    """
    messages = Message.objects.filter(public_id=OuterRef("about"), thread__unit__in=units_of(person))
    threads = Thread.objects.filter(unit__in=units_of(person))
    own = threads.filter(taxpayer__public_id=OuterRef("person"))
    handed_over = threads.filter(predecessor_id=OuterRef("person"))
    is_invitation = Q(kind__in=ABOUT_INVITATIONS)
    return Q(is_invitation, Exists(own) | Exists(handed_over)) | Q(~is_invitation, Exists(messages))


def topic_moves_managed_by(person: Person) -> QuerySet[TopicMove]:
    """Select the moves of topics that wait, for administrators, who may take them back."""
    if not person.manages_people:
        return TopicMove.objects.none()
    return TopicMove.objects.filter(ended_at=None)


def topic_moves_decided_by(person: Person) -> QuerySet[TopicMove]:
    """Select the moves that wait for the units of `person`, which would lose the topic.

    Those of somebody who may not propose any more wait for nobody.
    """
    proposers = {"proposed_by__role": Role.ADMINISTRATOR, "proposed_by__disabled_at": None}
    return TopicMove.objects.filter(topic__unit__in=units_of(person), ended_at=None, **proposers)


def dead_letters_visible_to(person: Person) -> QuerySet[Outbox]:
    """Select the work that was given up: for supervisors the notices about their units' messages and about
    invitations to read them, for administrators all of it.
    """
    dead = Outbox.objects.filter(state=Outbox.State.DEAD).order_by("-finished_at", "-pk")
    if not person.looks_after_deliveries:
        return dead.none()
    if person.manages_people:
        return dead
    about = Notice.objects.filter(_told_of_units_of(person), public_id=OuterRef("subject"))
    return dead.filter(Exists(about))
