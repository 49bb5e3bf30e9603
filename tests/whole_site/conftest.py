"""Everybody who may stand before a page of the portal, and where they stand."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

import pytest

from accounts.models import Person, Proposal, Role
from accounts.services import access
from comments.models import IncomingMail
from messaging.models import Regrant, ReleaseRequest, Thread, Topic, TopicMove, Unreached
from messaging.services.unreached import note_bounce
from notices.models import Notice
from tests.comments.mail_in.making import parked_mail
from tests.messaging.releasing import refused_release
from tests.people import (
    Account,
    Browser,
    Staff,
    Visitor,
    begin_anew,
    give_up_notice,
    make_account,
    make_member,
    propose,
    write_comment,
)


@dataclass(frozen=True)
class Agency:
    """A thread with an answer, and for each role the way in which somebody of it gets a browser.

    proposal: of a newcomer as a member of the thread's unit; leaver: one more member of it.
    regrant: what the unit is asked to do for somebody whose keys were reset.
    dead_letter: the notice of the answer, which came back. unreached: that its reader may not know of it.
    release: a request that was refused. mail, other_mail: e-mails that wait for the thread's unit.
    move: of the thread's topic to the other unit, which waits.
    """

    thread: Thread
    proposal: Proposal
    leaver: Person
    regrant: Regrant
    dead_letter: Notice
    unreached: Unreached
    release: ReleaseRequest
    mail: IncomingMail
    other_mail: IncomingMail
    move: TopicMove
    ways_in: dict[str, Callable[[], Browser]]

    def browser_of(self, role: str) -> Browser:
        """Let somebody of this role in, through the pages."""
        return self.ways_in[role]()

    def thread_url(self, thread: Thread | None = None) -> str:
        """Give the address of a thread that exists, by default the one that all is about."""
        return (thread or self.thread).get_absolute_url()

    def missing_thread_url(self) -> str:
        """Give the address of a thread that does not exist."""
        return self.thread_url().replace(str(self.thread.public_id), str(uuid4()))


def ask_for_regrant(topic: Topic) -> Regrant:
    """Make somebody with an account, who then loses every way to unlock."""
    lost = make_account(write_comment(topic, subject="What was lost"), "lost@example.org")
    begin_anew(lost.person)
    return Regrant.objects.get(person=lost.person)


def disabled_meanwhile(administrator: Staff) -> Browser:
    """Sign somebody in who is disabled while they are."""
    gone = make_member(Role.OFFICER, "gone@example.org")
    browser = gone.signs_in()
    access.disable(actor=administrator.person, person=gone.person)
    return browser


@pytest.fixture
def agency(
    answered_thread: Thread,
    taxpayer: Visitor,
    other_taxpayer: Visitor,
    account: Account,
    officer: Staff,
    colleague: Staff,
    officer_of_another_unit: Staff,
    supervisor: Staff,
    auditor: Staff,
    administrator: Staff,
) -> Agency:
    """An agency with somebody of every role."""
    newcomer = make_member(Role.OFFICER, "newcomer@example.org")
    unit = answered_thread.unit
    dead_letter = give_up_notice()
    note_bounce(dead_letter.public_id)
    return Agency(
        thread=answered_thread,
        proposal=propose(administrator, unit, newcomer),
        dead_letter=dead_letter,
        unreached=Unreached.objects.get(),
        release=refused_release(officer, answered_thread),
        mail=parked_mail(answered_thread.topic, "One"),
        other_mail=parked_mail(answered_thread.topic, "Another", files={"form.pdf": b"%PDF-1.7 "}),
        move=TopicMove.objects.create(
            topic=answered_thread.topic,
            unit=officer_of_another_unit.person.units.get(),
            proposed_by=administrator.person,
        ),
        leaver=make_member(Role.OFFICER, "leaver@example.org", unit=unit, granter=officer).person,
        regrant=ask_for_regrant(answered_thread.topic),
        ways_in={
            "anonymous": Browser,
            "visitor": taxpayer.opens_with_code,
            "other visitor": other_taxpayer.opens_with_code,
            "account": account.signs_in,
            "officer": officer.signs_in,
            "colleague": colleague.signs_in,
            "other unit": officer_of_another_unit.signs_in,
            "supervisor": supervisor.signs_in,
            "auditor": auditor.signs_in,
            "administrator": administrator.signs_in,
            "records officer": lambda: make_member(Role.RECORDS_OFFICER, "records@example.org").signs_in(),
            "disabled": lambda: disabled_meanwhile(administrator),
        },
    )
