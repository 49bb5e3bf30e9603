"""Whichever process of an embedded portal is killed at any point of a send: it is there once."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.faults import points
from tests.faults.history import History, Kind
from tests.faults.killing import PROCESSES
from tests.faults.points import Ambush
from tests.faults.rig import Rig
from tests.faults.striking import KINDS, PATIENCE_SECONDS, assert_sent_once
from tests.faults.writers import FetchedMailWriter, MailWriter

# In tests of a production's way the rig would start what they have started already.
pytestmark = pytest.mark.faults


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("killed", PROCESSES)
@pytest.mark.parametrize("rig", ["sqlite"], indirect=True)
def test_what_is_sent_is_there_once_whichever_process_is_killed_at_any_of_its_points(
    rig: Rig, history: History, killed: str, kind: Kind
) -> None:
    assert_sent_once(rig, history, kind, PROCESSES[killed])


@pytest.mark.imap
@pytest.mark.parametrize("rig", ["sqlite"], indirect=True)
def test_who_stands_at_a_point_of_the_intake_takes_mail_in_and_who_stands_at_one_of_fetching_fetches(
    rig: Rig, history: History
) -> None:
    assert rig.mailbox
    brought, fetched = MailWriter(1, rig.mail_port, history), FetchedMailWriter(1, rig.mailbox, history)

    programs = [
        _program_at(rig, points.BEFORE_TAKEN, brought, nobody_at=points.BEFORE_FETCHED),
        _program_at(rig, points.BEFORE_FETCHED, fetched, nobody_at=points.BEFORE_TAKEN),
    ]

    assert programs == ["serve", "fetch_mail"]


def _program_at(rig: Rig, point: str, writer: MailWriter, *, nobody_at: str) -> str:
    """Have a mail sent, and name the program that stands at a point; nobody comes to the other one."""
    with Ambush(rig.points, nobody_at) as empty, Ambush(rig.points, point) as ambush:
        with ThreadPoolExecutor(1) as pool:
            sent = pool.submit(writer.send)
            assert ambush.catch(PATIENCE_SECONDS)
            program = ambush.caught().cmdline()[2]
            ambush.let_go()
            sent.result()
        assert not empty.catch(0.1)
    return program
