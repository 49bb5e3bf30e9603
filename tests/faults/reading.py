"""What a portal holds, read by its own code in a process of its own, as often as it is asked."""

import json
import select
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from bench.processes import ROOT
from tests.faults.history import TOKEN

# What may be asked for: how much work there is in each state, or all that the portal holds.
WORK, EVERYTHING = "work", "everything"
ASK_SECONDS = 900


class Reader:
    """A process that reads what a portal holds.

    environment: of the portal. log: the file in which it says what goes wrong.
    """

    def __init__(self, environment: Mapping[str, str], *, log: Path) -> None:
        with log.open("ab") as errors:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.reading"],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )

    def ask(self, what: str) -> dict[str, Any]:
        """Read `WORK` or `EVERYTHING`; raises RuntimeError when it cannot, or not in time."""
        assert self._process.stdin
        assert self._process.stdout
        line = ""
        with suppress(BrokenPipeError):
            print(what, file=self._process.stdin, flush=True)
            if not select.select([self._process.stdout], [], [], ASK_SECONDS)[0]:
                raise RuntimeError(f"{what} could not be read in {ASK_SECONDS} seconds")
            line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{what} could not be read: it ended with {self._process.wait()}")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def close(self) -> None:
        """End it."""
        self._process.kill()
        self._process.communicate()


def main() -> None:
    """Print what each line asks for, one JSON document a line."""
    import django

    django.setup()
    from django.db import connection

    for line in sys.stdin:
        print(json.dumps(_open_work() if line.strip() == WORK else _everything()), flush=True)
        # Until it is asked again, the database may have died.
        connection.close()


def _open_work() -> dict[str, int]:
    """Count the pieces of work by their state; what is due in some days, such as a reminder, is none yet."""
    from datetime import timedelta

    from django.utils import timezone

    from notices.models import Outbox

    now_or_done = Outbox.objects.exclude(
        state=Outbox.State.WAITING, due_at__gt=timezone.now() + timedelta(hours=1)
    )
    return dict(Counter(now_or_done.values_list("state", flat=True)))


def _everything() -> dict[str, Any]:
    reader = _officer()
    return {
        "messages": list(_messages(reader)),
        "mails": list(_mails(reader)),
        "releases": list(_releases()),
        "invitations": list(_invitations()),
        "unsound_events": _unsound_events(),
        "waiting_texts": _waiting_texts(),
        "clear": sorted(set(_in_clear())),
        "work": _open_work(),
    }


@cache
def _officer() -> Any:
    """Unlock an officer of the one unit."""
    from accounts.models import Person
    from bench.agency import PASSWORD, officer_email
    from keys import passwords, vault

    person = Person.objects.get(email=officer_email(1))
    return vault.unlock_with(passwords.check_password(person.public_id, PASSWORD), person)


def _messages(reader: Any) -> Iterator[dict[str, Any]]:
    """Open every message."""
    from audit.actions import Action
    from audit.models import AuditEvent
    from comments.models import IncomingMail
    from messaging.models import Thread
    from messaging.services import open_thread
    from notices.models import Notice

    sending = AuditEvent.objects.filter(
        action__in=[Action.MESSAGE_SENT, Action.COMMENT_RECEIVED, Action.MAIL_BECAME_THREAD]
    )
    mail_of = dict(IncomingMail.objects.exclude(thread=None).values_list("thread", "public_id"))
    recorded = Counter(sending.values_list("subject", flat=True))
    notices: dict[Any, list[str]] = {}
    plain: dict[Any, list[str]] = {}
    for about, number, kind in Notice.objects.values_list("about", "number", "kind"):
        notices.setdefault(about, []).append(number)
        if kind == Notice.Kind.PLAIN_ANSWER:
            plain.setdefault(about, []).append(number)
    for thread in Thread.objects.select_related("taxpayer", "unit", "topic").order_by("pk"):
        for entry in open_thread(reader=reader, thread=thread, leaves_receipts=False):
            message = entry.message
            # A comment is recorded by its thread, or by the mail that it was.
            begun = mail_of.get(thread.pk, thread.public_id)
            is_comment = message.sequence == 1 and entry.is_of_taxpayer
            subject = begun if is_comment else message.public_id
            yield {
                "thread": str(thread.public_id),
                "sequence": message.sequence,
                "message": str(message.public_id),
                "text": entry.content.text if entry.content else None,
                "recorded": recorded[subject],
                "notices": notices.get(message.public_id, []),
                "plain": plain.get(message.public_id, []),
            }


