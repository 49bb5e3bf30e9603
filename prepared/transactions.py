"""Transactions that are done once more when the database has undone them for the sake of another."""

from collections.abc import Callable
from functools import wraps
from typing import Final, ParamSpec, TypeVar

import structlog
from django.db import OperationalError

P = ParamSpec("P")
R = TypeVar("R")

# Serialization failure, deadlock, and a lock that was not given in time: PostgreSQL, appendix A. Nothing of
# such a transaction is committed.
UNDONE_FOR_ANOTHER: Final = frozenset({"40001", "40P01", "55P03"})

log = structlog.get_logger(__name__)


def once_more(service: Callable[P, R]) -> Callable[P, R]:
    """Do a service a second time when its transaction was undone for another; then it raises.

    So it is when it was chosen to end a deadlock, and when it waited for a lock for PostgreSQL's
    `lock_timeout`.

    Stands above the `transaction.atomic(durable=True)` of a service that changes nothing but the database:
    neither what it was handed nor anything outside. Who lost the connection does not know what became of the
    transaction, and SQLite has asked for its lock again and again already (ADR 53).
    """

    @wraps(service)
    def done(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return service(*args, **kwargs)
        except OperationalError as error:
            if (state := _state(error)) not in UNDONE_FOR_ANOTHER:
                raise
        log.warning("prepared.transaction_done_once_more", service=service.__qualname__, state=state)
        return service(*args, **kwargs)

    return done


def _state(error: OperationalError) -> str | None:
    """Give PostgreSQL's code for what went wrong; SQLite has none."""
    return getattr(error.__cause__, "sqlstate", None)
