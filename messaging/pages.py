"""What the page of a thread shows, as plain values for its template."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Person
from accounts.queries import WaitingWayIn, way_in_of_visitor
from encryption.codes import group
from messaging import queries
from messaging.administration.queries import reasons_of
from messaging.channel import Decision
from messaging.findings import explained, marked
from messaging.models import Thread
from messaging.promises import answer_due_on
from messaging.queries import may_have
from messaging.representatives import name_of
from messaging.services.inviting import FirstWords
from messaging.services.opening import OpenedMessage, senders_of
from messaging.services.sending import Words
from messaging.thread_lists import ListedThread
from notices.addresses import hint
from notices.models import Notice
from notices.queries import mails_about

# Whoever it was for may not know of it.
NOT_DELIVERED = (Notice.State.FAILED, Notice.State.BOUNCED)


def thread_facts(thread: Thread, messages: Sequence[OpenedMessage]) -> dict[str, Any]:
    """Describe a thread; its subject is that of its first message, None when that cannot be shown."""
    first = messages[0].content if messages else None
    return {
        "public_id": thread.public_id,
        "url": thread.get_absolute_url(),
        "subject": first.subject if first else None,
        "person_name": _visitor_name(messages),
        "topic": thread.topic.name,
        "unit": thread.unit.name,
        "answer_days": thread.unit.answer_days,
        "created_at": thread.opened_at,
        "due_on": due_on_of(thread),
        "taxpayer_has_address": bool(thread.taxpayer.notice_address),
        "is_closed": thread.closed_at is not None,
        "came_by_mail": thread.came_by_mail,
        "was_exposed": thread.was_exposed,
        "regrants_url": reverse("regrants", args=[thread.unit.public_id]) if thread.is_locked else "",
        "address_hint": hint(thread.taxpayer.notice_address),
        "is_address_confirmed": thread.taxpayer.notice_address_confirmed_at is not None,
    }


def way_in_of(thread: Thread) -> WaitingWayIn | None:
    """Tell how the person of an open thread gets in; None for somebody who has an account."""
    if not thread.taxpayer.is_visitor or thread.closed_at is not None:
        return None
    if may_have(thread, "has_invitation"):
        return way_in_of_visitor(thread.taxpayer)
    return WaitingWayIn(may_have(thread, "has_code"), invited_until=None, tries_left=0)


def invitation_facts(reader: Person, thread: Thread) -> dict[str, Any] | None:
    """Describe how the mail of a thread's open invitation went; None where none was mailed.

    Three SQL queries at most, and none where nobody waits to come in.
    """
    if not may_have(thread, "has_invitation"):
        return None
    invitation = queries.open_invitation_of(thread.taxpayer)
    mails = mails_about([invitation]).get(invitation, []) if invitation else []
    if not mails:
        return None
    failed = next((mail for mail in mails if mail.state in NOT_DELIVERED), None)
    reasons = reasons_of([failed] if failed else [])
    return {
        "mails": [_mail_row(mail, None) for mail in mails],
        "given_up": failed.public_id if failed and failed.public_id in reasons else None,
        "number": group(failed.number) if failed else "",
        "why": reasons.get(failed.public_id, "") if failed else "",
        "is_whole": failed is not None and failed.is_whole,
        "may_try_again": reader.looks_after_deliveries,
    }


def status_for_taxpayer(thread: Thread | ListedThread, *, is_begun_by_us: bool = False) -> str:
    """Say in words where the thread stands, with the promise.

    is_begun_by_us: the person has asked nothing, so that nothing was answered.
    """
    if thread.closed_at is not None:
        return _("This conversation is closed.")
    if thread.waiting_since is None:
        return _("We have written to you.") if is_begun_by_us else _("We have answered.")
    return ngettext(
        "We have your message. We usually answer in %(days)d business day.",
        "We have your message. We usually answer in %(days)d business days.",
        thread.unit.answer_days,
    ) % {"days": thread.unit.answer_days}


def status_for_officer(thread: Thread) -> str:
    """Say in words what the unit has to do."""
    if thread.closed_at is not None:
        return _("Closed")
    if thread.waiting_since is not None:
        return _("Waiting for an answer")
    return _("Answered, and opened by them") if thread.taxpayer_opened_at else _("Answered, not opened yet")


def message_rows(reader: Person, thread: Thread, messages: Sequence[OpenedMessage]) -> list[dict[str, Any]]:
    """Describe the messages of a thread for whoever reads them."""
    is_taxpayer = not reader.works_in_units
    names = {} if is_taxpayer else _names_of(reader, messages)
    visitor = _visitor_name(messages)
    mails = mails_about([entry.message.public_id for entry in messages if not entry.is_of_taxpayer])
    latest = [about[-1] for about in mails.values()]
    failed = [] if is_taxpayer else [mail for mail in latest if mail.state in NOT_DELIVERED]
    reasons = reasons_of(failed)
    released = {} if is_taxpayer else queries.releases_in(thread)
    rows = []
    for entry in messages:
        about = mails.get(entry.message.public_id, [])
        delivery = {
            **delivery_of(about),
            "given_up": about[-1].public_id if about and about[-1].public_id in reasons else None,
            "why": reasons.get(about[-1].public_id, "") if about else "",
            "may_try_again": reader.looks_after_deliveries,
            "mails": [] if is_taxpayer else [_mail_row(mail, entry.opened_at) for mail in about],
        }
        rows.append(
            {
                "public_id": entry.message.public_id,
                "is_shown": entry.content is not None,
                "sequence": entry.message.sequence,
                "text": entry.content.text if entry.content else "",
                "quoted": entry.content.quoted if entry.content else "",
                "author_words": _author(
                    entry,
                    thread,
                    names,
                    visitor,
                    is_taxpayer=is_taxpayer,
                    is_own=_is_own(entry, reader, thread),
                ),
                "is_own": _is_own(entry, reader, thread),
                "is_of_taxpayer": entry.is_of_taxpayer,
                "sent_at": entry.message.sent_at,
                "opened_at": entry.opened_at,
                "delivery": delivery,
                "release": released.get(entry.message.public_id),
            }
        )
    return rows


def check_of(words: Words, decision: Decision) -> dict[str, Any]:
    """Describe what screening found, with the places marked, and the channel that follows."""
    parts = {"subject": (_("Subject"), words.subject), "text": (_("Your answer"), words.text)}
    return _check_of({**parts, "quoted": (_("Quoted text"), words.quoted)}, decision)


def check_of_first(words: FirstWords, decision: Decision) -> dict[str, Any]:
    """Describe what screening found in the words that begin a thread, which go through the portal."""
    parts = {"names.0": (_("Their name"), words.name), "subject": (_("Subject"), words.subject)}
    return _check_of({**parts, "text": (_("Your message"), words.text)}, decision)


def _check_of(parts: Mapping[str, tuple[str, str]], decision: Decision) -> dict[str, Any]:
    """Describe a decision; parts: of the words, each with what people call it and its text."""
    found = {
        name: [
            finding for finding in decision.findings if finding.part == name and finding.strength != "clean"
        ]
        for name in parts
    }
    return {
        "seen_hash": decision.seen_hash,
        "screening_failed": decision.screening_failed,
        "channel_words": _("through the portal"),
        "plain_hint": hint(decision.mail.recipient) if decision.mail else "",
        "release_hint": hint(decision.held_mail.recipient) if decision.held_mail else "",
        "why": explained(decision.findings),
        "asks_factor": settings.RESTRICTED_NEEDS_SECOND_FACTOR and decision.strength == "restricted",
        "marked": [
            (title, marked(text, found[name])) for name, (title, text) in parts.items() if found[name]
        ],
    }


def held_words(decision: Decision, *, is_plain_wanted: bool) -> str:
    """Say why the button that was pressed has not sent."""
    if not is_plain_wanted:
        return _("Nothing was sent yet. Look at what we found, then send it.")
    if decision.mail is None:
        return _("This may not go by plain e-mail. Nothing was sent. Send it through the portal.")
    return _("Nothing was sent yet. Read what plain e-mail means, then choose.")


def delivery_of(mails: Sequence[Notice]) -> dict[str, Any]:
    """Describe how an answer went, from the mails about it, oldest first.

    An answer that was meant for plain e-mail and was kept from it has a notice after that, or none where
    nobody left an address. One that left has left in clear, also when it came back and has a notice after
    that.
    """
    latest = mails[-1] if mails else None
    plain = next((mail for mail in mails if mail.kind == Notice.Kind.PLAIN_ANSWER), None)
    is_plain = plain is not None and plain.state not in NOT_DELIVERED
    has_come_back = plain is not None and plain.has_come_back
    shown = plain if is_plain or has_come_back else latest
    return {
        "is_plain": is_plain,
        "is_plain_sent": is_plain and plain is not None and plain.state == Notice.State.SENT,
        "has_come_back": has_come_back,
        "is_withheld": plain is not None and not is_plain and not has_come_back,
        "number": group(latest.number) if latest else "",
        "address_hint": hint(shown.address) if shown else "",
        "state_words": _state_of(latest) if latest else "",
    }


def sent_facts(thread: Thread, rows: Sequence[dict[str, Any]], message_id: str) -> dict[str, Any] | None:
    """Describe how it was sent, when the page's address names one of the thread's messages by its reader."""
    row = next((row for row in rows if str(row["public_id"]) == message_id and row["is_own"]), None)
    if row is None:
        return None
    delivery: dict[str, Any] = row["delivery"]
    return delivery


def _mail_row(mail: Notice, opened_at: datetime | None) -> dict[str, str]:
    """Describe one e-mail to one recipient; `opened_at` is when its message was opened in the portal."""
    kinds = {
        Notice.Kind.PLAIN_ANSWER: _("E-mail"),
        Notice.Kind.REMINDER: _("Reminder"),
        Notice.Kind.INVITATION_TO_READ: _("Invitation"),
        Notice.Kind.INVITATION_REMINDER: _("Reminder"),
    }
    state = _state_of(mail)
    if opened_at is not None:
        when = date_format(timezone.localtime(opened_at), "DATETIME_FORMAT")
        state = _("%(state)s; opened in the portal on %(when)s") % {"state": state, "when": when}
    return {
        "kind": kinds.get(Notice.Kind(mail.kind), _("Notice")),
        "number": group(mail.number),
        "address_hint": hint(mail.address),
        "state_words": state,
    }


def _state_of(notice: Notice) -> str:
    """Say how far a notice came, and when."""
    words = {
        Notice.State.QUEUED: _("Queued on %(when)s"),
        Notice.State.DEFERRED: _("Put off so far, and tried again; queued on %(when)s"),
        Notice.State.BOUNCED: _("Came back on %(when)s"),
        Notice.State.SENT: _("Sent on %(when)s"),
        Notice.State.FAILED: _("Could not be sent; given up on %(when)s"),
        Notice.State.WITHDRAWN: _("Withdrawn; it was queued on %(when)s"),
    }
    moment = notice.failed_at or notice.sent_at or notice.queued_at
    when = date_format(timezone.localtime(moment), "DATETIME_FORMAT")
    return words[Notice.State(notice.state)] % {"when": when}


def _names_of(reader: Person, messages: Sequence[OpenedMessage]) -> dict[UUID, str]:
    """Map the agency's people who wrote to their names; asks for nobody but the reader's colleagues."""
    own = {reader.public_id: reader.name}
    others = senders_of(messages) - own.keys()
    return own | queries.names_of(others) if others else own


def _visitor_name(messages: Sequence[OpenedMessage]) -> str:
    """Give the name of a thread's person, which stands in its first message; later ones do not repeat it."""
    first = messages[0].content if messages else None
    return (first.author_name if first else "") or _("A visitor")


