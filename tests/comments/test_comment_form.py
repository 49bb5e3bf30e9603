"""Anybody writes to the agency; nothing is lost, and nothing is stored twice or in clear."""

import re

import pytest
import time_machine

from comments.models import Comment
from messaging.models import Message, Thread, Topic
from tests.meanwhile import at_once
from tests.people import Browser, fill_in_comment, form_fields

GOOD = {"subject": "My refund", "text": "When does it come?"}


def fresh_form(browser: Browser, topic: Topic, **words: str) -> dict[str, str]:
    hidden = form_fields(browser.get("/comment/").content.decode())
    return {"topic": str(topic.public_id), **GOOD, **words, **hidden}


def code_on(page: str) -> str:
    found = re.search(r'id="reply-code"[^>]*>\s*([0-9A-Z-]+)\s*<', page)
    assert found, page
    return found[1]


def test_the_words_are_stored_sealed_only(topic, browser):
    visitor = fill_in_comment(
        topic, Browser(), text="The canary sings", subject="Canary subject", name="Canary Name"
    )

    message = Message.objects.get(thread=visitor.thread)

    assert not re.search(b"canary|Canary", message.stored_bytes())


def test_the_same_form_posted_twice_gives_one_comment_and_one_code(topic, browser):
    filled = fresh_form(browser, topic)

    first = code_on(browser.post("/comment/", filled).content.decode())
    second = code_on(browser.post("/comment/", filled).content.decode())

    assert first == second
    assert Comment.objects.count() == Thread.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_form_posted_by_many_at_once_makes_one_comment(topic, browser):
    filled = fresh_form(browser, topic)

    def post() -> str:
        return code_on(Browser().post("/comment/", filled).content.decode())

    codes = set(at_once(*[post] * 8))

    assert len(codes) == 1
    assert Comment.objects.count() == Thread.objects.count() == 1


def test_the_same_form_with_other_words_is_refused_and_keeps_them(topic, browser):
    filled = fresh_form(browser, topic)
    browser.post("/comment/", filled)

    response = browser.post("/comment/", {**filled, "text": "Quite another text"})

    assert response.status_code == 409
    assert "Quite another text" in response.content.decode()
    assert Comment.objects.count() == 1


def test_a_form_refused_as_changed_goes_through_as_a_new_message_when_sent_again(topic, browser):
    filled = fresh_form(browser, topic)
    browser.post("/comment/", filled)
    refused = browser.post("/comment/", {**filled, "text": "Quite another text"}).content.decode()

    response = browser.post("/comment/", {**filled, "text": "Quite another text", **form_fields(refused)})

    assert response.status_code == 200
    assert Comment.objects.count() == 2


def test_a_form_that_was_open_too_long_keeps_the_text_and_can_be_sent_again(topic, browser):
    with time_machine.travel("2026-03-03 09:00Z"):
        filled = fresh_form(browser, topic)

    stale = browser.post("/comment/", filled)
    again = browser.post("/comment/", {**filled, **form_fields(stale.content.decode())})

    assert stale.status_code == 409
    assert "When does it come?" in stale.content.decode()
    assert again.status_code == 200


@pytest.mark.parametrize("token", ["", "x", "A" * 190, "AAAA:BBBB:CCCC"])
def test_a_forged_form_token_makes_no_comment(topic, browser, token):
    response = browser.post("/comment/", {**fresh_form(browser, topic), "form_token": token})

    assert response.status_code == 409
    assert not Comment.objects.exists()


def test_a_social_security_number_is_named_and_may_be_sent_all_the_same(topic, browser):
    filled = fresh_form(browser, topic, text="My number is 219-09-9999, is that right?")

    warned = browser.post("/comment/", filled)
    page = warned.content.decode()
    confirmed = re.search(r'name="confirmed" value="([0-9a-f]+)"', page)
    assert confirmed
    sent = browser.post("/comment/", {**filled, "confirmed": confirmed[1]})

    assert warned.status_code == 200
    assert "Social Security number" in page
    assert "That is safe here" in page
    assert "219-09-9999" in page
    assert code_on(sent.content.decode())


def test_a_number_in_the_name_alone_is_warned_of(topic, browser):
    page = browser.post("/comment/", fresh_form(browser, topic, name="Ana 219-09-9999")).content.decode()

    assert "Social Security number" in page
    assert 'name="confirmed"' in page
    assert not Comment.objects.exists()


def test_a_text_changed_after_the_warning_is_screened_again(topic, browser):
    filled = fresh_form(browser, topic, text="My number is 219-09-9999, is that right?")
    page = browser.post("/comment/", filled).content.decode()
    confirmed = re.search(r'name="confirmed" value="([0-9a-f]+)"', page)
    assert confirmed

    response = browser.post("/comment/", {**filled, "text": "No: 219-09-9998.", "confirmed": confirmed[1]})

    assert 'name="confirmed"' in response.content.decode()
    assert not Comment.objects.exists()


