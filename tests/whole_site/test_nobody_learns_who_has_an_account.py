"""Whoever asks about an address gets one answer, to the letter and after the same work, whoever has it."""

import re
from dataclasses import dataclass, replace
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import failures
from accounts.models import Person, Role
from accounts.services import access, invitations
from audit.models import AuditEvent
from encryption.codes import SECRET_CHARACTERS, ReplyCode
from keys import argon2_limit
from keys.models import Slot
from notices.models import Notice, Outbox
from tests.accounts.codes import add_app
from tests.people import PASSWORD, Account, Browser, Staff, Visitor, mailed_secret_of, make_member

WRONG = "wrong password altogether"
# The moment of the answer, the length of what was typed, and a cookie that is another for every browser.
DIFFERING = {"Expires", "Content-Length", "Set-Cookie"}
FORGOTTEN = "/sign-in/forgotten/"


@dataclass(frozen=True)
class Answer:
    """What somebody sees of an answer, without what they typed themselves, and what it took.

    slow_runs: derivations of a password, by which alone an answer takes longer than by all its queries.
    work: kinds of what workers are to do, mails among them. events: what was recorded.
    """

    status: int
    headers: tuple[tuple[str, str], ...]
    cookies: tuple[tuple[str, int, str], ...]
    page: str
    queries: int
    slow_runs: int
    work: tuple[str, ...]
    events: tuple[str, ...]


def seen(browser: Browser, path: str, form: dict[str, str]) -> Answer:
    """Post a form and look at everything that comes back."""
    runs_before, work_before = argon2_limit.runs_so_far(), set(Outbox.objects.values_list("pk", flat=True))
    events_before = list(AuditEvent.objects.values_list("pk", flat=True))
    with CaptureQueriesContext(connection) as queries:
        response: Any = browser.post(path, form)
    page = response.content.decode()
    for value in sorted(form.values(), key=len, reverse=True):
        page = page.replace(value, "TYPED") if value else page
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)
    headers = tuple(sorted((name, value) for name, value in response.headers.items()))
    headers = tuple((name, value) for name, value in headers if name not in DIFFERING)
    cookies = tuple(
        (name, len(cookie.value), str(cookie["max-age"])) for name, cookie in sorted(response.cookies.items())
    )
    work = Outbox.objects.exclude(pk__in=work_before).order_by("pk").values_list("kind", flat=True)
    events = AuditEvent.objects.exclude(pk__in=events_before).order_by("pk").values_list("action", flat=True)
    return Answer(
        response.status_code,
        headers,
        cookies,
        page,
        len(queries),
        argon2_limit.runs_so_far() - runs_before,
        tuple(work),
        tuple(events),
    )


def told(answer: Answer) -> Answer:
    """Leave out how many queries an answer took."""
    return replace(answer, queries=0)


@pytest.fixture
def addresses(officer: Staff, account: Account, administrator: Staff) -> dict[str, str]:
    """Addresses of people in every state, and of nobody."""
    disabled = make_member(Role.OFFICER, "disabled@example.org").person
    disabled.disabled_at = timezone.now()
    disabled.save(update_fields=["disabled_at"])
    tried_often = make_member(Role.OFFICER, "tried-often@example.org").person
    for _ in range(settings.LIMITS["failures_in_a_row"][0] + 1):
        failures.note(tried_often)
    invited = invitations.invite(
        actor=administrator.person,
        invitee=invitations.Invitee(Role.OFFICER, "Invited", "invited@example.org", language="en"),
    ).person
    careful = make_member(Role.OFFICER, "careful@example.org")
    add_app(careful.signs_in())
    Notice.objects.all().delete()
    return {
        "of staff": str(officer.person.email),
        "of the public": account.email,
        "with a second step": str(careful.person.email),
        "disabled": str(disabled.email),
        "tried often": str(tried_often.email),
        "without a password": str(invited.email),
        "nobody": "nobody-here@example.org",
    }


def test_a_wrong_password_tells_nothing(addresses):
    answers = {
        who: seen(Browser(), "/sign-in/", {"login": email, "password": WRONG})
        for who, email in addresses.items()
    }

    assert len(set(answers.values())) == 1
    assert answers["nobody"].slow_runs == 1
    assert not Notice.objects.exists()


def test_the_failure_after_which_a_password_suffices_no_more_tells_nothing(addresses, settings):
    few = (2, 3600)
    settings.LIMITS = {**settings.LIMITS, "failures_in_a_row": few, "failures_of_nobody": few}
    asked = [email for who, email in addresses.items() if who in ("of staff", "of the public", "nobody")]

    def fail(number: int) -> set[Answer]:
        browser = Browser(REMOTE_ADDR=f"192.0.2.{number}")
        return {seen(browser, "/sign-in/", {"login": email, "password": WRONG}) for email in asked}

    [_first], [second], [third] = (fail(number) for number in range(3))

    assert second.work == ("accounts.many_failures",)
    assert third.work == ()
    assert not Notice.objects.exists()


