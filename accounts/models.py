"""People, the units of the agency, and who belongs to which."""

import unicodedata
import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts import languages
from accounts.factor_models import Authenticator, Challenge, Passkey
from keys.account_keys import AccountKey

__all__ = ["Authenticator", "Challenge", "Passkey"]


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
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        """Tell whether this person may sign in at all."""
        return self.disabled_at is None

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


class Unit(models.Model):
    """A desk of the agency that answers together."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=100, unique=True)
    answer_days = models.PositiveSmallIntegerField(_("business days until an answer, as promised"), default=5)
    allows_plain_email = models.BooleanField(
        _("answers that hold nothing sensitive may go by plain e-mail"), default=False
    )
    notices_have_link = models.BooleanField(
        _("notices have a link, and not only an address to type"), default=True, db_default=True
    )
    # The least strength of a kind of finding, or of what is doubtful, where it is more than in screening's
    # table.
    screening_floors = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))
    members = models.ManyToManyField(Person, through="Membership", related_name="units")

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person's place in a unit."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="memberships")
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "unit"], name="membership_once")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.unit_id}"


class Proposal(models.Model):
    """That somebody shall belong to a unit, who proposed it, and what came of it.

    Another holder of the unit's key lets them in, never the proposer. Where the unit has no key yet, the
    proposed person is its first member and makes one.
    """

    class Outcome(models.TextChoices):
        """What came of a proposal."""

        GRANTED = "granted", _("Let in")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="proposals")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="proposals")
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "unit"], condition=Q(ended_at=None), name="proposal_one_open"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, outcome="")
                | Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(outcome=""),
                name="proposal_ended_with_an_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="granted", ended_by=F("proposed_by")),
                name="proposal_not_granted_by_its_proposer",
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class Promotion(models.Model):
    """That a member of staff shall be an administrator, which another administrator has to agree to."""

    class Outcome(models.TextChoices):
        """What came of it."""

        GRANTED = "granted", _("Agreed to")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="promotions")
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_at=None), name="promotion_one_open_a_person"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, outcome="")
                | Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(outcome=""),
                name="promotion_ended_with_an_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="granted", ended_by=F("proposed_by")),
                name="promotion_not_granted_by_its_proposer",
            ),
            models.CheckConstraint(
                condition=~Q(person=F("proposed_by")), name="promotion_not_of_its_proposer"
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class Invitation(models.Model):
    """That somebody was invited to an account of their own, by whom, and what came of it.

    public_id: that of the slot (`keys`), which comes from the token in the link. A person has one open
    invitation at most.
    proof, sealed_reason: of somebody who was invited in the place of a lost code, how the inviter made sure
    who it is, and why they did so; the reason is sealed under the keyring's `field` key.
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
    proof = models.CharField(max_length=20, blank=True, default="", db_default="")
    sealed_reason = models.BinaryField(default=b"", db_default=b"")

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


class KnownBrowser(models.Model):
    """A browser that its user asked us to remember; what its cookie holds is stored hashed.

    A sign-in with it is no news to its person, and failures of strangers do not slow it down.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="known_browsers")
    token_hash = models.CharField(max_length=64)
    since = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "token_hash"], name="known_browser_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["used_at"], name="known_browser_by_use")]

    def __str__(self) -> str:
        return f"of {self.person_id}"


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


class Session(AbstractBaseSession):
    """A browser's session. The browser's key is stored hashed, and an ended session stays a day without its
    data.

    person_proof: that it is this person's, which takes the browser's key to make; empty in those that began
    before there was one.
    """

    session_key = models.CharField(max_length=64, primary_key=True)
    person_id = models.UUIDField(null=True, db_index=True)
    person_proof = models.CharField(max_length=64, blank=True, default="")
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return "session"
