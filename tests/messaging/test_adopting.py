"""Whoever has an account adds a message with its reply code: it moves whole, once, and the code dies."""

import threading
import time
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.errors import WrongReplyCode
from accounts.models import Person, Session, UnconfirmedAddress
from audit.models import AuditEvent
from keys.models import PersonKey, Slot, Succession
from messaging.errors import CannotAdopt, CannotSeal
from messaging.models import Draft, Message, Receipt, Thread, Wrap
from notices.models import Notice
from tests.meanwhile import at_once
from tests.people import (
    Account,
    Browser,
    Staff,
    Visitor,
    answer_fields,
    ask_for_account,
    make_account,
    send_text,
    visible_ids,
    write_comment,
)

ADD = "/threads/add/"
WORDS = ["When does it come?", "We need form 12.", "Here it is."]


def add(browser: Browser, code: str) -> Any:
    return browser.post(ADD, {"code": code})


@pytest.fixture
def talk(officer: Staff, taxpayer: Visitor) -> Thread:
    """A visitor's thread of three messages, both sides of which have opened everything."""
    desk, home = officer.signs_in(), taxpayer.opens_with_code()
    send_text(desk, taxpayer.thread, WORDS[1])
    send_text(home, taxpayer.thread, WORDS[2])
    desk.get(taxpayer.thread.get_absolute_url())
    return taxpayer.thread


@pytest.fixture
def other_account(topic) -> Account:
    """Somebody else who has an account."""
    return make_account(write_comment(topic, subject="Another one"), "another@example.org")


def test_the_thread_moves_with_all_that_was_written(account, taxpayer, officer, talk):
    browser = account.signs_in()
    path = talk.get_absolute_url()

    added = add(browser, taxpayer.reply_code.lower())

    listed = browser.get(added["Location"]).content.decode()
    page = browser.get(path).content.decode()
    assert "Its reply code opens nothing any more" in listed
    assert visible_ids(listed) == {talk.public_id, account.thread.public_id}
    assert all(words in page for words in WORDS)
    assert "cannot be shown" not in page
    assert page.count(">You</h2>") == 2
    assert "Opened by us:" in page


def test_both_sides_go_on_writing(account, taxpayer, officer, talk):
    home, desk = account.signs_in(), officer.signs_in()
    add(home, taxpayer.reply_code)

    for number in range(2):
        assert send_text(desk, talk, f"Answer {number}").status_code == 302
        assert send_text(home, talk, f"Reply {number}").status_code == 302

    for browser in (home, desk):
        page = browser.get(talk.get_absolute_url()).content.decode()
        assert all(words in page for words in [*WORDS, "Answer 0", "Reply 0", "Answer 1", "Reply 1"])
        assert "cannot be shown" not in page
    assert {
        notice.address for notice in Notice.objects.filter(kind="message_waiting").order_by("pk")[1:]
    } == {"account@example.org"}


def test_the_unit_sees_the_person_as_before(account, taxpayer, officer, talk):
    desk = officer.signs_in()
    before = desk.get(talk.get_absolute_url()).content.decode()
    add(account.signs_in(), taxpayer.reply_code)

    after = desk.get(talk.get_absolute_url()).content.decode()

    assert before.count(">Visitor One</h2>") == after.count(">Visitor One</h2>") == 2
    assert "Visitor One" in desk.get("/mailbox/").content.decode()


def test_nothing_of_a_message_changes_but_one_more_wrap(account, taxpayer, talk):
    def stored() -> list[Any]:
        return list(Message.objects.filter(thread=talk).order_by("sequence").values())

    before, wraps = stored(), list(Wrap.objects.filter(message__thread=talk).values())

    add(account.signs_in(), taxpayer.reply_code)

    after = list(Wrap.objects.filter(message__thread=talk).values())
    assert stored() == before
    assert [wrap for wrap in after if wrap in wraps] == wraps
    key = PersonKey.objects.get(person=account.person.public_id).key_id
    assert [wrap["key_id"] for wrap in after if wrap not in wraps] == [key] * 3


def test_the_visitor_is_ended(account, taxpayer, talk):
    still_open = taxpayer.opens_with_code()
    add(account.signs_in(), taxpayer.reply_code)
    person = Person.objects.get(pk=taxpayer.person.pk)

    assert Browser().post("/reply/", {"code": taxpayer.reply_code}).status_code == 400
    assert still_open.get(talk.get_absolute_url()).status_code == 302
    assert not Slot.objects.filter(person=person.public_id).exists()
    assert PersonKey.objects.get(person=person.public_id).state == "dormant"
    assert person.disabled_at
    assert not Session.objects.filter(person_id=person.public_id, ended_at=None).exists()


