"""What goes wrong meanwhile: one fault after the other, until it is told to stop."""

import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress

import psutil
import psycopg
import redis as redis_client

from tests.faults import breaking
from tests.faults.rig import Database, Rig
from tests.faults.sink import MOODS, Mood

SOME_SECONDS = 2.0
# How long somebody may take to come to a point at which they die.
AMBUSH_SECONDS = 6.0
# Gives False where it found nothing to strike.
Fault = Callable[[Rig], object]


def _die(point: str) -> Fault:
    def fault(rig: Rig) -> bool:
        breaking.arm(rig.points, point)
        until = time.monotonic() + AMBUSH_SECONDS
        while breaking.is_armed(rig.points, point) and time.monotonic() < until:
            time.sleep(0.02)
        return not breaking.is_armed(rig.points, point)

    return fault


def _mood(mood: Mood) -> Fault:
    def fault(rig: Rig) -> None:
        rig.sink.mood = mood
        time.sleep(SOME_SECONDS)
        rig.sink.mood = "well"

    return fault


def _no_mail_server(rig: Rig) -> None:
    rig.sink.close()
    time.sleep(SOME_SECONDS)
    rig.sink.open()


def _locked(rig: Rig) -> None:
    with rig.locked_database():
        time.sleep(SOME_SECONDS)


def _full_disk(rig: Rig) -> None:
    with rig.full_disk():
        time.sleep(SOME_SECONDS)


def _no_broker(rig: Rig) -> None:
    rig.redis.kill()
    time.sleep(SOME_SECONDS)
    rig.redis.start()


def _silent_broker(rig: Rig) -> None:
    rig.redis.pause()
    time.sleep(SOME_SECONDS)
    rig.redis.resume()


def _empty_broker(rig: Rig) -> None:
    with redis_client.Redis(port=rig.redis.port) as client:
        client.flushall()


def _read_only_broker(rig: Rig) -> None:
    with redis_client.Redis(port=rig.redis.port) as client:
        # As after a failover: a replica, here of nobody.
        client.replicaof("127.0.0.1", 1)
        time.sleep(SOME_SECONDS)
        client.replicaof("NO", "ONE")


def _cut_connections(rig: Rig) -> None:
    with psycopg.connect(rig.postgresql.address, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )


def _crash_database(rig: Rig) -> None:
    rig.postgresql.kill()
    rig.postgresql.start()


def _restart_database(rig: Rig) -> None:
    rig.postgresql.stop()
    rig.postgresql.start()


EVERYWHERE: dict[str, Fault] = {
    "web process killed": lambda rig: rig.kill_web(),
    "web process killed before COMMIT": _die(breaking.BEFORE_COMMIT),
    "web process killed after COMMIT": _die(breaking.AFTER_COMMIT),
    "web process stands still": lambda rig: rig.pause_web(SOME_SECONDS),
    "web server restarted": lambda rig: rig.restart_web(signal.SIGTERM),
    "web server killed": lambda rig: rig.restart_web(signal.SIGKILL),
    "worker killed": lambda rig: rig.kill_worker(),
    "worker killed before a mail": _die(breaking.BEFORE_MAIL),
    "worker killed after a mail": _die(breaking.AFTER_MAIL),
    "mail server gone": _no_mail_server,
    **{f"mail server {mood}": _mood(mood) for mood in MOODS},
}
EMBEDDED: dict[str, Fault] = {"database locked": _locked, "disk full": _full_disk}
PRODUCTION: dict[str, Fault] = {
    "beat killed": lambda rig: rig.restart("beat"),
    "broker killed": _no_broker,
    "broker emptied": _empty_broker,
    "broker silent": _silent_broker,
    "broker read-only": _read_only_broker,
    "database connections cut": _cut_connections,
    "database crashed": _crash_database,
    "database restarted": _restart_database,
}


def faults_of(database: Database, bug: str = "") -> dict[str, Fault]:
    """Give all that can happen to a portal on that database; with a bug, the one fault that shows it."""
    if bug:
        point = breaking.POINT_OF_BUG[bug]
        return {f"web process killed {point}": _die(point)}
    return EVERYWHERE | (PRODUCTION if database == "postgresql" else EMBEDDED)


class Nemesis:
    """Inflicts faults in an order of chance, each kind before any comes again.

    seed: of the order. pause: seconds between two faults. least: how often each kind has to strike.
    goes_on: whether faults go on after that, until `stop`. inflicted: how often each kind has struck.
    """

    def __init__(
        self, rig: Rig, faults: dict[str, Fault], *, seed: int, pause: float, least: int, goes_on: bool
    ) -> None:
        self._rig, self._pause, self._least, self._goes_on = rig, pause, least, goes_on
        self._chance = random.Random(seed)  # noqa: S311 -- an order of faults, no secret
        self._faults = faults
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="nemesis")
        self.inflicted: Counter[str] = Counter()

    def missing(self) -> list[str]:
        """List the kinds that have not struck often enough yet."""
        return [name for name in self._faults if self.inflicted[name] < self._least]

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End after the fault that is going on, and heal."""
        self._is_over.set()
        self._thread.join()
        self._rig.heal()

    def _run(self) -> None:
        while not self._is_over.is_set() and (self._goes_on or self.missing()):
            names = list(self._faults)
            self._chance.shuffle(names)
            for name in names:
                if self._is_over.wait(self._pause):
                    return
                # What a fault finds dead already is healed before the next.
                with suppress(psycopg.Error, redis_client.RedisError, psutil.Error, OSError):
                    if self._faults[name](self._rig) is not False:
                        self.inflicted[name] += 1
                self._rig.heal()
