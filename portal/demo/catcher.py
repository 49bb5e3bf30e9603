"""Catches the demo's mail: an SMTP server on this machine that keeps each mail as a file, and sends none."""

import asyncio
import os
import secrets
import signal
import socket
import time
from collections.abc import Sequence
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope
from aiosmtpd.smtp import Session as SmtpSession

LARGEST_MAIL_BYTES = 1024 * 1024


class KeepAsFile:
    """Writes each mail to a file of its own in one directory."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    async def handle_DATA(self, _server: SMTP, _session: SmtpSession, envelope: Envelope) -> str:  # noqa: N802
        """Keep the mail, on stable storage before it is acknowledged."""
        content = envelope.content
        keep(self.directory, content if isinstance(content, bytes) else (content or "").encode())
        return "250 Caught"


def keep(directory: Path, mail: bytes) -> Path:
    """Write one mail whole or not at all; names sort by the time of arrival."""
    path = directory / f"{time.time_ns():020d}-{secrets.token_hex(4)}.eml"
    unfinished = path.with_suffix(".part")
    with unfinished.open("xb") as file:
        file.write(mail)
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(path)
    return path


def catch(sockets: Sequence[socket.socket], directory: Path) -> None:
    """Take mail on sockets that listen already, until SIGTERM."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    asyncio.run(_catch(sockets, KeepAsFile(directory)))


async def _catch(sockets: Sequence[socket.socket], handler: KeepAsFile) -> None:
    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stopped.set)

    def talk() -> SMTP:
        return SMTP(handler, hostname="localhost", ident="Sealpost demo", data_size_limit=LARGEST_MAIL_BYTES)

    servers = [await loop.create_server(talk, sock=listener) for listener in sockets]
    await stopped.wait()
    for server in servers:
        server.close()
