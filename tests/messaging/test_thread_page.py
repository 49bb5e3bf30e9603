"""The thread page: who reads it, what it sends, and what it keeps when something is wrong."""

import re
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from audit.models import AuditEvent
from messaging.models import Draft, Message, Receipt
from notices.models import Notice
from tests.people import Browser, answer_fields, form_fields, send_text, write_comment

NOTHING_SAID = "This text must not be lost"


def without_token(page: bytes) -> bytes:
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", page)


def signed_out_meanwhile(officer, thread):
    """Give a browser whose session ended while its officer was writing, and the form they were filling in."""
    browser = officer.signs_in()
    form = {**answer_fields(browser, thread), "text": NOTHING_SAID, "quoted": "A quote", "action": "send"}
    copied = Browser()
    copied.cookies = browser.cookies.copy()
    browser.post("/sign-out/")
    return copied, form


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

    assert all("219-09-9999" not in mail.as_string() for mail in mail_server.mails)


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

    def post(_: int) -> int:
        copy = Browser()
        copy.cookies = browser.cookies
        try:
            return int(copy.post(thread.get_absolute_url(), form).status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        statuses = list(pool.map(post, range(8)))

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


def test_a_text_posted_after_the_session_ended_waits_sealed_for_its_author(officer, thread):
    browser = officer.signs_in()
    form = {**answer_fields(browser, thread), "text": NOTHING_SAID, "quoted": "A quote", "action": "send"}
    copied = Browser()
    copied.cookies = browser.cookies.copy()
    browser.post("/sign-out/")

    response = copied.post(thread.get_absolute_url(), form)
    page = officer.signs_in().get(thread.get_absolute_url()).content.decode()

    assert response.status_code == 302
    assert response["Location"].startswith("/sign-in/?next=")
    assert "ended=kept" in response["Location"]
    assert NOTHING_SAID.encode() not in bytes(Draft.objects.get().sealed)
    assert NOTHING_SAID in page
    assert "A quote" in page
    assert "We kept what was written here" in page
    assert thread.messages.count() == 1


@pytest.mark.parametrize("text", ["x" * 20_001, "a\x07b"], ids=["too long", "control character"])
def test_what_no_form_would_take_is_kept_all_the_same(officer, thread, text):
    copied, form = signed_out_meanwhile(officer, thread)
    copied.post(thread.get_absolute_url(), {**form, "text": text})

    page = officer.signs_in().get(thread.get_absolute_url()).content.decode()

    assert text.replace("\x07", "\N{REPLACEMENT CHARACTER}") in page


def test_two_texts_are_both_kept(officer, thread):
    copied, form = signed_out_meanwhile(officer, thread)
    for text in ("The first text", "The second text"):
        copied.post(thread.get_absolute_url(), {**form, "text": text})

    page = officer.signs_in().get(thread.get_absolute_url()).content.decode()

    assert "The first text" in page
    assert "The second text" in page


def test_a_kept_text_is_offered_to_nobody_else(officer, colleague, thread):
    browser = officer.signs_in()
    form = {**answer_fields(browser, thread), "text": NOTHING_SAID, "action": "send"}
    copied = Browser()
    copied.cookies = browser.cookies.copy()
    browser.post("/sign-out/")
    copied.post(thread.get_absolute_url(), form)

    page = colleague.signs_in().get(thread.get_absolute_url()).content.decode()

    assert NOTHING_SAID not in page


def test_a_kept_text_is_gone_once_something_was_sent(officer, thread):
    browser = officer.signs_in()
    form = {**answer_fields(browser, thread), "text": NOTHING_SAID, "action": "send"}
    copied = Browser()
    copied.cookies = browser.cookies.copy()
    browser.post("/sign-out/")
    copied.post(thread.get_absolute_url(), form)

    send_text(officer.signs_in(), thread, NOTHING_SAID)

    assert not Draft.objects.exists()


def test_a_visitor_whose_session_ended_goes_back_to_the_code_with_the_text_kept(taxpayer, thread):
    browser = taxpayer.opens_with_code()
    form = {**answer_fields(browser, thread), "text": NOTHING_SAID}
    copied = Browser()
    copied.cookies = browser.cookies.copy()
    browser.post("/sign-out/")

    response = copied.post(thread.get_absolute_url(), form)

    assert response["Location"].startswith("/reply/?next=")
    assert NOTHING_SAID in taxpayer.opens_with_code().get(thread.get_absolute_url()).content.decode()


def test_when_screening_fails_the_answer_still_goes_sealed_and_the_page_says_so(officer, thread, settings):
    settings.SCREENING_SECONDS = 0.0

    response = send_text(officer.signs_in(), thread, "A plain answer. " * 900)

    assert response.status_code == 302
    leaf = bytes(AuditEvent.objects.get(action="messaging.channel.decided").leaf)
    assert b'"failed":1' in leaf
    assert b'"strength":"restricted"' in leaf


@pytest.mark.parametrize(
    "address", ["/threads/x/", "/threads/1/", "/threads/00000000-0000-0000-0000-00000000000/"]
)
def test_malformed_addresses_are_404(officer, address):
    assert officer.signs_in().get(address).status_code == 404


def test_a_visitors_later_messages_carry_the_name_that_they_gave_first(officer, taxpayer, thread):
    send_text(taxpayer.opens_with_code(), thread, "One more thing.")

    page = officer.signs_in().get(thread.get_absolute_url()).content.decode()

    assert "A visitor" not in page


def test_the_strip_finds_what_stands_in_the_subject(officer, topic):
    visitor = write_comment(topic, subject="My number is 219-09-9999")
    browser = officer.signs_in()
    fields = answer_fields(browser, visitor.thread)

    strip = browser.post(f"{visitor.thread.get_absolute_url()}check/", {**fields, "text": "Thank you."})

    assert b"Social Security number" in strip.content


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


@pytest.mark.django_db(transaction=True)
def test_pages_that_open_at_once_leave_one_receipt_and_one_event(taxpayer, answered_thread):
    browser = taxpayer.opens_with_code()

    def look(_: int) -> int:
        copy = Browser()
        copy.cookies = browser.cookies
        try:
            return int(copy.get(answered_thread.get_absolute_url()).status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        statuses = list(pool.map(look, range(4)))

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
