"""That a topic shall be answered by another unit, and what the unit that answers it now says to that."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Proposed, Unit, decided_by_another


class TopicMove(Proposed):
    """A move that an administrator proposed. It happens when a holder of the losing unit's key agrees."""

    class Outcome(models.TextChoices):
        """What came of a move."""

        AGREED = "agreed", _("Agreed to")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    topic = models.ForeignKey("messaging.Topic", on_delete=models.PROTECT, related_name="moves")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["topic"], condition=Q(ended_at=None), name="topic_move_one_open_a_topic"
            ),
            *decided_by_another("topic_move", agreed="agreed"),
        ]
