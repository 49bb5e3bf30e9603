"""The points of a send, and of a mail that comes in, at which somebody may be made to stand still or to die.

A process that comes to a point asks whoever waits there, over a socket that is named after the point, and
stands still until it is told to die or is let go. So what happens at a point happens exactly there, however
slow the machine is; only the mail server's 250 is waited for no longer than a while. Where nobody waits, it
goes on.
"""

import os
import select
import signal
import smtplib
import socket
import struct
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any

import psutil

from tests.faults.history import Kind
from tests.real_servers import wait_until_dead

BEFORE_COMMIT, AFTER_COMMIT, BEFORE_ANSWER = "before COMMIT", "after COMMIT", "before its answer"
POINTS_OF_WEB = (BEFORE_COMMIT, AFTER_COMMIT, BEFORE_ANSWER)
# Where somebody asks a second member to release an answer, which sends nothing.
BEFORE_ASKED, AFTER_ASKED = "before COMMIT of a request", "after COMMIT of a request"
POINTS_OF_ASKING = (BEFORE_ASKED, AFTER_ASKED)
BEFORE_TELLING, AFTER_TELLING = "before workers are told", "after workers are told"
# Where there is a broker.
POINTS_OF_TELLING = (BEFORE_TELLING, AFTER_TELLING)
BEFORE_LEASE, AFTER_LEASE = "before the lease", "after the lease"
BEFORE_MAIL, WITHIN_MAIL, AFTER_DOT, AFTER_MAIL = (
    "before a mail",
    "within a mail",
    "after the last dot",
    "after a mail",
)
BEFORE_NOTED, AFTER_NOTED = "before it is noted", "after it is noted"
POINTS_OF_WORKER = (
    BEFORE_LEASE,
    AFTER_LEASE,
    BEFORE_MAIL,
    WITHIN_MAIL,
    AFTER_DOT,
    AFTER_MAIL,
    BEFORE_NOTED,
    AFTER_NOTED,
)
# Where what waits differs from a plain answer and a notice: it may leave, has left, and is noted.
POINTS_OF_LEAVING = (BEFORE_MAIL, AFTER_MAIL, AFTER_NOTED)
# Between them nobody knows whether the mail server has it: whoever dies there may have it mailed once more.
UNKNOWN_TO_ALL = (AFTER_DOT, AFTER_MAIL, BEFORE_NOTED)
BEFORE_TAKEN, AFTER_TAKEN = "before COMMIT of a mail", "after COMMIT of a mail"
POINTS_OF_INTAKE = (BEFORE_TAKEN, AFTER_TAKEN)
# Where mail is fetched from a mailbox, which is told of it after the COMMIT.
BEFORE_FETCHED, AFTER_FETCHED = "before COMMIT of a fetched mail", "after COMMIT of a fetched mail"
AFTER_REMOVED = "after a mail is removed"
POINTS_OF_FETCHING = (BEFORE_FETCHED, AFTER_FETCHED, AFTER_REMOVED)
BEFORE_READ, AFTER_READ = "before COMMIT of a mail's thread", "after COMMIT of a mail's thread"
POINTS_OF_READER = (BEFORE_READ, AFTER_READ)
OF_ALL = (*POINTS_OF_WEB, *POINTS_OF_TELLING, *POINTS_OF_WORKER, *POINTS_OF_INTAKE, *POINTS_OF_READER)
# The points that a send of each kind comes to. A reply, a comment and whoever takes an invitation up promise
# no work; a mail that came in is answered by another; what was fetched goes on as that does. What was
# released, and an invitation, are told of and leased as any other work.
_OF_KIND: dict[Kind, tuple[str, ...]] = {
    "answer": (*POINTS_OF_WEB, *POINTS_OF_TELLING, *POINTS_OF_WORKER),
    "plain": (*POINTS_OF_WEB, *POINTS_OF_TELLING, *POINTS_OF_WORKER),
    "released": (*POINTS_OF_ASKING, *POINTS_OF_WEB, *POINTS_OF_LEAVING),
    "invited": (*POINTS_OF_WEB, *POINTS_OF_LEAVING),
    "taken up": POINTS_OF_WEB,
    "reply": POINTS_OF_WEB,
    "represented": POINTS_OF_WEB,
    "comment": POINTS_OF_WEB,
    "mail": (*POINTS_OF_INTAKE, *POINTS_OF_TELLING, *POINTS_OF_READER, *POINTS_OF_WORKER),
    "fetched": POINTS_OF_FETCHING,
}
KINDS = tuple(_OF_KIND)