def _is_own(entry: OpenedMessage, reader: Person, thread: Thread) -> bool:
    """Tell whether the reader wrote a message, or, for officers, their side did."""
    if reader.works_in_units:
        return not entry.is_of_taxpayer
    if entry.representative is not None or reader.pk != thread.taxpayer_id:
        return bool(entry.message.sender_id == reader.public_id)
    return entry.is_of_taxpayer


def _author(
    entry: OpenedMessage,
    thread: Thread,
    names: dict[UUID, str],
    visitor: str,
    *,
    is_taxpayer: bool,
    is_own: bool,
) -> str:
    if entry.representative is not None and not is_own:
        name = name_of(entry.representative) or _("A representative")
        return _("%(name)s, representative") % {"name": name}
    if entry.is_of_taxpayer:
        return _("You") if is_own and is_taxpayer else visitor
    if is_taxpayer:
        return thread.unit.name
    sender = entry.message.sender_id
    name = names.get(sender, "") if sender else ""
    return f"{name}, {thread.unit.name}" if name else thread.unit.name


def due_on_of(thread: Thread | ListedThread) -> date | None:
    """Give the day by which an answer is promised; None where none is waited for."""
    if thread.waiting_since is None or thread.closed_at is not None:
        return None
    return answer_due_on(waiting_since=thread.waiting_since, answer_days=thread.unit.answer_days)
