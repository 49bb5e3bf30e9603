"""Threads and their sealed messages. Columns that repeat a header equal it; `keys` checks on opening."""

import uuid
from functools import lru_cache
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Person, Unit
from keys.models import KEY_ID_CHARACTERS
from messaging.columns import MomentColumn, PlaceColumn, SealedColumn, TextColumn, UUIDColumn
from messaging.move_models import TopicMove

__all__ = ["TopicMove"]

LONGEST_TOPIC_NAME = 80
LONGEST_TOPIC_DESCRIPTION = 200
LONGEST_MAIL_ADDRESS = 254
# Some 200 bytes each: a mailbox links to the same threads at every visit.
REMEMBERED_URLS = 4096


@lru_cache(maxsize=REMEMBERED_URLS)
def thread_url(public_id: uuid.UUID) -> str:
    """Give the address of a thread's page."""
    return reverse("thread", args=[public_id])


class Topic(models.Model):
    """What a comment is about; it chooses the unit that answers."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=LONGEST_TOPIC_NAME, unique=True)
    description = models.CharField(max_length=LONGEST_TOPIC_DESCRIPTION)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="topics")
    position = models.PositiveSmallIntegerField(default=0)
    # What comes by e-mail to this address is about the topic; in small letters, empty where there is none.
    mail_address = models.CharField(max_length=LONGEST_MAIL_ADDRESS, blank=True, default="", db_default="")

    class Meta:
        ordering: ClassVar = ["position", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["mail_address"], condition=~Q(mail_address=""), name="topic_of_mail_address"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Thread(models.Model):
    """A conversation of one taxpayer and one unit about one matter."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    taxpayer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="threads")
    # Who began the thread and handed it over to the taxpayer; `keys` has the statement that proves it.
    predecessor_id = models.UUIDField(null=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="threads", db_index=False)
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="threads")
    policy_version = models.CharField(max_length=40)
    opened_at = models.DateTimeField()
    latest_message_at = models.DateTimeField()
    latest_sequence = models.PositiveIntegerField()
    # Kept by services, so that lists count nothing: since when the taxpayer waits, and what each side has not
    # opened.
    waiting_since = models.DateTimeField(null=True)
    unit_opened_at = models.DateTimeField(null=True)
    taxpayer_opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    # The key of the taxpayer that messages are sealed to until a member has made sure of the key that came
    # after it; empty where nothing is locked.
    locked_key = models.CharField(max_length=KEY_ID_CHARACTERS, blank=True, default="", db_default="")
    # It began with an e-mail, whose sender nobody knows; and something sensitive stood in that e-mail.
    came_by_mail = models.BooleanField(default=False, db_default=False)
    was_exposed = models.BooleanField(default=False, db_default=False)
    # Since when it opens only after a second factor, where the portal is set to ask for one.
    restricted_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["unit", "-latest_message_at", "-public_id"], name="thread_mailbox"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(latest_sequence__gte=1), name="thread_has_a_message"),
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    def get_absolute_url(self) -> str:
        """Give the address of the thread's page."""
        return thread_url(self.public_id)

    @property
    def is_locked(self) -> bool:
        """Tell whether the taxpayer has new keys that nobody has made sure of."""
        return self.locked_key != ""


class Message(models.Model):
    """One sealed text in a thread, sent once and never edited.

    unit_wrap: the message key once more, for quick lists (`keys.unit_wraps`); kept when a member of the unit
    first opens the message. Who destroys a message's wraps destroys this too.
    """

    public_id = UUIDColumn(default=uuid.uuid4, unique=True, editable=False)
    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="messages", db_index=False)
    sequence = PlaceColumn()
    unit_id = UUIDColumn()
    epoch = PlaceColumn()
    sender_id = UUIDColumn(null=True)
    sender_key = TextColumn(max_length=32)
    sent_at = MomentColumn()
    header = SealedColumn()
    signature = SealedColumn()
    summary = SealedColumn()
    body = SealedColumn()
    unit_wrap = SealedColumn(null=True)

    class Meta:
        ordering: ClassVar = ["thread", "sequence"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["thread", "sequence"], name="message_place_in_thread"),
            models.CheckConstraint(condition=Q(sequence__gte=1), name="message_sequence_from_one"),
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    def stored_bytes(self) -> bytes:
        """Give everything that is stored of this message."""
        return b"".join(
            bytes(part)
            for part in (self.header, self.signature, self.summary, self.body, self.unit_wrap or b"")
        )


class Wrap(models.Model):
    """A message key, sealed to one key of a recipient."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="wraps", db_index=False)
    key_id = TextColumn(max_length=32)
    wrapped = SealedColumn()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["message", "key_id"], name="wrap_once")]

    def __str__(self) -> str:
        return str(self.key_id)


class Receipt(models.Model):
    """Evidence that a person opened a message of somebody else's, and when first."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="receipts", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="receipts")
    opened_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["message", "person"], name="receipt_once")]

    def __str__(self) -> str:
        return f"{self.message_id} by {self.person_id}"


class Regrant(models.Model):
    """What a unit's members are asked to do for somebody who has new keys and reads nothing of before: make
    sure who they are, and open their threads to them again.

    started_by: who began the reset, when that was somebody else; they do not decide.
    code_hash: SHA-256 of the code in the letter that was sent last; empty when there is none, and from the
    moment in which it is typed. code_typed_key: the key in use of whoever typed it.
    """

    class Way(models.TextChoices):
        """How a member made sure who somebody is."""

        LETTER = "letter", _("They typed the code of a letter that we sent to the address on file")
        CALL = "call", _("I called them at a number on file, and they read me the six words")

    class Outcome(models.TextChoices):
        """What came of it."""

        GRANTED = "granted", _("Opened again")
        REVIVED = "revived", _("Opened by an old password or code")

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
    way = models.CharField(max_length=10, choices=Way, blank=True)
    reason = models.CharField(max_length=300, blank=True)

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
        UNREAD = "unread", _("Not opened in time")

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


class Representation(models.Model):
    """That somebody reads and answers threads for their taxpayer: some of them, or all about a topic.

    For each thread a signed statement (`keys.mandates`) says so too, and nothing is believed without.
    made_by: the taxpayer, or the officer who has a form on file; sealed_reference: what is written on it, and
    sealed_name: how whoever made this names the representative, both under the keyring's `field` key.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    taxpayer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="represented_by")
    representative = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="representing")
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="+", null=True)
    threads = models.ManyToManyField(Thread, related_name="representations")
    sealed_name = models.BinaryField()
    sealed_reference = models.BinaryField(default=b"")
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["until"], condition=Q(ended_at=None), name="representation_ending"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(taxpayer=F("representative")), name="representation_is_of_two_people"
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class Draft(models.Model):
    """A text that was not sent, sealed to its author."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="drafts", db_index=False)
    author_id = models.UUIDField()
    sealed = SealedColumn()
    kept_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["thread", "author_id", "kept_at"], name="draft_of_author")]

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
    latest_sequence: of the thread as its author saw it.
    """

    class State(models.TextChoices):
        """Where a request stands."""

        PENDING = "pending", _("Waits for a colleague")
        RELEASED = "released", _("Released")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        EXPIRED = "expired", _("Expired")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="release_requests")
    author_id = models.UUIDField()
    message_id = models.UUIDField()
    latest_sequence = models.PositiveIntegerField()
    sealed = models.BinaryField()
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
        ]

    def __str__(self) -> str:
        return str(self.public_id)
