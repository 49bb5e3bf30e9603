"""People in roles: how they sign in, write and read, through the pages.

What they did before a test begins is done by the services behind those pages, in a third of the time.
"""

import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.test import Client

import comments.services as comments
import keys.services as keys
from accounts.models import Person, Proposal, Role, UnconfirmedAddress, Unit
from accounts.services import NewStaff, make_staff, making_accounts, memberships, prepare_staff, resetting
from comments import form_tokens
from keyring.fields import FieldPlace, open_field
from keys import reply_codes, vault
from keys.queries import shown_key
from keys.unlocked import UnlockedPerson
from messaging.models import Thread, Topic
from notices import outbox
from notices.models import Notice, Outbox
from notices.states import NOTICE_WORK, PLAIN_WORK
from tests import page_checker

PASSWORD = "seven grey herons by a lamp"
NEW_PASSWORD = "eleven purple kettles sing"


class Browser(Client):
    """A test client that checks every page it is shown, unless a test sees the same ones over and over.

    Once: on another database the same tests see the same pages again.
    """

    checks_pages = connection.vendor == "sqlite"

    def request(self, **request: Any) -> Any:
        """Make the request, and raise BadPage when the answer is a page that breaks a promise."""
        response = super().request(**request)
        is_page = response.headers.get("Content-Type", "").startswith("text/html") and response.content
        if is_page and self.checks_pages:
            content = response.content.decode("utf-8")
            # A fragment is put into a page that was checked whole.
            if "<html" in content:
                page_checker.check(request["PATH_INFO"], dict(response.headers), content)
        return response


@dataclass
class Staff:
    """A member of staff who signs in by password."""

    unlocked: UnlockedPerson[Person]
    password: str = PASSWORD

    @property
    def person(self) -> Person:
        """Give the row."""
        return self.unlocked.person

    def signs_in(self) -> Browser:
        """Sign in through the page."""
        browser = Browser()
        response = browser.post("/sign-in/", {"login": self.person.email, "password": self.password})
        assert response.status_code == 302, response.content
        return browser


@dataclass
class Visitor:
    """A member of the public who wrote a comment and keeps its reply code."""

    person: Person
    reply_code: str

    @property
    def thread(self) -> Thread:
        """Give the thread that the comment became."""
        return Thread.objects.get(taxpayer=self.person)

    def opens_with_code(self) -> Browser:
        """Open the answer through the page, with the code."""
        browser = Browser()
        response = browser.post("/reply/", {"code": self.reply_code})
        assert response.status_code == 302, response.content
        return browser


@dataclass
class Account:
    """Somebody who wrote a comment and made an account of it."""

    person: Person
    email: str
    reply_code: str
    password: str = PASSWORD

    @property
    def thread(self) -> Thread:
        """Give the thread that the account began with."""
        return Thread.objects.filter(taxpayer=self.person).order_by("pk")[0]

    def signs_in(self) -> Browser:
        """Sign in through the page."""
        browser = Browser()
        response = browser.post("/sign-in/", {"login": self.email, "password": self.password})
        assert response.status_code == 302, response.content
        return browser


def ask_for_account(visitor: Visitor, email: str, password: str = PASSWORD) -> Browser:
    """Open the thread with its code, and ask for an account through the page."""
    browser = visitor.opens_with_code()
    response = browser.post("/account/new/", {"email": email, "password": password})
    assert response.status_code == 302, response.content
    return browser


def mailed_code(visitor: Visitor) -> str:
    """Give the code that the newest mail to the visitor's address carries."""
    waiting = UnconfirmedAddress.objects.get(person=visitor.person)
    return mailed_secret_of(Notice.objects.get(about=waiting.public_id))


def mailed_secret_of(notice: Notice) -> str:
    """Give what a notice carries that still waits for the worker."""
    place = FieldPlace(model="notices.notice", field="sealed_token", row=notice.public_id)
    return open_field(bytes(notice.sealed_token), **place)


def make_account(visitor: Visitor, email: str) -> Account:
    """Make an account of a visitor, with the code of the mail."""
    _, account_key = reply_codes.find(visitor.reply_code)
    slot = keys.prepare_password_slot(account_key, visitor.person.public_id, PASSWORD)
    asking = vault.unlock_with(account_key, visitor.person)
    making_accounts.ask(visitor=asking, address=email, language="en", slot=slot)
    return Account(making_accounts.confirm(typed=mailed_code(visitor)), email, visitor.reply_code)


def make_member(role: Role, email: str, *, unit: Unit | None = None, granter: Staff | None = None) -> Staff:
    """Make a member of staff; `granter` lets them into `unit`."""
    name = email.partition("@")[0].replace("-", " ").title()
    staff = Staff(make_staff(prepare_staff(NewStaff(role, name, email, PASSWORD)), actor=None))
    if unit is not None and granter is not None:
        let_in(staff.person, unit, granter=granter.unlocked)
    return staff


