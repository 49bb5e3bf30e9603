"""How often in a row somebody failed to show that an account is theirs, wherever they tried from.

A stranger may fail as often as they like: that locks nobody out. It only takes away that a password alone
suffices; whoever comes with a passkey, a browser that the account knows, or a link that was mailed, still
gets in.
The counters are in the database, and a name that nobody has counts in the same way.
"""

from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.crypto import salted_hmac

import audit.services as audit
from accounts.models import Person, canonical_email
from accounts.services.telling import tell
from audit.actions import Action
from limits import services as limits
from notices import outbox
from notices.models import Notice

EVERYWHERE = "everywhere"
WORK = "accounts.many_failures"


def key_of(person: Person | None, typed: str = "") -> str:
    """Name whom an attempt is for: a keyed hash of the person, or of an address that nobody signs in with."""
    name = str(person.public_id) if person else canonical_email(typed)
    return salted_hmac("accounts.failures", name, algorithm="sha256").hexdigest()


def note(person: Person | None, typed: str = "") -> bool:
    """Count an attempt as failed before it is looked at, and tell whether a password alone may still suffice.

    The owner is told once, when it no longer does, by the worker: what is done here is the same for a name
    that nobody has. Refuses to be part of a transaction.
    """
    scope = _scope(person)
    in_a_row = limits.count(scope, key_of(person, typed))
    most = settings.LIMITS[scope][0]
    if in_a_row == most:
        _promise_to_tell(person)
    return in_a_row <= most


def counted_by_note(person: Person | None, typed: str = "") -> tuple[str, str]:
    """Name the counter of `note`, which whoever was right, or was not looked at, takes back."""
    return _scope(person), key_of(person, typed)


def in_a_row(person: Person) -> int:
    """Tell how many attempts have failed since the last full success; one query."""
    return limits.counted(_scope(person), key_of(person))


def forgive(person: Person) -> None:
    """Begin at nothing again after a full success, inside the transaction that begins the session."""
    limits.forget(_scope(person), key_of(person))


def many_everywhere() -> bool:
    """Tell whether so many sign-ins are refused at present that somebody seems to try all accounts."""
    return limits.counted("sign_in_refused", EVERYWHERE) > settings.LIMITS["sign_in_refused"][0]


def note_refusal(typed: str) -> None:
    """Record a sign-in that was refused; the same work whether or not somebody has that address.

    More of them than `settings.LIMITS` allows everywhere are an alert, once in each window.
    """
    person = Person.objects.filter(email=canonical_email(typed)[:254]).only("public_id").first()
    everywhere = limits.count("sign_in_refused", EVERYWHERE)
    with transaction.atomic(durable=True):
        audit.record(Action.SIGN_IN_REFUSED, actor=None, subject=person.public_id if person else None)
        if everywhere == settings.LIMITS["sign_in_refused"][0] + 1:
            audit.record(Action.MANY_SIGN_INS_REFUSED, actor=None, details={"refused": everywhere})


def _scope(person: Person | None) -> str:
    return "failures_in_a_row" if person else "failures_of_nobody"


@transaction.atomic(durable=True)
def _promise_to_tell(person: Person | None) -> None:
    subject = person.public_id if person else uuid4()
    outbox.enqueue(WORK, subject=subject, idempotency_key=f"{WORK}:{uuid4()}")


@transaction.atomic(durable=True)
def tell_owner(public_id: UUID) -> None:
    """Tell the owner that a password alone suffices no more, once since their last sign-in.

    The outbox calls this. For nobody, and for whoever came in meanwhile, there is nothing to do.
    """
    able = Person.objects.filter(public_id=public_id, disabled_at=None)
    person = able.select_for_update(no_key=True).first()
    if person is None or in_a_row(person) < settings.LIMITS[_scope(person)][0]:
        return
    since = Q(queued_at__gt=person.last_login) if person.last_login else Q()
    if Notice.objects.filter(since, person=public_id, kind=Notice.Kind.MANY_FAILURES).exists():
        return
    tell(person, Notice.Kind.MANY_FAILURES)
    audit.record(Action.PASSWORD_SUFFICES_NO_MORE, actor=None, subject=public_id)
