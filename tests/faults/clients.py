"""Who sends: officers who answer, visitors who write back, and people who write for the first time.

Each asks as people do whose connection broke: the same form again, until there is an answer that says
something.
"""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from functools import partial
from html import unescape
from http.client import HTTPException
from itertools import count
from typing import Any, ClassVar

from bench.agency import officer_email
from bench.browser import Browser, Page
from bench.stand import sign_in_fields
from tests.faults.history import History, Kind, new_token

# What every fifth answer holds: it must be nowhere outside of the portal.
SENSITIVE = "Your number is 219-09-9999."
EVERY = 5
SENDS_A_THREAD = 20
PATIENCE_SECONDS = 120
TOPIC = re.compile(r'name="topic"\s+value="([^"]+)"')
_THREAD = re.compile(r'<a href="(/threads/[^"#]+)[^>]*>\s*(.*?)\s*</a>', re.DOTALL)
_CONFIRM = re.compile(r"(/address/confirm/[\w-]+/)")
_OFFERED = 'value="plain"'
# Nobody shall find in an older mail how to confirm an address.
_WRITERS = count(1)
_CODE = re.compile(r'id="reply-code"[^>]*>(.*?)</', re.DOTALL)
_MESSAGE = re.compile(r'<div class="prose">(.*?)</div>', re.DOTALL)


class GaveUp(Exception):
    """The portal said nothing for so long that whoever asked went away."""


