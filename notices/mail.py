"""The only way to SMTP in the whole portal, through two functions.

`send_notice` mails fixed words and a number; `send_plain` mails what a decision lets leave by plain e-mail.
"""

import smtplib
import socket
import threading
from contextlib import suppress
from datetime import timedelta
from email.headerregistry import Address
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend
from django.core.validators import validate_email
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from encryption.codes import group
from notices import security_events
from notices.decisions import Channel, Decision
from notices.errors import MailRefused, NotDecidedPlain, NothingToCarry
from notices.models import Notice

# A mail must be over before the lease of its work is, or a second worker would send it beside the first.
SHARE_OF_LEASE = 0.5
FIXED_WORDS = (
    Notice.Kind.MESSAGE_WAITING,
    Notice.Kind.INVITATION,
    Notice.Kind.INVITATION_TO_READ,
    Notice.Kind.CONFIRM_ADDRESS,
    Notice.Kind.ADDRESS_HAS_ACCOUNT,
    Notice.Kind.SIGN_IN_LINK,
    *security_events.WORDS,
)
# What these mails are for does not work without the secret that they carry.
CARRYING = (
    Notice.Kind.INVITATION,
    Notice.Kind.INVITATION_TO_READ,
    Notice.Kind.CONFIRM_ADDRESS,
    Notice.Kind.SIGN_IN_LINK,
)


def message_id_of(number: str) -> str:
    """Make the Message-ID of a notice: the same at every attempt, so that mail servers see a repetition."""
    return f"<{number.lower()}@{_sender_address().domain}>"


def send_notice(notice: Notice, *, token: str = "") -> None:
    """Send the fixed words of a notice to its address, in one SMTP conversation.

    token: the mailed secret that the notice carries.
    Always by SMTP, whatever `settings.EMAIL_BACKEND` says: a backend that prints mail would be another way.
    Raises NothingToCarry without the secret that such a mail is for, and MailRefused when the receiving
    server refuses the address or the mail for good (5xx), or when the address is none. Everything
    else that goes wrong rises as it is and may be tried again: also what a server answers to our name,
    password or sender, for that is ours to repair.
    """
    with translation.override(notice.language):
        mail = _compose(notice, token)
    _send(mail)


def send_plain(decision: Decision, notice: Notice) -> None:
    """Send an answer by plain e-mail, exactly as it was decided, under the number of its notice.

    decision: made just now, of what waited. Raises NotDecidedPlain when it says anything else than plain, or
    is about another address than the notice; else as `send_notice` does.
    """
    mail = decision.mail
    if decision.channel is not Channel.PLAIN or mail is None:
        raise NotDecidedPlain
    if notice.kind != Notice.Kind.PLAIN_ANSWER or notice.address != mail.recipient:
        raise NotDecidedPlain
    with translation.override(notice.language):
        composed = EmailMessage(
            subject=mail.subject,
            body=render_to_string("notices/plain_answer/body.txt", {**_words_of(notice), "text": mail.text}),
            to=[mail.recipient],
            **_envelope_of(notice),
        )
    _send(composed)


def _send(mail: EmailMessage) -> None:
    [address] = mail.to
    try:
        validate_email(address)
    except ValidationError:
        raise MailRefused from None
    try:
        with SMTPBackend() as backend:
            backend.send_messages([mail])
    except smtplib.SMTPRecipientsRefused as refusal:
        if all(_is_permanent(code) for code, _words in refusal.recipients.values()):
            raise MailRefused from None
        raise
    except smtplib.SMTPDataError as refusal:
        if _is_permanent(refusal.smtp_code):
            raise MailRefused from None
        raise


def _compose(notice: Notice, token: str) -> EmailMultiAlternatives:
    if notice.kind not in FIXED_WORDS:
        raise NotDecidedPlain
    if notice.kind in CARRYING and not token:
        raise NothingToCarry
    words = {**_words_of(notice), **_words_of_kind(notice, token)}
    folder = "notices/security_event" if notice.kind in security_events.WORDS else f"notices/{notice.kind}"
    mail = EmailMultiAlternatives(
        subject=" ".join(render_to_string(f"{folder}/subject.txt", words).split()),
        body=render_to_string(f"{folder}/body.txt", words),
        to=[notice.address],
        **_envelope_of(notice),
    )
    mail.attach_alternative(render_to_string(f"{folder}/body.html", words), "text/html")
    return mail


def _words_of(notice: Notice) -> dict[str, str]:
    """Give the words that templates put into a mail: addresses of ours and the notice's number."""
    answer_url = settings.SITE_URL + notice.page_path()
    return {
        "agency_name": settings.AGENCY_NAME,
        "answer_url": answer_url,
        # To be typed: browsers add the rest.
        "answer_address": answer_url.removeprefix("https://").removeprefix("http://"),
        "check_url": settings.SITE_URL + reverse("notice"),
        "number": group(notice.number),
    }


def _envelope_of(notice: Notice) -> dict[str, Any]:
    """Give what every mail of ours says about itself: who sends it, and that nobody reads what comes back."""
    sender = _sender_address()
    return {
        "from_email": _with_name(_("%(agency)s (do not reply)") % {"agency": settings.AGENCY_NAME}, sender),
        "reply_to": [_with_name(_("Answers to this e-mail are not read"), sender)],
        "headers": {
            "Message-ID": notice.message_id_header,
            "Auto-Submitted": "auto-generated",
            # Keeps absence notes of Microsoft Exchange away, which does not look at Auto-Submitted.
            "X-Auto-Response-Suppress": "All",
        },
    }


def _words_of_kind(notice: Notice, token: str) -> dict[str, str]:
    """Give what a notice says besides: the secret that it carries, and where to go on with it.

    Behind the #, which browsers send to no server, stands what opens or changes something. The link that only
    confirms an address needs no code to be typed, and is a path.
    """
    if notice.kind == Notice.Kind.ADDRESS_HAS_ACCOUNT:
        return {"sign_in_url": settings.SITE_URL + reverse("sign_in")}
    if notice.kind in security_events.WORDS:
        return security_events.words_of(notice)
    if notice.kind == Notice.Kind.MESSAGE_WAITING:
        return {"confirm_url": settings.SITE_URL + reverse("confirm_address", args=[token]) if token else ""}
    if notice.kind in (Notice.Kind.INVITATION, Notice.Kind.INVITATION_TO_READ):
        return {"answer_url": f"{settings.SITE_URL}{notice.page_path()}#{token}", "token": token}
    code = group(token)
    if notice.kind == Notice.Kind.SIGN_IN_LINK:
        link_url = settings.SITE_URL + notice.page_path()
        return {
            "code": code,
            "link_url": f"{link_url}#{code}",
            "link_address": link_url.removeprefix("https://").removeprefix("http://"),
            "minutes": str(settings.SIGN_IN_LINK_LASTS // timedelta(minutes=1)),
        }
    account_url = settings.SITE_URL + reverse("confirm_account")
    return {
        "code": code,
        "account_url": f"{account_url}#{code}",
        "account_address": account_url.removeprefix("https://").removeprefix("http://"),
        "hours": str(settings.ACCOUNT_CONFIRMATION_LASTS // timedelta(hours=1)),
    }


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
