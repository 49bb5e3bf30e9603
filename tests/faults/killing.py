"""What is killed while somebody stands at a point of a send."""

from collections.abc import Callable
from contextlib import nullcontext

from tests.faults import points
from tests.faults.points import Ambush
from tests.faults.rig import Rig

# What befalls somebody who stands at a point, or the portal meanwhile.
Strike = Callable[[Rig, str, Ambush], None]


def die(rig: Rig, point: str, ambush: Ambush) -> None:
    """Kill whoever stands at a point; what nobody else starts again is started."""
    with rig.a_break() if point in points.UNKNOWN_TO_ALL else nullcontext():
        ambush.kill()
    rig.heal()


def crash_database(rig: Rig, _point: str = "", _ambush: Ambush | None = None) -> None:
    """Kill PostgreSQL, and start it again."""
    with rig.a_break():
        rig.postgresql.kill()
        rig.postgresql.start()


def lose_broker(rig: Rig, _point: str = "", _ambush: Ambush | None = None) -> None:
    """Kill Redis, and start it again, empty."""
    rig.redis.kill()
    rig.redis.start()


def strike_at(rig: Rig, point: str, ambush: Ambush, strike: Strike, *, seconds: float) -> bool:
    """Strike when somebody comes to a point, and have them go on if they live; tells whether anybody came."""
    if not ambush.catch(seconds):
        return False
    strike(rig, point, ambush)
    ambush.let_go()
    return True


def kill_web(rig: Rig, _point: str, _ambush: Ambush) -> None:
    """Kill every web process."""
    rig.kill_web_processes()


def kill_worker(rig: Rig, _point: str, _ambush: Ambush) -> None:
    """Kill the worker, and start it again where nobody else does."""
    with rig.a_break():
        rig.kill_worker()


# What there is to kill in each way of running.
PROCESSES: dict[str, Strike] = {
    "whoever stands there": die,
    "the web processes": kill_web,
    "the worker": kill_worker,
}
# Where the portal is not all that there is.
SERVERS: dict[str, Strike] = {"PostgreSQL": crash_database, "Redis": lose_broker}
