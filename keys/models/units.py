"""The keys of units, who holds them, and which have to be made anew."""

from typing import ClassVar

from django.db import models

from keys.models.directory import KEY_ID_CHARACTERS, DirectoryKey, follows_another


class UnitKey(DirectoryKey):
    """One epoch of a unit's key pair: public half signed, private half sealed in grants and for records.

    chain: the private half of the epoch before, sealed under this one; empty for the first.
    """

    unit = models.UUIDField()
    epoch = models.PositiveIntegerField()
    records_key_id = models.CharField(max_length=KEY_ID_CHARACTERS)
    sealed_to_records = models.BinaryField()
    chain = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "epoch"], name="unit_key_epoch_once"),
            follows_another("unit_key", "epoch"),
        ]


class Grant(models.Model):
    """An epoch of a unit's key, sealed to one member's person key.

    tag: proves that somebody who held the epoch made this for this person and key; empty in those of earlier
    releases, until their holders come by.
    """

    unit_key = models.ForeignKey(UnitKey, on_delete=models.PROTECT, related_name="grants", db_index=False)
    person = models.UUIDField(db_index=True)
    person_key_id = models.CharField(max_length=KEY_ID_CHARACTERS)
    sealed_unit_key = models.BinaryField()
    tag = models.BinaryField(default=b"", db_default=b"")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit_key", "person_key_id"], name="grant_once"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_key_id} to {self.person_key_id}"


class EpochDue(models.Model):
    """A unit whose key has to have a new epoch, since somebody who held it belongs to it no more, or since
    the records key that it is sealed to has a successor.

    Only a holder can make one: the next who comes by with their keys opened does.
    """

    unit = models.UUIDField(unique=True)
    since = models.DateTimeField()

    class Meta:
        verbose_name_plural = "epochs due"

    def __str__(self) -> str:
        return str(self.unit)
