"""The server that takes mail, killed as a machine dies: what it acknowledged is there, and once."""

import os
import signal
import smtplib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from comments.models import IncomingMail
from messaging.models import Thread, Topic
from tests.comments.mail_in.making import ADDRESS, make_mail
from tests.real_servers import free_port, listens

pytestmark = pytest.mark.django_db(transaction=True)

START_SECONDS = 30


@contextmanager
def intake(dies: str) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """Run the intake on the database of the tests, and kill it at the end."""
    port, database = free_port(), connection.settings_dict
    own: dict[str, Any] = {
        "DJANGO_SETTINGS_MODULE": "tests.comments.mail_in.intake_settings",
        "SEALPOST_MAIL_IN_PORT": str(port),
        "SEALPOST_SECRET_KEY": settings.SECRET_KEY,
        "SEALPOST_KEYRING_FILE": str(settings.KEYRING_FILE),
    }
    if connection.vendor == "sqlite":
        own["TESTS_SQLITE"] = str(database["NAME"])
    else:
        own["SEALPOST_DATABASE_URL"] = "postgresql://{USER}@{HOST}:{PORT}/{NAME}".format(**database)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.comments.mail_in.intake_process", dies],
        cwd=settings.BASE_DIR,
        env={**os.environ, **own},
    )
    try:
        end = time.monotonic() + START_SECONDS
        while not listens(port) and process.poll() is None and time.monotonic() < end:
            time.sleep(0.05)
        yield port, process
    finally:
        process.kill()
        process.wait()


def bring(port: int, raw: bytes) -> int:
    with smtplib.LMTP("127.0.0.1", port) as client:
        client.ehlo()
        client.mail("wanda@example.org")
        client.rcpt(ADDRESS)
        return client.data(raw)[0]


@pytest.mark.parametrize(("dies", "stored"), [("before it is stored", 0), ("before it says 250", 1)])
def test_a_mail_is_there_once_whenever_the_server_died(
    mail_topic: Topic, worker: Callable[[], None], dies: str, stored: int
):
    raw = make_mail("Killed at the worst moment")
    with intake(dies) as (port, process):
        with pytest.raises(smtplib.SMTPServerDisconnected):
            bring(port, raw)
        assert process.wait(10) == -signal.SIGKILL
    was_stored = IncomingMail.objects.count()

    with intake("never") as (port, _process):
        code = bring(port, raw)

    worker()
    assert was_stored == stored
    assert code == 250
    assert IncomingMail.objects.count() == 1
    assert Thread.objects.count() == 1


def test_the_server_stops_when_it_is_asked_to_and_prints_nothing_of_a_mail(
    mail_topic: Topic, capfd: pytest.CaptureFixture[str]
):
    with intake("never") as (port, process):
        code = bring(port, make_mail("kestrel-7f3a", subject="kestrel-7f3a"))
        process.terminate()
        ended = process.wait(10)

    said = "".join(capfd.readouterr())
    assert code == 250
    assert ended == 0
    assert "kestrel" not in said
    assert "wanda" not in said
