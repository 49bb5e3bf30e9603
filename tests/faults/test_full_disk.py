"""A disk without room: nothing is acknowledged, and all goes on once there is room."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from bench.browser import Browser
from tests.faults.checking import breaches
from tests.faults.clients import Officer, insist
from tests.faults.history import History, new_token
from tests.faults.rig import Rig
from tests.faults.running import look

pytestmark = pytest.mark.faults


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    """A portal whose database is a file."""
    with ExitStack() as until_closed:
        yield Rig(tmp_path, "sqlite", until_closed)


def test_what_is_sent_to_a_full_disk_is_refused_and_is_sent_once_when_there_is_room(
    rig: Rig, tmp_path: Path
) -> None:
    history = History(tmp_path / "history.jsonl")
    officer = Officer(1, rig.port, history)
    officer.send()
    token = new_token()
    text = f"We thank you. {token}"
    fields = {**officer.browser.get(officer.path).hidden_fields(), "text": text, "action": "send"}
    history.note(officer.name, "answer", token, text, "invoke")

    with rig.full_disk():
        refused = [officer.browser.post(officer.path, fields) for _ in range(3)]
        with Browser(rig.port) as visitor:
            meanwhile = [visitor.get(path).status for path in ("/", "/comment/", "/healthz")]
    sent = insist(lambda: officer.browser.post(officer.path, fields))

    assert [page.status for page in refused] == [503] * 3
    assert all(text in page.text for page in refused)
    assert meanwhile == [200] * 3
    assert sent.status == 302
    history.note(officer.name, "answer", token, text, "ok")
    assert not breaches(look(rig, history))
