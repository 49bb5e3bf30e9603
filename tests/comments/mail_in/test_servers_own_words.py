"""Mail of ours that comes back without a report, by either way in, in the words of the server that has it."""

from collections.abc import Callable
from typing import Any

import pytest

from comments.mail_in.sealing import Arrived
from comments.mail_in.services.taking import take
from comments.models import IncomingMail
from messaging.models import Thread, Topic, Unreached
from notices import bounce_addresses
from notices.models import Notice
from tests.comments.mail_in.making import ADDRESS
from tests.notices.test_bounces import QMAIL

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("way", ["to the return address", "into a topic's mailbox"])
def test_what_comes_back_in_a_servers_own_words_is_news_to_the_unit_and_no_thread(
    mail_topic: Topic,
    answered_thread: Thread,
    mail_server: Any,
    settings: Any,
    worker: Callable[[], None],
    way: str,
):
    settings.BOUNCE_ADDRESS = "bounces@mail.example.gov"
    worker()
    address = bounce_addresses.address_of(Notice.objects.get(kind="message_waiting"))
    raw = b"Delivered-To: " + address.encode() + b"\r\n" + QMAIL.replace(b"\n", b"\r\n")
    is_direct = way == "to the return address"

    take(
        Arrived(raw, address if is_direct else ADDRESS, "mailer-daemon@mx.example.net" if is_direct else None)
    )
    worker()

    assert IncomingMail.objects.get().state == "came_back"
    assert Unreached.objects.get().reason == "probably"
    assert list(Thread.objects.all()) == [answered_thread]
