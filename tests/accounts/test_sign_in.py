"""Staff sign in by password, which opens their keys; everything else is refused in the same words."""

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
import time_machine
from axes.models import AccessAttempt
from django.conf import settings
from django.db import connection
from django.utils import timezone

from accounts.models import Session
from accounts.sessions import SessionStore
from audit.models import AuditEvent
from keys import argon2_limit
from notices.worker import Stop, Worker
from tests.people import PASSWORD, Browser

HOUR = 3600


def try_to_sign_in(browser: Browser, email: str, password: str):
    return browser.post("/sign-in/", {"login": email, "password": password})


def test_an_officer_signs_in_and_starts_at_the_mailbox(officer):
    browser = officer.signs_in()

    assert browser.get("/start/")["Location"] == "/mailbox/"
    assert browser.get("/mailbox/").status_code == 200


def test_unknown_disabled_and_wrong_look_the_same(officer, colleague, browser):
    colleague.person.disabled_at = timezone.now()
    colleague.person.save(update_fields=["disabled_at"])

    answers = [
        try_to_sign_in(browser, "nobody-here@example.org", PASSWORD),
        try_to_sign_in(browser, colleague.person.email, PASSWORD),
        try_to_sign_in(browser, officer.person.email, "wrong password altogether"),
    ]

    assert {answer.status_code for answer in answers} == {400}
    pages = {
        answer.content.decode().replace(str(email), "EMAIL")
        for answer, email in zip(
            answers, ["nobody-here@example.org", colleague.person.email, officer.person.email], strict=True
        )
    }
    assert len({page.count("\n") for page in pages}) == 1
    assert all("do not match" in page for page in pages)


def test_a_refused_password_is_not_on_the_page(officer, browser):
    response = try_to_sign_in(browser, officer.person.email, "a password that must not come back")

    assert b"must not come back" not in response.content


@pytest.mark.parametrize("email", ["FIRST-OFFICER@example.org", "First-Officer@Example.ORG "])
def test_an_address_is_folded_before_it_is_looked_up(officer, email):
    response = try_to_sign_in(Browser(), email, PASSWORD)

    assert response.status_code == 302


def test_five_failures_lock_the_pair_and_nobody_else(officer, colleague, browser):
    for _ in range(5):
        try_to_sign_in(browser, officer.person.email.upper(), "wrong password altogether")

    locked = try_to_sign_in(browser, officer.person.email, PASSWORD)
    from_elsewhere = Browser(REMOTE_ADDR="192.0.2.7").post(
        "/sign-in/", {"login": officer.person.email, "password": PASSWORD}
    )
    neighbour = try_to_sign_in(Browser(), colleague.person.email, PASSWORD)

    assert locked.status_code == 429
    assert from_elsewhere.status_code == 302
    assert neighbour.status_code == 302


@pytest.fixture
def three_refusals(settings):
    """Slow an address down after three refused sign-ins."""
    settings.LIMITS = {**settings.LIMITS, "sign_in": (3, 900)}


@pytest.mark.usefixtures("three_refusals")
def test_one_address_keeps_nobody_else_from_signing_in_whatever_names_it_tries(officer, browser):
    for number in range(3):
        try_to_sign_in(browser, f"name-{number}@example.org", "wrong password altogether")
    before = argon2_limit.runs_so_far()

    slowed = try_to_sign_in(browser, officer.person.email, PASSWORD)

    assert slowed.status_code == 429
    assert 0 < int(slowed["Retry-After"]) <= 900
    assert argon2_limit.runs_so_far() == before
    elsewhere = Browser(REMOTE_ADDR="192.0.2.7")
    assert try_to_sign_in(elsewhere, officer.person.email, PASSWORD).status_code == 302


@pytest.mark.usefixtures("three_refusals")
def test_a_slowed_visitor_keeps_the_form_but_not_the_password(officer, browser):
    for _ in range(3):
        try_to_sign_in(browser, officer.person.email, "wrong password altogether")

    page = try_to_sign_in(browser, officer.person.email, PASSWORD).content.decode()

    assert "tried too often" in page
    assert officer.person.email in page
    assert PASSWORD not in page


@pytest.mark.usefixtures("three_refusals")
def test_sign_ins_that_succeed_do_not_use_up_the_limit(officer):
    for _ in range(5):
        officer.signs_in()