FOLDER_VARIABLE = "FAULTS_POINTS"
_DIE = b"die"
_LAST_DOT = b"\r\n.\r\n"
# How long an answer of the mail server is waited for, which is not read then.
_ANSWER_SECONDS = 2.0


class Ambush:
    """Waits at a point for whoever comes there first, from the beginning of a `with` block to its end."""

    def __init__(self, folder: Path, point: str) -> None:
        self._path = folder / point
        self._caught: socket.socket | None = None

    def __enter__(self) -> "Ambush":
        self._waiting = socket.socket(socket.AF_UNIX)
        self._waiting.bind(str(self._path))
        self._waiting.listen()
        return self

    def catch(self, seconds: float) -> bool:
        """Wait for somebody; they stand still then, and others go on. Tells whether anybody came."""
        self._waiting.settimeout(seconds)
        with suppress(TimeoutError):
            self._caught, _ = self._waiting.accept()
        self._wait_no_more()
        return self._caught is not None

    def caught(self) -> psutil.Process:
        """Give the process that was caught; raises psutil.NoSuchProcess where it was killed meanwhile."""
        assert self._caught
        pid, _user, _group = struct.unpack(
            "3i", self._caught.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
        )
        return psutil.Process(pid)

    def kill(self) -> None:
        """Have whoever was caught die by SIGKILL, and wait until they are dead."""
        assert self._caught
        with suppress(psutil.NoSuchProcess, OSError):
            caught = self.caught()
            self._caught.sendall(_DIE)
            self._caught.recv(1)
            wait_until_dead([caught])

    def let_go(self) -> None:
        """Have whoever was caught go on."""
        if self._caught:
            self._caught.close()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._wait_no_more()
        self.let_go()

    def _wait_no_more(self) -> None:
        self._path.unlink(missing_ok=True)
        self._waiting.close()


def points_of(kind: Kind, *, has_broker: bool) -> list[str]:
    """List the points that a send of a kind comes to; without a broker there is none to tell workers by."""
    return [point for point in _OF_KIND[kind] if has_broker or point not in POINTS_OF_TELLING]


def _come_to(folder: Path, point: str) -> None:
    with socket.socket(socket.AF_UNIX) as whoever_waits, suppress(OSError):
        whoever_waits.connect(str(folder / point))
        if whoever_waits.recv(len(_DIE)) == _DIE:
            os.kill(os.getpid(), signal.SIGKILL)


def _is_fetching() -> bool:
    """Tell whether this process fetches mail: `manage.py fetch_mail` alone does, in a process of its own."""
    return sys.argv[1:2] == ["fetch_mail"]


def place_points(folder: Path, *, also_of_comments: bool) -> None:
    """Have this process come to the points; what it does is as it was, but for that."""
    come_to = partial(_come_to, folder)
    _place_around_commits(come_to, also_of_comments=also_of_comments)
    _place_around_telling(come_to)
    _place_around_leases(come_to)
    _place_within_mails(come_to)
    _place_after_removing(come_to)


