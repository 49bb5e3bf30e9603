"""How an answer comes to wait for a second member, through the pages."""

from typing import Any
from uuid import uuid4

from django.utils import timezone

from messaging.models import ReleaseRequest, Thread
from tests.messaging.plain_mail import shown
from tests.people import Browser, Staff, Visitor

PERSONAL = "You were born in 1970, so form 12 is enough."
REASON = "She has no other way to read it today."
CONSENT = "I called her, and she asked for it."


def ask(browser: Browser, visitor: Visitor, text: str = PERSONAL, reason: str = REASON) -> Any:
    """Check a text, and ask a colleague to release it."""
    form, _page = shown(browser, visitor.thread, text)
    return browser.post(visitor.thread.get_absolute_url(), {**form, "reason": reason, "action": "ask"})


def asked(officer: Staff, visitor: Visitor, text: str = PERSONAL) -> ReleaseRequest:
    """Ask for a release; gives the request."""
    assert ask(officer.signs_in(), visitor, text).status_code == 302
    return ReleaseRequest.objects.select_related("thread__unit", "thread__taxpayer").latest("pk")


def press(staff: Staff, request: ReleaseRequest, action: str, reason: str = CONSENT) -> Any:
    """Press a button on the page of a request, with a reason beside it."""
    pressed = {"action": action, "reason": reason}
    return staff.signs_in().post(f"/releases/{request.public_id}/", pressed)


def refused_release(officer: Staff, thread: Thread) -> ReleaseRequest:
    """Make a request that was refused, without the answer that was asked for."""
    now = timezone.now()
    return ReleaseRequest.objects.create(
        thread=thread,
        author_id=officer.person.public_id,
        message_id=uuid4(),
        latest_sequence=thread.latest_sequence,
        sealed=b"",
        state=ReleaseRequest.State.REFUSED,
        asked_at=now,
        expires_at=now,
        ended_at=now,
    )
