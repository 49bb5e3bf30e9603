"""Coming in by what somebody was told, or has on paper: a reply code, or the two halves of an invitation."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth import login
from django.db import transaction
from django.http import HttpRequest

import audit.services as audit
from accounts import languages, proofs
from accounts.errors import WrongInvitation, WrongReplyCode
from accounts.models import PUBLIC_ROLES, Person, Role
from accounts.services import invitations
from accounts.sign_in import SignedInRequest, begin_session
from audit.actions import Action
from keys import reply_codes, vault
from keys.account_keys import AccountKey
from keys.errors import WrongSecret
from keys.unlocked import UnlockedPerson
from limits import services as limits
from limits.addresses import address_key, client_address


def with_reply_code(request: HttpRequest, typed: str) -> Person:
    """Begin a session for a member of the public who holds a reply code.

    Raises WrongReplyCode for everything that opens nothing, and limits.errors.TooManyWrong in its place after
    too many of those from one address.
    """
    person, account_key = _find_by_code(request, typed, roles=PUBLIC_ROLES)
    login(request, person, backend="accounts.backends.ReplyCodeBackend")
    begin_session(request, person, account_key, action=Action.REPLY_CODE_USED)
    return person


def visitor_of_code(request: SignedInRequest, typed: str) -> UnlockedPerson[Person]:
    """Open the keys of the visitor who holds a reply code, for somebody who is signed in already.

    A code that opens somebody's account is told like one that opens nothing. Raises what `with_reply_code`
    raises.
    """
    person, account_key = _find_by_code(request, typed, roles=(Role.VISITOR,))
    try:
        return vault.unlock_with(account_key, person)
    except WrongSecret:
        # Between the two, another request has ended the visitor.
        raise _refuse_code() from None


def _find_by_code(request: HttpRequest, typed: str, *, roles: Collection[Role]) -> tuple[Person, AccountKey]:
    key = address_key(client_address(request))
    with limits.beyond_guessing("reply_code", key, wrong=WrongReplyCode) as is_used_up:
        try:
            person_id, account_key = reply_codes.find(typed)
            return Person.objects.get(public_id=person_id, role__in=roles, disabled_at=None), account_key
        except (WrongSecret, Person.DoesNotExist):
            raise (WrongReplyCode() if is_used_up else _refuse_code()) from None


@transaction.atomic(durable=True)
def _refuse_code() -> WrongReplyCode:
    audit.record(Action.REPLY_CODE_REFUSED, actor=None)
    return WrongReplyCode()


def with_invitation(request: HttpRequest, *, token: str, pin: str, password: str) -> Person:
    """Take up an invitation with the password that the invited person chose, and begin their session.

    Raises WrongInvitation, UnfitPassword, TooBusy, and limits.errors.TooManyWrong in place of the first after
    too many of those from one address.
    """
    with _looking_at_invitation(request, token):
        person, account_key = invitations.accept(
            token=token, pin=pin, password=password, language=languages.at_hand()
        )
    login(request, person, backend="accounts.backends.PasswordBackend")
    begin_session(request, person, account_key, action=Action.SIGNED_IN, proof=proofs.Kind.PASSWORD)
    return person


@dataclass(frozen=True, repr=False)
class InvitedPerson:
    """A member of the public who has both halves of an invitation: their waiting keys, and its id."""

    unlocked: UnlockedPerson[Person]
    invitation: UUID


def with_both_halves(request: HttpRequest, *, token: str, pin: str) -> InvitedPerson:
    """Open the keys that wait for a member of the public under an invitation; no session begins by it.

    Raises WrongInvitation, TooBusy, and limits.errors.TooManyWrong in place of the first after too many of
    those from one address.
    """
    with _looking_at_invitation(request, token):
        try:
            person, account_key, invitation = invitations.open_waiting(token=token, pin=pin)
            return InvitedPerson(vault.unlock_with(account_key, person), invitation)
        except WrongSecret:
            # Between the two, another request has taken it up or replaced it.
            raise WrongInvitation from None


@contextmanager
def _looking_at_invitation(request: HttpRequest, token: str) -> Iterator[None]:
    """Look at an invitation, whose own tries bound what a PIN may cost, and at one of nobody only so often.

    A token that is not there costs the same slow derivation; a stranger is to have few of them.
    """
    key = address_key(client_address(request))
    with limits.beyond_guessing("invitation", key, wrong=WrongInvitation) as is_used_up:
        if is_used_up and not invitations.is_open(token):
            raise WrongInvitation
        yield
