"""Passkeys in a real browser, with a device that computes a secret and one that does not."""

from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Page

from accounts.models import Passkey
from keys.models import Slot
from tests.browser.conftest import Chrome
from tests.browser.devices import give_device
from tests.people import NEW_PASSWORD, PASSWORD, Account, Staff, begin_anew


@dataclass
class Window:
    """A window whose computer has a device for passkeys built in."""

    page: Page
    protocol: CDPSession
    device: str

    def credentials(self) -> list[dict[str, Any]]:
        """Look into the device."""
        answer = self.protocol.send("WebAuthn.getCredentials", {"authenticatorId": self.device})
        return list(answer["credentials"])

    def signs_in_by_password(self, email: str, password: str = PASSWORD) -> None:
        """Sign in as before."""
        self.page.goto("/sign-in/")
        self.page.locator("#id_login").fill(email)
        self.page.locator("#id_password").fill(password)
        self.page.locator("#password-way button[type=submit]").click()
        self.page.wait_for_url(lambda url: "/sign-in/" not in url)

    def adds_passkey(self) -> None:
        """Add a passkey through the page."""
        self.page.goto("/account/passkeys/new/")
        self.page.locator("#id_label").fill("My laptop")
        self.page.get_by_role("button", name="Make the passkey").click()
        self.page.wait_for_url("**/account/?passkey=*")

    def signs_out(self) -> None:
        """Sign out."""
        self.page.locator(".nav-person button").click()
        self.page.wait_for_url("**/signed-out/")

    def touches(self) -> None:
        """Sign in with the passkey."""
        self.page.goto("/sign-in/")
        self.page.get_by_role("button", name="Sign in with a passkey").click()


@pytest.fixture
def open_window(chrome: Chrome, settings: Any) -> Any:
    """Open windows on computers with a device; `has_secret` says whether it computes secrets."""
    settings.SITE_URL = chrome.site

    def opened(*, has_secret: bool) -> Window:
        page = chrome.window()
        return Window(page, *give_device(page, has_secret=has_secret))

    return opened


def test_one_touch_signs_in_and_opens_everything(account: Account, open_window: Any):
    window = open_window(has_secret=True)
    window.signs_in_by_password(account.email)

    window.adds_passkey()
    told = window.page.locator("main").inner_text()
    window.signs_out()
    window.touches()
    window.page.wait_for_url("**/threads/**")
    window.page.goto(account.thread.get_absolute_url())

    assert "signs you in and opens your messages" in told
    assert "The words of an account." in window.page.locator("main").inner_text()
    assert Slot.objects.filter(kind="passkey").count() == 1
    assert [credential["isResidentCredential"] for credential in window.credentials()] == [True]


def test_without_a_secret_the_passkey_signs_in_and_the_password_unlocks(account: Account, open_window: Any):
    window = open_window(has_secret=False)
    window.signs_in_by_password(account.email)

    window.adds_passkey()
    told = window.page.locator("main").inner_text()
    window.signs_out()
    window.touches()
    window.page.wait_for_url("**/sign-in/second/")
    window.page.locator("#id_password_password").fill(PASSWORD)
    window.page.locator("main form.card button[type=submit]").click()
    window.page.wait_for_url("**/threads/**")
    window.page.goto(account.thread.get_absolute_url())

    assert "cannot open your messages by itself" in told
    assert "The words of an account." in window.page.locator("main").inner_text()
    assert Passkey.objects.count() == 1
    assert not Slot.objects.filter(kind="passkey").exists()


@pytest.mark.parametrize("has_secret", [True, False])
def test_a_passkey_of_before_opens_what_a_reset_has_locked_where_the_device_computes_a_secret(
    account: Account, open_window: Any, has_secret: bool
):
    window = open_window(has_secret=has_secret)
    window.signs_in_by_password(account.email)
    window.adds_passkey()
    if not has_secret:
        # Made where it computed a secret, and used in a browser that computes none.
        [passkey] = Passkey.objects.all()
        slot = Slot.objects.get(person=account.person.public_id, kind="password")
        slot.pk, slot.public_id, slot.kind, slot.verifier = None, passkey.public_id, "passkey", b""
        slot.save(force_insert=True)
    window.signs_out()
    begin_anew(account.person)

    window.signs_in_by_password(account.email, NEW_PASSWORD)
    window.page.goto("/account/earlier/")
    window.page.get_by_role("button", name="Use my passkey of before").click()
    if has_secret:
        window.page.wait_for_url("**/threads/?opened=1")
    else:
        window.page.wait_for_selector("text=opens none of your earlier messages in this browser")
    window.page.goto(account.thread.get_absolute_url())

    assert ("The words of an account." in window.page.locator("main").inner_text()) == has_secret


