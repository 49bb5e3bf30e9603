"""A mail server that says what a test tells it to."""

import email
import email.message
import socket
from collections.abc import Iterator
from email.policy import default as default_policy
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from notices.models import Notice
from tests.notices.making import make_notice


class ScriptedServer:
    """A real SMTP server on this machine that keeps what it takes and answers as a test says.

    answers: for each command, what it says to the next ones instead of 250.
    """

    def __init__(self) -> None:
        self.mails: list[email.message.EmailMessage] = []
        self.answers: dict[str, list[str]] = {"MAIL": [], "RCPT": [], "DATA": []}
        self.hangs_up_after_data = False

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
        """Take the mail or not."""
        answer = self._answer("DATA")
        if answer.startswith("2"):
            mail = email.message_from_bytes(envelope.content, policy=default_policy)
            assert isinstance(mail, email.message.EmailMessage)
            self.mails.append(mail)
        if self.hangs_up_after_data:
            server.transport.close()
        return answer


@pytest.fixture
def smtp(settings: Any) -> Iterator[ScriptedServer]:
    """Start the server, and let the portal send through it."""
    server = ScriptedServer()
    controller = Controller(server, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_HOST, settings.EMAIL_PORT = controller.hostname, controller.port
    yield server
    controller.stop()


def free_port() -> int:
    """Find a port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


@pytest.fixture
def notice(db: None) -> Notice:
    """A notice that waits to be sent."""
    return make_notice()
