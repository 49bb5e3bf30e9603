"""Links that are mailed to whoever cannot get in with a password alone, as after too many failures.

A link signs nobody in: it makes the browser that follows it trusted for one person, so that their password
suffices there. Whoever asks is told the same, and the same is done, whether or not somebody has the address:
who it belongs to is looked up by the worker.
"""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

import audit.services as audit
import notices.services as notices
from accounts.errors import WrongLink
from accounts.models import MailedLink, Person
from accounts.services.asked_for import keep_only_somebodys
from audit.actions import Action
from encryption.errors import BadCode
from notices import mailed_secrets, outbox
from notices.mailed_secrets import Use
from notices.models import Notice

WORK = "accounts.sign_in_link"
# In the session of the browser that followed a link: for whom it is trusted.
NAME = "followed_link_of"


@transaction.atomic(durable=True)
def ask(*, address: str, is_flooded: bool = False) -> None:
    """Promise to mail a link to whoever signs in with this address, if anybody does.

    address: folded. is_flooded: so much is asked for that nothing may be left of what nobody reads.
    """
    link = MailedLink.objects.create(address=address, asked_at=timezone.now())
    work = outbox.enqueue(WORK, subject=link.public_id, idempotency_key=f"{WORK}:{link.public_id}")
    if is_flooded:
        keep_only_somebodys(link, work)


@transaction.atomic(durable=True)
def mail(public_id: UUID) -> None:
    """Mail the link that was asked for, once; the outbox calls this. For nobody there is nothing to do."""
    link = MailedLink.objects.select_for_update().filter(public_id=public_id, code_hash=None).first()
    if link is None:
        return
    person = Person.objects.filter(email=link.address, disabled_at=None).first()
    if person is None:
        link.delete()
        return
    code = mailed_secrets.new_code(Use.SIGN_IN_LINK)
    link.code_hash = mailed_secrets.hashed(Use.SIGN_IN_LINK, code)
    link.person = person
    link.save(update_fields=["code_hash", "person"])
    notices.enqueue_notice(
        Notice.Kind.SIGN_IN_LINK,
        person=person.public_id,
        address=link.address,
        language=person.language,
        about=public_id,
        token=code,
    )
    audit.record(Action.SIGN_IN_LINK_MAILED, actor=None, subject=person.public_id)


@transaction.atomic(durable=True)
def follow(request: HttpRequest, *, typed: str) -> None:
    """Trust this browser for the person whose link it is, until its session ends; once for each link.

    Raises WrongLink for everything that is no link of ours, or is used, or too old.
    """
    link = MailedLink.objects.filter(code_hash=_hashed(typed), asked_at__gt=_oldest()).first()
    # Deleted before it does anything, so that of two who come at once one finds nothing.
    used = link is not None and MailedLink.objects.filter(pk=link.pk).delete()[0]
    if link is None or not used or link.person is None:
        raise WrongLink
    session = request.session
    # Another key: whoever knew the one before, as who planted it, is trusted with nothing.
    session.cycle_key()
    session[NAME] = str(link.person.public_id)
    session.save()
    audit.record(Action.SIGN_IN_LINK_FOLLOWED, actor=None, subject=link.person.public_id)


def is_followed(session: SessionBase, person: Person) -> bool:
    """Tell whether this browser followed a link of this person."""
    return session.get(NAME) == str(person.public_id)


def forget_old() -> None:
    """Delete what nobody followed in time; the worker's housekeeping calls this."""
    MailedLink.objects.filter(asked_at__lte=_oldest()).delete()


def _hashed(typed: str) -> bytes:
    try:
        return mailed_secrets.hashed_as_typed(Use.SIGN_IN_LINK, typed)
    except BadCode:
        raise WrongLink from None


def _oldest() -> datetime:
    return timezone.now() - settings.SIGN_IN_LINK_LASTS
