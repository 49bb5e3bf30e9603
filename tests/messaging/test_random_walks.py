"""Whatever is pressed, in whatever order: nothing planted reaches SMTP, and nothing personal unreleased.

A run of the tests takes the same walks each time, so that it fails because of a change and never because of a
day. `python -m tests.random_walks NUMBER` takes so many that nobody has taken before.
"""

import html
import os
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import hypothesis
from django.utils import timezone
from hypothesis import HealthCheck, Phase, example, given
from hypothesis import strategies as st

from accounts.models import Person
from audit.models import AuditEvent
from messaging.models import Message, ReleaseRequest
from notices.models import Notice
from tests.conftest import MailServer
from tests.messaging.plain_mail import is_plain, said_in
from tests.messaging.planted_texts import PERSONAL, TEXTS, Text
from tests.messaging.walking import BUTTONS, PATHS, Walk, quick
from tests.people import Staff, Visitor, write_comment

CLEAN = Text("Please come in on Monday.")
BORN = Text(PERSONAL[0], "personal")
NUMBER = Text("Your SSN 219-09-9999 is right.", "restricted", "219-09-9999")
UNNAMED = Text("We have 219-09-9999 here.", "restricted", "219-09-9999")
ACCOUNT = Text("Número de cuenta: 4455667788", "restricted", "4455667788")
REFUND = Text("Your refund of $512.00 was sent.", "restricted", "$512.00")
# Whatever was done before, in the end somebody tries hard.
STEPS = st.builds(
    lambda steps, text: [*steps, ("push", text)],
    st.lists(
        st.tuples(st.sampled_from([*BUTTONS, "check", "check", *PATHS]), TEXTS), min_size=2, max_size=11
    ),
    TEXTS,
)
NEW_WALKS = int(os.environ.get("NEW_WALKS", "0"))
OFTEN = ("comment", "mail_answer", "link_mail", "account_mail")


def test_no_planted_value_reaches_smtp_whatever_is_pressed(
    officer: Staff,
    long_standing: Staff,
    supervisor: Staff,
    open_way: Visitor,
    topic: Any,
    mail_server: MailServer,
    worker: Callable[[], None],
    settings: Any,
):
    settings.LIMITS = {**settings.LIMITS, **dict.fromkeys(OFTEN, (10_000, 3600))}
    author, second, lead = (quick(each.signs_in()) for each in (officer, long_standing, supervisor))
    walks: list[Walk] = []

    # Those that lead somewhere, whatever else is tried.
    @example([("check", BORN), ("ask", CLEAN), ("release", CLEAN), ("replay", CLEAN)])
    @example([("check", CLEAN), ("plain", CLEAN), ("replay", CLEAN), ("incoming mail", NUMBER)])
    @example([("check", NUMBER), ("send", CLEAN), ("mail server gives up", CLEAN), ("try again", CLEAN)])
    @example([("session ends", NUMBER), ("plain", CLEAN), ("send", CLEAN), ("invite", NUMBER)])
    # So that this fails where a family of rules is gone, whatever the walks try.
    @example([("push", UNNAMED), ("push", ACCOUNT), ("push", REFUND)])
    @given(STEPS)
    @hypothesis.settings(
        max_examples=NEW_WALKS or 22,
        derandomize=not NEW_WALKS,
        # To make a walk shorter takes hundreds of others: for whoever looks for new ones.
        phases=list(Phase) if NEW_WALKS else [Phase.explicit, Phase.generate],
        database=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
    def property_holds(steps: list[tuple[str, Text]]) -> None:
        visitor = write_comment(topic, email="visitor@example.org")
        Person.objects.filter(pk=visitor.person.pk).update(notice_address_confirmed_at=timezone.now())
        mail_server.refusals.clear()
        before = len(mail_server.mails)
        # Whoever's session ended in the walk before goes on in the next one of theirs.
        now = walks[-1].author if walks else author
        walk = Walk(officer, now, second, lead, visitor, topic, worker, mail_server, number=len(walks))
        walks.append(walk)
        walk.goes(steps)
        for mail in mail_server.mails[before:]:
            check(mail, walk)

    property_holds()

    # Else nothing was tried at all.
    plain = list(filter(is_plain, mail_server.mails))
    assert any(BORN.words in said_in(mail) for mail in plain)
    assert any(CLEAN.words in said_in(mail) for mail in plain)
    assert Message.objects.exclude(sequence=1).count() > len(plain)
    assert sum(text.strength == "restricted" for walk in walks for text in walk.marks.values()) > 10
    kinds = {notice.kind for notice in Notice.objects.exclude(state="queued")}
    assert {"message_waiting", "plain_answer", "invitation_to_read", "mail_received"} <= kinds
    actions = set(AuditEvent.objects.values_list("action", flat=True))
    assert {"messaging.draft.kept", "messaging.release.given", "notices.work.tried_again"} <= actions


def check(mail: EmailMessage, walk: Walk) -> None:
    """Look at every header and every part of a mail, as it is written and as it is read."""
    said = said_in(mail)
    said += html.unescape(said) + mail.as_string()
    told = [text for mark, text in walk.marks.items() if mark in said]
    assert is_plain(mail) or told == []
    for text in walk.marks.values():
        assert text.planted not in said or not text.planted
    for text in told:
        assert text.strength == "clean" or was_released(str(mail["Message-ID"]))
        assert text.strength != "restricted"


def was_released(message_id_header: str) -> bool:
    """Tell whether a second member has released the answer of this mail."""
    notice = Notice.objects.get(message_id_header=message_id_header)
    request = ReleaseRequest.objects.get(message_id=notice.about, state=ReleaseRequest.State.RELEASED)
    return request.ended_by_id not in (None, request.author_id)
