"""An answer is screened before it leaves: while it is written, when it is looked at, and when it is sent."""

import pytest

from audit.models import AuditEvent
from messaging.models import Message
from tests.people import answer_fields, form_fields, send_text, write_comment


def test_the_check_shows_what_was_found_and_sends_nothing(officer, thread):
    browser = officer.signs_in()
    fields = answer_fields(browser, thread)
    words = {"text": "Your number 219-09-9999 is right.", "quoted": "card 4111 1111 1111 1111"}

    page = browser.post(thread.get_absolute_url(), {**fields, **words, "action": "check"}).content.decode()

    assert "through the portal" in page
    assert "<mark>219-09-9999" in page
    assert "Social Security number" in page
    assert "payment card number" in page
    assert thread.messages.count() == 1


def test_what_was_found_in_the_subject_is_marked_where_the_answer_is_written(officer, topic):
    thread = write_comment(topic, subject="My number is 219-09-9999").thread
    browser = officer.signs_in()
    fields = {**answer_fields(browser, thread), "text": "Thank you."}

    page = browser.post(thread.get_absolute_url(), {**fields, "action": "check"}).content.decode()
    strip = browser.post(f"{thread.get_absolute_url()}check/", fields).content.decode()

    for shown in (page, strip):
        assert "<summary>Subject</summary>" in shown
        assert "My number is <mark>219-09-9999<" in shown
        # Words in which nothing was found stand in their own box alone.
        assert "<summary>Your answer</summary>" not in shown


def test_the_strip_alone_is_given_to_a_page_that_asks_while_somebody_writes(officer, thread):
    browser = officer.signs_in()
    fields = answer_fields(browser, thread)

    response = browser.post(f"{thread.get_absolute_url()}check/", {**fields, "text": "SSN 219-09-9999"})

    assert response.status_code == 200
    assert b"<html" not in response.content
    assert b"Social Security number" in response.content
    assert thread.messages.count() == 1


UNFIT_WORDS: list[dict[str, str | list[str]]] = [
    {"text": "SSN 219-09-9999 " + "x" * 20_000},
    {"text": "SSN 219-09-9999\x07"},
    {"text": ["SSN 219-09-9999", "Thank you."]},
    {"quoted": "219-09-9999 " * 2_000},
    {"quoted": "219-09-9999\x07"},
    {"quoted": ["219-09-9999", ""]},
]


@pytest.mark.parametrize("words", UNFIT_WORDS)
def test_words_that_cannot_be_screened_are_never_said_to_be_clean(officer, thread, words):
    browser = officer.signs_in()
    fields = {**answer_fields(browser, thread), "text": "Thank you.", "quoted": ""}

    strip = browser.post(f"{thread.get_absolute_url()}check/", {**fields, **words})

    assert strip.status_code == 400
    assert strip["Content-Type"] == "text/plain"
    assert "nothing sensitive" not in strip.content.decode()
    assert strip.content.decode().startswith(("This is longer", "This has characters", "This was sent twice"))


def test_a_text_that_is_not_begun_yet_is_screened(officer, thread):
    browser = officer.signs_in()
    fields = {**answer_fields(browser, thread), "quoted": "card 4111 1111 1111 1111"}

    strip = browser.post(f"{thread.get_absolute_url()}check/", {**fields, "text": ""})

    assert strip.status_code == 200
    assert "payment card number" in strip.content.decode()


def test_each_check_records_once_that_the_subject_was_opened(officer, thread):
    browser = officer.signs_in()
    fields = answer_fields(browser, thread)

    browser.post(f"{thread.get_absolute_url()}check/", {**fields, "text": "Thank you."})

    event = AuditEvent.objects.get(action="messaging.thread.subject_opened")
    assert (event.actor, event.subject) == (officer.person.public_id, thread.public_id)


