"""Who writes by e-mail: the mail server of the agency, which brings a mail again until it is taken."""

import smtplib
import time

from tests.faults.clients import PATIENCE_SECONDS, GaveUp
from tests.faults.history import History, new_token
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

    def __init__(self, number: int, port: int, history: History, *, clients: int = 0) -> None:
        self.name = f"mail-writer-{number}"
        self._port, self._history, self._clients = port, history, clients
        self._sent = 0

    def send(self) -> None:
        """Bring a mail until it is taken, and note what came of it; raises GaveUp."""
        self._keep_pace()
        token = new_token()
        text = f"When does my refund come? {token}"
        raw = mail_of(self.name, token, text)
        self._history.note(self.name, "mail", token, text, "invoke")
        until = time.monotonic() + PATIENCE_SECONDS
        while (code := self._bring(raw)) != 250:
            if time.monotonic() > until:
                raise GaveUp
            assert code is None or 400 <= code < 500, code
            time.sleep(0.2)
            self._history.note(self.name, "mail", token, text, "again")
        self._history.note(self.name, "mail", token, text, "ok")
        self._sent += 1

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
