"""People, the units of the agency, and who belongs to which."""

from accounts.models.factors import Authenticator, Challenge, Passkey
from accounts.models.people import (
    PUBLIC_ROLES,
    STAFF_ROLES,
    UNIT_ROLES,
    AddressChange,
    FormerAddress,
    Person,
    PersonManager,
    Role,
    UnconfirmedAddress,
    canonical_email,
)
from accounts.models.proposed import Proposed, decided_by_another
from accounts.models.sessions import KeptForm, KnownBrowser, Session
from accounts.models.units import Membership, Promotion, Proposal, Unit
from accounts.models.ways_in import Invitation, MailedLink, PasswordReset, StaffIdentity

__all__ = [
    "PUBLIC_ROLES",
    "STAFF_ROLES",
    "UNIT_ROLES",
    "AddressChange",
    "Authenticator",
    "Challenge",
    "FormerAddress",
    "Invitation",
    "KeptForm",
    "KnownBrowser",
    "MailedLink",
    "Membership",
    "Passkey",
    "PasswordReset",
    "Person",
    "PersonManager",
    "Promotion",
    "Proposal",
    "Proposed",
    "Role",
    "Session",
    "StaffIdentity",
    "UnconfirmedAddress",
    "Unit",
    "canonical_email",
    "decided_by_another",
]
