"""Work is one worker's until its lease is over, and a worker that dies keeps nothing."""

import uuid
from uuid import UUID

import pytest

from notices import outbox
from notices.errors import PermanentFailure
from tests.notices.handlers import DEAD, DONE, WAITING, Journal, Killed
from tests.notices.making import let_pass, make_work, run_due

pytestmark = pytest.mark.usefixtures("steps")


@pytest.mark.django_db
def test_work_that_runs_is_not_run_beside_itself() -> None:
    answers: list[bool] = []
    row = make_work(lambda _subject: answers.append(outbox.run(row.pk)))

    outbox.run(row.pk)

    assert answers == [False]


@pytest.mark.django_db
def test_work_of_a_worker_that_died_is_found_when_its_lease_is_over() -> None:
    handler = Journal(Killed())
    row = make_work(handler)
    with pytest.raises(Killed):
        outbox.run(row.pk)

    assert run_due() == 0
    let_pass(119)
    assert run_due() == 0
    let_pass(2)

    assert run_due() == 1
    row.refresh_from_db()
    assert (row.state, row.attempts) == (DONE, 2)
    assert handler.subjects == [row.subject] * 2


@pytest.mark.django_db
def test_work_that_always_kills_its_worker_is_given_up() -> None:
    handler, told = Journal(*[Killed() for _ in range(9)]), Journal()
    row = make_work(handler, given_up=told)

    for _ in range(5):
        with pytest.raises(Killed):
            outbox.run(row.pk)
        let_pass(121)
    assert outbox.run(row.pk)

    row.refresh_from_db()
    assert (row.state, row.last_error) == (DEAD, "WorkerLost")
    assert len(handler.subjects) == 5
    assert told.subjects == [row.subject]


@pytest.mark.django_db
def test_whoever_lost_the_lease_changes_nothing_any_more() -> None:
    def outlive_the_lease(_subject: UUID) -> None:
        if len(ran) == 0:
            ran.append("slow")
            let_pass(121)
            outbox.run(row.pk)
            raise ConnectionError
        ran.append("fast")

    ran: list[str] = []
    row = make_work(outlive_the_lease)

    outbox.run(row.pk)

    row.refresh_from_db()
    assert ran == ["slow", "fast"]
    assert (row.state, row.attempts, row.last_error) == (DONE, 2, "")


@pytest.mark.parametrize("error", [ConnectionError(), PermanentFailure()], ids=["put off", "given up"])
@pytest.mark.django_db
def test_of_work_that_another_worker_has_done_meanwhile_nobody_is_told_that_it_failed(
    error: Exception,
) -> None:
    def outlive_the_lease(_subject: UUID) -> None:
        if ran:
            return
        ran.append("slow")
        let_pass(121)
        outbox.run(row.pk)
        raise error

    ran: list[str] = []
    put_off, given_up = Journal(), Journal()
    row = make_work(outlive_the_lease, put_off=put_off, given_up=given_up)

    outbox.run(row.pk)

    row.refresh_from_db()
    assert (row.state, put_off.subjects, given_up.subjects) == (DONE, [], [])


@pytest.mark.django_db
def test_work_that_nobody_knows_yet_waits_for_a_newer_worker() -> None:
    row = outbox.enqueue("tests.of_the_next_release", subject=uuid.uuid4(), idempotency_key="x")

    outbox.run(row.pk)

    row.refresh_from_db()
    assert (row.state, row.last_error) == (WAITING, "NoSuchHandler")
