"""Durable work: promised in a transaction, done by a worker, tried again until it is done or given up.

A piece of work may run more than once, never twice at the same time: its handler must be harmless when run
again.
"""

import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone

from notices import broker
from notices.errors import (
    KeyUsedForOtherWork,
    NoSuchHandler,
    NotTried,
    OutsideTransaction,
    PermanentFailure,
    TryLater,
)
from notices.models import Outbox
from prepared.queries import PreparedQuery

Handler = Callable[[UUID], None]
PROMISED = PreparedQuery[Outbox](lambda key: Outbox.objects.filter(idempotency_key=key))
SWEEP_BATCH = 1000

# One slice is one transaction, and nobody waits long for it.
PURGED_AT_ONCE = 500

log = structlog.get_logger(__name__)

_FREE = Q(lease_until=None) | Q(lease_until__lte=Now())
_DUE_AND_FREE = Q(state=Outbox.State.WAITING, due_at__lte=Now()) & _FREE


@dataclass(frozen=True)
class _Registered:
    handler: Handler
    sends_mail: bool
    put_off: Handler | None
    given_up: Handler | None
    tried_again: Handler | None


_handlers: dict[str, _Registered] = {}


def register(
    kind: str,
    handler: Handler,
    *,
    sends_mail: bool = False,
    put_off: Handler | None = None,
    given_up: Handler | None = None,
    tried_again: Handler | None = None,
) -> None:
    """Name the handler of a kind of work; apps do this once, when they are ready.

    handler: gets the subject, outside of any transaction, and must end before a lease does.
    sends_mail: the handler speaks with the mail server, which may be slow: other work has its turn between.
    put_off: gets the subject in the transaction in which the work is put off, to be tried again.
    given_up: gets the subject in the transaction in which the work is given up, to say so where people see
    it.
    tried_again: gets the subject in the transaction in which work that was given up is put back.
    """
    registered = _Registered(handler, sends_mail, put_off, given_up, tried_again)
    if _handlers.setdefault(kind, registered) != registered:
        raise ValueError(f"the kind {kind!r} has another handler")


