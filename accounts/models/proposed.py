"""What one person proposes and another decides."""

import uuid

from django.db import models
from django.db.models import F, Q


class Proposed(models.Model):
    """What one person proposed, and what came of it; a subclass says what it is about.

    A subclass has an `outcome`, empty while it is open, and takes its constraints from `decided_by_another`.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    proposed_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
    ended_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+", null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.public_id)


def decided_by_another(table: str, *, agreed: str) -> list[models.CheckConstraint]:
    """Make the constraints of a proposal: it ends with an outcome, and nobody agrees to their own.

    table: begins the constraints' names. agreed: the outcome with which it comes true.
    """
    return [
        models.CheckConstraint(
            condition=Q(ended_at=None, ended_by=None, outcome="")
            | Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(outcome=""),
            name=f"{table}_ended_with_an_outcome",
        ),
        models.CheckConstraint(
            condition=~Q(outcome=agreed, ended_by=F("proposed_by")),
            name=f"{table}_not_{agreed}_by_its_proposer",
        ),
    ]
