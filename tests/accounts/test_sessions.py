"""Sessions: what their table gives away, and when they end."""

import time_machine
from django.conf import settings
from django.utils import timezone

from accounts.models import Session
from accounts.sessions import SessionStore
from audit.actions import Action
from tests.accounts.test_sign_in import try_to_sign_in
from tests.accounts.test_wrong_passwords import HOUR
from tests.people import PASSWORD, Browser
from tests.recorded import times_recorded


def test_the_session_table_opens_nothing(officer):
    browser = officer.signs_in()
    cookie = browser.cookies[settings.SESSION_COOKIE_NAME].value

    row = Session.objects.get(person_id=officer.person.public_id, ended_at=None)

    assert cookie not in row.session_key
    assert cookie not in row.session_data


def test_the_session_says_nothing_of_what_was_typed(officer):
    officer.signs_in()

    row = Session.objects.get(person_id=officer.person.public_id, ended_at=None)
    data = SessionStore().decode(row.session_data)

    assert set(data) == {
        "_auth_user_id",
        "_auth_user_backend",
        "_auth_user_hash",
        "_session_expiry",
        "person",
        "signed_in_at",
        "expires_at",
        "seen_at",
        "proved",
        "person_proof",
        "vault",
        "browser",
        "has_one_way",
        "before",
    }
    assert officer.person.email not in str(data)


def test_the_session_id_changes_at_sign_in(officer, browser):
    planted = "A" * 43
    browser.cookies[settings.SESSION_COOKIE_NAME] = planted

    try_to_sign_in(browser, officer.person.email, PASSWORD)

    assert browser.cookies[settings.SESSION_COOKIE_NAME].value != planted
    assert browser.get("/mailbox/").status_code == 200


def test_sign_out_ends_the_session_for_every_copy_of_the_cookie(officer):
    browser = officer.signs_in()
    copied = Browser()
    copied.cookies[settings.SESSION_COOKIE_NAME] = browser.cookies[settings.SESSION_COOKIE_NAME].value

    browser.post("/sign-out/")

    assert copied.get("/mailbox/").status_code == 302
    assert times_recorded(Action.SIGNED_OUT, subject=officer.person.public_id) == [1]


def test_a_session_ends_when_idle(account):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        browser = account.signs_in()
        clock.shift(settings.SESSION_IDLE.total_seconds() - 60)
        assert browser.get("/threads/").status_code == 200
        clock.shift(settings.SESSION_IDLE.total_seconds() - 60)
        assert browser.get("/threads/").status_code == 200

        clock.shift(settings.SESSION_IDLE.total_seconds() + 60)

        assert browser.get("/threads/").status_code == 302


def test_a_session_ends_after_its_longest_time_however_busy(officer):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        browser = officer.signs_in()
        for _ in range(24):
            clock.shift(HOUR / 2 - 60)
            browser.get("/mailbox/")

        clock.shift(HOUR / 2)

        assert browser.get("/mailbox/").status_code == 302


def test_a_disabled_person_is_out_at_the_next_request(officer):
    browser = officer.signs_in()
    officer.person.disabled_at = timezone.now()
    officer.person.save(update_fields=["disabled_at"])

    response = browser.get("/mailbox/")

    assert response.status_code == 302


def test_a_session_row_moved_to_another_person_opens_nothing(officer, colleague):
    browser, other = officer.signs_in(), colleague.signs_in()
    own = Session.objects.get(person_id=officer.person.public_id)
    theirs = Session.objects.get(person_id=colleague.person.public_id)
    Session.objects.filter(pk=own.pk).update(session_data=theirs.session_data)

    response = browser.get("/mailbox/")

    assert response.status_code == 302
    assert other.get("/mailbox/").status_code == 200
