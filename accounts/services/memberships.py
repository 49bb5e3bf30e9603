"""Who belongs to a unit: one proposes, another holder of the unit's key lets them in.

Rows are locked in one order, people before units, so that deeds about the same people wait for each other and
never for ever. Nobody's key changes, so whoever only refers to a locked row, as a message does, goes on.
"""

from collections.abc import Callable, Iterable

import structlog
from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

import audit.services as audit
from accounts.errors import (
    CannotGrant,
    CannotPropose,
    KeyChanged,
    LastHolder,
    NotPermitted,
    NotReady,
    OwnProposal,
    ProposalEnded,
    UnitTaken,
    YoungKey,
)
from accounts.models import Membership, Person, Proposal, Unit, canonical_email
from accounts.permissions import proposable_for, units_of, units_staffed_by
from accounts.services.withdrawing import end_proposal
from audit.actions import Action
from keys import queries
from keys import services as keys
from keys.errors import KeysError
from keys.unlocked import UnlockedPerson

log = structlog.get_logger(__name__)

# Is told who has left which unit, and who took them out.
AfterLeaving = Callable[[Person, Unit, Person | None], None]
_after_leaving: list[AfterLeaving] = []


class Comparison(models.TextChoices):
    """How the six words of a key were compared with its owner."""

    IN_PERSON = "in_person", _("I compared the six words with them in person")
    BY_TELEPHONE = (
        "by_telephone",
        _("I called them at a number that I knew before, and compared the six words"),
    )


@transaction.atomic(durable=True)
def name_unit(*, actor: Person, name: str, founder_email: str) -> Unit:
    """Make a unit without a key, and name its first member, who makes the key when they confirm.

    founder_email: the address that an officer or supervisor signs in with.
    Raises NotPermitted, UnitTaken, CannotPropose; nothing is stored then.
    """
    if not actor.manages_people:
        raise NotPermitted
    try:
        with transaction.atomic():
            unit = Unit.objects.create(name=name)
    except IntegrityError:
        raise UnitTaken from None
    audit.record(Action.UNIT_MADE, actor=actor.public_id, subject=unit.public_id)
    _propose(actor, unit, founder_email)
    return unit


@transaction.atomic(durable=True)
def propose_member(*, actor: Person, unit: Unit, email: str) -> Proposal:
    """Propose somebody as a member of a unit; nothing opens to them by that.

    email: the address that an officer or supervisor signs in with.
    Raises NotPermitted unless the actor is an administrator or a supervisor of the unit; CannotPropose.
    """
    return _propose(actor, unit, email)


@transaction.atomic(durable=True)
def withdraw_proposal(*, actor: Person, proposal: Proposal) -> None:
    """Take a proposal back; raises NotPermitted, ProposalEnded."""
    proposal = _open_proposal(proposal)
    if not units_staffed_by(actor).filter(pk=proposal.unit_id).exists():
        raise NotPermitted
    end_proposal(proposal, Proposal.Outcome.WITHDRAWN, actor)


@transaction.atomic(durable=True)
def refuse_proposal(*, actor: Person, proposal: Proposal) -> None:
    """Say no to a proposal, as a member of the unit or as the person who was named; nothing opens to them.

    Raises NotPermitted, ProposalEnded.
    """
    proposal = _open_proposal(proposal)
    is_member = units_of(actor).filter(pk=proposal.unit_id).exists()
    if not is_member and proposal.person_id != actor.pk:
        raise NotPermitted
    end_proposal(proposal, Proposal.Outcome.REFUSED, actor)


