"""The password of a new account: what is asked of it, what it costs, and what keeps it whole."""

import re
from contextlib import ExitStack

import pytest

from accounts.models import UnconfirmedAddress
from keys import argon2_limit
from keys.models import Slot
from tests.accounts.new_accounts import EMAIL, NEW, confirm, try_to_sign_in
from tests.people import PASSWORD, ask_for_account, mailed_code


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
    # The script is told what is foreseeable, but not whose code this is: it may be in other hands.
    assert "data-foreseen" in page
    assert taxpayer.person.notice_address not in page


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
