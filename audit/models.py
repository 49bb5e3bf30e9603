"""The audit log's table."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

HASH_BYTES = 32


class AuditEvent(models.Model):
    """Who did what to what, and when. Rows are added and never changed: triggers in the database refuse it.

    The leaf is what counts; the other columns repeat it, so that a page can be found by them. A row has no
    position in the log: that is given later, in a table of its own.
    """

    leaf = models.BinaryField()
    leaf_hash = models.BinaryField(max_length=HASH_BYTES, unique=True)
    occurred_at = models.DateTimeField()
    action = models.CharField(max_length=60)
    actor = models.UUIDField(null=True)
    subject = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(action=""), name="audit_event_says_what_was_done"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["occurred_at", "id"], name="audit_by_time"),
            models.Index(fields=["action", "occurred_at", "id"], name="audit_by_action"),
            models.Index(
                fields=["actor", "occurred_at", "id"], condition=Q(actor__isnull=False), name="audit_by_actor"
            ),
            models.Index(
                fields=["subject", "occurred_at", "id"],
                condition=Q(subject__isnull=False),
                name="audit_by_subject",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} #{self.pk}"
