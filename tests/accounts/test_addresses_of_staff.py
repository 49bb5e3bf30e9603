"""Somebody of the agency changes their address: with a code from both mailboxes, or by an administrator."""

from typing import Any

import pytest

from accounts.models import AddressChange, Person, Role
from accounts.models.factors import Authenticator
from accounts.services import access
from audit.models import AuditEvent
from notices.models import Notice
from tests.people import (
    NEW_PASSWORD,
    PASSWORD,
    Account,
    Browser,
    Staff,
    mailed_secret_of,
    make_member,
)

pytestmark = pytest.mark.django_db

PAGE = "/account/address/"
NEW = "new.address@example.net"


@pytest.fixture
def desk(administrator: Staff) -> Browser:
    """The administrator, signed in."""
    return administrator.signs_in()


def ask(staff: Staff, email: str = NEW) -> Any:
    return staff.signs_in().post(PAGE, {"email": email})


def start(desk: Browser, staff: Staff, email: str = NEW) -> Any:
    return desk.post(f"/administration/people/{staff.person.public_id}/address/", {"email": email})


def code_at(address: str) -> str:
    """Give the code that the newest mail to this address carries."""
    kinds = ["confirm_address", "confirm_former_address"]
    return mailed_secret_of(Notice.objects.filter(address=address, kind__in=kinds).latest("pk"))


def confirm(code: str, password: str = PASSWORD) -> Any:
    return Browser().post("/account/confirm/", {"code": code, "password": password})


def address_of(staff: Staff) -> str:
    return str(Person.objects.get(pk=staff.person.pk).email)


@pytest.mark.parametrize("first", ["new", "former"])
def test_it_changes_with_both_codes_in_any_order_and_both_are_told(officer: Staff, first: str):
    former = str(officer.person.email)
    asked = ask(officer)
    codes = [code_at(NEW), code_at(former)]
    if first == "former":
        codes.reverse()

    half = confirm(codes[0])
    between = address_of(officer)
    whole = confirm(codes[1])

    assert asked.status_code == 302
    assert half["Location"] == "/sign-in/?address=other_missing"
    assert between == former
    assert whole["Location"] == "/sign-in/?address=to_sign_in"
    assert address_of(officer) == NEW
    told = Notice.objects.filter(kind="address_changed").values_list("address", flat=True)
    assert sorted(told) == sorted([former, NEW])
    assert confirm(codes[0]).status_code == 400


def test_one_code_twice_is_not_two(officer: Staff):
    ask(officer)
    code = code_at(NEW)

    answers = [confirm(code)["Location"] for _ in range(2)]

    assert answers == ["/sign-in/?address=other_missing"] * 2
    assert address_of(officer) != NEW


def test_no_session_begins_with_it_so_that_nobody_gets_round_the_second_step(
    officer: Staff, account: Account
):
    ask(officer)
    browser = Browser()
    for code in (code_at(NEW), code_at(str(officer.person.email))):
        browser.post("/account/confirm/", {"code": code, "password": PASSWORD})
    account.signs_in().post(PAGE, {"email": "other@example.net"})
    Authenticator.objects.create(
        person=account.person, sealed_secret=b"sealed", confirmed_at=account.person.created_at
    )
    theirs = confirm(code_at("other@example.net"))

    assert browser.get("/mailbox/").status_code == 302
    assert theirs["Location"] == "/sign-in/?address=to_sign_in"


def test_the_pages_say_which_mails_to_look_for(officer: Staff):
    browser = officer.signs_in()
    before = browser.get(PAGE).content.decode()
    browser.post(PAGE, {"email": NEW})

    page = browser.get(PAGE).content.decode()

    assert "one to the address that you have now" in before
    assert "Follow the links in both mails" in page
    assert "Change your e-mail address" in browser.get("/account/").content.decode()
    assert "Now follow the link" in Browser().get("/sign-in/?address=other_missing").content.decode()


def test_the_old_mailbox_gets_a_mail_of_its_own(officer: Staff, mail_server, worker):
    ask(officer)
    worker()

    [mail] = [mail for mail in mail_server.mails if mail["To"] == officer.person.email]
    text = " ".join(mail.get_body(["plain"]).get_content().split())
    assert "with another e-mail address than this one" in text
    assert "tell an administrator" in text
    assert NEW not in text


def test_an_administrator_starts_it_and_the_person_confirms_with_their_own_password(
    desk: Browser, officer: Staff, administrator: Staff
):
    started = start(desk, officer)
    page = desk.get(started["Location"]).content.decode()
    wrong = confirm(code_at(NEW), NEW_PASSWORD)
    right = confirm(code_at(NEW))

    assert "The code is on its way" in page
    assert wrong.status_code == 400
    assert right["Location"] == "/sign-in/?address=to_sign_in"
    assert address_of(officer) == NEW
    assert not Notice.objects.filter(kind="confirm_former_address").exists()
    asked = AuditEvent.objects.get(action="accounts.address_change.asked_for")
    assert (asked.actor, asked.subject) == (administrator.person.public_id, officer.person.public_id)


def test_a_reset_goes_to_the_address_of_before_until_the_person_has_confirmed(desk: Browser, officer: Staff):
    former = str(officer.person.email)
    start(desk, officer, "the.administrators.own@example.net")

    desk.post(f"/administration/people/{officer.person.public_id}/reset/")

    assert address_of(officer) == former


def test_what_a_disabled_administrator_started_confirms_nothing(
    desk: Browser, officer: Staff, administrator: Staff
):
    second = make_member(Role.ADMINISTRATOR, "second-administrator@example.org")
    start(desk, officer)

    access.disable(actor=second.person, person=administrator.person)

    assert confirm(code_at(NEW)).status_code == 400
    assert address_of(officer) != NEW


@pytest.mark.parametrize("who", ["officer", "supervisor", "auditor", "administrator"])
def test_nobody_else_starts_one_and_no_administrator_their_own(request: Any, officer: Staff, who: str):
    staff: Staff = request.getfixturevalue(who)
    about = staff if who == "administrator" else officer

    response = start(staff.signs_in(), about)

    assert response.status_code == (409 if who == "administrator" else 404)
    assert not AddressChange.objects.exists()


@pytest.mark.parametrize("wrong", ["", "nobody", "first-officer@example.org", "w\u00ebb@example.org"])
def test_a_wrong_address_is_told_and_stays_in_the_field(desk: Browser, officer: Staff, wrong: str):
    answers = [start(desk, officer, wrong), ask(officer, wrong)]

    assert [answer.status_code for answer in answers] == [400, 400]
    assert all("There is a problem" in answer.content.decode() for answer in answers)
    assert not AddressChange.objects.exists()
