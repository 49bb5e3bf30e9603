"""Who sees which threads, and who may write in them."""

from django.db.models import Q, QuerySet

from accounts.models import Person, Role, Unit
from accounts.permissions import units_of
from messaging.models import Message, Regrant, Thread, Topic, Unreached
from notices.models import Notice, Outbox


def threads_visible_to(person: Person) -> QuerySet[Thread]:
    """Select the threads that `person` started or that one of their units answers."""
    if person.works_in_units:
        return Thread.objects.filter(unit__in=units_of(person))
    if person.is_staff_member:
        return Thread.objects.none()
    return Thread.objects.filter(taxpayer=person)


def mailbox_of(person: Person, unit: Unit) -> QuerySet[Thread]:
    """Select the threads of one unit, if `person` belongs to it."""
    return Thread.objects.filter(Q(unit=unit), unit__in=units_of(person))


def unreached_visible_to(person: Person) -> QuerySet[Unreached]:
    """Select those whom `person`'s units have to reach another way, the last one first."""
    open_ones = Unreached.objects.filter(ended_at=None, thread__unit__in=units_of(person))
    return open_ones.order_by("-since", "-pk")


def may_answer(person: Person, thread: Thread) -> bool:
    """Tell whether `person` may answer for the unit of an open `thread`."""
    return person.works_in_units and thread.closed_at is None and threads_visible_to(person).contains(thread)


def may_reply(person: Person, thread: Thread) -> bool:
    """Tell whether `person` started this `thread`, which is still open and not locked."""
    is_open = thread.closed_at is None and not thread.is_locked
    return thread.taxpayer_id == person.pk and is_open and not person.is_staff_member


def regrants_decided_by(person: Person) -> QuerySet[Regrant]:
    """Select what the members of `person`'s units are asked to do for people who have new keys.

    What they began themselves is among it, and the service refuses: another member has to decide.
    """
    return Regrant.objects.filter(unit__in=units_of(person), ended_at=None)


def threads_invited_to_by(person: Person) -> QuerySet[Thread]:
    """Select the open threads of people without an account whom `person` may invite: their own units'."""
    invitable = {"taxpayer__role": Role.VISITOR, "taxpayer__disabled_at": None, "closed_at": None}
    return threads_visible_to(person).filter(unit__in=units_of(person), **invitable)


def topics_answered_by(person: Person) -> QuerySet[Topic]:
    """Select the topics that the units of `person` answer."""
    return Topic.objects.filter(unit__in=units_of(person)).select_related("unit")


def topics_managed_by(person: Person) -> QuerySet[Topic]:
    """Select the topics, for administrators, who decide which unit answers what."""
    return Topic.objects.select_related("unit") if person.manages_people else Topic.objects.none()


def dead_letters_visible_to(person: Person) -> QuerySet[Outbox]:
    """Select the work that was given up: for supervisors the notices about their units' messages, for
    administrators all of it.
    """
    dead = Outbox.objects.filter(state=Outbox.State.DEAD).order_by("-finished_at", "-pk")
    if not person.looks_after_deliveries:
        return dead.none()
    if person.manages_people:
        return dead
    messages = Message.objects.filter(thread__unit__in=units_of(person)).values("public_id")
    return dead.filter(subject__in=Notice.objects.filter(about__in=messages).values("public_id"))
