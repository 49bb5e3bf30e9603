"""One run: clients send, faults happen, all is healed, and what is there is checked."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence, Set
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from math import inf
from pathlib import Path
from typing import Any

from bench.agency import officer_email
from tests.faults import breaking, reading
from tests.faults.checking import Found, breaches
from tests.faults.clients import (
    Client,
    Commenter,
    GaveUp,
    Officer,
    PlainOfficer,
    Visitor,
    insist,
    shown_in,
    signed_in,
)
from tests.faults.history import TOKEN, History, Kind, Send
from tests.faults.inviting import Invited
from tests.faults.nemesis import Nemesis, faults_of
from tests.faults.pacing import Pace
from tests.faults.releasing import ReleasedOfficer
from tests.faults.rig import Database, Rig
from tests.faults.writers import FetchedMailWriter, MailWriter

OFFICERS, PLAIN_OFFICERS, VISITORS, COMMENTERS = 3, 2, 3, 2
# Of the officers of `bench.agency` those who are left: one asks, one releases, and one invites.
ASKS, RELEASES, INVITES = range(OFFICERS + PLAIN_OFFICERS + 1, OFFICERS + PLAIN_OFFICERS + 4)
# Whoever asks, whoever invites, and who writes by LMTP and into a mailbox.
CLIENTS = OFFICERS + PLAIN_OFFICERS + VISITORS + COMMENTERS + 4
# How long nothing more may be done before nobody waits for it.
QUIET_SECONDS = 180
LOOKS_AGAIN_SECONDS = 0.2
# Clients go on until each kind of fault has struck and these were sent, or so many times the sends that were
# asked for are.
MUST_BE_SENT: frozenset[Kind] = frozenset({"plain", "released", "invited", "taken up", "mail"})
STRIKES, STRIKES_OF_A_BUG = 1, 5
MOST_TIMES, LEAST_BOUND = 6, 2000


class ProvesNothing(Exception):
    """A fault never struck, so that nobody knows what would have come of it; the text says which."""


@dataclass
class Result:
    """What came of a run; `breaches` is empty where everything held."""

    sends: list[Send]
    inflicted: Counter[str]
    mails: int
    seconds: float
    breaches: list[str] = field(default_factory=list)


def run(
    folder: Path,
    database: Database,
    *,
    sends: int,
    seed: int = 1,
    pause: float = 1.0,
    minutes: float = inf,
    bug: str = "",
) -> Result:
    """Run once, in an empty folder, with so many sends or some more, until each kind of fault has struck.

    minutes: after which no more is sent.
    bug: what the portal does wrong on purpose; nothing befalls it then but what that bug does not survive.
    Raises Missing without a part that the database needs, and ProvesNothing.
    """
    with ExitStack() as until_closed:
        rig = Rig(folder, database, until_closed, bug=bug)
        history = History(folder / "history.jsonl")
        clients = _clients(rig, history, bug=bug)
        strikes = STRIKES_OF_A_BUG if bug else STRIKES
        nemesis = Nemesis(rig, faults_of(rig, bug), seed=seed, pause=pause, least=strikes, goes_on=not bug)
        bound = max(MOST_TIMES * sends, LEAST_BOUND)

        must_be_sent = MUST_BE_SENT | ({"fetched"} if rig.mailbox else set())

        def is_missing_something() -> bool:
            return bool(nemesis.missing()) or not (bug or history.acknowledged >= must_be_sent)

        began = time.monotonic()
        nemesis.start()
        try:
            _send_all(
                clients,
                lambda sent: (
                    sent * len(clients) >= (bound if is_missing_something() else sends)
                    or time.monotonic() - began > minutes * 60
                ),
                # A portal with a bug may never work off what it took.
                None if bug else Pace(rig),
            )
        finally:
            nemesis.stop()
        seconds = time.monotonic() - began
        if missing := nemesis.missing():
            raise ProvesNothing(f"{', '.join(missing)}: not {strikes} times in {history.begun} sends")
        found = look(rig, history)
        if not bug and not any(message["plain"] for message in found.read["messages"]):
            raise ProvesNothing("nothing left by plain e-mail")
        if not bug and not found.read["mails"]:
            raise ProvesNothing("no mail came in")
        return Result(history.sends(), nemesis.inflicted, len(found.mails), seconds, breaches(found))


def look(rig: Rig, history: History) -> Found:
    """Wait until all work is done, and gather what the checker asks for."""
    least, until = inf, time.monotonic() + QUIET_SECONDS
    while (left := _open_work(rig)) and time.monotonic() < until:
        if left < least:
            # However slow the machine is, what goes on is waited for.
            least, until = left, time.monotonic() + QUIET_SECONDS
        time.sleep(LOOKS_AGAIN_SECONDS)
    read = rig.reader.ask(reading.EVERYTHING)
    sends = history.sends()
    return Found(
        sends,
        read,
        rig.sink.taken(),
        list(_pages(rig, read, {send.token for send in sends})),
        rig.unexpected(),
        rig.in_clear(),
        rig.breaks,
        rig.lost_leases(),
    )


def _clients(rig: Rig, history: History, *, bug: str) -> list[Client | MailWriter]:
    port = rig.port
    officers = [Officer(number, port, history) for number in range(1, OFFICERS + 1)]
    visitors = [Visitor(number, port, history) for number in range(1, VISITORS + 1)]
    if bug:
        # Only answers are told of; and an answer is bound to what its officer saw, whatever its key is.
        return [*officers] if bug == breaking.NO_OUTBOX else [*visitors]
    return [
        *officers,
        *(
            PlainOfficer(number, port, history, rig.sink.mails)
            for number in range(OFFICERS + 1, OFFICERS + PLAIN_OFFICERS + 1)
        ),
        ReleasedOfficer(ASKS, port, history, rig.sink.mails, second=RELEASES),
        Invited(INVITES, port, history, rig.sink.mails),
        *visitors,
        *(Commenter(number, port, history) for number in range(1, COMMENTERS + 1)),
        MailWriter(1, rig.mail_port, history, clients=CLIENTS),
        *([FetchedMailWriter(1, rig.mailbox, history, clients=CLIENTS)] if rig.mailbox else []),
    ]


def _send_all(
    clients: Sequence[Client | MailWriter], are_enough: Callable[[int], bool], pace: Pace | None
) -> None:
    """Have all send at the same time, until so many of each are enough: those who write more slowly send as
    many.
    """
    errors: list[BaseException] = []

    def send(client: Client | MailWriter) -> None:
        try:
            sent = 0
            while not are_enough(sent):
                if pace:
                    pace.wait()
                client.send()
                sent += 1
        except GaveUp:
            # Then what it was about to send never got an answer, which the checker says.
            return
        except BaseException as error:
            errors.append(error)

    # A run that is ended waits for nobody who still insists.
    threads = [threading.Thread(target=send, args=[client], daemon=True) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]


def _open_work(rig: Rig) -> int:
    """Count the pieces of work that are neither done nor given up."""
    states = rig.reader.ask(reading.WORK)
    return sum(count for state, count in states.items() if state not in ("done", "dead"))


def _pages(rig: Rig, read: dict[str, list[dict[str, Any]]], tokens: Set[str]) -> Iterator[str]:
    """Give the messages of each thread with words of a history as an officer sees them in the browser."""
    browser = signed_in(rig.port, officer_email(1))
    begun_by_us = {thread for invitation in read["invitations"] for thread in invitation["threads"]}
    # Of a comment that nobody has answered, a page shows nothing more.
    shown = {
        message["thread"]
        for message in read["messages"]
        if (message["sequence"] > 1 or message["thread"] in begun_by_us)
        and not tokens.isdisjoint(TOKEN.findall(message["text"] or ""))
    }
    for thread in sorted(shown):
        yield shown_in(insist(partial(browser.get, f"/threads/{thread}/")))
