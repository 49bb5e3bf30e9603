"""Ending and giving back the access of the agency's people."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

import audit.services as audit
from accounts.errors import NotPermitted, OwnAccount
from accounts.models import Invitation, Membership, Person, Role, Unit
from accounts.permissions import people_managed_by
from accounts.services.invitations import end_invitation
from accounts.services.memberships import (
    end_promotions_about_and_by,
    take_out,
    withdraw_proposals_about_and_by,
)
from accounts.sessions import end_sessions_of
from audit.actions import Action


@transaction.atomic(durable=True)
def disable(*, actor: Person, person: Person) -> None:
    """End a person's access at once: sign-in, sessions, memberships and the unit keys that they hold.

    What they were about to let happen ends too: proposals and promotions, and the invitations that they made;
    their answers that wait to leave by plain e-mail stay in the portal instead. Messages stay, and taxpayers
    are told of them. There is always another administrator: whoever disables.
    Raises NotPermitted, OwnAccount.
    """
    person = lock_managed(actor, person)
    if person.pk == actor.pk:
        raise OwnAccount
    if person.disabled_at is not None:
        return
    person.disabled_at = timezone.now()
    person.save(update_fields=["disabled_at"])
    end_sessions_of(person)
    memberships = list(Membership.objects.filter(person=person).select_related("person", "unit"))
    # Locked, so that no new epoch is made for the members of before.
    units = [membership.unit_id for membership in memberships]
    list(Unit.objects.select_for_update(no_key=True).filter(pk__in=units).order_by("pk"))
    for membership in memberships:
        take_out(membership, actor=actor)
    withdraw_proposals_about_and_by(person, actor=actor)
    end_invitation(person, Invitation.Outcome.REVOKED, actor=actor.public_id)
    for made in Invitation.objects.filter(invited_by=person, ended_at=None).select_related("person"):
        end_invitation(made.person, Invitation.Outcome.REVOKED, actor=actor.public_id)
    end_promotions_about_and_by(person, actor=actor)
    audit.record(Action.PERSON_DISABLED, actor=actor.public_id, subject=person.public_id)


@transaction.atomic(durable=True)
def enable(*, actor: Person, person: Person) -> None:
    """Let a disabled person sign in again; they belong to no unit until somebody lets them in anew.

    Raises NotPermitted.
    """
    person = lock_managed(actor, person)
    if person.disabled_at is None:
        return
    person.disabled_at = None
    person.save(update_fields=["disabled_at"])
    audit.record(Action.PERSON_ENABLED, actor=actor.public_id, subject=person.public_id)


@transaction.atomic(durable=True)
def end_sessions(*, actor: Person, person: Person) -> None:
    """Sign a person out everywhere; raises NotPermitted."""
    person = lock_managed(actor, person)
    end_sessions_of(person)
    audit.record(Action.SESSIONS_ENDED, actor=actor.public_id, subject=person.public_id)


def lock_managed(actor: Person, person: Person) -> Person:
    """Lock the person and every administrator: of two who disable each other at once, the second may not.

    Belongs inside a transaction. Raises NotPermitted unless the actor manages the person at this moment.
    """
    administrators = Q(role=Role.ADMINISTRATOR, disabled_at=None)
    rows = (
        Person.objects.select_for_update(no_key=True).filter(administrators | Q(pk=person.pk)).order_by("pk")
    )
    locked = {row.pk: row for row in rows}
    current = locked.get(actor.pk)
    if current is None or current.disabled_at is not None:
        raise NotPermitted
    if not people_managed_by(current).filter(pk=person.pk).exists():
        raise NotPermitted
    return locked[person.pk]
