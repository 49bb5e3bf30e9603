"""Links that are mailed to whoever forgot their password, and by which they choose a new one.

Whoever asks is told the same, and the same is done, whether or not somebody has the address: who it belongs
to is looked up by the worker. Only the newest link of a person works, once, and none after their password or
their address has changed.
"""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

import audit.services as audit
import notices.services as notices
from accounts.errors import NothingToReset, OwnReset, ReasonNeeded, WrongReset
from accounts.models import PasswordReset, Person, Role
from accounts.permissions import people_helped_by
from accounts.services.asked_for import keep_only_somebodys
from accounts.services.managing import lock_managed
from audit.actions import Action
from encryption.errors import BadCode
from keys.queries import with_password
from notices import mailed_secrets, outbox
from notices.mailed_secrets import Use
from notices.models import Notice

WORK = "accounts.password_reset"
# What the worker has not looked at by then, as after a long standstill, nobody waits for any more.
FORGOTTEN_AFTER = timedelta(days=2)


@transaction.atomic(durable=True)
def ask(*, address: str, is_flooded: bool = False) -> None:
    """Promise to mail a link to whoever signs in with this address, if anybody does.

    address: folded. is_flooded: so much is asked for that nothing may be left of what nobody reads, nor an
    event of each.
    """
    reset = PasswordReset.objects.create(address=address, asked_at=timezone.now())
    work = outbox.enqueue(WORK, subject=reset.public_id, idempotency_key=f"{WORK}:{reset.public_id}")
    if is_flooded:
        keep_only_somebodys(reset, work)
    else:
        audit.record(Action.PASSWORD_RESET_ASKED_FOR, actor=None, subject=reset.public_id)


@transaction.atomic(durable=True)
def start(*, actor: Person, person: Person, how: str = "") -> None:
    """Promise to mail a link to somebody whom `actor` helps; nobody but its reader sets a password.

    how: one of `helping.HowAsked`; needed for an account of the public.
    Raises NotPermitted, OwnReset, ReasonNeeded; NothingToReset for who has not come in yet or is disabled.
    """
    person = lock_managed(actor, person, among=people_helped_by)
    if person.pk == actor.pk:
        raise OwnReset
    if person.has_account and not how:
        raise ReasonNeeded
    if person.disabled_at is not None or not with_password([person.public_id]):
        raise NothingToReset
    reset = PasswordReset.objects.create(address=str(person.email), started_by=actor, asked_at=timezone.now())
    outbox.enqueue(WORK, subject=reset.public_id, idempotency_key=f"{WORK}:{reset.public_id}")
    details = {"how": how} if how else {}
    audit.record(
        Action.PASSWORD_RESET_STARTED, actor=actor.public_id, subject=person.public_id, details=details
    )


@transaction.atomic(durable=True)
def mail(public_id: UUID) -> None:
    """Mail the link that was asked for, once, in the place of the one before; the outbox calls this.

    For nobody, and for whoever has not come in by their invitation, there is nothing to do.
    """
    reset = PasswordReset.objects.filter(public_id=public_id, code_hash=None).first()
    if reset is None:
        return
    # The person first, as everywhere: whoever changes a password holds their row and withdraws the link.
    people = Person.objects.select_for_update(no_key=True).filter(email=reset.address, disabled_at=None)
    person = people.first()
    # Looked at again with the row held: the same work may have been done meanwhile.
    reset = PasswordReset.objects.select_for_update().filter(pk=reset.pk, code_hash=None).first()
    if reset is None:
        return
    if person is None or not with_password([person.public_id]) or _has_newer(person, reset):
        reset.delete()
        return
    withdraw_reset(person)
    code = mailed_secrets.new_code(Use.PASSWORD_RESET)
    lasts = (
        settings.PASSWORD_RESET_LASTS_STAFF
        if person.is_staff_member
        else settings.PASSWORD_RESET_LASTS_TAXPAYER
    )
    reset.person, reset.expires_at = person, timezone.now() + lasts
    reset.code_hash = mailed_secrets.hashed(Use.PASSWORD_RESET, code)
    reset.save(update_fields=["person", "expires_at", "code_hash"])
    notices.enqueue_notice(
        Notice.Kind.RESET_LINK,
        person=person.public_id,
        address=reset.address,
        language=person.language,
        about=public_id,
        token=code,
    )
    audit.record(Action.PASSWORD_RESET_MAILED, actor=None, subject=person.public_id)


def find(typed: str) -> tuple[PasswordReset, Person]:
    """Find the reset that a code stands for, and whose it is; changes nothing. Raises WrongReset."""
    try:
        code_hash = mailed_secrets.hashed_as_typed(Use.PASSWORD_RESET, typed)
    except BadCode:
        raise WrongReset from None
    found = PasswordReset.objects.filter(code_hash=code_hash, expires_at__gt=timezone.now())
    reset = found.select_related("person", "started_by").first()
    if reset is None or reset.person is None or not _is_for(reset, reset.person):
        raise WrongReset
    return reset, reset.person


def use(reset: PasswordReset, person: Person) -> None:
    """Use a link up. Belongs inside the transaction of what it allows.

    person: whose it is; their row is held from here on.
    Raises WrongReset when somebody was first, or the person may not come in or has another address now.
    """
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    # Deleted before it does anything, so that of two who come at once one finds nothing.
    used, _by_table = PasswordReset.objects.filter(
        pk=reset.pk, code_hash=reset.code_hash, expires_at__gt=timezone.now()
    ).delete()
    if not used or not _is_for(reset, person):
        raise WrongReset


def withdraw_reset(person: Person) -> None:
    """Let no link work any more that was mailed to this person, or waits to be.

    Belongs inside the transaction that changes password or address, with the person's row held.
    """
    for reset in PasswordReset.objects.filter(person=person):
        notices.withdraw_notice(Notice.Kind.RESET_LINK, about=reset.public_id)
        reset.delete()


@transaction.atomic(durable=True)
def note_refusal() -> None:
    """Record that a code let nobody choose a password."""
    audit.record(Action.PASSWORD_RESET_REFUSED, actor=None)


def forget_old() -> None:
    """Delete what nobody used in time; the worker's housekeeping calls this."""
    now = timezone.now()
    PasswordReset.objects.filter(expires_at__lte=now).delete()
    PasswordReset.objects.filter(expires_at=None, asked_at__lte=now - FORGOTTEN_AFTER).delete()


def _has_newer(person: Person, reset: PasswordReset) -> bool:
    return PasswordReset.objects.filter(person=person, asked_at__gt=reset.asked_at).exists()


def _is_for(reset: PasswordReset, person: Person) -> bool:
    if person.disabled_at is not None or person.email != reset.address:
        return False
    if reset.started_by_id is None:
        return True
    # What an administrator started ends with their power to.
    may_start = Person.objects.filter(pk=reset.started_by_id, role=Role.ADMINISTRATOR, disabled_at=None)
    return may_start.exists()
