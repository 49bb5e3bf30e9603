"""An address gets more than notices without content only after its reader says that it is theirs."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.models import Person
from accounts.services import set_plain_email
from audit.models import AuditEvent
from notices.errors import MailDeferred
from notices.models import Confirmation, Notice
from notices.services import deliver
from tests.meanwhile import at_once
from tests.people import Browser, mailed_secret_of, send_text

LINK = r"http://localhost:8000(/address/confirm/[\w-]{43}/)"


@pytest.fixture
def allowing_unit(unit):
    """The unit "Income Tax", which allows plain e-mail."""
    return set_plain_email(actor=None, unit=unit, is_allowed=True)


@pytest.fixture
def link(allowing_unit, officer, thread, mail_server, worker) -> str:
    """The path of the link in the notice of the first answer."""
    send_text(officer.signs_in(), thread, "We need form 12.")
    worker()
    found = re.search(LINK, plain_part(mail_server.mails[0]))
    assert found
    return found[1]


def plain_part(mail) -> str:
    return str(mail.get_body(["plain"]).get_content())


def is_confirmed(visitor) -> bool:
    person = Person.objects.get(pk=visitor.person.pk)
    return person.notice_address_confirmed_at is not None


def test_the_page_asks_hides_most_of_the_address_and_has_one_button_that_says_yes(link, browser):
    page = browser.get(link).content.decode()

    assert "Is this your e-mail address?" in page
    assert "v***@example.org" in page
    assert "visitor@example.org" not in page
    assert re.findall(r"<button[^>]*>([^<]*)</button>", page.partition("<main")[2]) == [
        "Yes, this is my address"
    ]
    assert "Tax information about you never goes that way" in page


def test_whoever_presses_the_button_confirms_the_address(link, browser, taxpayer):
    answer = browser.post(link, follow=True)

    assert "Your address is confirmed" in answer.content.decode()
    assert is_confirmed(taxpayer)
    event = AuditEvent.objects.get(action="accounts.address.confirmed")
    assert (event.actor, event.subject) == (None, taxpayer.person.public_id)
    assert b"example.org" not in bytes(event.leaf)


def test_a_mail_scanner_that_opens_every_link_twice_changes_nothing(link, browser, taxpayer):
    for method in ("GET", "HEAD", "GET"):
        assert browser.generic(method, link).status_code == 200

    assert not is_confirmed(taxpayer)
    assert not Confirmation.objects.filter(used_at__isnull=False).exists()
    browser.post(link)
    assert is_confirmed(taxpayer)


def test_a_link_is_used_once(link, browser, taxpayer):
    browser.post(link)
    home = taxpayer.opens_with_code()
    home.post("/address/withdraw/", {"next": taxpayer.thread.get_absolute_url()})

    answer = browser.post(link, follow=True)

    assert answer.status_code == 404
    assert "does not work any more" in answer.content.decode()
    assert not is_confirmed(taxpayer)


@pytest.mark.django_db(transaction=True)
def test_a_button_pressed_many_times_at_once_confirms_once(link, taxpayer):
    def press() -> int:
        return int(Browser().post(link).status_code)

    statuses = at_once(*[press] * 6)

    assert statuses == [302] * 6
    assert is_confirmed(taxpayer)
    assert AuditEvent.objects.filter(action="accounts.address.confirmed").count() == 1


def test_a_link_runs_out(link, browser, taxpayer, settings):
    with time_machine.travel(timezone.now() + settings.CONFIRMATION_LASTS + timedelta(seconds=1)):
        looked = browser.get(link)
        pressed = browser.post(link, follow=True)

    assert (looked.status_code, pressed.status_code) == (404, 404)
    assert not is_confirmed(taxpayer)


@pytest.mark.parametrize(
    "change",
    [
        lambda token: token[:-1] + ("A" if token[-1] != "A" else "B"),
        lambda token: token.swapcase(),
        lambda token: token[:-1],
        lambda token: token + "A",
        lambda _token: "none",
    ],
    ids=["last character", "case", "short", "long", "nothing"],
)
def test_any_other_token_opens_nothing(link, browser, taxpayer, change: Callable[[str], str]):
    path = f"/address/confirm/{change(link.split('/')[3])}/"

    assert browser.get(path).status_code == 404
    assert browser.post(path, follow=True).status_code == 404
    assert not is_confirmed(taxpayer)


def test_the_token_is_neither_stored_nor_made_from_the_number(link, taxpayer):
    token = link.split("/")[3]
    confirmation = Confirmation.objects.get()
    stored = [str(value) for value in Confirmation.objects.values().get().values()]
    stored += [str(value) for value in Notice.objects.values().get().values()]

    assert all(token not in value for value in stored)
    notice = Notice.objects.get()
    assert Browser().get(f"/address/confirm/{notice.number}/").status_code == 404
    assert Browser().get(f"/address/confirm/{confirmation.token_hash[:43]}/").status_code == 404
    assert notice.number not in token.upper()


def test_the_link_names_nobody(link, mail_server, taxpayer, thread):
    raw = mail_server.mails[0].as_string()

    assert str(taxpayer.person.public_id) not in raw
    assert str(thread.public_id) not in raw
    assert "?" not in link


def test_the_host_of_the_link_is_the_settings_own(allowing_unit, officer, thread, mail_server, worker):
    browser = officer.signs_in()
    browser.defaults["HTTP_X_FORWARDED_HOST"] = "evil.example"
    send_text(browser, thread, "We need form 12.")
    worker()

    assert "evil.example" not in mail_server.mails[0].as_string()
    assert re.search(LINK, plain_part(mail_server.mails[0]))


def test_a_mail_that_is_tried_again_has_the_same_link(allowing_unit, officer, thread, mail_server):
    send_text(officer.signs_in(), thread, "We need form 12.")
    notice = Notice.objects.get()
    secret = mailed_secret_of(notice)
    mail_server.refusals.append("451 Try again later")
    with pytest.raises(MailDeferred):
        deliver(notice.public_id)

    deliver(notice.public_id)

    [mail] = mail_server.mails
    link = re.search(LINK, plain_part(mail))
    assert link
    assert link[1] == f"/address/confirm/{secret}/"


def test_no_link_is_mailed_where_it_would_change_nothing(officer, thread, taxpayer, mail_server, worker):
    send_text(officer.signs_in(), thread, "No unit allows plain e-mail.")
    worker()

    assert "/address/" not in mail_server.mails[0].as_string()
    assert not Confirmation.objects.exists()


def test_a_confirmed_address_is_not_asked_about_again(link, browser, officer, thread, mail_server, worker):
    browser.post(link)

    send_text(officer.signs_in(), thread, "We need form 13.")
    worker()

    assert "/address/" not in plain_part(mail_server.mails[1])


def test_a_link_to_the_old_address_does_not_confirm_the_new_one(link, browser, taxpayer):
    Person.objects.filter(pk=taxpayer.person.pk).update(notice_address="new@example.org")

    assert browser.post(link, follow=True).status_code == 404
    assert not is_confirmed(taxpayer)


def test_the_person_takes_it_back_on_the_page_of_their_thread(link, browser, taxpayer):
    browser.post(link)
    home = taxpayer.opens_with_code()
    path = taxpayer.thread.get_absolute_url()
    before = home.get(path).content.decode()

    answer = home.post("/address/withdraw/", {"next": f"{path}#address"})

    assert "Stop plain e-mail" in before
    assert answer["Location"] == f"{path}#address"
    assert "Stop plain e-mail" not in home.get(path).content.decode()
    assert not is_confirmed(taxpayer)
    assert AuditEvent.objects.get(action="accounts.address.withdrawn").actor == taxpayer.person.public_id


def test_nobody_takes_it_back_for_somebody_else(link, browser, taxpayer, other_taxpayer, officer):
    browser.post(link)

    assert other_taxpayer.opens_with_code().post("/address/withdraw/").status_code == 302
    assert officer.signs_in().post("/address/withdraw/").status_code == 404
    assert is_confirmed(taxpayer)


def test_who_was_disabled_confirms_nothing(link, browser, taxpayer):
    Person.objects.filter(pk=taxpayer.person.pk).update(disabled_at=timezone.now())

    assert browser.post(link, follow=True).status_code == 404
    assert not is_confirmed(taxpayer)
