"""The counters' table."""

from typing import ClassVar

from django.db import models


class Counter(models.Model):
    """How often one visitor did one thing in the window that runs now.

    key: a keyed hash of an address; it lives a day and says nothing afterwards.
    count: 0 where all was given back; it goes with its window.
    window_ends: seconds since 1970, since one statement counts and compares on every database.
    """

    scope = models.CharField(max_length=40)
    key = models.CharField(max_length=64)
    count = models.PositiveBigIntegerField()
    window_ends = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scope", "key"], name="counter_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["window_ends"], name="counter_by_end")]

    def __str__(self) -> str:
        return f"{self.scope}: {self.count}"
