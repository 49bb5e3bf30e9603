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


@dataclass(frozen=True, repr=False)
class Opened:
    """What waited: the words of an answer, and the hash that its decision was bound to."""

    words: Document
    mail_hash: str


def keep(notice: Notice, words: Document, *, mail_hash: str) -> None:
    """Seal the subject and text of an answer until its mail leaves. Belongs inside a transaction.

    The subject does not leave; it is kept because a text is judged under its heading.
    """
    key = keyring().field()
    fields = {"subject": words.subject, "text": words.text, "mail_hash": mail_hash}
    plaintext = json.dumps(fields).encode()
    padded = plaintext + b" " * (-len(plaintext) % STEP_BYTES)
    WaitingText.objects.create(
        notice=notice, key_version=key.version, sealed=boxes.seal(key.secret, padded, _context(notice))
    )


def open_text(notice: Notice) -> Opened | None:
    """Open what waits to leave with this notice; None when nothing does, or when it does not open here."""
    row = WaitingText.objects.filter(notice=notice).first()
    if row is None:
        return None
    try:
        secret = keyring().field(row.key_version).secret
        fields = json.loads(boxes.unseal(secret, bytes(row.sealed), _context(notice)))
    except (CannotOpen, KeyringError):
        return None
    return Opened(Document(subject=fields["subject"], text=fields["text"]), fields["mail_hash"])


def erase(notice: Notice) -> None:
    """Delete what waited, if anything did."""
    WaitingText.objects.filter(notice=notice).delete()


def _context(notice: Notice) -> bytes:
    return ctx("field", "notices.waitingtext", "sealed", notice.public_id)
