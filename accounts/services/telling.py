"""Telling people by mail what happened to the security of their account."""

from collections.abc import Iterable
from itertools import chain
from uuid import UUID, uuid4

import notices.services as notices
from accounts.models import Person, canonical_email
from notices import security_events
from notices.models import Notice


def tell(
    person: Person,
    kind: Notice.Kind,
    *,
    also_to: Iterable[str] = (),
    about: Iterable[UUID] = (),
    has_link: bool = True,
) -> None:
    """Promise a mail that this happened, to every address that the person has; belongs inside a transaction.

    kind: one of `notices.security_events.WORDS`; the mail says that and when, and nothing else.
    also_to: addresses that were the person's until now: whoever reads them has to hear of it first of all.
    about: by what whoever asks later finds these mails again, one for each address; else each gets its own.
    has_link: what comes of a unit's thread has none where the unit chose notices without.
    Who left no address is not told. Raises ValueError for a notice of another kind.
    """
    if kind not in security_events.WORDS:
        raise ValueError(kind)
    addresses = {
        canonical_email(address): address
        for address in (*also_to, person.notice_address, person.email)
        if address
    }
    # A thing of its own each time: the same may happen again, and both addresses hear of it.
    things = chain(about, iter(uuid4, None))
    for address, thing in zip(addresses.values(), things, strict=False):
        notices.enqueue_notice(
            kind,
            person=person.public_id,
            address=address,
            language=person.language,
            about=thing,
            has_link=has_link,
        )