def _mails(reader: Any) -> Iterator[dict[str, Any]]:
    """Open every mail that came in, as it came."""
    from audit.actions import Action
    from audit.models import AuditEvent
    from comments.mail_in.sealing import open_original
    from comments.models import IncomingMail
    from notices.models import Notice

    recorded = Counter(AuditEvent.objects.values_list("subject", "action"))
    answers = Counter(Notice.objects.filter(kind=Notice.Kind.MAIL_RECEIVED).values_list("about", flat=True))
    for mail in IncomingMail.objects.select_related("unit", "thread").order_by("pk"):
        yield {
            "mail": str(mail.public_id),
            "state": mail.state,
            "thread": str(mail.thread.public_id) if mail.thread else "",
            "raw": open_original(reader, mail).decode("ascii") if mail.original else "",
            "recorded": [
                recorded[mail.public_id, action]
                for action in (Action.MAIL_TAKEN_IN, Action.MAIL_BECAME_THREAD)
            ],
            "answers": answers[mail.public_id],
        }


def _releases() -> Iterator[dict[str, Any]]:
    """List what was asked of second members, and what came of it."""
    from audit.actions import Action
    from audit.models import AuditEvent
    from messaging.models import ReleaseRequest

    recorded = Counter(AuditEvent.objects.values_list("subject", "action"))
    for request in ReleaseRequest.objects.order_by("pk"):
        yield {
            "request": str(request.public_id),
            "message": str(request.message_id),
            "state": request.state,
            "recorded": [
                recorded[request.public_id, action] for action in (Action.RELEASE_ASKED, Action.RELEASE_GIVEN)
            ],
        }


def _invitations() -> Iterator[dict[str, Any]]:
    """List the invitations of people who were written to, with the threads that they lead to."""
    from accounts.models import Invitation, Role
    from audit.actions import Action
    from audit.models import AuditEvent
    from messaging.models import Thread
    from notices.models import Notice

    recorded = Counter(AuditEvent.objects.values_list("subject", "action"))
    for invitation in Invitation.objects.filter(person__role=Role.VISITOR).order_by("pk"):
        threads = Thread.objects.filter(taxpayer=invitation.person)
        notices = Notice.objects.filter(about=invitation.public_id)
        yield {
            "invitation": str(invitation.public_id),
            "outcome": invitation.outcome,
            "threads": [str(thread) for thread in threads.values_list("public_id", flat=True)],
            "notices": list(notices.values_list("number", flat=True)),
            "recorded": [
                recorded[invitation.person.public_id, action]
                for action in (Action.INVITATION_MADE, Action.INVITATION_ENDED)
            ],
        }


def _waiting_texts() -> int:
    """Count the texts that still wait to be mailed."""
    from notices.models import WaitingText

    return WaitingText.objects.count()


def _unsound_events() -> int:
    """Count the audit events that do not hold what was hashed."""
    from audit.leaves import leaf_hash
    from audit.models import AuditEvent

    events = AuditEvent.objects.values_list("leaf", "leaf_hash")
    return sum(leaf_hash(bytes(leaf)) != bytes(stored) for leaf, stored in events)


def _in_clear() -> Iterator[str]:
    """List the tables in which a word of a message can be read."""
    from django.apps import apps

    for model in apps.get_models():
        for row in model._default_manager.values_list().iterator(chunk_size=500):
            if any(TOKEN.search(_readable(value)) for value in row):
                yield model._meta.db_table


def _readable(value: Any) -> str:
    is_bytes = isinstance(value, (bytes, memoryview))
    return bytes(value).decode("latin-1") if is_bytes else str(value)


if __name__ == "__main__":
    main()
