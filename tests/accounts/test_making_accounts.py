"""A visitor makes an account: nothing begins before the address is confirmed; nobody learns who has one."""

import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.utils import timezone

from accounts.errors import AddressHasAccount
from accounts.models import Person, Role, Session, UnconfirmedAddress
from accounts.services import making_accounts
from audit.models import AuditEvent
from keys import argon2_limit
from keys.models import Slot
from notices.models import Notice
from notices.worker import Stop, Worker
from tests.meanwhile import meanwhile
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

NEW = "/account/new/"
EMAIL = "new@example.org"


def try_to_sign_in(email: str, password: str = PASSWORD) -> int:
    response = Browser().post("/sign-in/", {"login": email, "password": password})
    return int(response.status_code)


def confirm(code: str, browser: Browser | None = None, password: str = PASSWORD) -> Any:
    return (browser or Browser()).post("/account/confirm/", {"code": code, "password": password})


def test_a_visitor_makes_an_account_and_keeps_the_thread(taxpayer, officer, mail_server, worker):
    browser = taxpayer.opens_with_code()
    offer = browser.get(taxpayer.thread.get_absolute_url()).content.decode()
    asked = browser.post(NEW, {"email": "New@Example.ORG", "password": PASSWORD})
    told = browser.get(asked["Location"]).content.decode()
    worker()
    [mail] = mail_server.mails
    link = re.search(r"http://localhost:8000/account/confirm/#(\S+)", mail.get_body(["plain"]).get_content())
    assert link
    confirming = Browser()
    confirmed = confirm(link[1], confirming)
    account = Account(taxpayer.person, EMAIL, taxpayer.reply_code)
    at_home = account.signs_in()
    answered = send_text(officer.signs_in(), account.thread, "We need form 12.")
    page = at_home.get(account.thread.get_absolute_url()).content.decode()

    assert 'href="/account/new/"' in offer
    assert EMAIL in told
    assert mail["To"] == EMAIL
    assert confirmed["Location"] == "/start/"
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

    slowed = confirm(mailed_code(taxpayer))

    assert slowed.status_code == 429
    assert int(slowed["Retry-After"]) > 0


def test_an_address_that_has_an_account_looks_the_same_and_is_told_by_mail(
    account, taxpayer, other_taxpayer, mail_server, worker
):
    browsers = [taxpayer.opens_with_code(), other_taxpayer.opens_with_code()]
    answers = [
        browser.post(NEW, {"email": email, "password": "another horse battery staple"})
        for browser, email in zip(browsers, ("ACCOUNT@example.org", "free@example.org"), strict=True)
    ]
    pages = [browser.get(NEW).content.decode() for browser in browsers]
    worker()

    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, NEW)] * 2
    without = [
        re.sub(r'name="csrfmiddlewaretoken" value="\w+"|account@example.org|free@example.org', "", page)
        for page in pages
    ]
    assert without[0] == without[1]
    mails = {mail["To"]: mail.get_body(["plain"]).get_content() for mail in mail_server.mails[-2:]}
    assert "has one already" in mails["account@example.org"]
    assert "confirm/#" not in mails["account@example.org"]
    assert "confirm/#" in mails["free@example.org"]
    assert account.signs_in().get("/account/").status_code == 200
    assert Person.objects.get(email="account@example.org") == account.person


def test_of_two_who_want_one_address_the_first_to_confirm_has_it(taxpayer, other_taxpayer):
    for visitor in (taxpayer, other_taxpayer):
        ask_for_account(visitor, EMAIL)
    codes = [mailed_code(visitor) for visitor in (taxpayer, other_taxpayer)]

    answers = [confirm(code) for code in codes]

    assert [answer.status_code for answer in answers] == [302, 409]
    assert str(AddressHasAccount.explanation) in answers[1].content.decode()
    assert Person.objects.get(email=EMAIL) == taxpayer.person
    assert Person.objects.get(pk=other_taxpayer.person.pk).role == Role.VISITOR


@pytest.mark.parametrize(
    "variant", ["NEW@EXAMPLE.ORG", " new@example.org ", "ne\u212a@example.org".replace("\u212a", "w")]
)
def test_variants_of_an_address_are_one_identity(taxpayer, other_taxpayer, variant):
    make_account(taxpayer, EMAIL)

    ask_for_account(other_taxpayer, variant)

    assert Notice.objects.order_by("pk").last().kind == "address_has_account"  # type: ignore[union-attr]
    assert try_to_sign_in(variant) == 302


