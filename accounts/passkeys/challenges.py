"""Challenges for passkeys: made for one purpose in one session, used once, soon over."""

import base64
import hashlib
import secrets
from datetime import datetime
from enum import StrEnum

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.utils import timezone

from accounts.errors import WrongPasskey
from accounts.models.factors import Challenge

NAME = "challenge"
CHALLENGE_BYTES = 32


class Purpose(StrEnum):
    """What a passkey is asked for; a challenge for one thing does nothing for another."""

    SIGN_IN = "sign_in"
    SECOND_STEP = "second_step"
    PROOF = "proof"
    NEW = "new"
    EARLIER = "earlier"
    OPEN = "open"


@transaction.atomic(durable=True)
def make(session: SessionBase, purpose: Purpose) -> bytes:
    """Make a challenge, in the place of the one that this session had."""
    challenge = secrets.token_bytes(CHALLENGE_BYTES)
    until = timezone.now() + settings.CHALLENGE_LASTS
    Challenge.objects.create(digest=_digest(challenge), until=until)
    session[NAME] = {"value": base64.b64encode(challenge).decode(), "purpose": purpose.value}
    return challenge


def use(session: SessionBase, purpose: Purpose) -> bytes:
    """Take the session's challenge, so that nobody does again; raises WrongPasskey when there is none."""
    try:
        kept = session.pop(NAME)
        challenge, made_for = base64.b64decode(kept["value"]), kept["purpose"]
    except (KeyError, TypeError, ValueError):
        raise WrongPasskey from None
    with transaction.atomic(durable=True):
        # One statement: of two who come with one challenge at once, one finds it.
        used, _by_table = Challenge.objects.filter(digest=_digest(challenge), until__gt=_now()).delete()
    if not used or made_for != purpose.value:
        raise WrongPasskey
    return challenge


def forget_late() -> None:
    """Delete the challenges whose time is over; the worker's housekeeping calls this."""
    Challenge.objects.filter(until__lte=_now()).delete()


def _digest(challenge: bytes) -> str:
    return hashlib.sha256(challenge).hexdigest()


def _now() -> datetime:
    return timezone.now()
