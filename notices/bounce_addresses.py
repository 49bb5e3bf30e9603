"""The address that a mail gives as its sender on the way, so that a bounce says by itself what it is about.

It holds the notice's number and a code that only the keyring can make, so that nobody who sees one address
can make another. Known as variable envelope return paths.
"""

import hmac
import re

from django.conf import settings

from encryption.boxes import derive_key
from encryption.codes import ALPHABET
from encryption.contexts import ctx
from keyring import keyring
from notices.models import NUMBER_CHARACTERS, Notice

CODE_CHARACTERS = 16
_TAG = re.compile(rf"([0-9A-Z]{{{NUMBER_CHARACTERS}}})-([0-9A-Z]{{{CODE_CHARACTERS}}})", re.ASCII)


def address_of(notice: Notice) -> str:
    """Give the address that bounces of this notice go to; empty where the portal takes none."""
    if not settings.BOUNCE_ADDRESS:
        return ""
    local, _, domain = settings.BOUNCE_ADDRESS.partition("@")
    code = _code_of(notice, keyring().field().secret)
    return f"{local}+{notice.number}-{code}@{domain}".lower()


def notice_of(recipient: str) -> Notice | None:
    """Find the notice whose bounces go to this address; None for every address that we did not make."""
    wanted, _, _domain = settings.BOUNCE_ADDRESS.partition("@")
    local, _, _domain = recipient.partition("@")
    name, _, tag = local.rpartition("+")
    found = _TAG.fullmatch(tag.upper())
    if not wanted or found is None or name.casefold() != wanted.casefold():
        return None
    notice = Notice.objects.filter(number=found[1]).first()
    if notice is None:
        return None
    # Also by earlier versions of the key: a bounce may come days later.
    codes = [_code_of(notice, version.secret) for version in keyring().fields()]
    return notice if any(hmac.compare_digest(code, found[2]) for code in codes) else None


def _code_of(notice: Notice, secret: bytes) -> str:
    """Derive 16 characters (80 bits) that nobody makes without the keyring."""
    derived = derive_key(secret, info=ctx("bounce-address", notice.public_id))
    # Of each byte five bits, so that every character is as likely as every other.
    return "".join(ALPHABET[byte & 31] for byte in derived[:CODE_CHARACTERS])
