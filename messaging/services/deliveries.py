"""Trying again what could not be sent."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

import notices.services as notices
from accounts.models import Person
from messaging.errors import NothingToTry
from messaging.permissions import dead_letters_visible_to


@transaction.atomic(durable=True)
def try_again(*, actor: Person, subject: UUID) -> None:
    """Put the dead letters about `subject` back into the outbox; the worker takes them up at once.

    Raises NothingToTry when none is left that the actor looks after, as when somebody was faster.
    """
    _put_back(actor, [subject])


@transaction.atomic(durable=True)
def try_all_again(*, actor: Person, subjects: Sequence[UUID]) -> None:
    """Put back the dead letters about all these that are still some and that the actor looks after.

    Raises NothingToTry when there is none.
    """
    _put_back(actor, subjects)


def _put_back(actor: Person, subjects: Sequence[UUID]) -> None:
    rows = dead_letters_visible_to(actor).filter(subject__in=subjects)
    put_back = [notices.try_again(row, actor=actor.public_id) for row in rows]
    if not any(put_back):
        raise NothingToTry
