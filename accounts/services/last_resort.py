"""A unit that nobody can open any more: an administrator asks the custodians of the records key.

They open it for one person, whose six words they have compared, and sign; by that they let the person in, as
a holder of the unit's key would.
"""

from typing import Any

from django.db import transaction

from accounts.errors import CannotGrant, CannotPropose, NotPermitted
from accounts.models import UNIT_ROLES, Membership, Person, Proposal, Unit, canonical_email
from accounts.services.memberships import lock_people, record_member, require_ready
from accounts.services.withdrawing import end_proposal
from audit.actions import Action
from keys import services as keys
from keys.errors import NoPersonKey, NotOfTheAgency, NoUnitKey


@transaction.atomic(durable=True)
def ask_custodians(*, actor: Person, unit: Unit, email: str) -> dict[str, Any]:
    """Ask to open a unit's key for somebody; gives the request to take to the custodians' machine.

    email: the address that an officer or supervisor signs in with.
    Raises NotPermitted unless the actor is an administrator; CannotPropose, NotReady, CannotGrant.
    """
    if not actor.manages_people or actor.disabled_at is not None:
        raise NotPermitted
    person = Person.objects.filter(role__in=UNIT_ROLES, email=canonical_email(email)).first()
    if person is None:
        raise CannotPropose
    person = lock_people([person.pk])[person.pk]
    unit = Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    require_ready(person)
    try:
        request = keys.ask_quorum(actor=actor.public_id, unit=unit.public_id, person=person.public_id)
    except (NoUnitKey, NoPersonKey, NotOfTheAgency) as error:
        raise CannotGrant from error
    request["unit"]["name"], request["person"]["name"] = unit.name, person.name
    return request


@transaction.atomic(durable=True)
def let_in_by_custodians(*, actor: Person, document: Any) -> Membership:
    """Take what the custodians have signed: the unit's key for one person, who is a member from then on.

    document: what their tool wrote.
    Raises NotPermitted unless the actor is an administrator; NotReady, CannotGrant; and of `keys.errors`
    NotOfTheCustodians, NoOpenRequest, EpochChanged, NoRecordsKey. Nothing is stored then.
    """
    given = keys.read_quorum_grant(document)
    named = Person.objects.filter(public_id=given.person).values_list("pk", flat=True).first()
    unit = Unit.objects.filter(public_id=given.unit).first()
    if named is None or unit is None:
        raise CannotGrant
    people = lock_people([named, actor.pk])
    unit = Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    actor, person = people[actor.pk], people[named]
    if not actor.manages_people or actor.disabled_at is not None:
        raise NotPermitted
    require_ready(person)

    keys.give_quorum_grant(actor=actor.public_id, given=given)
    membership, is_new = Membership.objects.get_or_create(person=person, unit=unit)
    # What the custodians decided, nobody has to decide again.
    for proposal in Proposal.objects.select_for_update().filter(person=person, unit=unit, ended_at=None):
        end_proposal(proposal, Proposal.Outcome.WITHDRAWN, actor)
    if is_new:
        record_member(actor, person, unit, action=Action.MEMBERSHIP_ADDED, key_id=given.person_key_id)
    return membership
