"""The page of messages: the threads of an account, each with what a reader has to know before opening it."""

import pytest

from audit.models import AuditEvent
from messaging.models import Message, Thread
from tests.people import Account, Visitor, send_text, visible_ids

THREADS = "/threads/"


def test_an_account_starts_at_its_messages(account: Account):
    browser = account.signs_in()

    assert browser.get("/start/")["Location"] == THREADS
    assert visible_ids(browser.get(THREADS).content.decode()) == {account.thread.public_id}


def test_a_card_says_what_it_is_and_where_it_stands(account: Account, officer):
    browser = account.signs_in()
    waiting = browser.get(THREADS).content.decode()
    send_text(officer.signs_in(), account.thread, "We need form 12.")
    answered = browser.get(THREADS).content.decode()
    browser.get(account.thread.get_absolute_url())
    opened = browser.get(THREADS).content.decode()

    for page in (waiting, answered, opened):
        assert all(words in page for words in ("An account&#x27;s message", "Income Tax", "Refunds"))
        assert "form 12" not in page
        assert "The words of an account" not in page
    new = '<span class="new">New</span>'
    assert [new in page for page in (waiting, answered, opened)] == [False, True, False]
    assert "We usually answer in 5 business days" in waiting
    assert "We have answered." in answered


def test_a_visitor_is_sent_to_their_only_thread(taxpayer: Visitor):
    browser = taxpayer.opens_with_code()

    response = browser.get(THREADS, follow=True)

    assert response.redirect_chain[-1][0] == taxpayer.thread.get_absolute_url()


def test_an_account_sees_nobody_elses_threads(account: Account, taxpayer: Visitor):
    browser = account.signs_in()

    assert visible_ids(browser.get(THREADS).content.decode()) == {account.thread.public_id}
    for method in ("get", "post"):
        assert getattr(browser, method)(taxpayer.thread.get_absolute_url()).status_code == 404


def test_a_listing_is_one_event(account: Account):
    browser = account.signs_in()

    browser.get(THREADS)

    event = AuditEvent.objects.get(action="messaging.threads.listed")
    assert event.actor == event.subject == account.person.public_id
    assert b'"rows":1' in bytes(event.leaf)


def test_a_subject_that_was_changed_is_not_shown_and_reported(account: Account):
    Message.objects.filter(thread=account.thread).update(summary=b"tp1")

    page = account.signs_in().get(THREADS).content.decode()

    assert "This subject cannot be shown" in page
    assert AuditEvent.objects.filter(action="messaging.message.failed_to_open").count() == 1


def test_an_empty_list_says_what_will_be_there(account: Account, taxpayer: Visitor):
    Thread.objects.filter(taxpayer=account.person).update(taxpayer=taxpayer.person)

    page = account.signs_in().get(THREADS).content.decode()

    assert "There is nothing here yet" in page


@pytest.mark.parametrize("place", ["", "x", "1.2", "99999999999999999999.00", "-1.0"])
def test_a_place_that_is_none_is_not_there(account: Account, place: str):
    assert account.signs_in().get(THREADS, {"before": place}).status_code == 404
