"""Let something happen between two steps of a request, or several things at the same moment."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
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


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """Do all of these at the same moment, each on a connection of its own; gives what each gave or raised."""
    barrier = Barrier(len(deeds))

    def do(deed: Callable[[], Any]) -> Any:
        try:
            barrier.wait(timeout=30)
            return deed()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as threads:
        return list(threads.map(do, deeds))
