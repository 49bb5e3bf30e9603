"""How officers come to plain e-mail through the page, what closes that way, and what a caught mail says."""

from email.message import EmailMessage
from typing import Any

from django.utils import timezone

from accounts.models import Person
from accounts.services import notice_addresses, set_plain_email
from audit.models import AuditEvent
from keys.queries import shown_key
from messaging.models import Thread
from tests.people import Browser, Visitor, answer_fields, form_fields

SSN = "219-09-9999"
CLEAN = "Please come in on Monday and bring form 12."
SENSITIVE = f"Your number {SSN} is right."

Fields = dict[str, str]


def shown(browser: Browser, thread: Thread, text: str, **more: str) -> tuple[Fields, str]:
    """Have a text checked by the button; gives the form as the page then has it, and the page."""
    form = {**answer_fields(browser, thread), "text": text, **more}
    page = browser.post(thread.get_absolute_url(), {**form, "action": "check"}).content.decode()
    return {**form, **form_fields(page)}, page


def said_in(mail: EmailMessage) -> str:
    """Give every header and every decoded part of a mail."""
    parts = [part.get_content() for part in mail.walk() if not part.is_multipart()]
    return "\n".join([*(f"{name}: {value}" for name, value in mail.items()), *parts])


def is_plain(mail: EmailMessage) -> bool:
    return str(mail["Subject"]).startswith("An answer from")


def send_plainly(browser: Browser, thread: Thread, text: str = CLEAN) -> Any:
    """Check a text, then choose plain e-mail."""
    form, _page = shown(browser, thread, text)
    return browser.post(thread.get_absolute_url(), {**form, "action": "plain"})


def leaf_of(action: str) -> bytes:
    """Give the only event of this action, as it was recorded."""
    return bytes(AuditEvent.objects.get(action=action).leaf)


def not_allowed(visitor: Visitor) -> None:
    set_plain_email(actor=None, unit=visitor.thread.unit, is_allowed=False)


def taken_back(visitor: Visitor) -> None:
    notice_addresses.withdraw(person=visitor.person)


def changed(visitor: Visitor) -> None:
    Person.objects.filter(pk=visitor.person.pk).update(
        notice_address="somebody.else@example.org", notice_address_confirmed_at=None
    )


def changed_and_confirmed(visitor: Visitor) -> None:
    changed(visitor)
    Person.objects.filter(pk=visitor.person.pk).update(notice_address_confirmed_at=timezone.now())


def disabled(visitor: Visitor) -> None:
    Person.objects.filter(pk=visitor.person.pk).update(disabled_at=timezone.now())


def locked(visitor: Visitor) -> None:
    key = shown_key(visitor.person.public_id)
    assert key
    Thread.objects.filter(taxpayer=visitor.person).update(locked_key=key.key_id)


CLOSED_WAYS = [not_allowed, taken_back, changed, disabled, locked]
