"""A visitor makes an account: nothing begins before the address is confirmed."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from accounts.models import Person, Role, UnconfirmedAddress
from accounts.services import making_accounts
from audit.models import AuditEvent
from keys.models import Slot
from notices.models import Notice
from notices.worker import Stop, Worker
from tests.accounts.new_accounts import EMAIL, NEW, confirm, try_to_sign_in
from tests.meanwhile import at_once
from tests.people import (
    PASSWORD,
    Account,
    Browser,
    Visitor,
    ask_for_account,
    mailed_code,
    make_account,
    send_text,
    write_comment,
)


def test_a_visitor_makes_an_account_and_keeps_the_thread(taxpayer, officer, mail_server, worker):
    browser = taxpayer.opens_with_code()
    offer = browser.get(taxpayer.thread.get_absolute_url()).content.decode()
    asked = browser.post(NEW, {"email": "New@Example.ORG", "password": PASSWORD})
    told = browser.get(asked["Location"]).content.decode()
    worker()
    [mail] = mail_server.mails
    link = re.search(r"http://localhost:8000/account/confirm/#(\S+)", mail.get_body(["plain"]).get_content())
    assert link
    confirming, copied = Browser(), Browser()
    copied.cookies = browser.cookies.copy()
    confirmed = confirm(link[1], confirming)
    account = Account(taxpayer.person, EMAIL, taxpayer.reply_code)
    at_home = account.signs_in()
    answered = send_text(officer.signs_in(), account.thread, "We need form 12.")
    page = at_home.get(account.thread.get_absolute_url()).content.decode()

    assert 'href="/account/new/"' in offer
    assert EMAIL in told
    assert mail["To"] == EMAIL
    assert confirmed["Location"] == "/start/"
    assert copied.get(taxpayer.thread.get_absolute_url()).status_code == 302
    assert "When does it come?" in confirming.get(account.thread.get_absolute_url()).content.decode()
    assert answered.status_code == 302
    assert "We need form 12." in page
    assert "When does it come?" in page
    assert 'href="/account/new/"' not in page
    person = Person.objects.get(pk=taxpayer.person.pk)
    assert (person.role, person.email, person.notice_address) == (Role.TAXPAYER, EMAIL, EMAIL)
    assert person.notice_address_confirmed_at
    assert Notice.objects.get(kind="message_waiting").address == EMAIL


def test_until_it_is_confirmed_nobody_signs_in_and_nothing_is_sent_there(taxpayer, officer):
    ask_for_account(taxpayer, EMAIL)

    assert try_to_sign_in(EMAIL) == 400
    send_text(officer.signs_in(), taxpayer.thread, "Words")
    assert Notice.objects.get(kind="message_waiting").address == "visitor@example.org"
    assert taxpayer.opens_with_code().get(taxpayer.thread.get_absolute_url()).status_code == 200
    assert not Person.objects.filter(email=EMAIL).exists()


def test_looking_at_the_link_confirms_nothing_however_often(taxpayer):
    ask_for_account(taxpayer, EMAIL)

    for method in ("get", "head", "get"):
        assert getattr(Browser(), method)("/account/confirm/").status_code == 200

    assert try_to_sign_in(EMAIL) == 400
    assert confirm(mailed_code(taxpayer)).status_code == 302
    assert try_to_sign_in(EMAIL) == 302


@pytest.mark.parametrize("typed", [str.lower, lambda code: f" {code[:4]}-{code[4:8]} {code[8:]} "])
def test_the_code_confirms_however_it_is_typed(taxpayer, typed):
    ask_for_account(taxpayer, EMAIL)

    assert confirm(typed(mailed_code(taxpayer))).status_code == 302


def test_a_code_confirms_once(taxpayer):
    ask_for_account(taxpayer, EMAIL)
    code = mailed_code(taxpayer)
    confirm(code)

    again = confirm(code)

    assert again.status_code == 400
    assert "does not confirm anything" in again.content.decode()


def test_who_reads_the_mailbox_gets_no_account_with_a_password_of_somebody_else(taxpayer):
    """A stranger who asks for an account with another person's address is not let in by that person."""
    ask_for_account(taxpayer, EMAIL, "chosen by a stranger, not by me")

    answers = [confirm(mailed_code(taxpayer), password=guess) for guess in (PASSWORD, "")]

    assert [answer.status_code for answer in answers] == [400, 400]
    assert "not the password of this account" in answers[0].content.decode()
    assert "Type your password" in answers[1].content.decode()
    assert Person.objects.get(pk=taxpayer.person.pk).is_visitor
    assert confirm(mailed_code(taxpayer), password="chosen by a stranger, not by me").status_code == 302


def test_a_code_is_good_for_a_day(taxpayer):
    ask_for_account(taxpayer, EMAIL)
    code = mailed_code(taxpayer)
    day = settings.ACCOUNT_CONFIRMATION_LASTS
    with time_machine.travel(timezone.now() + day + timedelta(minutes=1), tick=False):
        late = confirm(code)
    with time_machine.travel(timezone.now() + day - timedelta(minutes=1), tick=False):
        in_time = confirm(code)

    assert late.status_code == 400
    assert in_time.status_code == 302


