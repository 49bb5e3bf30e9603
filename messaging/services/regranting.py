"""Re-granting: the threads of somebody who has new keys are locked until a member has made sure who they are.

A re-grant adds a wrap for each message and touches nothing else of it. Whoever only reads the person's mail
never gets content: they have neither the letter, nor the telephone, nor an old password or code.
"""

import hashlib
import hmac
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

import audit.services as audit
from accounts.models import Person
from accounts.services import telling
from accounts.services.former_addresses import former_addresses_of
from audit.actions import Action
from encryption.codes import group, normalise, random_code
from encryption.errors import BadCode
from keys import envelopes
from keys.errors import KeysError
from keys.queries import shown_key
from keys.unlocked import UnlockedPerson
from limits import services as limits
from limits.addresses import address_key
from messaging import queries
from messaging.errors import (
    CannotRegrant,
    KeyChanged,
    LetterNotTyped,
    NotPermitted,
    NotVouchedFor,
    OwnRegrant,
    RegrantEnded,
    WrongLetterCode,
)
from messaging.models import Regrant, Thread, Vouching, Wrap
from messaging.permissions import regrants_decided_by
from messaging.services.opening import report
from messaging.services.storing import stored
from messaging.services.vouching import Vouched, vouch
from notices.models import Notice

# 80 bits, as a confirmation code has: so that its hash gives nothing away.
CODE_CHARACTERS = 16
# Of a page; enough to recognise somebody by what they wrote about.
SUBJECTS = 10


@dataclass(frozen=True, repr=False)
class LetterCode:
    """Hold the code of a letter, which is shown once, and until when it can be typed."""

    text: str
    expires_at: datetime

    def __reduce__(self) -> NoReturn:
        raise TypeError("the code of a letter is not pickled or copied")


def lock_threads(person: Person, started_by: Person | None, key_id: str) -> None:
    """Lock every thread of somebody who was reset, and ask the units that answer them.

    key_id: the key that went dormant; what is written meanwhile goes on being sealed to it.
    Belongs inside the transaction of the reset.
    """
    if person.is_staff_member:
        return
    own = Thread.objects.filter(taxpayer=person)
    # Those that were locked before wait for the key of that time.
    own.filter(locked_key="").update(locked_key=key_id)
    for unit in sorted(set(own.exclude(locked_key="").values_list("unit_id", flat=True))):
        regrant, is_new = Regrant.objects.get_or_create(
            unit_id=unit,
            person=person,
            ended_at=None,
            defaults={"asked_at": timezone.now(), "started_by": started_by},
        )
        if not is_new:
            # What was typed was typed by whoever held the keys of before.
            regrant.code_typed_at, regrant.code_typed_key = None, ""
            regrant.started_by = started_by or regrant.started_by
            regrant.save(update_fields=["code_typed_at", "code_typed_key", "started_by"])
        _record(Action.REGRANT_ASKED, regrant, actor=None)


def unlock_threads(person: Person, key_ids: Collection[str]) -> None:
    """Unlock the threads that opened again when an old slot turned up. Belongs inside its transaction."""
    own = Thread.objects.filter(taxpayer=person)
    own.filter(locked_key__in=key_ids).update(locked_key="")
    still_locked = own.exclude(locked_key="").values("unit")
    waiting = Regrant.objects.filter(person=person, ended_at=None).exclude(unit__in=still_locked)
    for regrant in waiting.select_related("person", "unit"):
        _end(regrant, Regrant.Outcome.REVIVED, actor=person)


def open_locked(*, reader: UnlockedPerson[Person], regrant: Regrant, opens_restricted: bool) -> list[str]:
    """Open the subjects of the threads that a re-grant is about, the newest first; one audit event.

    The member compares them with what the person says. What does not open is left out, and so is what is
    restricted unless the member has shown what that opens to.
    """
    locked = Thread.objects.filter(unit=regrant.unit, taxpayer=regrant.person).exclude(locked_key="")
    if not opens_restricted:
        locked = locked.filter(restricted_at=None)
    newest = locked.select_related("taxpayer", "unit").order_by("-latest_message_at", "-pk")[:SUBJECTS]
    firsts = [first for thread in newest if (first := queries.first_message(thread)) is not None]
    summaries = envelopes.open_summaries(reader, stored(firsts))
    with transaction.atomic(durable=True):
        _record(Action.REGRANT_OPENED, regrant, actor=reader.person)
    return [summary.subject for summary in summaries if summary is not None]