def let_in(person: Person, unit: Unit, *, granter: UnlockedPerson[Person]) -> None:
    """Let somebody into a unit, as if somebody other than `granter` had proposed them."""
    proposal = Proposal.objects.create(unit=unit, person=person, proposed_by=person)
    shown = shown_key(person.public_id)
    assert shown
    memberships.grant_proposal(
        granter=granter, proposal=proposal, key_id=shown.key_id, compared=memberships.Comparison.IN_PERSON
    )


def begin_anew(person: Person, password: str = NEW_PASSWORD, *, started_by: Person | None = None) -> None:
    """Reset somebody who can open nothing, as the page behind a mailed link does."""
    prepared = resetting.prepare_reset(person, password)
    with transaction.atomic(durable=True):
        resetting.store_reset(prepared, started_by=started_by)


def signs_in_anew(email: str, password: str = NEW_PASSWORD) -> Browser:
    """Sign in with the new password, through the page."""
    browser = Browser()
    response = browser.post("/sign-in/", {"login": email, "password": password})
    assert response.status_code == 302, response.content
    return browser


def propose(proposer: Staff, unit: Unit, somebody: Staff) -> Proposal:
    """Propose somebody as a member of a unit."""
    email = str(somebody.person.email)
    return memberships.propose_member(actor=proposer.person, unit=unit, email=email)


def give_up_notice(kind: Notice.Kind = Notice.Kind.MESSAGE_WAITING) -> Notice:
    """Let the newest notice of this kind come back, as when its address turns out to be none."""
    notice = Notice.objects.filter(kind=kind).latest("id")
    Notice.objects.filter(pk=notice.pk).update(address="nobody")
    outbox.run(Outbox.objects.get(subject=notice.public_id, kind__in=[NOTICE_WORK, PLAIN_WORK]).pk)
    Notice.objects.filter(pk=notice.pk).update(address=notice.address)
    notice.refresh_from_db()
    return notice


def form_fields(page: str) -> dict[str, str]:
    """Read the hidden fields of the forms in a page's main part, not those of the dialog behind it."""
    inputs = re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", page.partition("</main>")[0])
    fields = {}
    for tag in inputs:
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and name[1] != "csrfmiddlewaretoken":
            fields[name[1]] = value[1] if value else ""
    return fields


def write_as_oneself(browser: Client, topic: Topic, **words: str) -> Any:
    """Write a comment as somebody who is signed in, looking at what was found; gives the last answer."""
    hidden = form_fields(browser.get("/comment/").content.decode())
    filled = {
        "topic": str(topic.public_id),
        "subject": "Another matter",
        "text": "Another question.",
        **words,
        **hidden,
    }
    response = browser.post("/comment/", filled)
    confirmed = re.search(r'name="confirmed" value="([0-9a-f]+)"', response.content.decode())
    return browser.post("/comment/", {**filled, "confirmed": confirmed[1]}) if confirmed else response


def write_comment(topic: Topic, **words: str) -> Visitor:
    """Have somebody write a comment, and keep the code that the next page shows them."""
    about = {"subject": "My refund", "text": "When does it come?", "email": "", "name": "", "language": "en"}
    # As it is now: a test may have given it to another unit.
    here = Topic.objects.select_related("unit").get(pk=topic.pk)
    written = comments.CommentWords(topic=here, **{**about, **words})
    received = comments.receive(words=written, token=form_tokens.new_token())
    return Visitor(received.comment.thread.taxpayer, received.reply_code.text)


def fill_in_comment(topic: Topic, browser: Client, **words: str) -> Visitor:
    """Write a comment through the public form, and keep the code that the next page shows."""
    hidden = form_fields(browser.get("/comment/").content.decode())
    filled = {
        "topic": str(topic.public_id),
        "subject": "My refund",
        "text": "When does it come?",
        **words,
        **hidden,
    }
    response = browser.post("/comment/", filled)
    page = response.content.decode()
    if 'name="confirmed"' in page:
        confirmed = re.search(r'name="confirmed" value="([0-9a-f]+)"', page)
        assert confirmed
        response = browser.post("/comment/", {**filled, "confirmed": confirmed[1]})
        page = response.content.decode()
    code = re.search(r'id="reply-code"[^>]*>\s*([0-9A-Z-]+)\s*<', page)
    assert code, page
    person = Person.objects.filter(role=Role.VISITOR).order_by("-pk")[0]
    return Visitor(person, code[1])


def answer_fields(browser: Client, thread: Thread) -> dict[str, str]:
    """Open a thread's page and read the hidden fields of its answer box."""
    return form_fields(browser.get(thread.get_absolute_url()).content.decode())


def send_text(browser: Client, thread: Thread, text: str, **more: str) -> Any:
    """Write into the answer box of a thread and send it."""
    form = {**answer_fields(browser, thread), "text": text, "action": "send", **more}
    response = browser.post(thread.get_absolute_url(), form)
    if response.status_code == 200:
        # What was found is shown before it leaves; they look at it and send.
        form["confirmed"] = form_fields(response.content.decode())["confirmed"]
        response = browser.post(thread.get_absolute_url(), form)
    return response


def visible_ids(page: str) -> set[UUID]:
    """Collect the threads that a mailbox page links to."""
    return {UUID(found) for found in re.findall(r"/threads/([0-9a-f-]{36})/", page)}
