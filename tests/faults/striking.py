"""One send for each of its points, at which something is killed; then all that there is is checked."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.faults import points
from tests.faults.checking import breaches
from tests.faults.clients import EVERY, Client, Commenter, Officer, PlainOfficer, Visitor
from tests.faults.history import History, Kind
from tests.faults.inviting import Invited, Inviter
from tests.faults.killing import Strike, strike_at
from tests.faults.points import Ambush
from tests.faults.releasing import ReleasedOfficer
from tests.faults.representing import Representative
from tests.faults.rig import Rig
from tests.faults.running import look
from tests.faults.writers import FetchedMailWriter, MailWriter

# Each kind of send; mail is fetched where there is a mailbox.
KINDS = [pytest.param(kind, marks=[pytest.mark.imap] if kind == "fetched" else []) for kind in points.KINDS]
CONFIRMING_SECONDS = 120
# However slow the machine is, somebody comes to each point.
PATIENCE_SECONDS = 120


def assert_sent_once(rig: Rig, history: History, kind: Kind, strike: Strike) -> None:
    """Send once for each point of a kind, and strike there: each send is acknowledged, and all holds."""
    chosen = points.points_of(kind, has_broker=rig.database == "postgresql")
    sender = _sender(rig, history, kind)

    unstruck = [point for point in chosen if not _is_struck_at(point, strike, rig, sender)]

    sends = history.sends()
    # What earlier tests wrote is none of this history.
    found = [said for said in breaches(look(rig, history)) if not said.endswith("nobody wrote it")]
    assert unstruck == []
    assert {send.told for send in sends} == {"ok"}
    assert sum(send.kind == kind for send in sends) >= len(chosen)
    assert found == []


def _sender(rig: Rig, history: History, kind: Kind) -> Client | MailWriter:
    """Give somebody whose next send is nothing but that: they are signed in, and in a thread."""
    if kind == "mail":
        return MailWriter(1, rig.mail_port, history)
    if kind == "fetched":
        assert rig.mailbox
        return FetchedMailWriter(1, rig.mailbox, history)
    if kind == "comment":
        return Commenter(1, rig.port, history)
    make: dict[Kind, Callable[[], Client]] = {
        "answer": lambda: Officer(1, rig.port, history),
        "plain": lambda: PlainOfficer(4, rig.port, history, rig.sink.mails),
        "released": lambda: ReleasedOfficer(6, rig.port, history, rig.sink.mails, second=7),
        "invited": lambda: Inviter(8, rig.port, history),
        "taken up": lambda: Invited(8, rig.port, history, rig.sink.mails),
        "reply": lambda: Visitor(1, rig.port, history),
        "represented": lambda: Representative(1, rig.port, history, rig.sink.mails, officer=1),
    }
    sender = make[kind]()
    sender.send()
    return sender


def _is_struck_at(point: str, strike: Strike, rig: Rig, sender: Client | MailWriter) -> bool:
    """Send, and strike when somebody comes to the point; tells whether anybody came."""
    if isinstance(sender, PlainOfficer):
        _send_until_plain(sender)
    if isinstance(sender, Invited):
        _invite_until_somebody_may_come_in(sender)
    with Ambush(rig.points, point) as ambush, ThreadPoolExecutor(1) as pool:
        struck = pool.submit(strike_at, rig, point, ambush, strike, seconds=PATIENCE_SECONDS)
        sender.send()
        is_struck = struck.result()
    rig.heal()
    return is_struck


def _send_until_plain(officer: PlainOfficer) -> None:
    """Have an officer send, undisturbed, until their next answer leaves by plain e-mail and is no more."""
    # The worker that is to mail the notice may have died a moment ago, and comes back after a pause.
    give_up_at = time.monotonic() + CONFIRMING_SECONDS
    # A multiple would hold what is never mailed, or begin a thread.
    while officer.sent % EVERY == 0 or not officer.may_mail:
        if time.monotonic() > give_up_at:
            pytest.fail("no address was ever confirmed")
        officer.send()


def _invite_until_somebody_may_come_in(invited: Invited) -> None:
    """Have somebody invited, undisturbed, and wait for the mail with their code."""
    give_up_at = time.monotonic() + CONFIRMING_SECONDS
    if not invited.waiting:
        invited.send()
    while not invited.may_come_in:
        if time.monotonic() > give_up_at:
            pytest.fail("nobody got the code of an invitation")
        time.sleep(0.1)
