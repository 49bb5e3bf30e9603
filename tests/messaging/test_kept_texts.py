"""A text that was posted after its session ended waits, sealed, for whoever wrote it."""

import pytest
from django.utils import timezone

from accounts.models import KeptForm, Person
from messaging.models import Draft
from tests.messaging.releasing import CONSENT, asked
from tests.people import Browser, answer_fields, form_fields, send_text

NOTHING_SAID = "This text must not be lost"


def signed_out_meanwhile(officer, thread):
    """Give a browser whose session ended while its officer was writing, and the form they were filling in."""
    browser = officer.signs_in()
    form = {**answer_fields(browser, thread), "text": NOTHING_SAID, "quoted": "A quote", "action": "send"}
    copied = Browser()
    copied.cookies = browser.cookies.copy()
    browser.post("/sign-out/")
    return copied, form


def test_a_text_posted_after_the_session_ended_waits_sealed_for_its_author(officer, thread):
    browser = officer.signs_in()
    form = {**answer_fields(browser, thread), "text": NOTHING_SAID, "quoted": "A quote", "reason": CONSENT}
    copied = Browser()
    copied.cookies = browser.cookies.copy()
    browser.post("/sign-out/")

    response = copied.post(thread.get_absolute_url(), {**form, "action": "ask"})
    page = officer.signs_in().get(thread.get_absolute_url()).content.decode()

    assert response.status_code == 302
    assert response["Location"].startswith("/sign-in/?next=")
    assert "ended=kept" in response["Location"]
    assert NOTHING_SAID.encode() not in bytes(Draft.objects.get().sealed)
    assert NOTHING_SAID in page
    assert "A quote" in page
    assert form_fields(page)["reason"] == CONSENT
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


def test_for_a_visitor_who_was_disabled_nothing_is_kept_and_the_text_comes_back_to_be_copied(
    taxpayer, thread
):
    browser, copied = taxpayer.opens_with_code(), Browser()
    form = {**answer_fields(browser, thread), "text": NOTHING_SAID}
    copied.cookies = browser.cookies.copy()
    browser.post("/sign-out/")
    Person.objects.filter(pk=taxpayer.person.pk).update(disabled_at=timezone.now())

    response = copied.post(thread.get_absolute_url(), form)

    assert response.status_code == 403
    assert NOTHING_SAID in response.content.decode()
    assert not Draft.objects.exists()


def test_why_a_second_member_releases_is_kept_until_it_is_sent(officer, long_standing, open_way):
    path = f"/releases/{asked(officer, open_way).public_id}/"
    browser, copied = long_standing.signs_in(), Browser()
    copied.cookies = browser.cookies.copy()
    browser.post("/sign-out/")

    copied.post(path, {"action": "release", "reason": CONSENT})
    desk = long_standing.signs_in()
    page = desk.get(path).content.decode()
    sent = desk.post(path, {**form_fields(page), "action": "release", "reason": CONSENT})

    assert "We kept what was written here" in page
    assert CONSENT in page
    assert sent.status_code == 302
    assert not KeptForm.objects.exists()