@transaction.atomic(durable=True)
def make_letter(*, member: Person, regrant: Regrant) -> LetterCode:
    """Make the code that a letter to the address on file carries; the one before counts no more.

    Raises NotPermitted, OwnRegrant, RegrantEnded.
    """
    regrant = _decided(member, regrant)
    code = random_code(CODE_CHARACTERS)
    regrant.code_hash = _hash(code)
    regrant.code_expires_at = timezone.now() + settings.LETTER_CODE_LASTS
    regrant.code_tries_left = settings.LETTER_CODE_TRIES
    regrant.code_typed_at, regrant.code_typed_key = None, ""
    regrant.save(
        update_fields=["code_hash", "code_expires_at", "code_tries_left", "code_typed_at", "code_typed_key"]
    )
    _record(Action.REGRANT_LETTER_MADE, regrant, actor=member)
    return LetterCode(group(code), regrant.code_expires_at)


def type_letter_code(*, person: UnlockedPerson[Person], typed: str) -> None:
    """Take the code of a letter from whoever is signed in; it counts once, and for their key in use.

    A wrong one uses up a try of every letter that is on its way to them. Raises WrongLetterCode, and
    limits.errors.TooMany.
    """
    limits.spend("letter_code", address_key(str(person.person.public_id)))
    if not _take_code(person, typed):
        raise WrongLetterCode


@transaction.atomic(durable=True)
def regrant(*, granter: UnlockedPerson[Person], regrant: Regrant, key_id: str, vouched: Vouched) -> int:
    """Open a person's locked threads with this unit to their key in use; tells how many.

    Every address that is or was the person's is told, and their list of threads says it.

    key_id: of the key that the granter was shown; another one is refused. vouched: with a reason, unless the
    code of a letter was typed and the key has been in use for a day.
    Raises NotPermitted, OwnRegrant, RegrantEnded, KeyChanged, LetterNotTyped, NotVouchedFor, NoReason,
    CannotSeal, CannotRegrant, and changes nothing then.
    """
    # People before everything else, as a reset does: it waits, or is seen here.
    person = Person.objects.select_for_update(no_key=True).get(pk=regrant.person_id)
    regrant = _decided(granter.person, regrant)
    is_checked = _is_checked(person, regrant, key_id=key_id, vouched=vouched)
    vouch(granter.person, person, regrant.unit, vouched, is_checked=is_checked)
    locked = Thread.objects.select_for_update().filter(unit=regrant.unit, taxpayer=person)
    ids = list(locked.exclude(locked_key="").order_by("pk").values_list("pk", flat=True))
    for thread in Thread.objects.filter(pk__in=ids).select_related("taxpayer", "unit").order_by("pk"):
        _open_to(person, thread, granter)
    _end(regrant, Regrant.Outcome.GRANTED, actor=granter.person)
    telling.tell(
        person,
        Notice.Kind.ACCOUNT_REGRANTED,
        also_to=former_addresses_of(person),
        has_link=regrant.unit.notices_have_link,
    )
    return len(ids)


def is_young(valid_from: datetime) -> bool:
    """Tell whether a key has been in use for less than a day, which asks for a reason."""
    return valid_from > timezone.now() - settings.YOUNG_KEY


def _decided(member: Person, regrant: Regrant) -> Regrant:
    """Hold the row, and check that this member may decide."""
    held = Regrant.objects.select_for_update(of=("self",)).select_related("person", "unit").get(pk=regrant.pk)
    if held.ended_at is not None:
        raise RegrantEnded
    if not regrants_decided_by(member).filter(pk=held.pk).exists():
        raise NotPermitted
    if member.pk in (held.started_by_id, held.person_id):
        raise OwnRegrant
    return held


