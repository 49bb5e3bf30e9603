"""What lets somebody else in for good asks if it is still the same person; each POST says whether it does."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from messaging.models import Regrant
from tests.accounts.codes import add_app
from tests.accounts.devices import add_passkey
from tests.people import Account, Browser
from tests.whole_site.addresses import every_address
from tests.whole_site.conftest import Agency
from tests.whole_site.test_role_matrix import expected, form_of, path_of


def names(text: str) -> set[str]:
    """Read names of addresses."""
    return set(text.split())


# A new address that takes a POST goes into one of the three. It asks when it changes who gets into an account
# or a unit, who reads what, or how words may leave; also for whoever sits down at a desk that was left.
ASKS = names(
    """
    agency_identity authenticator authenticator_new change_address end_reply_code invite_again
    member_end move passkey_new passkey_remove person_address person_agree person_disable person_enable
    person_invite person_refuse person_renew person_reset person_revoke person_role person_sign_out
    proposal recovery_code_new recovery_code_remove regrant regrant_letter representative_new unit
    unit_new unit_notice_links unit_plain_email unit_screening
    """
)

# Their own form asks for the password, however lately it was shown.
ASKS_FOR_THE_PASSWORD = {"authenticator_remove", "change_password", "password_known"}

# What begins or ends a session, writes, reads or takes something away from nobody but its own person.
ASKS_NOBODY = names(
    """
    account_login add_thread ask_for_link comment confirm_account confirm_address deliveries_again
    delivery_again demo_mail_clear earlier_keys end_other_sessions end_session follow_link forgotten
    halves incoming_mail incoming_thread invitation invite invited invited_code keep_address
    locked_threads make_account new_password notice notice_address own_language passkey_options
    passkey_sign_in person_pin proposal_refuse proposal_withdraw prove recovery recovery_code release
    reply representative_end revoke_invitation second_step send_confirmation sign_in sign_out thread
    thread_check thread_restrict topic topic_new topic_stay unreached_entry withdraw_address
    """
)

# Whoever may press the button of such a page.
WHO = ("account", "officer", "supervisor", "administrator")


def posts() -> set[str]:
    """Name every address that takes a POST of anybody; one that takes none answers 405."""
    cells = [cell for role in (*WHO, "anonymous") for cell in expected(role).items()]
    refused = {name for (method, name), outcome in cells if method == "POST" and outcome == "405"}
    return {name for (method, name), _ in cells if method == "POST"} - refused


def filled(name: str, agency: Agency) -> dict[str, str]:
    """Fill in the form of an address, where it is looked at before the question."""
    forms = {
        "unit": {"email": "leaver@example.org"},
        "regrant": {"key_id": "0" * 32, "way": Regrant.Way.values[0], "reason": "Their passport"},
    }
    return forms.get(name) or form_of(name, agency)


@pytest.fixture
def left(agency: Agency, account: Account, settings: Any) -> dict[str, Browser]:
    """Browsers of everybody who may change something, ten minutes after they last showed who they are."""
    settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID = "https://id.example.org", "portal"
    with time_machine.travel(timezone.now() - settings.PROOF_LASTS - timedelta(seconds=1), tick=False):
        browsers = {role: agency.browser_of(role) for role in WHO}
        browsers["account"].post("/account/recovery-code/new/")
        add_passkey(browsers["account"])
        add_app(browsers["account"])
    return browsers


def test_every_address_that_takes_a_post_says_whether_it_asks():
    listed = [ASKS, ASKS_FOR_THE_PASSWORD, ASKS_NOBODY]

    assert posts() - set().union(*listed) == set()
    assert sum(map(len, listed)) == len(set().union(*listed))


@pytest.mark.urls("tests.whole_site.demo_urls")
def test_what_changes_who_gets_in_asks_first_and_nothing_else_does(
    agency: Agency, left: dict[str, Browser], account: Account
):
    routes = {address.name: address.route for address in every_address()}
    passkey = f"/account/passkeys/{account.person.passkeys.get().public_id}/remove/"
    asked = set()

    for name in sorted(posts() - {"sign_out"}):
        path = passkey if name == "passkey_remove" else path_of(name, routes[name], agency)
        for browser in left.values():
            answer = browser.post(path, filled(name, agency))
            if answer.status_code == 403 and any(
                used.name == "accounts/prove.html" for used in answer.templates
            ):
                asked.add(name)

    assert asked == ASKS & posts()


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/account/app/remove/", {}),
        ("/account/password/", {"password": "eleven purple kettles sing"}),
        ("/account/password/known/", {"password": "eleven purple kettles sing"}),
    ],
)
def test_what_asks_for_the_password_itself_does_nothing_without(
    left: dict[str, Browser], account: Account, path: str, fields: dict[str, str]
):
    answer = left["account"].post(path, fields)

    assert answer.status_code == 400
    assert "Type your password." in answer.content.decode()
    assert account.person.authenticators.filter(confirmed_at__isnull=False).exists()
