"""The keys of people, and the slots that open them."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from keys.models.directory import DirectoryKey, follows_another


class Side(models.TextChoices):
    """Name the two sides of every thread: people who write to the agency, and people who write for it."""

    PUBLIC = "public"
    AGENCY = "agency"


class Slot(models.Model):
    """One way in which a person unlocks their account key.

    locator: the part of a reply code that finds its row. parameters: of the derivation, as they were sealed.
    verifier: what a password is compared with; the others have none, since opening is their check.
    public_id: of an invitation it comes from the token in the link, of a recovery code from the code.
    tries_left, expires_at: of invitations.
    dormant_at: since when this opens an account key of before, and so nothing but dormant generations; nobody
    signs in by it.
    """

    class Kind(models.TextChoices):
        """Name what a person unlocks with; the name is part of what the account key is bound to."""

        PASSWORD = "password"  # noqa: S105
        REPLY_CODE = "reply_code"
        INVITATION = "invitation"
        RECOVERY = "recovery"
        PASSKEY = "passkey"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=20, choices=Kind)
    locator = models.CharField(max_length=3, blank=True)
    salt = models.BinaryField()
    parameters = models.CharField(max_length=200)
    pepper_version = models.CharField(max_length=64, blank=True)
    verifier = models.BinaryField()
    sealed_account_key = models.BinaryField()
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    tries_left = models.PositiveSmallIntegerField(null=True)
    expires_at = models.DateTimeField(null=True)
    dormant_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["locator"], condition=Q(kind="reply_code"), name="slot_by_locator"),
            models.Index(fields=["expires_at"], condition=Q(kind="invitation"), name="slot_by_expiry"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(kind="password", dormant_at=None),
                name="slot_one_password_a_person",
            ),
            models.CheckConstraint(
                condition=Q(kind="reply_code") & ~Q(locator="") | ~Q(kind="reply_code") & Q(locator=""),
                name="slot_locator_of_reply_codes",
            ),
            models.UniqueConstraint(
                fields=["person"], condition=Q(kind="invitation"), name="slot_one_invitation_a_person"
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(kind="recovery", dormant_at=None),
                name="slot_one_recovery_code_a_person",
            ),
            models.CheckConstraint(
                condition=Q(kind="invitation", tries_left__isnull=False, expires_at__isnull=False)
                | ~Q(kind="invitation") & Q(tries_left=None, expires_at=None),
                name="slot_only_invitations_end",
            ),
            models.CheckConstraint(condition=Q(version__gte=1), name="slot_version_from_one"),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class PersonKey(DirectoryKey):
    """One generation of a person's key pair: public half signed, private half sealed under the account key.

    side: never changes. Dormant generations wait for a slot that still opens them.
    """

    class State(models.TextChoices):
        """Tell whether the account key in use opens this generation."""

        ACTIVE = "active"
        DORMANT = "dormant"

    person = models.UUIDField()
    side = models.CharField(max_length=10, choices=Side)
    generation = models.PositiveIntegerField()
    signing_public = models.BinaryField()
    sealed_private = models.BinaryField()
    state = models.CharField(max_length=10, choices=State, default=State.ACTIVE)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "generation"], name="person_key_generation_once"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(state="active"), name="person_key_one_active"
            ),
            follows_another("person_key", "generation"),
        ]
