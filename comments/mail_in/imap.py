"""Fetching mail from a mailbox by IMAP, where no mail server hands it over.

A mail is removed from the mailbox only after it is committed here. When this is killed in between, the same
mail is seen again, and found by its hash.
"""

import imaplib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import structlog
from django.conf import settings

from comments.mail_in.connection import Connection, MailboxError, done, mailbox_opened, quoted, step_of
from comments.mail_in.errors import NobodysAddress, TooLarge
from comments.mail_in.sealing import Arrived
from comments.mail_in.services.taking import take

# Stored in one visit: the connection does not stay open for hours while a full mailbox is fetched. Of what
# made trouble before as many are tried once more, after all others.
MOST_AT_ONCE = 200
# In one visit; servers hang up at a mail that they cannot read, as Dovecot does where one is shorter than it
# has noted. Each may be waited for, and together not so long that the visit counts as late.
MOST_CONNECTIONS = 10
# Given to a mail that is not taken, so that people find it, and no visit stops at it again.
LEFT = "$SealpostLeft"
# Given to a mail that made trouble: each visit comes to it, after all others.
LAST = "$SealpostLast"
_SIZE = re.compile(rb"RFC822\.SIZE ([0-9]{1,12})")
_UID = re.compile(rb"\bUID ([0-9]{1,12})\b")
# What one mail alone may be the reason of: the server cannot read it itself, or has no room to move it to.
OF_ONE_MAIL = frozenset({"fetch", "fetch a size", "move", "copy", "delete", "expunge"})

log = structlog.get_logger(__name__)


@dataclass
class Memory:
    """Hold what one process knows of a mailbox between its visits, where the server keeps no flags of ours.

    numbering: the UIDVALIDITY under which UIDs say anything (RFC 9051, section 2.3.1.1).
    troubled: UIDs of mails that could not be fetched or removed, those first that were tried longest ago.
    """

    numbering: bytes | None = None
    troubled: dict[bytes, None] = field(default_factory=dict)


@dataclass
class Fetched:
    """Count what one visit to the mailbox brought.

    left: too large to be taken. failed: not given by the server, or not removed, though it may be stored.
    """

    taken: int = 0
    seen_before: int = 0
    left: int = 0
    failed: int = 0

    @property
    def is_in_vain(self) -> bool:
        """Tell whether nothing came of whatever waited there."""
        return self.failed > 0 and self.taken + self.seen_before == 0


class _Broken(Exception):
    """The connection broke at one mail, by its length or for `error`."""

    def __init__(self, uid: bytes, error: Exception, *, is_too_long: bool) -> None:
        super().__init__(uid)
        self.uid, self.error, self.is_too_long = uid, error, is_too_long


@contextmanager
def _at(uid: bytes, mailbox: Connection) -> Iterator[None]:
    """Say at which mail the connection broke, if it does."""
    try:
        yield
    except (imaplib.IMAP4.abort, OSError) as error:
        # What comes next may be the rest of a mail, which nobody takes for an answer.
        mailbox.hang_up()
        raise _Broken(uid, error, is_too_long=mailbox.has_met_too_long) from error


def fetch(memory: Memory | None = None) -> Fetched:
    """Take in what lies in the mailbox, oldest first, and remove it there.

    memory: of the visits before; it is changed. What is larger than what is taken stays, flagged. One mail
    alone holds up no other: where the server does not give or remove it, or hangs up at it, it stays, and the
    rest is fetched. Raises MailboxError, OSError, imaplib.IMAP4.error where the mailbox cannot be looked
    through, and whatever keeps a mail from being stored; what was taken before stays taken.
    """
    visit = _Visit(memory if memory is not None else Memory())
    for _ in range(MOST_CONNECTIONS):
        try:
            with mailbox_opened() as mailbox:
                visit.go_on(mailbox)
            break
        except _Broken as broken:
            visit.note_broken(broken)
    return visit.fetched


class _Visit:
    """One visit to the mailbox, over as many connections as it takes."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self.fetched = Fetched()
        self._tried: set[bytes] = set()
        self._broke: set[bytes] = set()
        # To be flagged by the next connection.
        self._aside: list[_Broken] = []

    def note_broken(self, broken: _Broken) -> None:
        """Note at which mail a connection broke; at whose flag it breaks too is not flagged."""
        if broken.uid in self._broke:
            return
        self._broke.add(broken.uid)
        self._aside.append(broken)
        if not broken.is_too_long:
            self._note_trouble(broken.uid, broken.error)

    def go_on(self, mailbox: Connection) -> None:
        """Take what waits and was not tried in this visit, each mail once, until it is enough."""
        self._take_numbers_of(mailbox)
        while self._aside:
            self._set_aside(mailbox, self._aside.pop())
        offers = _offers(mailbox)
        fresh, flagged = _waiting(mailbox)
        troubled = self._memory.troubled
        last = [uid for uid in troubled if uid in {*fresh, *flagged}]
        last += [uid for uid in flagged if uid not in troubled]
        for uid in (*(uid for uid in fresh if uid not in troubled), *last[:MOST_AT_ONCE]):
            if self.fetched.taken >= MOST_AT_ONCE:
                return
            if uid not in self._tried:
                self._tried.add(uid)
                self._try(mailbox, uid, offers)

    def _try(self, mailbox: Connection, uid: bytes, offers: frozenset[str]) -> None:
        try:
            _fetch_one(mailbox, uid, offers, self.fetched)
            self._memory.troubled.pop(uid, None)
        except (MailboxError, imaplib.IMAP4.error) as error:
            # BAD to what was asked about this one; what breaks the connection was named already.
            if isinstance(error, MailboxError) and error.step not in OF_ONE_MAIL:
                raise
            self._note_trouble(uid, error)
            with _at(uid, mailbox):
                _flag(mailbox, uid.decode("ascii"), f"({LAST})")

    def _note_trouble(self, uid: bytes, error: Exception) -> None:
        name = type(error).__name__
        log.error("comments.mail_in.mail_failed", uid=int(uid), error=name, step=step_of(error))
        self.fetched.failed += 1
        self._memory.troubled.pop(uid, None)
        self._memory.troubled[uid] = None

    def _set_aside(self, mailbox: Connection, broken: _Broken) -> None:
        """Flag a mail at which the last connection broke, so that the next visit does not begin with it."""
        with _at(broken.uid, mailbox):
            if broken.is_too_long:
                _leave(mailbox, broken.uid.decode("ascii"), self.fetched)
            else:
                _flag(mailbox, broken.uid.decode("ascii"), f"({LAST})")

    def _take_numbers_of(self, mailbox: Connection) -> None:
        """Forget every UID where the server has numbered anew: it is another mail's."""
        [numbering] = mailbox.response("UIDVALIDITY")[1]
        if numbering != self._memory.numbering:
            self._memory.numbering = numbering
            self._memory.troubled.clear()
            self._tried.clear()
            self._broke.clear()
            self._aside.clear()


