"""An account of staff that nobody uses ends; one of the public asks once more whose it is."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from accounts import unused
from accounts.models import MailedLink, Person, Role, Unit
from accounts.services import memberships, sign_in_links, telling
from accounts.services.unused import look_after_unused
from audit.actions import Action
from audit.models import AuditEvent
from keys.models import Grant
from messaging.models import Thread
from notices import security_events
from notices.models import Notice
from tests.people import Account, Browser, Staff, mailed_secret_of, make_member
from tests.recorded import times_recorded

pytestmark = pytest.mark.django_db

UNUSED = "/administration/people/?unused=1"
UNUSED_MAIL = Notice.Kind.ACCOUNT_UNUSED


def last_used(staff: Staff | Account, days: int, *, told: int | None = None) -> None:
    """Let somebody have come in so many days ago for the last time, and have been told by a mail that left so
    many days ago.
    """
    now = timezone.now()
    Person.objects.filter(pk=staff.person.pk).update(
        created_at=now - timedelta(days=days, hours=2),
        last_login=now - timedelta(days=days, hours=1),
        told_unused_at=None if told is None else now - timedelta(days=told, hours=1),
    )
    if told is not None:
        person = Person.objects.get(pk=staff.person.pk)
        with transaction.atomic():
            telling.tell(person, UNUSED_MAIL, about=unused.warnings_of(person))
        mails_leave(at=now - timedelta(days=told, hours=1))


def mails_leave(*, at: datetime) -> None:
    """Have a mail server take every mail about an unused account that waits."""
    waiting = Notice.objects.filter(kind=UNUSED_MAIL, state=Notice.State.QUEUED)
    waiting.update(state=Notice.State.SENT, sent_at=at)


def is_disabled(staff: Staff) -> bool:
    return Person.objects.get(pk=staff.person.pk).disabled_at is not None


def told(kind: Notice.Kind) -> list[str]:
    return list(Notice.objects.filter(kind=kind).values_list("address", flat=True))


def test_the_numbers_are_those_of_the_standard(settings):
    assert timedelta(days=120) == settings.STAFF_UNUSED
    assert timedelta(days=396) == settings.PUBLIC_UNUSED
    words = str(security_events.WORDS[Notice.Kind.ACCOUNT_UNUSED])
    assert f"{settings.STAFF_UNUSED_TOLD_BEFORE.days} days" in words


def test_who_does_not_sign_in_is_told_once_and_keeps_the_account_by_signing_in(
    colleague: Staff, mail_server, worker
):
    last_used(colleague, 107)

    for _ in range(2):
        look_after_unused()
    worker()

    [mail] = mail_server.mails
    assert "You have not signed in for a long time." in mail.get_body(["plain"]).get_content()
    colleague.signs_in()
    last_used_now = Person.objects.get(pk=colleague.person.pk).used_at
    assert last_used_now > timezone.now() - timedelta(minutes=5)
    look_after_unused()
    assert told(Notice.Kind.ACCOUNT_UNUSED) == [colleague.person.email]
    assert times_recorded(Action.UNUSED_TOLD, subject=colleague.person.public_id) == [1]


def test_an_account_that_nobody_used_loses_what_a_disabled_one_loses(
    administrator: Staff, officer: Staff, colleague: Staff, unit: Unit, thread: Thread
):
    browser = colleague.signs_in()
    last_used(colleague, 120, told=14)

    look_after_unused()

    assert browser.get(thread.get_absolute_url()).status_code == 302
    assert not Grant.objects.filter(person=colleague.person.public_id).exists()
    assert not unit.members.filter(pk=colleague.person.pk).exists()
    refused = Browser().post("/sign-in/", {"login": colleague.person.email, "password": colleague.password})
    assert refused.status_code == 400
    event = AuditEvent.objects.get(action="accounts.person.disabled")
    assert (event.actor, event.subject) == (None, colleague.person.public_id)
    assert b'"why":"unused"' in bytes(event.leaf)
    assert told(Notice.Kind.ACCOUNT_DISABLED) == [colleague.person.email]


@pytest.mark.parametrize(("days", "told_days"), [(119, 13), (500, None), (120, 13), (105, None)])
def test_nobody_is_disabled_early_or_untold(colleague: Staff, days: int, told_days: int | None):
    last_used(colleague, days, told=told_days)

    look_after_unused()

    assert not is_disabled(colleague)


def test_nobody_is_disabled_whom_no_mail_has_warned_for_14_days(colleague: Staff):
    last_used(colleague, 300)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        look_after_unused()
        clock.shift(timedelta(days=30))
        look_after_unused()
        is_disabled_unwarned = is_disabled(colleague)
        mails_leave(at=timezone.now())
        clock.shift(timedelta(days=14) - timedelta(minutes=1))
        look_after_unused()
        is_disabled_early = is_disabled(colleague)
        clock.shift(timedelta(minutes=1))
        look_after_unused()

    assert not is_disabled_unwarned
    assert not is_disabled_early
    assert is_disabled(colleague)


@pytest.mark.parametrize(("days", "is_over"), [(13, False), (14, True)])
def test_whose_mailbox_is_gone_has_left_and_ends_14_days_after_their_mail_came_back(
    colleague: Staff, days: int, is_over: bool
):
    last_used(colleague, 300, told=100)
    came_back_at = timezone.now() - timedelta(days=days, hours=1)
    Notice.objects.filter(kind=UNUSED_MAIL).update(state=Notice.State.BOUNCED, failed_at=came_back_at)

    look_after_unused()

    assert is_disabled(colleague) == is_over


@pytest.mark.parametrize("state", ["queued", "failed"])
def test_an_administrator_sees_whom_no_mail_could_warn(colleague: Staff, administrator: Staff, state: str):
    last_used(colleague, 130, told=20)
    Notice.objects.filter(kind=UNUSED_MAIL).update(state=state, sent_at=None)

    look_after_unused()

    assert not is_disabled(colleague)
    page = administrator.signs_in().get(UNUSED).content.decode()
    assert "no e-mail has told them so far" in page


def test_what_was_told_before_they_last_came_in_does_not_count(colleague: Staff):
    last_used(colleague, 120, told=130)

    look_after_unused()

    assert not is_disabled(colleague)
    assert told(Notice.Kind.ACCOUNT_UNUSED) == [colleague.person.email] * 2


def test_one_whose_row_cannot_be_worked_with_holds_up_nobody_else(
    officer: Staff, colleague: Staff, administrator: Staff, capsys: pytest.CaptureFixture[str]
):
    [first, second] = sorted([officer, colleague], key=lambda staff: staff.person.pk)
    for staff in (first, second):
        last_used(staff, 130, told=20)
    # There is no day that is 14 days later.
    first_mail = Notice.objects.filter(person=first.person.public_id, kind=UNUSED_MAIL)
    first_mail.update(sent_at=datetime(9999, 12, 30, tzinfo=UTC))

    look_after_unused()

    assert is_disabled(second)
    assert not is_disabled(first)
    [line] = [line for line in capsys.readouterr().err.splitlines() if "accounts.unused.failed" in line]
    assert "OverflowError" in line
    assert str(first.person.public_id) in line
    assert str(first.person.email) not in line


def test_who_alone_holds_a_key_or_manages_people_is_left_to_a_person(administrator: Staff, officer: Staff):
    unit = Unit.objects.get()
    memberships.end_membership(actor=administrator.person, unit=unit, person=_let_go(officer, unit))
    for staff in (administrator, officer):
        last_used(staff, 130, told=20)

    look_after_unused()

    assert not is_disabled(administrator)
    assert not is_disabled(officer)
    page = administrator.signs_in().get(UNUSED).content.decode()
    assert "It is not disabled by itself" in page


def _let_go(officer: Staff, unit: Unit) -> Person:
    return make_member(Role.OFFICER, "leaving@example.org", unit=unit, granter=officer).person


def test_of_two_last_holders_the_second_is_held_back(officer: Staff, colleague: Staff, administrator: Staff):
    for staff in (officer, colleague):
        last_used(staff, 130, told=20)

    look_after_unused()

    assert sorted([is_disabled(officer), is_disabled(colleague)]) == [False, True]


def test_what_they_proposed_ends_with_their_account(
    officer: Staff, supervisor: Staff, unit: Unit, administrator: Staff
):
    newcomer = make_member(Role.OFFICER, "newcomer@example.org")
    proposal = memberships.propose_member(
        actor=supervisor.person, unit=unit, email=str(newcomer.person.email)
    )
    last_used(supervisor, 130, told=20)

    look_after_unused()

    proposal.refresh_from_db()
    assert (proposal.outcome, proposal.ended_by) == ("withdrawn", supervisor.person)


def test_an_administrator_sees_who_ends_when_and_gives_the_account_back(
    administrator: Staff, officer: Staff, colleague: Staff
):
    desk = administrator.signs_in()
    assert "No account is disabled soon." in desk.get(UNUSED).content.decode()
    last_used(colleague, 107)
    page = desk.get(UNUSED).content.decode()
    assert "unless they sign in" in page
    assert str(officer.person.email) not in page
    last_used(colleague, 130, told=20)
    look_after_unused()
    person = f"/administration/people/{colleague.person.public_id}/"
    assert "because nobody used the account" in desk.get(person).content.decode()

    desk.post(f"{person}enable/")
    look_after_unused()

    assert not is_disabled(colleague)
    assert "Has an account" in desk.get(person).content.decode()
    assert colleague.signs_in().get("/").status_code == 200


def test_who_never_came_in_has_nothing_to_lose(administrator: Staff, db: None):
    desk = administrator.signs_in()
    form = {"name": "New", "email": "new@example.org", "role": "officer", "language": "en"}
    desk.post("/administration/people/invite/", form)
    Person.objects.filter(email="new@example.org").update(created_at=timezone.now() - timedelta(days=300))

    look_after_unused()

    assert told(Notice.Kind.ACCOUNT_UNUSED) == []


def test_an_account_of_the_public_asks_once_more_whose_it_is(account: Account):
    last_used(account, 397)
    entry = {"login": account.email, "password": account.password}
    browser = Browser()

    refused = browser.post("/sign-in/", entry)

    assert refused.status_code == 400
    assert "you have not signed in for more than a year" in refused.content.decode()
    wrong = Browser().post("/sign-in/", {**entry, "password": "another one altogether"})
    assert wrong.status_code == refused.status_code
    browser.post("/sign-in/link/", {"email": account.email})
    code = _mailed_code()
    assert browser.post("/sign-in/link/follow/", {"code": code}).status_code == 302
    assert browser.post("/sign-in/", entry).status_code == 302
    # Having come in, they come in as always.
    assert Browser().post("/sign-in/", entry).status_code == 302


def _mailed_code() -> str:
    link = MailedLink.objects.get()
    sign_in_links.mail(link.public_id)
    return mailed_secret_of(Notice.objects.get(kind=Notice.Kind.SIGN_IN_LINK))


def test_an_account_of_the_public_is_never_disabled_for_that(account: Account):
    last_used(account, 3000)

    look_after_unused()

    assert Person.objects.get(pk=account.person.pk).disabled_at is None
    assert account.thread
