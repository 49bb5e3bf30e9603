"""Apps that give one-time codes: added by two steps, asked for a code at sign-in, removed.

Source: RFC 6238, with SHA-1, six digits and steps of 30 seconds, which every app has.
"""

import hmac
from datetime import datetime

import pyotp
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

import audit.services as audit
from accounts import factors
from accounts.errors import CodesStopped, NotPermitted, WrongOneTimeCode
from accounts.models import Person
from accounts.models.factors import Authenticator
from accounts.services.telling import tell
from accounts.sessions import SessionStore, end_sessions_of
from audit.actions import Action
from keyring.fields import FieldPlace, open_field, seal_field
from keys import services as keys
from keys.queries import PasswordMark
from keys.unlocked import UnlockedPerson
from limits import services as limits
from limits.addresses import address_key
from notices.models import Notice

STEP_SECONDS = 30
DIGITS = 6


@transaction.atomic(durable=True)
def begin(*, holder: UnlockedPerson[Person]) -> None:
    """Make a new secret that waits for the first code of the holder's app; raises NotPermitted."""
    person = _locked(holder)
    Authenticator.objects.filter(person=person, confirmed_at=None).delete()
    app = Authenticator(person=person)
    app.sealed_secret = seal_field(pyotp.random_base32(), **_place(app))
    app.save(force_insert=True)


def waiting_secret(holder: UnlockedPerson[Person]) -> str | None:
    """Give the secret that the holder's app shall take, in base 32; None when none waits."""
    app = Authenticator.objects.filter(person=holder.person, confirmed_at=None).first()
    return _secret(app) if app is not None else None


def confirm(*, holder: UnlockedPerson[Person], typed: str, session: SessionStore) -> None:
    """Take the first code of a new app, which from then on is asked for one; the app of before ends.

    Ends every session but this one, and the reply code that an account may have kept. Raises
    WrongOneTimeCode, CodesStopped, limits.errors.TooMany.
    """
    pending = Authenticator.objects.filter(person=holder.person, confirmed_at=None).first()
    _use_code(holder.person, pending, typed)
    with transaction.atomic(durable=True):
        person = _locked(holder)
        app = Authenticator.objects.filter(pk=pending.pk, confirmed_at=None).first() if pending else None
        if app is None:
            raise WrongOneTimeCode
        Authenticator.objects.filter(person=person, confirmed_at__isnull=False).delete()
        app.confirmed_at = timezone.now()
        app.save(update_fields=["confirmed_at"])
        _record(Action.AUTHENTICATOR_ADDED, person, app)
        # One paper would otherwise open what now takes two things.
        kinds = [keys.SlotKind.REPLY_CODE]
        if keys.end_slots(actor=person.public_id, person=person.public_id, kinds=kinds):
            tell(person, Notice.Kind.REPLY_CODE_ENDED)
        end_sessions_of(person, but=session)
        tell(person, Notice.Kind.FACTOR_ADDED)


@transaction.atomic(durable=True)
def remove(
    *, holder: UnlockedPerson[Person], session: SessionStore, fit_alone: PasswordMark | None = None
) -> None:
    """Ask for no codes of this app any more, and end every session but this one.

    fit_alone: the password that the holder has just shown, and that is fit without a second factor.
    Raises NotPermitted; LastFactor for somebody of the agency who has no other; PasswordAlone when nothing
    else is asked for beside a password that was not shown to be fit for it.
    """
    person = _locked(holder)
    app = Authenticator.objects.filter(person=person, confirmed_at__isnull=False).first()
    if app is None:
        return
    if factors.is_last_app(person):
        factors.require_left(person, fit_alone=fit_alone)
    _record(Action.AUTHENTICATOR_REMOVED, person, app)
    Authenticator.objects.filter(person=person).delete()
    end_sessions_of(person, but=session)
    tell(person, Notice.Kind.FACTOR_REMOVED)


def check(*, person: Person, typed: str) -> None:
    """Take a code of the person's app, each once. Belongs outside of transactions.

    Raises WrongOneTimeCode; CodesStopped after too many wrong ones in a row, limits.errors.TooMany after a
    few: whoever is asked for a code has shown something else already, so no stranger can lock anybody out.
    """
    app = Authenticator.objects.filter(person=person, confirmed_at__isnull=False).first()
    _use_code(person, app, typed)


def _use_code(person: Person, app: Authenticator | None, typed: str) -> None:
    key = address_key(str(person.public_id))
    # Counted before the code is looked at, so that many tries at once cannot get round the limit.
    limits.spend("one_time_code", key)
    if app is None:
        raise WrongOneTimeCode
    if app.wrong_in_a_row >= settings.WRONG_ONE_TIME_CODES:
        raise CodesStopped
    step = _step_of(_secret(app), typed, at=timezone.now())
    if not step or not _use_step(app, step):
        _note_wrong(person, app)
        raise WrongOneTimeCode
    limits.give_back("one_time_code", key)


@transaction.atomic(durable=True)
def _use_step(app: Authenticator, step: int) -> bool:
    """Use up a step, and with it every one before; tells whether nobody has yet, and codes count still.

    One statement compares and swaps: of two who use a code at once, one does.
    """
    fresh = Authenticator.objects.filter(
        pk=app.pk, last_step__lt=step, wrong_in_a_row__lt=settings.WRONG_ONE_TIME_CODES
    )
    return bool(fresh.update(last_step=step, wrong_in_a_row=0, last_used_at=timezone.now()))


@transaction.atomic(durable=True)
def _note_wrong(person: Person, app: Authenticator) -> None:
    """Count a wrong code; the one that is too many ends the app, with an alert, and is one of all."""
    same = Authenticator.objects.filter(pk=app.pk)
    same.update(wrong_in_a_row=F("wrong_in_a_row") + 1)
    _record(Action.ONE_TIME_CODE_REFUSED, person, app)
    # Read again where the row is held: several may have been wrong since it was read before.
    if same.filter(wrong_in_a_row=settings.WRONG_ONE_TIME_CODES).exists():
        _record(Action.ONE_TIME_CODES_STOPPED, person, app)


def _step_of(secret: str, typed: str, *, at: datetime) -> int | None:
    """Find the step whose code was typed: of this half minute, the one before or the one after.

    Source: RFC 6238 section 5.2, which allows one step for clocks that differ.
    """
    code = "".join(character for character in typed if character.isdigit() and character.isascii())
    now = int(at.timestamp()) // STEP_SECONDS
    one_time = pyotp.HOTP(secret, digits=DIGITS)
    for step in (now, now - 1, now + 1):
        if hmac.compare_digest(one_time.at(step), code):
            return step
    return None


def _secret(app: Authenticator) -> str:
    return open_field(bytes(app.sealed_secret), **_place(app))


def _place(app: Authenticator) -> FieldPlace:
    return {"model": "accounts.authenticator", "field": "secret", "row": app.public_id}


def _locked(holder: UnlockedPerson[Person]) -> Person:
    person = Person.objects.select_for_update(no_key=True).get(pk=holder.person.pk)
    if person.is_visitor or person.disabled_at is not None:
        raise NotPermitted
    return person


def _record(action: Action, person: Person, app: Authenticator) -> None:
    details = {"authenticator": str(app.public_id)}
    audit.record(action, actor=person.public_id, subject=person.public_id, details=details)
