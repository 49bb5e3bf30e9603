"""What somebody can show beside their password, and who has to."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts import agency_notes, proofs
from accounts.errors import ChangedElsewhere, LastFactor, PasswordAlone
from accounts.models import Person
from accounts.models.factors import Authenticator, Passkey
from accounts.permissions import passkeys_in_use_by
from keys.queries import PasswordMark, password_mark
from prepared.queries import PreparedQuery

if TYPE_CHECKING:
    # Rules of passwords ask this module, and whatever signs in asks those.
    from accounts.sign_in import SignedInRequest


def _with_a_factor(is_staff_member: bool, person: int) -> "QuerySet[Person, int]":
    counts = Q(Exists(Authenticator.objects.filter(person=OuterRef("pk"), confirmed_at__isnull=False)))
    if is_staff_member:
        counts |= Q(Exists(Passkey.objects.filter(person=OuterRef("pk"), dormant_at=None)))
    return Person.objects.filter(counts, pk=person).values_list("pk", flat=True)


WITH_A_FACTOR = PreparedQuery[int](_with_a_factor)


def has_authenticator(person: Person) -> bool:
    """Tell whether an app gives this person one-time codes; one SQL query."""
    return Authenticator.objects.filter(person=person, confirmed_at__isnull=False).exists()


def has_passkey(person: Person) -> bool:
    """Tell whether this person signs in with a passkey; one SQL query."""
    return passkeys_in_use_by(person).exists()


def must_have_one(person: Person) -> bool:
    """Tell whether this person opens nothing without a second factor."""
    return person.is_staff_member and settings.STAFF_NEED_SECOND_FACTOR


def is_wanting(request: "SignedInRequest") -> bool:
    """Tell whether somebody has to show a second factor, and has shown none."""
    return must_have_one(request.user) and not has_shown(request)


def has_shown(request: "SignedInRequest") -> bool:
    """Tell whether a second factor was shown to this session, or to the agency's on the way into it."""
    session, public_id = request.session, request.user.public_id
    return proofs.is_strong(session, public_id) or agency_notes.is_second_factor(session, public_id)


def opens_restricted(request: "SignedInRequest") -> bool:
    """Tell whether a thread that is marked as restricted opens in this session, whoever's it is."""
    return not settings.RESTRICTED_NEEDS_SECOND_FACTOR or has_shown(request)


def asks_for_second(person: Person) -> bool:
    """Tell whether one thing alone does not let this person in.

    A passkey is a convenience for the public, whose password goes on being enough; an app is what they add to
    be asked for more. Of the agency's people every factor counts. One SQL query.
    """
    return bool(WITH_A_FACTOR.rows(person.is_staff_member, person=person.pk))


def is_last_app(person: Person) -> bool:
    """Tell whether one thing alone lets this person in once their app is removed; at most one SQL query."""
    return not (person.is_staff_member and has_passkey(person))


def is_last_passkey(person: Person, passkey: Passkey) -> bool:
    """Tell whether one thing alone lets this person in once this passkey is removed; two SQL queries.

    Never of the public, whose passkeys take nothing away from what a password does.
    """
    if passkey.dormant_at is not None or not person.is_staff_member:
        return False
    others = passkeys_in_use_by(person).exclude(pk=passkey.pk)
    return not others.exists() and not has_authenticator(person)


def require_left(person: Person, *, fit_alone: PasswordMark | None) -> None:
    """Raise LastFactor or PasswordAlone where the last second factor of this person may not go.

    fit_alone: the password that was shown to be fit without one; another one may have taken its place since.
    Belongs inside a transaction that holds the person's row, as whoever sets a password holds it.
    """
    if must_have_one(person):
        raise LastFactor
    if fit_alone is None or fit_alone != password_mark(person.public_id):
        raise PasswordAlone


def require_for_password(person: Person, *, is_fit_alone: bool) -> None:
    """Raise ChangedElsewhere for a new password that is fit beside a second factor only, when that is gone.

    Belongs inside a transaction that holds the person's row, as whoever removes a factor holds it.
    """
    if not is_fit_alone and not asks_for_second(person):
        raise ChangedElsewhere
