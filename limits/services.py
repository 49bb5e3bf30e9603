"""Counting what visitors do.

Every rule fails closed: when the counters cannot be reached, the error of the database rises and nothing goes
on.
"""

import math
import time

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, F

from limits.addresses import AddressKey
from limits.errors import TooMany
from limits.models import Counter

# One statement, so that requests in parallel are counted one by one, on SQLite and on PostgreSQL.
_COUNT_ONE = """
INSERT INTO limits_counter (scope, key, count, window_ends) VALUES (%(scope)s, %(key)s, 1, %(ends)s)
ON CONFLICT (scope, key) DO UPDATE SET
  count = CASE WHEN limits_counter.window_ends <= %(now)s THEN 1 ELSE limits_counter.count + 1 END,
  window_ends = CASE WHEN limits_counter.window_ends <= %(now)s
                THEN excluded.window_ends ELSE limits_counter.window_ends END
RETURNING count, window_ends
"""


DAY_SECONDS = 24 * 60 * 60


@transaction.atomic(durable=True)
def _count_one(scope: str, key: str, now: int, ends: int) -> tuple[int, int]:
    if isinstance(key, AddressKey) and now % DAY_SECONDS < settings.LIMITS[scope][1]:
        _go_on(scope, key, now)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_ONE, {"scope": scope, "key": key, "now": now, "ends": ends})
        count, window_ends = cursor.fetchone()
    return count, window_ends


def _go_on(scope: str, key: AddressKey, now: int) -> None:
    """Let a window that began yesterday go on under the address's key of today; one query."""
    known = Counter.objects.filter(scope=scope, key=key)
    running = Counter.objects.filter(~Exists(known), scope=scope, key=key.before, window_ends__gt=now)
    running.update(key=key)


def spend(scope: str, key: str) -> None:
    """Count one `scope` of `key`, and raise TooMany when that is more than `settings.LIMITS[scope]` allows.

    A window starts with the first one and lasts as long as the setting says, also over midnight. One query,
    and one more while a window of yesterday may run, in a transaction of its own that refuses to be part of
    another: a count must outlive the request that it counts.
    """
    now = _now()
    counted, window_ends = _count_one(scope, key, now, now + settings.LIMITS[scope][1])
    if counted > settings.LIMITS[scope][0]:
        raise TooMany(max(window_ends - now, 1))


def count(scope: str, key: str) -> int:
    """Count one as `spend` does, and tell how many there are now; whoever asks decides what is too many."""
    now = _now()
    return _count_one(scope, key, now, now + settings.LIMITS[scope][1])[0]


def counted(scope: str, key: str) -> int:
    """Tell how many there are in the window that runs now; one query."""
    running = Counter.objects.filter(scope=scope, key=key, window_ends__gt=_now())
    return running.values_list("count", flat=True).first() or 0


def forget(scope: str, key: str) -> None:
    """Begin to count at nothing again; one query."""
    Counter.objects.filter(scope=scope, key=key).delete()


def give_back(scope: str, key: str) -> None:
    """Take back the one that `spend` counted, as after a success; two queries, and one where it was alone."""
    counted = Counter.objects.filter(scope=scope, key=key)
    alone, _by_model = counted.filter(count=1).delete()
    if not alone:
        counted.filter(count__gt=1).update(count=F("count") - 1)


def purge() -> int:
    """Delete the counters whose window is over, and tell how many; they say nothing any more."""
    deleted, _by_model = Counter.objects.filter(window_ends__lte=_now()).delete()
    return deleted


def _now() -> int:
    return math.floor(time.time())
