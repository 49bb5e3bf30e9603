"""Whoever is killed at any point of a send: it is there once, recorded once, and told of."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.faults import points
from tests.faults.checking import breaches
from tests.faults.clients import EVERY, Officer, PlainOfficer, Visitor
from tests.faults.history import History
from tests.faults.nemesis import Strike, crash_database, die, lose_broker, strike_at
from tests.faults.points import Ambush
from tests.faults.rig import DATABASES, Missing, Rig
from tests.faults.running import look
from tests.faults.writers import MailWriter

# In tests of a production's way the rig would start what they have started already.
pytestmark = pytest.mark.faults

CONFIRMING_SECONDS = 120
# However slow the machine is, somebody comes to each point.
PATIENCE_SECONDS = 120
OF_AN_ANSWER = (*points.POINTS_OF_WEB, *points.POINTS_OF_WORKER)
OF_A_MAIL = (*points.POINTS_OF_INTAKE, *points.POINTS_OF_READER)
SERVERS: dict[str, Strike] = {"PostgreSQL": crash_database, "Redis": lose_broker}


@pytest.fixture(scope="module", params=DATABASES)
def rig(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    """A portal on each database, which is there for all of these tests."""
    with ExitStack() as until_closed:
        try:
            yield Rig(tmp_path_factory.mktemp("rig"), request.param, until_closed)
        except Missing as missing:
            pytest.skip(f"there is {missing}")


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "history.jsonl")


@pytest.fixture
def officer(rig: Rig, history: History) -> Officer:
    """An officer who has sent once, so that the next send is nothing but that."""
    officer = Officer(1, rig.port, history)
    officer.send()
    return officer


def test_an_answer_is_sent_and_told_of_once_whoever_dies_at_any_of_its_points(
    rig: Rig, officer: Officer, history: History
) -> None:
    unstruck = struck_at(OF_AN_ANSWER, die, rig, officer.send)

    assert unstruck == []
    assert all(send.told == "ok" for send in history.sends())
    assert not breaches_in(rig, history)


def test_an_answer_by_plain_email_leaves_as_it_was_decided_whoever_dies_at_any_of_its_points(
    rig: Rig, history: History
) -> None:
    officer = PlainOfficer(4, rig.port, history, rig.sink.mails)

    unstruck = struck_at(
        OF_AN_ANSWER, die, rig, officer.send, before=lambda: send_until_plain(officer, history)
    )

    assert unstruck == []
    assert sum(send.kind == "plain" for send in history.sends()) >= len(OF_AN_ANSWER)
    assert not breaches_in(rig, history)


def test_a_reply_is_sent_once_whoever_dies_at_any_of_its_points(rig: Rig, history: History) -> None:
    visitor = Visitor(1, rig.port, history)
    visitor.send()

    unstruck = struck_at(points.POINTS_OF_WEB, die, rig, visitor.send)

    assert unstruck == []
    assert not breaches_in(rig, history)


def test_a_mail_that_comes_in_is_there_once_whoever_dies_at_any_of_its_points(
    rig: Rig, history: History
) -> None:
    writer = MailWriter(1, rig.mail_port, history)

    unstruck = struck_at(OF_A_MAIL, die, rig, writer.send)

    assert unstruck == []
    assert [send.told for send in history.sends()] == ["ok"] * len(OF_A_MAIL)
    assert not breaches_in(rig, history)


@pytest.mark.parametrize("server", SERVERS)
def test_what_is_sent_and_what_comes_in_is_there_once_when_a_server_is_killed_at_any_of_its_points(
    rig: Rig, officer: Officer, history: History, server: str
) -> None:
    if rig.database == "sqlite":
        pytest.skip("there is no server but the portal's own")
    writer = MailWriter(1, rig.mail_port, history)

    unstruck = struck_at((*OF_AN_ANSWER, *points.POINTS_OF_TELLING), SERVERS[server], rig, officer.send)
    unstruck += struck_at(OF_A_MAIL, SERVERS[server], rig, writer.send)

    assert unstruck == []
    assert all(send.told == "ok" for send in history.sends())
    assert not breaches_in(rig, history)


def test_what_no_worker_was_told_of_is_found_when_whoever_tells_them_dies(
    rig: Rig, officer: Officer, history: History
) -> None:
    if rig.database == "sqlite":
        pytest.skip("workers look for themselves")

    unstruck = struck_at(points.POINTS_OF_TELLING, die, rig, officer.send)

    assert unstruck == []
    assert not breaches_in(rig, history)


def struck_at(
    chosen: Sequence[str],
    strike: Strike,
    rig: Rig,
    send: Callable[[], None],
    *,
    before: Callable[[], None] = lambda: None,
) -> list[str]:
    """Send once for each point, and strike when somebody comes there; lists the points that nobody came to.

    before: done before each send, undisturbed.
    """
    unstruck = []
    for point in chosen:
        before()
        with Ambush(rig.points, point) as ambush, ThreadPoolExecutor(1) as pool:
            struck = pool.submit(strike_at, rig, point, ambush, strike, seconds=PATIENCE_SECONDS)
            send()
            if not struck.result():
                unstruck.append(point)
        rig.heal()
    return unstruck


def send_until_plain(officer: PlainOfficer, history: History) -> None:
    """Have an officer send until an answer left by plain e-mail and the next one may, as nothing but that."""
    # The worker that is to mail the notice may have died a moment ago, and comes back after a pause.
    give_up_at = time.monotonic() + CONFIRMING_SECONDS
    while time.monotonic() < give_up_at:
        officer.send()
        # A multiple would hold what is never mailed, or begin a thread.
        if history.sends()[-1].kind == "plain" and officer.sent % EVERY:
            return
    pytest.fail("no address was ever confirmed")


def breaches_in(rig: Rig, history: History) -> list[str]:
    """Hold what was sent in this test against all that the portal has."""
    # What earlier tests wrote is none of this history.
    found = breaches(look(rig, history))
    return [sentence for sentence in found if not sentence.endswith("nobody wrote it")]
