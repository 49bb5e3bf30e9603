"""No field, replay, edit or second tab gets an answer into plain e-mail that was not decided to go there."""

from dataclasses import replace
from uuid import uuid4

import pytest

from accounts.services import set_screening_floors
from messaging import services
from messaging.channel import Channel, decide
from messaging.errors import DraftChanged
from messaging.services.sending import Words
from notices.models import Outbox, WaitingText
from screening import Document
from tests.messaging.plain_mail import (
    CLEAN,
    CLOSED_WAYS,
    SENSITIVE,
    SSN,
    changed_and_confirmed,
    is_plain,
    leaf_of,
    said_in,
    shown,
)
from tests.people import answer_fields

FORCED = [
    {"channel": "email"},
    {"channel": "plain"},
    {"force": "true"},
    {"plain": "1"},
    {"mail": "1", "recipient": "a@example.org"},
    {"decision": "plain", "strength": "clean"},
    {"action": "plain"},
    {"action": "email"},
]


@pytest.mark.parametrize("forced", FORCED, ids=str)
@pytest.mark.parametrize("text", [CLEAN, SENSITIVE], ids=["clean", "sensitive"])
def test_no_field_sends_by_plain_email(officer, open_way, mail_server, worker, forced, text):
    browser, thread = officer.signs_in(), open_way.thread
    form = {**answer_fields(browser, thread), "text": text, "action": "send", **forced}

    browser.post(thread.get_absolute_url(), form)
    browser.post(f"{thread.get_absolute_url()}?channel=plain&action=plain", form)
    browser.post(f"{thread.get_absolute_url()}check/", form)
    worker()

    assert not any(is_plain(mail) for mail in mail_server.mails)
    assert all(text not in said_in(mail) for mail in mail_server.mails)


@pytest.mark.parametrize(
    "confirmed", ["", "0" * 64, Document(text=SENSITIVE).content_hash(), "x"], ids=range(4)
)
def test_a_hash_that_no_page_has_shown_sends_nothing(officer, open_way, mail_server, worker, confirmed):
    browser, thread = officer.signs_in(), open_way.thread
    form = {**answer_fields(browser, thread), "text": CLEAN, "confirmed": confirmed, "action": "plain"}

    answer = browser.post(thread.get_absolute_url(), form)
    worker()

    assert answer.status_code in (200, 400)
    assert not mail_server.mails
    assert thread.messages.count() == 1


def test_a_text_that_was_edited_after_the_verdict_does_not_leave(officer, open_way, mail_server, worker):
    browser, thread = officer.signs_in(), open_way.thread
    form, _page = shown(browser, thread, CLEAN)

    for edited in ({"text": SENSITIVE}, {"text": f"{CLEAN} And on Tuesday."}, {"quoted": SSN}):
        answer = browser.post(thread.get_absolute_url(), {**form, **edited, "action": "plain"})
        assert answer.status_code == 200
        assert "Nothing was sent" in answer.content.decode()
    worker()

    assert not mail_server.mails
    assert thread.messages.count() == 1


def test_a_second_tab_with_other_words_does_not_lend_its_verdict(officer, open_way, mail_server, worker):
    browser, thread = officer.signs_in(), open_way.thread
    harmless, _page = shown(browser, thread, CLEAN)
    harmful, _page = shown(browser, thread, SENSITIVE)

    browser.post(
        thread.get_absolute_url(), {**harmful, "confirmed": harmless["confirmed"], "action": "plain"}
    )
    browser.post(thread.get_absolute_url(), {**harmless, "text": SENSITIVE, "action": "plain"})
    worker()

    assert not mail_server.mails


def test_a_request_that_is_replayed_sends_nothing_new(officer, open_way, mail_server, worker):
    browser, thread = officer.signs_in(), open_way.thread
    form, _page = shown(browser, thread, CLEAN)

    answers = [
        browser.post(thread.get_absolute_url(), {**form, "action": action})
        for action in ("plain", "plain", "send")
    ]
    worker()

    assert [answer.status_code for answer in answers] == [302] * 3
    assert thread.messages.count() == 2
    assert [is_plain(mail) for mail in mail_server.mails] == [True]


def test_what_went_through_the_portal_cannot_be_replayed_into_plain_email(
    officer, open_way, mail_server, worker
):
    browser, thread = officer.signs_in(), open_way.thread
    form, _page = shown(browser, thread, CLEAN)

    for action in ("send", "plain"):
        browser.post(thread.get_absolute_url(), {**form, "action": action})
    worker()

    assert [is_plain(mail) for mail in mail_server.mails] == [False]


@pytest.mark.parametrize("close", [*CLOSED_WAYS, changed_and_confirmed])
def test_what_changed_between_the_page_and_the_button_holds_the_answer(
    officer, open_way, mail_server, worker, close
):
    browser, thread = officer.signs_in(), open_way.thread
    form, _page = shown(browser, thread, CLEAN)
    close(open_way)

    answer = browser.post(thread.get_absolute_url(), {**form, "action": "plain"})
    worker()

    assert answer.status_code == 200
    assert not mail_server.mails


@pytest.mark.parametrize("close", [*CLOSED_WAYS, changed_and_confirmed])
def test_what_changed_between_the_decision_and_the_transaction_sends_through_the_portal(
    officer, open_way, mail_server, worker, close
):
    thread = open_way.thread
    words = Words(message_id=uuid4(), subject="My refund", text=CLEAN)
    decision = decide(words.document(), latest_sequence=1, thread=thread, wanted=Channel.PLAIN)
    assert decision.channel is Channel.PLAIN
    close(open_way)

    services.send_answer(officer=officer.unlocked, thread=thread, words=words, decision=decision)
    worker()

    assert not any(is_plain(mail) for mail in mail_server.mails)
    assert b'"reason":"changed"' in leaf_of("messaging.plain_answer.withheld")
    assert not WaitingText.objects.exists()


@pytest.mark.parametrize("change", ["stricter", "failing"])
def test_the_transaction_that_sends_decides_again(
    officer, administrator, open_way, mail_server, worker, settings, change
):
    thread = open_way.thread
    words = Words(message_id=uuid4(), subject="My refund", text="Please call us at 617-555-0100.")
    decision = decide(words.document(), latest_sequence=1, thread=thread, wanted=Channel.PLAIN)
    assert decision.channel is Channel.PLAIN
    if change == "stricter":
        floors = {"telephone": "restricted"}
        set_screening_floors(actor=administrator.person, unit=thread.unit, floors=floors)
    else:
        settings.SCREENING_SECONDS = 0.0

    services.send_answer(officer=officer.unlocked, thread=thread, words=words, decision=decision)
    withheld = leaf_of("messaging.plain_answer.withheld")
    worker()

    assert not any(is_plain(mail) for mail in mail_server.mails)
    assert b'"reason":"changed"' in withheld
    assert (b'"failed":1' in withheld) is (change == "failing")
    assert not WaitingText.objects.exists()


def test_a_decision_for_other_words_sends_nothing(officer, open_way):
    words = Words(message_id=uuid4(), subject="My refund", text=SENSITIVE)
    decision = decide(
        replace(words, text=CLEAN).document(),
        latest_sequence=1,
        thread=open_way.thread,
        wanted=Channel.PLAIN,
    )

    with pytest.raises(DraftChanged):
        services.send_answer(officer=officer.unlocked, thread=open_way.thread, words=words, decision=decision)

    assert not Outbox.objects.exists()
