"""Fetching mail from a mailbox by IMAP, where no mail server hands it over.

A mail is removed from the mailbox only after it is committed here. When this is killed in between, the same
mail is seen again, and found by its hash.
"""

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import structlog
from django.conf import settings

from comments.mail_in.errors import NobodysAddress, TooLarge
from comments.mail_in.sealing import Arrived
from comments.mail_in.services.taking import take

# Of one visit: the connection does not stay open for hours while a full mailbox is fetched.
MOST_AT_ONCE = 200
# Given to a mail that is not taken, so that people find it, and no visit stops at it again.
LEFT = "$SealpostLeft"
_SIZE = re.compile(rb"RFC822\.SIZE ([0-9]{1,12})")
_UID = re.compile(rb"\bUID ([0-9]{1,12})\b")
# What one mail alone may be the reason of, as where the server cannot read it itself.
OF_ONE_MAIL = frozenset({"fetch", "fetch a size"})

log = structlog.get_logger(__name__)


class MailboxError(Exception):
    """The IMAP server said no; `step` is what it was asked, without a word of its answer."""

    def __init__(self, step: str) -> None:
        super().__init__(step)
        self.step = step


@dataclass
class Fetched:
    """Count what one visit to the mailbox brought."""

    taken: int = 0
    seen_before: int = 0
    left: int = 0


def fetch() -> Fetched:
    """Take in what lies in the mailbox, oldest first, and remove it there.

    What is larger than what is taken stays, flagged. Raises MailboxError, OSError, imaplib.IMAP4.error, and
    whatever keeps a mail from being stored; what was taken before stays taken. A mail that the server does
    not give holds up no other: it stays, and the error is raised when all others were fetched.
    """
    fetched = Fetched()
    failed: Exception | None = None
    with _mailbox() as mailbox:
        offers = _offers(mailbox)
        for uid in _waiting(mailbox)[:MOST_AT_ONCE]:
            try:
                _fetch_one(mailbox, uid, offers, fetched)
            except MailboxError as error:
                if error.step not in OF_ONE_MAIL:
                    raise
                failed = error
            except imaplib.IMAP4.abort:
                raise
            except imaplib.IMAP4.error as error:
                # BAD to what was asked about this one.
                failed = error
    if failed is not None:
        raise failed
    return fetched


class _Bounded(imaplib.IMAP4):
    """Reads no literal into memory that is much longer than any mail that is taken."""

    def read(self, size: int) -> bytes:
        """Read a literal; raises abort before one of which the server says that it is too long."""
        # Some servers count a mail's size only roughly: what is a little longer is left as too large.
        if size > 2 * settings.MAIL_IN_LARGEST_BYTES:
            raise self.abort("literal too long")
        return super().read(size)


class _BoundedOverTLS(_Bounded, imaplib.IMAP4_SSL):
    """Does so over TLS."""


@contextmanager
def _mailbox() -> Iterator[imaplib.IMAP4]:
    """Sign in, and open the mailbox that is fetched from."""
    seconds = settings.IMAP_TIMEOUT_SECONDS
    if settings.IMAP_TLS:
        context = ssl.create_default_context(cafile=settings.IMAP_CA_FILE or None)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        mailbox: imaplib.IMAP4 = _BoundedOverTLS(
            settings.IMAP_HOST, settings.IMAP_PORT, ssl_context=context, timeout=seconds
        )
    else:
        mailbox = _Bounded(settings.IMAP_HOST, settings.IMAP_PORT, timeout=seconds)
    try:
        # The server says so of a connection that others could read (RFC 9051, section 6.2.3).
        if "LOGINDISABLED" in mailbox.capabilities:
            raise MailboxError("sign in without TLS")
        mailbox.login(settings.IMAP_USER, settings.IMAP_PASSWORD)
        _done("select", mailbox.select(_quoted(settings.IMAP_FOLDER)))
        yield mailbox
    finally:
        with suppress(OSError, imaplib.IMAP4.error):
            mailbox.logout()


def _offers(mailbox: imaplib.IMAP4) -> frozenset[str]:
    """Ask what the server can do, now that it knows who asks: before, many leave out most of it."""
    answer = _done("say what it can do", mailbox.capability())
    return frozenset(answer[-1].decode("ascii", "replace").upper().split())


