"""Slots, the keys of people and units, and grants. Every secret is sealed, every public key is signed.

People and units are named by their public ids, since this app knows neither.
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

KEY_ID_CHARACTERS = 32


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


class PersonKey(models.Model):
    """One generation of a person's key pair: public half signed, private half sealed under the account key.

    side: never changes. previous: key id of the generation before, empty for the first. Dormant generations
    wait for a slot that still opens them.
    """

    class State(models.TextChoices):
        """Tell whether the account key in use opens this generation."""

        ACTIVE = "active"
        DORMANT = "dormant"

    person = models.UUIDField()
    side = models.CharField(max_length=10, choices=Side)
    generation = models.PositiveIntegerField()
    key_id = models.CharField(max_length=KEY_ID_CHARACTERS, unique=True)
    profile = models.CharField(max_length=20)
    kem_public = models.BinaryField()
    signing_public = models.BinaryField()
    sealed_private = models.BinaryField()
    valid_from = models.DateTimeField()
    previous = models.CharField(max_length=KEY_ID_CHARACTERS, blank=True)
    directory_key_id = models.CharField(max_length=KEY_ID_CHARACTERS)
    directory_signature = models.BinaryField()
    state = models.CharField(max_length=10, choices=State, default=State.ACTIVE)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "generation"], name="person_key_generation_once"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(state="active"), name="person_key_one_active"
            ),
            models.CheckConstraint(
                condition=Q(generation=1, previous="") | Q(generation__gt=1) & ~Q(previous=""),
                name="person_key_follows_another",
            ),
        ]

    def __str__(self) -> str:
        return self.key_id


class UnitKey(models.Model):
    """One epoch of a unit's key pair: public half signed, private half sealed in grants and for records.

    chain: the private half of the epoch before, sealed under this one; empty for the first.
    """

    unit = models.UUIDField()
    epoch = models.PositiveIntegerField()
    key_id = models.CharField(max_length=KEY_ID_CHARACTERS, unique=True)
    profile = models.CharField(max_length=20)
    kem_public = models.BinaryField()
    records_key_id = models.CharField(max_length=KEY_ID_CHARACTERS)
    sealed_to_records = models.BinaryField()
    chain = models.BinaryField()
    valid_from = models.DateTimeField()
    previous = models.CharField(max_length=KEY_ID_CHARACTERS, blank=True)
    directory_key_id = models.CharField(max_length=KEY_ID_CHARACTERS)
    directory_signature = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "epoch"], name="unit_key_epoch_once"),
            models.CheckConstraint(
                condition=Q(epoch=1, previous="") | Q(epoch__gt=1) & ~Q(previous=""),
                name="unit_key_follows_another",
            ),
        ]

    def __str__(self) -> str:
        return self.key_id


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


class Drill(models.Model):
    """A bundle of every unit's epochs that left for the custodians, to try whether they can open them.

    exported_at: what the drill proves is of this moment, whenever its result comes back.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    exported_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return str(self.public_id)


class DrillResult(models.Model):
    """What the custodians of one records key have signed about a drill: the document, as they brought it."""

    drill = models.ForeignKey(Drill, on_delete=models.PROTECT, related_name="results", db_index=False)
    records_key_id = models.CharField(max_length=KEY_ID_CHARACTERS)
    document = models.JSONField()
    imported_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["drill", "records_key_id"], name="drill_result_once"),
        ]

    def __str__(self) -> str:
        return f"{self.drill_id} by {self.records_key_id}"


class QuorumRequest(models.Model):
    """A request to the custodians: to open a unit's key for this person, by this key of theirs.

    A unit has one open request at most. opened: the custodians' grant came in and ended it; else it was
    replaced, or what it asked for was taken back.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.UUIDField()
    person = models.UUIDField()
    person_key_id = models.CharField(max_length=KEY_ID_CHARACTERS)
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    opened = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["unit", "ended_at"], name="quorum_request_by_unit")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit"], condition=Q(ended_at=None), name="quorum_request_one_open_a_unit"
            ),
            models.CheckConstraint(
                condition=Q(opened=False) | Q(ended_at__isnull=False), name="quorum_request_opened_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)
