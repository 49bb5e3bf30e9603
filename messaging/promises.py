"""When an answer is due, counted in business days as the pages promise it."""

from datetime import date, datetime, timedelta
from functools import lru_cache

from django.utils import timezone

SATURDAY = 5


# A mailbox asks for the same threads again and again.
@lru_cache(maxsize=8192)
def answer_due_on(*, waiting_since: datetime, answer_days: int) -> date:
    """Compute the day by which an answer is promised: `answer_days` business days after the day it was asked
    for.

    waiting_since: aware moment, counted as a day in the agency's time zone. Holidays are not business days
    either; their calendar comes with the records rules, and until then they are counted.
    """
    day = timezone.localtime(waiting_since).date()
    days = answer_days
    while days:
        day += timedelta(days=1)
        if day.weekday() < SATURDAY:
            days -= 1
    return day
