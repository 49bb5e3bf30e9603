"""Who somebody of the staff is at the agency's OpenID provider: linked by themselves, never by an address."""

from django.db import IntegrityError, transaction
from django.utils import timezone

import audit.services as audit
from accounts.errors import IdentityTaken, NotPermitted
from accounts.models import STAFF_ROLES, Person, StaffIdentity
from accounts.services.telling import tell
from audit.actions import Action
from keys.unlocked import UnlockedPerson
from notices.models import Notice


def find(*, issuer: str, subject: str) -> Person | None:
    """Find who of the staff has linked this identity, and may sign in; one query."""
    linked = StaffIdentity.objects.filter(
        issuer=issuer, subject=subject, person__role__in=STAFF_ROLES, person__disabled_at=None
    )
    identity = linked.select_related("person").first()
    return identity.person if identity else None


@transaction.atomic(durable=True)
def link(*, actor: UnlockedPerson[Person], issuer: str, subject: str) -> None:
    """Link an identity to somebody of the staff, in place of the one that they had; they are told by mail.

    Raises NotPermitted, and IdentityTaken when it is somebody else's.
    """
    person = Person.objects.select_for_update(no_key=True).get(pk=actor.person.pk)
    if not person.is_staff_member or not person.is_active or not actor.is_of_agency:
        raise NotPermitted
    StaffIdentity.objects.filter(person=person).delete()
    try:
        with transaction.atomic():
            StaffIdentity.objects.create(
                person=person, issuer=issuer, subject=subject, linked_at=timezone.now()
            )
    except IntegrityError:
        raise IdentityTaken from None
    audit.record(Action.IDENTITY_LINKED, actor=person.public_id, subject=person.public_id)
    tell(person, Notice.Kind.FACTOR_ADDED)


@transaction.atomic(durable=True)
def unlink(*, actor: Person) -> None:
    """End the link of somebody's identity, if there is one; they are told by mail."""
    person = Person.objects.select_for_update(no_key=True).get(pk=actor.pk)
    ended, _by_model = StaffIdentity.objects.filter(person=person).delete()
    if ended:
        audit.record(Action.IDENTITY_UNLINKED, actor=person.public_id, subject=person.public_id)
        tell(person, Notice.Kind.FACTOR_REMOVED)


@transaction.atomic(durable=True)
def note_named(person: Person) -> None:
    """Record that the agency's sign-in has named somebody, who has still to unlock."""
    audit.record(Action.IDENTITY_NAMED, actor=None, subject=person.public_id)


@transaction.atomic(durable=True)
def note_refused() -> None:
    """Record that the agency's sign-in named nobody who may sign in here."""
    audit.record(Action.IDENTITY_REFUSED, actor=None)
