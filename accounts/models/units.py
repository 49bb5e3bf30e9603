"""Units, who belongs to them, and who is proposed."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.people import Person
from accounts.models.proposed import Proposed, decided_by_another


class Unit(models.Model):
    """A desk of the agency that answers together."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=100, unique=True)
    answer_days = models.PositiveSmallIntegerField(_("business days until an answer, as promised"), default=5)
    allows_plain_email = models.BooleanField(
        _("answers that hold nothing sensitive may go by plain e-mail"), default=False
    )
    notices_have_link = models.BooleanField(
        _("notices have a link, and not only an address to type"), default=True, db_default=True
    )
    # The least strength of a kind of finding, or of what is doubtful, where it is more than in screening's
    # table.
    screening_floors = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))
    members = models.ManyToManyField(Person, through="Membership", related_name="units")

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person's place in a unit."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="memberships")
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "unit"], name="membership_once")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.unit_id}"


class Proposal(Proposed):
    """That somebody shall belong to a unit, who proposed it, and what came of it.

    Another holder of the unit's key lets them in, never the proposer. Where the unit has no key yet, the
    proposed person is its first member and makes one.
    """

    class Outcome(models.TextChoices):
        """What came of a proposal."""

        GRANTED = "granted", _("Let in")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="proposals")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="proposals")
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "unit"], condition=Q(ended_at=None), name="proposal_one_open"
            ),
            *decided_by_another("proposal", agreed="granted"),
        ]


class Promotion(Proposed):
    """That a member of staff shall be an administrator, which another administrator has to agree to."""

    class Outcome(models.TextChoices):
        """What came of it."""

        GRANTED = "granted", _("Agreed to")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="promotions")
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_at=None), name="promotion_one_open_a_person"
            ),
            *decided_by_another("promotion", agreed="granted"),
            models.CheckConstraint(
                condition=~Q(person=F("proposed_by")), name="promotion_not_of_its_proposer"
            ),
        ]
