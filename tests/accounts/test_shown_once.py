"""A PIN stays in reach of who made it: loading the page again shows it, and nobody else ever sees it."""

import re
from datetime import timedelta
from urllib.parse import quote

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from accounts.models import Invitation, Person, Role, Session
from accounts.sessions import SessionStore
from tests.people import PASSWORD, Account, Browser, Staff, make_member

pytestmark = pytest.mark.django_db

NEW = {"name": "New Officer", "email": "new@example.org", "role": "officer", "language": "en"}


@pytest.fixture
def desk(administrator: Staff) -> Browser:
    """The administrator, signed in."""
    return administrator.signs_in()


@pytest.fixture
def pin_page(desk: Browser) -> str:
    """The address of the PIN of somebody who was invited just now."""
    response = desk.post("/administration/people/invite/", NEW)
    assert response.status_code == 302, response.content
    return str(response["Location"])


def pin_on(browser: Browser, path: str) -> str:
    """Read the PIN off a page; empty when the page leads on without one."""
    response = browser.get(path)
    found = re.search(r'id="pin">\s*([0-9A-Z-]{12})\s*<', response.content.decode())
    return found[1] if found else ""


def test_loading_the_page_again_shows_the_same_pin_and_invites_nobody(desk: Browser, pin_page: str):
    first = pin_on(desk, pin_page)

    again = pin_on(desk, pin_page)

    assert first
    assert again == first
    assert Invitation.objects.count() == 1


def test_who_has_noted_the_pin_never_sees_it_again(desk: Browser, pin_page: str):
    pin = pin_on(desk, pin_page)

    noted = desk.post(pin_page)

    assert noted.status_code == 302
    assert pin_on(desk, pin_page) == ""
    assert pin not in desk.get(noted["Location"]).content.decode()


def test_after_some_minutes_the_pin_is_gone(desk: Browser, pin_page: str):
    with time_machine.travel(timezone.now() + settings.SHOWN_ONCE_LASTS + timedelta(seconds=1)):
        assert pin_on(desk, pin_page) == ""


def test_a_pin_is_shown_again_only_after_a_proof_that_is_not_older_than_ten_minutes(
    desk: Browser, pin_page: str
):
    first = pin_on(desk, pin_page)
    with time_machine.travel(timezone.now() + settings.PROOF_LASTS + timedelta(seconds=1)):
        asked = desk.get(pin_page)
        desk.post("/prove/", {"next": pin_page, "proof-password": PASSWORD})
        again = pin_on(desk, pin_page)

    assert asked["Location"] == f"/prove/?next={quote(pin_page, safe='')}"
    assert again == first


def test_a_proof_keeps_the_pin_no_longer_than_before(desk: Browser, pin_page: str):
    with time_machine.travel(timezone.now() + settings.PROOF_LASTS + timedelta(seconds=1)):
        desk.post("/prove/", {"proof-password": PASSWORD})
    with time_machine.travel(timezone.now() + settings.SHOWN_ONCE_LASTS + timedelta(seconds=1)):
        gone = pin_on(desk, pin_page)

    assert gone == ""


def test_what_was_noted_is_forgotten_without_a_question(desk: Browser, pin_page: str):
    with time_machine.travel(timezone.now() + settings.PROOF_LASTS + timedelta(seconds=1)):
        noted = desk.post(pin_page)

    assert noted["Location"].startswith("/administration/people/")
    assert "shown_once" not in desk.session


def test_a_recovery_code_is_shown_again_only_after_a_proof(account: Account):
    browser = account.signs_in()
    browser.post("/account/recovery-code/new/")
    page = "/account/recovery-code/"
    first = re.search(r'id="recovery-code"[^>]*>\s*([0-9A-Z-]+)', browser.get(page).content.decode())
    assert first

    with time_machine.travel(timezone.now() + settings.PROOF_LASTS + timedelta(seconds=1)):
        asked = browser.get(page)
        browser.post("/prove/", {"proof-password": PASSWORD})
        again = browser.get(page).content.decode()

    assert asked["Location"].startswith("/prove/")
    assert first[1] in again


def test_another_administrator_does_not_see_the_pin(pin_page: str):
    other = make_member(Role.ADMINISTRATOR, "other-administrator@example.org")

    assert pin_on(other.signs_in(), pin_page) == ""


@pytest.mark.parametrize("deed", ["revoke", "renew"])
def test_a_pin_that_opens_nothing_any_more_is_not_shown(desk: Browser, pin_page: str, deed: str):
    pin = pin_on(desk, pin_page)
    person = Person.objects.get(email="new@example.org")

    desk.post(f"/administration/people/{person.public_id}/{deed}/")

    assert pin_on(desk, pin_page) != pin


def test_the_table_of_sessions_holds_no_pin(desk: Browser, pin_page: str):
    pin = pin_on(desk, pin_page)

    stored = [SessionStore().decode(row.session_data) for row in Session.objects.all()]

    assert any("shown_once" in data for data in stored)
    assert all(pin not in str(data) and pin.replace("-", "") not in str(data) for data in stored)


@pytest.mark.parametrize("other", ["about", "until"])
def test_what_was_kept_for_one_page_is_not_shown_by_another(desk: Browser, pin_page: str, other: str):
    row = Session.objects.get(person_id__isnull=False, ended_at=None)
    data = SessionStore().decode(row.session_data)
    second = desk.post("/administration/people/invite/", {**NEW, "email": "second@example.org"})["Location"]
    invitation = Invitation.objects.latest("pk")
    late = (timezone.now() + timedelta(days=1)).isoformat()
    data["shown_once"][other] = str(invitation.public_id) if other == "about" else late
    row.session_data = SessionStore().encode(data)
    row.save(update_fields=["session_data"])

    assert pin_on(desk, second if other == "about" else pin_page) == ""
