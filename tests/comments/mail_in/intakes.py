"""What takes mail in, as processes on the database of the tests, which die where a test says so."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connection

from tests.comments.mail_in.dovecot import HOST, PASSWORD, Dovecot, Mailbox
from tests.comments.mail_in.making import ADDRESS
from tests.real_servers import free_port, listens

START_SECONDS = 30


@contextmanager
def intake(dies: str) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """Serve LMTP; gives the port and the process."""
    port = free_port()
    with _process("receive_mail", dies, SEALPOST_MAIL_IN_PORT=str(port)) as process:
        end = time.monotonic() + START_SECONDS
        while not listens(port) and process.poll() is None and time.monotonic() < end:
            time.sleep(0.05)
        yield port, process


@contextmanager
def fetching(dies: str, server: Dovecot, mailbox: Mailbox) -> Iterator[subprocess.Popen[bytes]]:
    """Look into a mailbox once."""
    with _process(
        "fetch_mail",
        dies,
        SEALPOST_IMAP_HOST=HOST,
        SEALPOST_IMAP_PORT=str(server.tls_port),
        SEALPOST_IMAP_CA_FILE=str(server.certificate),
        SEALPOST_IMAP_USER=mailbox.user,
        SEALPOST_IMAP_PASSWORD=PASSWORD,
        SEALPOST_IMAP_ADDRESS=ADDRESS,
    ) as process:
        yield process


@contextmanager
def _process(command: str, dies: str, **variables: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a command, and kill it at the end."""
    database = connection.settings_dict
    own: dict[str, Any] = {
        "DJANGO_SETTINGS_MODULE": "tests.comments.mail_in.intake_settings",
        "SEALPOST_SECRET_KEY": settings.SECRET_KEY,
        "SEALPOST_KEYRING_FILE": str(settings.KEYRING_FILE),
        **variables,
    }
    if connection.vendor == "sqlite":
        own["TESTS_SQLITE"] = str(database["NAME"])
    else:
        own["SEALPOST_DATABASE_URL"] = "postgresql://{USER}@{HOST}:{PORT}/{NAME}".format(**database)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.comments.mail_in.intake_process", command, dies],
        cwd=settings.BASE_DIR,
        env={**os.environ, **own},
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
