"""Links by which whoever reads a mailbox says that it is theirs."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone

from notices.mailed_secrets import LINK_CHARACTERS, Use, hashed
from notices.models import Confirmation, Notice


def offer(notice: Notice, *, token: str) -> Confirmation:
    """Let the link that `notice` carries confirm its address, for as long as the setting says.

    Belongs inside the transaction that makes the notice.
    """
    return Confirmation.objects.create(
        notice=notice, token_hash=_hashed(token), expires_at=timezone.now() + settings.CONFIRMATION_LASTS
    )


def find(token: str) -> Confirmation | None:
    """Find the offer of a link and its notice, used or not; None when the link is none of ours. One query."""
    if len(token) != LINK_CHARACTERS:
        return None
    return Confirmation.objects.filter(token_hash=_hashed(token)).select_related("notice").first()


def use(confirmation: Confirmation, *, now: datetime) -> bool:
    """Use up an offer that is in time and was not used; tell whether it was, of many at once for one only.

    Belongs inside the transaction of what it is used for.
    """
    usable = Confirmation.objects.filter(pk=confirmation.pk, used_at=None, expires_at__gt=now)
    return usable.update(used_at=now) == 1


def _hashed(token: str) -> str:
    return hashed(Use.ADDRESS_CONFIRMATION, token).hex()