@pytest.mark.parametrize(
    "address",
    [
        "\u0430dmin@example.org",
        "admin@ex\u0430mple.org",
        "\uff41dmin\uff20example.org\u200b",
        "a@example.org\nBcc: b@example.org",
        "a@example.org\r\nBcc: b@example.org",
        '"a b"@example.org',
        "a@[127.0.0.1]",
        "a@example.org.",
        "a@b@example.org",
        "group: a@example.org;",
        "a@example.org, b@example.org",
        "Name <a@example.org>",
        "a\x00@example.org",
        "a@localhost",
        "a" * 250 + "@example.org",
        "",
    ],
)
def test_look_alikes_and_addresses_that_hide_something_are_refused(taxpayer, address):
    browser = taxpayer.opens_with_code()

    response = browser.post(NEW, {"email": address, "password": PASSWORD})

    assert response.status_code == 400
    assert not UnconfirmedAddress.objects.exists()
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("fourteen chars", "15 to 128 characters"),
        ("x" * 129, "15 to 128 characters"),
        ("", "Choose a password"),
        ("passwordpassword1", "easy to guess"),
        ("new@example.org new", "easy to guess"),
        ("nul in a password \x00 is refused", "nobody can type again"),
    ],
)
def test_an_unfit_password_is_refused_with_the_reason_and_the_address_is_kept(taxpayer, password, reason):
    browser = taxpayer.opens_with_code()

    response = browser.post(NEW, {"email": EMAIL, "password": password})

    page = response.content.decode()
    assert response.status_code == 400
    assert reason in page
    assert f'value="{EMAIL}"' in page
    assert not password or password not in page
    assert not UnconfirmedAddress.objects.exists()


def test_no_character_of_a_long_password_is_cut_off(taxpayer):
    password = "long words " * 11 + "end 1"
    assert len(password) > 72
    ask_for_account(taxpayer, EMAIL, password)
    assert confirm(mailed_code(taxpayer), password=f"{password[:-1]}2").status_code == 400
    assert confirm(mailed_code(taxpayer), password=password).status_code == 302

    assert try_to_sign_in(EMAIL, f"{password[:-1]}2") == 400
    assert try_to_sign_in(EMAIL, password) == 302


def test_a_password_costs_one_slow_run(taxpayer):
    browser = taxpayer.opens_with_code()
    before = argon2_limit.runs_so_far()

    browser.post(NEW, {"email": EMAIL, "password": PASSWORD})

    assert argon2_limit.runs_so_far() == before + 1


def test_the_page_says_the_rules_before_anything_is_typed_and_lets_a_password_be_pasted(taxpayer):
    page = taxpayer.opens_with_code().get(NEW).content.decode()

    assert "At least 15 characters." in page
    assert "We will never ask for your password" in page
    box = re.search(r'<input[^>]*name="password"[^>]*>', page)
    assert box
    assert 'autocomplete="new-password"' in box[0]
    assert "maxlength" not in box[0]
    assert "onpaste" not in page
    assert re.search(r'<button type="button"[^>]*data-reveal="id_password"[^>]*hidden', page)
    assert 'src="/static/portal/password.js"' in page


def test_a_busy_machine_says_so_and_keeps_the_address(taxpayer, settings):
    browser = taxpayer.opens_with_code()
    settings.ARGON2_WAITERS = 0
    with ExitStack() as stack:
        for _ in range(argon2_limit.places()):
            stack.enter_context(argon2_limit.turn())
        response = browser.post(NEW, {"email": EMAIL, "password": PASSWORD})

    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert f'value="{EMAIL}"' in response.content.decode()
    assert not Slot.objects.filter(kind="password", person=taxpayer.person.public_id).exists()


def test_asking_too_often_is_slowed_down_for_the_visitor_and_for_the_mailbox(
    taxpayer, other_taxpayer, settings
):
    settings.LIMITS = {**settings.LIMITS, "account_mail": (2, 900)}
    browser = ask_for_account(taxpayer, EMAIL)
    sent_again = browser.post("/account/send-again/")

    slowed = [browser.post("/account/send-again/")]
    other = other_taxpayer.opens_with_code()
    slowed.append(other.post(NEW, {"email": EMAIL.upper(), "password": PASSWORD}))
    settings.LIMITS = {**settings.LIMITS, "account": (1, 900)}
    slowed.append(other.post(NEW, {"email": "else@example.org", "password": PASSWORD}))

    assert "We sent it again" in browser.get(sent_again["Location"]).content.decode()
    assert [answer.status_code for answer in slowed] == [429] * 3
    assert all(int(answer["Retry-After"]) > 0 for answer in slowed)
    assert Notice.objects.count() == 2


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


