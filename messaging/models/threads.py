"""Threads, their sealed messages, and what belongs to one of them."""

import uuid
from functools import lru_cache
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Person, Unit
from keys.models import KEY_ID_CHARACTERS
from messaging.columns import MomentColumn, PlaceColumn, SealedColumn, TextColumn, UUIDColumn

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
            models.Index(
                fields=["predecessor_id"],
                condition=Q(predecessor_id__isnull=False),
                name="thread_handed_over",
            ),
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
