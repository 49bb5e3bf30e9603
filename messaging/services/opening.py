"""Reading: it opens envelopes, leaves receipts and audit events, and says where a message cannot be shown.

Opening comes before the transaction, so that no other writer waits for it; nothing is given before the
transaction has recorded it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

import audit.services as audit
from accounts.models import Person, Unit
from audit.actions import Action
from keys import envelopes
from keys.errors import KeysError
from keys.queries import holders_of
from keys.services import require_unit_key
from keys.unlocked import UnlockedPerson
from messaging import queries, thread_lists
from messaging.errors import CannotSeal, NotAHolder
from messaging.models import Message, Receipt, Representation, Thread
from messaging.services import unreached
from messaging.services.storing import keep_unit_wraps, stored, stored_firsts


@dataclass(frozen=True)
class MailboxRow:
    """One thread of a list; `summary` is None when it cannot be shown.

    is_withheld: it was not even tried, since the thread opens only after a second factor.
    """

    thread: thread_lists.ListedThread
    summary: envelopes.Summary | None
    is_withheld: bool = False


@dataclass(frozen=True)
class OpenedMessage:
    """One message as its reader may see it; `content` is None when it cannot be shown.

    is_of_taxpayer: it is of the taxpayer's side. representative: who wrote it for them; None for themselves.
    opened_at: when somebody of the other side first opened it.
    """

    message: Message
    content: envelopes.Content | None
    is_of_taxpayer: bool
    opened_at: datetime | None
    representative: Representation | None = None


@dataclass(frozen=True, repr=False)
class Heading:
    """Hold what a thread is headed by: its subject, and the name that its person gave, if any."""

    subject: str
    person: str


def open_mailbox(
    *,
    reader: UnlockedPerson[Person],
    unit: Unit,
    before: thread_lists.Cursor | None,
    opens_restricted: bool,
) -> tuple[list[MailboxRow], thread_lists.Cursor | None]:
    """Open the subjects of one page of a unit's mailbox; the listing is one audit event.

    opens_restricted: the reader has shown what restricted threads open to; else these are not even tried.
    """
    threads, following = thread_lists.mailbox_page(reader.person, unit, before=before)
    rows = _open_rows(
        reader,
        threads,
        listing=Action.MAILBOX_LISTED,
        of=unit.public_id,
        opens_restricted=opens_restricted,
    )
    return rows, following


def open_threads(
    *, reader: UnlockedPerson[Person], before: thread_lists.Cursor | None, opens_restricted: bool
) -> tuple[list[MailboxRow], thread_lists.Cursor | None]:
    """Open the subjects of one page of the reader's own threads; the listing is one audit event.

    Locked ones are not even tried; restricted ones as in `open_mailbox`.
    """
    threads, following = thread_lists.threads_page(reader.person, before=before)
    rows = _open_rows(
        reader,
        threads,
        listing=Action.THREADS_LISTED,
        of=reader.person.public_id,
        opens_restricted=opens_restricted,
    )
    return rows, following


def open_thread(
    *, reader: UnlockedPerson[Person], thread: Thread, leaves_receipts: bool = True
) -> list[OpenedMessage]:
    """Open every message of a thread that the reader has fetched through a permission.

    A message whose key, signature, place or chain does not hold is given without content, and reported; the
    rest opens. Messages that are gone are reported too, once, by the thread.
    """
    person = reader.person
    messages = queries.messages_of(thread)
    unit_wraps: dict[UUID, bytes] = {}
    contents = envelopes.open_messages(reader, stored(messages), note_unit_wrap=unit_wraps.__setitem__)
    receipts = queries.receipts_of(messages)
    helpers = queries.representatives_in(thread)
    opened = [
        _opened(message, content, thread, receipts[message.pk], helpers)
        for message, content in zip(messages, contents, strict=True)
    ]
    with transaction.atomic(durable=True):
        keep_unit_wraps(unit_wraps)
        if leaves_receipts:
            unopened = [entry for entry in opened if person.pk not in receipts[entry.message.pk]]
            _leave_receipts(person, thread, opened, unopened, timezone.now())
        hidden = [entry.message.public_id for entry in opened if entry.content is None]
        if len(messages) < thread.latest_sequence:
            hidden.append(thread.public_id)
        if hidden and not lacks_unit_key(reader, thread.unit.public_id):
            report(reader, [(message, thread.public_id) for message in hidden])
        audit.record(
            Action.THREAD_OPENED,
            actor=person.public_id,
            subject=thread.public_id,
            details={"role": person.role, "messages": len(messages)},
        )
    return opened


def open_heading(*, reader: UnlockedPerson[Person], thread: Thread) -> Heading:
    """Open a thread's subject on its own, for a page that shows it; raises CannotSeal.

    One audit event; where the first message cannot be shown, that is reported.
    """
    first = queries.first_message(thread)
    content = envelopes.open_one(reader, stored([first])[0]) if first else None
    with transaction.atomic(durable=True):
        if content is None:
            report(reader, [(first.public_id if first else thread.public_id, thread.public_id)])
        else:
            audit.record(
                Action.SUBJECT_OPENED,
                actor=reader.person.public_id,
                subject=thread.public_id,
                details={"role": reader.person.role},
            )
    if content is None:
        raise CannotSeal
    return Heading(content.subject, content.author_name)


def lacks_unit_key(reader: UnlockedPerson[Person], unit: UUID) -> bool:
    """Tell whether a member of this unit holds no key of it, as after a reset until a colleague lets them in.

    One SQL query; asked only where something could not be shown, and none where a key of a unit was opened.
    """
    person = reader.person
    if not person.works_in_units or reader.unit_keys:
        return False
    return person.public_id not in holders_of([unit]).get(unit, ())


def require_holder(officer: UnlockedPerson[Person], unit: Unit) -> None:
    """Raise NotAHolder unless somebody opens a unit's key: only who does may speak for the unit."""
    try:
        require_unit_key(officer, unit.public_id)
    except KeysError:
        raise NotAHolder from None


