"""A new password by a mailed link: in an account that is open here nothing is lost, else it begins anew."""

from typing import cast

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts import browsers, password_rules, sign_in, step_up
from accounts.errors import OtherAccount, WrongReset
from accounts.models import PasswordReset, Person
from accounts.services import changing_passwords, password_resets, resetting
from accounts.sessions import SessionStore
from accounts.sign_in import SignedInRequest
from limits import services as limits
from limits.addresses import address_key, client_address


def is_open_here(request: SignedInRequest) -> bool:
    """Tell whether somebody's account is open in this browser, by whatever unlocked it."""
    return request.user.is_authenticated and not request.user.is_visitor


def has_just_come_in(request: SignedInRequest) -> bool:
    """Tell whether the open session began within `settings.PROOF_LASTS`, or was proved within it.

    Who sits down at a session that somebody left open, and reads the mailbox there, must not get a password
    for good.
    """
    is_new = timezone.now() - sign_in.signed_in_at(request) < settings.PROOF_LASTS
    return is_new or step_up.is_recent(request)


def choose(request: SignedInRequest, *, code: str, password: str) -> None:
    """Set the new password of whoever has the link.

    When their account is open in this browser, as by a recovery code or a reply code, everything in it stays
    as it is. Else they begin anew, and what was theirs is locked (`resetting`).
    Raises WrongReset, OtherAccount, UnfitPassword, TooBusy, ChangedElsewhere, sign_in.SessionUnusable, and
    limits.errors.TooManyWrong in place of the first after too many of those from one address.
    """
    key = address_key(client_address(request))
    with limits.beyond_guessing("reset_code", key, wrong=WrongReset) as is_used_up:
        try:
            reset, person = password_resets.find(code)
            # Whoever follows the link has shown no factor, and one that an administrator started takes them
            # away.
            password_rules.check(password, known=(), person=person, stands_alone=True)
            if not is_open_here(request):
                _begin_anew(reset, person, password)
            elif person != request.user:
                raise OtherAccount
            else:
                _keep(request, reset, password)
        except WrongReset:
            if not is_used_up:
                password_resets.note_refusal()
            raise


def _keep(request: SignedInRequest, reset: PasswordReset, password: str) -> None:
    slot = sign_in.prepare_password(request, password)
    changing_passwords.change(
        holder=request.unlocked,
        slot=slot,
        session=cast(SessionStore, request.session),
        is_fit_alone=True,
        browser=browsers.token_hash(request),
        by=reset,
    )
    sign_in.renew(request)


def _begin_anew(reset: PasswordReset, person: Person, password: str) -> None:
    prepared = resetting.prepare_reset(person, password)
    with transaction.atomic(durable=True):
        password_resets.use(reset, person)
        resetting.store_reset(prepared, started_by=reset.started_by)
