"""A passkey that a reset has left dormant opens again what it opened before, and signs nobody in."""

from typing import Any

import pytest

from accounts.models import Authenticator, Passkey
from audit.actions import Action
from audit.models import AuditEvent
from keys.models import Slot
from keys.queries import holders_of
from notices.models import Notice
from tests.accounts.codes import add_app
from tests.accounts.devices import NEW, Device, add_passkey, options, sign_in, to_text
from tests.accounts.test_recovery_codes import make_code
from tests.people import Account, Browser, Staff, begin_anew, signs_in_anew
from tests.recorded import times_recorded

pytestmark = pytest.mark.django_db
EARLIER = "/account/earlier/"
WORDS = "The words of an account."


def opens(browser: Browser, device: Device, **changed: str) -> Any:
    """Use a passkey on the page of earlier messages."""
    answer = device.signs(options(browser, "earlier"))
    return browser.post(EARLIER, {**answer, **changed})


def events(action: str) -> int:
    return AuditEvent.objects.filter(action=action).count()


def reads(account: Account, browser: Browser) -> bool:
    return WORDS in browser.get(account.thread.get_absolute_url()).content.decode()


@pytest.fixture
def device(account: Account) -> Device:
    """The account's device, with a passkey that unlocked before the account began anew."""
    device = add_passkey(account.signs_in())
    begin_anew(account.person)
    return device


def test_a_passkey_of_before_opens_what_was_locked(account: Account, device: Device):
    browser = signs_in_anew(account.email)
    told = browser.get("/account/").content.decode()
    asked = browser.get(EARLIER).content.decode()
    before = reads(account, browser)

    opened = opens(browser, device)

    assert f'href="{EARLIER}"' in told
    assert "a device with a passkey" in told
    assert 'data-passkey="earlier"' in asked
    assert not before
    assert opened["Location"] == "/threads/?opened=1"
    assert reads(account, browser)
    assert not Slot.objects.filter(person=account.person.public_id, dormant_at__isnull=False).exists()
    assert browser.get(EARLIER).status_code == 404


def test_meanwhile_it_signs_in_and_the_new_password_unlocks(account: Account, device: Device):
    _, response = sign_in(device)

    assert response["Location"] == "/sign-in/second/"
    assert Passkey.objects.get().dormant_at is None


@pytest.mark.parametrize("secret", ["", "x", "A" * 43, "!" * 43])
def test_without_the_right_secret_nothing_opens_and_the_words_say_where_to_try(
    account: Account, device: Device, secret: str
):
    browser = signs_in_anew(account.email)

    refused = opens(browser, device, secret=secret)

    assert refused.status_code == 400
    assert "in this browser" in refused.content.decode()
    assert not reads(account, browser)
    assert events("accounts.old_secret.refused") == 1
    assert opens(browser, device).status_code == 302


@pytest.mark.parametrize("sent", ["", "{}", "[]", "null", "x" * 30_000])
def test_what_is_no_answer_is_told_and_never_an_error(account: Account, device: Device, sent: str):
    browser = signs_in_anew(account.email)
    options(browser, "earlier")

    assert browser.post(EARLIER, {"credential": sent, "secret": "A" * 43}).status_code == 400
    assert browser.post(EARLIER, {"credential": [sent, sent]}).status_code == 400


def test_a_passkey_of_somebody_else_opens_nothing_whatever_its_row_says(
    account: Account, officer: Staff, device: Device
):
    thief = add_passkey(officer.signs_in())
    browser = signs_in_anew(account.email)

    refused = opens(browser, thief, secret=device.secret(options(browser, "earlier")))
    Passkey.objects.filter(credential_id=thief.credential_id).update(person=account.person)
    moved = opens(browser, thief)

    assert [refused.status_code, moved.status_code] == [400, 400]
    assert not reads(account, browser)


def test_a_challenge_for_something_else_opens_nothing(account: Account, device: Device):
    browser = signs_in_anew(account.email)

    refused = browser.post(EARLIER, device.signs(options(browser, "proof")))
    stranger = Browser().post("/passkeys/options/", {"purpose": "earlier"})

    assert [refused.status_code, stranger.status_code] == [400, 400]
    assert not reads(account, browser)


def test_wrong_passkeys_count_with_wrong_passwords(account: Account, device: Device, settings: Any):
    settings.LIMITS = {**settings.LIMITS, "old_secret": (2, 86400)}
    browser = signs_in_anew(account.email)
    opens(browser, device, secret="A" * 43)
    browser.post(EARLIER, {"secret": "none of theirs"})

    slowed = opens(browser, device)

    assert slowed.status_code == 429
    assert slowed["Retry-After"]


