"""Speaking SMTP: one conversation for one mail, encrypted where that is set, and signed where there is a key.

Only `notices.mail` comes here. What cannot be encrypted is not sent: there is no way back to clear text.
"""

import random
import smtplib
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import cast

import dkim
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import SafeMIMEMultipart, sanitize_address
from django.core.validators import validate_email

from notices import mail_alerts, refusals
from notices.errors import MailDeferred, MailRefused, MailServerAway, NotAccepted

# A mail must be over before the lease of its work is, or a second worker would send it beside the first.
SHARE_OF_LEASE = 0.5
# Those that say what a mail is and what happens to answers; From twice, so that no second one can be added.
# Source: RFC 6376 sections 5.4 and 8.15.
SIGNED_HEADERS = [
    b"From",
    b"From",
    b"To",
    b"Reply-To",
    b"Subject",
    b"Date",
    b"Message-ID",
    b"MIME-Version",
    b"Content-Type",
    b"Auto-Submitted",
]


# Answers in which no address of others has been named yet. What is said to STARTTLS is an alert of its own.
OF_US = (
    smtplib.SMTPConnectError,
    smtplib.SMTPHeloError,
    smtplib.SMTPSenderRefused,
    smtplib.SMTPAuthenticationError,
)


def give_to_server(mail: EmailMessage, *, envelope_sender: str) -> None:
    """Give a mail for one address to the mail server, in one conversation.

    envelope_sender: where a bounce goes to.
    Raises MailRefused when the receiving server refuses the address or the mail for good (5xx), or when the
    address is none; MailDeferred when it shall be tried later (4xx); MailServerAway while a server that did
    not answer just now is left alone; NotAccepted, with an alert, where it is us whom a server refuses behind
    an address of others. Everything else that goes wrong rises as it is and may be tried again: also what a
    server refuses for good of our connection, name, password or sender, which is an alert too, for all that
    is ours to repair.
    """
    [address] = mail.to
    try:
        validate_email(address)
    except ValidationError:
        raise MailRefused from None
    # Sorted outside: a server that has greeted us with "later" is left alone, too.
    with _sorted_answers(), _patience.for_server(), SMTPBackend(envelope_sender) as backend:
        backend.send_messages([mail])


@contextmanager
def _sorted_answers() -> Iterator[None]:
    """Tell what a server refuses for good from what it cannot take now.

    Source: RFC 5321 section 4.2.1.
    """
    try:
        yield
    except smtplib.SMTPRecipientsRefused as refusal:
        [(code, words)] = refusal.recipients.values()
        _sort(code, words, refusal)
    except smtplib.SMTPDataError as refusal:
        _sort(refusal.smtp_code, refusal.smtp_error, refusal)
    except smtplib.SMTPResponseException as refusal:
        if 400 <= refusal.smtp_code < 500:
            raise MailDeferred(settings.MAIL_DEFERRED_SECONDS) from None
        if 500 <= refusal.smtp_code < 600 and isinstance(refusal, OF_US):
            mail_alerts.not_accepted()
        raise


def _sort(code: int, words: bytes | str, refusal: smtplib.SMTPException) -> None:
    if 500 <= code < 600:
        if refusals.is_about_us(code, words if isinstance(words, bytes) else words.encode()):
            mail_alerts.not_accepted()
            raise NotAccepted(settings.MAIL_DEFERRED_SECONDS) from None
        raise MailRefused from None
    if 400 <= code < 500:
        raise MailDeferred(settings.MAIL_DEFERRED_SECONDS) from None
    raise refusal


AWAY = (
    TimeoutError,
    ConnectionError,
    socket.gaierror,
    smtplib.SMTPConnectError,
    smtplib.SMTPHeloError,
    smtplib.SMTPServerDisconnected,
)


class _Patience:
    """Leaves a mail server alone for a while that did not answer, so that other work is not held up by it.

    One for each process. Whoever finds the while over asks first, and if that fails again, the next one
    waits.
    """

    def __init__(self) -> None:
        self._away_until = 0.0

    @contextmanager
    def for_server(self) -> Iterator[None]:
        """Note a server that does not answer; raises MailServerAway at once while one is left alone."""
        left = self._away_until - time.monotonic()
        if left > 0:
            # Not all at the same moment, when it is back.
            raise MailServerAway(left + random.uniform(0, settings.MAIL_PAUSE_SECONDS))  # noqa: S311
        try:
            yield
        except AWAY:
            self._away_until = time.monotonic() + settings.MAIL_PAUSE_SECONDS
            raise