def test_after_new_keys_one_touch_lets_the_passkey_open_again(account: Account, open_window: Any):
    window = open_window(has_secret=True)
    page = window.page
    window.signs_in_by_password(account.email)
    window.adds_passkey()
    page.goto("/account/password/known/")
    page.locator("#id_password").fill(NEW_PASSWORD)
    page.locator("#id_current").fill(PASSWORD)
    page.get_by_role("button", name="Make new keys and change my password").click()
    page.wait_for_url("**/account/?renewed=1")

    page.get_by_role("link", name="Let it open them too").click()
    page.get_by_role("button", name="Use my passkey").click()
    page.wait_for_url("**/account/?passkey=unlocks")
    window.signs_out()
    window.touches()

    page.wait_for_url("**/threads/**")


def test_a_device_does_not_forget_a_passkey_that_waits_for_a_new_one(
    account: Account, administrator: Staff, open_window: Any
):
    window = open_window(has_secret=True)
    window.signs_in_by_password(account.email)
    window.adds_passkey()
    window.signs_out()
    begin_anew(account.person, started_by=administrator.person)
    [kept] = window.credentials()

    window.signs_in_by_password(account.email, NEW_PASSWORD)
    window.page.goto("/account/passkeys/new/")
    window.page.locator("#id_label").fill("My laptop again")
    window.page.get_by_role("button", name="Make the passkey").click()
    window.page.wait_for_selector("text=No passkey was made.")
    after_refusal = window.credentials()
    window.page.get_by_role("link", name="Open your earlier messages with it").click()
    window.page.get_by_role("button", name="Use my passkey of before").click()
    window.page.wait_for_url("**/threads/?opened=1")
    window.adds_passkey()

    assert [each["credentialId"] for each in after_refusal] == [kept["credentialId"]]
    assert [each["credentialId"] for each in window.credentials()] != [kept["credentialId"]]
    assert Passkey.objects.count() == 1


def test_staff_set_one_up_at_their_first_sign_in(officer: Staff, open_window: Any, settings: Any):
    settings.STAFF_NEED_SECOND_FACTOR = True
    window = open_window(has_secret=True)
    window.signs_in_by_password(str(officer.person.email))

    window.page.wait_for_url("**/account/second-factor/")
    window.page.locator("main").get_by_role("link", name="Add a passkey").click()
    window.adds_passkey()
    window.page.goto("/mailbox/")
    opened = window.page.title()
    window.signs_out()
    window.touches()
    window.page.wait_for_url("**/mailbox/")

    assert "Income Tax" in opened or "Mailbox" in opened


def test_a_passkey_is_first_only_for_whoever_has_used_one_here(account: Account, open_window: Any):
    window = open_window(has_secret=True)
    order = "[...document.querySelectorAll('main form')].map((form) => form.dataset.passkey || 'password')"
    window.page.goto("/sign-in/")
    before = window.page.evaluate(order)
    window.signs_in_by_password(account.email)
    window.adds_passkey()
    window.signs_out()

    window.page.goto("/sign-in/")

    assert before == ["password", "sign_in"]
    assert window.page.evaluate(order) == ["sign_in", "password"]


def test_who_has_no_passkey_is_told_and_signs_in_by_password(account: Account, open_window: Any):
    window = open_window(has_secret=True)
    window.touches()

    window.page.wait_for_selector("text=No passkey was used.")

    window.page.locator("#id_login").fill(account.email)
    window.page.locator("#id_password").fill(PASSWORD)
    window.page.locator("#password-way button[type=submit]").click()
    window.page.wait_for_url("**/threads/**")
