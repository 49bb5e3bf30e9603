"""What lets somebody in who is not signed in yet."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.people import Person


class Invitation(models.Model):
    """That somebody was invited to an account of their own, by whom, and what came of it.

    public_id: that of the slot (`keys`), which comes from the token in the link. A person has one open
    invitation at most.
    """

    class Outcome(models.TextChoices):
        """What came of an invitation."""

        ACCEPTED = "accepted", _("Accepted")
        REVOKED = "revoked", _("Taken back")
        REPLACED = "replaced", _("Replaced by a new one")
        USED_UP = "used_up", _("Ended after too many wrong PINs")
        EXPIRED = "expired", _("Ran out")

    public_id = models.UUIDField(unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="invitations")
    invited_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_at=None), name="invitation_one_open_a_person"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, outcome="") | Q(ended_at__isnull=False) & ~Q(outcome=""),
                name="invitation_ended_with_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class MailedLink(models.Model):
    """A link that was asked for by whoever cannot sign in with a password alone.

    address: as it was typed, folded; it may be nobody's. person, code_hash: from when it is mailed.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    address = models.EmailField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="+")
    code_hash = models.BinaryField(max_length=32, unique=True, null=True)
    asked_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return str(self.public_id)


class PasswordReset(models.Model):
    """A link that was asked for by whoever forgot their password; a person has one at most, the newest.

    address: as it was typed, folded; it may be nobody's. person, code_hash, expires_at: once it is mailed.
    started_by: the administrator who had it mailed; empty when somebody asked for it on the page for that.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    address = models.EmailField()
    person = models.OneToOneField(Person, on_delete=models.CASCADE, null=True, related_name="+")
    started_by = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="+")
    code_hash = models.BinaryField(max_length=32, unique=True, null=True)
    asked_at = models.DateTimeField(db_index=True)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(person=None, code_hash=None, expires_at=None)
                | Q(person__isnull=False, code_hash__isnull=False, expires_at__isnull=False),
                name="password_reset_is_whole_when_mailed",
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class StaffIdentity(models.Model):
    """Who somebody of the staff is at the agency's OpenID provider: linked by themselves, by issuer and
    subject.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="staff_identity")
    issuer = models.CharField(max_length=255)
    subject = models.CharField(max_length=255)
    linked_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "staff identities"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="staff_identity_once"),
        ]

    def __str__(self) -> str:
        return f"of {self.person_id}"
