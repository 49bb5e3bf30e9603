"""Whoever is signed in sees where, ends it there, and is told of the sign-in before."""

import re
from uuid import uuid4

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from accounts.models import KnownBrowser, Session
from accounts.sessions import hashed
from audit.actions import Action
from audit.models import AuditEvent
from tests.accounts.test_known_browsers import FIREFOX
from tests.accounts.test_lockouts import WRONG, sign_in
from tests.people import Browser
from tests.recorded import times_recorded

PAGE = "/account/sessions/"


def page_of(browser: Browser) -> str:
    return " ".join(browser.get(PAGE).content.decode().split())


def ends_of(page: str) -> list[str]:
    """List the addresses that end one session each."""
    return re.findall(rf'action="({PAGE}[0-9a-f-]{{36}}/end/)"', page)


def is_in(browser: Browser) -> bool:
    return bool(browser.get(PAGE).status_code == 200)


@pytest.fixture
def at_home(account) -> Browser:
    """The account's owner with a browser that says what it is."""
    browser = Browser(HTTP_USER_AGENT=FIREFOX, REMOTE_ADDR="203.0.113.7")
    assert sign_in(account.email, browser=browser).status_code == 302
    return browser


def test_each_browser_is_listed_in_words_and_without_an_address(account, at_home):
    account.signs_in()

    page = page_of(at_home)

    assert "Firefox on Linux" in page
    assert "A browser that does not say its name" in page
    assert page.count("This one") == 1
    assert len(ends_of(page)) == 1
    assert "203.0.113.7" not in page
    row = Session.objects.filter(person_id=account.person.public_id, ended_at=None)[0]
    assert row.session_key not in page


@pytest.mark.parametrize("who", ["officer", "auditor", "administrator", "taxpayer"])
def test_everybody_who_is_signed_in_has_the_page(request, who):
    somebody = request.getfixturevalue(who)
    browser = somebody.opens_with_code() if who == "taxpayer" else somebody.signs_in()

    assert "This one" in page_of(browser)


def test_one_session_is_ended_at_its_next_request_and_the_others_stay(account, at_home):
    lost, other = account.signs_in(), account.signs_in()
    [newest, _older] = ends_of(page_of(at_home))

    answer = at_home.post(newest)

    assert "That browser is signed out" in at_home.get(answer["Location"]).content.decode()
    assert sorted([is_in(lost), is_in(other)]) == [False, True]
    assert is_in(at_home)
    assert at_home.post(newest).status_code == 404
    ended = AuditEvent.objects.filter(action="accounts.session.ended")
    assert [event.actor for event in ended] == [account.person.public_id]


def test_all_others_are_ended_and_no_browser_is_remembered(account, at_home):
    others = [account.signs_in() for _ in range(2)]
    remembered = Browser()
    sign_in(account.email, browser=remembered, remember_browser="on")

    at_home.post(f"{PAGE}end-others/")

    assert not any(is_in(other) for other in [*others, remembered])
    assert is_in(at_home)
    assert not KnownBrowser.objects.exists()
    assert times_recorded(Action.SESSIONS_ENDED, actor=account.person.public_id) == [1]


def test_nobody_ends_the_session_of_somebody_else(account, officer, at_home):
    browser = officer.signs_in()
    account.signs_in()
    [end] = ends_of(page_of(at_home))

    assert browser.post(end).status_code == 404
    assert browser.post(f"{PAGE}{uuid4()}/end/").status_code == 404
    assert ends_of(page_of(at_home)) == [end]


def test_looking_ends_nothing(account, at_home):
    other = account.signs_in()
    [end] = ends_of(page_of(at_home))

    assert at_home.get(end).status_code == at_home.get(f"{PAGE}end-others/").status_code == 405
    assert is_in(other)


def test_a_session_that_ran_out_is_not_listed(account):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        account.signs_in()
        clock.shift(settings.SESSION_IDLE + (settings.SESSION_IDLE / 2))
        browser = account.signs_in()

        assert ends_of(page_of(browser)) == []


@pytest.mark.parametrize("data", ["", "garbage", "e30:1abc:xyz"])
def test_a_row_that_somebody_changed_is_listed_and_ended(account, at_home, data):
    account.signs_in()
    [end] = ends_of(page_of(at_home))
    own = hashed(at_home.cookies[settings.SESSION_COOKIE_NAME].value)
    Session.objects.exclude(pk=own).filter(person_id=account.person.public_id).update(session_data=data)

    assert ends_of(page_of(at_home)) == [end]
    assert at_home.post(end).status_code == 302
    assert ends_of(page_of(at_home)) == []


def test_the_first_sign_in_tells_of_none_before(officer):
    assert "Your sign-in before this" not in officer.signs_in().get("/mailbox/").content.decode()


def test_the_sign_in_before_and_failures_since_are_told_where_work_begins(account):
    with time_machine.travel("2026-03-03 15:00:00+00:00", tick=False) as clock:
        pages = [account.signs_in().get("/threads/").content.decode()]
        clock.shift(3600)
        for _ in range(2):
            sign_in(account.email, WRONG)
        for _ in range(2):
            pages.append(account.signs_in().get("/threads/").content.decode())

    told = [" ".join(page.split()) for page in pages]
    assert "Your sign-in before this: March 3, 2026, 10 a.m." in told[1]
    assert "Since then 2 tries to sign in to your account failed." in told[1]
    assert "March 3, 2026, 11 a.m." in told[2]
    assert "Since then" not in told[2]
    assert all(f'href="{PAGE}"' in page for page in told)


@pytest.mark.parametrize(
    ("who", "start"), [("officer", "/mailbox/"), ("auditor", "/audit/"), ("administrator", "/status/")]
)
def test_staff_are_told_where_their_work_begins(request, who, start):
    somebody = request.getfixturevalue(who)
    somebody.signs_in()

    assert "Your sign-in before this:" in somebody.signs_in().get(start).content.decode()


def test_where_a_visitor_reads_nothing_is_told_of_before(taxpayer):
    for _ in range(2):
        page = taxpayer.opens_with_code().get(taxpayer.thread.get_absolute_url()).content.decode()

    assert "Your sign-in before this" not in page