@pytest.mark.django_db(transaction=True)
def test_what_nobody_confirmed_is_forgotten_with_its_password(taxpayer, other_taxpayer):
    ask_for_account(taxpayer, EMAIL)
    with time_machine.travel(timezone.now() + settings.ACCOUNT_CONFIRMATION_LASTS + timedelta(hours=1)):
        ask_for_account(other_taxpayer, "later@example.org")
        Worker(Stop())._keep_house_if_due()

        assert "Check your e-mail" not in taxpayer.opens_with_code().get(NEW).content.decode()
    assert [waiting.person for waiting in UnconfirmedAddress.objects.all()] == [other_taxpayer.person]
    kinds = Slot.objects.filter(person=taxpayer.person.public_id).values_list("kind", flat=True)
    assert list(kinds) == ["reply_code"]


@pytest.mark.parametrize("code", ["", "0000-0000-0000-0000", "U" * 16, "K7QX-\x00", "1" * 101, "😀"])
def test_what_confirms_nothing_is_refused_and_kept(taxpayer, code):
    ask_for_account(taxpayer, EMAIL)

    assert confirm(code).status_code == 400
    assert try_to_sign_in(EMAIL) == 400


def test_guessing_codes_is_slowed_down(taxpayer, settings):
    settings.LIMITS = {**settings.LIMITS, "account_code": (2, 900)}
    ask_for_account(taxpayer, EMAIL)
    for _ in range(2):
        confirm("0000-0000-0000-0000")

    slowed = confirm("0000-0000-0000-0000")

    assert slowed.status_code == 429
    assert confirm(mailed_code(taxpayer)).status_code == 302


def test_whoever_has_the_code_tries_few_passwords_wherever_from(taxpayer, settings):
    settings.LIMITS = {**settings.LIMITS, "chosen_password": (2, 900), "account_code": (1, 900)}
    ask_for_account(taxpayer, EMAIL)
    form = {"code": mailed_code(taxpayer), "password": "wrong password altogether"}

    answers = [
        Browser(REMOTE_ADDR=f"198.51.100.{number}").post("/account/confirm/", form) for number in range(3)
    ]

    assert [answer.status_code for answer in answers] == [400, 400, 429]
    assert confirm(form["code"]).status_code == 429


def test_only_the_newest_mail_confirms(taxpayer):
    browser = ask_for_account(taxpayer, EMAIL)
    first = mailed_code(taxpayer)
    browser.post("/account/send-again/")

    assert confirm(first).status_code == 400
    assert confirm(mailed_code(taxpayer)).status_code == 302


def test_who_asks_again_replaces_address_and_password_together(taxpayer):
    browser = ask_for_account(taxpayer, "mistyped@example.org", "the first of the passwords")
    first = mailed_code(taxpayer)
    browser.post(NEW, {"email": EMAIL, "password": PASSWORD})

    assert confirm(first).status_code == 400
    assert confirm(mailed_code(taxpayer)).status_code == 302
    assert try_to_sign_in("mistyped@example.org", "the first of the passwords") == 400
    assert try_to_sign_in(EMAIL, "the first of the passwords") == 400
    assert try_to_sign_in(EMAIL) == 302


def test_the_code_page_leads_there_with_one_press(topic):
    visitor = write_comment(topic)
    browser = Browser()

    response = browser.post("/reply/", {"code": visitor.reply_code, "next": NEW})

    assert response["Location"] == NEW
    assert "Make my account" in browser.get(NEW).content.decode()


def test_each_step_is_recorded_and_holds_no_address(taxpayer):
    make_account(taxpayer, EMAIL)

    events = AuditEvent.objects.filter(action__startswith="accounts.account").order_by("pk")
    assert [event.action for event in events] == ["accounts.account.asked_for", "accounts.account.made"]
    assert all(event.actor == event.subject == taxpayer.person.public_id for event in events)
    assert all(b"example" not in bytes(event.leaf) for event in AuditEvent.objects.all())


@pytest.mark.django_db(transaction=True)
def test_two_accounts_made_at_once_from_one_code_become_one(taxpayer: Visitor):
    browsers = [taxpayer.opens_with_code() for _ in range(2)]
    wanted = [
        ("one@example.org", "the first of the passwords"),
        ("two@example.org", "the second of them all"),
    ]

    def ask(browser: Browser, email: str, password: str) -> int:
        return int(browser.post(NEW, {"email": email, "password": password}).status_code)

    statuses = at_once(
        *(lambda b=browser, w=want: ask(b, *w) for browser, want in zip(browsers, wanted, strict=True))
    )

    assert sorted(statuses) in ([302, 302], [302, 409])
    address = UnconfirmedAddress.objects.get().address
    assert confirm(mailed_code(taxpayer), password=dict(wanted)[address]).status_code == 302
    # Address and password are those of one page, whichever it was.
    assert [try_to_sign_in(email, password) == 302 for email, password in wanted] == [
        email == address for email, _ in wanted
    ]


@pytest.mark.django_db(transaction=True)
def test_a_code_that_is_sent_twice_at_once_confirms_once(taxpayer: Visitor):
    ask_for_account(taxpayer, EMAIL)
    code = mailed_code(taxpayer)

    statuses = at_once(*[lambda: confirm(code).status_code] * 2)

    assert sorted(statuses) == [302, 400]
    assert AuditEvent.objects.filter(action="accounts.account.made").count() == 1


def test_forgetting_is_harmless_when_there_is_nothing_to_forget(account):
    making_accounts.forget_unconfirmed()

    assert account.signs_in()
