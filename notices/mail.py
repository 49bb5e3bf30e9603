"""The only way to SMTP in the whole portal: fixed words and a number, to one address."""

import smtplib
import socket
import threading
from contextlib import suppress
from email.headerregistry import Address
from email.utils import parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend
from django.core.validators import validate_email
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from encryption.codes import group
from notices import confirmations
from notices.errors import MailRefused
from notices.models import Confirmation, Notice

# A mail must be over before the lease of its work is, or a second worker would send it beside the first.
SHARE_OF_LEASE = 0.5


def message_id_of(number: str) -> str:
    """Make the Message-ID of a notice: the same at every attempt, so that mail servers see a repetition."""
    return f"<{number.lower()}@{_sender_address().domain}>"


def send_notice(notice: Notice) -> None:
    """Send the fixed words of a notice to its address, in one SMTP conversation.

    Always by SMTP, whatever `settings.EMAIL_BACKEND` says: a backend that prints mail would be another way.
    Raises MailRefused when the receiving server refuses the address or the mail for good (5xx), or when the
    address is none. Everything else that goes wrong rises as it is and may be tried again: also what a server
    answers to our name, password or sender, for that is ours to repair.
    """
    try:
        validate_email(notice.address)
    except ValidationError:
        raise MailRefused from None
    try:
        with SMTPBackend() as backend:
            backend.send_messages([_compose(notice)])
    except smtplib.SMTPRecipientsRefused as refusal:
        if all(_is_permanent(code) for code, _words in refusal.recipients.values()):
            raise MailRefused from None
        raise
    except smtplib.SMTPDataError as refusal:
        if _is_permanent(refusal.smtp_code):
            raise MailRefused from None
        raise


def _compose(notice: Notice) -> EmailMultiAlternatives:
    answer_url = settings.SITE_URL + reverse("reply")
    words = {
        "agency_name": settings.AGENCY_NAME,
        "answer_url": answer_url,
        # To be typed: browsers add the rest.
        "answer_address": answer_url.removeprefix("https://").removeprefix("http://"),
        "check_url": settings.SITE_URL + reverse("notice"),
        "number": group(notice.number),
        "confirm_url": _confirm_url(notice),
    }
    folder = f"notices/{notice.kind}"
    sender = _sender_address()
    mail = EmailMultiAlternatives(
        subject=" ".join(render_to_string(f"{folder}/subject.txt", words).split()),
        body=render_to_string(f"{folder}/body.txt", words),
        from_email=_with_name(_("%(agency)s (do not reply)") % {"agency": settings.AGENCY_NAME}, sender),
        to=[notice.address],
        reply_to=[_with_name(_("Answers to this e-mail are not read"), sender)],
        headers={
            "Message-ID": notice.message_id_header,
            "Auto-Submitted": "auto-generated",
            # Keeps absence notes of Microsoft Exchange away, which does not look at Auto-Submitted.
            "X-Auto-Response-Suppress": "All",
        },
    )
    mail.attach_alternative(render_to_string(f"{folder}/body.html", words), "text/html")
    return mail


def _confirm_url(notice: Notice) -> str:
    """Give the address at which the reader confirms theirs; empty when this notice does not offer it."""
    confirmation = Confirmation.objects.filter(notice=notice).select_related("notice").first()
    if confirmation is None:
        return ""
    return settings.SITE_URL + reverse("confirm_address", args=[confirmations.token_of(confirmation)])


def _sender_address() -> Address:
    _name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return Address(addr_spec=address)


def _with_name(name: str, address: Address) -> str:
    return str(Address(display_name=name, addr_spec=address.addr_spec))


def _is_permanent(code: int) -> bool:
    return 500 <= code <= 599


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
    """Django's SMTP backend with an end to each conversation; never goes on without TLS where TLS is set."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        """Name the class that speaks; `settings.EMAIL_USE_SSL` is not supported, STARTTLS is."""
        return _SMTP
