"""While every place to derive a password is taken, each page that needs one says when to come back."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from typing import Any

import pytest

from accounts.models import Role
from accounts.services import invitations
from accounts.services.invitations import Invitee
from keys import argon2_limit
from notices.models import Notice
from tests.accounts.codes import add_app
from tests.accounts.test_forgotten_password import code_for
from tests.accounts.test_recovery_codes import make_code
from tests.messaging.test_inviting_pages import fill_in, halves_of
from tests.people import (
    NEW_PASSWORD,
    PASSWORD,
    Account,
    Browser,
    Staff,
    Visitor,
    ask_for_account,
    begin_anew,
    form_fields,
    mailed_code,
    mailed_secret_of,
    signs_in_anew,
)

Press = Callable[[], Any]


@contextmanager
def busy_machine(settings: Any) -> Iterator[None]:
    """Hold every place in which a password is derived, with nowhere to wait."""
    settings.ARGON2_WAITERS = 0
    with ExitStack() as places:
        for _ in range(argon2_limit.places()):
            places.enter_context(argon2_limit.turn())
        yield


def posts(browser: Browser, path: str, **form: str) -> Press:
    return lambda: browser.post(path, form)


def sign_in(request: Any) -> Press:
    email = str(request.getfixturevalue("officer").person.email)
    return posts(Browser(), "/sign-in/", login=email, password=PASSWORD)


def change(request: Any) -> Press:
    account: Account = request.getfixturevalue("account")
    return posts(account.signs_in(), "/account/password/", current=PASSWORD, password=NEW_PASSWORD)


def make_new_keys(request: Any) -> Press:
    account: Account = request.getfixturevalue("account")
    return posts(account.signs_in(), "/account/password/known/", current=PASSWORD, password=NEW_PASSWORD)


def follow_link(request: Any) -> Press:
    code = code_for(request.getfixturevalue("account").email)
    return posts(Browser(), "/sign-in/new-password/", code=code, password=NEW_PASSWORD, understood="on")


def make_account(request: Any) -> Press:
    visitor: Visitor = request.getfixturevalue("taxpayer")
    return posts(visitor.opens_with_code(), "/account/new/", email="new@example.org", password=NEW_PASSWORD)


def confirm_account(request: Any) -> Press:
    visitor: Visitor = request.getfixturevalue("taxpayer")
    ask_for_account(visitor, "new@example.org")
    return posts(Browser(), "/account/confirm/", code=mailed_code(visitor), password=PASSWORD)


def take_up(request: Any) -> Press:
    administrator: Staff = request.getfixturevalue("administrator")
    invited = invitations.invite(
        actor=administrator.person, invitee=Invitee(Role.OFFICER, "New", "new@example.org", language="en")
    )
    token = mailed_secret_of(Notice.objects.get(person=invited.person.public_id))
    own = {"password": NEW_PASSWORD, "password_again": NEW_PASSWORD}
    return posts(Browser(), "/invitation/", token=token, pin=invited.pin, **own)


def invite(request: Any) -> Press:
    desk = request.getfixturevalue("administrator").signs_in()
    form = {"role": "officer", "name": "New", "email": "new@example.org", "language": "en"}
    return posts(desk, "/administration/people/invite/", **form)


def type_an_old_password(request: Any) -> Press:
    account: Account = request.getfixturevalue("account")
    begin_anew(account.person)
    return posts(signs_in_anew(account.email), "/account/earlier/", secret=PASSWORD)


def prove(request: Any) -> Press:
    desk = request.getfixturevalue("officer").signs_in()
    request.getfixturevalue("settings").PROOF_LASTS = timedelta(0)
    form = {"next": "/account/", "proof-password": PASSWORD}
    return posts(desk, "/prove/", **form)


def prove_with_a_form(request: Any) -> Press:
    """Send a form so long after the last proof that the page asks for one, which goes with the form."""
    desk = request.getfixturevalue("administrator").signs_in()
    request.getfixturevalue("settings").PROOF_LASTS = timedelta(0)
    form = {"role": "officer", "name": "New", "email": "new@example.org", "language": "en"}
    return posts(desk, "/administration/people/invite/", **form, **{"proof-password": PASSWORD})


def second_step(request: Any) -> Press:
    officer: Staff = request.getfixturevalue("officer")
    browser = officer.signs_in()
    add_app(browser)
    code, half = make_code(browser), Browser()
    fields = form_fields(half.get("/recovery/").content.decode())
    assert half.post("/recovery/", {**fields, "code": code}).status_code == 302
    return posts(half, "/sign-in/second/", way="password", password=PASSWORD)


def remove_app(request: Any) -> Press:
    browser = request.getfixturevalue("account").signs_in()
    add_app(browser)
    return posts(browser, "/account/app/remove/", password=PASSWORD)


def write_to_somebody_new(request: Any) -> Press:
    topic = request.getfixturevalue("topic")
    desk = request.getfixturevalue("officer").signs_in()
    return posts(desk, "/mailbox/invite/", **fill_in(desk, topic, name="Caller One"))


def invite_again(request: Any) -> Press:
    topic = request.getfixturevalue("topic")
    desk = request.getfixturevalue("officer").signs_in()
    thread, _token, _pin = halves_of(desk, topic)
    form = {"way": "mail", "email": "caller@example.org", "language": "en"}
    return posts(desk, f"/threads/{thread.public_id}/invite/", **form)


def take_up_a_thread(request: Any) -> Press:
    topic = request.getfixturevalue("topic")
    _thread, token, pin = halves_of(request.getfixturevalue("officer").signs_in(), topic)
    browser = Browser()
    form = form_fields(browser.get("/invited/").content.decode())
    return posts(browser, "/invited/", **{**form, "token": token, "pin": pin})


def renew(request: Any) -> Press:
    administrator: Staff = request.getfixturevalue("administrator")
    invited = invitations.invite(
        actor=administrator.person, invitee=Invitee(Role.OFFICER, "New", "new@example.org", language="en")
    )
    return posts(administrator.signs_in(), f"/administration/people/{invited.person.public_id}/renew/")


# What was typed and is no secret stands in the page that says when to come back.
KEEPS: dict[Callable[[Any], Press], str] = {
    sign_in: "officer@example.org",
    make_account: "new@example.org",
    invite: "new@example.org",
    prove_with_a_form: "new@example.org",
    write_to_somebody_new: "This is what you asked for.",
    invite_again: "caller@example.org",
}
PAGES = [
    sign_in,
    change,
    make_new_keys,
    follow_link,
    make_account,
    confirm_account,
    take_up,
    invite,
    type_an_old_password,
    prove,
    prove_with_a_form,
    second_step,
    remove_app,
    write_to_somebody_new,
    invite_again,
    take_up_a_thread,
    renew,
]


@pytest.mark.django_db
@pytest.mark.parametrize("page", PAGES)
def test_every_page_that_derives_says_when_to_come_back_and_then_does_what_was_asked(
    request: Any, settings: Any, page: Callable[[Any], Press]
):
    press = page(request)

    with busy_machine(settings):
        refused = [press() for _ in range(12)]
        public = [Browser().get(path).status_code for path in ("/", "/comment/", "/reply/", "/healthz")]
    done = press()

    assert {answer.status_code for answer in refused} == {503}
    assert all(int(answer["Retry-After"]) > 0 for answer in refused)
    words = refused[-1].content.decode()
    assert KEEPS.get(page, "") in words
    assert not any(secret in words for secret in (PASSWORD, NEW_PASSWORD))
    assert public == [200] * 4
    assert done.status_code == 302
