"""Let something happen between two steps of a request, at the same place every time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection


@contextmanager
def meanwhile(deed: Callable[[], Any], *, after: str) -> Iterator[None]:
    """Do `deed` once, right after the first query that reads from the table `after`."""
    waiting = [deed]

    def watch(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        result = execute(sql, parameters, many, context)
        if waiting and sql.startswith("SELECT") and f'FROM "{after}"' in sql:
            waiting.pop()()
        return result

    with connection.execute_wrapper(watch):
        yield
    assert not waiting, f"nothing was read from {after}"
