"""Passkeys at work: signing in and unlocking by one touch, the second of two steps, and a proof.

The secret that a device computes opens the passkey's slot in the same request, and is kept nowhere.
"""

import hmac
from dataclasses import dataclass
from typing import NoReturn, cast
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

import audit.services as audit
from accounts import half_way, proofs, sign_in
from accounts.errors import PasskeyOpensNothing, WrongPasskey
from accounts.half_way import HalfWay
from accounts.models import Person
from accounts.models.factors import Passkey
from accounts.passkeys import challenges, webauthn
from accounts.passkeys.challenges import Purpose
from accounts.permissions import passkeys_in_use_by, passkeys_of, passkeys_that_only_sign_in
from accounts.proofs import Kind
from accounts.services import passkeys
from accounts.sessions import SessionStore
from accounts.sign_in import SignedInRequest, account_key_of
from audit.actions import Action
from keys import passkeys as unlocking
from keys import services as keys
from keys.account_keys import AccountKey
from keys.errors import WrongSecret
from keys.queries import dormant_slots_of
from limits import services as limits
from limits.addresses import address_key, client_address


@dataclass(frozen=True, repr=False)
class Answer:
    """What a browser posts: what its passkey has signed, and the secret that the device has computed."""

    credential: str
    secret: str

    def __repr__(self) -> str:
        return "<Answer>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("an answer of a passkey is not pickled or copied")


def options_for(request: HttpRequest, purpose: str) -> webauthn.Options:
    """Make a challenge for this browser, and say what its passkey shall do.

    purpose: one of Purpose. For signing in, any passkey that the device knows may answer; for everything else
    those of whoever is signed in, or half-way, that do for it.
    Raises WrongPasskey for a purpose that is none here, and HalfWayOver.
    """
    try:
        wanted = Purpose(purpose)
    except ValueError:
        raise WrongPasskey from None
    person = _person_for(request, wanted)
    challenge = challenges.make(request, wanted)
    known = _that_do(person, wanted).values_list("credential_id", flat=True) if person else []
    ids = [bytes(credential_id) for credential_id in known]
    if person is None or wanted is not Purpose.NEW:
        return webauthn.request_options(challenge, allowed=ids)
    return webauthn.creation_options(
        challenge,
        handle=person.public_id.bytes,
        name=str(person.email),
        display_name=person.name or str(person.email),
        existing=ids,
    )


def _person_for(request: HttpRequest, purpose: Purpose) -> Person | None:
    """Say whose passkey is asked for; None for anybody's."""
    if purpose is Purpose.SIGN_IN:
        return None
    if purpose is Purpose.SECOND_STEP:
        return half_way.look(request).person
    if not request.user.is_authenticated or request.user.is_visitor:
        raise WrongPasskey
    if purpose in (Purpose.NEW, Purpose.OPEN) and not proofs.is_recent(
        request.session, request.user.public_id
    ):
        raise WrongPasskey
    return request.user


def _that_do(person: Person, purpose: Purpose) -> QuerySet[Passkey]:
    """Select the passkeys of a person that do for a purpose; for a new one, those beside which it is none.

    A device that makes a second passkey for one person forgets the first, and what a dormant one opens.
    """
    if purpose is Purpose.NEW:
        return passkeys_of(person)
    if purpose is Purpose.EARLIER:
        return passkeys_of(person).filter(public_id__in=dormant_slots_of(person.public_id))
    if purpose is Purpose.OPEN:
        return passkeys_that_only_sign_in(person)
    return passkeys_in_use_by(person)


def come_in(request: HttpRequest, answer: Answer, *, next_page: str) -> bool:
    """Let in whoever's passkey has answered; tells whether they are in, or half-way since it unlocks nothing.

    Raises WrongPasskey.
    """
    passkey = _answered(request, answer, Purpose.SIGN_IN)
    account_key = _opened(passkey, answer)
    if account_key is None:
        half_way.begin(request, passkey.person, None, first=Kind.PASSKEY, next_page=next_page)
        return False
    half_way.enter(request, passkey.person, account_key, proof=Kind.PASSKEY, is_strong=True)
    return True


def as_second_step(request: HttpRequest, half: HalfWay, answer: Answer) -> bool:
    """Take a passkey of whoever is half-way; tells whether a new recovery code waits.

    Raises WrongPasskey, and what `half_way.finish` raises.
    """
    passkey = _answered(request, answer, Purpose.SECOND_STEP, of=half.person)
    return half_way.finish(request, half, second=Kind.PASSKEY, account_key=_opened(passkey, answer))


def prove(request: SignedInRequest, answer: Answer) -> None:
    """Take a passkey as a proof that it is still the same person; raises WrongPasskey."""
    _answered(request, answer, Purpose.PROOF, of=request.user)
    sign_in.renew(request, proof=Kind.PASSKEY)


