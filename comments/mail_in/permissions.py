"""Who sees mail that came in: the members of the unit that it is sealed to."""

from django.db.models import QuerySet

from accounts.models import Person
from accounts.permissions import units_of
from comments.models import IncomingMail


def mail_visible_to(person: Person) -> QuerySet[IncomingMail]:
    """Select the mail of `person`'s units that was read and is still there."""
    if not person.works_in_units:
        return IncomingMail.objects.none()
    states = [IncomingMail.State.PARKED, IncomingMail.State.IN_THREAD]
    return IncomingMail.objects.filter(unit__in=units_of(person), state__in=states)


def mail_parked_for(person: Person) -> QuerySet[IncomingMail]:
    """Select the mail that waits for somebody of `person`'s units, the last one first."""
    parked = mail_visible_to(person).filter(state=IncomingMail.State.PARKED)
    return parked.order_by("-received_at", "-pk")
