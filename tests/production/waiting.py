"""Counts how long anybody waits for a broker, by the time-outs that ran out: a slow machine makes no more."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

from redis.connection import AbstractConnection, Connection


@dataclass
class Waits:
    """What every thread of this process did with the broker.

    spoke: the threads that connected to it or heard of it. ran_out: who waited in vain, and how many seconds.
    """

    spoke: set[int] = field(default_factory=set)
    ran_out: list[tuple[int, float]] = field(default_factory=list)

    @property
    def has_spoken_here(self) -> bool:
        """Tell whether this thread has spoken with the broker."""
        return threading.get_ident() in self.spoke

    @property
    def seconds_here(self) -> list[float]:
        """List the time-outs that ran out on this thread."""
        return [seconds for thread, seconds in self.ran_out if thread == threading.get_ident()]


@contextmanager
def noted_waits() -> Iterator[Waits]:
    """Note as long as the block runs."""
    waits = Waits()

    def noting(function: Callable[..., Any], time_out: str) -> Callable[..., Any]:
        def call(connection: Any, *arguments: Any, **options: Any) -> Any:
            waits.spoke.add(threading.get_ident())
            try:
                return function(connection, *arguments, **options)
            except Exception as error:
                if "Timeout" in type(error).__name__:
                    waits.ran_out.append((threading.get_ident(), getattr(connection, time_out)))
                raise

        return call

    connects, reads = noting(Connection._connect, "socket_connect_timeout"), AbstractConnection.read_response
    with (
        patch.object(Connection, "_connect", connects),
        patch.object(AbstractConnection, "read_response", noting(reads, "socket_timeout")),
    ):
        yield waits
