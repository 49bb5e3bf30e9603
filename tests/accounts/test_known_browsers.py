"""A browser that nobody asked us to remember is told by mail; one that is remembered is not."""

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from accounts import browsers
from accounts.models import KnownBrowser
from audit.actions import Action
from audit.models import AuditEvent
from notices.models import Notice
from tests.accounts.test_lockouts import sign_in
from tests.people import NEW_PASSWORD, PASSWORD, Account, Browser, begin_anew
from tests.recorded import times_recorded

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def account(account: Account) -> Account:
    """Whoever has made an account is signed in by that, which is no news to them."""
    account.signs_in()
    return account


def told() -> int:
    return Notice.objects.filter(kind="new_device").count()


def test_the_sign_in_that_makes_an_account_is_no_news(account):
    assert told() == 0


def test_a_browser_that_is_new_is_told_each_time(account):
    for _ in range(3):
        assert sign_in(account.email).status_code == 302

    assert told() == 3


def test_a_browser_that_is_remembered_is_told_once(account):
    browser = Browser()
    for _ in range(3):
        assert sign_in(account.email, browser=browser, remember_browser="on").status_code == 302
        browser.post("/sign-out/")

    assert told() == 1
    assert KnownBrowser.objects.count() == 1
    assert times_recorded(Action.BROWSER_REMEMBERED, subject=account.person.public_id) == [1]


def test_a_browser_that_nobody_used_for_as_long_as_its_cookie_lasts_is_new(account):
    browser = Browser()
    sign_in(account.email, browser=browser, remember_browser="on")
    browser.post("/sign-out/")
    KnownBrowser.objects.update(used_at=timezone.now() - settings.BROWSER_KNOWN)
    before = told()

    assert sign_in(account.email, browser=browser).status_code == 302

    assert told() == before + 1


@pytest.mark.parametrize("page", ["/account/password/", "/account/password/known/"])
def test_after_a_new_password_only_the_browser_in_which_it_was_set_is_remembered(account, page):
    own, other = Browser(), Browser()
    for browser in (own, other):
        sign_in(account.email, browser=browser, remember_browser="on")

    own.post(page, {"current": PASSWORD, "password": NEW_PASSWORD})
    own.post("/sign-out/")
    before = told()
    for browser in (own, other):
        assert sign_in(account.email, NEW_PASSWORD, browser=browser).status_code == 302

    assert told() == before + 1
    assert AuditEvent.objects.filter(action="accounts.browsers.forgotten").count() == 1


def test_after_a_reset_no_browser_is_remembered(account):
    browser = Browser()
    sign_in(account.email, browser=browser, remember_browser="on")

    begin_anew(account.person)

    assert not KnownBrowser.objects.exists()


def test_staff_are_told_too(officer):
    for _ in range(2):
        officer.signs_in()

    assert told() == 1


def test_a_reply_code_is_told_to_whoever_has_an_account_and_not_to_visitors(account, taxpayer):
    for _ in range(2):
        taxpayer.opens_with_code()
    assert told() == 0

    Browser().post("/reply/", {"code": account.reply_code})

    assert told() == 1


def test_the_cookie_says_nothing_and_is_there_only_for_who_asked(account):
    asked, unasked = Browser(), Browser()
    sign_in(account.email, browser=asked, remember_browser="on")
    sign_in(account.email, browser=unasked)

    cookie = asked.cookies[settings.BROWSER_COOKIE_NAME]
    assert settings.BROWSER_COOKIE_NAME not in unasked.cookies
    assert len(cookie.value) == 43
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == settings.BROWSER_KNOWN.total_seconds()
    assert cookie.value not in str(KnownBrowser.objects.values().get())


def test_a_wrong_password_remembers_nothing(account):
    browser = Browser()

    sign_in(account.email, "wrong password altogether", browser, remember_browser="on")

    assert settings.BROWSER_COOKIE_NAME not in browser.cookies
    assert not KnownBrowser.objects.exists()


def test_two_people_may_have_one_browser_remembered(account, officer):
    browser = Browser()
    for email in (account.email, officer.person.email):
        sign_in(email, browser=browser, remember_browser="on")
        browser.post("/sign-out/")

    assert KnownBrowser.objects.values("token_hash").distinct().count() == 1
    assert KnownBrowser.objects.count() == 2


def test_a_browser_is_forgotten_when_it_was_not_used_for_a_year(account):
    browser = Browser()
    sign_in(account.email, browser=browser, remember_browser="on")
    browser.post("/sign-out/")

    with time_machine.travel(timezone.now() + settings.BROWSER_KNOWN):
        browsers.forget_unused()

    assert not KnownBrowser.objects.exists()
    sign_in(account.email, browser=browser)
    assert told() == 2


def test_a_made_up_cookie_is_known_to_nobody(account):
    browser = Browser()
    for value in ("", "x", "A" * 43, "é" * 43, "A" * 5000):
        browser.cookies[settings.BROWSER_COOKIE_NAME] = value
        assert sign_in(account.email, browser=browser).status_code == 302
        browser.post("/sign-out/")

    assert told() == 5


def test_browsers_are_told_in_words_and_no_finer(rf):
    agents = {
        FIREFOX: ["Firefox", "Linux"],
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 "
        "Safari/537.36 Edg/140.0.0.0": ["Edge", "Windows"],
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
        "Version/18.0 Mobile/15E148 Safari/604.1": ["Safari", "iPhone"],
        "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile "
        "Safari/537.36": ["Chrome", "Android"],
        "<script>alert(1)</script>": ["", ""],
        "": ["", ""],
    }

    told_of = {agent: browsers.words_of(rf.get("/", HTTP_USER_AGENT=agent)) for agent in agents}

    assert told_of == agents
