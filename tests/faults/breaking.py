"""What a portal under faults may have: points at which it dies, and bugs that the checker has to find."""

import os
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

from portal.serving import supervisor
from tests.faults.points import AFTER_COMMIT, BEFORE_COMMIT, FOLDER_VARIABLE, place_points

EARLY, NO_KEY, NO_OUTBOX = "early-acknowledgement", "no-idempotency-key", "no-outbox"
# Where a process has to die for a bug to show itself, and the pattern of what the checker says of it then.
POINT_OF_BUG = {EARLY: BEFORE_COMMIT, NO_KEY: AFTER_COMMIT, NO_OUTBOX: AFTER_COMMIT}
SAID_OF_BUG = {EARLY: "is lost", NO_KEY: r"is there \d+ times", NO_OUTBOX: "nobody was told of"}
# How a portal is told of it.
BUG_VARIABLE = "FAULTS_BUG"
BUGS = tuple(POINT_OF_BUG)
LATE_SECONDS = 0.5


class BreakingConfig(AppConfig):
    name = "tests.faults.breaking"

    def ready(self) -> None:
        """Break what this process was told to break."""
        bug = os.environ.get(BUG_VARIABLE)
        if FOLDER_VARIABLE in os.environ:
            # Who is told to die is neither given up for it nor held back: many deaths come in one minute.
            supervisor.DEATHS_WITHIN_SECONDS = 0
            place_points(Path(os.environ[FOLDER_VARIABLE]), also_of_comments=not bug)
        if bug:
            # Bugs leave comments alone, and no death is spent on one.
            break_it = {EARLY: _acknowledge_early, NO_KEY: _forget_keys, NO_OUTBOX: _mail_without_outbox}
            break_it[bug]()


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
