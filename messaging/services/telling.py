"""Telling a taxpayer that something waits, without a word of what it is."""

import notices.services as notices
from accounts.models import Person, Unit
from keys.models import Slot
from keys.queries import unlocks_without
from messaging.models import Message, Thread
from notices.models import Notice


def tell_that_it_waits(thread: Thread, message: Message) -> None:
    """Queue the notice of `message`, if its taxpayer left an address. Belongs inside a transaction."""
    taxpayer = thread.taxpayer
    if not may_be_told(taxpayer):
        return
    notices.enqueue_notice(
        Notice.Kind.MESSAGE_WAITING,
        person=taxpayer.public_id,
        address=taxpayer.notice_address,
        language=taxpayer.language,
        about=message.public_id,
        has_link=thread.unit.notices_have_link,
        offers_confirmation=_is_worth_confirming(thread),
    )


def may_be_told(taxpayer: Person) -> bool:
    """Tell whether a taxpayer left an address, and gets in where a notice sends them.

    Whoever has no code gets in by an invitation only, and finds everything with it.
    """
    if not taxpayer.notice_address:
        return False
    return not taxpayer.is_visitor or unlocks_without(taxpayer.public_id, Slot.Kind.INVITATION)


def _is_worth_confirming(thread: Thread) -> bool:
    """Tell whether the address is not confirmed, and any unit could make use of it.

    Any unit, and not the one that answers: a notice does not tell which that is.
    """
    if thread.taxpayer.notice_address_confirmed_at is not None:
        return False
    return Unit.objects.filter(allows_plain_email=True).exists()
