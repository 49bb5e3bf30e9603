"""Whom an administrator manages at this moment: asked with the rows held that decide it."""

from collections.abc import Callable

from django.db.models import Q, QuerySet

from accounts.errors import NotPermitted
from accounts.models import Person, Role
from accounts.permissions import people_managed_by


def lock_managed(
    actor: Person, person: Person, *, among: Callable[[Person], QuerySet[Person]] = people_managed_by
) -> Person:
    """Lock the person and every administrator: of two who disable each other at once, the second may not.

    among: selects whom somebody may manage in this way.
    Belongs inside a transaction. Raises NotPermitted unless the actor manages the person at this moment.
    """
    locked = lock_with_administrators(person)
    current = locked.get(actor.pk)
    if current is None or current.disabled_at is not None:
        raise NotPermitted
    if not among(current).filter(pk=person.pk).exists():
        raise NotPermitted
    return locked[person.pk]


def lock_with_administrators(person: Person) -> dict[int, Person]:
    """Lock a person and every administrator who is not disabled, in the order of their keys.

    Belongs inside a transaction.
    """
    administrators = Q(role=Role.ADMINISTRATOR, disabled_at=None)
    rows = (
        Person.objects.select_for_update(no_key=True).filter(administrators | Q(pk=person.pk)).order_by("pk")
    )
    return {row.pk: row for row in rows}
