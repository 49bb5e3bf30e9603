"""An agency sets SEALPOST_PROFILE=pub1075, and its pages hold people to every number of that profile."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings as project_settings
from django.utils import timezone

from accounts.models import Person
from accounts.services.unused import look_after_unused
from tests.accounts.codes import add_app
from tests.accounts.test_forgotten_password import choose, code_for
from tests.accounts.test_unused_accounts import mails_leave
from tests.people import PASSWORD, Account, Browser, Staff

ROOT = Path(__file__).resolve().parent.parent.parent
NAMES = (
    "PASSWORD_SHORTEST",
    "PASSWORD_SHORTEST_WITH_FACTOR",
    "PASSWORD_LONGEST",
    "PASSWORD_RESET_LASTS_STAFF",
    "AXES_FAILURE_LIMIT",
    "AXES_COOLOFF_TIME",
    "LOCKOUT_LASTS",
    "SESSION_LOCK_STAFF",
    "SESSION_IDLE",
    "SESSION_ABSOLUTE_STAFF",
    "STAFF_UNUSED",
    "STAFF_UNUSED_TOLD_BEFORE",
    "MONITORING_NAMES_PENALTIES",
)
READ = f"""
import json
from portal import settings
plain = lambda value: value.total_seconds() if hasattr(value, "total_seconds") else value
print(json.dumps({{name: plain(getattr(settings, name)) for name in {NAMES!r}}}))
"""
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
WRONG = "wrong password altogether"
CHANGE = "/account/password/"
# Long enough, and of letters alone: no profile asks for kinds of characters.
FIT = "walnuts under a willow sing at noon and never rhyme with any other of those"


@pytest.fixture(scope="module")
def read_at_start(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The numbers of a portal that starts with this profile in its environment, and nothing else of it."""
    environment = {**os.environ, "SEALPOST_PROFILE": "pub1075", "VAR": str(tmp_path_factory.mktemp("var"))}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    done = subprocess.run(
        [sys.executable, "-c", READ], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    values: dict[str, Any] = json.loads(done.stdout)
    return {name: _as_before(name, value) for name, value in values.items()}


def _as_before(name: str, value: Any) -> Any:
    is_time = isinstance(getattr(project_settings, name), timedelta)
    return timedelta(seconds=value) if is_time else value


@pytest.fixture(autouse=True)
def agency(read_at_start: dict[str, Any], settings: Any, db: None) -> None:
    """A portal that was started so."""
    for name, value in read_at_start.items():
        setattr(settings, name, value)


def sign_in(email: str, password: str = PASSWORD) -> Any:
    return Browser().post("/sign-in/", {"login": email, "password": password})


def change(browser: Browser, new: str) -> int:
    return int(browser.post(CHANGE, {"current": PASSWORD, "password": new}).status_code)


def a_password_alone_has_15_to_128_characters(account: Account, clock: Any) -> None:
    browser = account.signs_in()

    assert "At least 15 characters" in browser.get(CHANGE).content.decode()
    assert (change(browser, FIT[:14]), change(browser, f"{FIT} {FIT}"[:129]), change(browser, FIT[:30])) == (
        400,
        400,
        302,
    )


def beside_an_app_14_characters_do_and_13_do_not(account: Account, clock: Any) -> None:
    browser = account.signs_in()
    add_app(browser)

    assert "At least 14 characters" in browser.get(CHANGE).content.decode()
    assert (change(browser, "vexing-9owl-q"), change(browser, "vexing-9owl-qz")) == (400, 302)


def three_failures_wait_for_a_quarter_of_an_hour(account: Account, clock: Any) -> None:
    failed = [sign_in(account.email, WRONG).status_code for _ in range(3)]
    refused = sign_in(account.email)
    clock.shift(15 * MINUTE + MINUTE)

    assert failed[:2] == [400, 400]
    assert (refused.status_code, refused["Retry-After"]) == (429, "900")
    assert sign_in(account.email).status_code == 302


def failures_count_for_two_hours(account: Account, clock: Any) -> None:
    statuses = []
    for minutes in (0, 58, 58):
        clock.shift(minutes * MINUTE)
        statuses.append(sign_in(account.email, WRONG).status_code)

    assert statuses == [400, 400, 429]


def staff_lock_after_15_minutes_and_end_after_30(officer: Staff, clock: Any) -> None:
    browser = officer.signs_in()
    clock.shift(14 * MINUTE)
    assert browser.get("/mailbox/").status_code == 200
    clock.shift(15 * MINUTE)
    assert browser.get("/mailbox/")["Location"].startswith("/prove/")
    clock.shift(15 * MINUTE)
    assert browser.get("/mailbox/")["Location"].startswith("/sign-in/")


def staff_sign_in_anew_after_12_hours(officer: Staff, clock: Any) -> None:
    browser = officer.signs_in()
    for _ in range(12 * 6 - 1):
        clock.shift(10 * MINUTE)
        browser.get("/account/stay/")
    assert browser.get("/mailbox/").status_code == 200
    clock.shift(11 * MINUTE)
    assert browser.get("/mailbox/")["Location"].startswith("/sign-in/")


def a_mailed_link_of_staff_works_for_an_hour(officer: Staff, clock: Any) -> None:
    code = code_for(str(officer.person.email))
    clock.shift(61 * MINUTE)

    assert choose(code).status_code == 400


def the_notice_names_penalties_wherever_somebody_signs_in_or_writes(account: Account, clock: Any) -> None:
    for path in ("/sign-in/", "/reply/", "/comment/", "/recovery/"):
        page = Browser().get(path).content.decode()
        assert "Use of this website is monitored." in page, path
        assert "may be punished under criminal and civil law" in page, path


def an_account_of_staff_is_disabled_after_120_days(officer: Staff, colleague: Staff, clock: Any) -> None:
    officer.signs_in()
    for days, tells in ((106, 1), (13, 0)):
        clock.shift(days * DAY)
        officer.signs_in()
        before = Person.objects.exclude(told_unused_at=None).count()
        look_after_unused()
        assert Person.objects.exclude(told_unused_at=None).count() == before + tells
        mails_leave(at=timezone.now())
    clock.shift(DAY + MINUTE)
    look_after_unused()

    assert sign_in(str(colleague.person.email)).status_code == 400
    assert sign_in(str(officer.person.email)).status_code == 302


PROMISES = [
    a_password_alone_has_15_to_128_characters,
    beside_an_app_14_characters_do_and_13_do_not,
    three_failures_wait_for_a_quarter_of_an_hour,
    failures_count_for_two_hours,
    staff_lock_after_15_minutes_and_end_after_30,
    staff_sign_in_anew_after_12_hours,
    a_mailed_link_of_staff_works_for_an_hour,
    the_notice_names_penalties_wherever_somebody_signs_in_or_writes,
    an_account_of_staff_is_disabled_after_120_days,
]


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.__name__)
def test_a_portal_of_this_profile_holds_people_to_it(request: Any, promise: Callable[..., None]) -> None:
    names = [name for name in promise.__annotations__ if name not in ("clock", "return")]
    with time_machine.travel(timezone.now().replace(hour=9, minute=0), tick=False) as clock:
        promise(*(request.getfixturevalue(name) for name in names), clock)


def test_the_other_profile_threatens_nobody(settings: Any) -> None:
    settings.MONITORING_NAMES_PENALTIES = False

    page = Browser().get("/sign-in/").content.decode()

    assert "Use of this website is monitored." in page
    assert "criminal" not in page
