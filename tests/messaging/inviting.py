"""Inviting members of the public, and coming in by both halves, as tests do."""

from typing import Any
from uuid import uuid4

from django.test import RequestFactory

from accounts import coming_in
from accounts.errors import WrongInvitation
from accounts.services.invitations import Invited
from accounts.services.outsiders import Way
from limits.errors import TooMany
from messaging import channel, services
from messaging.models import Thread, Topic
from messaging.services.inviting import InvitedTo
from tests.people import Browser, Staff

FORM_SECRET = b"0123456789abcdef0123456789abcdef"


def invite(officer: Staff, topic: Topic, **other: Any) -> InvitedTo:
    """Begin a thread with somebody who called, and bring them both halves."""
    words = services.FirstWords(
        **{
            "message_id": uuid4(),
            "name": "Caller One",
            "subject": "Your call",
            "text": "This is what you asked for.",
            **other.pop("words", {}),
        }
    )
    decision = channel.decide(words.document(), latest_sequence=0, unit=topic.unit)
    given: dict[str, Any] = {"way": Way.LETTER, "address": "", "language": "en", **other}
    return services.invite(officer=officer.unlocked, topic=topic, words=words, decision=decision, **given)


def takes_up(token: str, pin: str) -> Browser:
    """Take an invitation up as the page does, and come in with the code."""
    request = RequestFactory().get("/", REMOTE_ADDR="198.51.100.9")
    both = coming_in.with_both_halves(request, token=token, pin=pin)
    services.take_up(
        invited=both.unlocked, invitation=both.invitation, form_secret=FORM_SECRET, language="en"
    )
    browser = Browser()
    assert browser.post("/reply/", {"code": services.code_of(FORM_SECRET)}).status_code == 302
    return browser


def guess(token: str, pin: str) -> str:
    """Try a PIN from an address that nobody has used; gives what came of it."""
    address = ".".join(["10", *(str(byte) for byte in uuid4().bytes[:3])])
    request = RequestFactory().get("/", REMOTE_ADDR=address)
    try:
        coming_in.with_both_halves(request, token=token, pin=pin)
    except WrongInvitation:
        return "refused"
    except TooMany:
        return "later"
    return "in"


def invite_again(officer: Staff, thread: Thread, **other: Any) -> Invited:
    """Invite whoever wrote a thread anew, by letter unless told otherwise."""
    given: dict[str, Any] = {"way": Way.LETTER, "address": "", "language": "en", "vouched": None, **other}
    return services.invite_again(officer=officer.unlocked, thread=thread, **given)
