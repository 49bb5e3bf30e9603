"""What lists of threads show of each, as plain values for their templates."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from messaging.models import thread_url
from messaging.pages import due_on_of, status_for_taxpayer
from messaging.services.opening import MailboxRow
from messaging.thread_lists import ListedThread


def mailbox_rows(rows: Iterable[MailboxRow]) -> list[dict[str, Any]]:
    """Describe the threads of one page of a mailbox."""
    today = timezone.localdate()
    return [_mailbox_row(row, today) for row in rows]


def _mailbox_row(row: MailboxRow, today: date) -> dict[str, Any]:
    thread = row.thread
    due_on = due_on_of(thread)
    state, state_css = _state_of_row(thread, due_on, today)
    return {
        "url": thread_url(thread.public_id),
        "subject": row.summary.subject if row.summary else None,
        "is_withheld": row.is_withheld,
        "author_name": (row.summary.author_name if row.summary else "") or _("A visitor"),
        "topic": thread.topic,
        "latest_message_at": thread.latest_message_at,
        "is_unread": thread.unit_opened_at is None,
        "state": state,
        "state_css": state_css,
        "due_on": due_on,
    }


def _state_of_row(thread: ListedThread, due_on: date | None, today: date) -> tuple[str, str]:
    """Say what a thread waits for, and in which look; the day follows where one is due."""
    if thread.closed_at is not None:
        return _("Closed"), ""
    if due_on is None:
        return _("Opened by them") if thread.taxpayer_opened_at else _("Answered, not opened yet"), ""
    if due_on < today:
        return _("Overdue since"), "due due--over"
    return _("Answer by"), "due"


def thread_card(row: MailboxRow, reader: Person) -> dict[str, Any]:
    """Describe one thread of a list of somebody's own threads and those of whom they represent.

    for_whom: empty for one's own; what is new to a representative is not known.
    """
    thread = row.thread
    is_own = thread.taxpayer == reader.public_id
    is_locked = thread.is_locked_to(reader)
    name = (row.summary.author_name if row.summary else "") or _("somebody without a name here")
    return {
        "url": thread_url(thread.public_id),
        "subject": row.summary.subject if row.summary else None,
        "unit": thread.unit.name,
        "topic": thread.topic,
        "latest_message_at": thread.latest_message_at,
        "for_whom": "" if is_own else name,
        "is_new": is_own and thread.waiting_since is None and thread.taxpayer_opened_at is None,
        "is_locked": is_locked,
        "is_withheld": row.is_withheld,
        "status_words": _("Locked until the agency confirms that it is you.")
        if is_locked
        else status_for_taxpayer(thread, is_begun_by_us=_is_begun_by_us(thread)),
    }


def _is_begun_by_us(thread: ListedThread) -> bool:
    sender = thread.first["sender_id"] if thread.first else thread.taxpayer
    return sender not in (thread.taxpayer, thread.predecessor)
