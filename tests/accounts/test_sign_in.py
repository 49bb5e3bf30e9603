"""Signing in with a password: who gets in, what is refused and how, and what is recorded."""

import json

import pytest
from django.conf import settings
from django.utils import timezone

from audit.models import AuditEvent
from keys import argon2_limit
from tests.people import PASSWORD, Browser


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
