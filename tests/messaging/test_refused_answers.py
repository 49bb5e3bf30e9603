"""What does not go into a thread: the same page again, bad input, and what a page could not have sent."""

import pytest
from django.utils import timezone

from audit.models import AuditEvent
from messaging.models import Message
from notices.models import Notice
from tests.meanwhile import at_once
from tests.people import Browser, answer_fields, form_fields, send_text

NOTHING_SAID = "This text must not be lost"


def test_the_same_page_sent_twice_sends_one_message(officer, thread):
    browser = officer.signs_in()
    form = {**answer_fields(browser, thread), "text": "Once only.", "action": "send"}

    answers = [browser.post(thread.get_absolute_url(), form) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert thread.messages.count() == 2
    assert Notice.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_page_sent_by_many_at_once_sends_one_message(officer, thread):
    browser = officer.signs_in()
    form = {**answer_fields(browser, thread), "text": "Once only.", "action": "send"}

    def post() -> int:
        copy = Browser()
        copy.cookies = browser.cookies
        return int(copy.post(thread.get_absolute_url(), form).status_code)

    statuses = at_once(*[post] * 8)

    assert statuses == [302] * 8
    assert thread.messages.count() == 2
    assert Notice.objects.count() == 1


def test_the_same_page_with_other_words_is_refused_and_keeps_them(officer, thread):
    browser = officer.signs_in()
    form = {**answer_fields(browser, thread), "text": "The first.", "action": "send"}
    browser.post(thread.get_absolute_url(), form)

    response = browser.post(thread.get_absolute_url(), {**form, "text": NOTHING_SAID})

    assert response.status_code == 409
    assert NOTHING_SAID in response.content.decode()
    assert thread.messages.count() == 2


def test_an_answer_to_a_stale_page_is_refused_kept_and_goes_through_when_sent_again(
    officer, taxpayer, thread
):
    browser = officer.signs_in()
    form = {**answer_fields(browser, thread), "text": NOTHING_SAID, "action": "send"}
    send_text(taxpayer.opens_with_code(), thread, "One more thing.")

    refused = browser.post(thread.get_absolute_url(), form)
    page = refused.content.decode()
    again = browser.post(thread.get_absolute_url(), {**form, **form_fields(page)})

    assert refused.status_code == 409
    assert NOTHING_SAID in page
    assert "One more thing." in page
    assert again.status_code == 302


def test_a_closed_thread_takes_nothing_and_keeps_the_text(officer, taxpayer, thread):
    at_the_desk, at_home = officer.signs_in(), taxpayer.opens_with_code()
    forms = [(browser, answer_fields(browser, thread)) for browser in (at_the_desk, at_home)]
    thread.closed_at = timezone.now()
    thread.save(update_fields=["closed_at"])

    for browser, fields in forms:
        response = browser.post(thread.get_absolute_url(), {**fields, "text": NOTHING_SAID, "action": "send"})
        assert response.status_code in (403, 409)
        assert NOTHING_SAID in response.content.decode()

    assert thread.messages.count() == 1


BAD_INPUT = {
    "nothing": {"text": ""},
    "spaces": {"text": " \n "},
    "too long": {"text": "x" * 20_001},
    "NUL": {"text": "a\x00b"},
    "control character": {"text": "a\x1bb"},
    "long quote": {"quoted": "x" * 20_001},
    "no message id": {"message_id": ""},
    "message id that is none": {"message_id": "1"},
    "seen that is no number": {"seen": "NaN"},
    "seen that is too large": {"seen": "9" * 40},
    "repeated text": {"text": ["a", "b"]},
}


@pytest.mark.parametrize("words", BAD_INPUT.values(), ids=BAD_INPUT.keys())
def test_bad_input_is_told_kept_and_not_sent(officer, thread, words):
    browser = officer.signs_in()
    form = {**answer_fields(browser, thread), "text": NOTHING_SAID, "action": "send"}

    response = browser.post(thread.get_absolute_url(), {**form, **words})

    assert response.status_code == 400
    assert thread.messages.count() == 1
    if "text" not in words:
        assert NOTHING_SAID in response.content.decode()


def test_a_message_id_of_another_thread_is_refused(officer, thread, other_taxpayer):
    browser = officer.signs_in()
    foreign = other_taxpayer.thread.messages.get().public_id
    form = {
        **answer_fields(browser, thread),
        "text": NOTHING_SAID,
        "action": "send",
        "message_id": str(foreign),
    }

    response = browser.post(thread.get_absolute_url(), form)

    assert response.status_code == 409
    assert thread.messages.count() == 1


def test_a_taxpayer_who_posts_an_officers_fields_only_replies(taxpayer, thread):
    response = send_text(taxpayer.opens_with_code(), thread, "My reply.", quoted="Quoted", seen="1")

    assert response.status_code == 302
    assert Message.objects.get(sequence=2).sender_id == taxpayer.person.public_id
    assert not AuditEvent.objects.filter(action="messaging.channel.decided").exists()
