"""A unit's next key goes to whom a holder has let in, whatever somebody writes into the tables."""

import pytest

from accounts.models import Membership, Role, Unit
from accounts.services import memberships
from encryption.epochs import seal_epoch
from encryption.keypairs import generate
from keys import directory, unit_keys
from keys.models import EpochDue, Grant, UnitKey
from messaging.models import Thread
from tests.people import Staff, let_in, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def intruder(unit: Unit) -> Staff:
    """Somebody of the agency who wrote themselves into the list of a unit."""
    staff = make_member(Role.OFFICER, "intruder@example.org")
    Membership.objects.create(person=staff.person, unit=unit)
    return staff


def make_next_epoch(holder: Staff, unit: Unit) -> set[object]:
    """Open the mailbox while a next epoch is due; gives who was granted it."""
    EpochDue.objects.get_or_create(unit=unit.public_id, defaults={"since": "2026-01-01T00:00Z"})
    assert holder.signs_in().get("/mailbox/").status_code == 200
    assert not EpochDue.objects.filter(unit=unit.public_id).exists()
    newest = UnitKey.objects.filter(unit=unit.public_id).latest("epoch")
    return set(Grant.objects.filter(unit_key=newest).values_list("person", flat=True))


def plant(staff: Staff, unit: Unit, tag: bytes) -> None:
    """Write a grant of a key of one's own making, which the table takes for the unit's."""
    stored = UnitKey.objects.filter(unit=unit.public_id).latest("epoch")
    public = directory.current_person_key(staff.person.public_id)
    Grant.objects.create(
        unit_key=stored,
        person=staff.person.public_id,
        person_key_id=public.key_id,
        sealed_unit_key=seal_epoch(generate(signs=False), public, unit=unit.public_id, epoch=stored.epoch),
        tag=tag,
    )


def test_a_membership_that_nobody_granted_gets_no_next_key(
    officer: Staff, colleague: Staff, intruder: Staff, unit: Unit, thread: Thread
) -> None:
    granted = make_next_epoch(officer, unit)

    assert granted == {officer.person.public_id, colleague.person.public_id}
    assert b"My refund" not in intruder.signs_in().get(thread.get_absolute_url()).content


@pytest.mark.parametrize("tag", ["none", "made up", "of a colleague", "of a key of their own"])
def test_a_grant_that_no_holder_made_gets_no_next_key(
    officer: Staff, colleague: Staff, intruder: Staff, unit: Unit, tag: str
) -> None:
    stored = UnitKey.objects.get(unit=unit.public_id)
    own = generate(signs=False)
    key_id = directory.current_person_key(intruder.person.public_id).key_id
    theirs = Grant.objects.get(person=colleague.person.public_id, unit_key=stored)
    planted = {
        "none": b"",
        "made up": b"\1" * 32,
        "of a colleague": bytes(theirs.tag),
        "of a key of their own": unit_keys.grant_tag(own, stored, intruder.person.public_id, key_id),
    }
    plant(intruder, unit, planted[tag])
    # They come by first, as if to have their own grant tagged.
    intruder.signs_in().get("/mailbox/")

    granted = make_next_epoch(officer, unit)

    assert granted == {officer.person.public_id, colleague.person.public_id}


def test_an_earlier_epoch_of_somebody_who_left_gets_no_next_key(
    officer: Staff, supervisor: Staff, colleague: Staff, unit: Unit
) -> None:
    kept = Grant.objects.get(person=colleague.person.public_id)
    memberships.end_membership(actor=supervisor.person, unit=unit, person=colleague.person)
    make_next_epoch(officer, unit)
    Membership.objects.create(person=colleague.person, unit=unit)
    kept.save(force_insert=True)

    granted = make_next_epoch(officer, unit)

    assert granted == {officer.person.public_id, supervisor.person.public_id}


def test_grants_of_an_earlier_release_count_once_their_holders_came_by(
    officer: Staff, colleague: Staff, supervisor: Staff, unit: Unit
) -> None:
    Grant.objects.update(tag=b"")
    for staff in (officer, colleague):
        staff.signs_in().get("/mailbox/")

    granted = make_next_epoch(officer, unit)

    assert granted == {officer.person.public_id, colleague.person.public_id}
    let_in(supervisor.person, unit, granter=colleague.unlocked)
    assert make_next_epoch(officer, unit) == {*granted, supervisor.person.public_id}
