"""What a portal under faults may have: places where it dies, and bugs that the checker has to find.

A process dies by SIGKILL where it finds a file named after the place, which it takes away: it dies once.
"""

import os
import signal
import smtplib
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from django.apps import AppConfig
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from portal.serving import supervisor

BEFORE_COMMIT, AFTER_COMMIT = "before-commit", "after-commit"
BEFORE_MAIL, AFTER_MAIL = "before-mail", "after-mail"
POINTS_OF_WEB = (BEFORE_COMMIT, AFTER_COMMIT)
POINTS_OF_WORKER = (BEFORE_MAIL, AFTER_MAIL)

EARLY, NO_KEY, NO_OUTBOX = "early-acknowledgement", "no-idempotency-key", "no-outbox"
# Where a process has to die for a bug to show itself, and the pattern of what the checker says of it then.
POINT_OF_BUG = {EARLY: BEFORE_COMMIT, NO_KEY: AFTER_COMMIT, NO_OUTBOX: AFTER_COMMIT}
SAID_OF_BUG = {EARLY: "is lost", NO_KEY: r"is there \d+ times", NO_OUTBOX: "nobody was told of"}
# How a portal is told of it.
BUG_VARIABLE, POINTS_VARIABLE = "FAULTS_BUG", "FAULTS_POINTS"
BUGS = tuple(POINT_OF_BUG)
LATE_SECONDS = 0.5


class BreakingConfig(AppConfig):
    name = "tests.faults.breaking"

    def ready(self) -> None:
        """Break what this process was told to break."""
        bug = os.environ.get(BUG_VARIABLE)
        if POINTS_VARIABLE in os.environ:
            # Who is told to die is not given up for it: a quick machine comes to four deaths within a minute.
            supervisor.DEATHS_ALLOWED = 1000
            _die_at_points(Path(os.environ[POINTS_VARIABLE]), also_of_comments=not bug)
        if bug:
            # Bugs leave comments alone, and no death is spent on one.
            break_it = {EARLY: _acknowledge_early, NO_KEY: _forget_keys, NO_OUTBOX: _mail_without_outbox}
            break_it[bug]()


def arm(folder: Path, point: str) -> None:
    """Have the next process that comes to this point die there."""
    (folder / point).touch()


def is_armed(folder: Path, point: str) -> bool:
    """Tell whether nobody has died there yet."""
    return (folder / point).exists()


def _die_if_armed(folder: Path, point: str) -> None:
    try:
        (folder / point).unlink()
    except FileNotFoundError:
        return
    os.kill(os.getpid(), signal.SIGKILL)


def _die_at_points(folder: Path, *, also_of_comments: bool) -> None:
    """Let processes die around the COMMIT of a message, and around the final dot of a mail."""
    import audit.services as audit
    from audit.actions import Action

    sending = {Action.MESSAGE_SENT} | ({Action.COMMENT_RECEIVED} if also_of_comments else set())
    record, commit, data = audit.record, BaseDatabaseWrapper._commit, smtplib.SMTP.data  # type: ignore[attr-defined]

    def recorded(action: Any, **more: Any) -> Any:
        if action in sending:
            connection.sends_a_message = True  # type: ignore[attr-defined]
        return record(action, **more)

    def committed(self: Any) -> Any:
        sends, self.sends_a_message = getattr(self, "sends_a_message", False), False
        if sends:
            _die_if_armed(folder, BEFORE_COMMIT)
        result = commit(self)
        if sends:
            _die_if_armed(folder, AFTER_COMMIT)
        return result

    def mailed(self: Any, message: Any) -> Any:
        _die_if_armed(folder, BEFORE_MAIL)
        result = data(self, message)
        _die_if_armed(folder, AFTER_MAIL)
        return result

    audit.record = recorded
    BaseDatabaseWrapper._commit = committed  # type: ignore[attr-defined]
    smtplib.SMTP.data = mailed  # type: ignore[assignment, method-assign]


def _acknowledge_early() -> None:
    """Answer before anything is stored."""
    import messaging.services as services

    def early(send: Callable[..., Any]) -> Callable[..., Any]:
        def acknowledge(**what: Any) -> Any:
            threading.Thread(target=lambda: _later(lambda: send(**what))).start()
            return SimpleNamespace(public_id=what["words"].message_id)

        return acknowledge

    services.send_answer, services.reply = early(services.send_answer), early(services.reply)


def _forget_keys() -> None:
    """Take the same page for another one each time that it comes."""
    import messaging.services as services

    def forgetful(send: Callable[..., Any]) -> Callable[..., Any]:
        return lambda **what: send(**{**what, "words": replace(what["words"], message_id=uuid4())})

    services.send_answer, services.reply = forgetful(services.send_answer), forgetful(services.reply)


def _mail_without_outbox() -> None:
    """Mail from a thread of the web process, without a row that promises it."""
    from notices import outbox

    promise = outbox.enqueue

    def enqueue(kind: str, *, subject: Any, due_at: Any = None, **more: Any) -> Any:
        if due_at is not None:
            return promise(kind, subject=subject, due_at=due_at, **more)
        handler = outbox._handlers[kind].handler
        transaction.on_commit(
            lambda: threading.Thread(target=lambda: _later(lambda: handler(subject))).start()
        )
        return None

    outbox.enqueue = enqueue


def _later(act: Callable[[], Any]) -> None:
    time.sleep(LATE_SECONDS)
    try:
        act()
    finally:
        connection.close()
