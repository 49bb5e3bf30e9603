"""A mail server that keeps all it takes, and may be unwilling, slow or gone."""

import asyncio
import threading
import time
from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from typing import Any, Literal

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from tests.real_servers import free_port

Mood = Literal["well", "later", "dropping", "hanging"]
MOODS: tuple[Mood, ...] = ("later", "dropping", "hanging")
HANGS_SECONDS = 4


@dataclass
class Taken:
    """One mail that was taken, with when, by `time.monotonic`.

    is_known: whether whoever brought it stayed until they had heard that it was taken, and said goodbye.
    """

    mail: EmailMessage
    at: float
    is_known: bool = False


class Sink:
    """Takes mail until it is closed.

    mood: `later` asks to come again (450), `dropping` takes a mail and breaks the connection before it says
    so, `hanging` says nothing for longer than anybody waits.
    """

    def __init__(self) -> None:
        self.port = free_port()
        self.mood: Mood = "well"
        self._taken: list[Taken] = []
        self._lock = threading.Lock()
        self._controller: Any = None
        self.open()

    def open(self) -> None:
        """Listen, also after `close`."""
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def close(self) -> None:
        """Listen no more; who comes is refused."""
        self._controller.stop()

    def mails(self) -> list[EmailMessage]:
        """List the mails that were taken so far, in the order of arrival."""
        return [taken.mail for taken in self.taken()]

    def taken(self) -> list[Taken]:
        """List what was taken so far, in the order of arrival."""
        with self._lock:
            return list(self._taken)

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        """Take a recipient, unless the mood is to be asked again."""
        if self.mood == "later":
            return "450 Greylisted, come again"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:  # noqa: N802
        """Take a mail."""
        if self.mood == "hanging":
            await asyncio.sleep(HANGS_SECONDS)
            return "451 Too late"
        session.taken = Taken(BytesParser(policy=default).parsebytes(envelope.content), time.monotonic())
        with self._lock:
            self._taken.append(session.taken)
        if self.mood == "dropping" and isinstance(server.transport, asyncio.WriteTransport):
            server.transport.abort()
        return "250 OK"

    async def handle_QUIT(self, _server: SMTP, session: Any, _envelope: Any) -> str:  # noqa: N802
        """Hear a goodbye."""
        if taken := getattr(session, "taken", None):
            taken.is_known = True
        return "221 Bye"