def _place_around_commits(come_to: Callable[[str], None], *, also_of_comments: bool) -> None:
    """Place points before and after the COMMIT of what is recorded as one of these events."""
    from django.core.handlers.base import BaseHandler
    from django.db import connection
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models.signals import post_save

    from audit.actions import Action
    from audit.models import AuditEvent

    sending = (BEFORE_COMMIT, AFTER_COMMIT)
    around = {
        Action.MESSAGE_SENT: sending,
        Action.RELEASE_ASKED: (BEFORE_ASKED, AFTER_ASKED),
        # What waited is wrapped for whoever takes an invitation up, in the transaction that lets them in.
        Action.THREAD_OPENED_TO_NEW_KEYS: sending,
        Action.NOTICE_SENT: (BEFORE_NOTED, AFTER_NOTED),
        Action.PLAIN_ANSWER_SENT: (BEFORE_NOTED, AFTER_NOTED),
        Action.MAIL_TAKEN_IN: (BEFORE_TAKEN, AFTER_TAKEN),
        Action.MAIL_BECAME_THREAD: (BEFORE_READ, AFTER_READ),
    }
    if also_of_comments:
        around[Action.COMMENT_RECEIVED] = sending
    # The event is the same, and whose it is the program knows.
    if _is_fetching():
        around[Action.MAIL_TAKEN_IN] = (BEFORE_FETCHED, AFTER_FETCHED)
    commit, rollback = BaseDatabaseWrapper._commit, BaseDatabaseWrapper._rollback  # type: ignore[attr-defined]
    get_response = BaseHandler.get_response

    def note(instance: AuditEvent, **_more: Any) -> None:
        if points := around.get(Action(instance.action)):
            connection.points = points  # type: ignore[attr-defined]

    def committed(self: Any) -> Any:
        before, after = vars(self).pop("points", ("", ""))
        if before:
            come_to(before)
        result = commit(self)
        if after:
            come_to(after)
            vars(self)["has_sent"] = before == BEFORE_COMMIT
        return result

    def rolled_back(self: Any) -> Any:
        vars(self).pop("points", None)
        return rollback(self)

    def answered(self: Any, request: Any) -> Any:
        response = get_response(self, request)
        if getattr(connection, "has_sent", False):
            connection.has_sent = False  # type: ignore[attr-defined]
            come_to(BEFORE_ANSWER)
        return response

    post_save.connect(note, sender=AuditEvent, weak=False)
    BaseDatabaseWrapper._commit = committed  # type: ignore[attr-defined]
    BaseDatabaseWrapper._rollback = rolled_back  # type: ignore[attr-defined]
    BaseHandler.get_response = answered  # type: ignore[method-assign]


def _place_around_telling(come_to: Callable[[str], None]) -> None:
    from notices import broker

    publish = broker.publish

    def published(outbox_id: int, *, sends_mail: bool) -> None:
        come_to(BEFORE_TELLING)
        publish(outbox_id, sends_mail=sends_mail)
        come_to(AFTER_TELLING)

    broker.publish = published


def _place_around_leases(come_to: Callable[[str], None]) -> None:
    from notices import outbox

    take = outbox._take

    def taken(outbox_id: int, lease: Any) -> bool:
        come_to(BEFORE_LEASE)
        is_taken = take(outbox_id, lease)
        if is_taken:
            come_to(AFTER_LEASE)
        return is_taken

    outbox._take = taken


def _place_within_mails(come_to: Callable[[str], None]) -> None:
    data, send = smtplib.SMTP.data, smtplib.SMTP.send

    def mailed(self: smtplib.SMTP, message: Any) -> Any:
        come_to(BEFORE_MAIL)
        result = data(self, message)
        come_to(AFTER_MAIL)
        return result

    def sent(self: smtplib.SMTP, said: Any) -> None:
        if not (isinstance(said, bytes) and said.endswith(_LAST_DOT)):
            send(self, said)
            return
        send(self, said[: len(said) // 2])
        come_to(WITHIN_MAIL)
        send(self, said[len(said) // 2 :])
        # The server has answered then, which nobody has read: the mail is out.
        if self.sock:
            select.select([self.sock], [], [], _ANSWER_SECONDS)
        come_to(AFTER_DOT)

    smtplib.SMTP.data = mailed  # type: ignore[assignment, method-assign]
    smtplib.SMTP.send = sent  # type: ignore[assignment, method-assign]


def _place_after_removing(come_to: Callable[[str], None]) -> None:
    from comments.mail_in import imap

    remove = imap._remove

    def removed(*of_a_mail: Any) -> None:
        remove(*of_a_mail)
        come_to(AFTER_REMOVED)

    imap._remove = removed  # type: ignore[assignment]
