"""Changing what a member of staff may do at all; nobody becomes an administrator by one person's word."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

import audit.services as audit
from accounts.errors import LastHolder, NotPermitted, OwnPromotion, OwnRole, ProposalEnded
from accounts.models import STAFF_ROLES, UNIT_ROLES, Membership, Person, Promotion, Role, Unit
from accounts.permissions import other_administrators, promotions_decided_by
from accounts.services.managing import lock_managed
from accounts.services.memberships import take_out
from accounts.services.withdrawing import end_promotions_about_and_by, withdraw_proposals_about_and_by
from accounts.sessions import end_sessions_of
from audit.actions import Action
from keys import queries as keys


@transaction.atomic(durable=True)
def change_role(*, actor: Person, person: Person, role: Role) -> Promotion | None:
    """Give a member of staff another role at once; every session of theirs ends, and so do open proposals.

    Whoever gets a role that works in no unit leaves theirs. To become an administrator they are proposed, and
    another administrator has to agree; only where there is no other does it happen at once, as an alert.
    Gives the promotion that waits. Raises NotPermitted, OwnRole, LastHolder.
    """
    person = lock_managed(actor, person)
    if person.pk == actor.pk:
        raise OwnRole
    if person.disabled_at is not None or role not in STAFF_ROLES:
        raise NotPermitted
    if role == person.role:
        return None
    if role != Role.ADMINISTRATOR:
        _change(person, role, actor=actor)
        return None
    if not other_administrators(actor).exists():
        _change(person, role, actor=actor)
        audit.record(Action.ADMINISTRATOR_MADE_ALONE, actor=actor.public_id, subject=person.public_id)
        return None
    promotion, is_new = Promotion.objects.get_or_create(
        person=person, ended_at=None, defaults={"proposed_by": actor}
    )
    if is_new:
        audit.record(Action.PROMOTION_PROPOSED, actor=actor.public_id, subject=person.public_id)
    return promotion


@transaction.atomic(durable=True)
def agree(*, actor: Person, promotion: Promotion) -> None:
    """Make the proposed person an administrator, as another one than who proposed it.

    Raises NotPermitted, OwnPromotion, ProposalEnded, LastHolder.
    """
    person = lock_managed(actor, promotion.person)
    promotion = _open(actor, promotion)
    if actor.pk in (promotion.proposed_by_id, person.pk):
        raise OwnPromotion
    if person.disabled_at is not None:
        raise NotPermitted
    _change(person, Role.ADMINISTRATOR, actor=actor)
    _end(promotion, Promotion.Outcome.GRANTED, actor)


@transaction.atomic(durable=True)
def refuse(*, actor: Person, promotion: Promotion) -> None:
    """End a promotion that waits: taken back by who proposed it, else refused. Raises what `agree` raises."""
    lock_managed(actor, promotion.person)
    promotion = _open(actor, promotion)
    is_own = promotion.proposed_by_id == actor.pk
    _end(promotion, Promotion.Outcome.WITHDRAWN if is_own else Promotion.Outcome.REFUSED, actor)


def _change(person: Person, role: Role, *, actor: Person) -> None:
    before = person.role
    if role not in UNIT_ROLES:
        _leave_units(person, actor=actor)
    withdraw_proposals_about_and_by(person, actor=actor)
    if role != Role.ADMINISTRATOR:
        end_promotions_about_and_by(person, actor=actor)
    person.role = role
    person.save(update_fields=["role"])
    end_sessions_of(person)
    audit.record(
        Action.ROLE_CHANGED,
        actor=actor.public_id,
        subject=person.public_id,
        details={"from": str(before), "to": str(role)},
    )


def _leave_units(person: Person, *, actor: Person) -> None:
    memberships = list(Membership.objects.filter(person=person).select_related("person", "unit"))
    units = [membership.unit_id for membership in memberships]
    # Locked, so that no new epoch is made for the members of before.
    list(Unit.objects.select_for_update(no_key=True).filter(pk__in=units).order_by("pk"))
    holders = keys.holders_of([membership.unit.public_id for membership in memberships])
    if any(people == {person.public_id} for people in holders.values()):
        raise LastHolder
    for membership in memberships:
        take_out(membership, actor=actor)


def _open(actor: Person, promotion: Promotion) -> Promotion:
    locked = Promotion.objects.select_for_update(of=("self",)).select_related("person")
    found = locked.filter(Q(pk__in=promotions_decided_by(actor)), pk=promotion.pk).first()
    if found is None:
        raise ProposalEnded
    return found


def _end(promotion: Promotion, outcome: Promotion.Outcome, actor: Person) -> None:
    promotion.ended_at, promotion.ended_by, promotion.outcome = timezone.now(), actor, outcome
    promotion.save(update_fields=["ended_at", "ended_by", "outcome"])
    audit.record(
        Action.PROMOTION_ENDED,
        actor=actor.public_id,
        subject=promotion.person.public_id,
        details={"outcome": str(outcome)},
    )
