"""Reads for the list of e-mails about messages, with a known number of SQL queries."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Invitation, Person
from encryption.codes import group
from messaging.models import Receipt, thread_url
from messaging.permissions import mails_visible_to
from messaging.queries import threads_told_of
from notices.addresses import hint
from notices.models import Notice

PAGE_ROWS = 25
OPENED = "opened"
# An e-mail of ours looks at nobody: that its reader opened the message is known from the portal alone.
STATES: Mapping[str, Promise] = MappingProxyType(
    {
        Notice.State.QUEUED.value: _("Queued"),
        Notice.State.DEFERRED.value: _("Put off, to be tried again"),
        Notice.State.SENT.value: _("Sent, not opened yet"),
        OPENED: _("Opened in the portal"),
        Notice.State.BOUNCED.value: _("Came back"),
        Notice.State.FAILED.value: _("Could not be sent"),
        Notice.State.WITHDRAWN.value: _("Withdrawn"),
    }
)
_PLACE = re.compile(r"[0-9]{1,18}")


class NoSuchPage(ValueError):
    """The state or the place in the list that an address names is none."""


@dataclass(frozen=True)
class Mail:
    """Hold one e-mail to one recipient as the page shows it; nothing of its message.

    moment: when it came to its state. thread_url: for whoever reads the thread; empty for administrators.
    """

    kind: str
    number: str
    address_hint: str
    state: str
    moment: datetime
    about: UUID
    thread_url: str


def place_of(text: str) -> int:
    """Read where a page begins. Raises NoSuchPage."""
    if _PLACE.fullmatch(text) is None:
        raise NoSuchPage
    return int(text)


def mails_page(person: Person, *, state: str, before: int | None) -> tuple[list[Mail], int | None]:
    """List one page of the e-mails about messages that `person` looks after, newest first, and where the next
    begins; three SQL queries at most, whatever was sent.

    state: one of STATES, or empty for all. Raises NoSuchPage.
    """
    if state and state not in STATES:
        raise NoSuchPage
    # By the thread's taxpayer, who may be an account by now: the mail names whoever they were before.
    opened = Receipt.objects.filter(
        message__public_id=OuterRef("about"), person=F("message__thread__taxpayer")
    )
    taken_up = Invitation.objects.filter(public_id=OuterRef("about"), outcome=Invitation.Outcome.ACCEPTED)
    page = mails_visible_to(person).annotate(
        opened_at=Coalesce(
            Subquery(opened.values("opened_at")[:1]), Subquery(taken_up.values("ended_at")[:1])
        )
    )
    if state == OPENED:
        page = page.filter(Exists(opened) | Exists(taken_up))
    elif state:
        # What somebody has read arrived, whatever a mail server said.
        page = page.filter(~Exists(opened), ~Exists(taken_up), state=state)
    if before is not None:
        page = page.filter(pk__lt=before)
    rows = list(page[: PAGE_ROWS + 1])
    shown = rows[:PAGE_ROWS]
    threads = {} if person.manages_people else threads_told_of(person, shown)
    following = shown[-1].pk if len(rows) > PAGE_ROWS else None
    return [_mail(row, row.opened_at, threads) for row in shown], following


def _mail(row: Notice, opened_at: datetime | None, threads: Mapping[UUID, UUID]) -> Mail:
    thread = threads.get(row.about)
    return Mail(
        kind=row.get_kind_display(),
        number=group(row.number),
        address_hint=hint(row.address),
        state=str(STATES[OPENED if opened_at else row.state]),
        moment=opened_at or row.failed_at or row.sent_at or row.queued_at,
        about=row.about,
        thread_url=thread_url(thread) if thread else "",
    )