def insist(ask: Callable[[], Page], *, again: Callable[[], None] = lambda: None) -> Page:
    """Ask until there is an answer below 500; `again` is called before each further time. Raises GaveUp."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            page = ask()
        except (OSError, HTTPException):
            page = None
        if page is not None and page.status < 500:
            return page
        time.sleep(0.2)
        again()
    raise GaveUp


def shown_in(page: Page) -> str:
    """Give the messages that a page of a thread shows; what stands in its form is none."""
    return unescape(" ".join(_MESSAGE.findall(page.text)))


def signed_in(port: int, email: str) -> Browser:
    """Sign in through the page, as often as it takes; raises GaveUp."""
    browser = Browser(port)

    def sign_in() -> Page:
        return browser.post("/sign-in/", sign_in_fields(browser, email))

    page = insist(sign_in)
    assert page.status == 302, page.status
    return browser


@dataclass
class Client:
    """Somebody who sends, one after the other.

    port: asked each time, since a portal may come back elsewhere. mails: lists what the mail server has
    taken; only some read what came to them.
    """

    role: ClassVar[str]
    number: int
    port: int
    history: History
    mails: Callable[[], list[EmailMessage]] = list
    sent: int = field(default=0, init=False)
    browser: Browser = field(init=False)

    def __post_init__(self) -> None:
        self.browser = Browser(self.port)

    @property
    def name(self) -> str:
        """Say who it is, as the history has it."""
        return f"{self.role}-{self.number}"

    def send(self) -> None:
        """Send once, and note what came of it."""
        raise NotImplementedError

    def _mailed(self, address: str, wanted: re.Pattern[str]) -> str:
        """Give what was mailed to an address in the words that are wanted; empty before it has come.

        wanted: with one group, around what is given.
        """
        for mail in self.mails():
            body = mail.get_body(["plain"]) if mail["To"] == address else None
            found = wanted.search(body.get_content()) if body else None
            if found:
                return found[1]
        return ""

    def _note(self, kind: Kind, token: str, text: str) -> Callable[[Any], None]:
        return lambda told: self.history.note(self.name, kind, token, text, told)

    def _comment(self, kind: Kind, token: str, text: str, *, subject: str, email: str = "") -> Page:
        """Write for the first time; gives the page with the reply code."""
        note = self._note(kind, token, text)
        with Browser(self.port) as browser:
            form = insist(lambda: browser.get("/comment/"))
            topic = TOPIC.search(form.text)
            assert topic, form.text
            words = {"topic": topic[1], "subject": subject, "text": text, "name": ""}
            fields = {**form.hidden_fields(), **words, "email": email or f"{self.name}@example.org"}
            note("invoke")
            page = insist(lambda: browser.post("/comment/", fields), again=lambda: note("again"))
            note("ok" if 'id="reply-code"' in page.text else "fail")
            return page


class Commenter(Client):
    """Somebody who writes for the first time, each time."""

    role = "writer"

    def send(self) -> None:
        """Write a comment."""
        token = new_token()
        self._comment("comment", token, f"When does my refund come? {token}", subject=f"A comment {token}")


class InThread(Client):
    """Somebody who writes into a thread of their own, and into another after a while."""

    kind: Kind
    words = "We thank you."
    path = ""

    def send(self) -> None:
        """Write into the thread; the same page again until it is sent."""
        if self.sent % SENDS_A_THREAD == 0:
            self.begin_thread()
        token = new_token()
        text = f"{SENSITIVE if self.sent % EVERY == 0 else self.words} {token}"
        fields = {**self._page().hidden_fields(), "text": text, "action": "send"}
        kind, fields = self._choose(fields)
        note = self._note(kind, token, text)
        note("invoke")
        answer = self._post(fields, note)
        while answer.status == 200:
            # What was found is shown before it leaves, and it leaves by the portal.
            fields |= {**answer.hidden_fields(), "action": "send"}
            answer = self._post(fields, note)
        note("ok" if self._is_sent(answer, token, note) else "fail")
        self.sent += 1

    def _choose(self, fields: dict[str, str]) -> tuple[Kind, dict[str, str]]:
        """Choose how a text shall leave; gives what the form then holds."""
        return self.kind, fields

    def _is_sent(self, answer: Page, token: str, note: Callable[[Any], None]) -> bool:
        """Tell whether an answer says that the words were sent, once all was done that it takes."""
        return answer.status == 302 and "sent=" in answer.location

    def _post(self, fields: dict[str, str], note: Callable[[Any], None]) -> Page:
        return insist(lambda: self.browser.post(self.path, fields), again=lambda: note("again"))

    def _page(self) -> Page:
        page = insist(lambda: self.browser.get(self.path))
        assert page.status == 200, (self.name, self.path, page.status, page.location)
        return page

    def begin_thread(self) -> None:
        """Go to where the next words are sent from."""
        raise NotImplementedError


class Officer(InThread):
    """An officer, whose every answer is told of by a notice."""

    role = "officer"
    kind: Kind = "answer"

    def begin_thread(self) -> None:
        token = new_token()
        text, subject = f"Where is my refund? {token}", f"For an officer {token}"
        self._comment("comment", token, text, subject=subject, email=self._email_of_writer())
        if not self.browser.cookies:
            self.browser = signed_in(self.port, officer_email(self.number))
        # The newest first, and others write meanwhile.
        path = "/mailbox/"
        while True:
            page = insist(partial(self.browser.get, path)).text
            found = [there for there, subject in _THREAD.findall(page) if token in subject]
            if found:
                self.path = found[0]
                return
            following = re.search(r'href="(/mailbox/[^"]+)"\s+rel="next"', page)
            assert following, page
            path = unescape(following[1])

    def _email_of_writer(self) -> str:
        return ""


class PlainOfficer(Officer):
    """An officer who has answers mailed as they are, wherever that is offered, and tries where it is not.

    Whoever wrote confirms the address by the link of the first notice, once it has come.
    """

    _writer = 0
    _is_confirmed = False

    @property
    def may_mail(self) -> bool:
        """Tell whether whoever began the thread has confirmed their address; they do once they can."""
        return self._is_confirmed or self._confirm()

    def _email_of_writer(self) -> str:
        self._writer = next(_WRITERS)
        self._is_confirmed = False
        return self._address

    @property
    def _address(self) -> str:
        return f"{self.name}.{self._writer}@example.org"

    def _choose(self, fields: dict[str, str]) -> tuple[Kind, dict[str, str]]:
        if not self.may_mail:
            return self.kind, fields
        check = insist(lambda: self.browser.post(self.path, {**fields, "action": "check"}))
        fields = {**fields, **check.hidden_fields(), "action": "plain"}
        return ("plain" if _OFFERED in check.text else self.kind), fields

    def _confirm(self) -> bool:
        """Confirm the writer's address, if the mail that asks for it has come."""
        link = self._mailed(self._address, _CONFIRM)
        if not link:
            return False
        with Browser(self.port) as browser:
            page = insist(lambda: browser.get(link))
            insist(lambda: browser.post(link, page.hidden_fields()))
        self._is_confirmed = True
        return True


class Visitor(InThread):
    """Somebody who writes back with their reply code."""

    role = "visitor"
    kind: Kind = "reply"

    def begin_thread(self) -> None:
        token = new_token()
        page = self._comment("comment", token, f"I have a question. {token}", subject=f"A question {token}")
        code = _CODE.search(page.text)
        assert code, page.text
        typed = "".join(re.sub(r"<[^>]+>", "", unescape(code[1])).split())
        self.browser = Browser(self.port)
        opened = self._type(typed)
        assert opened.status == 302, opened.status
        self.path = insist(lambda: self.browser.get(opened.location)).location

    def _type(self, code: str) -> Page:
        form = insist(lambda: self.browser.get("/reply/"))
        return insist(lambda: self.browser.post("/reply/", {**form.hidden_fields(), "code": code}))