def test_what_was_opened_stays_opened(account, taxpayer, officer, talk):
    send_text(officer.signs_in(), talk, "Read this.")
    taxpayer.opens_with_code().get(talk.get_absolute_url())
    opened_at = Receipt.objects.get(message__thread=talk, message__sequence=4).opened_at
    browser = account.signs_in()
    add(browser, taxpayer.reply_code)

    browser.get(talk.get_absolute_url())

    receipt = Receipt.objects.get(message__thread=talk, message__sequence=4)
    assert (receipt.person, receipt.opened_at) == (account.person, opened_at)
    desk = officer.signs_in()
    assert "Answered, and opened by them" in desk.get(talk.get_absolute_url()).content.decode()


def test_a_new_answer_is_new_to_the_account_and_its_opening_is_seen(account, taxpayer, officer, talk):
    home, desk = account.signs_in(), officer.signs_in()
    add(home, taxpayer.reply_code)
    send_text(desk, talk, "Read this.")

    assert '<span class="new">New</span>' in home.get("/threads/").content.decode()
    home.get(talk.get_absolute_url())
    assert "Answered, and opened by them" in desk.get(talk.get_absolute_url()).content.decode()


def test_a_text_that_was_kept_for_the_visitor_is_kept_for_the_account(account, taxpayer, talk):
    browser = taxpayer.opens_with_code()
    fields = answer_fields(browser, talk)
    Session.objects.update(expire_date=timezone.now())
    browser.post(talk.get_absolute_url(), {**fields, "text": "Half a sentence"})
    at_home = account.signs_in()

    add(at_home, taxpayer.reply_code)

    assert "Half a sentence" in at_home.get(talk.get_absolute_url()).content.decode()
    assert Draft.objects.get().author_id == account.person.public_id


def test_an_account_that_waited_to_be_confirmed_is_over(account, taxpayer, talk):
    ask_for_account(taxpayer, "waiting@example.org")

    add(account.signs_in(), taxpayer.reply_code)

    assert not UnconfirmedAddress.objects.exists()


def refusals(browser: Browser, codes: list[str]) -> list[str]:
    """Try codes that add nothing; gives what the pages say, without what was typed."""
    answers = [(add(browser, code), code) for code in codes]
    assert [answer.status_code for answer, _ in answers] == [400] * len(codes)
    pages = [answer.content.decode().replace(code, "CODE") for answer, code in answers]
    return [page.split("<main")[1].split("csrfmiddlewaretoken")[0] for page in pages]


def test_codes_of_accounts_and_dead_ones_are_told_like_wrong_ones(
    account, other_account, taxpayer, other_taxpayer, talk
):
    browser = account.signs_in()
    add(browser, taxpayer.reply_code)
    disabled = other_taxpayer.person
    disabled.disabled_at = timezone.now()
    disabled.save(update_fields=["disabled_at"])

    said = refusals(
        browser,
        [
            "0000-0000-0000-0000-0000",
            account.reply_code,
            other_account.reply_code,
            taxpayer.reply_code,
            other_taxpayer.reply_code,
        ],
    )

    assert str(WrongReplyCode.explanation) in said[0]
    assert len(set(said)) == 1
    assert Thread.objects.get(pk=other_account.thread.pk).taxpayer == other_account.person
    assert AuditEvent.objects.filter(action="accounts.reply_code.refused").count() == 5


@pytest.mark.parametrize("typed", ["", "no code", "U" * 20, "😀", "K7QX-\x00", "1" * 101])
def test_what_is_no_code_is_refused(account, typed):
    assert add(account.signs_in(), typed).status_code == 400


def test_wrong_codes_are_slowed_down_together_with_those_of_the_other_page(account, taxpayer, settings):
    settings.LIMITS = {**settings.LIMITS, "reply_code": (2, 900)}
    browser = account.signs_in()
    add(browser, "0000-0000-0000-0000-0000")
    browser.post("/reply/", {"code": "0000-0000-0000-0000-0000"})

    slowed = add(browser, "0000-0000-0000-0000-0000")

    assert slowed.status_code == 429
    assert add(browser, taxpayer.reply_code).status_code == 302
    assert int(slowed["Retry-After"]) > 0


def test_a_thread_that_cannot_be_shown_stays_where_it_is(account, taxpayer, talk):
    Message.objects.filter(thread=talk, sequence=1).update(signature=b"")

    refused = add(account.signs_in(), taxpayer.reply_code)

    assert refused.status_code == 400
    assert str(CannotAdopt.explanation) in refused.content.decode()
    assert Thread.objects.get(pk=talk.pk).taxpayer == taxpayer.person
    assert not Succession.objects.exists()
    assert taxpayer.opens_with_code()


def test_a_thread_of_which_a_message_cannot_be_shown_stays_where_it_is(
    account, taxpayer, talk, administrator
):
    changed = Message.objects.get(thread=talk, sequence=2)
    signature, wraps = bytes(changed.signature), Wrap.objects.count()
    Message.objects.filter(pk=changed.pk).update(signature=b"")
    browser = account.signs_in()

    refused = add(browser, taxpayer.reply_code)

    assert refused.status_code == 400
    assert str(CannotAdopt.explanation) in refused.content.decode()
    assert Thread.objects.get(pk=talk.pk).taxpayer == taxpayer.person
    assert (Wrap.objects.count(), Succession.objects.count()) == (wraps, 0)
    assert WORDS[2] in taxpayer.opens_with_code().get(talk.get_absolute_url()).content.decode()
    assert str(changed.public_id) in administrator.signs_in().get("/status/").content.decode()
    Message.objects.filter(pk=changed.pk).update(signature=signature)
    assert add(browser, taxpayer.reply_code).status_code == 302
    assert WORDS[1] in browser.get(talk.get_absolute_url()).content.decode()


