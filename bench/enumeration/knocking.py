"""What somebody asks who wants to know which addresses have an account, and of whom they ask it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from typing import Any

import pyotp
from django.conf import settings
from django.test import Client, override_settings
from django.utils import timezone

import accounts.services as accounts
from accounts import failures
from accounts.models import Authenticator, Person, Role
from accounts.services import authenticators, invitations
from bench.agency import PASSWORD
from comments import form_tokens
from comments.services import CommentWords, receive
from encryption.codes import ALPHABET, SECRET_CHARACTERS, ReplyCode
from keyring.fields import FieldPlace, open_field
from keys.models import Slot
from keys.unlocked import UnlockedPerson
from messaging.models import Topic
from notices.models import Notice

WRONG = "not the password of anybody here"
Answer = Any


@dataclass(frozen=True)
class Question:
    """One thing to ask: of somebody who is there, of another who is, and of somebody who is not.

    others: what else must look like somebody who is there.
    """

    name: str
    ask: Callable[[str], Answer]
    there: str
    also_there: str
    others: dict[str, str]


def address(name: str) -> str:
    """Make an address; all are of one length, so that answers that show them are too."""
    return f"{name:x<12}@example.org"


def questions() -> list[Question]:
    """Make everybody who is asked about, and list what is asked."""
    people = {name: _officer(name).person for name in ("there", "alsothere", "disabled", "locked")}
    Person.objects.filter(pk=people["disabled"].pk).update(disabled_at=timezone.now())
    _fail_often(people["locked"])
    administrator = _officer("boss", Role.ADMINISTRATOR).person
    invited = {name: _invite(administrator, name) for name in ("invited", "alsoinvited", "revoked")}
    tokens = {name: _token_of(person) for name, person in invited.items()}
    invitations.revoke(actor=administrator, person=invited["revoked"])
    _officer("mover")
    codes = [_visitor(number) for number in range(2)]
    waiting = {name: _waiting(name) for name in ("there", "alsothere", "nobody")}
    half_way = {name: _half_way(name) for name in ("app", "alsoapp", "usedcode")}
    there, also_there = address("there"), address("alsothere")
    nobody = {"nobody": address("nobody")}
    asking = _signed_in_visitor(codes[0])
    others = {
        **nobody,
        "disabled": address("disabled"),
        "no password": address("invited"),
        "tried often": address("locked"),
    }
    return [
        Question("Sign-in", _sign_in, there, also_there, others),
        Question("Link", _ask_for_link, there, also_there, {**nobody, "disabled": address("disabled")}),
        Question("New password", _forget, there, also_there, {**nobody, "disabled": address("disabled")}),
        Question("Making an account", _making(asking), there, also_there, nobody),
        Question("Another code", _sending_again(waiting), "there", "alsothere", {"nobody": "nobody"}),
        Question("Changing an address", _moving(_signed_in("mover")), there, also_there, nobody),
        Question(
            "Invitation",
            _take_up,
            tokens["invited"],
            tokens["alsoinvited"],
            {"revoked": tokens["revoked"]},
        ),
        Question("Reply code", _reply, _wrong(codes[0]), _wrong(codes[1]), {"nobody": _unknown()}),
        Question("Second step", _coding(half_way), "app", "alsoapp", {"a used code": "usedcode"}),
    ]


def _sign_in(email: str) -> Answer:
    # The right password where it does not suffice, so that what is left out there would show.
    is_locked = email == address("locked")
    with _few_failures(is_locked):
        return Client().post("/sign-in/", {"login": email, "password": PASSWORD if is_locked else WRONG})


@contextmanager
def _few_failures(few: bool) -> Iterator[None]:
    if not few:
        yield
        return
    limits = {**settings.LIMITS, "failures_in_a_row": (100, settings.LIMITS["failures_in_a_row"][1])}
    with override_settings(LIMITS=limits):
        yield


def _ask_for_link(email: str) -> Answer:
    return Client().post("/sign-in/link/", {"email": email})


def _forget(email: str) -> Answer:
    return Client().post("/sign-in/forgotten/", {"email": email})


@dataclass(frozen=True)
class _HalfWay:
    """Somebody who has given the password, and what the app shows them, or a code that it never shows."""

    client: Client
    shown: Callable[[], str]


def _half_way(name: str) -> _HalfWay:
    """Have somebody add an app and give the password; all codes of `usedcode` have counted already."""
    officer = _officer(name)
    authenticators.begin(holder=officer)
    secret = authenticators.waiting_secret(officer) or ""
    last_step = 10**12 if name == "usedcode" else 0
    Authenticator.objects.filter(person=officer.person).update(
        confirmed_at=timezone.now(), last_step=last_step
    )
    client = Client()
    client.post("/sign-in/", {"login": address(name), "password": PASSWORD})
    return _HalfWay(client, (lambda: pyotp.TOTP(secret).now()) if last_step else (lambda: "none"))


def _coding(half_way: dict[str, _HalfWay]) -> Callable[[str], Answer]:
    def ask(name: str) -> Answer:
        somebody = half_way[name]
        # As long as what an app shows, which the page repeats.
        form = {"way": "one_time_code", "code": somebody.shown().rjust(6, "x")}
        return somebody.client.post("/sign-in/second/", form)

    return ask


def _making(visitor: Client) -> Callable[[str], Answer]:
    def ask(email: str) -> Answer:
        return visitor.post("/account/new/", {"email": email, "password": PASSWORD})

    return ask


def _waiting(name: str) -> Client:
    """Have a visitor ask for an account with this address; gives their browser."""
    visitor = _signed_in_visitor(_visitor(name))
    _making(visitor)(address(name))
    return visitor


def _sending_again(waiting: dict[str, Client]) -> Callable[[str], Answer]:
    def ask(name: str) -> Answer:
        return waiting[name].post("/account/send-again/")

    return ask


def _moving(officer: Client) -> Callable[[str], Answer]:
    def ask(email: str) -> Answer:
        return officer.post("/account/address/", {"email": email})

    return ask


def _signed_in(name: str) -> Client:
    client = Client()
    client.post("/sign-in/", {"login": address(name), "password": PASSWORD})
    return client


def _invite(administrator: Person, name: str) -> Person:
    invitee = invitations.Invitee(Role.OFFICER, name, address(name), language="en")
    return invitations.invite(actor=administrator, invitee=invitee).person


def _token_of(person: Person) -> str:
    """Read the code that waits in the mail of an invitation."""
    notice = Notice.objects.get(person=person.public_id)
    place = FieldPlace(model="notices.notice", field="sealed_token", row=notice.public_id)
    return open_field(bytes(notice.sealed_token or b""), **place)


def _take_up(token: str) -> Answer:
    form = {"token": token, "pin": "0" * 10, "password": PASSWORD, "password_again": PASSWORD}
    return Client().post("/invitation/", form)


def _reply(code: str) -> Answer:
    return Client().post("/reply/", {"code": code})


def _officer(name: str, role: Role = Role.OFFICER) -> UnlockedPerson[Person]:
    return accounts.make_staff(
        accounts.prepare_staff(accounts.NewStaff(role, name, address(name), PASSWORD)), actor=None
    )


def _fail_often(person: Person) -> None:
    for _ in range(101):
        failures.note(person)


def _visitor(asks: object) -> str:
    words = CommentWords(
        topic=Topic.objects.get(),
        subject=f"Question {asks}",
        text="When?",
        name="",
        email="",
        language="en",
    )
    return receive(words=words, token=form_tokens.new_token()).reply_code.text


def _wrong(code: str) -> str:
    """Change the secret of a code, whose row is still found."""
    return ReplyCode(ReplyCode.parse(code).locator, "0" * SECRET_CHARACTERS).text


def _unknown() -> str:
    """Make a code whose row is not there."""
    taken = {slot.locator for slot in Slot.objects.exclude(locator="")}
    locator = next(found for found in map("".join, product(ALPHABET, repeat=3)) if found not in taken)
    return ReplyCode(locator, "0" * SECRET_CHARACTERS).text


def _signed_in_visitor(code: str) -> Client:
    client = Client()
    if client.post("/reply/", {"code": code}).status_code != 302:
        raise RuntimeError("the reply code did not open anything")
    return client
