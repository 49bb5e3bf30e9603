"""Whoever has an account changes its address: after a proof, with a code from there, and both are told."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from accounts.models import AddressChange, MailedLink, Person
from accounts.services import changing_addresses, sign_in_links
from audit.models import AuditEvent
from notices.models import Notice
from notices.worker import Stop, Worker
from tests.accounts.test_lockouts import sign_in
from tests.meanwhile import at_once
from tests.people import PASSWORD, Account, Browser, mailed_secret_of, send_text

PAGE = "/account/address/"
NEW = "new.address@example.net"


def ask(browser: Browser, email: str = NEW) -> Any:
    return browser.post(PAGE, {"email": email})


def mailed_code(account: Account) -> str:
    """Give the code that the newest mail about the change carries."""
    change = AddressChange.objects.get(person=account.person)
    return mailed_secret_of(Notice.objects.get(about=change.public_id))


def confirm(code: str) -> Any:
    return Browser().post("/account/confirm/", {"code": code, "password": PASSWORD})


def told(kind: str) -> list[str]:
    return sorted(Notice.objects.filter(kind=kind).values_list("address", flat=True))


@pytest.fixture
def home(account: Account) -> Browser:
    return account.signs_in()


def test_an_address_changes_with_the_code_and_both_are_told(account, home, officer, mail_server, worker):
    asked = home.post(PAGE, {"email": "New.Address@Example.NET "})
    page = home.get(asked["Location"]).content.decode()
    confirmed = confirm(mailed_code(account))

    assert NEW in page
    assert confirmed["Location"] == "/start/"
    assert sign_in(account.email).status_code == 400
    assert sign_in(NEW).status_code == 302
    assert told("address_changed") == sorted([account.email, NEW])
    person = Person.objects.get(pk=account.person.pk)
    assert (person.email, person.notice_address) == (NEW, NEW)
    assert person.notice_address_confirmed_at
    send_text(officer.signs_in(), account.thread, "We need form 12.")
    assert Notice.objects.get(kind="message_waiting").address == NEW
    assert AuditEvent.objects.filter(action="accounts.address.changed", actor=person.public_id).exists()


def test_nothing_changes_before_the_code_comes_back(account, home):
    ask(home)

    assert sign_in(NEW).status_code == 400
    assert home.get("/threads/").status_code == 200
    assert told("address_changed") == []
    assert told("confirm_address") == [account.email, NEW]


def test_every_session_ends_with_the_change(account, home):
    ask(home)

    confirm(mailed_code(account))

    assert home.get("/threads/")["Location"].startswith("/sign-in/")


def test_a_change_asks_first_whether_it_is_still_the_same_person(account):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        browser = account.signs_in()
        clock.shift(settings.PROOF_LASTS)

        assert browser.get(PAGE)["Location"].startswith("/prove/")
        assert ask(browser).status_code == 403
        assert not AddressChange.objects.exists()
        assert browser.post(PAGE, {"email": NEW, "proof-password": PASSWORD})["Location"] == PAGE


def test_an_address_that_has_an_account_looks_like_one_that_has_none(account, home, officer):
    pages = []
    for email in (str(officer.person.email), NEW):
        answer = ask(home, email)
        page = home.get(answer["Location"]).content.decode().partition("<main")[2]
        pages.append((answer.status_code, page.partition("<form class")[0].replace(email, "")))

    assert pages[0][0] == pages[1][0] == 302
    assert "Look at your e-mail" in pages[0][1]
    assert told("address_has_account") == [officer.person.email]


def test_who_gets_the_address_first_keeps_it(account, home, officer):
    ask(home)
    code = mailed_code(account)
    Person.objects.filter(pk=officer.person.pk).update(email=NEW)

    late = confirm(code)

    assert late.status_code == 409
    assert Person.objects.get(pk=account.person.pk).email == account.email
    assert told("address_changed") == []


def test_a_code_changes_once_and_only_the_newest(account, home):
    ask(home, "first@example.net")
    first = mailed_code(account)
    ask(home)
    second = mailed_code(account)

    assert confirm(first).status_code == 400
    assert confirm(second).status_code == 302
    assert confirm(second).status_code == 400


def test_a_change_may_be_taken_back(account, home):
    ask(home)
    code = mailed_code(account)

    home.post("/account/address/keep/")

    assert "Look at your e-mail" not in home.get(PAGE).content.decode()
    assert confirm(code).status_code == 400


@pytest.mark.django_db(transaction=True)
def test_a_change_that_nobody_confirms_is_forgotten_and_the_password_stays(account):
    ask(account.signs_in())
    code = mailed_code(account)
    with time_machine.travel(timezone.now() + settings.ACCOUNT_CONFIRMATION_LASTS + timedelta(minutes=1)):
        late = confirm(code)
        Worker(Stop())._keep_house_if_due()

    assert late.status_code == 400
    assert not AddressChange.objects.exists()
    assert sign_in(account.email).status_code == 302


def test_a_link_to_sign_in_that_went_to_the_old_address_is_over(account, home):
    Browser().post("/sign-in/link/", {"email": account.email})
    sign_in_links.mail(MailedLink.objects.get().public_id)
    ask(home)

    confirm(mailed_code(account))

    assert not MailedLink.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_one_code_twice_at_once_changes_once(account):
    ask(account.signs_in())
    code = mailed_code(account)

    def attempt() -> int:
        return int(confirm(code).status_code)

    statuses = sorted(at_once(*[attempt] * 2))

    assert statuses == [302, 400]
    assert len(told("address_changed")) == 2


def test_the_address_that_one_has_is_no_change(account, home):
    answer = ask(home, account.email.upper())

    assert answer.status_code == 400
    assert "This is the address that you have." in answer.content.decode()


def test_one_mailbox_is_sent_few_codes(account, home, settings):
    settings.LIMITS = {**settings.LIMITS, "account_mail": (2, 900)}

    answers = [ask(home) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert int(answers[2]["Retry-After"]) > 0
    assert changing_addresses.waiting_change(account.person)
