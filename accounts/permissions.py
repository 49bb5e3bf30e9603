"""Who sees which people and units."""

from django.db.models import QuerySet

from accounts.models import STAFF_ROLES, Person, Role, Unit


def units_of(person: Person) -> QuerySet[Unit]:
    """Select the units whose threads `person` answers; nobody but officers and supervisors has any."""
    if not person.works_in_units:
        return Unit.objects.none()
    return Unit.objects.filter(memberships__person=person).order_by("name")


def may_set_up_units(person: Person) -> bool:
    """Tell whether `person` decides how units work; whoever does reads no message."""
    return person.role == Role.ADMINISTRATOR and person.is_active


def people_managed_by(person: Person) -> QuerySet[Person]:
    """Select the agency's people, for administrators; nobody else manages anybody."""
    if not person.manages_people:
        return Person.objects.none()
    return Person.objects.filter(role__in=STAFF_ROLES)
