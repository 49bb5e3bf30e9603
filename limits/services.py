"""Counting what visitors do.

Every rule fails closed: when the counters cannot be reached, the error of the database rises and nothing goes
on.
"""

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection, transaction

from limits.addresses import AddressKey
from limits.errors import TooMany, TooManyWrong
from limits.models import Counter
from prepared.queries import PreparedQuery

# A slice takes a moment, and no role's time limit ends it, whatever a flood has left.
PURGED_AT_ONCE = 5000

RUNNING = PreparedQuery[int](
    lambda scope, key, now: Counter.objects.filter(scope=scope, key=key, window_ends__gt=now).values_list(
        "count", flat=True
    )
)

# One statement, so that requests in parallel are counted one by one, on SQLite and on PostgreSQL. A window
# that began under yesterday's key of an address goes on under that of today.
_COUNT_ONE = """
WITH asked (scope, key, before, now, ends) AS (VALUES (
  CAST(%(scope)s AS varchar(40)), CAST(%(key)s AS varchar(64)), CAST(%(before)s AS varchar(64)),
  CAST(%(now)s AS bigint), CAST(%(ends)s AS bigint)))
INSERT INTO limits_counter (scope, key, count, window_ends)
  SELECT asked.scope, asked.key, 1 + COALESCE(yesterday.count, 0), COALESCE(yesterday.window_ends, asked.ends)
  FROM asked LEFT JOIN limits_counter AS yesterday
  ON yesterday.scope = asked.scope AND yesterday.key = asked.before AND yesterday.window_ends > asked.now
  WHERE true
ON CONFLICT (scope, key) DO UPDATE SET
  count = CASE WHEN limits_counter.window_ends <= %(now)s THEN 1 ELSE limits_counter.count + 1 END,
  window_ends = CASE WHEN limits_counter.window_ends <= %(now)s
                THEN excluded.window_ends ELSE limits_counter.window_ends END
RETURNING count, window_ends
"""


@transaction.atomic(durable=True)
def _count_one(scope: str, key: str, now: int, ends: int) -> tuple[int, int]:
    before = key.before if isinstance(key, AddressKey) else ""
    parameters: dict[str, str | int] = {
        "scope": scope,
        "key": key,
        "before": before,
        "now": now,
        "ends": ends,
    }
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_ONE, parameters)
        count, window_ends = cursor.fetchone()
    return count, window_ends


def spend(scope: str, key: str) -> None:
    """Count one `scope` of `key`, and raise TooMany when that is more than `settings.LIMITS[scope]` allows.

    A window starts with the first one and lasts as long as the setting says, also over midnight. One query,
    in a transaction of its own that refuses to be part of another: a count must outlive the request that it
    counts.
    """
    now = _now()
    counted, window_ends = _count_one(scope, key, now, now + settings.LIMITS[scope][1])
    if counted > settings.LIMITS[scope][0]:
        raise TooMany(max(window_ends - now, 1))


@contextmanager
def beyond_guessing(
    scope: str, key: str, *, wrong: type[Exception] | tuple[type[Exception], ...]
) -> Iterator[bool]:
    """Look at what nobody guesses, however often it was wrong before: what is right waits for no stranger.

    Counts one as `spend` does before the block looks, so that many at once are counted one by one, and takes
    it back unless the block raises one of `wrong`. When that is more than `settings.LIMITS[scope]` allows,
    TooManyWrong rises in its place. Gives whether it would: the block then does nothing slow, and writes
    nothing, for what opens nothing.
    """
    now = _now()
    most, lasts = settings.LIMITS[scope]
    counted, window_ends = _count_one(scope, key, now, now + lasts)
    try:
        yield counted > most
    except wrong:
        if counted > most:
            raise TooManyWrong(max(window_ends - now, 1)) from None
        raise
    # Whatever else stopped the block, nothing that was typed was found wrong.
    except Exception:
        give_back(scope, key)
        raise
    give_back(scope, key)


def count(scope: str, key: str) -> int:
    """Count one as `spend` does, and tell how many there are now; whoever asks decides what is too many."""
    now = _now()
    return _count_one(scope, key, now, now + settings.LIMITS[scope][1])[0]


def counted(scope: str, key: str) -> int:
    """Tell how many there are in the window that runs now; one query."""
    return RUNNING.first(scope=scope, key=key, now=_now()) or 0


def forget(scope: str, key: str) -> None:
    """Begin to count at nothing again; one query."""
    Counter.objects.filter(scope=scope, key=key).delete()


def give_back(scope: str, key: str) -> None:
    """Take back the one that `spend` counted, as after a success; one query."""
    give_back_each((scope, key))


def give_back_each(*counted: tuple[str, str]) -> None:
    """Take back one of each scope and key, as `give_back` does, in one query."""
    # Only marks of places are put into the statement, one pair of them for each counter.
    these = f"(scope, key) IN (VALUES {', '.join(['(%s, %s)'] * len(counted))})"
    # Rows are locked in one order, so that two who give back the same ones never wait for each other.
    lock = "ORDER BY scope, key FOR UPDATE" if connection.features.has_select_for_update else ""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE limits_counter SET count = count - 1 WHERE count > 0 "  # noqa: S608
            f"AND id IN (SELECT id FROM limits_counter WHERE {these} {lock})",
            [name for pair in counted for name in pair],
        )


@transaction.atomic
def purge() -> int:
    """Delete the counters whose window is over, a slice at a time; tells how many. They say nothing more."""
    # What somebody counts or gives back at this moment is over at the next time too.
    over = Counter.objects.filter(window_ends__lte=_now()).select_for_update(skip_locked=True)
    deleted = 0
    while count := Counter.objects.filter(pk__in=over.values("pk")[:PURGED_AT_ONCE]).delete()[0]:
        deleted += count
    return deleted


def _now() -> int:
    return math.floor(time.time())
