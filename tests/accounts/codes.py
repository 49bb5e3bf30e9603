"""An app for one-time codes, as somebody has it on their phone."""

import re
from dataclasses import dataclass
from datetime import datetime

import pyotp
import time_machine
from django.utils import timezone

from tests.people import PASSWORD, Account, Browser, Staff

APP = "/account/app/"
SECOND = "/sign-in/second/"


@dataclass
class App:
    """Shows the code of this half minute, or of one before or after."""

    secret: str

    def code(self, steps: int = 0, *, at: datetime | None = None) -> str:
        """Show a code."""
        moment = (at or timezone.now()).timestamp()
        return pyotp.HOTP(self.secret).at(int(moment) // 30 + steps)


def scan(browser: Browser) -> App:
    """Begin to add an app, and have it read the page."""
    assert browser.post("/account/app/new/")["Location"] == APP
    found = re.search(r'id="secret">([A-Z2-7 ]+)<', browser.get(APP).content.decode())
    assert found
    return App(found[1].replace(" ", ""))


def add_app(browser: Browser) -> App:
    """Add an app through the pages, with a code of half a minute ago, so that the one of now is left."""
    app = scan(browser)
    # With the clock held: half a minute may be over before it is looked at.
    with time_machine.travel(timezone.now(), tick=False):
        response = browser.post(APP, {"code": app.code(-1)})
    assert response["Location"] == "/account/?app=1", response.content
    return app


def give_password(somebody: Account | Staff, browser: Browser | None = None, **more: str) -> Browser:
    """Take the first step of signing in."""
    browser = browser or Browser()
    fields = {"login": str(somebody.person.email), "password": PASSWORD, **more}
    response = browser.post("/sign-in/", fields)
    assert response["Location"] == SECOND, response.content
    return browser