def test_nothing_moves_to_an_account_whose_key_is_forged(account, taxpayer, talk):
    browser = account.signs_in()
    PersonKey.objects.filter(person=account.person.public_id).update(directory_signature=b"")

    refused = add(browser, taxpayer.reply_code)

    assert refused.status_code == 400
    assert str(CannotAdopt.explanation) in refused.content.decode()
    assert taxpayer.opens_with_code()


def test_each_step_is_recorded(account, taxpayer, talk):
    add(account.signs_in(), taxpayer.reply_code)

    told = AuditEvent.objects.filter(actor=account.person.public_id).order_by("pk")
    assert list(told.values_list("action", "subject"))[-4:] == [
        ("keys.succession.signed", talk.public_id),
        ("messaging.thread.adopted", talk.public_id),
        ("keys.slot.removed", taxpayer.person.public_id),
        ("keys.person_key.retired", taxpayer.person.public_id),
    ]


def test_visitors_and_staff_add_nothing(officer, taxpayer, other_taxpayer):
    visitor = taxpayer.opens_with_code()

    assert add(visitor, other_taxpayer.reply_code)["Location"] == "/start/"
    assert add(officer.signs_in(), other_taxpayer.reply_code).status_code == 404
    assert other_taxpayer.thread.taxpayer == other_taxpayer.person


@pytest.mark.django_db(transaction=True)
def test_of_two_accounts_that_use_one_code_at_once_one_gets_the_thread(account, other_account, taxpayer):
    browsers = [account.signs_in(), other_account.signs_in()]

    answers = at_once(*(partial(add, browser, taxpayer.reply_code) for browser in browsers))
    statuses = [answer.status_code for answer in answers]

    assert sorted(statuses) == [302, 400]
    winner = (account, other_account)[statuses.index(302)]
    assert Thread.objects.get(predecessor_id=taxpayer.person.public_id).taxpayer == winner.person
    for number, browser in enumerate(browsers):
        page = browser.get(f"/threads/{Succession.objects.get().thread}/")
        assert page.status_code == (200 if statuses[number] == 302 else 404)
        assert (WORDS[0] in page.content.decode()) is (statuses[number] == 302)


@pytest.mark.django_db(transaction=True)
def test_one_page_that_is_sent_twice_at_once_adds_once(account, taxpayer):
    browsers = [account.signs_in() for _ in range(2)]

    answers = at_once(*(partial(add, browser, taxpayer.reply_code) for browser in browsers))
    statuses = [answer.status_code for answer in answers]

    # Whoever came after the code was dead is told so; nothing is done twice.
    assert 302 in statuses
    assert AuditEvent.objects.filter(action="messaging.thread.adopted").count() == 1
    assert Succession.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_officer_answers_while_the_thread_moves(account, topic, officer):
    for _ in range(4):
        visitor = write_comment(topic)
        thread = visitor.thread
        home, desk = account.signs_in(), officer.signs_in()
        fields = {**answer_fields(desk, thread), "text": "Meanwhile an answer", "action": "send"}

        added, answered = at_once(
            partial(add, home, visitor.reply_code), partial(desk.post, thread.get_absolute_url(), fields)
        )

        assert (added.status_code, answered.status_code) == (302, 302)
        for browser in (home, desk):
            page = browser.get(thread.get_absolute_url()).content.decode()
            assert "Meanwhile an answer" in page
            assert "cannot be shown" not in page
        assert send_text(home, thread, "And a reply").status_code == 302


@pytest.mark.django_db(transaction=True)
def test_an_answer_that_waited_for_a_move_looks_anew_whose_thread_it_is(account, taxpayer, officer):
    thread = taxpayer.thread
    desk = officer.signs_in()
    fields = {**answer_fields(desk, thread), "text": "Words", "action": "send", "message_id": str(uuid4())}
    answers: list[Any] = []

    def answer() -> None:
        try:
            answers.append(desk.post(thread.get_absolute_url(), fields))
        finally:
            connection.close()

    waiting = threading.Thread(target=answer)
    with transaction.atomic():
        Thread.objects.select_for_update().get(pk=thread.pk)
        waiting.start()
        time.sleep(0.7)
        # Moved by somebody who writes to the database, and has no statement: the answer must not follow.
        Thread.objects.filter(pk=thread.pk).update(taxpayer=account.person)
    waiting.join(30)

    assert answers[0].status_code == 409
    assert str(CannotSeal.explanation) in answers[0].content.decode()
    assert thread.messages.count() == 1
