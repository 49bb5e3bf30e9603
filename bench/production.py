"""What a production portal needs beside itself, as safe as it would be."""

import secrets
import threading
from contextlib import ExitStack
from typing import Any

import psycopg
from aiosmtpd.controller import Controller

from tests import real_parts
from tests.real_servers import PostgreSQL, Redis, free_port

# What was acknowledged is on the disk.
DURABLE = {"fsync": "on", "synchronous_commit": "on", "max_connections": "100"}


class CountingServer:
    """A mail server that keeps the numbers of the notices that it was given."""

    def __init__(self) -> None:
        self.numbers: list[str] = []
        self._lock = threading.Lock()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Take the mail."""
        head = envelope.content.split(b"\r\n\r\n")[0].decode()
        with self._lock:
            self.numbers += [
                line.partition("<")[2] for line in head.splitlines() if line.startswith("Message-ID")
            ]
        return "250 OK"


class Production:
    """PostgreSQL, Redis and a mail server, until `until_closed` is closed. Raises SystemExit without them."""

    def __init__(self, until_closed: ExitStack) -> None:
        real_parts.get_servers()
        programs, program = real_parts.postgresql(), real_parts.redis_server()
        if programs is None or program is None:
            raise SystemExit(f"There is {real_parts.NO_REDIS if programs else real_parts.NO_POSTGRESQL}.")
        self._postgresql = until_closed.enter_context(PostgreSQL(programs, DURABLE))
        self._redis = until_closed.enter_context(Redis(program))
        self._secret_key = secrets.token_urlsafe(48)
        self.mail = CountingServer()
        self._controller = Controller(self.mail, hostname="127.0.0.1", port=free_port())
        self._controller.start()
        until_closed.callback(self._controller.stop)

    def environment(self, name: str, number: int) -> dict[str, str]:
        """Make a database, and say how a portal reaches it, the broker and the mail server.

        number: of the database within Redis.
        """
        with psycopg.connect(self._postgresql.address, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return {
            "SEALPOST_DATABASE_URL": self.address(name),
            "SEALPOST_REDIS_URL": f"{self._redis.address.rpartition('/')[0]}/{number}",
            "SEALPOST_SECRET_KEY": self._secret_key,
            "SEALPOST_SMTP_HOST": "127.0.0.1",
            "SEALPOST_SMTP_PORT": str(self._controller.port),
            "SEALPOST_SMTP_STARTTLS": "0",
        }

    def address(self, name: str) -> str:
        """Give the address of a portal's database."""
        return self._postgresql.address.rpartition("/")[0] + f"/{name}"
