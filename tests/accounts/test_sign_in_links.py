"""Whoever cannot get in with a password alone has a link mailed; it opens nothing without the password."""

from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from accounts.models import MailedLink
from accounts.services import sign_in_links
from audit.actions import Action
from notices.models import Notice, Outbox
from tests.accounts.test_lockouts import IN_A_ROW, WRONG, fail_from_everywhere, sign_in
from tests.people import Account, Browser, mailed_secret_of
from tests.recorded import times_recorded

ASK, FOLLOW = "/sign-in/link/", "/sign-in/link/follow/"


@pytest.fixture(autouse=True)
def tried_too_often(settings, account: Account) -> None:
    """An account whose password alone does not suffice any more."""
    few = (IN_A_ROW, 3600)
    settings.LIMITS = {**settings.LIMITS, "failures_in_a_row": few, "failures_of_nobody": few}
    fail_from_everywhere(account.email, IN_A_ROW)


def ask(email: str) -> Any:
    return Browser().post(ASK, {"email": email})


def follow(code: str, browser: Browser | None = None) -> Any:
    return (browser or Browser()).post(FOLLOW, {"code": code})


def code_for(email: str) -> str:
    """Ask for a link, let the worker look up whose it is, and give the code before it is mailed."""
    ask(email)
    sign_in_links.mail(MailedLink.objects.latest("pk").public_id)
    return mailed_secret_of(Notice.objects.filter(kind="sign_in_link").latest("pk"))


def test_with_the_link_and_the_password_the_owner_gets_in(account, mail_server, worker):
    browser = Browser()
    asked = browser.post(ASK, {"email": "Account@Example.org"})
    told = browser.get(asked["Location"]).content.decode()
    worker()
    [mail] = [mail for mail in mail_server.mails if "link" in mail["Subject"]]
    code = mail.get_body(["plain"]).get_content().partition("/sign-in/link/follow/#")[2].split()[0]

    followed = follow(code, browser)
    page = browser.get(followed["Location"]).content.decode()
    signed_in = sign_in(account.email, browser=browser)

    assert "it is on its way" in told
    assert mail["To"] == account.email
    assert "Your link works" in page
    assert signed_in.status_code == 302
    assert sign_in(account.email).status_code == 302
    steps = (Action.SIGN_IN_LINK_MAILED, Action.SIGN_IN_LINK_FOLLOWED)
    assert times_recorded(*steps, subject=account.person.public_id) == [1, 1]


def test_whoever_has_the_address_all_is_the_same_but_the_mail(account, officer):
    Notice.objects.all().delete()

    answers = [ask(email) for email in (account.email, "nobody-here@example.org")]

    assert {(answer.status_code, answer["Location"]) for answer in answers} == {
        (302, "/sign-in/link/?sent=1")
    }
    assert Outbox.objects.filter(kind="accounts.sign_in_link").count() == 2
    assert not Notice.objects.exists()


def test_for_nobody_nothing_is_mailed_or_kept(worker, mail_server):
    ask("nobody-here@example.org")

    worker()

    assert not MailedLink.objects.exists()
    assert not [mail for mail in mail_server.mails if mail["To"] == "nobody-here@example.org"]


def test_looking_at_the_link_uses_nothing_up(account):
    code = code_for(account.email)

    for method in ("get", "head", "get"):
        assert getattr(Browser(), method)(FOLLOW).status_code == 200

    assert follow(code).status_code == 302


def test_a_link_works_once_and_in_one_browser(account):
    code = code_for(account.email)
    first, second = Browser(), Browser()

    assert follow(code, first).status_code == 302
    assert follow(code, second).status_code == 400

    assert sign_in(account.email, browser=second).status_code == 400
    assert sign_in(account.email, browser=first).status_code == 302


def test_a_link_is_good_for_an_hour(account):
    code = code_for(account.email)

    with time_machine.travel(timezone.now() + settings.SIGN_IN_LINK_LASTS):
        late = follow(code)

    assert late.status_code == 400
    assert "Have another link mailed" in late.content.decode()
    assert follow(code).status_code == 302


@pytest.mark.parametrize("code", ["", "0000", "0" * 26, "U" * 26, "K7QX-\x00", "1" * 101, "😀"])
def test_what_is_no_code_is_refused(account, code):
    code_for(account.email)

    assert follow(code).status_code == 400


def test_the_browser_that_follows_a_link_gets_another_session(account, officer):
    planted, victim = Browser(), Browser()
    planted.get(FOLLOW)
    follow(code_for(officer.person.email), planted)
    victim.cookies[settings.SESSION_COOKIE_NAME] = planted.cookies[settings.SESSION_COOKIE_NAME].value

    follow(code_for(account.email), victim)

    assert (
        victim.cookies[settings.SESSION_COOKIE_NAME].value
        != planted.cookies[settings.SESSION_COOKIE_NAME].value
    )
    assert sign_in(account.email, browser=planted).status_code == 400


def test_a_link_is_for_its_own_account_only(account, officer):
    browser = Browser()
    fail_from_everywhere(officer.person.email, IN_A_ROW)

    follow(code_for(account.email), browser)

    assert sign_in(officer.person.email, browser=browser).status_code == 400


def test_a_link_stands_few_wrong_passwords_from_however_many_addresses(account, settings):
    settings.LIMITS = {**settings.LIMITS, "sign_in_link": (2, 3600)}
    browser = Browser()
    follow(code_for(account.email), browser)

    for number in range(3):
        browser.defaults["REMOTE_ADDR"] = f"192.0.2.{number}"
        sign_in(account.email, WRONG, browser)

    assert sign_in(account.email, browser=browser).status_code == 400


def test_who_was_disabled_meanwhile_gets_no_link_and_stays_out(account, worker, mail_server):
    ask(account.email)
    account.person.disabled_at = timezone.now()
    account.person.save(update_fields=["disabled_at"])

    worker()

    assert not [mail for mail in mail_server.mails if "link" in mail["Subject"]]


def test_one_mailbox_is_sent_few_links_and_whoever_asks_is_told_the_same(account, worker, mail_server):
    answers = [ask(account.email) for _ in range(5)]

    worker()

    assert {answer["Location"] for answer in answers} == {"/sign-in/link/?sent=1"}
    assert len([mail for mail in mail_server.mails if "link" in mail["Subject"]]) == 3


def test_a_link_lives_as_long_as_the_limit_on_mails_so_that_nobody_can_use_up_all():
    assert settings.SIGN_IN_LINK_LASTS.total_seconds() >= settings.LIMITS["link_mail"][1]


@pytest.mark.parametrize(
    "email", ["", "x", "a\x00b@example.org", "аdmin@example.org", "a@x.gov\nBcc: b@x.gov"]
)
def test_what_is_no_address_is_refused(email):
    assert ask(email).status_code == 400


def test_old_links_are_forgotten(account):
    code_for(account.email)
    with time_machine.travel(timezone.now() + settings.SIGN_IN_LINK_LASTS):
        sign_in_links.forget_old()

    assert not MailedLink.objects.exists()
