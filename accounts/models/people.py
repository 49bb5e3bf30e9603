"""People, and the addresses that are to become theirs."""

import unicodedata
import uuid
from datetime import datetime
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts import languages
from keys.account_keys import AccountKey


def canonical_email(typed: str) -> str:
    """Fold an e-mail address to the one form under which it is stored, looked up and counted."""
    return unicodedata.normalize("NFKC", typed).strip().casefold()


class Role(models.TextChoices):
    """What a person may do at all; `permissions.py` says it in rules."""

    VISITOR = "visitor", _("Visitor")
    TAXPAYER = "taxpayer", _("Taxpayer")
    OFFICER = "officer", _("Officer")
    SUPERVISOR = "supervisor", _("Supervisor")
    RECORDS_OFFICER = "records_officer", _("Records officer")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")


PUBLIC_ROLES = (Role.VISITOR, Role.TAXPAYER)
UNIT_ROLES = (Role.OFFICER, Role.SUPERVISOR)
STAFF_ROLES = (*UNIT_ROLES, Role.RECORDS_OFFICER, Role.AUDITOR, Role.ADMINISTRATOR)


class PersonManager(BaseUserManager["Person"]):
    """Finds people by the address that they sign in with."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email=canonical_email(username or ""))


class Person(AbstractBaseUser):
    """Anybody with keys of their own: who wrote a comment, a taxpayer with an account, a member of staff.

    What unlocks a person is a slot (`keys`); no password is stored here, not even a hash.
    """

    password = None  # type: ignore[assignment]

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    role = models.CharField(max_length=20, choices=Role)
    email = models.EmailField(_("e-mail address to sign in with"), unique=True, null=True, blank=True)
    notice_address = models.EmailField(_("e-mail address for notices"), blank=True)
    # When somebody who reads this mailbox said that it is theirs; cleared when the address changes.
    notice_address_confirmed_at = models.DateTimeField(null=True, blank=True)
    # In which they are written to: that of the page on which they came to us, or what they chose since.
    language = models.CharField(max_length=10, default=languages.FIRST, db_default=languages.FIRST)
    name = models.CharField(max_length=100, blank=True)
    policy_version = models.CharField(max_length=40)
    created_at = models.DateTimeField(auto_now_add=True)
    disabled_at = models.DateTimeField(null=True, blank=True)
    # Whether by nobody, because it was not used; when it was given back; when its owner was told before.
    disabled_as_unused = models.BooleanField(default=False, db_default=False)
    enabled_at = models.DateTimeField(null=True, blank=True)
    told_unused_at = models.DateTimeField(null=True, blank=True)
    sign_in_generation = models.PositiveIntegerField(default=1)

    # Opened by the sign-in backend, sealed into the session moments later; never a column.
    account_key: AccountKey

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = PersonManager()

    class Meta:
        verbose_name_plural = "people"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(role=Role.VISITOR, email=None) | (~Q(role=Role.VISITOR) & Q(email__isnull=False)),
                name="person_signs_in_by_email_unless_visitor",
            ),
            models.CheckConstraint(
                condition=Q(notice_address_confirmed_at=None) | ~Q(notice_address=""),
                name="person_confirms_an_address",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["name", "id"], condition=Q(role__in=STAFF_ROLES), name="person_of_staff_by_name"
            ),
            models.Index(
                fields=["notice_address"],
                condition=Q(notice_address_confirmed_at__isnull=False),
                name="person_by_confirmed_address",
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        """Tell whether this person may sign in at all."""
        return self.disabled_at is None

    @property
    def used_at(self) -> datetime:
        """Tell when somebody last came in, or was made or given back the account."""
        moments = (self.created_at, self.last_login, self.enabled_at)
        return max(moment for moment in moments if moment is not None)

    @property
    def is_visitor(self) -> bool:
        """Tell whether this person has nothing but a reply code to come in with."""
        return self.role == Role.VISITOR

    @property
    def has_account(self) -> bool:
        """Tell whether this person is of the public and signs in with an address and a password."""
        return self.role == Role.TAXPAYER

    @property
    def is_staff_member(self) -> bool:
        """Tell whether this person works for the agency."""
        return self.role not in PUBLIC_ROLES

    @property
    def works_in_units(self) -> bool:
        """Tell whether this person's role lets them belong to a unit."""
        return self.role in UNIT_ROLES

    @property
    def may_read_audit(self) -> bool:
        """Tell whether this person reads the audit log."""
        return self.role == Role.AUDITOR

    @property
    def may_read_status(self) -> bool:
        """Tell whether this person reads the status page."""
        return self.role in (Role.AUDITOR, Role.ADMINISTRATOR)

    @property
    def manages_people(self) -> bool:
        """Tell whether this person invites and disables people, and makes units and topics."""
        return self.role == Role.ADMINISTRATOR

    @property
    def looks_after_deliveries(self) -> bool:
        """Tell whether this person sees what could not be sent, and tries it again."""
        return self.role in (Role.SUPERVISOR, Role.ADMINISTRATOR)

    def get_session_auth_hash(self) -> str:
        """Bind sessions to the sign-in generation: raising it ends all sessions of this person."""
        return salted_hmac("accounts.sign_in_generation", f"{self.pk}:{self.sign_in_generation}").hexdigest()

    def get_session_auth_fallback_hash(self):  # type: ignore[no-untyped-def]
        """Offer no older hash: a changed SECRET_KEY ends sessions."""
        return ()


class UnconfirmedAddress(models.Model):
    """The address that a visitor wants to sign in with, until somebody who reads its mail says so.

    public_id: of this request, which the mail is about. code_hash: of the mailed secret (`notices`).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="unconfirmed_address")
    address = models.EmailField()
    code_hash = models.BinaryField(max_length=32, unique=True)
    asked_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "unconfirmed addresses"

    def __str__(self) -> str:
        return str(self.public_id)


class AddressChange(models.Model):
    """The address that somebody wants to sign in with, until a code comes back from there.

    public_id: of this request, which the mail is about. code_hash: of the mailed secret (`notices`).
    former_code_hash: of the one that was mailed to the address of before, which somebody of the agency
    confirms as well; empty for the public, and where an administrator started it. confirmed_at,
    former_confirmed_at: of each, while the other is missing.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="address_change")
    address = models.EmailField()
    code_hash = models.BinaryField(max_length=32, unique=True)
    former_code_hash = models.BinaryField(max_length=32, unique=True, null=True)
    confirmed_at = models.DateTimeField(null=True)
    former_confirmed_at = models.DateTimeField(null=True)
    started_by = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="+")
    asked_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def is_confirmed(self) -> bool:
        """Tell whether everybody has confirmed who has to."""
        return self.confirmed_at is not None and (
            self.former_code_hash is None or self.former_confirmed_at is not None
        )


class FormerAddress(models.Model):
    """An address that was a person's until they changed it; it hears of it when their account begins anew.

    Whoever came in as them may have changed it, and their own mailbox would hear of nothing any more.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="former_addresses")
    address = models.EmailField()
    left_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name_plural = "former addresses"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "address"], name="former_address_once"),
        ]

    def __str__(self) -> str:
        return f"of person {self.person_id}"
