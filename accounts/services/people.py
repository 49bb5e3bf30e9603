"""People of the agency and visitors, and the founding of agency and units."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.conf import settings
from django.db import transaction

import audit.services as audit
from accounts import password_rules
from accounts.errors import AlreadyFounded, NotPermitted
from accounts.models import PUBLIC_ROLES, Membership, Person, Role, Unit, canonical_email
from accounts.permissions import may_set_up_units
from audit.actions import Action
from keys import services as keys
from keys import vault
from keys.account_keys import AccountKey
from keys.unlocked import UnlockedPerson


@dataclass(frozen=True)
class NewStaff:
    """Who is to be made, and the password that they will sign in with."""

    role: Role
    name: str
    email: str
    password: str = field(repr=False)

    def check_password(self) -> None:
        """Raise UnfitPassword for a password that this person may not have."""
        password_rules.check(self.password, known=(self.name, self.email))


def make_visitor(*, notice_address: str, language: str) -> tuple[Person, keys.NewKeys]:
    """Make the person that a comment is signed by and sealed to. Belongs inside the transaction of the
    comment.

    notice_address: where to say that an answer waits; empty when they gave none. language: that of the form.
    """
    person = Person.objects.create(
        role=Role.VISITOR,
        notice_address=notice_address,
        language=language,
        policy_version=settings.POLICY_VERSION,
    )
    new_keys = keys.make_person_keys(person.public_id, side=keys.Side.PUBLIC)
    audit.record(
        Action.PERSON_MADE, actor=person.public_id, subject=person.public_id, details={"role": person.role}
    )
    return person, new_keys


@dataclass(frozen=True, repr=False)
class PreparedStaff:
    """A member of staff whose slow work is done and of whom nothing is stored yet."""

    person: Person
    account_key: AccountKey
    slot: keys.PreparedSlot


def prepare_staff(staff: NewStaff) -> PreparedStaff:
    """Run the password KDF, outside any transaction; stores nothing.

    Raises UnfitPassword, keys.errors.TooBusy.
    """
    staff.check_password()
    account_key = AccountKey.generate()
    person = Person(
        role=staff.role,
        name=staff.name,
        email=canonical_email(staff.email),
        notice_address=canonical_email(staff.email),
        policy_version=settings.POLICY_VERSION,
    )
    slot = keys.prepare_password_slot(account_key, person.public_id, staff.password)
    return PreparedStaff(person, account_key, slot)


@transaction.atomic(durable=True)
def make_staff(prepared: PreparedStaff, *, actor: UUID | None) -> UnlockedPerson[Person]:
    """Make a member of staff with keys and a password slot; gives them back unlocked, for founding only.

    actor: who makes them; None for the person at the server's console, who founds the agency.
    """
    return _store_staff(prepared, actor=actor)


@transaction.atomic(durable=True)
def found_unit(*, founder: UnlockedPerson[Person], name: str, answer_days: int = 5) -> Unit:
    """Make a unit whose first member is `founder`, who makes epoch 1 of its key.

    Raises NotPermitted when the founder's role does not work in units.
    """
    return _store_unit(founder, name=name, answer_days=answer_days)


@transaction.atomic(durable=True)
def set_plain_email(*, actor: Person | None, unit: Unit, is_allowed: bool) -> Unit:
    """Let the answers of `unit` go by plain e-mail where they hold nothing sensitive, or stop that.

    actor: who decides it; None for the person at the server's console. What waits to leave is asked about
    again right before it does. Raises NotPermitted.
    """
    if actor is not None and not may_set_up_units(actor):
        raise NotPermitted
    unit = Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    if unit.allows_plain_email != is_allowed:
        unit.allows_plain_email = is_allowed
        unit.save(update_fields=["allows_plain_email"])
        audit.record(
            Action.PLAIN_EMAIL_ALLOWED if is_allowed else Action.PLAIN_EMAIL_STOPPED,
            actor=actor.public_id if actor else None,
            subject=unit.public_id,
        )
    return unit


@transaction.atomic(durable=True)
def set_notice_links(*, actor: Person, unit: Unit, has_link: bool) -> None:
    """Let the notices about `unit`'s answers have a link, or only an address to type; raises NotPermitted."""
    if not may_set_up_units(actor):
        raise NotPermitted
    changed = Unit.objects.filter(pk=unit.pk).exclude(notices_have_link=has_link)
    if changed.update(notices_have_link=has_link):
        action = Action.NOTICE_LINKS_ALLOWED if has_link else Action.NOTICE_LINKS_STOPPED
        audit.record(action, actor=actor.public_id, subject=unit.public_id)


@transaction.atomic(durable=True)
def set_screening_floors(*, actor: Person, unit: Unit, floors: Mapping[str, str]) -> Unit:
    """Say which findings `unit` takes more gravely than screening's table does; nothing makes it milder.

    floors: the least strength by kind. What waits to leave is asked about again. Raises NotPermitted.
    """
    if not may_set_up_units(actor):
        raise NotPermitted
    unit = Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    if unit.screening_floors != floors:
        unit.screening_floors = dict(floors)
        unit.save(update_fields=["screening_floors"])
        audit.record(
            Action.SCREENING_MADE_STRICTER,
            actor=actor.public_id,
            subject=unit.public_id,
            details=dict(floors),
        )
    return unit


def refuse_second_founding() -> None:
    """Raise AlreadyFounded when anybody works here already."""
    if Person.objects.exclude(role__in=PUBLIC_ROLES).exists():
        raise AlreadyFounded


def found_agency(*, administrator: NewStaff, founder: NewStaff, unit_name: str) -> Unit:
    """Make the first administrator, the first unit and its founding member, all of them or nothing.

    Raises AlreadyFounded when anybody works here already, and keys.errors.NoRecordsKey without a pinned one.
    """
    first, second = prepare_staff(administrator), prepare_staff(founder)
    with transaction.atomic(durable=True):
        refuse_second_founding()
        _store_staff(first, actor=None)
        unit = _store_unit(_store_staff(second, actor=first.person.public_id), name=unit_name, answer_days=5)
        audit.record(Action.AGENCY_FOUNDED, actor=first.person.public_id, subject=unit.public_id)
    return unit


def _store_staff(prepared: PreparedStaff, *, actor: UUID | None) -> UnlockedPerson[Person]:
    person = prepared.person
    person.save(force_insert=True)
    keys.make_person_keys(person.public_id, side=keys.Side.AGENCY, account_key=prepared.account_key)
    keys.store_slot(prepared.slot)
    audit.record(Action.PERSON_MADE, actor=actor, subject=person.public_id, details={"role": person.role})
    return vault.unlock_with(prepared.account_key, person)


def _store_unit(founder: UnlockedPerson[Person], *, name: str, answer_days: int) -> Unit:
    if not founder.person.works_in_units:
        raise NotPermitted
    unit = Unit.objects.create(name=name, answer_days=answer_days)
    Membership.objects.create(person=founder.person, unit=unit)
    keys.make_unit_epoch(founder=founder, unit=unit.public_id)
    audit.record(
        Action.MEMBERSHIP_ADDED,
        actor=founder.person.public_id,
        subject=founder.person.public_id,
        details={"unit": str(unit.public_id)},
    )
    return unit
