"""Whoever wrote themselves into the list of a unit speaks for it in nothing: that takes the unit's key.

They have the account of somebody of the agency, and write to the database.
"""

from typing import Any

import pytest

from accounts.models import Invitation, Membership, Role, Unit
from encryption.epochs import seal_epoch
from encryption.keypairs import generate
from keys import directory
from keys.models import Grant, Mandate, Slot, UnitKey
from messaging.models import Message, Regrant, Representation, Thread, Topic, TopicMove, Wrap
from tests.messaging.test_inviting_pages import fill_in
from tests.messaging.test_representing import name_helper
from tests.people import (
    Account,
    Browser,
    Staff,
    Visitor,
    begin_anew,
    form_fields,
    make_account,
    make_member,
    write_comment,
)

pytestmark = pytest.mark.django_db

NO_KEY = "You do not hold this unit&#x27;s key"


@pytest.fixture(params=["a membership", "a membership and a grant of a key of their own"])
def intruder(request: Any, unit: Unit) -> Browser:
    """Somebody of the agency who wrote themselves into the list of a unit, signed in."""
    staff = make_member(Role.OFFICER, "intruder@example.org")
    Membership.objects.create(person=staff.person, unit=unit)
    if "grant" in request.param:
        stored = UnitKey.objects.get(unit=unit.public_id)
        public = directory.current_person_key(staff.person.public_id)
        own = seal_epoch(generate(signs=False), public, unit=unit.public_id, epoch=stored.epoch)
        Grant.objects.create(
            unit_key=stored,
            person=staff.person.public_id,
            person_key_id=public.key_id,
            sealed_unit_key=own,
            tag=b"\1" * 32,
        )
    return staff.signs_in()


def test_they_read_no_subject_and_no_text(intruder: Browser, thread: Thread):
    pages = [intruder.get(path).content.decode() for path in ("/mailbox/", thread.get_absolute_url())]

    assert all("My refund" not in page and "When does it come?" not in page for page in pages)


def test_they_answer_nobody(intruder: Browser, thread: Thread):
    hidden = form_fields(intruder.get(thread.get_absolute_url()).content.decode())

    answered = intruder.post(thread.get_absolute_url(), {**hidden, "text": "Pay here.", "action": "send"})

    assert answered.status_code >= 400
    assert Message.objects.filter(thread=thread).count() == 1


def test_they_begin_no_thread_in_its_name(intruder: Browser, topic: Topic):
    response = intruder.post("/mailbox/invite/", fill_in(intruder, topic))

    assert response.status_code == 409
    assert NO_KEY in response.content.decode()
    assert not Thread.objects.exists()


def test_they_come_in_nobodys_place(intruder: Browser, taxpayer: Visitor, thread: Thread):
    form = {"means": "in_person", "reason": "Lost.", "way": "letter", "email": "", "language": "en"}

    response = intruder.post(f"/threads/{thread.public_id}/invite/", form)

    assert response.status_code == 409
    assert NO_KEY in response.content.decode()
    assert not Invitation.objects.exists()
    assert Slot.objects.get(person=taxpayer.person.public_id).kind == "reply_code"
    assert Browser().post("/reply/", {"code": taxpayer.reply_code}).status_code == 302


def test_they_let_no_representative_in(intruder: Browser, account: Account, topic: Topic):
    accomplice = make_account(write_comment(topic, subject="Their own"), "accomplice@example.org")
    wraps = Wrap.objects.count()

    response = name_helper(intruder, account.thread, accomplice, reference="Form 2848")

    assert response.status_code == 409
    assert NO_KEY in response.content.decode()
    assert not Representation.objects.exists()
    assert not Mandate.objects.exists()
    assert Wrap.objects.count() == wraps


def test_they_open_nothing_to_whoever_was_reset(intruder: Browser, account: Account):
    begin_anew(account.person)
    regrant = Regrant.objects.get(person=account.person)
    page = f"/regrants/{regrant.public_id}/"
    hidden = form_fields(intruder.get(page).content.decode())

    response = intruder.post(page, {**hidden, "means": "call", "reason": "I called."})

    assert response.status_code == 409
    regrant.refresh_from_db()
    assert regrant.ended_at is None


def test_they_give_no_topic_away(
    intruder: Browser, topic: Topic, unit: Unit, officer_of_another_unit: Staff, administrator: Staff
):
    other = officer_of_another_unit.person.units.get()
    make_member(Role.OFFICER, "second@example.org", unit=other, granter=officer_of_another_unit)
    move = TopicMove.objects.create(topic=topic, unit=other, proposed_by=administrator.person)

    response = intruder.post(f"/topic-moves/{move.public_id}/", {"action": "agree"})

    assert response.status_code == 409
    assert Topic.objects.get().unit == unit


def test_whoever_holds_the_key_does_all_of_it(officer: Staff, topic: Topic, thread: Thread):
    desk = officer.signs_in()
    form = {"means": "in_person", "reason": "Lost.", "way": "letter", "email": "", "language": "en"}

    begun = desk.post("/mailbox/invite/", fill_in(desk, topic))
    again = desk.post(f"/threads/{thread.public_id}/invite/", form)

    assert [begun.status_code, again.status_code] == [302, 302]