@transaction.atomic(durable=True)
def grant_proposal(
    *, granter: UnlockedPerson[Person], proposal: Proposal, key_id: str, compared: str = ""
) -> Membership:
    """Let a proposed person into the unit: the membership, and the unit key from somebody who holds it.

    Whoever has lost their keys is a member already, and gets the unit key again.

    key_id: of the person's key that the granter was shown; another one is refused.
    compared: a Comparison; empty is enough for a key of a day or more.
    Raises NotPermitted, OwnProposal, ProposalEnded, NotReady, KeyChanged, YoungKey, CannotGrant.
    """
    people = lock_people([proposal.person_id, granter.person.pk])
    unit = Unit.objects.select_for_update(no_key=True).get(pk=proposal.unit_id)
    proposal = _open_proposal(proposal)
    if not units_of(people[granter.person.pk]).contains(unit):
        raise NotPermitted
    if people[granter.person.pk].disabled_at is not None:
        raise NotPermitted
    if proposal.proposed_by_id == granter.person.pk:
        raise OwnProposal
    person = people[proposal.person_id]
    require_ready(person)
    _require_shown_key(person, key_id, compared)

    membership, is_new = Membership.objects.get_or_create(person=person, unit=unit)
    try:
        keys.grant_unit_key(granter=granter, unit=unit.public_id, member=person.public_id)
    except KeysError as error:
        raise CannotGrant from error
    end_proposal(proposal, Proposal.Outcome.GRANTED, granter.person)
    action = Action.MEMBERSHIP_ADDED if is_new else Action.MEMBERSHIP_RESTORED
    record_member(granter.person, person, unit, action=action, key_id=key_id, compared=compared)
    return membership


@transaction.atomic(durable=True)
def confirm_founding(*, founder: UnlockedPerson[Person], proposal: Proposal) -> Unit:
    """Become the first member of a unit that has none, and make epoch 1 of its key.

    Raises NotPermitted unless the founder is who was named; ProposalEnded, CannotGrant.
    """
    people = lock_people([founder.person.pk])
    unit = Unit.objects.select_for_update(no_key=True).get(pk=proposal.unit_id)
    proposal = _open_proposal(proposal)
    person = people[founder.person.pk]
    if proposal.person_id != person.pk or unit.memberships.exists():
        raise NotPermitted
    require_ready(person)

    Membership.objects.create(person=person, unit=unit)
    try:
        keys.make_unit_epoch(founder=founder, unit=unit.public_id)
    except KeysError as error:
        raise CannotGrant from error
    end_proposal(proposal, Proposal.Outcome.GRANTED, person)
    record_member(person, person, unit)
    return unit


@transaction.atomic(durable=True)
def end_membership(*, actor: Person, unit: Unit, person: Person) -> None:
    """Take somebody out of a unit at once; its next holder who comes by makes a key that they never held.

    Raises NotPermitted, and LastHolder when nobody else holds the unit's key.
    """
    person = lock_people([person.pk])[person.pk]
    unit = Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    membership = Membership.objects.filter(person=person, unit=unit).first()
    if membership is None or not units_staffed_by(actor).contains(unit):
        raise NotPermitted
    if not queries.holders_of([unit.public_id]).get(unit.public_id, set()) - {person.public_id}:
        raise LastHolder
    take_out(membership, actor=actor)


def register_after_leaving(hook: AfterLeaving) -> None:
    """Have a higher app end what somebody was about to let happen in a unit, in the transaction that takes
    them out.
    """
    _after_leaving.append(hook)


def take_out(membership: Membership, *, actor: Person | None) -> None:
    """End a membership and its grants. Belongs inside a transaction that has locked person and unit.

    actor: None where nobody did it, as for an account that nobody uses.
    """
    person, unit = membership.person, membership.unit
    membership.delete()
    by = actor.public_id if actor else None
    keys.revoke_unit_key(actor=by, unit=unit.public_id, member=person.public_id)
    for hook in _after_leaving:
        hook(person, unit, actor)
    audit.record(
        Action.MEMBERSHIP_ENDED,
        actor=by,
        subject=person.public_id,
        details={"unit": str(unit.public_id)},
    )


