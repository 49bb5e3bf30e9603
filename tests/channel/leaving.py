"""Try to send a text in every way that the page has, and read what the mail server got."""

from collections.abc import Callable, Iterable
from email.message import EmailMessage

from messaging.models import Thread
from tests.conftest import MailServer
from tests.messaging.plain_mail import shown
from tests.people import Browser


def try_plainly(browser: Browser, thread: Thread, text: str, **more: str) -> bool:
    """Have a text checked, ask for plain e-mail, and send it through the portal when that is refused.

    Tells whether it left by plain e-mail.
    """
    form, _page = shown(browser, thread, text, **more)
    answer = browser.post(thread.get_absolute_url(), {**form, "action": "plain"})
    if answer.status_code == 302:
        return True
    sent = browser.post(thread.get_absolute_url(), {**form, "action": "send"})
    assert sent.status_code == 302, sent.content
    return False


def mails_after_trying(
    browser: Browser,
    thread: Thread,
    texts: Iterable[str],
    mail_server: MailServer,
    worker: Callable[[], None],
) -> tuple[list[str], list[EmailMessage]]:
    """Try each text; gives those that were let go by plain e-mail, and every mail that then came."""
    let_go = [text for text in texts if try_plainly(browser, thread, text)]
    worker()
    return let_go, mail_server.mails
