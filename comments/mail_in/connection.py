"""A connection to a mailbox by IMAP, signed in."""

import imaplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.conf import settings


class MailboxError(Exception):
    """The IMAP server said no; `step` is what it was asked, without a word of its answer."""

    def __init__(self, step: str) -> None:
        super().__init__(step)
        self.step = step


def step_of(error: Exception) -> str:
    """Tell at which step an error came, where the server said no; of its words nothing is logged."""
    return error.step if isinstance(error, MailboxError) else ""


class Connection(imaplib.IMAP4):
    """Reads no literal into memory that is much longer than any mail that is taken."""

    has_met_too_long = False

    def read(self, size: int) -> bytes:
        """Read a literal; raises abort before one of which the server says that it is too long."""
        # Some servers count a mail's size only roughly: what is a little longer is left as too large.
        if size > 2 * settings.MAIL_IN_LARGEST_BYTES:
            self.has_met_too_long = True
            raise self.abort("literal too long")
        return super().read(size)

    def hang_up(self) -> None:
        """End the connection without a word, whatever state it is in."""
        with suppress(OSError):
            self.shutdown()


class _OverTLS(Connection, imaplib.IMAP4_SSL):
    """Is one over TLS from its first byte."""


@contextmanager
def mailbox_opened() -> Iterator[Connection]:
    """Sign in, and open the mailbox to fetch from. Raises MailboxError, OSError, imaplib.IMAP4.error."""
    mailbox = _connected()
    try:
        # The server says so of a connection that others could read (RFC 9051, section 6.2.3).
        if "LOGINDISABLED" in mailbox.capabilities:
            raise MailboxError("sign in without TLS")
        mailbox.login(settings.IMAP_USER, settings.IMAP_PASSWORD)
        done("select", mailbox.select(quoted(settings.IMAP_FOLDER)))
        yield mailbox
    finally:
        with suppress(OSError, imaplib.IMAP4.error):
            mailbox.logout()


def _connected() -> Connection:
    """Connect as the settings say; where they say TLS, never without it."""
    where: dict[str, Any] = {
        "host": settings.IMAP_HOST,
        "port": settings.IMAP_PORT,
        "timeout": settings.IMAP_TIMEOUT_SECONDS,
    }
    if not settings.IMAP_TLS:
        return Connection(**where)
    context = ssl.create_default_context(cafile=settings.IMAP_CA_FILE or None)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if not settings.IMAP_STARTTLS:
        return _OverTLS(**where, ssl_context=context)
    mailbox = Connection(**where)
    try:
        # Fails where the server does not offer it, or somebody on the way has taken the offer out.
        mailbox.starttls(context)
    except (OSError, imaplib.IMAP4.error):
        mailbox.hang_up()
        raise
    return mailbox


def done(step: str, answer: tuple[str, list[Any]]) -> list[Any]:
    """Give what the server answered; raises MailboxError when that is no."""
    kind, parts = answer
    if kind != "OK":
        raise MailboxError(step)
    return parts


def quoted(folder: str) -> str:
    """Write the name of a folder as IMAP does."""
    escaped = folder.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