@pytest.mark.usefixtures("three_refusals")
@pytest.mark.django_db(transaction=True)
def test_many_passwords_at_once_count_one_by_one(db):
    before = argon2_limit.runs_so_far()

    def knock(number: int) -> int:
        try:
            return int(try_to_sign_in(Browser(), f"name-{number}@example.org", PASSWORD).status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(knock, range(8)))

    assert sorted(statuses) == [400] * 3 + [429] * 5
    assert argon2_limit.runs_so_far() - before == 3


@pytest.mark.usefixtures("three_refusals")
def test_a_busy_machine_says_when_to_come_back_and_counts_nothing(officer, browser, settings):
    settings.ARGON2_WAITERS = 0
    with ExitStack() as stack:
        for _ in range(argon2_limit.places()):
            stack.enter_context(argon2_limit.turn())

        answers = [try_to_sign_in(browser, officer.person.email, PASSWORD) for _ in range(4)]

    assert {answer.status_code for answer in answers} == {503}
    assert all(int(answer["Retry-After"]) > 0 for answer in answers)
    assert officer.person.email in answers[0].content.decode()
    assert try_to_sign_in(browser, officer.person.email, PASSWORD).status_code == 302


def test_whoever_signs_in_begins_to_count_at_nothing_again(officer, browser):
    for _ in range(settings.AXES_FAILURE_LIMIT - 1):
        try_to_sign_in(browser, officer.person.email, "wrong password altogether")

    officer.signs_in()

    assert not AccessAttempt.objects.exists()
    assert try_to_sign_in(browser, officer.person.email, "wrong password altogether").status_code == 400
    assert officer.signs_in().get("/mailbox/").status_code == 200


def test_lockout_stores_nothing_that_was_sent_but_hashes_of_name_and_address(officer):
    browser = Browser(HTTP_USER_AGENT="Odd Browser 7", HTTP_ACCEPT="text/x-odd", REMOTE_ADDR="198.51.100.7")
    fields = {"login": officer.person.email, "password": "wrong password altogether"}
    odd = {"next": "/odd-page/", "ssn": "078-05-1120", "csrfmiddlewaretoken": "odd token"}

    for _ in range(2):
        browser.post("/sign-in/?odd_query=1&next=/odder-page/", {**fields, **odd})

    attempt = AccessAttempt.objects.get()
    # Between two attempts axes puts a line of dashes.
    stored = {name for name, value in vars(attempt).items() if name != "_state" and str(value).strip("-\n")}
    assert attempt.failures_since_start == 2
    assert stored == {"id", "username", "ip_address", "attempt_time", "failures_since_start"}
    assert officer.person.email not in attempt.username
    assert attempt.ip_address.startswith("fd")
    assert "198.51.100.7" not in attempt.ip_address


@pytest.mark.django_db(transaction=True)
def test_the_worker_forgets_counts_that_lock_nobody_out_any_more(officer, browser):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        try_to_sign_in(browser, officer.person.email, "wrong password altogether")
        clock.shift(settings.AXES_COOLOFF_TIME.total_seconds() - 60)
        Worker(Stop())._keep_house_if_due()
        assert AccessAttempt.objects.count() == 1

        clock.shift(61)
        Worker(Stop())._keep_house_if_due()

    assert not AccessAttempt.objects.exists()


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
        "before",
    }
    assert officer.person.email not in str(data)


def test_the_session_id_changes_at_sign_in(officer, browser):
    planted = "A" * 43
    browser.cookies[settings.SESSION_COOKIE_NAME] = planted

    try_to_sign_in(browser, officer.person.email, PASSWORD)

    assert browser.cookies[settings.SESSION_COOKIE_NAME].value != planted
    assert browser.get("/mailbox/").status_code == 200


def test_an_officer_signs_in_where_a_visitor_left_their_session_open(officer, taxpayer):
    browser = taxpayer.opens_with_code()
    left = browser.cookies[settings.SESSION_COOKIE_NAME].value

    page = browser.get("/sign-in/")
    response = try_to_sign_in(browser, officer.person.email, PASSWORD)

    assert page.status_code == 200
    assert response["Location"] == "/start/"
    assert browser.get("/mailbox/").status_code == 200
    copied = Browser()
    copied.cookies[settings.SESSION_COOKIE_NAME] = left
    assert copied.get(taxpayer.thread.get_absolute_url()).status_code == 302


