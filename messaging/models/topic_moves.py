"""That a topic shall be answered by another unit, and what the unit that answers it now says to that."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person, Unit


class TopicMove(models.Model):
    """A move that an administrator proposed. It happens when a holder of the losing unit's key agrees."""

    class Outcome(models.TextChoices):
        """What came of a move."""

        AGREED = "agreed", _("Agreed to")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    topic = models.ForeignKey("messaging.Topic", on_delete=models.PROTECT, related_name="moves")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["topic"], condition=Q(ended_at=None), name="topic_move_one_open_a_topic"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, outcome="")
                | Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(outcome=""),
                name="topic_move_ended_with_an_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="agreed", ended_by=F("proposed_by")),
                name="topic_move_not_agreed_by_its_proposer",
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)
