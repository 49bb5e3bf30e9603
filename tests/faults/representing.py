"""Somebody with an account who writes back in threads of others, whom they represent."""

import re
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

from bench.agency import PASSWORD
from bench.browser import Browser, Page
from tests.faults.clients import PATIENCE_SECONDS, GaveUp, Officer, Visitor, insist

_NUMBER = re.compile(r'id="number">([^<]+)<')
_CODE = re.compile(r"\b((?:[0-9A-Z]{4}-){3}[0-9A-Z]{4})\b")
# Each has an account of their own, by an address that nobody else has.
_ACCOUNTS = count(1)


@dataclass
class Representative(Visitor):
    """Somebody who replies for others: an officer lets them into each thread, by a form that is on file.

    officer: the number of that officer.
    """

    officer: int = field(kw_only=True)

    role = "representative"
    kind = "represented"
    # By which an officer finds their account.
    _own = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        self._officer = Officer(self.officer, self.port, self.history)

    def begin_thread(self) -> None:
        if not self._own:
            self._make_account()
        self._officer.begin_thread()
        self.path = self._officer.path
        fields = {
            "number": self._own,
            "name": "A. Helper",
            "scope": "thread",
            "until": (datetime.now(UTC) + timedelta(days=30)).date().isoformat(),
            "reference": "Form 12",
        }
        answer = _filled_in(self._officer.browser, f"{self.path}representative/", fields)
        assert answer.status == 302, answer.text

    def _make_account(self) -> None:
        """Make an account of what they wrote themselves, by the code that is mailed."""
        super().begin_thread()
        address = f"{self.name}.{next(_ACCOUNTS)}@example.org"
        _filled_in(self.browser, "/account/new/", {"email": address, "password": PASSWORD})
        code = {"code": self._mailed_code(address), "password": PASSWORD}
        made = _filled_in(self.browser, "/account/confirm/", code)
        assert made.status == 302, made.text
        number = _NUMBER.search(insist(lambda: self.browser.get("/representatives/")).text)
        assert number
        self._own = number[1]

    def _mailed_code(self, address: str) -> str:
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            if code := self._mailed(address, _CODE):
                return code
            time.sleep(0.1)
        raise GaveUp


def _filled_in(browser: Browser, path: str, fields: dict[str, str]) -> Page:
    """Fill a page's form in, and send it."""
    form = insist(lambda: browser.get(path))
    return insist(lambda: browser.post(path, {**form.hidden_fields(), **fields}))
