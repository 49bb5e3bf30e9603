"""What people have signed about who reads a thread and answers it."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from keys.models.directory import KEY_ID_CHARACTERS


class Succession(models.Model):
    """A statement, signed by both, that a thread which one person began goes on with another.

    last_sequence: the message up to which the giver wrote for the taxpayer's side; from then on the taker
    does.
    """

    thread = models.UUIDField(unique=True)
    last_sequence = models.PositiveIntegerField()
    giver = models.UUIDField()
    giver_key = models.CharField(max_length=KEY_ID_CHARACTERS)
    giver_signature = models.BinaryField()
    taker = models.UUIDField()
    taker_key = models.CharField(max_length=KEY_ID_CHARACTERS)
    taker_signature = models.BinaryField()
    signed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(giver=F("taker")), name="succession_is_of_two_people"),
            models.CheckConstraint(condition=Q(last_sequence__gte=1), name="succession_after_a_message"),
        ]

    def __str__(self) -> str:
        return f"{self.thread}: {self.giver} to {self.taker}"


class Mandate(models.Model):
    """A statement, signed by the taxpayer or by somebody of the agency, that one person reads and answers a
    thread for its taxpayer until a moment.
    """

    thread = models.UUIDField(db_index=True)
    taxpayer = models.UUIDField()
    representative = models.UUIDField()
    until = models.DateTimeField()
    signer = models.UUIDField()
    signer_key = models.CharField(max_length=KEY_ID_CHARACTERS)
    signature = models.BinaryField()
    signed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(taxpayer=F("representative")), name="mandate_is_of_two_people"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.representative} for {self.taxpayer} in {self.thread}"
