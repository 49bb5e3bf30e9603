"""An officer who writes to people who are new here, and those people, who come in by both halves."""

import re
from dataclasses import dataclass
from functools import partial
from itertools import count

from bench.agency import officer_email
from bench.browser import Browser
from tests.faults.clients import SENDS_A_THREAD, TOPIC, Client, insist, shown_in, signed_in
from tests.faults.history import new_token

_PIN = re.compile(r'id="pin">([0-9A-Z-]+)<')
_CODE = re.compile(r"/invited/#([0-9A-Z-]+)")
# Each invitation goes to an address of its own, by which its mail is found.
_INVITED = count(1)


@dataclass(frozen=True)
class Waiting:
    """Somebody who was invited, and was told the PIN by telephone; `text` waits for them."""

    address: str
    pin: str
    text: str


class Inviter(Client):
    """An officer who writes to somebody new each time, and has the code of the invitation mailed."""

    role = "inviter"

    def __post_init__(self) -> None:
        super().__post_init__()
        self.waiting: list[Waiting] = []

    def send(self) -> None:
        """Invite somebody; where the page with the PIN never came, they do not come in."""
        if self.sent % SENDS_A_THREAD == 0:
            # What signing in has proved is over by the time that this is.
            self.browser = signed_in(self.port, officer_email(self.number))
        token = new_token()
        text = f"We need form 12 from you. {token}"
        note = self._note("invited", token, text)
        form = insist(lambda: self.browser.get("/mailbox/invite/"))
        topic = TOPIC.search(form.text)
        assert topic, form.text
        address = f"{self.name}.{next(_INVITED)}@example.org"
        about = {"topic": topic[1], "name": "A. Caller", "subject": f"Your call {token}", "text": text}
        fields = {**form.hidden_fields(), **about, "way": "mail", "email": address, "language": "en"}
        note("invoke")
        answer = insist(lambda: self.browser.post("/mailbox/invite/", fields), again=lambda: note("again"))
        note("ok" if answer.status == 302 else "fail")
        self.sent += 1
        if answer.status == 302:
            pin = _PIN.search(insist(lambda: self.browser.get(answer.location)).text)
            self.waiting += [Waiting(address, pin[1], text)] if pin else []


class Invited(Inviter):
    """Those who are invited: each comes in once the mail with the code has come; else another is invited."""

    def send(self) -> None:
        """Take up the first invitation that can be, or invite somebody."""
        for waiting in self.waiting:
            if code := self._code_of(waiting):
                self.waiting.remove(waiting)
                self._take_up(waiting, code)
                return
        super().send()

    @property
    def may_come_in(self) -> bool:
        """Tell whether the next send takes an invitation up."""
        return any(map(self._code_of, self.waiting))

    def _code_of(self, waiting: Waiting) -> str:
        """Give the code that was mailed to somebody; empty before it has come."""
        return self._mailed(waiting.address, _CODE)

    def _take_up(self, waiting: Waiting, code: str) -> None:
        """Type both halves, the same page until there is an answer, and read what waits."""
        token = new_token()
        note = self._note("taken up", token, waiting.text)
        with Browser(self.port) as browser:
            form = insist(lambda: browser.get("/invited/"))
            fields = {**form.hidden_fields(), "token": code, "pin": waiting.pin}
            note("invoke")
            answer = insist(lambda: browser.post("/invited/", fields), again=lambda: note("again"))
            page = answer
            # By the page with the reply code, which they keep, and by the one that knows where they belong.
            if answer.status == 302:
                page = insist(lambda: browser.get(answer.location))
                page = insist(lambda: browser.post(answer.location, page.hidden_fields()))
            while page.status == 302:
                place = page.location
                page = insist(partial(browser.get, place))
        note("ok" if shown_in(page).count(waiting.text) == 1 else "fail")
