"""What people show beside their password: apps that give one-time codes, and passkeys."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q


class Authenticator(models.Model):
    """An app that gives its person a new code each 30 seconds (RFC 6238).

    sealed_secret: under the keyring's `field` key: the server looks at a code before anything is unlocked.
    confirmed_at: when the person showed that their app has the secret; until then it proves nothing.
    last_step: of the code that was used last, in half minutes since 1970; earlier ones are refused.
    wrong_in_a_row: codes that were refused since the last right one.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey("accounts.Person", on_delete=models.CASCADE, related_name="authenticators")
    sealed_secret = models.BinaryField()
    made_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    last_step = models.PositiveBigIntegerField(default=0)
    wrong_in_a_row = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(confirmed_at__isnull=False),
                name="authenticator_one_confirmed_a_person",
            ),
            models.UniqueConstraint(
                fields=["person"], condition=Q(confirmed_at=None), name="authenticator_one_pending_a_person"
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class Passkey(models.Model):
    """A key pair on a device of its person, which signs a challenge after the person showed the device who
    they are (WebAuthn level 3).

    public_id: also of the slot that it opens, where the device gives a secret for that.
    credential_id: by which the device names it. credential: its public half, as WebAuthn encodes it.
    sign_count: how often the device says that it has signed; 0 for good where it does not count.
    dormant_at: since when it signs nobody in and is no second factor, and is kept only to open what a reset
    has locked (ADR 39).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey("accounts.Person", on_delete=models.CASCADE, related_name="passkeys")
    label = models.CharField(max_length=60)
    credential_id = models.BinaryField(max_length=1023, unique=True)
    credential = models.BinaryField()
    sign_count = models.PositiveBigIntegerField()
    made_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True)
    dormant_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.public_id)


class Challenge(models.Model):
    """What one browser's passkey has signed, so that it counts once.

    digest: SHA-256 of it, in hex. until: when it would be over anyway, and the row goes.
    """

    digest = models.CharField(max_length=64, unique=True)
    until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return "challenge"
