"""How officers come to plain e-mail through the page, and what a caught mail says."""

from email.message import EmailMessage

from messaging.models import Thread
from tests.people import Browser, answer_fields, form_fields

SSN = "219-09-9999"

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