def test_whoever_is_signed_in_with_a_password_is_sent_on(officer, colleague):
    browser = officer.signs_in()

    for answer in (browser.get("/sign-in/"), try_to_sign_in(browser, colleague.person.email, PASSWORD)):
        assert answer.status_code == 302
        assert answer["Location"] == "/start/"


def test_sign_out_ends_the_session_for_every_copy_of_the_cookie(officer):
    browser = officer.signs_in()
    copied = Browser()
    copied.cookies[settings.SESSION_COOKIE_NAME] = browser.cookies[settings.SESSION_COOKIE_NAME].value

    browser.post("/sign-out/")

    assert copied.get("/mailbox/").status_code == 302


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


@pytest.mark.parametrize(
    "next_page", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil"]
)
def test_sign_in_never_leads_off_the_portal(officer, browser, next_page):
    response = browser.post(
        "/sign-in/", {"login": officer.person.email, "password": PASSWORD, "next": next_page}
    )

    assert response["Location"] == "/start/"


def test_every_sign_in_and_refusal_is_recorded(officer, browser):
    try_to_sign_in(browser, officer.person.email, "wrong password altogether")
    try_to_sign_in(browser, "nobody-here@example.org", "wrong password altogether")
    officer.signs_in()

    refused = AuditEvent.objects.filter(action="accounts.sign_in.refused").order_by("pk")
    assert [event.subject for event in refused] == [officer.person.public_id, None]
    assert (
        AuditEvent.objects.filter(action="accounts.person.signed_in", actor=officer.person.public_id).count()
        == 1
    )


@pytest.mark.parametrize(
    ("address", "recorded"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("2001:0DB8:0000:0000:0000:0000:0000:0001", "2001:db8::1"),
        ("fe80::1%eth0", "fe80::1"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("", None),
        ("unix:", None),
        ("1" * 5000, None),
    ],
)
def test_staff_sign_in_from_anywhere_and_only_an_address_is_recorded(officer, address, recorded):
    browser = Browser(REMOTE_ADDR=address)

    response = try_to_sign_in(browser, officer.person.email, PASSWORD)

    assert response.status_code == 302
    event = AuditEvent.objects.get(action="accounts.person.signed_in")
    assert json.loads(bytes(event.leaf))["details"].get("address") == recorded


@pytest.mark.parametrize("field", ["login", "password"])
def test_a_field_that_was_sent_twice_is_refused_before_a_password_is_tried(officer, browser, field):
    fields = {"login": officer.person.email, "password": PASSWORD}
    before = argon2_limit.runs_so_far()

    response = browser.post("/sign-in/", {**fields, field: ["somebody@example.org", fields[field]]})

    assert response.status_code == 400
    assert "This was sent twice." in response.content.decode()
    assert argon2_limit.runs_so_far() == before


def test_bad_input_is_told_and_never_an_error(officer, browser):
    for email, password in [("", ""), ("x", "y"), ("a\x00b@example.org", "p\x00q"), ("a" * 5000, "b" * 5000)]:
        assert try_to_sign_in(browser, email, password).status_code == 400


@pytest.mark.parametrize(
    ("email", "password", "told"),
    [
        (
            "a\x00b@example.org",
            "p\x00q",
            [
                "Type an e-mail address like name@example.org.",
                "This has characters that no password here has. Type your password again.",
            ],
        ),
        (
            f"name@{'a.' * 150}org",
            "b" * 300,
            [
                "This is too long for an e-mail address. Check it.",
                "This is longer than any password here. Type your password again.",
            ],
        ),
    ],
)
def test_each_field_tells_one_thing_in_our_words(browser, email, password, told):
    response = try_to_sign_in(browser, email, password)

    errors = response.context["form"].errors
    assert [message for messages in errors.values() for message in messages] == told
    assert password.encode() not in response.content


def test_an_endless_reply_code_is_told_in_our_words(browser):
    response = browser.post("/reply/", {"code": "K" * 5000})

    assert response.context["form"].errors["code"] == ["This is longer than any reply code. Check it."]
