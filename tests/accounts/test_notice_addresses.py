"""Whoever has only a reply code says where our notices go, changes that, or wants none any more."""

from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from accounts.models import Person
from audit.models import AuditEvent
from notices.models import Notice
from tests.people import Account, Browser, Staff, Visitor, send_text

pytestmark = pytest.mark.django_db

PAGE = "/address/"
NEW = "new.place@example.net"


@pytest.fixture
def home(taxpayer: Visitor) -> Browser:
    """The visitor, with their thread open by its code."""
    return taxpayer.opens_with_code()


def change(browser: Browser, email: str = NEW) -> Any:
    return browser.post(PAGE, {"email": email})


def address_of(visitor: Visitor) -> str:
    return str(Person.objects.get(pk=visitor.person.pk).notice_address)


def told_of_answers() -> list[str]:
    return list(Notice.objects.filter(kind="message_waiting").values_list("address", flat=True))


def test_the_next_answer_is_told_at_the_new_address_and_the_old_one_hears_of_it(
    home, taxpayer: Visitor, officer: Staff
):
    Person.objects.filter(pk=taxpayer.person.pk).update(notice_address_confirmed_at=timezone.now())

    changed = change(home)
    page = home.get(changed["Location"]).content.decode()
    send_text(officer.signs_in(), taxpayer.thread, "We need form 12.")

    assert "From now on our notices go to n***@example.net" in page
    assert told_of_answers() == [NEW]
    about = Notice.objects.filter(kind="address_changed").values_list("address", flat=True)
    assert set(about) == {"visitor@example.org", NEW}
    assert Person.objects.get(pk=taxpayer.person.pk).notice_address_confirmed_at is None
    event = AuditEvent.objects.get(action="accounts.notice_address.changed")
    assert event.actor == taxpayer.person.public_id
    assert NEW.encode() not in bytes(event.leaf)


def test_an_empty_field_ends_all_e_mail(home, taxpayer: Visitor, officer: Staff):
    page = home.get(change(home, "")["Location"]).content.decode()
    send_text(officer.signs_in(), taxpayer.thread, "We need form 12.")

    assert "We send you no e-mail any more" in page
    assert told_of_answers() == []
    assert list(Notice.objects.values_list("address", flat=True)) == ["visitor@example.org"]


def test_who_left_no_address_leaves_one(other_taxpayer: Visitor, officer: Staff):
    browser = other_taxpayer.opens_with_code()
    assert (
        "Have us tell you by e-mail" in browser.get(other_taxpayer.thread.get_absolute_url()).content.decode()
    )

    change(browser)
    send_text(officer.signs_in(), other_taxpayer.thread, "We need form 12.")

    assert told_of_answers() == [NEW]
    assert not Notice.objects.filter(kind="address_changed").exists()


def test_the_address_is_never_shown_whole(home):
    change(home)

    for path in (PAGE, f"{PAGE}?changed=1"):
        page = home.get(path).content.decode()
        assert "n***@example.net" in page
        assert NEW not in page


def test_the_same_address_again_tells_nobody(home):
    change(home, "visitor@example.org")

    assert not Notice.objects.exists()
    assert not AuditEvent.objects.filter(action="accounts.notice_address.changed").exists()


@pytest.mark.parametrize("wrong", ["nobody", "a@example.org\nBcc: b@example.org", "x" * 250 + "@example.org"])
def test_what_is_no_address_changes_nothing_and_stays_in_the_field(home, taxpayer: Visitor, wrong: str):
    response = change(home, wrong)

    assert response.status_code == 400
    assert "There is a problem" in response.content.decode()
    assert address_of(taxpayer) == "visitor@example.org"


def test_nobody_fills_a_strangers_mailbox(home, taxpayer: Visitor):
    allowed, _seconds = settings.LIMITS["account_mail"]

    answers = []
    for _ in range(allowed + 1):
        answers.append(change(home).status_code)
        Person.objects.filter(pk=taxpayer.person.pk).update(notice_address="visitor@example.org")

    assert answers == [302] * allowed + [429]


def test_whoever_has_an_account_or_works_here_has_another_page(account: Account, officer: Staff):
    answers = [who.signs_in().post(PAGE, {"email": NEW}).status_code for who in (account, officer)]

    assert answers == [404, 404]