def _offers(mailbox: Connection) -> frozenset[str]:
    """Ask what the server can do, now that it knows who asks: before, many leave out most of it."""
    answer = done("say what it can do", mailbox.capability())
    return frozenset(answer[-1].decode("ascii", "replace").upper().split())


def _waiting(mailbox: Connection) -> tuple[list[bytes], list[bytes]]:
    """List the UIDs of mail that is still to be taken, oldest first, and of what is flagged as the last."""
    waiting = []
    for which in ("UNKEYWORD", "KEYWORD"):
        answer = done("search", mailbox.uid("SEARCH", "UNDELETED", "UNKEYWORD", LEFT, which, LAST))
        waiting.append(sorted(answer[0].split() if answer and answer[0] else [], key=int))
    fresh, flagged = waiting
    return fresh, flagged


def _fetch_one(mailbox: Connection, uid: bytes, offers: frozenset[str], fetched: Fetched) -> None:
    name = uid.decode("ascii")
    with _at(uid, mailbox):
        size = _size(mailbox, name)
        if size is None:
            # Somebody else has removed it since the list was made.
            return
        if size > settings.MAIL_IN_LARGEST_BYTES:
            _leave(mailbox, name, fetched)
            return
        raw = _raw(mailbox, name)
    if raw is None or (size and not raw):
        # It has lost it, or cannot read it now. What it gave would be stored, and the mail removed.
        raise MailboxError("fetch")
    try:
        # Nobody says by IMAP to whom a mail was addressed, or from whom, but the mail itself.
        is_new = take(Arrived(raw, settings.IMAP_ADDRESS, sender=None))
    except TooLarge:
        with _at(uid, mailbox):
            _leave(mailbox, name, fetched)
        return
    except NobodysAddress:
        raise MailboxError("find the topic of SEALPOST_IMAP_ADDRESS") from None
    fetched.taken += is_new
    fetched.seen_before += not is_new
    with _at(uid, mailbox):
        _remove(mailbox, name, offers)


def _size(mailbox: Connection, uid: str) -> int | None:
    for part in done("fetch a size", mailbox.uid("FETCH", uid, "(RFC822.SIZE)")):
        found = _SIZE.search(part[0] if isinstance(part, tuple) else part or b"")
        if found:
            return int(found[1])
    return None


def _raw(mailbox: Connection, uid: str) -> bytes | None:
    """Give a mail's bytes; PEEK, so that nobody takes it for read. None where the answer is of another."""
    parts = done("fetch", mailbox.uid("FETCH", uid, "(BODY.PEEK[])"))
    for part, following in zip(parts, [*parts[1:], b""], strict=True):
        if not isinstance(part, tuple):
            continue
        # Servers name it before the literal, or behind.
        named = _UID.search(part[0]) or (_UID.search(following) if isinstance(following, bytes) else None)
        if named is None or int(named[1]) == int(uid):
            return bytes(part[1])
    return None


def _remove(mailbox: Connection, uid: str, offers: frozenset[str]) -> None:
    """Move a mail that is stored to the folder for it, or delete it where there is none.

    Where the server cannot remove one mail alone (RFC 4315), it stays marked as deleted: EXPUNGE without a
    number, and CLOSE, would remove what other people have marked.
    """
    folder = settings.IMAP_DONE_FOLDER
    if folder and "MOVE" in offers:
        done("move", mailbox.uid("MOVE", uid, quoted(folder)))
        return
    if folder:
        done("copy", mailbox.uid("COPY", uid, quoted(folder)))
    done("delete", mailbox.uid("STORE", uid, "+FLAGS.SILENT", r"(\Deleted)"))
    if "UIDPLUS" in offers:
        done("expunge", mailbox.uid("EXPUNGE", uid))


def _leave(mailbox: Connection, uid: str, fetched: Fetched) -> None:
    """Flag a mail for people, so that no visit stops at it again; where the server keeps no flags of others'
    making, each visit finds it, and goes on.
    """
    if not _flag(mailbox, uid, rf"({LEFT} \Flagged)"):
        _flag(mailbox, uid, r"(\Flagged)")
    log.error("comments.mail_in.left_in_mailbox", uid=int(uid))
    fetched.left += 1


def _flag(mailbox: Connection, uid: str, flags: str) -> bool:
    """Flag a mail, and tell whether the server keeps such flags."""
    try:
        return bool(mailbox.uid("STORE", uid, "+FLAGS.SILENT", flags)[0] == "OK")
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error:
        # BAD, which some say of flags that they do not know.
        return False