def test_a_right_password_tells_nothing_where_it_does_not_suffice(addresses):
    asked = [addresses["tried often"], addresses["disabled"], addresses["nobody"]]

    answers = {seen(Browser(), "/sign-in/", {"login": email, "password": PASSWORD}) for email in asked}

    assert len(answers) == 1


def test_a_locked_pair_tells_nothing(addresses):
    answers = set()
    for number, email in enumerate(addresses.values()):
        # Each from elsewhere: so many failures would slow down one place for itself.
        browser = Browser(REMOTE_ADDR=f"192.0.2.{number + 1}")
        for _ in range(settings.AXES_FAILURE_LIMIT):
            browser.post("/sign-in/", {"login": email, "password": WRONG})
        answers.add(seen(browser, "/sign-in/", {"login": email, "password": PASSWORD}))

    [answer] = answers
    assert answer.status == 429


def test_asking_for_a_link_tells_nothing(addresses):
    answers = {seen(Browser(), "/sign-in/link/", {"email": email}) for email in addresses.values()}

    assert len(answers) == 1
    assert not Notice.objects.exists()


def test_asking_for_a_new_password_tells_nothing(addresses):
    seen(Browser(), FORGOTTEN, {"email": "first@example.org"})

    answers = {seen(Browser(), FORGOTTEN, {"email": email}) for email in addresses.values()}

    assert len(answers) == 1
    assert not Notice.objects.exists()


def test_making_an_account_tells_nothing(addresses, taxpayer: Visitor):
    browser = taxpayer.opens_with_code()

    def ask(email: str) -> Answer:
        return seen(browser, "/account/new/", {"email": email, "password": PASSWORD})

    # The first of all makes the row that the others replace.
    ask("first@example.org")
    answers = [ask(email) for email in addresses.values()]
    shown = {browser.get("/account/new/").content.decode().count("\n") for _ in addresses}

    assert len(set(answers)) == len(shown) == 1


def test_another_code_tells_nothing(addresses, taxpayer: Visitor):
    browser, answers = taxpayer.opens_with_code(), set()
    for email in (addresses["of staff"], addresses["nobody"]):
        browser.post("/account/new/", {"email": email, "password": PASSWORD})
        answers.add(seen(browser, "/account/send-again/", {}))

    assert len(answers) == 1


def test_changing_the_address_tells_nothing(addresses, account: Account):
    browser = account.signs_in()
    browser.post("/account/address/", {"email": "first@example.org"})
    asked = [email for email in addresses.values() if email != account.email]

    answers = {seen(browser, "/account/address/", {"email": email}) for email in asked}

    assert len(answers) == 1


def test_a_wrong_reply_code_tells_nothing(taxpayer: Visitor, other_taxpayer: Visitor):
    other_taxpayer.person.disabled_at = timezone.now()
    other_taxpayer.person.save(update_fields=["disabled_at"])
    locators = [ReplyCode.parse(visitor.reply_code).locator for visitor in (taxpayer, other_taxpayer)]
    wrong = [ReplyCode(locator, "0" * SECRET_CHARACTERS).text for locator in [*locators, "ZZZ"]]

    answers = {seen(Browser(), "/reply/", {"code": code}) for code in wrong}
    # Whoever has the whole code of somebody who is disabled finds out nothing by the work that it takes.
    dead = seen(Browser(), "/reply/", {"code": other_taxpayer.reply_code})

    assert len(answers) == 1
    assert {told(dead)} == {told(answer) for answer in answers}


def test_an_invitation_tells_nothing(administrator: Staff):
    invited = {state: invite(administrator, state) for state in ("open", "revoked", "disabled", "over")}
    tokens = [mailed_secret_of(Notice.objects.get(person=person.public_id)) for person in invited.values()]
    invitations.revoke(actor=administrator.person, person=invited["revoked"])
    access.disable(actor=administrator.person, person=invited["disabled"])
    Slot.objects.filter(person=invited["over"].public_id).update(expires_at=timezone.now())
    form = {"password": PASSWORD, "password_again": PASSWORD, "pin": "0" * 10}

    answers = {seen(Browser(), "/invitation/", {**form, "token": token}) for token in tokens}
    # A token that is none is not as much work; nobody comes upon one that is.
    none = seen(Browser(), "/invitation/", {**form, "token": "0" * 26})

    assert len(answers) == 1
    assert {told(none)} == {told(answer) for answer in answers}


def invite(administrator: Staff, name: str) -> Person:
    """Invite an officer of this name."""
    invitee = invitations.Invitee(Role.OFFICER, name, f"{name}@example.org", language="en")
    return invitations.invite(actor=administrator.person, invitee=invitee).person
