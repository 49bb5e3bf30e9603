"""What people show to get in is nowhere in clear: passwords, codes, the secrets of apps and of passkeys."""

from typing import Any

import pytest

from tests.accounts.codes import SECOND, App, add_app, give_password, scan
from tests.accounts.devices import Device, add_passkey, options, sign_in
from tests.people import NEW_PASSWORD, Account, Browser, Staff, begin_anew
from tests.real_servers import Redis
from tests.whole_site.canary.spreading import Delivery, Spread
from tests.whole_site.leaks import Place, leaks, stored_places

pytestmark = pytest.mark.django_db(transaction=True)


def shown_code(page: bytes) -> str:
    """Read the recovery code of the page that shows it."""
    return page.decode().split('id="recovery-code"', 1)[1].split(">", 1)[1].split("<", 1)[0].strip()


def test_what_people_show_to_get_in_is_nowhere_in_clear(
    account: Account, officer: Staff, delivery: Delivery, own_redis: Redis | None, log_output: Any
) -> None:
    spread = Spread()
    spread.secret("password", account.password)
    browser = account.signs_in()

    # A recovery code, made and replaced by its use.
    browser.post("/account/recovery-code/new/")
    code = shown_code(browser.get("/account/recovery-code/").content)
    spread.secret("recovery code", code)
    # A passkey whose device computes a secret, used for each of its purposes.
    device = add_passkey(browser)
    secret = device.secret(options(Browser(), "sign_in"))
    spread.secret("secret of a passkey", secret)
    spread.secret("seed of a passkey", device.seed.hex())
    assert sign_in(device)[1].status_code == 302
    assert browser.post("/prove/", proof(device, browser)).status_code == 302
    # An app, a code of it at the second step, and wrong things at each.
    app = add_app(browser)
    spread.secret("secret of an app", app.secret)
    waiting: App = scan(officer.signs_in())
    spread.secret("secret of an app that waits", waiting.secret)
    half = give_password(account)
    wrong = spread.secret("wrong password")
    refused = [
        half.post(SECOND, {"way": "one_time_code", "code": spread.secret("wrong code")[:20]}),
        half.post(SECOND, {"way": "password", "password": wrong}),
        Browser().post("/sign-in/", {"login": account.email, "password": wrong}),
        browser.post("/account/app/remove/", {"password": wrong}),
    ]
    assert half.post(SECOND, {"way": "one_time_code", "code": app.code()}).status_code == 302
    new = spread.secret("new password") + " and more"
    assert (
        browser.post("/account/password/", {"current": account.password, "password": new}).status_code == 302
    )
    # The passkey once more, when its person has begun anew: it signs in, and opens what is locked.
    begin_anew(account.person)
    anew, _ = sign_in(device)
    assert anew.post(SECOND, {"way": "password", "password": NEW_PASSWORD}).status_code == 302
    other = add_passkey(anew, Device(has_secret=False))
    answer = other.signs(options(anew, "open"))
    refused.append(anew.post("/account/passkeys/open/", {**answer, "secret": secret[:-1]}))
    answer = device.signs(options(anew, "earlier"))
    assert anew.post("/account/earlier/", answer).status_code == 302
    delivery.work()
    said = log_output()

    assert [answer.status_code for answer in refused[2:]] == [400, 400, 400]
    places = [*stored_places(), *delivery.places(), Place("log", said.encode())]
    assert leaks(spread.secrets, places) == []
    typed = ("password", "secret of a passkey")
    passwords = [canary for canary in spread.secrets if any(word in canary.put_into for word in typed)]
    assert leaks(passwords, [Place("page", answer.content) for answer in refused]) == []


def proof(device: Any, browser: Browser) -> dict[str, str]:
    """Sign a challenge as a proof, as the page posts it."""
    signed = device.signs(options(browser, "proof"))
    return {f"proof-{name}": value for name, value in signed.items()}
