"""What a unit is asked to do about a thread."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person, Unit
from keys.models import KEY_ID_CHARACTERS
from messaging.models.threads import Thread


class Regrant(models.Model):
    """What a unit's members are asked to do for somebody who has new keys and reads nothing of before: make
    sure who they are, and open their threads to them again.

    started_by: who began the reset, when that was somebody else; they do not decide.
    code_hash: SHA-256 of the code in the letter that was sent last; empty when there is none, and from the
    moment in which it is typed. code_typed_key: the key in use of whoever typed it.
    """

    class Outcome(models.TextChoices):
        """What came of it."""

        GRANTED = "granted", _("Opened again")
        REVIVED = "revived", _("Opened by an old password, code or passkey")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="regrants")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="regrants")
    started_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    asked_at = models.DateTimeField()
    code_hash = models.BinaryField(max_length=32, default=b"")
    code_expires_at = models.DateTimeField(null=True)
    code_tries_left = models.PositiveSmallIntegerField(default=0)
    code_typed_at = models.DateTimeField(null=True)
    code_typed_key = models.CharField(max_length=KEY_ID_CHARACTERS, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["unit", "asked_at", "id"], condition=Q(ended_at=None), name="regrant_open_of_unit"
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "unit"], condition=Q(ended_at=None), name="regrant_one_open"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, outcome="") | Q(ended_at__isnull=False) & ~Q(outcome=""),
                name="regrant_ended_with_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(started_by=None)
                | Q(ended_by=None)
                | ~Q(outcome="granted")
                | ~Q(ended_by=F("started_by")),
                name="regrant_not_by_who_started_it",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="granted") | Q(ended_by__isnull=False) & ~Q(ended_by=F("person")),
                name="regrant_by_somebody_else",
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class Unreached(models.Model):
    """That a taxpayer may not know of an answer, so that their unit has to reach them, and what came of it.

    A thread has one at most that is open. ended_by: whoever reached them; empty when they came by themselves.
    """

    class Reason(models.TextChoices):
        """Why they may not know."""

        BOUNCED = "bounced", _("Our e-mail came back")
        PROBABLY = "probably", _("Our e-mail probably came back")
        UNREAD = "unread", _("Not opened in time")
        UNACCEPTED = "unaccepted", _("Invitation not taken up in time")

    class Outcome(models.TextChoices):
        """How they came to know."""

        LETTER = "letter", _("By letter")
        TELEPHONE = "telephone", _("By telephone")
        IN_PERSON = "in_person", _("In person")
        OPENED = "opened", _("They opened it")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="unreached")
    reason = models.CharField(max_length=10, choices=Reason)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)

    class Meta:
        verbose_name_plural = "unreached"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["thread"], condition=Q(ended_at=None), name="unreached_one_open_a_thread"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, outcome="", ended_by=None)
                | Q(ended_at__isnull=False) & ~Q(outcome=""),
                name="unreached_ended_with_an_outcome",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["-since", "-id"], condition=Q(ended_at=None), name="unreached_open"),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class FalseAlarm(models.Model):
    """How often officers of a unit said on one day that one kind was found by mistake, by one reason.

    kind, why: as screening names them. Nothing of a text, of its thread or of who said so is here.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    kind = models.CharField(max_length=30)
    why = models.CharField(max_length=20)
    times = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "day", "kind", "why"], name="false_alarms_of_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}.{self.why} on {self.day}"


class ReleaseRequest(models.Model):
    """That a personal answer shall leave by plain e-mail, and what a second member said to it.

    message_id: the id that the answer gets once it leaves. sealed: words, reason and the hash of everything
    that would leave, sealed to the unit; empty from the moment in which the request ends.
    sealed_reasons: why it was asked for, and why it was released or refused, sealed to the unit; kept with
    the message. Empty where nobody decided, or an earlier release of this software did not ask.
    latest_sequence: of the thread as its author saw it.
    """

    class State(models.TextChoices):
        """Where a request stands."""

        PENDING = "pending", _("Waits for a colleague")
        RELEASED = "released", _("Released")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        EXPIRED = "expired", _("Expired")
        LEFT = "left", _("Ended: who wrote it left the unit")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="release_requests")
    author_id = models.UUIDField()
    message_id = models.UUIDField()
    latest_sequence = models.PositiveIntegerField()
    sealed = models.BinaryField()
    sealed_reasons = models.BinaryField(default=b"", db_default=b"")
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by_id = models.UUIDField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["expires_at"], condition=Q(state="pending"), name="release_pending"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["thread"], condition=Q(state="pending"), name="release_one_pending_a_thread"
            ),
            models.UniqueConstraint(
                fields=["message_id"],
                condition=Q(state__in=["pending", "released"]),
                name="release_one_a_message",
            ),
            models.CheckConstraint(
                condition=Q(state="pending", ended_at=None, ended_by_id=None)
                | ~Q(state="pending") & Q(ended_at__isnull=False, sealed=b""),
                name="release_ended_holds_nothing",
            ),
            models.CheckConstraint(
                condition=~Q(state="released")
                | Q(ended_by_id__isnull=False) & ~Q(ended_by_id=F("author_id")),
                name="release_not_by_its_author",
            ),
            models.CheckConstraint(
                condition=Q(sealed_reasons=b"") | Q(state__in=["released", "refused"]),
                name="release_reasons_of_a_decision",
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)
