"""What was taken in from the public form and from e-mail, so that one form or mail makes one comment."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from messaging.models import Thread, Topic


class Comment(models.Model):
    """One form that was sent; the words themselves are the first message of its thread.

    form_hash: SHA-256 of the form's secret, so that the same form posted again finds its comment.
    content_mac: what the form held, under a key that only the form's secret gives; tells a repeat from a
    change.
    """

    form_hash = models.BinaryField(max_length=32, unique=True)
    content_mac = models.BinaryField(max_length=32)
    thread = models.OneToOneField(Thread, on_delete=models.PROTECT, related_name="comment")
    policy_version = models.CharField(max_length=40)
    received_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["received_at"]

    def __str__(self) -> str:
        return f"comment of thread {self.thread_id}"


class IncomingMail(models.Model):
    """One mail for one of our addresses, kept from before it was read until somebody has dealt with it.

    mail_hash: a keyed hash of the mail and the recipient, so that the same mail again finds its row; the row
    stays for that when all that was in it is gone.
    sealed: mail and envelope under the keyring's `field` key, until a worker has read them; empty afterwards.
    original, facts: the mail as it came, and what was read of its sender, both sealed to the unit.
    topic: what the recipient's address is about; None for mail of ours that came back.
    """

    class State(models.TextChoices):
        """Where a mail stands."""

        RECEIVED = "received", _("Not read yet")
        IN_THREAD = "in_thread", _("Became a conversation")
        PARKED = "parked", _("Waits for somebody to look at it")
        DISCARDED = "discarded", _("Put away")
        CAME_BACK = "came_back", _("A mail of ours that came back")

    class Reason(models.TextChoices):
        """Why a mail is parked."""

        UNREADABLE = "unreadable", _("It could not be read")
        NO_SENDER = "no_sender", _("It names nobody who can be answered")
        NO_WORDS = "no_words", _("It has no text")
        AUTOMATIC = "automatic", _("A program wrote it")
        LIST = "list", _("It came from a mailing list")
        LOOP = "loop", _("It went round too many mail servers")
        MANY = "many", _("Its sender has begun many threads today")

    class Why(models.TextChoices):
        """Why a mail was put away."""

        JUNK = "junk", _("It is junk")
        NOT_FOR_US = "not_for_us", _("It is not for us")
        NO_ANSWER = "no_answer", _("It needs no answer")
        ANSWERED = "answered", _("It was dealt with another way")
        TIME_RAN_OUT = "time_ran_out", _("A program wrote it, and nobody asked for it")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    mail_hash = models.BinaryField(max_length=32, unique=True)
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="+", null=True)
    # Whose key `original` and `facts` are sealed to; the topic may move to another unit afterwards.
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", null=True)
    thread = models.OneToOneField(Thread, on_delete=models.PROTECT, related_name="incoming_mail", null=True)
    state = models.CharField(max_length=10, choices=State, default=State.RECEIVED)
    reason = models.CharField(max_length=10, choices=Reason, blank=True)
    received_at = models.DateTimeField()
    size_bytes = models.PositiveBigIntegerField()
    sealed = models.BinaryField()
    original = models.BinaryField(default=b"")
    facts = models.BinaryField(default=b"")
    ended_at = models.DateTimeField(null=True)
    ended_by_id = models.UUIDField(null=True)
    why = models.CharField(max_length=12, choices=Why, blank=True)

    class Meta:
        verbose_name_plural = "incoming mail"
        indexes: ClassVar = [
            models.Index(
                fields=["unit", "-received_at", "-id"],
                condition=Q(state="parked"),
                name="mail_parked_of_unit",
            ),
            models.Index(
                fields=["received_at"],
                condition=Q(state="parked", reason__in=["automatic", "list"]),
                name="mail_parked_automatic",
            ),
        ]
        constraints: ClassVar = [
            # Read means: the server cannot open it any more.
            models.CheckConstraint(
                condition=Q(state="received") | Q(sealed=b""), name="mail_sealed_until_read"
            ),
            models.CheckConstraint(
                condition=~Q(state="in_thread") | Q(thread__isnull=False), name="mail_in_a_thread_has_one"
            ),
            models.CheckConstraint(
                condition=~Q(state="parked") | Q(unit__isnull=False) & ~Q(reason=""),
                name="mail_parked_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="discarded") | Q(original=b"", facts=b"") & ~Q(why=""),
                name="mail_discarded_is_empty",
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)
