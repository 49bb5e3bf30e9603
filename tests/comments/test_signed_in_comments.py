"""Whoever has an account writes as themselves: no code, one more thread, the same care as for everybody."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import Person, Session
from accounts.sessions import SessionStore
from comments.errors import ChangedAfterSending, InAnAccount, SignedInMeanwhile, SignedOutMeanwhile
from comments.models import Comment
from messaging.models import Message, Thread
from notices.models import Notice
from tests.people import (
    Account,
    Browser,
    fill_in_comment,
    form_fields,
    make_account,
    send_text,
    visible_ids,
    write_as_oneself,
    write_comment,
)

SSN = "219-09-9999"


def filled(browser: Browser, topic: Any, **words: str) -> dict[str, str]:
    """Open the form and fill it in."""
    hidden = form_fields(browser.get("/comment/").content.decode())
    return {"topic": str(topic.public_id), "subject": "Mine", "text": "Words.", **hidden, **words}


def test_two_comments_are_two_threads_of_one_account(account: Account, topic):
    browser = account.signs_in()

    sent = write_as_oneself(browser, topic, name="Visitor Two")

    page = browser.get(sent["Location"]).content.decode()
    threads = Thread.objects.filter(taxpayer=account.person)
    assert "Sent. We have your message." in page
    assert "Another question." in page
    assert "reply-code" not in page
    assert threads.count() == 2
    listed = browser.get("/threads/").content.decode()
    assert visible_ids(listed) == {thread.public_id for thread in threads}
    assert Person.objects.filter(role="visitor").count() == 0


def test_it_is_signed_by_the_account_and_sealed_to_it_and_the_unit(account: Account, topic, officer):
    write_as_oneself(account.signs_in(), topic, name="Visitor Two")
    thread = Thread.objects.latest("pk")

    message = thread.messages.get()

    assert message.sender_id == account.person.public_id
    assert message.wraps.count() == 2
    page = officer.signs_in().get(thread.get_absolute_url()).content.decode()
    assert "Another question." in page
    assert "Visitor Two" in page


def test_the_notice_goes_to_the_address_of_the_account(account: Account, topic, officer):
    browser = account.signs_in()
    assert "account@example.org" in browser.get("/comment/").content.decode()
    write_as_oneself(browser, topic, email="somebody.else@example.org")
    thread = Thread.objects.latest("pk")

    send_text(officer.signs_in(), thread, "An answer")

    notices = Notice.objects.filter(kind="message_waiting")
    assert [notice.address for notice in notices] == ["account@example.org"]
    assert "An answer" in account.signs_in().get(thread.get_absolute_url()).content.decode()


def test_screening_warns_as_it_warns_visitors(account: Account, topic):
    browser = account.signs_in()
    form = filled(browser, topic, text=f"My number is {SSN}.")

    warned = browser.post("/comment/", form).content.decode()

    assert "Social Security number" in warned
    assert Thread.objects.filter(taxpayer=account.person).count() == 1
    assert write_as_oneself(browser, topic, text=f"My number is {SSN}.").status_code == 302


def test_a_form_that_is_sent_twice_makes_one_comment(account: Account, topic):
    browser = account.signs_in()
    form = filled(browser, topic)

    answers = [browser.post("/comment/", form) for _ in range(2)]

    assert answers[0].status_code == answers[1].status_code == 302
    assert answers[0]["Location"] == answers[1]["Location"]
    assert Thread.objects.filter(taxpayer=account.person).count() == 2


def test_a_form_that_was_sent_takes_no_other_words(account: Account, topic):
    browser = account.signs_in()
    form = filled(browser, topic)
    browser.post("/comment/", form)

    changed = browser.post("/comment/", {**form, "text": "Other words."})

    page = changed.content.decode()
    assert changed.status_code == 409
    assert str(ChangedAfterSending.explanation) in page
    assert "Other words." in page
    assert browser.post("/comment/", filled(browser, topic, text="Other words.")).status_code == 302


def test_the_form_of_somebody_else_gives_nothing_of_theirs(account: Account, topic):
    form = filled(account.signs_in(), topic)
    account.signs_in().post("/comment/", form)
    other = make_account(write_comment(topic), "another@example.org").signs_in()

    answers = [other.post("/comment/", form), Browser().post("/comment/", {**form, "writes_as": ""})]

    assert [answer.status_code for answer in answers] == [409, 409]
    assert all("account@example.org" not in answer.content.decode() for answer in answers)


@pytest.mark.django_db(transaction=True)
def test_a_form_that_is_sent_twice_at_once_makes_one_comment(account: Account, topic):
    browsers = [account.signs_in() for _ in range(2)]
    form = filled(browsers[0], topic)

    def send(browser: Browser) -> str:
        try:
            return str(browser.post("/comment/", form)["Location"])
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        places = set(pool.map(send, browsers))

    assert len(places) == 1
    assert Comment.objects.count() == Thread.objects.count() == Message.objects.count() == 2


def test_a_session_that_ended_meanwhile_makes_no_visitor_of_its_author(account: Account, topic):
    browser = account.signs_in()
    form = filled(browser, topic, text="Words that must not be lost")
    Session.objects.update(expire_date=timezone.now())

    answer = browser.post("/comment/", form)

    assert answer["Location"] == "/sign-in/?next=%2Fcomment%2F&ended=kept"
    assert Thread.objects.count() == 1
    assert "Words that must not be lost" in account.signs_in().get("/comment/").content.decode()


def test_a_form_whose_session_nobody_knows_makes_no_visitor_until_it_is_sent_again(account: Account, topic):
    browser = account.signs_in()
    form = filled(browser, topic, text="Words that must not be lost")
    Session.objects.all().delete()

    answer = browser.post("/comment/", form)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert str(SignedOutMeanwhile.explanation) in page
    assert "Words that must not be lost" in page
    assert Thread.objects.count() == 1
    again = {**form, **form_fields(page)}
    assert 'id="reply-code"' in browser.post("/comment/", again).content.decode()


def test_a_form_that_was_open_before_its_writer_signed_in_says_so(account: Account, topic):
    form = filled(Browser(), topic)
    browser = account.signs_in()

    answer = browser.post("/comment/", form)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert str(SignedInMeanwhile.explanation) in page
    assert browser.post("/comment/", {**form, **form_fields(page)}).status_code == 302


def test_a_session_that_opens_nothing_keeps_the_text_for_its_author(account: Account, topic):
    browser = account.signs_in()
    form = filled(browser, topic, text="Words that must not be lost", subject="And their subject")
    row = Session.objects.get(person_id=account.person.public_id, ended_at=None)
    data = {**SessionStore().decode(row.session_data), "vault": "AAAA"}
    Session.objects.filter(pk=row.pk).update(session_data=SessionStore().encode(data))

    answer = browser.post("/comment/", form)

    page = account.signs_in().get("/comment/").content.decode()
    assert "ended=kept" in answer["Location"]
    assert "Words that must not be lost" in page
    assert "And their subject" in page
    assert Thread.objects.count() == 1


def test_the_form_of_a_comment_that_an_account_has_shows_no_dead_code(account: Account, topic):
    writer = Browser()
    form = filled(writer, topic)
    code = writer.post("/comment/", form).content.decode().split('id="reply-code">')[1].split("<")[0]
    account.signs_in().post("/threads/add/", {"code": code})

    again = writer.post("/comment/", form)

    assert again.status_code == 409
    assert str(InAnAccount.explanation) in again.content.decode()
    assert code not in again.content.decode()


@pytest.mark.parametrize("field", ["topic", "subject", "text"])
def test_what_is_missing_is_asked_for_and_the_rest_is_kept(account: Account, topic, field):
    browser = account.signs_in()
    form = {**filled(browser, topic, subject="Kept subject", text="Kept words"), field: ""}

    answer = browser.post("/comment/", form)

    page = answer.content.decode()
    assert answer.status_code == 400
    kept = {"subject": "Kept subject", "text": "Kept words"}
    assert all(words in page for name, words in kept.items() if name != field)


def test_too_many_are_slowed_down(account: Account, topic, settings):
    settings.LIMITS = {**settings.LIMITS, "comment": (0, 3600)}
    browser = account.signs_in()

    assert browser.post("/comment/", filled(browser, topic)).status_code == 429


def test_who_has_only_a_code_or_works_here_writes_as_before(taxpayer, officer, topic):
    for browser in (taxpayer.opens_with_code(), officer.signs_in()):
        assert fill_in_comment(topic, browser).reply_code
