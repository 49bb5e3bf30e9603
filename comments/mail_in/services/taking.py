"""Taking a mail in: sealed and committed before anybody reads it, and before it is acknowledged."""

import hmac

from django.conf import settings
from django.db import transaction
from django.utils import timezone

import audit.services as audit
from accounts.models import canonical_email
from audit.actions import Action
from comments.mail_in.addresses import is_ours, topic_of
from comments.mail_in.errors import NobodysAddress, TooLarge
from comments.mail_in.sealing import Arrived, seal_arrived
from comments.models import IncomingMail
from encryption.boxes import derive_key
from encryption.contexts import ctx
from keyring import keyring
from notices import outbox

READ_WORK = "comments.mail"


@transaction.atomic(durable=True)
def take(arrived: Arrived) -> bool:
    """Store a mail and promise to read it; tells whether it is new.

    The same bytes for the same recipient are stored once, however often they come: whoever brings a mail
    again has not heard that it was taken. Raises NobodysAddress and TooLarge.
    """
    if len(arrived.raw) > settings.MAIL_IN_LARGEST_BYTES:
        raise TooLarge
    if not is_ours(arrived.recipient):
        raise NobodysAddress
    # Also by earlier versions of the key: the keyring may have changed between two attempts.
    hashes = [_hash(arrived, version.secret) for version in keyring().fields()]
    if IncomingMail.objects.filter(mail_hash__in=hashes).exists():
        return False
    made = IncomingMail(
        mail_hash=_hash(arrived, keyring().field().secret),
        topic=topic_of(arrived.recipient),
        received_at=timezone.now(),
        size_bytes=len(arrived.raw),
    )
    made.sealed = seal_arrived(arrived, made.public_id)
    IncomingMail.objects.bulk_create([made], ignore_conflicts=True)
    # The same mail, brought twice at once: the other one came first.
    if not IncomingMail.objects.filter(public_id=made.public_id).exists():
        return False
    outbox.enqueue(READ_WORK, subject=made.public_id, idempotency_key=f"{READ_WORK}:{made.public_id}")
    audit.record(
        Action.MAIL_TAKEN_IN, actor=None, subject=made.public_id, details={"bytes": len(arrived.raw)}
    )
    return True


def _hash(arrived: Arrived, secret: bytes) -> bytes:
    """Compute 32 bytes by which a mail is found again; the table alone cannot test guesses against them."""
    key = derive_key(secret, info=ctx("incoming-mail-hash"))
    return hmac.digest(key, ctx("incoming-mail", canonical_email(arrived.recipient), arrived.raw), "sha256")
