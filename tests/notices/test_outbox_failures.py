"""Work that fails: when it is tried again, when it is given up, and who is told."""

import uuid
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.utils import timezone

from notices import outbox, queries
from notices.errors import NotTried, PermanentFailure, TryLater
from notices.models import Outbox
from tests.notices.handlers import DEAD, DONE, STEPS, WAITING, Failing, Journal
from tests.notices.making import let_pass, make_work, run_due

pytestmark = pytest.mark.usefixtures("steps")


@pytest.mark.django_db
def test_work_that_fails_is_tried_again_after_longer_and_longer() -> None:
    handler = Failing()
    row = make_work(handler)

    pauses = []
    for _ in range(4):
        assert outbox.run(row.pk)
        row.refresh_from_db()
        assert (row.state, row.lease_owner) == (WAITING, None)
        pauses.append(round((row.due_at - timezone.now()).total_seconds()))
        let_pass(pauses[-1] - 2)
        assert not outbox.run(row.pk)
        let_pass(3)

    assert pauses == pytest.approx([30, 120, 600, 600], abs=1)
    assert len(handler.subjects) == 4


@pytest.mark.django_db
def test_an_error_is_kept_by_its_name_alone(caplog: Any) -> None:
    row = make_work(Failing())

    outbox.run(row.pk)

    row.refresh_from_db()
    assert row.last_error == "ConnectionError"
    assert "secret words" not in str(Outbox.objects.values().get())


@pytest.mark.django_db
def test_work_is_given_up_after_so_many_tries_and_somebody_is_told() -> None:
    handler, told = Failing(), Journal()
    row = make_work(handler, given_up=told)

    for _ in range(8):
        outbox.run(row.pk)
        let_pass(601)

    row.refresh_from_db()
    assert (row.state, row.attempts, row.last_error) == (DEAD, 5, "ConnectionError")
    assert len(handler.subjects) == 5
    assert told.subjects == [row.subject]
    assert queries.dead_letters() == [row]


@pytest.mark.django_db
def test_that_work_is_given_up_stands_in_the_log_once_as_an_error_and_without_content(caplog: Any) -> None:
    row = make_work(Failing())

    for _ in range(8):
        outbox.run(row.pk)
        let_pass(601)

    [said] = [record.msg for record in caplog.records if record.levelname == "ERROR"]
    assert (said["event"], said["outbox"], said["kind"]) == ("notices.work.given_up", row.pk, row.kind)
    assert (said["attempts"], said["error"]) == (5, "ConnectionError")
    assert "secret words" not in str(said)


@pytest.mark.django_db
def test_work_that_can_never_succeed_is_given_up_at_once() -> None:
    handler, told = Journal(PermanentFailure()), Journal()
    row = make_work(handler, given_up=told)

    outbox.run(row.pk)

    row.refresh_from_db()
    assert (row.state, row.attempts, row.last_error) == (DEAD, 1, "PermanentFailure")
    assert told.subjects == [row.subject]


@pytest.mark.django_db(transaction=True)
def test_nothing_is_given_up_without_telling() -> None:
    row = make_work(Journal(PermanentFailure()), given_up=Journal(ZeroDivisionError()))

    with pytest.raises(ZeroDivisionError):
        outbox.run(row.pk)

    row.refresh_from_db()
    assert row.state == WAITING
    let_pass(121)
    assert outbox.run(row.pk)


@pytest.mark.django_db
def test_bad_work_does_not_hold_up_the_rest() -> None:
    bad, good = [Failing() for _ in range(3)], [Journal() for _ in range(3)]
    for handler in [bad[0], good[0], bad[1], good[1], bad[2], good[2]]:
        make_work(handler)

    ran = run_due()

    assert ran == 6
    assert [len(handler.subjects) for handler in good] == [1, 1, 1]
    assert run_due() == 0


@pytest.mark.django_db
def test_work_that_asks_to_be_tried_later_waits_so_long_at_least() -> None:
    row = make_work(journal := Journal(TryLater(300), TryLater(1)))

    run_due()
    let_pass(299)
    run_due()
    tried_too_soon = len(journal.subjects)
    let_pass(2)
    run_due()
    let_pass(STEPS[1] - 1)
    run_due()

    row.refresh_from_db()
    assert tried_too_soon == 1
    assert (len(journal.subjects), row.attempts, row.state) == (2, 2, WAITING)


@pytest.mark.django_db
def test_work_that_was_not_even_begun_has_used_no_attempt() -> None:
    row = make_work(journal := Journal(*[NotTried(1)] * 9))

    for _ in range(10):
        run_due()
        let_pass(10**6)

    row.refresh_from_db()
    assert (len(journal.subjects), row.state, row.attempts) == (10, DONE, 1)


@pytest.mark.django_db
def test_whoever_promised_work_is_told_that_it_was_put_off() -> None:
    told: list[UUID] = []
    kind = f"tests.{uuid.uuid4()}"
    outbox.register(kind, Journal(ConnectionError()), put_off=told.append)
    with transaction.atomic():
        row = outbox.enqueue(kind, subject=uuid.uuid4(), idempotency_key=kind)

    run_due()

    assert told == [row.subject]
