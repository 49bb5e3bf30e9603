"""What clients wrote and were told: an append-only file, one line an event."""

import json
import re
import secrets
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

# "plain": an answer that its officer chose to have mailed as it is. "released": one that a second member has
# released. "invited": the first words to somebody new, with their invitation; "taken up": their coming in, of
# which the text is what they came to read. "represented": a reply by a representative. "mail": a comment by
# e-mail that a mail server brought. "fetched": one that was fetched from a mailbox.
Kind = Literal[
    "answer",
    "plain",
    "released",
    "invited",
    "taken up",
    "reply",
    "represented",
    "comment",
    "mail",
    "fetched",
]
BY_MAIL: frozenset[Kind] = frozenset({"mail", "fetched"})
Told = Literal["invoke", "again", "ok", "fail"]
TOKEN_LETTERS = "bcdfghjkmnpqrstvwxyz"
TOKEN_LENGTH = 16
TOKEN = re.compile(rf"token[{TOKEN_LETTERS}]{{{TOKEN_LENGTH}}}")
TOKEN_BYTES = re.compile(TOKEN.pattern.encode("ascii"))


def new_token() -> str:
    """Make a word that occurs nowhere else, and in which screening finds nothing."""
    return "token" + "".join(secrets.choice(TOKEN_LETTERS) for _ in range(TOKEN_LENGTH))


@dataclass(frozen=True)
class Event:
    """One line: what somebody was told of one send.

    told: `invoke` when it is sent first, `again` after an answer that says nothing; at the end `ok` or
    `fail`.
    """

    at: float
    client: str
    kind: Kind
    token: str
    text: str
    told: Told


@dataclass(frozen=True)
class Send:
    """One send, with what came of it; `told` is empty while nobody knows."""

    client: str
    kind: Kind
    token: str
    text: str
    told: Told | Literal[""]
    tries: int


class History:
    """Takes events from many clients; each is in the file before the client goes on.

    begun: how many sends there are so far. acknowledged: the kinds of which one was.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._file = path.open("a", encoding="utf-8")
        self.begun = 0
        self.acknowledged: set[Kind] = set()

    def note(self, client: str, kind: Kind, token: str, text: str, told: Told) -> None:
        """Add one event."""
        line = json.dumps(asdict(Event(time.time(), client, kind, token, text, told)))
        with self._lock:
            self._file.write(f"{line}\n")
            self._file.flush()
            self.begun += told == "invoke"
            if told == "ok":
                self.acknowledged.add(kind)

    def events(self) -> list[Event]:
        """Read all events, oldest first."""
        return [Event(**json.loads(line)) for line in self._path.read_text("utf-8").splitlines()]

    def sends(self) -> list[Send]:
        """Sum up each send, in the order in which they were begun."""
        of_token: dict[str, list[Event]] = {}
        for event in self.events():
            of_token.setdefault(event.token, []).append(event)
        return [_summed(events) for events in of_token.values()]


def _summed(events: list[Event]) -> Send:
    first, last = events[0], events[-1]
    told: Told | Literal[""] = last.told if last.told in ("ok", "fail") else ""
    tries = sum(event.told in ("invoke", "again") for event in events)
    return Send(first.client, first.kind, first.token, first.text, told, tries)
