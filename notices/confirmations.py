"""Links by which whoever reads a mailbox says that it is theirs.

A token comes from the keyring and the notice's id, so that each attempt to mail a notice carries the same
one, the table holds nothing to take it from, and the notice's number says nothing of it.
"""

import base64
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.utils import timezone

from encryption.boxes import derive_key
from encryption.contexts import ctx
from keyring import keyring
from notices.models import Confirmation, Notice

TOKEN_CHARACTERS = 43


def offer(notice: Notice) -> Confirmation:
    """Let `notice` carry a link that confirms its address, for as long as the setting says.

    Belongs inside the transaction that makes the notice.
    """
    version = keyring().field().version
    confirmation = Confirmation(
        notice=notice, key_version=version, expires_at=timezone.now() + settings.CONFIRMATION_LASTS
    )
    confirmation.token_hash = _hashed(token_of(confirmation))
    confirmation.save(force_insert=True)
    return confirmation


def token_of(confirmation: Confirmation) -> str:
    """Give the token of a link: 43 characters that only the keyring can make; raises KeyringError."""
    secret = keyring().field(confirmation.key_version).secret
    token = derive_key(secret, info=ctx("address-confirmation", confirmation.notice.public_id))
    return base64.urlsafe_b64encode(token).decode("ascii").rstrip("=")


def find(token: str) -> Confirmation | None:
    """Find the offer of a link and its notice, used or not; None when the link is none of ours. One query."""
    if len(token) != TOKEN_CHARACTERS:
        return None
    return Confirmation.objects.filter(token_hash=_hashed(token)).select_related("notice").first()


def use(confirmation: Confirmation, *, now: datetime) -> bool:
    """Use up an offer that is in time and was not used; tell whether it was, of many at once for one only.

    Belongs inside the transaction of what it is used for.
    """
    usable = Confirmation.objects.filter(pk=confirmation.pk, used_at=None, expires_at__gt=now)
    return usable.update(used_at=now) == 1


def _hashed(token: str) -> str:
    return sha256(ctx("address-confirmation-hash", token)).hexdigest()
