"""Telling those of the agency who do not use their account, and disabling it in the end.

The worker's housekeeping does it, and the tables alone say what is due: when it did not run for a week, the
next run catches up. Source: IRS Publication 1075, AC-2(3).
"""

from collections.abc import Callable

import structlog
from django.db import transaction
from django.utils import timezone

import audit.services as audit
from accounts import unused
from accounts.models import Person, Unit
from accounts.services.access import end_access
from accounts.services.managing import lock_with_administrators
from accounts.services.telling import tell
from audit.actions import Action
from notices.models import Notice

WHY = "unused"

log = structlog.get_logger(__name__)


def look_after_unused() -> None:
    """Tell whose account ends soon, and disable those whose time is over; the worker's housekeeping calls
    this. One transaction for each person, and whose fails holds up nobody else's; several workers at once
    do each thing once.
    """
    ending = unused.unused_staff()
    for person in unused.untold(ending).order_by("pk"):
        _surviving(_tell, person)
    for person in ending.filter(told_unused_at__isnull=False).order_by("pk"):
        _surviving(_disable_if_over, person)


def _surviving(step: Callable[[Person], None], person: Person) -> None:
    """Do a step for a person, and log what it raises; the next run tries it again."""
    try:
        step(person)
    # Whatever is wrong with the rows of one must not keep everybody else's account open; it is in the log.
    except Exception as error:
        log.error("accounts.unused.failed", person=str(person.public_id), error=type(error).__name__)


def _disable_if_over(person: Person) -> None:
    # Asked before anything is locked: for most of them it is not.
    if unused.is_over(person):
        _disable(person)


@transaction.atomic(durable=True)
def _tell(person: Person) -> None:
    # Looked at again with the row held: they may have come in, or another worker may have told them.
    found = unused.untold(unused.unused_staff()).select_for_update(of=("self",), no_key=True)
    locked = found.filter(pk=person.pk).first()
    if locked is None:
        return
    locked.told_unused_at = timezone.now()
    locked.save(update_fields=["told_unused_at"])
    tell(locked, Notice.Kind.ACCOUNT_UNUSED, about=unused.warnings_of(locked))
    audit.record(Action.UNUSED_TOLD, actor=None, subject=locked.public_id)


@transaction.atomic(durable=True)
def _disable(found: Person) -> None:
    person = lock_with_administrators(found).get(found.pk)
    if person is None:
        return
    # Locked before the keys are counted, so that of two holders who end at once one is held back.
    list(Unit.objects.select_for_update(no_key=True).filter(members=person).order_by("pk"))
    if not unused.is_ending(person) or not unused.is_over(person):
        return
    if unused.held_back([person]):
        return
    end_access(person, actor=None, why=WHY)
    tell(person, Notice.Kind.ACCOUNT_DISABLED)