def enqueue(kind: str, *, subject: UUID, idempotency_key: str, due_at: datetime | None = None) -> Outbox:
    """Promise a piece of work inside the caller's transaction: it is done if, and only if, that is committed.

    due_at: aware; now when None. The same key again gives the first row, and nothing is done twice.
    Raises OutsideTransaction, or KeyUsedForOtherWork when the key came with another kind or subject.
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction
    promised = Outbox(kind=kind, subject=subject, idempotency_key=idempotency_key)
    if due_at is not None:
        promised.due_at = due_at
    Outbox.objects.bulk_create([promised], ignore_conflicts=True)
    [row] = PROMISED.rows(key=idempotency_key)
    if (row.kind, row.subject) != (kind, subject):
        raise KeyUsedForOtherWork
    if due_at is None:
        broker.tell_on_commit(row.pk, sends_mail=kind in _kinds_of_mail())
    return row


def try_again(row: Outbox) -> bool:
    """Put work that was given up back, with all its attempts; tells whether it still was given up.

    Belongs inside a transaction.
    """
    put_back = Outbox.objects.filter(pk=row.pk, state=Outbox.State.DEAD).update(
        state=Outbox.State.WAITING, attempts=0, due_at=Now(), finished_at=None, last_error=""
    )
    if not put_back:
        return False
    registered = _handlers.get(row.kind)
    if registered and registered.tried_again:
        registered.tried_again(row.subject)
    broker.tell_on_commit(row.pk, sends_mail=row.kind in _kinds_of_mail())
    return True


def give_up_done(subject: UUID, *, kinds: Collection[str], error_name: str) -> None:
    """Give up work of these kinds about `subject` that looked done, and was not; its handler is not told.

    Belongs inside a transaction.
    """
    done = Outbox.objects.filter(subject=subject, kind__in=kinds, state=Outbox.State.DONE)
    done.update(state=Outbox.State.DEAD, finished_at=Now(), last_error=error_name)


def withdraw(idempotency_key: str) -> None:
    """Delete work that nobody wants any more, done or given up; what a worker is at goes on.

    Belongs inside a transaction.
    """
    Outbox.objects.filter(idempotency_key=idempotency_key, lease_owner=None).delete()


def purge_done() -> int:
    """Delete what was done longer ago than `settings.OUTBOX_KEPT`, a slice at a time; tells how much."""
    before = timezone.now() - settings.OUTBOX_KEPT
    over = Outbox.objects.filter(state=Outbox.State.DONE, finished_at__lt=before).order_by("finished_at")
    deleted = 0
    while ids := list(over.values_list("pk", flat=True)[:PURGED_AT_ONCE]):
        deleted += Outbox.objects.filter(pk__in=ids).delete()[0]
    return deleted


def due(limit: int, *, sends_mail: bool | None = None) -> list[int]:
    """List the ids of work that is due and free, the longest waiting first; one query.

    sends_mail: only what speaks with the mail server, or only what does not; all of it when None.
    """
    rows = Outbox.objects.filter(_DUE_AND_FREE)
    if sends_mail is not None:
        of_mail = Q(kind__in=_kinds_of_mail())
        rows = rows.filter(of_mail if sends_mail else ~of_mail)
    return list(rows.order_by("due_at", "id").values_list("pk", flat=True)[:limit])


def sweep() -> int:
    """Tell workers of what is due and free, unless they have much to do already; gives how many pieces.

    That is what no worker was told of, what is to be tried again, and what a worker left when it died. To be
    told twice is harmless: the second worker finds the work taken, or done.
    """
    # Each by itself: however much mail waits, what else is due is told.
    return _sweep(sends_mail=False) + _sweep(sends_mail=True)


def _sweep(*, sends_mail: bool) -> int:
    if broker.backlog(sends_mail=sends_mail) >= SWEEP_BATCH:
        return 0
    found = due(SWEEP_BATCH, sends_mail=sends_mail)
    for outbox_id in found:
        broker.publish(outbox_id, sends_mail=sends_mail)
    return len(found)


def run(outbox_id: int) -> bool:
    """Run one piece of work if it is due and free; tell whether it was.

    What the handler raises decides: nothing, it is done; PermanentFailure, it is given up; anything else, it
    is tried again later, until it was tried `settings.OUTBOX_MAX_ATTEMPTS` times; TryLater says when at the
    earliest, and NotTried that this was no attempt. A worker that dies here
    leaves its lease, which runs out; the attempt was counted before it began, so work that kills its worker
    is given up too.
    """
    lease = uuid.uuid4()
    if not _take(outbox_id, lease):
        return False
    row = Outbox.objects.get(pk=outbox_id)
    if row.attempts > settings.OUTBOX_MAX_ATTEMPTS:
        _give_up(row, "WorkerLost")
        return True
    try:
        _handler_of(row).handler(row.subject)
    except PermanentFailure as failure:
        _give_up(row, type(failure).__name__)
    except Exception as error:
        _note_failure(row, error)
    else:
        _finish(row, state=Outbox.State.DONE)
    return True


@transaction.atomic(durable=True)
def _take(outbox_id: int, lease: UUID) -> bool:
    """Take the lease by compare-and-swap: of two workers who try, one changes a row."""
    taken = Outbox.objects.filter(_DUE_AND_FREE, pk=outbox_id).update(
        lease_owner=lease,
        lease_until=Now() + timedelta(seconds=settings.OUTBOX_LEASE_SECONDS),
        attempts=F("attempts") + 1,
    )
    return taken == 1


def _kinds_of_mail() -> list[str]:
    return [kind for kind, registered in _handlers.items() if registered.sends_mail]


def _handler_of(row: Outbox) -> _Registered:
    try:
        return _handlers[row.kind]
    except KeyError:
        raise NoSuchHandler(row.kind) from None


def _note_failure(row: Outbox, error: Exception) -> None:
    name = type(error).__name__
    counted = row.attempts - isinstance(error, NotTried)
    if counted >= settings.OUTBOX_MAX_ATTEMPTS:
        _give_up(row, name)
        return
    steps = settings.OUTBOX_BACKOFF_SECONDS
    seconds: float = steps[min(max(counted, 1), len(steps)) - 1]
    if isinstance(error, TryLater):
        seconds = max(seconds, error.after_seconds)
    with transaction.atomic(durable=True):
        due_at = Now() + timedelta(seconds=seconds)
        if not _release(row, due_at=due_at, attempts=counted, last_error=name):
            return
        registered = _handlers.get(row.kind)
        if registered and registered.put_off:
            registered.put_off(row.subject)
    log.warning("notices.work.failed", outbox=row.pk, kind=row.kind, attempt=row.attempts, exc_info=error)


def _give_up(row: Outbox, error_name: str) -> None:
    with transaction.atomic(durable=True):
        if not _finish(row, state=Outbox.State.DEAD, last_error=error_name):
            return
        registered = _handlers.get(row.kind)
        if registered and registered.given_up:
            registered.given_up(row.subject)
    log.error("notices.work.given_up", outbox=row.pk, kind=row.kind, attempts=row.attempts, error=error_name)


def _finish(row: Outbox, **changes: object) -> bool:
    return _release(row, finished_at=Now(), **changes)


def _release(row: Outbox, **changes: object) -> bool:
    """Change the row and end its lease, unless the lease ran out and another worker has taken it since."""
    released = Outbox.objects.filter(pk=row.pk, lease_owner=row.lease_owner).update(
        lease_owner=None, lease_until=None, **changes
    )
    if not released:
        log.warning("notices.work.lease_lost", outbox=row.pk, kind=row.kind)
    return released == 1
