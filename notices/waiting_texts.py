"""Texts that wait to leave by plain e-mail: sealed under the keyring's `field` key, which workers hold.

The one exception to the rule that workers can open nothing: what waits here was decided to leave as e-mail.
"""

import json
from dataclasses import dataclass

from encryption import boxes
from encryption.contexts import ctx
from encryption.errors import CannotOpen
from keyring import keyring
from keyring.errors import KeyringError
from notices.models import Notice, WaitingText
from screening import Document

STEP_BYTES = 1024
# Everything that screening asks of an answer that may leave so; one with anything more never does.
KEPT = ("subject", "text", "is_to_one_person", "person")


@dataclass(frozen=True, repr=False)
class Opened:
    """What waited: an answer as it was screened, and the hash that its decision was bound to."""

    words: Document
    mail_hash: str


def keep(notice: Notice, words: Document, *, mail_hash: str) -> None:
    """Seal an answer until its mail leaves, to open as it was screened. Belongs inside a transaction.

    The text alone leaves. The subject is kept because a text is judged under its heading, and the person's
    name because "Sam owes" is. Raises ValueError for a document that would open as another.
    """
    fields = {name: getattr(words, name) for name in KEPT}
    if Document(**fields) != words:
        raise ValueError("a part of this document would not be screened again")
    key = keyring().field()
    plaintext = json.dumps({**fields, "mail_hash": mail_hash}).encode()
    padded = plaintext + b" " * (-len(plaintext) % STEP_BYTES)
    WaitingText.objects.create(
        notice=notice, key_version=key.version, sealed=boxes.seal(key.secret, padded, _context(notice))
    )


def open_text(notice: Notice) -> Opened | None:
    """Open what waits to leave with this notice; None when nothing does, or when it does not open here.

    Nor does what an earlier release kept without all that screening asks: it would be screened less strictly.
    """
    row = WaitingText.objects.filter(notice=notice).first()
    if row is None:
        return None
    try:
        secret = keyring().field(row.key_version).secret
        fields = json.loads(boxes.unseal(secret, bytes(row.sealed), _context(notice)))
        return Opened(Document(**{name: fields[name] for name in KEPT}), fields["mail_hash"])
    except (CannotOpen, KeyringError, KeyError):
        return None


def erase(notice: Notice) -> None:
    """Delete what waited, if anything did."""
    WaitingText.objects.filter(notice=notice).delete()


def _context(notice: Notice) -> bytes:
    return ctx("field", "notices.waitingtext", "sealed", notice.public_id)