def test_sessions_of_the_code_end_when_the_account_begins(taxpayer):
    browser = ask_for_account(taxpayer, EMAIL)

    confirm(mailed_code(taxpayer))

    assert browser.get(taxpayer.thread.get_absolute_url())["Location"].startswith("/sign-in/")
    # That of the browser in which it was confirmed.
    assert Session.objects.filter(person_id=taxpayer.person.public_id, ended_at=None).count() == 1


def test_the_code_opens_the_account_until_its_owner_ends_it(account):
    by_code = Browser()
    assert by_code.post("/reply/", {"code": account.reply_code}).status_code == 302
    browser = account.signs_in()

    ended = browser.post("/account/end-code/")

    page = browser.get(ended["Location"]).content.decode()
    assert "opens nothing any more" in page
    assert "End this code" not in page
    assert Browser().post("/reply/", {"code": account.reply_code}).status_code == 400
    assert by_code.get(account.thread.get_absolute_url()).status_code == 302
    assert AuditEvent.objects.filter(action="keys.slot.removed", actor=account.person.public_id).count() == 1


def test_a_session_that_is_just_made_ends_with_the_code(account):
    browser, late = account.signs_in(), Browser()

    with meanwhile(lambda: browser.post("/account/end-code/"), after="accounts_person"):
        late.post("/reply/", {"code": account.reply_code})

    assert late.get(account.thread.get_absolute_url()).status_code == 302
    assert browser.get(account.thread.get_absolute_url()).status_code == 200


def test_a_session_that_is_just_made_ends_when_the_account_begins(taxpayer):
    ask_for_account(taxpayer, EMAIL)
    code, late = mailed_code(taxpayer), Browser()

    with meanwhile(lambda: confirm(code), after="accounts_person"):
        late.post("/reply/", {"code": taxpayer.reply_code})

    assert late.get(taxpayer.thread.get_absolute_url()).status_code == 302


def test_plain_email_is_stopped_on_the_page_of_the_account(account):
    browser = account.signs_in()
    before = browser.get("/account/").content.decode()

    answer = browser.post("/address/withdraw/", {"next": "/account/#address"})

    assert "Stop plain e-mail" in before
    assert 'name="next" value="/account/#address"' in before
    assert answer["Location"] == "/account/#address"
    after = browser.get("/account/").content.decode()
    assert "Stop plain e-mail" not in after
    assert "say only that something waits for you here" in after
    assert Person.objects.get(pk=account.person.pk).notice_address_confirmed_at is None


def test_a_visitor_cannot_end_the_only_way_in(taxpayer):
    response = taxpayer.opens_with_code().post("/account/end-code/")

    assert response["Location"] == NEW
    assert taxpayer.opens_with_code()


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


def test_an_account_keeps_its_session_as_long_as_settings_say(account):
    browser = account.signs_in()

    row = Session.objects.get(person_id=account.person.public_id, ended_at=None)
    row.expire_date = timezone.now()
    row.save()

    after = browser.get("/account/")
    assert after["Location"].startswith("/sign-in/?next=%2Faccount%2F")


def at_once(*deeds: Any) -> list[Any]:
    """Do several things at the same time, each on a connection of its own."""

    def do(deed: Any) -> Any:
        try:
            return deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(do, deeds))


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


@pytest.mark.django_db(transaction=True)
def test_one_address_confirmed_twice_at_once_is_one_account_s(taxpayer: Visitor, other_taxpayer: Visitor):
    visitors = (taxpayer, other_taxpayer)
    for visitor in visitors:
        ask_for_account(visitor, EMAIL)
    codes = [mailed_code(visitor) for visitor in visitors]

    statuses = at_once(*(lambda c=code: confirm(c).status_code for code in codes))

    assert sorted(statuses) == [302, 409]
    assert Person.objects.filter(email=EMAIL, role=Role.TAXPAYER).count() == 1


def test_forgetting_is_harmless_when_there_is_nothing_to_forget(account):
    making_accounts.forget_unconfirmed()

    assert account.signs_in()
