"""The thread page: who reads it, what they see, and what an answer sends."""

import re
from uuid import uuid4

import pytest

from audit.models import AuditEvent
from messaging.models import Receipt
from notices.models import Notice
from tests.meanwhile import at_once
from tests.people import Browser, answer_fields, send_text, write_comment


def without_token(page: bytes) -> bytes:
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", page)


def test_an_answer_is_sealed_and_its_notice_is_queued_in_one_go(officer, taxpayer, thread):
    response = send_text(officer.signs_in(), thread, "We need form 12.")

    assert response.status_code == 302
    message = thread.messages.get(sequence=2)
    assert b"form 12" not in message.stored_bytes()
    assert Notice.objects.get().address == taxpayer.person.notice_address
    recorded = AuditEvent.objects.filter(subject=message.public_id).values_list("action", flat=True)
    assert set(recorded) >= {"messaging.message.sent", "messaging.channel.decided"}


def test_who_left_no_address_gets_no_notice(officer, other_taxpayer):
    send_text(officer.signs_in(), other_taxpayer.thread, "We need form 12.")

    assert not Notice.objects.exists()


def test_the_page_says_what_was_sent_and_hides_most_of_the_address(officer, thread):
    browser = officer.signs_in()

    page = browser.get(send_text(browser, thread, "We need form 12.")["Location"]).content.decode()

    assert "Sent through the portal" in page
    assert "v***@example.org" in page
    assert "visitor@example.org" not in page


def test_a_colleague_reads_and_answers_what_another_started(officer, colleague, thread):
    send_text(officer.signs_in(), thread, "The first answer.")

    response = send_text(colleague.signs_in(), thread, "The second answer.")

    page = colleague.signs_in().get(thread.get_absolute_url()).content.decode()
    assert response.status_code == 302
    assert "The first answer." in page
    assert "The second answer." in page


@pytest.mark.parametrize("stranger", ["officer_of_another_unit", "auditor", "administrator"])
def test_who_takes_no_part_sees_nothing_at_all(request, thread, stranger):
    browser = request.getfixturevalue(stranger).signs_in()

    hidden = browser.get(thread.get_absolute_url())
    missing = browser.get(f"/threads/{uuid4()}/")

    assert hidden.status_code == missing.status_code == 404
    assert without_token(hidden.content) == without_token(missing.content)


def test_reading_leaves_one_receipt_and_each_reading_one_event(taxpayer, answered_thread):
    for _ in range(2):
        taxpayer.opens_with_code().get(answered_thread.get_absolute_url())

    answer = answered_thread.messages.get(sequence=2)
    assert Receipt.objects.filter(message=answer, person=taxpayer.person).count() == 1
    opened = AuditEvent.objects.filter(action="messaging.thread.opened", actor=taxpayer.person.public_id)
    assert opened.count() == 2
    receipts = AuditEvent.objects.filter(action="messaging.message.opened", actor=taxpayer.person.public_id)
    assert [event.subject for event in receipts] == [answer.public_id]


def test_the_officer_sees_that_theirs_was_opened(officer, taxpayer, answered_thread):
    browser = officer.signs_in()
    before = browser.get(answered_thread.get_absolute_url()).content.decode()

    taxpayer.opens_with_code().get(answered_thread.get_absolute_url())

    after = browser.get(answered_thread.get_absolute_url()).content.decode()
    assert "not opened yet" in before
    assert "not opened yet" not in after
    assert "opened by them" in after


@pytest.mark.parametrize(
    "address", ["/threads/x/", "/threads/1/", "/threads/00000000-0000-0000-0000-00000000000/"]
)
def test_malformed_addresses_are_404(officer, address):
    assert officer.signs_in().get(address).status_code == 404


def test_a_visitors_later_messages_carry_the_name_that_they_gave_first(officer, taxpayer, thread):
    send_text(taxpayer.opens_with_code(), thread, "One more thing.")

    page = officer.signs_in().get(thread.get_absolute_url()).content.decode()

    assert "A visitor" not in page


def test_asking_for_the_head_of_a_page_opens_nothing_for_its_reader(taxpayer, answered_thread):
    taxpayer.opens_with_code().head(answered_thread.get_absolute_url())

    answered_thread.refresh_from_db()
    assert answered_thread.taxpayer_opened_at is None
    assert not Receipt.objects.filter(person=taxpayer.person).exists()


def test_sending_leaves_no_receipt_of_what_no_page_has_shown(officer, taxpayer, thread):
    at_home = taxpayer.opens_with_code()
    form = {**answer_fields(at_home, thread), "text": "One more thing."}
    send_text(officer.signs_in(), thread, "We need form 12.")

    at_home.post(thread.get_absolute_url(), form)

    assert not Receipt.objects.filter(person=taxpayer.person, message__sequence=2).exists()


def test_an_answer_that_cannot_be_shown_is_not_told_as_opened(officer, taxpayer, answered_thread):
    answered_thread.messages.filter(sequence=2).update(body=b"damaged")

    taxpayer.opens_with_code().get(answered_thread.get_absolute_url())

    answered_thread.refresh_from_db()
    assert answered_thread.taxpayer_opened_at is None


@pytest.mark.django_db(transaction=True)
def test_pages_that_open_at_once_leave_one_receipt_and_one_event(taxpayer, answered_thread):
    browser = taxpayer.opens_with_code()

    def look() -> int:
        copy = Browser()
        copy.cookies = browser.cookies
        return int(copy.get(answered_thread.get_absolute_url()).status_code)

    statuses = at_once(*[look] * 4)

    assert statuses == [200] * 4
    answer = answered_thread.messages.get(sequence=2)
    assert Receipt.objects.filter(message=answer).count() == 1
    assert AuditEvent.objects.filter(action="messaging.message.opened", subject=answer.public_id).count() == 1


@pytest.mark.parametrize(
    ("address", "said"),
    [("you@example.org", "The e-mail to them says"), ("", "They left no e-mail address: they")],
)
def test_an_officer_reads_before_sending_whether_anybody_will_be_told(officer, topic, address, said):
    thread = write_comment(topic, email=address).thread

    page = officer.signs_in().get(thread.get_absolute_url()).content.decode()

    assert said in page
