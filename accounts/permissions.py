"""Who sees which people and units."""

from django.db.models import Q, QuerySet

from accounts.models import STAFF_ROLES, UNIT_ROLES, Membership, Person, Promotion, Proposal, Role, Unit
from accounts.models.factors import Passkey
from keys.queries import holders_of, passkeys_with_slot


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


def accounts_managed_by(person: Person) -> QuerySet[Person]:
    """Select the accounts of the public, for administrators: to be found by a whole address, never listed."""
    if not person.manages_people:
        return Person.objects.none()
    return Person.objects.filter(role=Role.TAXPAYER)


def people_helped_by(person: Person) -> QuerySet[Person]:
    """Select whose access `person` ends, gives back and resets: the agency's people, and accounts."""
    return people_managed_by(person) | accounts_managed_by(person)


def other_administrators(person: Person) -> QuerySet[Person]:
    """Select the administrators besides `person`, who could agree to what they propose."""
    return Person.objects.filter(role=Role.ADMINISTRATOR, disabled_at=None).exclude(pk=person.pk)


def promotions_decided_by(person: Person) -> QuerySet[Promotion]:
    """Select the open proposals to make somebody an administrator, for administrators.

    Their own are among them, and the service refuses: somebody else has to agree.
    """
    if not person.manages_people:
        return Promotion.objects.none()
    return Promotion.objects.filter(ended_at=None)


def units_managed_by(person: Person) -> QuerySet[Unit]:
    """Select the units of the agency, for administrators."""
    return Unit.objects.order_by("name") if person.manages_people else Unit.objects.none()


def units_staffed_by(person: Person) -> QuerySet[Unit]:
    """Select the units whose members `person` proposes and whose memberships they end."""
    if person.role == Role.SUPERVISOR:
        return units_of(person)
    return units_managed_by(person)


def proposable_for(person: Person, unit: Unit) -> QuerySet[Person]:
    """Select whom `person` may propose as a member of `unit`: those of a unit's roles without its key.

    Where the unit has somebody who was named its first member, nobody.
    """
    if not units_staffed_by(person).contains(unit):
        return Person.objects.none()
    holders = holders_of([unit.public_id]).get(unit.public_id, set())
    return (
        Person.objects.filter(role__in=UNIT_ROLES, disabled_at=None)
        .exclude(memberships__unit=unit, public_id__in=holders)
        .exclude(proposals__in=Proposal.objects.filter(unit=unit, ended_at=None))
        .order_by("name", "pk")
    )


def units_seen_by(person: Person) -> QuerySet[Unit]:
    """Select the units whose members `person` sees: their own, and all of them for administrators."""
    return units_managed_by(person) if person.manages_people else units_of(person)


def members_staffed_by(person: Person) -> QuerySet[Membership]:
    """Select the memberships that `person` may end."""
    return Membership.objects.filter(unit__in=units_staffed_by(person))


def proposals_withdrawn_by(person: Person) -> QuerySet[Proposal]:
    """Select the open proposals that `person` may take back."""
    return Proposal.objects.filter(unit__in=units_staffed_by(person), ended_at=None)


def proposals_decided_by(person: Person) -> QuerySet[Proposal]:
    """Select the open proposals that `person` is asked about: of their units, and those that name them the
    first member of a unit.

    Their own proposals are among them, and the service refuses: somebody else has to let the person in.
    """
    is_founder = Q(person=person) & ~Q(unit__in=Membership.objects.values("unit"))
    return Proposal.objects.filter(Q(unit__in=units_of(person)) | is_founder, ended_at=None)


def foundings_of(person: Person) -> QuerySet[Proposal]:
    """Select the open proposals about `person`: the first member of a unit that has nobody yet, or somebody
    who has lost their keys and waits for a colleague.
    """
    if not person.works_in_units:
        return Proposal.objects.none()
    return proposals_decided_by(person).filter(person=person).order_by("pk")


def passkeys_of(person: Person) -> QuerySet[Passkey]:
    """Select the passkeys of `person`, which nobody else sees, the oldest first."""
    return Passkey.objects.filter(person=person).order_by("made_at", "pk")


def passkeys_in_use_by(person: Person) -> QuerySet[Passkey]:
    """Select the passkeys by which `person` signs in: others may lie dormant."""
    return passkeys_of(person).filter(dormant_at=None)


def passkeys_that_only_sign_in(person: Person) -> QuerySet[Passkey]:
    """Select the passkeys of `person` that unlock nothing, and for which nothing waits."""
    return passkeys_in_use_by(person).exclude(public_id__in=passkeys_with_slot(person.public_id))