def let_open(request: SignedInRequest, answer: Answer) -> None:
    """Let a passkey that only signs in unlock too, by what its device computes now.

    Raises WrongPasskey, PasskeyOpensNothing, ChangedElsewhere, sign_in.SessionUnusable.
    """
    passkey = _answered(request, answer, Purpose.OPEN, of=request.user)
    secret = webauthn.read_secret(answer.secret)
    if secret is None:
        raise PasskeyOpensNothing
    passkeys.let_open(
        holder=request.unlocked,
        passkey=passkey,
        slot=_prepared(request, passkey.public_id, secret),
        session=cast(SessionStore, request.session),
    )


def show_earlier(request: SignedInRequest, answer: Answer) -> tuple[UUID, bytes]:
    """Take a passkey, also a dormant one, by which something opens that is locked; raises WrongPasskey.

    Gives which it is, and what its device has computed: nothing where it computes none.
    """
    passkey = _answered(request, answer, Purpose.EARLIER, of=request.user)
    return passkey.public_id, webauthn.read_secret(answer.secret) or b""


def add(request: SignedInRequest, answer: Answer, *, label: str) -> bool:
    """Add a passkey to the account of whoever is signed in; tells whether it unlocks.

    Raises WrongPasskey, ChangedElsewhere, sign_in.SessionUnusable.
    """
    try:
        challenge = webauthn.challenge_in(answer.credential)
        challenges.check(request, Purpose.NEW, challenge)
        credential = webauthn.read_created(answer.credential, challenge)
        challenges.use_up(challenge)
    except WrongPasskey:
        _note_refused(request, request.user.public_id)
        raise
    secret, passkey_id = webauthn.read_secret(answer.secret), uuid4()
    prepared = _prepared(request, passkey_id, secret) if secret is not None else None
    passkeys.add(
        holder=request.unlocked,
        new=passkeys.NewPasskey(passkey_id, label, credential),
        slot=prepared,
        session=cast(SessionStore, request.session),
    )
    return prepared is not None


def _prepared(request: SignedInRequest, passkey: UUID, secret: bytes) -> keys.PreparedPasskey:
    account_key, person = account_key_of(request), request.user.public_id
    return keys.prepare_passkey_slot(account_key, person, passkey=passkey, secret=secret)


def _answered(request: HttpRequest, answer: Answer, purpose: Purpose, *, of: Person | None = None) -> Passkey:
    """Find the passkey that has signed this browser's challenge; raises WrongPasskey, with an audit event.

    of: whose it has to be; None for anybody's who may come in.
    """
    passkey: Passkey | None = None
    try:
        challenge = webauthn.challenge_in(answer.credential)
        challenges.check(request, purpose, challenge)
        named = webauthn.named_in(answer.credential)
        found = Passkey.objects.filter(credential_id=named, person__disabled_at=None)
        passkey = found.select_related("person").first()
        if passkey is None or (of is not None and passkey.person_id != of.pk):
            raise WrongPasskey
        if passkey.dormant_at is not None and purpose is not Purpose.EARLIER:
            raise WrongPasskey
        signed = webauthn.read_signed(answer.credential, challenge, credential=bytes(passkey.credential))
        handle = passkey.person.public_id.bytes
        if signed.user_handle and not hmac.compare_digest(signed.user_handle, handle):
            raise WrongPasskey
        challenges.use_up(challenge)
        _count(passkey, signed.sign_count)
    except WrongPasskey:
        _note_refused(request, passkey.person.public_id if passkey else None)
        raise
    return passkey


def _count(passkey: Passkey, sign_count: int) -> None:
    """Note how often the device has signed; raises WrongPasskey when it was more before: it may be a copy.

    Source: WebAuthn level 3, section 6.1.1.
    """
    same = Passkey.objects.filter(pk=passkey.pk, sign_count=passkey.sign_count)
    counts = sign_count or passkey.sign_count
    is_sound = sign_count > passkey.sign_count if counts else True
    if is_sound and same.update(sign_count=sign_count, last_used_at=timezone.now()):
        return
    person = passkey.person.public_id
    with transaction.atomic(durable=True):
        details = {"passkey": str(passkey.public_id)}
        audit.record(Action.PASSKEY_COPIED, actor=None, subject=person, details=details)
    raise WrongPasskey


def _opened(passkey: Passkey, answer: Answer) -> AccountKey | None:
    secret = webauthn.read_secret(answer.secret)
    if secret is None:
        return None
    try:
        person, account_key = unlocking.open_with(passkey.public_id, secret)
    except WrongSecret:
        return None
    return account_key if person == passkey.person.public_id else None


def _note_refused(request: HttpRequest, person: UUID | None) -> None:
    """Record an answer that was refused, so many times from one address that nobody floods the log.

    Nobody guesses what a passkey signs, so a right answer is taken however many were wrong.
    """
    if limits.count("passkey", address_key(client_address(request))) > settings.LIMITS["passkey"][0]:
        return
    with transaction.atomic(durable=True):
        audit.record(Action.PASSKEY_REFUSED, actor=None, subject=person)
