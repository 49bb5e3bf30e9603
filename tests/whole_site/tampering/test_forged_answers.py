"""Somebody with the database answers for the agency, or sends what it answers to another."""

from uuid import uuid4

import pytest

from accounts.models import Membership, Person, Role, Unit
from audit.models import AuditEvent
from keys import envelopes, reply_codes, vault
from keys.models import PersonKey
from messaging.models import Thread
from messaging.services.storing import store
from tests.people import Visitor
from tests.whole_site.tampering.changes import CANNOT, BothSides, nothing_is_sent

FORGED = "Your refund is denied."


def insert_answer(attacker: Visitor, thread: Thread) -> None:
    """Do all that a visitor can do who also writes to the database: sign an answer with their own key, as
    their reply code opens it, seal it to public keys, and insert it in its place.
    """
    _, account_key = reply_codes.find(attacker.reply_code)
    first = thread.messages.get(sequence=1)
    envelope = envelopes.seal(
        envelopes.Content(subject="My refund", text=FORGED),
        position=envelopes.Position(
            message=uuid4(),
            thread=thread.public_id,
            sequence=2,
            previous=envelopes.header_digest(bytes(first.header)),
            unit=first.unit_id,
            epoch=first.epoch,
        ),
        sender=vault.unlock_with(account_key, attacker.person),
        people=[thread.taxpayer.public_id],
        unit=first.unit_id,
    )
    message = store(envelope, thread=thread)
    Thread.objects.filter(pk=thread.pk).update(
        latest_sequence=2, latest_message_at=message.sent_at, waiting_since=None, taxpayer_opened_at=None
    )


def pass_for_an_officer(attacker: Visitor) -> None:
    """Write into every column that tells an officer from a visitor."""
    person = attacker.person
    Person.objects.filter(pk=person.pk).update(
        role=Role.OFFICER, email="no-officer@example.org", name="No Officer"
    )
    Membership.objects.create(person=person, unit=Unit.objects.get(name="Income Tax"))
    PersonKey.objects.filter(person=person.public_id).update(side="agency")


@pytest.mark.parametrize("is_disguised", [False, True])
def test_an_answer_that_a_visitor_forged_is_shown_to_nobody(officer, taxpayer, other_taxpayer, is_disguised):
    readers = BothSides(taxpayer.thread, (officer.signs_in(), taxpayer.opens_with_code()))
    insert_answer(other_taxpayer, taxpayer.thread)
    if is_disguised:
        pass_for_an_officer(other_taxpayer)

    for page in readers.read():
        assert page.count(CANNOT) == 1
        assert FORGED not in page
        assert "When does it come?" in page
    assert AuditEvent.objects.filter(action="messaging.message.failed_to_open").count() == 2


def test_no_answer_goes_to_whom_a_thread_was_redirected(officer, taxpayer, other_taxpayer):
    thread = taxpayer.thread
    Thread.objects.filter(pk=thread.pk).update(taxpayer=other_taxpayer.person)
    browser = officer.signs_in()

    page = browser.get(thread.get_absolute_url()).content.decode()

    assert page.count(CANNOT) == 1
    assert "When does it come?" not in page
    assert nothing_is_sent(browser, thread)


def test_no_answer_comes_from_a_unit_that_a_thread_was_redirected_to(officer_of_another_unit, taxpayer):
    thread = taxpayer.thread
    Thread.objects.filter(pk=thread.pk).update(unit=Unit.objects.get(name="Child Support"))

    for browser in (officer_of_another_unit.signs_in(), taxpayer.opens_with_code()):
        page = browser.get(thread.get_absolute_url()).content.decode()

        assert page.count(CANNOT) == 1
        assert "When does it come?" not in page
        assert nothing_is_sent(browser, thread)
