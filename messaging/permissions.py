"""Who sees which threads, and who may write in them."""

from django.db.models import Q, QuerySet

from accounts.models import Person, Unit
from accounts.permissions import units_of
from messaging.models import Thread


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


def may_answer(person: Person, thread: Thread) -> bool:
    """Tell whether `person` may answer for the unit of an open `thread`."""
    return person.works_in_units and thread.closed_at is None and threads_visible_to(person).contains(thread)


def may_reply(person: Person, thread: Thread) -> bool:
    """Tell whether `person` started this `thread`, which is still open."""
    return thread.taxpayer_id == person.pk and thread.closed_at is None and not person.is_staff_member
