"""New keys for whoever is signed in, and old ones that come back: what needs the account key of a session."""

from collections.abc import Callable
from uuid import UUID

from django.contrib.auth import login
from django.db import transaction

import audit.services as audit
import keys.services as keys
from accounts import agency_notes, browsers, password_rules, proofs, sign_in
from accounts.errors import TooBusy, WrongOldPasskey, WrongOldSecret
from accounts.passkeys import signing_in
from accounts.services import resetting, rotating
from accounts.sign_in import SignedInRequest
from audit.actions import Action
from keys import argon2_limit, dormant
from keys.account_keys import AccountKey
from keys.errors import TooBusy as KeysTooBusy
from keys.errors import WrongSecret
from limits import services as limits
from limits.addresses import address_key


def rotate(request: SignedInRequest, password: str) -> keys.Rotated:
    """Put new keys in the place of those that somebody may know, under `password`, and go on signed in.

    Every other session and way to unlock ends; gives which, so that the page can say it. Ask for a recent
    proof before. Raises UnfitPassword, TooBusy, ChangedElsewhere, sign_in.SessionUnusable.
    """
    holder, person = request.unlocked, request.user
    password_rules.check(password, known=(), person=person)
    account_key = AccountKey.generate()
    try:
        argon2_limit.check_room()
        slot = keys.prepare_password_slot(account_key, person.public_id, password)
    except KeysTooBusy as error:
        raise TooBusy(error.retry_after_seconds) from None
    person, rotated = rotating.rotate(
        holder=holder,
        account_key=account_key,
        slot=slot,
        is_fit_alone=password_rules.is_fit_alone(password, person),
        browser=browsers.token_hash(request),
    )
    session = request.session
    is_strong = proofs.is_strong(session, person.public_id)
    is_second_factor = agency_notes.is_second_factor(session, person.public_id)
    login(request, person, backend="accounts.backends.PasswordBackend")
    sign_in.begin_session(
        request,
        person,
        account_key,
        action=Action.SIGNED_IN,
        proof=proofs.Kind.PASSWORD,
        is_strong=is_strong,
    )
    if is_second_factor:
        # The agency's sign-in saw it when this person came, and they are still here.
        agency_notes.keep_again(request.session, person.public_id, is_strong=True)
        request.session.save()
    return rotated


def revive(request: SignedInRequest, typed: str) -> int:
    """Open again what an old password or code still opens, and tell how many generations that was.

    Raises WrongOldSecret for everything that opens nothing, TooBusy, ChangedElsewhere,
    sign_in.SessionUnusable, and limits.errors.TooMany after too many of one person.
    """

    def find() -> tuple[UUID, AccountKey]:
        argon2_limit.check_room()
        return dormant.open_with(request.user.public_id, typed)

    return _revive(request, find, refusal=WrongOldSecret)


def revive_by_passkey(request: SignedInRequest, answer: signing_in.Answer) -> int:
    """Open again what a passkey of before still opens, and tell how many generations that was.

    Raises WrongPasskey, WrongOldPasskey, and what `revive` raises.
    """
    passkey, secret = signing_in.show_earlier(request, answer)
    return _revive(
        request,
        lambda: dormant.open_with_passkey(request.user.public_id, passkey, secret),
        refusal=WrongOldPasskey,
    )


def _revive(
    request: SignedInRequest,
    find: Callable[[], tuple[UUID, AccountKey]],
    *,
    refusal: type[WrongOldSecret],
) -> int:
    """Open again what an account key of before opens, which `find` gives with its slot."""
    counted = address_key(str(request.user.public_id))
    # Counted before anything is looked at, so that many tries at once cannot get round the limit.
    limits.spend("old_secret", counted)
    try:
        slot, old = find()
        revived = resetting.revive(
            holder=request.unlocked, account_key=sign_in.account_key_of(request), old=old, slot=slot
        )
    except (WrongSecret, WrongOldSecret):
        raise _refused(request, refusal) from None
    except KeysTooBusy as error:
        limits.give_back("old_secret", counted)
        raise TooBusy(error.retry_after_seconds) from None
    limits.give_back("old_secret", counted)
    return revived


@transaction.atomic(durable=True)
def _refused(request: SignedInRequest, refusal: type[WrongOldSecret]) -> WrongOldSecret:
    person = request.user.public_id
    audit.record(Action.OLD_SECRET_REFUSED, actor=person, subject=person)
    return refusal()
