"""How a member of a unit made sure who somebody is."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person, Unit


class Vouching(models.Model):
    """That a member made sure who somebody is who had lost their way in, by what means, and what they saw.

    sealed: the reason, sealed to the unit; empty where nothing more was to be said, and of vouchings from
    before reasons were sealed.
    """

    class Means(models.TextChoices):
        """By what it was made sure; never by e-mail, which may be read by whoever pretends.

        ON_FILE: nobody asked who could pretend. Only for whom the portal itself has put on the list of those
        to reach another way, by letter, and without another address for notices.
        """

        LETTER = "letter", _("They gave the code of a letter that we sent to the address on file")
        CALL = "call", _("I called them at a number that we had before")
        IN_PERSON = "in_person", _("I saw them in person, with an identity document")
        ON_FILE = "on_file", _("Nobody asked for it: I send letters to the address that we have on file")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="vouchings")
    member = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    vouched_at = models.DateTimeField()
    means = models.CharField(max_length=10, choices=Means)
    sealed = models.BinaryField(default=b"", db_default=b"")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(member=F("person")), name="vouching_by_somebody_else"),
        ]

    def __str__(self) -> str:
        return str(self.public_id)
