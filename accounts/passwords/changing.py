"""A new password for whoever is signed in: what needs the account key of their session."""

from typing import cast

from accounts import browsers, password_rules, proofs, sign_in, step_up
from accounts.errors import PasswordAlone
from accounts.forms import ProofForm
from accounts.services import changing_passwords
from accounts.sessions import SessionStore
from accounts.sign_in import SignedInRequest
from keys.queries import PasswordMark, password_mark

# Whoever has just shown one of these may have forgotten the password, and may add another way in for good.
INSTEAD_OF_PASSWORD = (proofs.Kind.RECOVERY_CODE, proofs.Kind.PASSKEY)


def asks_current(request: SignedInRequest) -> bool:
    """Tell whether the person has to know the password until now to choose another one."""
    return proofs.recent(request.session, request.user.public_id) not in INSTEAD_OF_PASSWORD


def prove(request: SignedInRequest, current: str) -> None:
    """Check the password until now, also of whoever has proved lately who they are.

    Raises WrongProof, TooBusy, limits.errors.TooMany.
    """
    form = ProofForm({f"{ProofForm.prefix}-password": current})
    form.full_clean()
    step_up.prove(request, form)


def prove_alone(request: SignedInRequest, current: str) -> PasswordMark | None:
    """Check the password until now, and that it is fit without a second factor; tells which one it was.

    Raises what `prove` raises, and PasswordAlone.
    """
    # Before it is checked: what takes its place from here on is another one.
    mark = password_mark(request.user.public_id)
    prove(request, current)
    if not password_rules.is_fit_alone(current, request.user):
        raise PasswordAlone
    return mark


def change(request: SignedInRequest, password: str) -> None:
    """Put a new password in the place of the one before, and end every session but this one.

    Whatever else unlocks the account stays, and everything that is sealed. Ask for a proof before.
    Raises UnfitPassword, TooBusy, ChangedElsewhere, sign_in.SessionUnusable.
    """
    password_rules.check(password, known=(), person=request.user)
    slot = sign_in.prepare_password(request, password)
    changing_passwords.change(
        holder=request.unlocked,
        slot=slot,
        session=cast(SessionStore, request.session),
        is_fit_alone=password_rules.is_fit_alone(password, request.user),
        browser=browsers.token_hash(request),
    )
    sign_in.renew(request)