def _is_checked(person: Person, regrant: Regrant, *, key_id: str, vouched: Vouched) -> bool:
    """Tell whether the code of a letter says all; raises KeyChanged, LetterNotTyped, NotVouchedFor."""
    key = shown_key(person.public_id)
    if key is None or key.key_id != key_id:
        raise KeyChanged
    if vouched.means == Vouching.Means.ON_FILE:
        # Somebody has asked: whoever set the new password.
        raise NotVouchedFor
    is_by_letter = vouched.means == Vouching.Means.LETTER
    if is_by_letter and (regrant.code_typed_at is None or regrant.code_typed_key != key_id):
        raise LetterNotTyped
    return is_by_letter and not is_young(key.valid_from)


def _open_to(person: Person, thread: Thread, granter: UnlockedPerson[Person]) -> None:
    """Wrap each message key of a thread for the person's key in use; what does not open is reported."""
    messages = queries.messages_of(thread)
    try:
        wraps = envelopes.wrap_for(granter, stored(messages), person=person.public_id)
    except KeysError as error:
        raise CannotRegrant from error
    if not wraps or wraps[0] is None:
        # Nothing vouches for the thread's row then: whose it is, and who answers it.
        raise CannotRegrant
    pairs = list(zip(messages, wraps, strict=True))
    Wrap.objects.bulk_create(
        (
            Wrap(message=message, key_id=wrap.key_id, wrapped=wrap.wrapped)
            for message, wrap in pairs
            if wrap is not None
        ),
        ignore_conflicts=True,
    )
    report(granter, [(message.public_id, thread.public_id) for message, wrap in pairs if wrap is None])
    thread.locked_key = ""
    thread.save(update_fields=["locked_key"])
    audit.record(
        Action.THREAD_REGRANTED,
        actor=granter.person.public_id,
        subject=thread.public_id,
        details={"person": str(person.public_id), "messages": len(messages)},
    )


@transaction.atomic(durable=True)
def _take_code(person: UnlockedPerson[Person], typed: str) -> bool:
    """Hold the letters on their way to a person, and compare; one that was typed is used up."""
    waiting = Regrant.objects.select_for_update(of=("self",)).filter(
        person=person.person,
        ended_at=None,
        code_tries_left__gt=0,
        code_expires_at__gt=timezone.now(),
    )
    sent = [
        regrant for regrant in waiting.order_by("pk").select_related("person", "unit") if regrant.code_hash
    ]
    try:
        wanted = _hash(normalise(typed))
    except BadCode:
        wanted = b""
    found = next((regrant for regrant in sent if hmac.compare_digest(bytes(regrant.code_hash), wanted)), None)
    if found is None:
        ids = [regrant.pk for regrant in sent]
        Regrant.objects.filter(pk__in=ids).update(code_tries_left=F("code_tries_left") - 1)
        audit.record(
            Action.LETTER_CODE_REFUSED, actor=person.person.public_id, subject=person.person.public_id
        )
        return False
    found.code_hash = b""
    found.code_typed_at, found.code_typed_key = timezone.now(), person.signing_key.key_id
    found.save(update_fields=["code_hash", "code_typed_at", "code_typed_key"])
    _record(Action.LETTER_CODE_TYPED, found, actor=person.person)
    return True


def _hash(code: str) -> bytes:
    return hashlib.sha256(code.encode()).digest()


def _end(regrant: Regrant, outcome: Regrant.Outcome, *, actor: Person) -> None:
    regrant.ended_at, regrant.ended_by, regrant.outcome = timezone.now(), actor, outcome
    regrant.code_hash = b""
    regrant.save(update_fields=["ended_at", "ended_by", "outcome", "code_hash"])
    _record(Action.REGRANT_ENDED, regrant, actor=actor, outcome=str(outcome))


def _record(action: Action, regrant: Regrant, *, actor: Person | None, **more: str) -> None:
    said = {"unit": str(regrant.unit.public_id), **more}
    audit.record(
        action,
        actor=actor.public_id if actor else None,
        subject=regrant.person.public_id,
        details={name: value for name, value in said.items() if value},
    )
