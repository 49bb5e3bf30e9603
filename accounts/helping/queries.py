"""Reads for the page of one account of the public: how its owner gets in, and nothing that they wrote."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from accounts import factors
from accounts.models import PasswordReset, Person, Session
from accounts.queries import ways_in
from keys.models import Slot


@dataclass(frozen=True)
class AccountPage:
    """Hold what an administrator may know of an account. No name: that is content, as a subject is.

    sessions: how many are open. reset_until: how long a mailed link to a new password works, if one waits.
    """

    public_id: UUID
    email: str
    language: str
    disabled_at: datetime | None
    sessions: int
    has_password: bool
    has_recovery_code: bool
    has_reply_code: bool
    has_app: bool
    has_passkey: bool
    reset_until: datetime | None


def account_page(person: Person) -> AccountPage:
    """Tell everything about one account; five SQL queries."""
    kinds = {way.kind for way in ways_in(person)}
    now = timezone.now()
    resets = PasswordReset.objects.filter(person=person, expires_at__gt=now)
    sessions = Session.objects.filter(person_id=person.public_id, ended_at=None, expire_date__gt=now)
    return AccountPage(
        public_id=person.public_id,
        email=str(person.email),
        language=person.language,
        disabled_at=person.disabled_at,
        sessions=sessions.count(),
        has_password=Slot.Kind.PASSWORD in kinds,
        has_recovery_code=Slot.Kind.RECOVERY in kinds,
        has_reply_code=Slot.Kind.REPLY_CODE in kinds,
        has_app=factors.has_authenticator(person),
        has_passkey=factors.has_passkey(person),
        reset_until=resets.values_list("expires_at", flat=True).first(),
    )
