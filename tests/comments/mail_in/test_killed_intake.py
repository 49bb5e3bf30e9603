"""The server that takes mail, killed as a machine dies: what it acknowledged is there, and once."""

import signal
import smtplib
from collections.abc import Callable

import pytest

from comments.models import IncomingMail
from messaging.models import Thread, Topic
from tests.comments.mail_in.intakes import intake
from tests.comments.mail_in.making import ADDRESS, make_mail

pytestmark = pytest.mark.django_db(transaction=True)


def bring(port: int, raw: bytes) -> int:
    with smtplib.LMTP("127.0.0.1", port) as client:
        client.ehlo()
        client.mail("wanda@example.org")
        client.rcpt(ADDRESS)
        return client.data(raw)[0]


@pytest.mark.parametrize(("dies", "stored"), [("before it is stored", 0), ("before it acknowledges", 1)])
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