def _waiting(mailbox: imaplib.IMAP4) -> list[bytes]:
    """List the UIDs of mail that is still to be taken, oldest first."""
    answer = _done("search", mailbox.uid("SEARCH", "UNDELETED", "UNKEYWORD", LEFT))
    return sorted(answer[0].split() if answer and answer[0] else [], key=int)


def _fetch_one(mailbox: imaplib.IMAP4, uid: bytes, offers: frozenset[str], fetched: Fetched) -> None:
    name = uid.decode("ascii")
    size = _size(mailbox, name)
    if size is None:
        # Somebody else has removed it since the list was made.
        return
    if size > settings.MAIL_IN_LARGEST_BYTES:
        _leave(mailbox, name, fetched)
        return
    raw = _raw(mailbox, name)
    if raw is None:
        log.warning("comments.mail_in.not_given", uid=int(uid))
        return
    if size and not raw:
        # It has lost it, or cannot read it now. What it gave would be stored, and the mail removed.
        raise MailboxError("fetch")
    try:
        # Nobody says by IMAP to whom a mail was addressed, or from whom, but the mail itself.
        is_new = take(Arrived(raw, settings.IMAP_ADDRESS, sender=None))
    except TooLarge:
        _leave(mailbox, name, fetched)
        return
    except NobodysAddress:
        raise MailboxError("find the topic of SEALPOST_IMAP_ADDRESS") from None
    _remove(mailbox, name, offers)
    fetched.taken += is_new
    fetched.seen_before += not is_new


def _size(mailbox: imaplib.IMAP4, uid: str) -> int | None:
    for part in _done("fetch a size", mailbox.uid("FETCH", uid, "(RFC822.SIZE)")):
        found = _SIZE.search(part[0] if isinstance(part, tuple) else part or b"")
        if found:
            return int(found[1])
    return None


def _raw(mailbox: imaplib.IMAP4, uid: str) -> bytes | None:
    """Give a mail's bytes; PEEK, so that nobody takes it for read. None where the answer is of another."""
    parts = _done("fetch", mailbox.uid("FETCH", uid, "(BODY.PEEK[])"))
    for part, following in zip(parts, [*parts[1:], b""], strict=True):
        if not isinstance(part, tuple):
            continue
        # Servers name it before the literal, or behind.
        named = _UID.search(part[0]) or (_UID.search(following) if isinstance(following, bytes) else None)
        if named is None or int(named[1]) == int(uid):
            return bytes(part[1])
    return None


def _remove(mailbox: imaplib.IMAP4, uid: str, offers: frozenset[str]) -> None:
    """Move a mail that is stored to the folder for it, or delete it where there is none.

    Where the server cannot remove one mail alone (RFC 4315), it stays marked as deleted: EXPUNGE without a
    number, and CLOSE, would remove what other people have marked.
    """
    folder = settings.IMAP_DONE_FOLDER
    if folder and "MOVE" in offers:
        _done("move", mailbox.uid("MOVE", uid, _quoted(folder)))
        return
    if folder:
        _done("copy", mailbox.uid("COPY", uid, _quoted(folder)))
    _done("delete", mailbox.uid("STORE", uid, "+FLAGS.SILENT", r"(\Deleted)"))
    if "UIDPLUS" in offers:
        _done("expunge", mailbox.uid("EXPUNGE", uid))


def _leave(mailbox: imaplib.IMAP4, uid: str, fetched: Fetched) -> None:
    """Flag a mail for people, so that no visit stops at it again; where the server keeps no flags of others'
    making, each visit finds it, and goes on.
    """
    if mailbox.uid("STORE", uid, "+FLAGS.SILENT", rf"({LEFT} \Flagged)")[0] != "OK":
        mailbox.uid("STORE", uid, "+FLAGS.SILENT", r"(\Flagged)")
    log.error("comments.mail_in.left_in_mailbox", uid=int(uid))
    fetched.left += 1


def _done(step: str, answer: tuple[str, list[Any]]) -> list[Any]:
    """Give what the server answered; raises MailboxError when that is no."""
    kind, parts = answer
    if kind != "OK":
        raise MailboxError(step)
    return parts


def _quoted(folder: str) -> str:
    escaped = folder.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
