"""What goes wrong meanwhile: one fault after the other, until it is told to stop."""

import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from itertools import cycle

import psutil
import psycopg
import redis as redis_client

from tests.faults import breaking, points
from tests.faults.killing import Strike, crash_database, die, lose_broker, strike_at
from tests.faults.points import Ambush
from tests.faults.rig import Rig
from tests.faults.sink import MOODS, Mood

SOME_SECONDS = 2.0
# How long somebody may take to come to a point, on a machine with next to no time for them.
AMBUSH_SECONDS = 20.0
# Gives False where it found nothing to strike.
Fault = Callable[[Rig], object]


def _at(point: str, strike: Strike) -> Fault:
    def fault(rig: Rig) -> bool:
        with Ambush(rig.points, point) as ambush:
            return strike_at(rig, point, ambush, strike, seconds=AMBUSH_SECONDS)

    return fault


def _at_points_in_turn(strike: Strike) -> Fault:
    """Strike at another point each time, and go on in the next run of this process."""
    turns = cycle(points.OF_ALL)
    return lambda rig: _at(next(turns), strike)(rig)


def _breaking(fault: Fault) -> Fault:
    """Note that a fault may keep workers from noting what they did."""

    def noted(rig: Rig) -> object:
        with rig.a_break():
            return fault(rig)

    return noted


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


def _no_mailbox(rig: Rig) -> None:
    rig.dovecot.stop()
    time.sleep(SOME_SECONDS)
    rig.dovecot.start()


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


def _restart_database(rig: Rig) -> None:
    rig.postgresql.stop()
    rig.postgresql.start()


EVERYWHERE: dict[str, Fault] = {
    "web process killed": lambda rig: rig.kill_web(),
    **{f"web process killed {point}": _at(point, die) for point in points.POINTS_OF_WEB},
    "web process stands still": lambda rig: rig.pause_web(SOME_SECONDS),
    # Embedded, its worker ends with it.
    "web server restarted": _breaking(lambda rig: rig.restart_web(signal.SIGTERM)),
    "web server killed": _breaking(lambda rig: rig.restart_web(signal.SIGKILL)),
    "worker killed": _breaking(lambda rig: rig.kill_worker()),
    **{
        f"worker killed {point}": _at(point, die)
        for point in (*points.POINTS_OF_WORKER, *points.POINTS_OF_READER)
    },
    **{f"intake killed {point}": _at(point, die) for point in points.POINTS_OF_INTAKE},
    "mail server gone": _no_mail_server,
    **{f"mail server {mood}": _mood(mood) for mood in MOODS},
}
EMBEDDED: dict[str, Fault] = {"database locked": _breaking(_locked), "disk full": _full_disk}
PRODUCTION: dict[str, Fault] = {
    "beat killed": lambda rig: rig.restart("beat"),
    "intake killed": lambda rig: rig.restart("receive_mail"),
    **{f"web process killed {point}": _at(point, die) for point in points.POINTS_OF_TELLING},
    "broker killed": _no_broker,
    "broker emptied": _empty_broker,
    "broker silent": _silent_broker,
    "broker read-only": _read_only_broker,
    "broker killed at a point of a send": _at_points_in_turn(lose_broker),
    "database connections cut": _breaking(_cut_connections),
    "database crashed": crash_database,
    "database crashed at a point of a send": _at_points_in_turn(crash_database),
    "database restarted": _breaking(_restart_database),
}
# Where there is a mailbox.
FETCHING: dict[str, Fault] = {
    "fetching killed": lambda rig: rig.restart("fetch_mail"),
    **{f"fetching killed {point}": _at(point, die) for point in points.POINTS_OF_FETCHING},
    "mailbox gone": _no_mailbox,
}


def faults_of(rig: Rig, bug: str = "") -> dict[str, Fault]:
    """Give all that can happen to a portal; with a bug, the one fault that shows it."""
    if bug:
        point = breaking.POINT_OF_BUG[bug]
        return {f"web process killed {point}": _at(point, die)}
    of_database = PRODUCTION if rig.database == "postgresql" else EMBEDDED
    return EVERYWHERE | of_database | (FETCHING if rig.mailbox else {})


class Nemesis:
    """Inflicts faults in an order of chance, each kind often enough before any comes again.

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
        self._thread = threading.Thread(target=self._run_to_its_end, name="nemesis")
        self._error: BaseException | None = None
        self.inflicted: Counter[str] = Counter()

    def missing(self) -> list[str]:
        """List the kinds that have not struck often enough yet."""
        return [name for name in self._faults if self.inflicted[name] < self._least]

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End after the fault that is going on, and heal; raises what ended it before."""
        self._is_over.set()
        self._thread.join()
        self._rig.heal()
        if self._error is not None:
            raise self._error

    def _run_to_its_end(self) -> None:
        try:
            self._run()
        except BaseException as error:
            # Whoever goes on without faults proves nothing.
            self._error = error

    def _run(self) -> None:
        while not self._is_over.is_set() and (self._goes_on or self.missing()):
            names = self.missing() or list(self._faults)
            self._chance.shuffle(names)
            for name in names:
                if self._is_over.wait(self._pause):
                    return
                # What a fault finds dead already is healed before the next.
                with suppress(psycopg.Error, redis_client.RedisError, psutil.Error, OSError):
                    if self._faults[name](self._rig) is not False:
                        self.inflicted[name] += 1
                self._rig.heal()
