"""The LMTP server to which the agency's own mail server hands mail over.

An answer of 250 means that the mail is committed. Everything else leaves it where it is: 550 for an address
that is nobody's, 552 for a mail that is too large, and 451 whenever it might go better later.
Source: RFC 2033.
"""

import asyncio
import logging
import signal
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from socket import socket
from typing import Any, ClassVar

import structlog
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import Envelope, Session
from django.conf import settings
from django.db import close_old_connections

from comments.mail_in.addresses import is_ours
from comments.mail_in.errors import NobodysAddress, TooLarge
from comments.mail_in.sealing import Arrived
from comments.mail_in.services.taking import take

NOBODY = "550 5.1.1 No such address here"
TOO_LARGE = "552 5.3.4 Larger than what is taken here"
LATER = "451 4.3.0 Not now; try again later"
TOO_MANY = b"421 4.3.2 Too many connections; try again later\r\n"
# What the library says once, of a mail that it did not take: LMTP wants an answer for each recipient. A line
# that is too long here makes a mail that is too large.
REFUSED_MAILS = ("500 Line too long (see RFC5321 4.5.3.1.6)", "552 Error: Too much mail data")
# One mail is stored once for each.
MOST_RECIPIENTS = 50
SILENT_SECONDS = 60

log = structlog.get_logger(__name__)


class Intake:
    """Stores each mail for each of its recipients, in threads, since the database waits."""

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self._pool = pool

    async def handle_RCPT(  # noqa: N802
        self, _server: LMTP, _session: Session, envelope: Envelope, address: str, _options: Sequence[str]
    ) -> str:
        """Take an address of ours."""
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return "452 4.5.3 Too many recipients"
        try:
            if not await self._in_thread(is_ours, address):
                return NOBODY
        # Whatever it is that does not work now: the mail server keeps the mail, and comes again.
        except Exception:
            log.exception("comments.mail_in.address_not_asked")
            return LATER
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, _server: LMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Store the mail for each recipient, and answer for each, in their order."""
        # How this library writes that there is no sender.
        sender = "" if envelope.mail_from == "<>" else envelope.mail_from or ""
        raw = envelope.content if isinstance(envelope.content, bytes) else b""
        answers = [await self._store(Arrived(raw, address, sender)) for address in envelope.rcpt_tos]
        return "\r\n".join(answers)

    async def handle_exception(self, error: Exception) -> str:
        """Answer what nobody expected, without a word of it."""
        log.error("comments.mail_in.lmtp_failed", error=type(error).__name__)
        return LATER

    async def _store(self, arrived: Arrived) -> str:
        try:
            await self._in_thread(take, arrived)
        except NobodysAddress:
            return NOBODY
        except TooLarge:
            return TOO_LARGE
        # Nothing was stored, so nothing may be promised: as above.
        except Exception:
            log.exception("comments.mail_in.not_stored")
            return LATER
        return "250 2.0.0 Taken"

    async def _in_thread(self, function: Any, argument: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(
            self._pool, _with_database, function, argument
        )


def _with_database(function: Any, argument: Any) -> Any:
    close_old_connections()
    try:
        return function(argument)
    finally:
        close_old_connections()


class Conversation(LMTP):
    """Speaks LMTP with one of a limited number of clients at a time."""

    _open: ClassVar[set[Any]] = set()

    # A number of the class there; here it is what the settings say when a client comes.
    @property
    def line_length_limit(self) -> int:  # type: ignore[override]
        """Take lines as long as mails: many programs write more than the 998 octets of RFC 5322, 2.1.1."""
        return settings.MAIL_IN_LARGEST_BYTES

    async def push(self, status: Any) -> None:
        """Send an answer, and after a mail as many as it has recipients."""
        if status in REFUSED_MAILS and self.envelope is not None:
            status = "\r\n".join([TOO_LARGE] * len(self.envelope.rcpt_tos))
        await super().push(status)

    def connection_made(self, transport: Any) -> None:
        """Turn away whoever is one too many, so that memory is bounded; they come again."""
        if len(self._open) >= settings.MAIL_IN_CONNECTIONS:
            transport.write(TOO_MANY)
            transport.close()
            return
        self._open.add(self)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        """Make room for another."""
        if self in self._open:
            self._open.discard(self)
            super().connection_lost(error)


def quieten() -> None:
    """Keep the library from logging what is said: addresses, and at its finest level every line of a mail."""
    logging.getLogger("mail.log").setLevel(logging.ERROR)


def conversation(pool: ThreadPoolExecutor) -> LMTP:
    """Make what speaks with one client."""
    return Conversation(
        Intake(pool),
        hostname=settings.SITE_HOST,
        ident="Sealpost",
        data_size_limit=settings.MAIL_IN_LARGEST_BYTES,
        enable_SMTPUTF8=True,
        timeout=SILENT_SECONDS,
    )


async def serve(listeners: Sequence[socket], stopped: asyncio.Event) -> None:
    """Take mail on sockets that listen already, until `stopped` is set; mails at hand are stored first."""
    quieten()
    loop = asyncio.get_running_loop()
    # Few at a time: each holds a mail in memory, and writes it to the one database.
    with ThreadPoolExecutor(max_workers=4, thread_name_prefix="mail-in") as pool:
        servers = [
            await loop.create_server(partial(conversation, pool), sock=listener) for listener in listeners
        ]
        await stopped.wait()
        for server in servers:
            server.close()


def receive(listeners: Sequence[socket]) -> None:
    """Take mail on sockets that listen already, until SIGTERM or SIGINT."""
    asyncio.run(_receive(listeners))


async def _receive(listeners: Sequence[socket]) -> None:
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    await serve(listeners, stopped)
