"""Servers by which mail comes in, a topic with an address, and people who write there."""

import asyncio
import imaplib
import smtplib
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from comments.mail_in import lmtp
from messaging.models import Topic
from portal.serving import sockets
from tests.comments.mail_in.dovecot import HOST, PASSWORD, Dovecot, Mailbox
from tests.comments.mail_in.making import ADDRESS
from tests.notices.scripted_server import ScriptedServer, serving
from tests.real_parts import dovecot as dovecot_program
from tests.real_servers import free_port


class Postman:
    """The agency's mail server, as it hands mail over; keeps the server's answers."""

    def __init__(self, port: int) -> None:
        self.port = port

    def connects(self) -> smtplib.LMTP:
        """Begin a conversation."""
        return smtplib.LMTP("127.0.0.1", self.port)

    def brings(self, raw: bytes, to: str = ADDRESS, sender: str = "wanda@example.org") -> tuple[int, bytes]:
        """Hand over one mail for one recipient; gives the last answer."""
        with self.connects() as client:
            client.ehlo()
            client.mail(sender)
            code, words = client.rcpt(to)
            if code != 250:
                return code, words
            return client.data(raw)


@pytest.fixture
def smtp(settings: Any) -> Iterator[ScriptedServer]:
    """Start a mail server, and let the portal send through it."""
    with serving(settings) as server:
        yield server


@pytest.fixture
def mail_topic(topic: Topic) -> Topic:
    """The topic "Refunds" with its address."""
    topic.mail_address = ADDRESS
    topic.save(update_fields=["mail_address"])
    return topic


@pytest.fixture
def postman(transactional_db: None) -> Iterator[Postman]:
    """Serve LMTP as the command does, and give who talks to it."""
    port = free_port()
    listeners = sockets.listen(port, variable="PORT")
    started: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = []
    is_ready = threading.Event()

    async def serve() -> None:
        stopped = asyncio.Event()
        started.append((asyncio.get_running_loop(), stopped))
        is_ready.set()
        await lmtp.serve(listeners, stopped)

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    is_ready.wait(5)
    yield Postman(port)
    loop, stopped = started[0]
    loop.call_soon_threadsafe(stopped.set)
    thread.join(10)


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    """Serve IMAP, for the tests that are marked with it."""
    program = dovecot_program()
    assert program is not None
    with Dovecot(program) as server:
        yield server


def points_to(settings: Any, port: int, mailbox: Mailbox) -> None:
    settings.IMAP_HOST, settings.IMAP_PORT, settings.IMAP_TLS = HOST, port, False
    settings.IMAP_USER, settings.IMAP_PASSWORD, settings.IMAP_ADDRESS = mailbox.user, PASSWORD, ADDRESS


@pytest.fixture
def mailbox(settings: Any, dovecot: Dovecot) -> Mailbox:
    """An empty mailbox that the portal fetches from."""
    mailbox = dovecot.mailbox()
    points_to(settings, dovecot.port, mailbox)
    return mailbox


@pytest.fixture
def read_mail(worker: Callable[[], None]) -> Callable[[], None]:
    """Let the worker read what was taken in."""
    return worker


def said_by(browser: Any, url: str) -> str:
    """Give a page's words."""
    page: str = browser.get(url).content.decode()
    return page


def signed_in(server: Dovecot, mailbox: Mailbox) -> imaplib.IMAP4:
    """Give the mailbox as another program of its owner's has it open."""
    client = imaplib.IMAP4(HOST, server.port)
    client.login(mailbox.user, PASSWORD)
    client.select()
    return client


def flags(server: Dovecot, mailbox: Mailbox, uid: str) -> set[str]:
    with signed_in(server, mailbox) as client:
        answer = client.uid("FETCH", uid, "(FLAGS)")[1][0]
        return {flag.decode() for flag in imaplib.ParseFlags(answer)}
