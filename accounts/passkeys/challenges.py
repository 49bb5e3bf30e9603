"""Challenges for passkeys: made for one purpose in one browser, used once, soon over.

Nothing is stored of one that is only asked for: it says itself what it is for and until when, under a mark
that only this server makes, over what this browser alone holds. So anybody asks as often as they like, and no
stranger uses up what others need. Kept are those that were answered, as long as they would last.
"""

import hashlib
import hmac
import secrets
from datetime import UTC, datetime
from enum import StrEnum

from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.errors import WrongPasskey
from accounts.models.factors import Challenge
from encryption.contexts import ctx

RANDOM_BYTES = 32
MOMENT_BYTES = 8


class Purpose(StrEnum):
    """What a passkey is asked for; a challenge for one thing does nothing for another."""

    SIGN_IN = "sign_in"
    SECOND_STEP = "second_step"
    PROOF = "proof"
    NEW = "new"
    EARLIER = "earlier"
    OPEN = "open"


def make(request: HttpRequest, purpose: Purpose) -> bytes:
    """Make a challenge for this browser; it writes nothing."""
    # Sees to it that the browser holds the secret against forged forms.
    get_token(request)
    until = int((_now() + settings.CHALLENGE_LASTS).timestamp())
    body = until.to_bytes(MOMENT_BYTES, "big") + secrets.token_bytes(RANDOM_BYTES)
    return body + _mark(request, purpose, body)


def check(request: HttpRequest, purpose: Purpose, challenge: bytes) -> None:
    """Raise WrongPasskey for what was not made for this browser and purpose, or is over."""
    body, mark = challenge[: MOMENT_BYTES + RANDOM_BYTES], challenge[MOMENT_BYTES + RANDOM_BYTES :]
    is_ours = hmac.compare_digest(mark, _mark(request, purpose, body))
    if not is_ours or _until(challenge) <= _now().timestamp():
        raise WrongPasskey


def use_up(challenge: bytes) -> None:
    """Note that a challenge was answered, so that no answer to it counts again; raises WrongPasskey."""
    until = datetime.fromtimestamp(_until(challenge), tz=UTC)
    try:
        with transaction.atomic(durable=True):
            # Of two who come with one challenge at once, one finds that it is there.
            Challenge.objects.create(digest=hashlib.sha256(challenge).hexdigest(), until=until)
    except IntegrityError:
        raise WrongPasskey from None


def forget_late() -> None:
    """Delete the challenges whose time is over; the worker's housekeeping calls this."""
    Challenge.objects.filter(until__lte=_now()).delete()


def _until(challenge: bytes) -> int:
    return int.from_bytes(challenge[:MOMENT_BYTES], "big")


def _mark(request: HttpRequest, purpose: Purpose, body: bytes) -> bytes:
    bound = ctx("passkey-challenge", purpose.value, str(request.META.get("CSRF_COOKIE", "")), body)
    return salted_hmac("accounts.passkeys.challenges", bound, algorithm="sha256").digest()


def _now() -> datetime:
    return timezone.now()