BAD_INPUT = {
    "no topic": {"topic": ""},
    "unknown topic": {"topic": "7b1c6f0e-0000-4000-8000-000000000000"},
    "topic that is no id": {"topic": "1 OR 1=1"},
    "no subject": {"subject": ""},
    "long subject": {"subject": "x" * 121},
    "subject with a line feed": {"subject": "one\ntwo"},
    "no text": {"text": "   "},
    "long text": {"text": "x" * 20_001},
    "text with NUL": {"text": "before\x00after"},
    "text with a control character": {"text": "before\x1bafter"},
    "no address": {"email": "not an address"},
    "two addresses": {"email": "a@example.org, b@example.org"},
    "header in the address": {"email": "a@example.org\nBcc: b@example.org"},
    "long address": {"email": "x" * 300 + "@example.org"},
    "long name": {"name": "x" * 101},
    "name with a control character": {"name": "An\x07a"},
}


@pytest.mark.parametrize("words", BAD_INPUT.values(), ids=BAD_INPUT.keys())
def test_bad_input_is_told_kept_and_not_stored(topic, browser, words):
    filled = fresh_form(browser, topic, text="A text that must not be lost")

    response = browser.post("/comment/", {**filled, **words})

    assert response.status_code == 400
    page = response.content.decode()
    assert "There is a problem" in page or 'class="usa-error-message"' in page
    if "text" not in words:
        assert "A text that must not be lost" in page
    assert not Comment.objects.exists()


def test_a_repeated_field_is_refused(topic, browser):
    filled = fresh_form(browser, topic)

    response = browser.post("/comment/", {**filled, "text": ["first", "second"]})

    assert response.status_code == 400
    assert not Comment.objects.exists()


def test_twenty_thousand_characters_with_line_ends_of_browsers_fit(topic, browser):
    text = "line\r\n" * 3_999 + "last"

    response = browser.post("/comment/", fresh_form(browser, topic, text=text))

    assert response.status_code == 200


def test_who_only_reads_gets_no_cookie_and_who_writes_only_the_csrf_one(topic, browser):
    browser.get("/")
    assert not browser.cookies

    browser.get("/comment/")
    fill_in_comment(topic, browser)

    assert set(browser.cookies) == {"csrf"}


def test_too_many_comments_from_one_address_are_refused_and_kept(topic, browser, settings):
    settings.LIMITS = {**settings.LIMITS, "comment": (1, 3600)}
    fill_in_comment(topic, browser)

    response = browser.post("/comment/", fresh_form(browser, topic, text="One too many"))

    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert "One too many" in response.content.decode()
    assert Comment.objects.count() == 1


def test_a_topic_that_is_no_id_is_refused_in_plain_words(topic, browser):
    page = browser.post("/comment/", {**fresh_form(browser, topic), "topic": "abc"}).content.decode()

    assert "Choose one of these." in page
    assert "UUID" not in page


def test_when_screening_fails_the_public_can_write_all_the_same(topic, browser, settings):
    settings.SCREENING_SECONDS = 0.0

    response = browser.post("/comment/", fresh_form(browser, topic, text="A long story. " * 1_000))

    assert code_on(response.content.decode())


def test_a_form_sent_in_time_shows_its_code_again_however_late(topic, browser):
    with time_machine.travel("2026-03-03 09:00Z"):
        filled = fresh_form(browser, topic)
        first = code_on(browser.post("/comment/", filled).content.decode())

    with time_machine.travel("2026-03-06 09:00Z"):
        later = code_on(browser.post("/comment/", filled).content.decode())

    assert first == later
    assert Comment.objects.count() == 1


def test_words_without_a_form_of_ours_are_not_even_screened(topic, browser):
    filled = {**fresh_form(browser, topic, text="My number is 219-09-9999."), "form_token": "x"}

    page = browser.post("/comment/", filled).content.decode()

    assert "Social Security number." not in page.replace("never e-mail your Social Security number.", "")
    assert 'name="confirmed"' not in page


def test_a_unit_without_a_key_takes_no_comment(topic, browser):
    from keys.models import Grant, UnitKey

    filled = fresh_form(browser, topic, text="A text that must not be lost")
    Grant.objects.all().delete()
    UnitKey.objects.all().delete()

    response = browser.post("/comment/", filled)

    assert response.status_code == 409
    assert "A text that must not be lost" in response.content.decode()
    assert not Thread.objects.exists()


def test_the_comment_carries_the_policy_that_it_was_made_under(topic, settings):
    settings.POLICY_VERSION = "2031-07"

    visitor = fill_in_comment(topic, Browser())

    assert visitor.thread.policy_version == "2031-07"
    assert visitor.person.policy_version == "2031-07"


def test_an_agency_without_topics_says_so(db, browser):
    page = browser.get("/comment/").content.decode()

    assert "There is nothing to choose from yet" in page


def test_an_address_is_kept_as_it_was_typed(topic):
    visitor = fill_in_comment(
        topic, Browser(), email="Visitor.One@Stra\N{LATIN SMALL LETTER SHARP S}e.example.org"
    )

    assert visitor.person.notice_address == "Visitor.One@Stra\N{LATIN SMALL LETTER SHARP S}e.example.org"


def test_a_server_that_lost_its_keys_gives_the_text_back(topic, browser, settings, tmp_path):
    filled = fresh_form(browser, topic, text="A text that must not be lost")
    settings.KEYRING_FILE = tmp_path / "gone.json"
    browser.raise_request_exception = False

    response = browser.post("/comment/", filled)

    assert response.status_code == 500
    assert "A text that must not be lost" in response.content.decode()
    assert not Comment.objects.exists()
