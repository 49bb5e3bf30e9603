"""Let something happen between two steps of a request, or several things at the same moment."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from threading import Barrier, BrokenBarrierError
from typing import Any

from django.db import connection

# A machine with much to do takes long over a password.
PATIENCE_SECONDS = 90
# Whom a lock keeps away is waited for so long, and not longer: then whoever holds the lock goes on.
ABREAST_SECONDS = 1


@contextmanager
def meanwhile(
    deed: Callable[[], Any], *, after: str, reads: int = 1, has_to_come: bool = True
) -> Iterator[None]:
    """Do `deed` once, right after the query that reads from the table `after` for the `reads`th time.

    has_to_come: fails when it never does.
    """
    left = reads

    def watch(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        nonlocal left
        result = execute(sql, parameters, many, context)
        if left and sql.startswith("SELECT") and f'FROM "{after}"' in sql:
            left -= 1
            if not left:
                deed()
        return result

    with connection.execute_wrapper(watch):
        yield
    assert not (left and has_to_come), f"too little was read from {after}"


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """Do all of these at the same moment, each on a connection of its own; gives what each gave or raised."""
    barrier = Barrier(len(deeds))

    def do(deed: Callable[[], Any]) -> Any:
        try:
            barrier.wait(timeout=PATIENCE_SECONDS)
            return deed()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as threads:
        return list(threads.map(do, deeds))


def meeting(*deeds: tuple[Callable[[], Any], str, int]) -> list[Callable[[], Any]]:
    """Have deeds that are done at once wait for one another; `at_once` takes what this gives.

    Each names a table, and how often it has read from it when it has seen what it goes by, and has held
    nothing yet: there it waits for all others. So none begins to write before every one has looked. Only one
    that a busy machine turns away (503) never comes, and nobody waits for it; any other that does not fails.
    """
    barrier = Barrier(len(deeds))

    def meet() -> None:
        with suppress(BrokenBarrierError):
            barrier.wait(timeout=PATIENCE_SECONDS)

    def waits(deed: Callable[[], Any], after: str, reads: int) -> Callable[[], Any]:
        def do() -> Any:
            has_come = False

            def come() -> None:
                nonlocal has_come
                has_come = True
                meet()

            try:
                with meanwhile(come, after=after, reads=reads, has_to_come=False):
                    answer = deed()
            finally:
                # After all have met, this changes nothing.
                barrier.abort()
            assert has_come or getattr(answer, "status_code", 0) == 503, f"too little was read from {after}"
            return answer

        return do

    return [waits(*each) for each in deeds]


def abreast(deed: Callable[[], Any], *, after: str, reads: int) -> list[Any]:
    """Do `deed` twice at the same moment, each in step with the other; gives what each gave or raised.

    After each of its first `reads` reads from the table `after` one waits until the other has read as often,
    unless a lock keeps the other from it. So a lock that is missing shows, since both then go by what they
    saw, and one that is there costs a moment. Fails when neither reads so often.
    """
    barriers = [Barrier(2) for _ in range(reads)]
    reached: set[int] = set()

    def do() -> Any:
        left = enumerate(barriers, start=1)

        def watch(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
            result = execute(sql, parameters, many, context)
            if sql.startswith("SELECT") and f'FROM "{after}"' in sql and (place := next(left, None)):
                number, barrier = place
                reached.add(number)
                with suppress(BrokenBarrierError):
                    barrier.wait(timeout=ABREAST_SECONDS)
            return result

        with connection.execute_wrapper(watch):
            return deed()

    answers = at_once(do, do)
    assert reads in reached, f"too little was read from {after}"
    return answers
