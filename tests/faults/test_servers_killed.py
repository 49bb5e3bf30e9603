"""Whichever server is killed at any point of a send: it is there once."""

import pytest

from tests.faults.history import History, Kind
from tests.faults.killing import SERVERS
from tests.faults.rig import Rig
from tests.faults.striking import KINDS, assert_sent_once

# In tests of a production's way the rig would start what they have started already.
pytestmark = pytest.mark.faults


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("killed", SERVERS)
@pytest.mark.parametrize("rig", ["postgresql"], indirect=True)
def test_what_is_sent_is_there_once_whichever_server_is_killed_at_any_of_its_points(
    rig: Rig, history: History, killed: str, kind: Kind
) -> None:
    assert_sent_once(rig, history, kind, SERVERS[killed])
