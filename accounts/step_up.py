"""Asking again who somebody is, before what would let somebody else in for good.

A view calls `require(request)` after its own permissions, or is marked `@recently_proved`. Whoever has proved
who they are within `settings.PROOF_LASTS` notices nothing. Everybody else is asked: what they only looked at
is shown after the question, what they posted is carried along by the question's form and done with the
answer. Passwords, codes and PINs are never carried along.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import urlencode

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

import audit.services as audit
from accounts import factors, failures, proofs, queries, sign_in, timeouts
from accounts.errors import AccountsError, TooBusy, WrongOneTimeCode, WrongPasskey, WrongProof
from accounts.forms import ProofForm
from accounts.navigation import wanted_next
from accounts.passkeys import signing_in as passkey_sign_in
from accounts.posted import without_secrets
from accounts.services import authenticators
from accounts.sign_in import SignedInRequest
from audit.actions import Action
from keys import argon2_limit, passwords
from keys.errors import TooBusy as KeysTooBusy
from keys.errors import WrongSecret
from limits import answers
from limits import services as limits
from limits.addresses import address_key
from limits.errors import TooMany

View = TypeVar("View", bound=Callable[..., HttpResponse])


class GuessedTooOften(sign_in.SessionUnusable):
    """So many passwords were wrong, one after another, that this session is over."""


class ProofNeeded(Exception):
    """The person has to prove first that it is them; `form` asks for it, or says why the proof was refused.

    postponed: why the proof was not even looked at; None when it was.
    """

    def __init__(self, form: ProofForm, postponed: TooBusy | TooMany | None = None) -> None:
        super().__init__()
        self.form = form
        self.postponed = postponed


def recently_proved(view: View) -> View:
    """Have a view ask first for a recent proof. A view with permissions of its own calls `require` after
    them instead, so that what may not be seen stays 404.
    """

    @wraps(view)
    def guarded(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require(request)
        return view(request, *args, **kwargs)

    return cast(View, guarded)


def require(request: SignedInRequest) -> None:
    """Raise ProofNeeded, which the middleware answers, unless the person has proved lately that it is them.

    A form that was posted with a proof counts at once.
    """
    if is_recent(request):
        return
    form = ProofForm(request.POST if ProofForm.is_sent(request.POST) else None)
    if not form.is_valid():
        raise ProofNeeded(form)
    try:
        prove(request, form)
    except AccountsError as error:
        form.add_error(_field_of(form), str(error.explanation))
        raise ProofNeeded(form, error if isinstance(error, TooBusy) else None) from None
    except TooMany as error:
        form.add_error(_field_of(form), error.explanation)
        raise ProofNeeded(form, error) from None


def _field_of(form: ProofForm) -> str | None:
    """Name the field beside which a refusal stands; None for a passkey, which a script has filled in."""
    return next((name for name in ("code", "password") if form.cleaned_data.get(name)), None)


def is_recent(request: SignedInRequest) -> bool:
    """Tell whether the person has proved lately, to this session, that it is them."""
    return proofs.is_recent(request.session, request.user.public_id)


def prove(request: SignedInRequest, form: ProofForm) -> None:
    """Take the proof that a valid form holds, and give the session another key.

    Raises WrongPasskey, WrongOneTimeCode, CodesStopped, WrongProof, TooBusy; TooMany after too many wrong
    ones of one person, wherever they come from; GuessedTooOften after so many that it is not the owner.
    """
    shown = form.cleaned_data
    try:
        if shown["credential"]:
            answer = passkey_sign_in.Answer(shown["credential"], shown["secret"])
            passkey_sign_in.prove(request, answer)
        elif shown["code"]:
            authenticators.check(person=request.user, typed=shown["code"])
            sign_in.renew(request, proof=proofs.Kind.ONE_TIME_CODE)
        else:
            _by_password(request, shown["password"])
    except (WrongPasskey, WrongOneTimeCode, WrongProof, GuessedTooOften):
        _record(Action.PROOF_REFUSED, request)
        raise
    _record(Action.PROVED_AGAIN, request)


def _by_password(request: SignedInRequest, password: str) -> None:
    """Check a password, counted as at sign-in: a session that was left or stolen is no place to guess in.

    However many have failed elsewhere, the right one goes on: no stranger keeps the owner from it.
    """
    person = request.user
    counter = ("proof", address_key(str(person.public_id)))
    try:
        argon2_limit.check_room()
    except KeysTooBusy as error:
        raise TooBusy(error.retry_after_seconds) from None
    # Counted before it is looked at, so that many tries at once cannot get round the limit.
    limits.spend(*counter)
    suffices = failures.note(person)
    try:
        passwords.check_password(person.public_id, password)
    except KeysTooBusy as error:
        limits.give_back_each(counter, failures.counted_by_note(person))
        raise TooBusy(error.retry_after_seconds) from None
    except WrongSecret:
        raise (WrongProof if suffices else GuessedTooOften) from None
    limits.give_back_each(counter, failures.counted_by_note(person))
    sign_in.renew(request, proof=proofs.Kind.PASSWORD)


def ask(request: HttpRequest, needed: ProofNeeded) -> HttpResponse:
    """Answer a request that came without a recent proof: nothing of it was done."""
    if request.method != "POST":
        return redirect(f"{reverse('prove')}?{urlencode({'next': request.get_full_path()})}")
    context = {"form": needed.form, "here": request.get_full_path(), "kept": without_secrets(request)}
    return page(request, context, needed.postponed, status=400 if needed.form.is_bound else 403)


def page(
    request: HttpRequest, context: dict[str, object], postponed: TooBusy | TooMany | None, *, status: int
) -> HttpResponse:
    """Show the question, and when to come back to it if nobody looked at the answer."""
    person = cast(SignedInRequest, request).user
    context = {
        **context,
        "has_authenticator": factors.has_authenticator(person),
        "has_passkey": factors.has_passkey(person),
        "is_locked": timeouts.is_locked(request.session, person),
        # Whoever came in by one has another since, and may have no password that they know.
        "has_recovery_code": queries.recovery_slot_of(person) is not None,
        # What was posted cannot go along: the code begins another session.
        "next": wanted_next(request) or reverse("account"),
    }
    return answers.postponed(render(request, "accounts/prove.html", context, status=status), postponed)


@transaction.atomic(durable=True)
def _record(action: Action, request: SignedInRequest) -> None:
    person = request.user.public_id
    audit.record(action, actor=person, subject=person)
