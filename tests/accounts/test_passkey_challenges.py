"""A passkey's challenge is answered once, soon, in its own session and for its own purpose."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.utils import timezone

from accounts.models import Challenge, Session
from audit.models import AuditEvent
from tests.accounts.devices import (
    OPTIONS,
    SIGN_IN,
    Device,
    add_passkey,
    options,
    sign_in,
    to_bytes,
    to_text,
)
from tests.people import Browser


@pytest.mark.parametrize("counts", [True, False])
def test_an_answer_counts_once(account, counts):
    device = add_passkey(account.signs_in(), Device(counts=counts))
    browser, copied = Browser(), Browser()
    answer = device.signs(options(browser, "sign_in"))
    # With the secret against forged forms that the challenge was made for.
    copied.cookies.update(browser.cookies)
    assert browser.post(SIGN_IN, answer).status_code == 302

    assert copied.post(SIGN_IN, answer).status_code == 400


def test_a_challenge_of_another_session_is_refused(device):
    theirs, own = Browser(), Browser()
    options(own, "sign_in")

    answer = device.signs(options(theirs, "sign_in"))

    assert own.post(SIGN_IN, answer).status_code == 400
    assert Browser().post(SIGN_IN, answer).status_code == 400
    assert theirs.post(SIGN_IN, answer).status_code == 302


@pytest.mark.parametrize("place", [0, 7, 8, 39, 40, 71])
def test_a_challenge_that_somebody_made_themselves_or_lengthened_is_refused(device, place):
    browser = Browser()
    asked = options(browser, "sign_in")
    changed = bytearray(to_bytes(asked["challenge"]))
    changed[place] ^= 1

    longer = {**asked, "challenge": to_text(to_bytes(asked["challenge"]) + b"0")}
    answers = [device.signs({**asked, "challenge": to_text(bytes(changed))}), device.signs(longer)]

    assert [browser.post(SIGN_IN, answer).status_code for answer in answers] == [400, 400]


@pytest.mark.parametrize("purpose", ["proof", "new"])
def test_a_challenge_for_something_else_is_refused(account, device, purpose):
    browser = account.signs_in()

    answer = device.signs(options(browser, purpose))

    assert browser.post(SIGN_IN, answer).status_code == 400
    assert browser.post(SIGN_IN, device.signs(options(browser, "sign_in"))).status_code == 302


def test_a_challenge_is_soon_over(device):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        browser = Browser()
        answer = device.signs(options(browser, "sign_in"))
        clock.shift(settings.CHALLENGE_LASTS)

        assert browser.post(SIGN_IN, answer).status_code == 400


@pytest.mark.django_db(transaction=True)
def test_of_two_who_come_with_one_challenge_one_comes_in(account):
    device = add_passkey(account.signs_in(), Device(counts=False))
    browser = Browser()
    answer = device.signs(options(browser, "sign_in"))
    key = browser.cookies[settings.CSRF_COOKIE_NAME].value

    def come(_: int) -> int:
        copied = Browser()
        copied.cookies[settings.CSRF_COOKIE_NAME] = key
        try:
            return int(copied.post(SIGN_IN, answer).status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        statuses = sorted(pool.map(come, range(4)))

    assert statuses == [302, 400, 400, 400]


@pytest.mark.parametrize("purpose", ["", "nonsense", "second_step", "proof", "new"])
def test_a_stranger_gets_challenges_for_signing_in_only(db, purpose):
    assert Browser().post(OPTIONS, {"purpose": purpose}).status_code == 400
    assert not Challenge.objects.exists()


def test_whoever_only_asks_or_answers_wrongly_fills_no_table_and_keeps_nobody_out(device, settings):
    settings.LIMITS = {**settings.LIMITS, "passkey": (2, 900)}
    stranger, sessions = Browser(), Session.objects.count()

    for _ in range(4):
        stranger.post(SIGN_IN, Device().signs(options(stranger, "sign_in")))
        stranger.post(SIGN_IN, {"credential": "{}"})

    assert Session.objects.count() == sessions
    # Of the one that was answered when the passkey was made.
    assert Challenge.objects.count() == 1
    assert AuditEvent.objects.filter(action="accounts.passkey.refused").count() == 2
    assert sign_in(device)[1].status_code == 302
