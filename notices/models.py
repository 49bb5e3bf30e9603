"""Work that has to be done, notices to people, and the worker's sign of life."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

NUMBER_CHARACTERS = 12


class Outbox(models.Model):
    """One piece of work that was promised in the transaction that made it necessary.

    kind names the handler; subject is the one id that it gets. Moments are the database's, so that machines
    whose clocks differ agree on who holds a lease.
    """

    class State(models.TextChoices):
        """Where a piece of work stands."""

        WAITING = "waiting", _("Waiting")
        DONE = "done", _("Done")
        DEAD = "dead", _("Given up")

    kind = models.CharField(max_length=60)
    subject = models.UUIDField()
    idempotency_key = models.CharField(max_length=200, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    queued_at = models.DateTimeField(db_default=Now())
    due_at = models.DateTimeField(db_default=Now())
    attempts = models.PositiveIntegerField(default=0)
    lease_owner = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=100, blank=True)

    class Meta:
        verbose_name_plural = "outbox"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="waiting", finished_at=None)
                | Q(state__in=["done", "dead"], finished_at__isnull=False),
                name="outbox_finished_when_done_or_dead",
            ),
            models.CheckConstraint(
                condition=Q(lease_owner=None, lease_until=None)
                | Q(lease_owner__isnull=False, lease_until__isnull=False, state="waiting"),
                name="outbox_lease_has_owner_and_end",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_at", "id"], condition=Q(state="waiting"), name="outbox_due"),
            models.Index(fields=["-finished_at"], condition=Q(state="dead"), name="outbox_dead"),
            models.Index(fields=["finished_at"], condition=Q(state="done"), name="outbox_done"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"


class Notice(models.Model):
    """An e-mail of ours, with a number by which anybody can check it.

    It says that something waits, and nothing else: fixed words and the number. The one other kind is an
    answer that was decided to go by plain e-mail; its text is not here.

    sealed_token: the mailed secret that it carries, sealed under the keyring's `field` key; empty for those
    without, and from the moment in which it is sent or withdrawn.
    """

    class Kind(models.TextChoices):
        """Which fixed words; each kind is a folder of templates."""

        MESSAGE_WAITING = "message_waiting", _("A message waits")
        REMINDER = "reminder", _("A reminder that a message waits")
        PLAIN_ANSWER = "plain_answer", _("An answer by plain e-mail")
        MAIL_RECEIVED = "mail_received", _("An automatic answer to an e-mail")
        INVITATION = "invitation", _("An invitation")
        INVITATION_TO_READ = "invitation_to_read", _("An invitation to read what waits")
        INVITATION_REMINDER = "invitation_reminder", _("A reminder of an invitation to read")
        CONFIRM_ADDRESS = "confirm_address", _("An address is to be confirmed")
        CONFIRM_FORMER_ADDRESS = "confirm_former_address", _("A change of address is to be confirmed")
        ADDRESS_HAS_ACCOUNT = "address_has_account", _("An address has an account already")
        SIGN_IN_LINK = "sign_in_link", _("A link to sign in with")
        RESET_LINK = "reset_link", _("A link to choose a new password with")
        # What happened to the security of an account; `security_events` has the words.
        NEW_DEVICE = "new_device", _("Somebody signed in with a new browser")
        MANY_FAILURES = "many_failures", _("Many sign-ins to an account failed")
        FACTOR_ADDED = "factor_added", _("A way to sign in was added")
        FACTOR_REMOVED = "factor_removed", _("A way to sign in was removed")
        RECOVERY_CODE_USED = "recovery_code_used", _("Somebody signed in with a recovery code")
        PASSWORD_CHANGED = "password_changed", _("A password was changed")
        PASSWORD_RESET = "password_reset", _("A password was reset")
        ADDRESS_CHANGED = "address_changed", _("An address was changed")
        ACCOUNT_MADE = "account_made", _("An account was made")
        ACCOUNT_REGRANTED = "account_regranted", _("Earlier messages were opened to an account again")
        ACCOUNT_DISABLED = "account_disabled", _("An account was disabled")
        ACCOUNT_ENABLED = "account_enabled", _("An account was enabled again")
        ACCOUNT_UNUSED = "account_unused", _("An account is not used")
        SESSIONS_ENDED = "sessions_ended", _("Somebody was signed out everywhere")
        REPLY_CODE_ENDED = "reply_code_ended", _("A reply code was ended")
        THREAD_ADOPTED = "thread_adopted", _("A conversation was added to an account")
        WAY_IN_RENEWED = "way_in_renewed", _("A reply code was replaced by an invitation")
        REPRESENTATIVE_ADDED = "representative_added", _("A representative was let in")
        REPRESENTATIVE_WAITS = "representative_waits", _("A representative waits to be let in again")
        REPRESENTATIVE_ENDED = "representative_ended", _("A representative was ended")

    class State(models.TextChoices):
        """How far a notice came."""

        QUEUED = "queued", _("Queued")
        DEFERRED = "deferred", _("Put off, to be tried again")
        SENT = "sent", _("Sent")
        BOUNCED = "bounced", _("Came back")
        FAILED = "failed", _("Could not be sent")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(max_length=NUMBER_CHARACTERS, unique=True)
    kind = models.CharField(max_length=30, choices=Kind)
    person = models.UUIDField()
    about = models.UUIDField()
    address = models.EmailField()
    # Named by whoever queues it, so that a worker never guesses.
    language = models.CharField(max_length=10, default="en", db_default="en")
    # Without one the mail names an address to type, for readers who are told never to click.
    has_link = models.BooleanField(default=True, db_default=True)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    queued_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    message_id_header = models.CharField(max_length=320)
    sealed_token = models.BinaryField(default=b"", db_default=b"")

    class Meta:
        indexes: ClassVar = [
            # Written out one by one, so that either database sees that a query for one of them may use it.
            models.Index(
                fields=["state", "-id"],
                condition=Q(state="queued")
                | Q(state="deferred")
                | Q(state="bounced")
                | Q(state="failed")
                | Q(state="withdrawn"),
                name="notice_in_rare_state",
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["about", "person", "kind"], name="notice_once"),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | Q(state__in=["queued", "deferred", "failed", "withdrawn"], sent_at=None)
                # Refused on the spot, or sent and come back.
                | Q(state="bounced"),
                name="notice_sent_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(sealed_token=b"") | Q(state__in=["queued", "deferred", "failed", "bounced"]),
                name="notice_token_until_sent",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_whole(self) -> bool:
        """Tell whether all is here that its mail says: a secret in it is erased once that is sent."""
        return self.kind not in CARRYING or bool(self.sealed_token)

    @property
    def has_come_back(self) -> bool:
        """Tell whether its mail came back after a server had taken it; not where that refused on the spot."""
        return self.state == self.State.BOUNCED and self.sent_at is not None

    def page_path(self) -> str:
        """Name the page that this notice leads to."""
        pages = {
            self.Kind.MESSAGE_WAITING: "reply",
            self.Kind.REMINDER: "reply",
            self.Kind.PLAIN_ANSWER: "reply",
            self.Kind.MAIL_RECEIVED: "comment",
            self.Kind.INVITATION: "invitation",
            self.Kind.INVITATION_TO_READ: "invited",
            self.Kind.INVITATION_REMINDER: "invited",
            self.Kind.CONFIRM_ADDRESS: "confirm_account",
            self.Kind.CONFIRM_FORMER_ADDRESS: "confirm_account",
            self.Kind.SIGN_IN_LINK: "follow_link",
            self.Kind.RESET_LINK: "new_password",
        }
        return reverse(pages.get(self.Kind(self.kind), "sign_in"))


# What these mails are for does not work without the secret that they carry.
CARRYING = (
    Notice.Kind.INVITATION,
    Notice.Kind.INVITATION_TO_READ,
    Notice.Kind.CONFIRM_ADDRESS,
    Notice.Kind.CONFIRM_FORMER_ADDRESS,
    Notice.Kind.SIGN_IN_LINK,
    Notice.Kind.RESET_LINK,
)


class WaitingText(models.Model):
    """The text of an answer that waits to leave by plain e-mail, sealed under the keyring's `field` key.

    Deleted when the mail was sent, withheld or given up.
    """

    notice = models.OneToOneField(Notice, on_delete=models.CASCADE, related_name="waiting_text")
    key_version = models.CharField(max_length=16)
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"of notice {self.notice_id}"


class Confirmation(models.Model):
    """An offer, made once in one notice, to confirm the address that the notice went to.

    key_version: of releases that derived the link's token from the keyring; they still run on this table.
    """

    notice = models.OneToOneField(Notice, on_delete=models.CASCADE, related_name="confirmation")
    token_hash = models.CharField(max_length=64, unique=True)
    key_version = models.CharField(max_length=16, blank=True, default="", db_default="")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"of notice {self.notice_id}"


class WorkerHeartbeat(models.Model):
    """When a worker was last seen at work; one row for all workers."""

    ONLY_ID: ClassVar = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY_ID)
    seen_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(id=1), name="worker_heartbeat_is_one_row"),
        ]

    def __str__(self) -> str:
        return str(self.seen_at)
