"""A mail server that is slow but answers: its mail takes long, and nothing else waits for all of it."""

import itertools
from typing import Any
from uuid import UUID

import pytest

from notices import worker
from notices.models import Notice, Outbox
from notices.worker import Stop, Worker
from tests.notices.making import make_notice, make_work
from tests.notices.scripted_server import ScriptedServer

# A worker is never inside a transaction: nor are these tests.
pytestmark = pytest.mark.django_db(transaction=True)

MAILS = 6


@pytest.fixture
def slow(smtp: ScriptedServer) -> ScriptedServer:
    """A server that takes its time after the last dot, and mail that waited before anything else did."""
    smtp.seconds_before_answer = 0.2
    for _ in range(MAILS):
        make_notice()
    return smtp


def mails_before_other_work(server: ScriptedServer, *, pieces: int) -> list[int]:
    """Do all that is due; tell how many mails went out before each piece of other work.

    Each piece promises the next one, as people do who write meanwhile.
    """
    before: list[int] = []

    def note(_subject: UUID) -> None:
        before.append(len(server.mails))
        if len(before) < pieces:
            make_work(note)

    make_work(note)
    Worker(Stop()).work_once()
    return before


def test_other_work_has_its_turn_after_each_turn_of_mail(slow: ScriptedServer, settings: Any) -> None:
    settings.MAIL_TURN_SECONDS = 0.3

    before = mails_before_other_work(slow, pieces=3)

    # Two mails end a turn; on a slow machine one does.
    assert before[0] == 0
    assert all(later - earlier <= 2 for earlier, later in itertools.pairwise(before))


def test_one_conversation_that_takes_longer_than_a_turn_is_a_turn(
    slow: ScriptedServer, settings: Any
) -> None:
    settings.MAIL_TURN_SECONDS = 0

    assert mails_before_other_work(slow, pieces=4) == [0, 1, 2, 3]


def test_mail_goes_on_in_the_next_turn(slow: ScriptedServer, settings: Any) -> None:
    settings.MAIL_TURN_SECONDS = 0

    Worker(Stop()).work_once()

    assert len(slow.mails) == MAILS
    assert set(Notice.objects.values_list("state", flat=True)) == {Notice.State.SENT}
    assert set(Outbox.objects.values_list("attempts", flat=True)) == {1}


def test_however_much_mail_waits_other_work_is_seen(
    slow: ScriptedServer, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MAIL_TURN_SECONDS = 3600
    monkeypatch.setattr(worker, "BATCH", MAILS // 3)

    assert mails_before_other_work(slow, pieces=2) == [0, MAILS // 3]


def test_mail_to_a_quick_server_goes_on_without_a_pause(smtp: ScriptedServer, settings: Any) -> None:
    settings.MAIL_TURN_SECONDS = 3600
    for _ in range(MAILS):
        make_notice()

    assert Worker(Stop())._run_batch() == MAILS
