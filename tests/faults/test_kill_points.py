"""Whoever dies at any point of a send: it is there once, recorded once, and told of."""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from tests.faults import breaking
from tests.faults.checking import breaches
from tests.faults.clients import EVERY, Officer, PlainOfficer, Visitor
from tests.faults.history import History
from tests.faults.rig import DATABASES, Missing, Rig
from tests.faults.running import look
from tests.portal.serving import wait_until

# In tests of a production's way the rig would start what they have started already.
pytestmark = pytest.mark.faults

CONFIRMING_SECONDS = 120


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


@pytest.mark.parametrize("point", breaking.POINTS_OF_WEB)
def test_an_answer_whose_web_process_dies_is_sent_once(
    rig: Rig, officer: Officer, history: History, point: str
) -> None:
    breaking.arm(rig.points, point)

    officer.send()

    assert not breaking.is_armed(rig.points, point)
    assert [send.told for send in history.sends()] == ["ok", "ok", "ok"]
    assert history.sends()[-1].tries > 1
    assert not _breaches(rig, history)


@pytest.mark.parametrize("point", breaking.POINTS_OF_WORKER)
def test_an_answer_whose_worker_dies_is_told_of(
    rig: Rig, officer: Officer, history: History, point: str
) -> None:
    breaking.arm(rig.points, point)

    officer.send()

    assert wait_until(lambda: not breaking.is_armed(rig.points, point), 30), rig.output()
    rig.heal()
    assert not _breaches(rig, history)


@pytest.fixture
def plain_officer(rig: Rig, history: History) -> PlainOfficer:
    """An officer who has had an answer mailed as it is; the next send is nothing but that."""
    officer = PlainOfficer(4, rig.port, history, rig.sink.mails)
    # The worker that is to mail the notice may have died a moment ago, and comes back after a pause.
    give_up_at = time.monotonic() + CONFIRMING_SECONDS
    while time.monotonic() < give_up_at:
        officer.send()
        # A multiple would hold what is never mailed, or begin a thread.
        if history.sends()[-1].kind == "plain" and officer.sent % EVERY:
            return officer
    pytest.fail("no address was ever confirmed")


@pytest.mark.parametrize("point", breaking.POINTS_OF_WEB)
def test_an_answer_by_plain_email_whose_web_process_dies_leaves_once(
    rig: Rig, plain_officer: PlainOfficer, history: History, point: str
) -> None:
    breaking.arm(rig.points, point)

    plain_officer.send()

    assert not breaking.is_armed(rig.points, point)
    assert history.sends()[-1].kind == "plain"
    assert not _breaches(rig, history)


@pytest.mark.parametrize("point", breaking.POINTS_OF_WORKER)
def test_an_answer_by_plain_email_whose_worker_dies_leaves_as_it_was_decided(
    rig: Rig, plain_officer: PlainOfficer, history: History, point: str
) -> None:
    breaking.arm(rig.points, point)

    plain_officer.send()

    assert wait_until(lambda: not breaking.is_armed(rig.points, point), 30), rig.output()
    rig.heal()
    assert history.sends()[-1].kind == "plain"
    assert not _breaches(rig, history)


@pytest.mark.parametrize("point", breaking.POINTS_OF_WEB)
def test_a_reply_whose_web_process_dies_is_sent_once(rig: Rig, history: History, point: str) -> None:
    visitor = Visitor(1, rig.port, history)
    visitor.send()
    breaking.arm(rig.points, point)

    visitor.send()

    assert not breaking.is_armed(rig.points, point)
    assert not _breaches(rig, history)


def _breaches(rig: Rig, history: History) -> list[str]:
    """Hold what was sent in this test against all that the portal has."""
    # One process died, so one mail may have gone out twice.
    found = replace(look(rig, history, []), most_mails=2)
    # What earlier tests wrote is none of this history.
    return [sentence for sentence in breaches(found) if not sentence.endswith("nobody wrote it")]
