"""Who hears that earlier messages were opened again: the address of now, those of before, and the person."""

import re
from datetime import timedelta
from email.message import EmailMessage

import pytest
import time_machine
from django.conf import settings as project_settings
from django.utils import timezone

from accounts.models import AddressChange, FormerAddress, Person, Role
from accounts.services.former_addresses import forget_old
from keys.queries import shown_key
from messaging.models import Regrant
from messaging.regrants.queries import SHOWN_FOR
from notices.models import Notice
from tests.conftest import MailServer
from tests.people import (
    PASSWORD,
    Account,
    Browser,
    Staff,
    begin_anew,
    mailed_secret_of,
    make_member,
    signs_in_anew,
)

pytestmark = pytest.mark.django_db

NEW = "moved.here@example.net"
OPENED = "opened to your account again"


def moves(account: Account, address: str) -> None:
    """Change the address of an account, through the pages."""
    account.signs_in().post("/account/address/", {"email": address})
    change = AddressChange.objects.get(person=account.person)
    code = mailed_secret_of(Notice.objects.get(about=change.public_id))
    response = Browser().post("/account/confirm/", {"code": code, "password": PASSWORD})
    assert response.status_code == 302, response.content
    account.email = address
    account.person = Person.objects.get(pk=account.person.pk)


def opens_again(officer: Staff, account: Account) -> None:
    """Open the threads of an account whose owner began anew, through the page."""
    regrant = Regrant.objects.get(person=account.person, ended_at=None)
    key = shown_key(account.person.public_id)
    assert key
    form = {"key_id": key.key_id, "means": "call", "reason": "I called them."}
    response = officer.signs_in().post(f"/regrants/{regrant.public_id}/", form)
    assert response.status_code == 302, response.content


def words_of(mail: EmailMessage) -> str:
    """Give both texts of a mail, with single spaces."""
    return " ".join(
        " ".join(str(part.get_content()) for part in mail.walk() if not part.is_multipart()).split()
    )


def test_the_address_of_now_and_that_of_before_get_a_mail_that_holds_a_number_and_nothing_else(
    account: Account, officer: Staff, mail_server: MailServer, worker
):
    former = account.email
    moves(account, NEW)
    begin_anew(account.person)
    worker()
    before = len(mail_server.mails)

    opens_again(officer, account)
    worker()

    mails = mail_server.mails[before:]
    assert sorted(mail_server.recipients[before:]) == sorted([[former], [NEW]])
    for mail in mails:
        words = words_of(mail)
        assert OPENED in words
        for secret in ("The words of an account", "An account's message", "I called them", "Income Tax"):
            assert secret not in words
        number = re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b", words)
        assert number, words
        page = Browser().post("/notice/", {"number": number[0]}).content.decode()
        assert "Yes, we sent a notice with this number" in page


def test_the_address_of_before_hears_of_the_new_password_too(
    account: Account, mail_server: MailServer, worker
):
    former = account.email
    moves(account, NEW)
    worker()
    before = len(mail_server.mails)

    begin_anew(account.person)
    worker()

    assert sorted(mail_server.recipients[before:]) == sorted([[former], [NEW]])
    assert all("A new password was set" in words_of(mail) for mail in mail_server.mails[before:])


def test_whoever_hides_behind_two_changes_is_told_of_at_every_address(account: Account, officer: Staff):
    first = account.email
    moves(account, "between@example.net")
    moves(account, NEW)
    begin_anew(account.person)

    opens_again(officer, account)

    told = Notice.objects.filter(kind="account_regranted").values_list("address", flat=True)
    assert sorted(told) == sorted([first, "between@example.net", NEW])


def test_an_address_of_long_ago_is_forgotten_and_hears_of_nothing(account: Account, officer: Staff):
    moves(account, NEW)
    later = timezone.now() + project_settings.FORMER_ADDRESS_LASTS
    with time_machine.travel(later, tick=False):
        begin_anew(account.person)
        opens_again(officer, account)
        forget_old()

    told = Notice.objects.filter(kind="account_regranted").values_list("address", flat=True)
    assert list(told) == [NEW]
    assert not FormerAddress.objects.exists()


def test_an_address_that_is_somebody_elses_by_now_hears_of_nothing_and_one_that_they_typed_does(
    account: Account,
):
    addresses = [account.email, "confirmed@example.net", "typed@example.net", NEW]
    for address in addresses[1:]:
        moves(account, address)
    make_member(Role.OFFICER, addresses[0])
    confirmed = {"notice_address_confirmed_at": timezone.now()}
    for address, more in ((addresses[1], confirmed), (addresses[2], {})):
        Person.objects.create(role=Role.VISITOR, notice_address=address, policy_version="1", **more)

    begin_anew(account.person)

    told = Notice.objects.filter(kind="password_reset").values_list("address", flat=True)
    assert sorted(told) == sorted(["typed@example.net", NEW])


def test_the_person_sees_it_among_their_messages_for_some_weeks(account: Account, officer: Staff):
    begin_anew(account.person)
    waiting = signs_in_anew(account.email).get("/threads/").content.decode()

    opens_again(officer, account)

    shown = signs_in_anew(account.email).get("/threads/").content.decode()
    with time_machine.travel(timezone.now() + SHOWN_FOR + timedelta(minutes=1), tick=False):
        later = signs_in_anew(account.email).get("/threads/").content.decode()
    words = "Income Tax opened your earlier messages again on"
    assert [words in page for page in (waiting, shown, later)] == [False, True, False]
    assert "If nobody asked you anything, tell us" in shown