def test_a_check_of_a_thread_whose_subject_cannot_be_shown_is_refused_and_reported(officer, thread):
    browser = officer.signs_in()
    fields = answer_fields(browser, thread)
    first = thread.messages.get()
    Message.objects.filter(pk=first.pk).update(signature=b"")

    strip = browser.post(f"{thread.get_absolute_url()}check/", {**fields, "text": "Thank you."})

    assert strip.status_code == 409
    assert AuditEvent.objects.get(action="messaging.message.failed_to_open").subject == first.public_id
    assert not AuditEvent.objects.filter(action="messaging.thread.subject_opened").exists()


def test_the_decision_is_recorded_by_kinds_and_never_by_values(officer, thread):
    send_text(officer.signs_in(), thread, "Your number 219-09-9999 is right.")

    leaf = bytes(AuditEvent.objects.get(action="messaging.channel.decided").leaf)
    assert b'"channel":"secure"' in leaf
    assert b'"found_ssn":1' in leaf
    assert b"219-09" not in leaf


@pytest.mark.parametrize(
    "forced", [{"channel": "email"}, {"force": "true"}, {"action": "email"}, {"plain": "1"}]
)
def test_no_field_sends_by_plain_email(officer, thread, mail_server, worker, forced):
    send_text(officer.signs_in(), thread, "Your number 219-09-9999 is right.", **forced)
    worker()

    # An answer with another action is none.
    assert len(mail_server.mails) == ("action" not in forced)
    assert all("219-09-9999" not in mail.as_string() for mail in mail_server.mails)


def test_when_screening_fails_the_answer_still_goes_sealed_and_the_page_says_so(officer, thread, settings):
    settings.SCREENING_SECONDS = 0.0

    response = send_text(officer.signs_in(), thread, "A plain answer. " * 900)

    assert response.status_code == 302
    leaf = bytes(AuditEvent.objects.get(action="messaging.channel.decided").leaf)
    assert b'"failed":1' in leaf
    assert b'"strength":"restricted"' in leaf


def test_the_strip_finds_what_stands_in_the_subject(officer, topic):
    visitor = write_comment(topic, subject="My number is 219-09-9999")
    browser = officer.signs_in()
    fields = answer_fields(browser, visitor.thread)

    strip = browser.post(f"{visitor.thread.get_absolute_url()}check/", {**fields, "text": "Thank you."})

    assert b"Social Security number" in strip.content


def test_what_was_found_is_shown_before_it_leaves(officer, thread):
    browser = officer.signs_in()
    form = {**answer_fields(browser, thread), "text": "Your number 219-09-9999 is right.", "action": "send"}

    held = browser.post(thread.get_absolute_url(), form)
    page = held.content.decode()
    sent = browser.post(thread.get_absolute_url(), {**form, "confirmed": form_fields(page)["confirmed"]})

    assert held.status_code == 200
    assert "Nothing was sent yet" in page
    assert "<mark>219-09-9999" in page
    assert sent.status_code == 302
    assert thread.messages.count() == 2


def test_findings_that_were_seen_of_other_words_do_not_count(officer, thread):
    browser = officer.signs_in()
    form = {**answer_fields(browser, thread), "text": "Your number 219-09-9999 is right.", "action": "send"}
    confirmed = form_fields(browser.post(thread.get_absolute_url(), form).content.decode())["confirmed"]

    response = browser.post(
        thread.get_absolute_url(), {**form, "text": "No, 219-09-9998.", "confirmed": confirmed}
    )

    assert response.status_code == 200
    assert thread.messages.count() == 1


def test_clean_words_are_sent_at_once(officer, thread):
    browser = officer.signs_in()
    form = {**answer_fields(browser, thread), "text": "Please come in on Monday.", "action": "send"}

    assert browser.post(thread.get_absolute_url(), form).status_code == 302


def test_only_the_button_that_says_send_sends(officer, thread):
    browser = officer.signs_in()
    form = {**answer_fields(browser, thread), "text": "Please come in on Monday.", "action": "explode"}

    assert browser.post(thread.get_absolute_url(), form).status_code == 200
    assert thread.messages.count() == 1
