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
from notices.errors import KeyUsedForOtherWork, OutsideTransaction
from notices.models import Outbox
from tests.notices.handlers import DONE, Journal
from tests.notices.making import let_pass, make_work, run_due

pytestmark = pytest.mark.usefixtures("steps")


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
def test_work_runs_in_the_order_in_which_it_became_due() -> None:
    order: list[UUID] = []
    rows = [make_work(order.append) for _ in range(4)]
    Outbox.objects.filter(pk=rows[3].pk).update(due_at=Now() - timedelta(hours=1))

    run_due(limit=3)

    assert order == [rows[index].subject for index in (3, 0, 1)]


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
