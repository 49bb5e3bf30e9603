"""The secret that each form carries: the reply code comes from it, so that one form posted twice shows one
code.

A token is the secret with a signature and the time; it proves that the form is ours and no older than a day.
"""

import base64
import binascii
import hmac
import secrets
from dataclasses import dataclass

from django.core.signing import BadSignature, SignatureExpired, TimestampSigner

from comments.errors import StaleForm
from encryption.boxes import derive_key
from encryption.codes import ReplyCode
from encryption.contexts import ctx

SECRET_BYTES = 32
OLDEST_SECONDS = 24 * 60 * 60
_signer = TimestampSigner(salt="comments.form")


@dataclass(frozen=True, repr=False)
class FormToken:
    """The 32-byte secret of a form of ours, and whether the form is too old for a new comment."""

    secret: bytes
    is_stale: bool


def new_token() -> str:
    """Make the token of a fresh form."""
    return _signer.sign(base64.urlsafe_b64encode(secrets.token_bytes(SECRET_BYTES)).decode("ascii"))


def read_token(token: str) -> FormToken:
    """Read the token of a form; raises StaleForm when it is not ours."""
    try:
        secret = base64.urlsafe_b64decode(_signer.unsign(token))
        _signer.unsign(token, max_age=OLDEST_SECONDS)
    except SignatureExpired:
        return FormToken(secret, is_stale=True)
    except (BadSignature, binascii.Error, ValueError):
        raise StaleForm from None
    if len(secret) != SECRET_BYTES:
        raise StaleForm
    return FormToken(secret, is_stale=False)


def usable(token: str) -> str:
    """Give `token` back if it is one of ours, else a new one."""
    try:
        read_token(token)
    except StaleForm:
        return new_token()
    return token


def reply_code(secret: bytes) -> ReplyCode:
    """Derive the reply code of a form."""
    return ReplyCode.from_form_secret(secret)


def content_mac(secret: bytes, *words: str) -> bytes:
    """Compute a MAC of what a form held, under a key of its own; the table alone cannot test guesses against
    it.
    """
    key = derive_key(secret, info=ctx("comment-mac"))
    return hmac.digest(key, ctx("comment", *words), "sha256")