def renew_unit_key(*, holder: UnlockedPerson[Person], unit: Unit) -> bool:
    """Make the next epoch of a unit's key if it is still due; tells whether one was made.

    Those get it who were granted the one before, to their key in use, by somebody who held it: whoever was
    reset is let in by a colleague, and a row that somebody wrote into the table gets nothing.
    A key that cannot be made now stays due, and the status page says so.
    """
    try:
        return _renew_unit_key(holder, unit)
    except KeysError as error:
        log.warning("accounts.unit_key.not_renewed", unit=str(unit.public_id), error=type(error).__name__)
        return False


def renew_unit_key_if_due(*, holder: UnlockedPerson[Person], unit: Unit) -> bool:
    """Do what `renew_unit_key` does where an epoch is due, so that nothing more is sealed to whoever has
    left; one query where none is. Tells whether one was made.
    """
    return bool(queries.epochs_due([unit.public_id])) and renew_unit_key(holder=holder, unit=unit)


@transaction.atomic(durable=True)
def tag_own_grants(*, holder: UnlockedPerson[Person], unit: Unit) -> None:
    """Tag the holder's grants of an earlier release, so that the next epoch is granted to them too."""
    # Locked, so that no epoch is made between the look and the tag.
    unit = Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    keys.tag_own_grants(holder=holder, unit=unit.public_id)


@transaction.atomic(durable=True)
def _renew_unit_key(holder: UnlockedPerson[Person], unit: Unit) -> bool:
    # Locked, so that nobody joins or leaves between the list of members and their grants.
    unit = Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    members = set(unit.members.values_list("public_id", flat=True))
    if holder.person.public_id not in members or not queries.epochs_due([unit.public_id]):
        return False
    members &= keys.proven_holders(holder=holder, unit=unit.public_id)
    keys.make_unit_epoch(founder=holder, unit=unit.public_id, members=members - {holder.person.public_id})
    return True


def _propose(actor: Person, unit: Unit, email: str) -> Proposal:
    unit = Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    if not units_staffed_by(actor).contains(unit):
        raise NotPermitted
    waits_for_first = not unit.memberships.exists() and unit.proposals.filter(ended_at=None).exists()
    person = proposable_for(actor, unit).filter(email=canonical_email(email)).first()
    if waits_for_first or person is None:
        raise CannotPropose
    proposal = Proposal.objects.create(unit=unit, person=person, proposed_by=actor)
    audit.record(
        Action.MEMBERSHIP_PROPOSED,
        actor=actor.public_id,
        subject=person.public_id,
        details={"unit": str(unit.public_id)},
    )
    return proposal


def lock_people(wanted: Iterable[int]) -> dict[int, Person]:
    """Lock people in the order of their keys, so that two who lock the same two never wait for each other."""
    locked = Person.objects.select_for_update(no_key=True).filter(pk__in=set(wanted)).order_by("pk")
    return {person.pk: person for person in locked}


def _open_proposal(proposal: Proposal) -> Proposal:
    locked = Proposal.objects.select_for_update(of=("self",)).select_related("person", "unit")
    found = locked.filter(pk=proposal.pk, ended_at=None).first()
    if found is None:
        raise ProposalEnded
    return found


def require_ready(person: Person) -> None:
    """Check that the person has come in: the keys that wait under an invitation are replaced by that."""
    may_belong = person.works_in_units and person.disabled_at is None
    if not may_belong or not queries.with_password([person.public_id]):
        raise NotReady


def _require_shown_key(person: Person, key_id: str, compared: str) -> None:
    shown = queries.shown_key(person.public_id)
    if shown is None or shown.key_id != key_id:
        raise KeyChanged
    if shown.valid_from > timezone.now() - settings.YOUNG_KEY and compared not in Comparison.values:
        raise YoungKey


def record_member(
    granter: Person,
    member: Person,
    unit: Unit,
    *,
    action: Action = Action.MEMBERSHIP_ADDED,
    key_id: str = "",
    compared: str = "",
) -> None:
    said = {"key_id": key_id, "compared": compared}
    audit.record(
        action,
        actor=granter.public_id,
        subject=member.public_id,
        details={"unit": str(unit.public_id), **{name: value for name, value in said.items() if value}},
    )
