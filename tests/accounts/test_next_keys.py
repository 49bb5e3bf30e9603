"""Who leaves a unit never opens its next key, which the next member makes who comes by."""

from typing import Any

import pytest

from accounts.models import Unit
from accounts.services import access, found_unit, memberships
from keys.models import EpochDue, Grant, UnitKey
from keys.queries import holders_of
from messaging.models import Message
from tests.people import Staff, Visitor, let_in, send_text

pytestmark = pytest.mark.django_db


def test_the_next_member_who_comes_by_makes_a_key_that_who_left_never_held(
    administrator: Staff, officer: Staff, colleague: Staff, supervisor: Staff, unit: Unit, taxpayer: Visitor
):
    memberships.end_membership(actor=administrator.person, unit=unit, person=colleague.person)

    desk = officer.signs_in()
    desk.get("/mailbox/")

    assert list(UnitKey.objects.order_by("epoch").values_list("epoch", flat=True)) == [1, 2]
    assert holders_of([unit.public_id]) == {
        unit.public_id: {officer.person.public_id, supervisor.person.public_id}
    }
    assert not EpochDue.objects.exists()
    assert send_text(desk, taxpayer.thread, "Sealed to the new key").status_code == 302
    page = supervisor.signs_in().get(taxpayer.thread.get_absolute_url()).content.decode()
    assert "When does it come?" in page
    assert "Sealed to the new key" in page


def test_an_answer_that_is_written_without_a_look_at_the_mailbox_is_sealed_to_the_next_key(
    administrator: Staff, officer: Staff, colleague: Staff, unit: Unit, taxpayer: Visitor
):
    desk = officer.signs_in()
    memberships.end_membership(actor=administrator.person, unit=unit, person=colleague.person)

    assert send_text(desk, taxpayer.thread, "Sealed to the new key").status_code == 302

    assert UnitKey.objects.count() == 2
    assert not EpochDue.objects.exists()
    answer = Message.objects.get(thread=taxpayer.thread, sequence=2)
    assert answer.wraps.filter(key_id=UnitKey.objects.get(epoch=2).key_id).exists()


def test_no_key_is_made_for_a_unit_from_which_nobody_left(officer: Staff, unit: Unit):
    officer.signs_in().get("/mailbox/")

    assert UnitKey.objects.count() == 1


def test_a_key_that_cannot_be_made_stays_due_and_the_mailbox_opens(
    administrator: Staff, officer: Staff, colleague: Staff, unit: Unit, settings: Any
):
    memberships.end_membership(actor=administrator.person, unit=unit, person=colleague.person)
    settings.RECORDS_KEY_FILE = settings.VAR / "nowhere.json"

    assert officer.signs_in().get("/mailbox/").status_code == 200

    assert EpochDue.objects.exists()


def test_whoever_looks_at_one_of_their_units_makes_the_next_keys_of_the_others_too(
    administrator: Staff, officer: Staff, colleague: Staff, unit: Unit
):
    others = [found_unit(founder=officer.unlocked, name=f"Unit {number}") for number in range(3)]
    for other in others:
        let_in(colleague.person, other, granter=officer.unlocked)
    access.disable(actor=administrator.person, person=colleague.person)
    assert EpochDue.objects.count() == 4
    desk = officer.signs_in()

    desk.get(f"/mailbox/?unit={others[2].public_id}")

    # Of the one that is looked at, and of some others: no page takes long.
    due = set(EpochDue.objects.values_list("unit", flat=True))
    assert len(due) == 1
    assert others[2].public_id not in due
    desk.get("/mailbox/")
    assert not EpochDue.objects.exists()
    assert UnitKey.objects.filter(epoch=2).count() == 4
    assert not Grant.objects.filter(person=colleague.person.public_id).exists()


def test_nobody_makes_the_key_of_a_unit_that_is_not_theirs(
    administrator: Staff, officer: Staff, colleague: Staff, officer_of_another_unit: Staff, unit: Unit
):
    memberships.end_membership(actor=administrator.person, unit=unit, person=colleague.person)

    officer_of_another_unit.signs_in().get("/mailbox/")

    assert EpochDue.objects.get().unit == unit.public_id
