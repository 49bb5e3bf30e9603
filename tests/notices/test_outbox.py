"""Promises of the outbox about one piece of work."""

import uuid
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils import timezone

from notices import outbox, queries
from notices.errors import KeyUsedForOtherWork, NotTried, OutsideTransaction, PermanentFailure, TryLater
from notices.models import Outbox
from tests.notices.making import let_pass, make_work, run_due

STEPS = [30, 120, 600]
WAITING, DONE, DEAD = Outbox.State.WAITING, Outbox.State.DONE, Outbox.State.DEAD


@pytest.fixture(autouse=True)
def steps(settings: Any) -> None:
    settings.OUTBOX_BACKOFF_SECONDS = STEPS
    settings.OUTBOX_MAX_ATTEMPTS = 5
    settings.OUTBOX_LEASE_SECONDS = 120


class Journal:
    """A handler that notes for what it was called, and then does what a test wants."""

    def __init__(self, *raises: BaseException | None) -> None:
        self.subjects: list[UUID] = []
        self.raises = list(raises)

    def __call__(self, subject: UUID) -> None:
        self.subjects.append(subject)
        if self.raises and (error := self.raises.pop(0)):
            raise error


class Failing(Journal):
    """A handler that always fails."""

    def __call__(self, subject: UUID) -> None:
        super().__call__(subject)
        raise ConnectionError("secret words of visitor@example.org")


class Killed(BaseException):
    """The end of a worker in the middle of its work."""


@pytest.mark.django_db(transaction=True)
def test_work_stands_and_falls_with_its_transaction() -> None:
    def promise_and_fail() -> None:
        with transaction.atomic():
            outbox.enqueue("tests.any", subject=uuid.uuid4(), idempotency_key="one")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        promise_and_fail()

    assert not Outbox.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_work_outside_of_a_transaction_is_refused() -> None:
    with pytest.raises(OutsideTransaction):
        outbox.enqueue("tests.any", subject=uuid.uuid4(), idempotency_key="one")


@pytest.mark.django_db
def test_one_key_is_one_piece_of_work() -> None:
    subject = uuid.uuid4()
    first = outbox.enqueue("tests.any", subject=subject, idempotency_key="one")

    again = outbox.enqueue("tests.any", subject=subject, idempotency_key="one")

    assert again.pk == first.pk
    assert Outbox.objects.count() == 1


@pytest.mark.django_db
def test_a_key_is_not_taken_for_other_work() -> None:
    subject = uuid.uuid4()
    outbox.enqueue("tests.any", subject=subject, idempotency_key="one")

    with pytest.raises(KeyUsedForOtherWork):
        outbox.enqueue("tests.any", subject=uuid.uuid4(), idempotency_key="one")
    with pytest.raises(KeyUsedForOtherWork):
        outbox.enqueue("tests.other", subject=subject, idempotency_key="one")


@pytest.mark.django_db
def test_work_is_done_once() -> None:
    handler = Journal()
    row = make_work(handler)

    assert outbox.run(row.pk)

    row.refresh_from_db()
    assert (row.state, row.attempts, row.lease_owner, row.last_error) == (DONE, 1, None, "")
    assert row.finished_at
    assert not outbox.run(row.pk)
    assert handler.subjects == [row.subject]


@pytest.mark.django_db
def test_work_waits_until_it_is_due() -> None:
    handler = Journal()
    row = make_work(handler)
    Outbox.objects.filter(pk=row.pk).update(due_at=Now() + timedelta(seconds=60))

    assert run_due() == 0
    let_pass(61)

    assert run_due() == 1


@pytest.mark.django_db
def test_work_may_be_promised_for_later() -> None:
    row = outbox.enqueue(
        "tests.any", subject=uuid.uuid4(), idempotency_key="x", due_at=timezone.now() + timedelta(hours=1)
    )

    assert not outbox.run(row.pk)
    assert queries.waiting_since() is None


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
def test_work_runs_in_the_order_in_which_it_became_due() -> None:
    order: list[UUID] = []
    rows = [make_work(order.append) for _ in range(4)]
    Outbox.objects.filter(pk=rows[3].pk).update(due_at=Now() - timedelta(hours=1))

    run_due(limit=3)

    assert order == [rows[index].subject for index in (3, 0, 1)]


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


@pytest.mark.django_db
def test_work_that_nobody_knows_yet_waits_for_a_newer_worker() -> None:
    row = outbox.enqueue("tests.of_the_next_release", subject=uuid.uuid4(), idempotency_key="x")

    outbox.run(row.pk)

    row.refresh_from_db()
    assert (row.state, row.last_error) == (WAITING, "NoSuchHandler")


def test_a_kind_has_one_handler() -> None:
    one, other = Journal(), Journal()
    outbox.register("tests.registered", one)

    outbox.register("tests.registered", one)

    with pytest.raises(ValueError, match="another handler"):
        outbox.register("tests.registered", other)


@pytest.mark.django_db
def test_what_waits_is_known() -> None:
    assert queries.waiting_since() is None
    row = make_work(Journal())
    make_work(Journal())

    assert queries.waiting_since() == row.due_at
    run_due()
    assert queries.waiting_since() is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        {"state": "done"},
        {"state": "dead"},
        {"finished_at": timezone.now()},
        {"lease_owner": uuid.UUID(int=1)},
        {"lease_until": timezone.now()},
        {"state": "lost"},
        {
            "state": "done",
            "finished_at": timezone.now(),
            "lease_owner": uuid.UUID(int=1),
            "lease_until": timezone.now(),
        },
    ],
)
def test_the_database_refuses_states_that_make_no_sense(change: dict[str, Any]) -> None:
    row = make_work(Journal())

    with pytest.raises(IntegrityError), transaction.atomic():
        Outbox.objects.filter(pk=row.pk).update(**change)


@pytest.mark.django_db
def test_looking_for_work_costs_one_query_and_the_work_five(django_assert_num_queries: Any) -> None:
    row = make_work(Journal())

    with django_assert_num_queries(1):
        outbox.due(50)
    # Two of them are the savepoint that stands for a transaction inside a test.
    with django_assert_num_queries(5):
        outbox.run(row.pk)


def test_what_was_done_long_ago_is_deleted_and_nothing_else(db: None, settings: Any) -> None:
    old, recent, dead, waiting = (make_work(lambda _subject: None) for _ in range(4))
    long_ago = timezone.now() - settings.OUTBOX_KEPT - timedelta(seconds=1)
    Outbox.objects.filter(pk=old.pk).update(state="done", finished_at=long_ago)
    Outbox.objects.filter(pk=recent.pk).update(state="done", finished_at=timezone.now())
    Outbox.objects.filter(pk=dead.pk).update(state="dead", finished_at=long_ago)
    Outbox.objects.filter(pk=waiting.pk).update(queued_at=long_ago)

    assert outbox.purge_done() == 1
    assert outbox.purge_done() == 0

    assert set(Outbox.objects.values_list("pk", flat=True)) == {recent.pk, dead.pk, waiting.pk}


def test_more_than_a_slice_is_deleted_slice_by_slice(db: None, settings: Any) -> None:
    long_ago = timezone.now() - settings.OUTBOX_KEPT - timedelta(seconds=1)
    Outbox.objects.bulk_create(
        Outbox(
            kind="tests",
            subject=uuid.uuid4(),
            idempotency_key=str(number),
            state="done",
            finished_at=long_ago,
        )
        for number in range(outbox.PURGED_AT_ONCE + 1)
    )

    assert outbox.purge_done() == outbox.PURGED_AT_ONCE + 1


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
