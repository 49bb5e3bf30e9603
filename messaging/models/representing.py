"""Who reads and answers for a taxpayer."""

import uuid
from datetime import date, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import Person
from keys.models import KEY_ID_CHARACTERS
from messaging.models.threads import Thread, Topic


class Representation(models.Model):
    """That somebody reads and answers threads for their taxpayer: some of them, or all about a topic.

    For each thread a signed statement (`keys.mandates`) says so too, and nothing is believed without.
    locked_key: which key of the representative messages are sealed to while nobody has made sure of the one
    that came after it; empty where nothing waits.
    made_by: the taxpayer, or the officer who has a form on file; sealed_reference: what is written on it, and
    sealed_name: how whoever made this names the representative, both under the keyring's `field` key.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    taxpayer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="represented_by")
    representative = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="representing")
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="+", null=True)
    threads = models.ManyToManyField(Thread, related_name="representations")
    sealed_name = models.BinaryField()
    sealed_reference = models.BinaryField(default=b"")
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    locked_key = models.CharField(max_length=KEY_ID_CHARACTERS, blank=True, default="", db_default="")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["until"], condition=Q(ended_at=None), name="representation_ending"),
            models.Index(fields=["locked_key"], condition=Q(ended_at=None), name="representation_waiting"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(taxpayer=F("representative")), name="representation_is_of_two_people"
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def last_day(self) -> date:
        """Name the day that was agreed on, which is over at the midnight of `until`."""
        return timezone.localdate(self.until - timedelta(microseconds=1))