def thread_heading(*, reader: UnlockedPerson[Person], thread: Thread) -> Heading:
    """Open a thread's subject, for a message that is about to go into it; raises CannotSeal."""
    content = first_content(reader, thread)
    if content is None:
        raise CannotSeal
    return Heading(content.subject, content.author_name)


def first_content(reader: UnlockedPerson[Person], thread: Thread) -> envelopes.Content | None:
    """Open the message that a thread began with; None when it is not there or not sound."""
    first = queries.first_message(thread)
    return envelopes.open_one(reader, stored([first])[0]) if first else None


def _open_rows(
    reader: UnlockedPerson[Person],
    threads: Sequence[thread_lists.ListedThread],
    *,
    listing: Action,
    of: UUID,
    opens_restricted: bool,
) -> list[MailboxRow]:
    """Open what a list shows of each thread, report what cannot be shown, and record the listing."""
    is_own = listing is Action.THREADS_LISTED
    withheld = {
        thread.public_id for thread in threads if thread.restricted_at is not None and not opens_restricted
    }
    tried = [
        thread
        for thread in threads
        if thread.public_id not in withheld and not (is_own and thread.is_locked_to(reader.person))
    ]
    firsts = stored_firsts(tried)
    unit_wraps: dict[UUID, bytes] = {}
    summaries = envelopes.open_summaries(reader, list(firsts.values()), note_unit_wrap=unit_wraps.__setitem__)
    opened = dict(zip(firsts, summaries, strict=True))
    rows = [
        MailboxRow(thread, opened.get(thread.public_id), thread.public_id in withheld) for thread in threads
    ]
    with transaction.atomic(durable=True):
        keep_unit_wraps(unit_wraps)
        hidden = [(first.message, first.thread) for key, first in firsts.items() if opened[key] is None]
        gone = [thread.public_id for thread in tried if thread.public_id not in firsts]
        hidden += [(thread, thread) for thread in gone]
        if hidden and not lacks_unit_key(reader, of):
            report(reader, hidden)
        audit.record(listing, actor=reader.person.public_id, subject=of, details={"rows": len(rows)})
    return rows


def _opened(
    message: Message,
    content: envelopes.Content | None,
    thread: Thread,
    receipts: Mapping[int, datetime],
    helpers: Mapping[UUID, Representation],
) -> OpenedMessage:
    """Say when the side that did not write the message first opened it.

    receipts: who opened it and when, the first first. helpers: who ever represented the taxpayer here.
    """
    sender = message.sender_id
    is_own = sender is not None and sender in (thread.taxpayer.public_id, thread.predecessor_id)
    helper = helpers.get(sender) if sender is not None and not is_own else None
    by_taxpayer = is_own or helper is not None
    of_other_side = (
        opened_at for person, opened_at in receipts.items() if (person == thread.taxpayer_id) != by_taxpayer
    )
    return OpenedMessage(message, content, by_taxpayer, next(of_other_side, None), helper)


def _leave_receipts(
    person: Person,
    thread: Thread,
    opened: list[OpenedMessage],
    unopened: list[OpenedMessage],
    now: datetime,
) -> None:
    """Note that the person opened what the other side wrote; `unopened` had no receipt of theirs so far.

    What a representative has opened, the taxpayer has not.
    """
    is_taxpayer = not person.works_in_units
    new = [
        entry.message
        for entry in unopened
        if entry.content is not None and entry.is_of_taxpayer != is_taxpayer
    ]
    if new:
        # Locked, so that of two pages that open at once one leaves the receipt and its event.
        Thread.objects.select_for_update().get(pk=thread.pk)
        earlier = set(
            Receipt.objects.filter(message__in=new, person=person).values_list("message_id", flat=True)
        )
        new = [message for message in new if message.pk not in earlier]
    Receipt.objects.bulk_create(Receipt(message=message, person=person, opened_at=now) for message in new)
    for message in new:
        audit.record(Action.MESSAGE_OPENED, actor=person.public_id, subject=message.public_id)
    if is_taxpayer and person.pk != thread.taxpayer_id:
        return
    if is_taxpayer and new:
        unreached.end_by_opening(thread)
    column = "taxpayer_opened_at" if is_taxpayer else "unit_opened_at"
    # What could not be shown was not opened.
    is_shown = all(entry.content is not None for entry in opened if entry.is_of_taxpayer != is_taxpayer)
    if getattr(thread, column) is None and opened and is_shown:
        # A message that came in since these were fetched leaves the thread unread.
        read_up_to = opened[-1].message.sequence
        Thread.objects.filter(pk=thread.pk, latest_sequence=read_up_to).update(**{column: now})


def report(reader: UnlockedPerson[Person], hidden: Iterable[tuple[UUID, UUID]]) -> None:
    """Raise the alert of the status page for each message, with its thread, that cannot be shown.

    A thread stands in the place of a message of its own that is gone. Belongs inside a transaction.
    """
    for message, thread in hidden:
        audit.record(
            Action.MESSAGE_FAILED_TO_OPEN,
            actor=reader.person.public_id,
            subject=message,
            details={"thread": str(thread)},
        )


def senders_of(messages: Iterable[OpenedMessage]) -> set[UUID]:
    """Collect who wrote the messages of the agency's side."""
    return {
        entry.message.sender_id for entry in messages if entry.message.sender_id and not entry.is_of_taxpayer
    }
