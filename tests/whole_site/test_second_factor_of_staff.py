"""Staff open nothing by a password alone: their first sign-in leads to setting up a second factor."""

import re

import pytest

from accounts.checks import check_staff_need_second_factor
from tests.accounts.codes import APP, add_app, give_password, scan
from tests.accounts.devices import Device, add_passkey, sign_in
from tests.accounts.test_invitations import OWN_PASSWORD, invite
from tests.people import Browser
from tests.whole_site.addresses import every_address
from tests.whole_site.conftest import Agency

SET_UP = "/account/second-factor/"
OPEN = {
    "second_factor",
    "passkey_new",
    "authenticator_new",
    "authenticator",
    "earlier_keys",
    "prove",
    "sign_out",
}
STAFF = ["officer", "colleague", "other unit", "supervisor", "records officer", "auditor", "administrator"]


@pytest.fixture
def required(settings):
    """A portal that is not the demo."""
    settings.STAFF_NEED_SECOND_FACTOR = True


def paths_behind_sign_in(agency: Agency) -> list[str]:
    """List the addresses that ask for sign-in, filled in with ids that are there."""
    about = str(agency.thread.public_id)
    return [
        "/" + re.sub(r"<uuid:\w+>", about, address.route)
        for address in every_address()
        if not address.is_public and address.name not in OPEN and "<slug" not in address.route
    ]


@pytest.mark.parametrize("role", STAFF)
def test_without_one_every_page_leads_to_setting_it_up(agency: Agency, settings, role: str):
    browser = agency.browser_of(role)
    settings.STAFF_NEED_SECOND_FACTOR = True

    answers = {path: browser.get(path) for path in paths_behind_sign_in(agency)}

    assert len(answers) > 20
    assert {answer.headers.get("Location") for answer in answers.values()} == {SET_UP}
    posted = browser.post(agency.thread_url(), {"text": "Words", "action": "send"})
    assert posted["Location"] == SET_UP
    assert "Set up your second factor" in browser.get(SET_UP).content.decode()
    assert browser.post("/sign-out/")["Location"] == "/signed-out/"


@pytest.mark.usefixtures("required")
def test_a_passkey_opens_everything_at_once_and_from_then_on(officer):
    browser = officer.signs_in()
    assert browser.get("/mailbox/")["Location"] == SET_UP

    device = add_passkey(browser)

    assert browser.get("/mailbox/").status_code == 200
    again, response = sign_in(device)
    assert response["Location"] == "/start/"
    assert again.get("/mailbox/").status_code == 200


@pytest.mark.usefixtures("required")
def test_an_app_opens_everything_at_once_and_from_then_on(officer):
    browser = officer.signs_in()

    app = add_app(browser)

    assert browser.get("/mailbox/").status_code == 200
    again = give_password(officer)
    again.post("/sign-in/second/", {"way": "one_time_code", "code": app.code()})
    assert again.get("/mailbox/").status_code == 200


@pytest.mark.usefixtures("required")
def test_beginning_to_set_up_opens_nothing(officer):
    browser = officer.signs_in()

    scan(browser)
    browser.post(APP, {"code": "000000"})

    assert browser.get("/mailbox/")["Location"] == SET_UP


@pytest.mark.usefixtures("required")
def test_a_passkey_of_staff_is_asked_for_after_the_password(officer):
    device = add_passkey(officer.signs_in(), Device(has_secret=False))

    browser = give_password(officer)

    assert browser.get("/mailbox/")["Location"].startswith("/sign-in/")
    assert sign_in(device)[1]["Location"] == "/sign-in/second/"


@pytest.mark.usefixtures("required")
def test_the_last_second_factor_of_staff_stays(officer):
    browser = officer.signs_in()
    add_app(browser)

    refused = browser.post("/account/app/remove/")
    add_passkey(browser)
    removed = browser.post("/account/app/remove/")

    assert refused.status_code == 409
    assert "You need a second factor" in refused.content.decode()
    assert removed["Location"] == "/account/"


@pytest.mark.usefixtures("required")
def test_a_session_from_before_says_to_sign_in_with_the_factor(officer):
    before, browser = officer.signs_in(), officer.signs_in()
    add_app(browser)
    before = give_password(officer, before)

    assert before.get(SET_UP).status_code == 302


@pytest.mark.usefixtures("required")
def test_the_public_is_not_asked_for_one(account, taxpayer):
    assert account.signs_in().get("/account/").status_code == 200
    assert taxpayer.opens_with_code().get(taxpayer.thread.get_absolute_url()).status_code == 200
    assert account.signs_in().get(SET_UP).status_code == 404


@pytest.mark.usefixtures("required")
def test_public_pages_stay_open(officer):
    browser: Browser = officer.signs_in()

    assert [browser.get(path).status_code for path in ("/", "/privacy/", "/notice/")] == [200, 200, 200]


def test_a_portal_that_needs_none_is_not_deployed(settings):
    assert [error.id for error in check_staff_need_second_factor(None)] == ["accounts.E001"]
    settings.DEMO = True
    assert check_staff_need_second_factor(None) == []


@pytest.mark.usefixtures("required")
@pytest.mark.parametrize("add", [add_passkey, add_app])
def test_whoever_takes_up_an_invitation_adds_one_before_anything_opens(
    administrator, mail_server, worker, add
):
    mailed = invite(administrator, mail_server, worker)
    browser = Browser()
    told = browser.get("/invitation/").content.decode()

    taken_up = browser.post("/invitation/", mailed.form())
    refused = [
        browser.get(path).get("Location") for path in ("/start/", "/mailbox/", "/account/", "/your-key/")
    ]
    add_factor = browser.get(SET_UP).content.decode()
    add(browser)

    assert "has you set up a second factor" in told
    assert taken_up["Location"] == "/start/"
    assert refused == [SET_UP] * 4
    assert "Add a passkey" in add_factor
    assert browser.get("/account/").status_code == 200
    assert browser.get("/start/")["Location"] != SET_UP


@pytest.mark.usefixtures("required")
def test_whoever_leaves_before_adding_one_is_asked_again_at_the_next_sign_in(
    administrator, mail_server, worker
):
    mailed = invite(administrator, mail_server, worker)
    Browser().post("/invitation/", mailed.form())

    again = Browser()
    again.post("/sign-in/", {"login": "new@example.org", "password": OWN_PASSWORD})

    assert again.get("/start/")["Location"] == SET_UP
    assert again.get(SET_UP).status_code == 200
