"""Who writes by e-mail: a mail server brings a mail until it is taken, or keeps it until it is fetched."""

import smtplib
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from tests.comments.mail_in.dovecot import Mailbox
from tests.faults.clients import PATIENCE_SECONDS, GaveUp
from tests.faults.history import History, Kind, new_token
from tests.faults.rig import MAIL_ADDRESS

# Nobody who writes a mail is ahead of the others by more than so long.
AHEAD_SECONDS = 1.0
_SAYS_NOTHING_SECONDS = 10


def mail_of(client: str, token: str, text: str) -> bytes:
    """Write the mail of a send: the same bytes each time."""
    lines = (
        f"From: {client} <{client}@example.org>",
        f"To: {MAIL_ADDRESS}",
        f"Subject: A mail {token}",
        f"Message-ID: <{token}@example.org>",
        "",
        text,
        "",
    )
    return "\r\n".join(lines).encode("ascii")


class MailWriter:
    """Somebody whose every mail becomes a thread.

    port: where the portal takes mail by LMTP. clients: how many write beside them, whom they keep pace with.
    """

    kind: Kind = "mail"

    def __init__(self, number: int, port: int, history: History, *, clients: int = 0) -> None:
        self.name = f"{self.kind}-writer-{number}"
        self._port, self._history, self._clients = port, history, clients
        self._sent = 0

    def send(self) -> None:
        """Have a mail brought until it is taken, and note what came of it; raises GaveUp."""
        self._keep_pace()
        token = new_token()
        text = f"When does my refund come? {token}"
        note = partial(self._history.note, self.name, self.kind, token, text)
        note("invoke")
        self._bring_until_taken(mail_of(self.name, token, text), again=lambda: note("again"))
        note("ok")
        self._sent += 1

    def _bring_until_taken(self, raw: bytes, again: Callable[[], None]) -> None:
        until = time.monotonic() + PATIENCE_SECONDS
        while (code := self._bring(raw)) != 250:
            if time.monotonic() > until:
                raise GaveUp
            assert code is None or 400 <= code < 500, code
            time.sleep(0.2)
            again()

    def _bring(self, raw: bytes) -> int | None:
        """Bring a mail once; gives the answer to it, or None where there was none."""
        try:
            with smtplib.LMTP("127.0.0.1", self._port, timeout=_SAYS_NOTHING_SECONDS) as server:
                server.ehlo()
                for code, _said in (server.mail("writer@example.org"), server.rcpt(MAIL_ADDRESS)):
                    if code != 250:
                        return code
                return server.data(raw)[0]
        except smtplib.SMTPResponseException as refused:
            return refused.smtp_code if refused.smtp_code > 0 else None
        except (OSError, smtplib.SMTPException):
            return None

    def _keep_pace(self) -> None:
        until = time.monotonic() + AHEAD_SECONDS
        while self._sent * self._clients > self._history.begun and time.monotonic() < until:
            time.sleep(0.02)


class FetchedMailWriter(MailWriter):
    """Somebody whose every mail is laid into a mailbox, from which the portal fetches it."""

    kind = "fetched"

    def __init__(self, number: int, mailbox: Mailbox, history: History, *, clients: int = 0) -> None:
        super().__init__(number, 0, history, clients=clients)
        self._mailbox = mailbox

    def _bring_until_taken(self, raw: bytes, again: Callable[[], None]) -> None:
        self._mailbox.put(raw)
        until = time.monotonic() + PATIENCE_SECONDS
        # Twice, since a file that gets another name meanwhile may be overlooked.
        while self._waits(raw) or self._waits(raw):
            if time.monotonic() > until:
                raise GaveUp
            time.sleep(0.1)

    def _waits(self, raw: bytes) -> bool:
        """Tell whether a mail lies in the mailbox and is not marked as deleted."""
        with suppress(FileNotFoundError):
            return raw in self._mailbox.mails() and raw not in self._mailbox.deleted()
        return True
