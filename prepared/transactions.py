"""Transactions that are done once more when the database has ended them for the sake of another."""

from collections.abc import Callable
from functools import wraps
from typing import Final, ParamSpec, TypeVar

import structlog
from django.db import OperationalError

P = ParamSpec("P")
R = TypeVar("R")

# Serialization failure and deadlock: PostgreSQL, appendix A. Both say that all of the transaction is undone.
ENDED_FOR_ANOTHER: Final = frozenset({"40001", "40P01"})

log = structlog.get_logger(__name__)


def once_more(service: Callable[P, R]) -> Callable[P, R]:
    """Do a service a second time when its transaction was chosen to end a deadlock; then it raises.

    Stands above the `transaction.atomic(durable=True)` of a service that changes nothing but the database:
    neither what it was handed nor anything outside. Who has waited for a lock as long as anybody waits is not
    made to wait again, and who lost the connection does not know what became of the transaction (ADR 53).
    """

    @wraps(service)
    def done(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return service(*args, **kwargs)
        except OperationalError as error:
            if not was_ended_for_another(error):
                raise
        log.warning("prepared.transaction_done_once_more", service=service.__qualname__)
        return service(*args, **kwargs)

    return done


def was_ended_for_another(error: OperationalError) -> bool:
    """Tell whether the database undid all of a transaction so that another could go on."""
    return getattr(error.__cause__, "sqlstate", None) in ENDED_FOR_ANOTHER
