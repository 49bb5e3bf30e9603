"""Ending and giving back access: of the agency's people, and of accounts of the public."""

from django.db import transaction
from django.utils import timezone

import audit.services as audit
from accounts.errors import OwnAccount, ReasonNeeded
from accounts.models import Invitation, Membership, Person, Unit
from accounts.permissions import people_helped_by
from accounts.services.invitations import end_invitation
from accounts.services.managing import lock_managed
from accounts.services.memberships import take_out
from accounts.services.password_resets import withdraw_reset
from accounts.services.telling import tell
from accounts.services.withdrawing import end_promotions_about_and_by, withdraw_proposals_about_and_by
from accounts.sessions import end_sessions_of
from audit.actions import Action
from keys.queries import with_password
from notices.models import Notice


@transaction.atomic(durable=True)
def disable(*, actor: Person, person: Person, why: str = "") -> None:
    """End a person's access at once, and all that goes with it; see `end_access`.

    There is always another administrator: whoever disables.
    Who has come in before is told by mail, which says no reason.
    why: one of `helping.WhyDisabled`; needed for an account of the public.
    Raises NotPermitted, OwnAccount, ReasonNeeded.
    """
    person = lock_managed(actor, person, among=people_helped_by)
    if person.pk == actor.pk:
        raise OwnAccount
    if person.has_account and not why:
        raise ReasonNeeded
    if person.disabled_at is not None:
        return
    end_access(person, actor=actor, why=why)
    _tell_who_came_in(person, Notice.Kind.ACCOUNT_DISABLED)


def end_access(person: Person, *, actor: Person | None, why: str) -> None:
    """End sign-in, sessions, memberships and the unit keys that somebody holds.

    What they were about to let happen ends too: proposals and promotions, and the invitations that they made;
    their answers that wait to leave by plain e-mail stay in the portal instead. Messages stay, and taxpayers
    are told of them.
    actor: None for an account that nobody uses. Belongs inside a transaction that has locked the person and
    every administrator.
    """
    by = actor.public_id if actor else None
    person.disabled_at, person.disabled_as_unused = timezone.now(), actor is None
    person.save(update_fields=["disabled_at", "disabled_as_unused"])
    end_sessions_of(person)
    withdraw_reset(person)
    memberships = list(Membership.objects.filter(person=person).select_related("person", "unit"))
    # Locked, so that no new epoch is made for the members of before.
    units = [membership.unit_id for membership in memberships]
    list(Unit.objects.select_for_update(no_key=True).filter(pk__in=units).order_by("pk"))
    for membership in memberships:
        take_out(membership, actor=actor)
    withdraw_proposals_about_and_by(person, actor=actor)
    end_invitation(person, Invitation.Outcome.REVOKED, actor=by)
    for made in Invitation.objects.filter(invited_by=person, ended_at=None).select_related("person"):
        end_invitation(made.person, Invitation.Outcome.REVOKED, actor=by)
    end_promotions_about_and_by(person, actor=actor)
    details = {"why": why} if why else {}
    audit.record(Action.PERSON_DISABLED, actor=by, subject=person.public_id, details=details)


@transaction.atomic(durable=True)
def enable(*, actor: Person, person: Person) -> None:
    """Let a disabled person sign in again; they belong to no unit until somebody lets them in anew.

    Raises NotPermitted.
    """
    person = lock_managed(actor, person, among=people_helped_by)
    if person.disabled_at is None:
        return
    # An account that was not used for long has its time once more.
    person.disabled_at, person.disabled_as_unused, person.enabled_at = None, False, timezone.now()
    person.save(update_fields=["disabled_at", "disabled_as_unused", "enabled_at"])
    _tell_who_came_in(person, Notice.Kind.ACCOUNT_ENABLED)
    audit.record(Action.PERSON_ENABLED, actor=actor.public_id, subject=person.public_id)


@transaction.atomic(durable=True)
def end_sessions(*, actor: Person, person: Person) -> None:
    """Sign a person out everywhere, and tell them so; raises NotPermitted.

    Of the public and of the agency: whoever sits at a stolen device is out, and whoever was signed out for no
    reason that they know of hears that we did it.
    """
    person = lock_managed(actor, person, among=people_helped_by)
    end_sessions_of(person)
    _tell_who_came_in(person, Notice.Kind.SESSIONS_ENDED)
    audit.record(Action.SESSIONS_ENDED, actor=actor.public_id, subject=person.public_id)


def _tell_who_came_in(person: Person, kind: Notice.Kind) -> None:
    """Promise a mail about an account to its owner.

    Somebody who was only invited knows of none, and their mailbox may be that of whoever was invited by
    mistake: as when an invitation is taken back, its link says that it opens nothing.
    """
    if with_password([person.public_id]):
        tell(person, kind)
