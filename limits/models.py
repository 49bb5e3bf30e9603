"""The counters' table."""

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Counter(models.Model):
    """How often one visitor did one thing in the window that runs now.

    key: a keyed hash of an address; it lives a day and says nothing afterwards.
    window_ends: seconds since 1970, since one statement counts and compares on every database.
    """

    scope = models.CharField(max_length=40)
    key = models.CharField(max_length=64)
    count = models.PositiveBigIntegerField()
    window_ends = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scope", "key"], name="counter_once"),
            models.CheckConstraint(condition=Q(count__gte=1), name="counter_counts_from_one"),
        ]
        indexes: ClassVar = [models.Index(fields=["window_ends"], name="counter_by_end")]

    def __str__(self) -> str:
        return f"{self.scope}: {self.count}"