_patience = _Patience()


class _SMTP(smtplib.SMTP):
    """Speaks SMTP for a limited time; each step has a time limit, but a server can make many slow steps."""

    def __init__(self, *arguments: object, **options: object) -> None:
        self._is_over = False
        self._timer = threading.Timer(settings.OUTBOX_LEASE_SECONDS * SHARE_OF_LEASE, self._cut)
        self._timer.daemon = True
        self._timer.start()
        try:
            super().__init__(*arguments, **options)  # type: ignore[arg-type]
        except BaseException:
            self._timer.cancel()
            raise

    def getreply(self) -> tuple[int, bytes]:
        """Read an answer, unless time was up before there was a connection to cut."""
        if self._is_over:
            self.close()
            raise smtplib.SMTPServerDisconnected("out of time")
        return super().getreply()

    def ehlo(self, name: str = "") -> tuple[int, bytes]:
        """Say who we are. Raises SMTPHeloError where a server has no time now (4xx).

        It is not asked in the older way then, which knows no TLS.
        """
        code, words = super().ehlo(name)
        if 400 <= code < 500:
            raise smtplib.SMTPHeloError(code, words)
        return code, words

    def starttls(  # type: ignore[override]  # older Pythons take files too
        self, *, context: ssl.SSLContext | None = None
    ) -> tuple[int, bytes]:
        """Begin to speak over TLS. Whatever keeps that from happening is an alert: somebody on the way may
        want the mail in clear, and never gets it. A server that only takes too long is none.
        """
        self.ehlo_or_helo_if_needed()
        try:
            return super().starttls(context=context)
        except (smtplib.SMTPException, OSError) as error:
            # Of an answer that did not come in time smtplib says that the server hung up.
            is_late = self._is_over or TimeoutError in map(type, (error, error.__context__))
            if not is_late:
                mail_alerts.not_encrypted()
            raise

    def _cut(self) -> None:
        self._is_over = True
        if connection := self.sock:
            # Of the plain socket: TLS would first say goodbye, and wait.
            with suppress(OSError):
                socket.socket.shutdown(connection, socket.SHUT_RDWR)

    def close(self) -> None:
        self._timer.cancel()
        super().close()


class SMTPBackend(EmailBackend):
    """Django's SMTP backend with an end to each conversation, a sender for bounces, and a signature.

    Where TLS is set it never goes on without.
    """

    def __init__(self, envelope_sender: str) -> None:
        super().__init__()
        self._envelope_sender = envelope_sender

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        """Name the class that speaks; `settings.EMAIL_USE_SSL` is not supported, STARTTLS is."""
        return _SMTP

    @cached_property
    def ssl_context(self) -> ssl.SSLContext:
        """Ask for TLS 1.2 or newer, and a certificate for the server's name by somebody whom we trust."""
        context = ssl.create_default_context(cafile=settings.EMAIL_CA_FILE or None)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        return context

    def _send(self, email_message: EmailMessage) -> bool:
        [address] = email_message.to
        recipient = sanitize_address(address, settings.DEFAULT_CHARSET)
        raw = cast(SafeMIMEMultipart, email_message.message()).as_bytes(linesep="\r\n")
        assert self.connection is not None  # noqa: S101  # opened by whoever calls
        self.connection.sendmail(self._envelope_sender, [recipient], _signed(raw))
        return True


def _signed(raw: bytes) -> bytes:
    """Put a DKIM signature in front, where there is a key; raises dkim.DKIMException for one that is none."""
    if not settings.DKIM_KEY_FILE:
        return raw
    signature: bytes = dkim.sign(
        raw,
        selector=settings.DKIM_SELECTOR.encode("ascii"),
        domain=settings.DKIM_DOMAIN.encode("ascii"),
        privkey=Path(settings.DKIM_KEY_FILE).read_bytes(),
        include_headers=SIGNED_HEADERS,
        canonicalize=(b"relaxed", b"relaxed"),
    )
    return signature + raw
