"""The automatic answer to a mail: fixed words, once a day for an address, and never to what a program wrote.

Source: RFC 3834.
"""

from email.utils import parseaddr
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction

import notices.services as notices
from accounts.models import canonical_email
from comments.mail_in.addresses import is_ours
from comments.mail_in.facts import Facts
from comments.mail_in.sealing import Arrived
from comments.models import IncomingMail
from limits import services as limits
from limits.addresses import address_key
from limits.errors import TooMany
from notices.models import Notice

log = structlog.get_logger(__name__)

ANSWER_WORK = "comments.mail_answer"
# Whose mailboxes programs look after, or nobody does (RFC 3834 section 2).
PROGRAMS = frozenset({"mailer-daemon", "postmaster", "no-reply", "noreply", "donotreply", "do-not-reply"})
EVERYBODY = "everybody"
FAILED = frozenset({"fail", "permerror"})


def may_answer(arrived: Arrived, facts: Facts) -> bool:
    """Tell whether the sender of a mail that a person wrote gets an answer.

    Nobody does whom the mail does not come from: not by a failed check, for the answer would go to somebody
    who has written nothing, and not without a sender on the way, which is how programs write. Nor do
    addresses of ours, where an answer would be answered.
    """
    address = canonical_email(facts.from_address)
    local = address.partition("@")[0]
    if not address or arrived.sender == "":
        return False
    if local in PROGRAMS or local.startswith("owner-") or local.endswith("-request"):
        return False
    if facts.dmarc in FAILED or (facts.spf in FAILED and facts.dkim != "pass"):
        return False
    return address != canonical_email(parseaddr(settings.DEFAULT_FROM_EMAIL)[1]) and not is_ours(address)


def answer(public_id: UUID) -> None:
    """Queue the answer to a mail that became a thread, unless its address had one today, for the outbox.

    Only so many an hour in all: senders are easily forged, and most servers say nothing of them.
    When the machine stops between the two, there is none: better none than two.
    """
    mail = IncomingMail.objects.filter(public_id=public_id).select_related("thread__taxpayer").first()
    if mail is None or mail.thread is None:
        return
    person = mail.thread.taxpayer
    if not person.notice_address:
        return
    if not _spend(person.notice_address):
        return
    with transaction.atomic(durable=True):
        notices.enqueue_notice(
            Notice.Kind.MAIL_RECEIVED,
            person=person.public_id,
            address=person.notice_address,
            language=person.language,
            about=mail.public_id,
            has_link=False,
        )


def _spend(address: str) -> bool:
    """Count an answer to an address, and tell whether it may go out.

    Whom only the number of all answers refuses keeps the one of the day, for the next mail: otherwise forged
    mails of one hour would take it from everybody who writes in it.
    """
    of_address = ("mail_answer", address_key(address))
    try:
        limits.spend(*of_address)
    except TooMany:
        return False
    most, _seconds = settings.LIMITS["mail_answers"]
    in_all = limits.count("mail_answers", EVERYBODY)
    if in_all <= most:
        return True
    limits.give_back(*of_address)
    # Once in an hour: a flood of mails is none of lines.
    if in_all == most + 1:
        log.warning("comments.mail_in.answers_held_back", most=most)
    return False
