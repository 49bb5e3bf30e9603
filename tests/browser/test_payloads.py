"""Whatever people write, and wherever, it is text in every view; `tests.payloads` tries long lists."""

import os
import unicodedata
from datetime import timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page

from accounts.models import Person, Proposal, Unit
from accounts.services import set_plain_email
from comments.models import IncomingMail
from messaging.models import ReleaseRequest, Thread, Topic
from tests.browser.conftest import Chrome
from tests.browser.looking import open_with_code, sign_in
from tests.browser.test_injected_names import assert_nothing_ran
from tests.comments.mail_in.making import ADDRESS, settled_mail
from tests.messaging.releasing import PERSONAL, ask
from tests.people import Account, Staff, Visitor, fill_in_comment, send_text

OWN = Path(__file__).with_name("payloads.txt")
NAMED = os.environ.get("PAYLOADS", "")
# As many as a page of the mailbox shows, less one.
BATCH = 24
FINDING = "219-09-9999"


def payloads() -> list[str]:
    """Read the lines to try, as a form takes them: without what no keyboard types."""
    lines = Path(NAMED or OWN).read_text(encoding="utf-8", errors="replace").split("\n")
    typed = ["".join(each for each in line if unicodedata.category(each)[0] != "C").strip() for line in lines]
    return [line for line in typed if line]


LINES = payloads()
BATCHES = [LINES[start : start + BATCH] for start in range(0, len(LINES), BATCH)]


def nothing_lives(page: Page, address: str) -> None:
    """Look at a page, and check that nothing of what was written is more than text."""
    page.goto(address)
    assert_nothing_ran(page)


def mail_of(payload: str) -> bytes:
    """Write a mail that says it everywhere: name, subject, text, laid out, and as a file's name."""
    mail = EmailMessage()
    mail["From"] = str(Address(payload, "wanda", "example.org"))
    mail["To"], mail["Subject"] = ADDRESS, payload
    mail["Reply-To"] = str(Address(payload[::-1], "other", "example.net"))
    mail.set_content(payload)
    mail.add_alternative(f"<p title='x'>{payload}</p>", subtype="html")
    mail.add_attachment(b"x", maintype="application", subtype="octet-stream", filename=payload)
    return mail.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


@pytest.fixture(autouse=True)
def unlimited(settings: Any) -> None:
    """Let one machine write as often as it likes."""
    settings.LIMITS = {name: (100_000, seconds) for name, (_, seconds) in settings.LIMITS.items()}


@pytest.mark.parametrize("number", range(len(BATCHES)))
def test_what_is_written_and_answered_stays_text(chrome: Chrome, officer: Staff, topic: Topic, number: int):
    batch = BATCHES[number]
    desk, home = chrome.window(), chrome.window()
    sign_in(desk, officer)
    # Django's own client: the suite's takes braces in a page for a template that was not rendered.
    at_the_desk = Client()
    at_the_desk.cookies = officer.signs_in().cookies

    visitors = [
        fill_in_comment(topic, Client(), subject=each[:120], name=each[:100], text=each) for each in batch
    ]
    nothing_lives(desk, "/mailbox/")
    # Of a long list each is a subject and a name on a page of its own; of ours some are.
    for visitor in visitors if NAMED else visitors[::6]:
        nothing_lives(desk, visitor.thread.get_absolute_url())
    text = f"{FINDING} ".join(batch)
    desk.locator("#id_text").fill(text)
    desk.locator("button[value=check]").click()
    desk.wait_for_selector("#check mark")
    assert_nothing_ran(desk)
    assert send_text(at_the_desk, visitors[0].thread, text, quoted=text).status_code == 302
    open_with_code(home, visitors[0])
    home.wait_for_selector(".conversation")
    assert_nothing_ran(home)


@pytest.mark.parametrize("number", range(len(BATCHES)))
def test_what_a_mail_says_stays_text(chrome: Chrome, officer: Staff, topic: Topic, number: int):
    desk = chrome.window()
    sign_in(desk, officer)
    for each in BATCHES[number] if NAMED else BATCHES[number][::6]:
        mail: IncomingMail = settled_mail(topic, mail_of(each))

        nothing_lives(desk, f"/incoming/{mail.public_id}/")
        laid_out = desk.locator("summary", has_text="As it was laid out")
        if laid_out.count():
            laid_out.click()
            assert_nothing_ran(desk)
    nothing_lives(desk, "/incoming/")
    nothing_lives(desk, "/mailbox/")
    for thread in Thread.objects.all() if NAMED else Thread.objects.all()[:1]:
        nothing_lives(desk, thread.get_absolute_url())


@pytest.mark.parametrize("number", range(len(BATCHES)))
def test_names_and_reasons_stay_text(
    chrome: Chrome,
    officer: Staff,
    colleague: Staff,
    administrator: Staff,
    account: Account,
    taxpayer: Visitor,
    topic: Topic,
    unit: Unit,
    number: int,
):
    batch = BATCHES[number]
    home, desk, watch = chrome.window(), chrome.window(), chrome.window()
    for page, who in ((home, account), (desk, colleague), (watch, administrator)):
        sign_in(page, who)
    set_plain_email(actor=None, unit=unit, is_allowed=True)
    Person.objects.filter(pk=taxpayer.person.pk).update(notice_address_confirmed_at=timezone.now())
    Proposal.objects.filter(person=colleague.person).update(ended_at=timezone.now() - timedelta(days=2))
    others = [Topic.objects.create(name=f"{each}", description="x", unit=unit) for each in range(len(batch))]

    assert ask(officer.signs_in(), taxpayer, PERSONAL, batch[0]).status_code == 302
    request = ReleaseRequest.objects.latest("pk")
    for place, each in enumerate(others):
        named = {"name": f"{batch[place][:76]} {place}", "description": batch[-place][:200]}
        Topic.objects.filter(pk=each.pk).update(**named)
    Unit.objects.filter(pk=unit.pk).update(name=batch[-1][:100])
    for place, person in enumerate(Person.objects.order_by("pk")):
        Person.objects.filter(pk=person.pk).update(name=batch[place % len(batch)][:100])

    for path in ("/comment/", account.thread.get_absolute_url(), "/threads/", "/account/"):
        nothing_lives(home, path)
    for path in (
        "/mailbox/",
        taxpayer.thread.get_absolute_url(),
        f"/releases/{request.public_id}/",
        "/releases/",
    ):
        nothing_lives(desk, path)
    people = f"/administration/people/{officer.person.public_id}/"
    units = f"/units/{unit.public_id}/"
    for path in (
        "/administration/people/",
        people,
        "/administration/units/",
        units,
        "/administration/topics/",
    ):
        nothing_lives(watch, path)
