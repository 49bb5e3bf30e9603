"""A mail server that says what a test tells it to."""

import asyncio
import email
import email.message
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.policy import default as default_policy
from ipaddress import ip_address
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from tests.real_servers import free_port

COMMANDS = ("GREETING", "EHLO", "STARTTLS", "AUTH", "MAIL", "RCPT", "DATA", "DOT")


class ScriptedServer:
    """A real SMTP server on this machine that keeps what it takes and answers as a test says.

    answers: for each command, what it says to the next ones in place of doing it. GREETING is what it says
    first of all, and DOT what it says when it has the whole mail.
    """

    def __init__(self) -> None:
        self.mails: list[email.message.EmailMessage] = []
        # The same, byte for byte, and whom the envelopes named as their senders.
        self.raw: list[bytes] = []
        self.senders: list[str] = []
        self.answers: dict[str, list[str]] = {command: [] for command in COMMANDS}
        self.hangs_up_after_data = False
        self.seconds_before_answer: float = 0

    def _answer(self, command: str) -> str:
        script = self.answers[command]
        return script.pop(0) if script else "250 OK"

    async def handle_MAIL(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        """Take the sender or not."""
        envelope.mail_from = address
        return self._answer("MAIL")

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        """Take the recipient or not."""
        answer = self._answer("RCPT")
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Take the mail or not; all of it is there."""
        answer = self._answer("DOT")
        if answer.startswith("2"):
            mail = email.message_from_bytes(envelope.content, policy=default_policy)
            assert isinstance(mail, email.message.EmailMessage)
            self.mails.append(mail)
            self.raw.append(envelope.content)
            self.senders.append(envelope.mail_from)
        await asyncio.sleep(self.seconds_before_answer)
        if self.hangs_up_after_data:
            server.transport.close()
        return answer


class _Conversation(SMTP):
    """Says what the script has in place of doing what is asked; hangs up after a 421, as servers do."""

    has_greeted = False

    async def push(self, status: Any) -> None:
        if not self.has_greeted:
            self.has_greeted = True
            if await self._refuses("GREETING"):
                return
        await super().push(status)

    async def smtp_EHLO(self, hostname: str) -> None:  # noqa: N802
        if not await self._refuses("EHLO"):
            await super().smtp_EHLO(hostname)

    async def smtp_STARTTLS(self, arg: str) -> None:  # noqa: N802
        if not await self._refuses("STARTTLS"):
            await super().smtp_STARTTLS(arg)

    async def smtp_AUTH(self, arg: str) -> None:  # noqa: N802
        if not await self._refuses("AUTH"):
            await super().smtp_AUTH(arg)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        if not await self._refuses("DATA"):
            await super().smtp_DATA(arg)

    async def _refuses(self, command: str) -> bool:
        script = self.event_handler.answers[command]
        if not script:
            return False
        answer = script.pop(0)
        await self.push(answer)
        if answer.startswith("421"):
            assert self.transport is not None
            self.transport.close()
        return True


class _Controller(Controller):
    def factory(self) -> SMTP:
        return _Conversation(self.handler, **self.SMTP_kwargs)


@contextmanager
def serving(settings: Any, **options: Any) -> Iterator[ScriptedServer]:
    """Serve while the block runs, and let the portal send there."""
    server = ScriptedServer()
    controller = _Controller(server, hostname="127.0.0.1", port=free_port(), **options)
    controller.start()
    settings.EMAIL_HOST, settings.EMAIL_PORT = controller.hostname, controller.port
    try:
        yield server
    finally:
        controller.stop()


def self_signed(address: str, *, ended: timedelta = timedelta(days=-1)) -> bytes:
    """Make a key and a certificate that it signed itself, as PEM; `ended`: how long ago it ran out."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, address)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=9))
        .not_valid_after(now - ended)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return private + certificate.public_bytes(Encoding.PEM)
