"""What left for the custodians of the records key, and what came back from them."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from keys.models.directory import KEY_ID_CHARACTERS


class Drill(models.Model):
    """A bundle of every unit's epochs that left for the custodians, to try whether they can open them.

    exported_at: what the drill proves is of this moment, whenever its result comes back.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    exported_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return str(self.public_id)


class DrillResult(models.Model):
    """What the custodians of one records key have signed about a drill: the document, as they brought it."""

    drill = models.ForeignKey(Drill, on_delete=models.PROTECT, related_name="results", db_index=False)
    records_key_id = models.CharField(max_length=KEY_ID_CHARACTERS)
    document = models.JSONField()
    imported_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["drill", "records_key_id"], name="drill_result_once"),
        ]

    def __str__(self) -> str:
        return f"{self.drill_id} by {self.records_key_id}"


class QuorumRequest(models.Model):
    """A request to the custodians: to open a unit's key for this person, by this key of theirs.

    A unit has one open request at most. opened: the custodians' grant came in and ended it; else it was
    replaced, or what it asked for was taken back.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.UUIDField()
    person = models.UUIDField()
    person_key_id = models.CharField(max_length=KEY_ID_CHARACTERS)
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    opened = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["unit", "ended_at"], name="quorum_request_by_unit")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit"], condition=Q(ended_at=None), name="quorum_request_one_open_a_unit"
            ),
            models.CheckConstraint(
                condition=Q(opened=False) | Q(ended_at__isnull=False), name="quorum_request_opened_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)
