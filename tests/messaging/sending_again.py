"""A page that was refused for something that passes, and is sent again as it is."""

from typing import Any

from audit.actions import Action
from audit.models import AuditEvent
from messaging.models import Thread
from notices.models import Notice
from tests.people import Staff, answer_fields

TEXT = "We thank you."


class Desk:
    """An officer in front of a thread, with a page that is written and not sent yet."""

    def __init__(self, officer: Staff, thread: Thread) -> None:
        self.thread = thread
        self.browser = officer.signs_in()
        self.browser.raise_request_exception = False
        self.fields = {**answer_fields(self.browser, thread), "text": TEXT, "action": "send"}

    def send(self) -> Any:
        """Send this very page, the same one each time."""
        return self.browser.post(self.thread.get_absolute_url(), self.fields)


def assert_refused_whole(desk: Desk, refused: Any) -> None:
    """Nothing is stored, and the page says when to come again and gives the text back."""
    assert (refused.status_code, bool(refused["Retry-After"])) == (503, True)
    assert TEXT in refused.content.decode()
    assert desk.thread.messages.count() == 1


def assert_sent_once(desk: Desk) -> None:
    """Two more tries of the same page make one message with one record and one notice."""
    sent = [desk.send(), desk.send()]

    assert [each.status_code for each in sent] == [302, 302]
    _, answer = desk.thread.messages.order_by("sequence").values_list("public_id", flat=True)
    assert AuditEvent.objects.filter(action=Action.MESSAGE_SENT, subject=answer).count() == 1
    assert Notice.objects.filter(about=answer).count() == 1