def test_after_a_reset_that_an_administrator_started_it_signs_nobody_in_and_still_opens(
    officer: Staff, colleague: Staff, administrator: Staff, thread: Any, unit: Any, settings: Any
):
    settings.STAFF_NEED_SECOND_FACTOR = True
    browser = officer.signs_in()
    device, plain = add_passkey(browser), add_passkey(browser, Device(has_secret=False))
    add_app(browser)
    begin_anew(officer.person, started_by=administrator.person)

    refused = [sign_in(each)[1].status_code for each in (device, plain)]
    again = signs_in_anew(str(officer.person.email))
    asked = [again.get(path) for path in ("/mailbox/", NEW, EARLIER)]
    opened = opens(again, device)
    closed = again.get("/mailbox/")["Location"]
    add_passkey(again)

    assert refused == [400, 400]
    assert asked[0]["Location"] == "/account/second-factor/"
    assert "makes no new one yet" in asked[1].content.decode()
    assert asked[2].status_code == 200
    assert opened["Location"] == "/start/"
    assert closed == "/account/second-factor/"
    assert "My refund" in again.get(thread.get_absolute_url()).content.decode()
    assert holders_of([unit.public_id]) == {
        unit.public_id: {officer.person.public_id, colleague.person.public_id}
    }
    assert times_recorded(Action.PASSKEY_RETIRED, Action.PASSKEY_REMOVED) == [1, 2]
    told = Notice.objects.filter(kind="factor_removed", person=officer.person.public_id)
    assert told.count() == 3
    assert not Authenticator.objects.exists()
    assert Passkey.objects.get().dormant_at is None


def test_a_dormant_passkey_is_no_factor_and_its_device_makes_no_other_one(
    account: Account, administrator: Staff, settings: Any
):
    device = add_passkey(account.signs_in())
    begin_anew(account.person, started_by=administrator.person)
    browser = signs_in_anew(account.email)

    excluded = [entry["id"] for entry in options(browser, "new")["excludeCredentials"]]
    asked = options(browser, "proof")
    page = browser.get("/account/").content.decode()

    assert excluded == [to_text(device.credential_id)]
    assert "allowCredentials" not in asked
    assert "These passkeys sign nobody in any more" in page
    assert page.count("Remove “My phone”") == 1


def test_removing_says_what_dies_also_what_is_locked(account: Account, administrator: Staff):
    """Three passkeys: one that unlocks, one that only signs in, and one that waits for what is locked."""
    begun = account.signs_in()
    add_passkey(begun)
    begin_anew(account.person, started_by=administrator.person)
    browser = signs_in_anew(account.email)
    add_passkey(browser)
    add_passkey(browser, Device(has_secret=False))
    dormant, unlocking, plain = (
        f"/account/passkeys/{passkey.public_id}/remove/" for passkey in Passkey.objects.order_by("pk")
    )

    said = {path: browser.get(path).content.decode() for path in (dormant, unlocking, plain)}
    Slot.objects.filter(dormant_at__isnull=False).exclude(kind="passkey").delete()
    last = browser.get(dormant).content.decode()
    removed = browser.post(dormant)

    assert "signs nobody in any more" in said[dormant]
    assert "Your earlier messages are still locked" in said[dormant]
    assert "Nothing else that you had before" not in said[dormant]
    assert "Nothing else that you had before opens them" in last
    assert "neither signs you in nor opens your messages" in said[unlocking]
    assert "Only your password opens your account then" in said[unlocking]
    assert "does not sign you in any more" in said[plain]
    assert "Only your password opens" not in said[plain]
    assert all("still locked" not in said[path] for path in (unlocking, plain))
    assert removed["Location"] == "/account/"
    assert browser.get(EARLIER).status_code == 404


def test_a_recovery_code_of_now_goes_and_one_of_before_goes_on_waiting(account: Account):
    old = make_code(account.signs_in())
    begin_anew(account.person)
    browser = signs_in_anew(account.email)
    make_code(browser)

    asked = browser.get("/account/recovery-code/remove/").content.decode()
    browser.post("/account/recovery-code/remove/")
    add_app(browser)
    opened = browser.post(EARLIER, {"secret": old})

    assert "Only your password opens your account then" in asked
    assert opened.status_code == 302
    assert reads(account, browser)
