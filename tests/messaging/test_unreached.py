"""Whoever may not know of an answer is reminded once, and listed until somebody has reached them."""

import re
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
import time_machine
from django.conf import settings as project_settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Person, Unit
from audit.actions import Action
from audit.models import AuditEvent
from messaging.errors import ReachedAlready
from messaging.models import Receipt, Thread, Unreached
from messaging.permissions import unreached_visible_to
from messaging.services import unreached
from messaging.unreached.queries import PAGE_ROWS
from notices import bounce_addresses, bounces, states
from notices.models import Notice, Outbox
from tests.conftest import MailServer
from tests.messaging.plain_mail import send_plainly
from tests.notices.making import let_pass
from tests.notices.test_bounces import QMAIL, report
from tests.people import Account, Staff, Visitor, give_up_notice, send_text, write_comment
from tests.recorded import times_recorded

pytestmark = pytest.mark.django_db

LIST = "/unreached/"
REMIND = project_settings.REMIND_AFTER.total_seconds() + 1
UNREAD = project_settings.UNREAD_AFTER.total_seconds() + 1


def days_go_by(worker: Any, *spans: float) -> None:
    """Let time go by for the work that waits, and have the worker look after each span."""
    worker()
    for seconds in spans:
        let_pass(seconds)
        worker()


def content_of(mail: EmailMessage, kind: str) -> str:
    body = mail.get_body([kind])
    assert body is not None
    return str(body.get_content())


def subjects(mail_server: MailServer) -> list[str]:
    return [str(mail["Subject"]) for mail in mail_server.mails]


@pytest.fixture
def entry(answered_thread: Thread, mail_server: MailServer, worker: Any) -> Unreached:
    """The taxpayer's thread, whose notice came back."""
    give_up_notice()
    worker()
    return Unreached.objects.get()


def test_an_answer_that_nobody_opens_is_reminded_of_once_and_then_listed(
    officer: Staff, answered_thread: Thread, mail_server: MailServer, worker: Any
):
    days_go_by(worker, REMIND, UNREAD, UNREAD, UNREAD)

    assert subjects(mail_server) == [
        "You have a message from Example Department of Revenue",
        "A message from Example Department of Revenue still waits for you",
    ]
    [listed] = Unreached.objects.all()
    assert (listed.thread, listed.reason) == (answered_thread, "unread")
    page = officer.signs_in().get(LIST).content.decode()
    assert "Not opened in time" in page
    assert times_recorded(Action.UNREACHED_NOTED, subject=answered_thread.public_id) == [1]


def test_a_thread_stands_on_the_list_once_however_many_mails_about_it_come_back(
    officer: Staff, entry: Unreached, worker: Any
):
    send_text(officer.signs_in(), entry.thread, "And form 13.")
    give_up_notice()

    days_go_by(worker, REMIND, UNREAD)

    assert Unreached.objects.get() == entry
    assert times_recorded(Action.UNREACHED_NOTED, subject=entry.thread.public_id) == [1]
    assert not Outbox.objects.exclude(kind=states.NOTICE_WORK).exclude(last_error="").exists()


def test_an_answer_is_listed_so_long_after_it_was_sent_however_late_it_was_reminded_of(
    answered_thread: Thread,
):
    answer = answered_thread.messages.get(sequence=2)

    with time_machine.travel(answer.sent_at + 2 * project_settings.REMIND_AFTER):
        unreached.remind(answer.public_id)

    work = Outbox.objects.get(kind=unreached.UNREAD_WORK)
    assert work.due_at == answer.sent_at + project_settings.UNREAD_AFTER


def test_a_reminder_comes_in_its_readers_language(
    answered_thread: Thread, mail_server: MailServer, worker: Any
):
    Person.objects.filter(pk=answered_thread.taxpayer_id).update(language="es")

    days_go_by(worker, REMIND)

    assert '<html lang="es">' in content_of(mail_server.mails[1], "html")


def test_a_reminder_is_no_more_than_a_notice(answered_thread: Thread, mail_server: MailServer, worker: Any):
    days_go_by(worker, REMIND)

    reminder = mail_server.mails[1]
    text = reminder.as_string()
    assert "form 12" not in text
    assert str(answered_thread.public_id) not in text
    assert reminder["Auto-Submitted"] == "auto-generated"
    plain, page = (content_of(reminder, kind) for kind in ("plain", "html"))
    shown = re.sub("<[^>]*>", " ", page.partition("<body>")[2])
    assert " ".join(shown.split()).replace(" .", ".") == " ".join(plain.split())


@pytest.mark.parametrize("when", ["before the reminder", "after the reminder"])
def test_what_was_opened_is_neither_reminded_of_nor_listed(
    taxpayer: Visitor, answered_thread: Thread, mail_server: MailServer, worker: Any, when: str
):
    if when == "after the reminder":
        days_go_by(worker, REMIND)
    before = len(mail_server.mails)
    taxpayer.opens_with_code().get(answered_thread.get_absolute_url())

    days_go_by(worker, REMIND, UNREAD)

    assert len(mail_server.mails) - before == (1 if when == "before the reminder" else 0)
    assert not Unreached.objects.exists()


def test_of_answers_that_wait_together_their_reader_is_reminded_once(
    officer: Staff, answered_thread: Thread, mail_server: MailServer, worker: Any
):
    send_text(officer.signs_in(), answered_thread, "And form 13.")

    days_go_by(worker, REMIND, UNREAD)

    reminder = Notice.objects.get(kind=Notice.Kind.REMINDER)
    assert reminder.about == answered_thread.messages.get(sequence=2).public_id
    assert Unreached.objects.count() == 1
    assert times_recorded(Action.UNREACHED_NOTED, subject=answered_thread.public_id) == [1]


def test_an_answer_that_came_after_a_reminder_is_reminded_of_by_itself(
    officer: Staff, answered_thread: Thread, mail_server: MailServer, worker: Any
):
    days_go_by(worker, REMIND)
    send_text(officer.signs_in(), answered_thread, "And form 13.")

    days_go_by(worker, REMIND)

    reminders = Notice.objects.filter(kind=Notice.Kind.REMINDER).order_by("pk")
    answers = answered_thread.messages.filter(sequence__gt=1)
    assert [mail.about for mail in reminders] == [answer.public_id for answer in answers]


def test_an_answer_in_the_portal_is_looked_after_whatever_goes_by_plain_email_later(
    officer: Staff, answered_thread: Thread, open_way: Visitor, mail_server: MailServer, worker: Any
):
    send_plainly(officer.signs_in(), answered_thread)

    days_go_by(worker, REMIND, UNREAD)

    [reminder] = Notice.objects.filter(kind=Notice.Kind.REMINDER)
    assert reminder.about == answered_thread.messages.get(sequence=2).public_id
    assert Notice.objects.get(kind=Notice.Kind.PLAIN_ANSWER).state == "sent"
    assert Unreached.objects.get().reason == "unread"


def test_nobody_is_reminded_at_an_address_from_which_a_later_mail_came_back(
    officer: Staff, answered_thread: Thread, mail_server: MailServer, worker: Any
):
    worker()
    send_text(officer.signs_in(), answered_thread, "And form 13.")
    give_up_notice()

    days_go_by(worker, REMIND, UNREAD)

    assert not Notice.objects.filter(kind=Notice.Kind.REMINDER).exists()
    assert Unreached.objects.get().reason == "bounced"


@pytest.mark.parametrize("is_added", [False, True], ids=["with the code", "added to an account later"])
def test_whoever_wrote_after_an_answer_was_there_and_is_left_alone(
    account: Account,
    taxpayer: Visitor,
    answered_thread: Thread,
    mail_server: MailServer,
    worker: Any,
    is_added: bool,
):
    send_text(taxpayer.opens_with_code(), answered_thread, "Here it is.")
    # Of an answer that could not be shown there is none.
    Receipt.objects.all().delete()
    if is_added:
        account.signs_in().post("/threads/add/", {"code": taxpayer.reply_code})

    days_go_by(worker, REMIND, UNREAD)

    assert not Notice.objects.filter(kind=Notice.Kind.REMINDER).exists()
    assert not Unreached.objects.exists()


def test_an_answer_that_nobody_opens_is_listed_in_a_closed_thread_too(
    answered_thread: Thread, mail_server: MailServer, worker: Any
):
    Thread.objects.filter(pk=answered_thread.pk).update(closed_at=timezone.now())

    days_go_by(worker, REMIND, UNREAD)

    assert Unreached.objects.get().thread == answered_thread


def test_whoever_left_no_address_is_listed_without_a_reminder(
    officer: Staff, other_taxpayer: Visitor, mail_server: MailServer, worker: Any
):
    send_text(officer.signs_in(), other_taxpayer.thread, "An answer")

    days_go_by(worker, REMIND, UNREAD)

    assert mail_server.mails == []
    assert Unreached.objects.get().thread == other_taxpayer.thread
    assert "None left" in officer.signs_in().get(LIST).content.decode()


def test_a_notice_that_is_refused_lists_its_thread_at_once_and_nobody_is_reminded(
    officer: Staff, answered_thread: Thread, mail_server: MailServer, worker: Any
):
    mail_server.refusals += ["550 no such user"]

    days_go_by(worker, REMIND, UNREAD)

    assert Unreached.objects.get().reason == "bounced"
    assert mail_server.mails == []
    desk = officer.signs_in()
    assert "Our e-mail came back" in desk.get(LIST).content.decode()
    thread = desk.get(answered_thread.get_absolute_url()).content.decode()
    assert "They may not know of your answer." in thread
    assert "Came back on" in thread


def test_a_notice_that_comes_back_days_later_lists_its_thread(
    settings: Any, answered_thread: Thread, mail_server: MailServer, worker: Any
):
    settings.BOUNCE_ADDRESS = "bounces@mail.example.gov"
    worker()

    bounces.receive(report(), bounce_addresses.address_of(Notice.objects.get()))
    worker()

    assert Unreached.objects.get().reason == "bounced"


def test_a_notice_of_which_a_server_says_so_in_its_own_words_lists_its_thread_as_probable(
    settings: Any, officer: Staff, answered_thread: Thread, mail_server: MailServer, worker: Any
):
    settings.BOUNCE_ADDRESS = "bounces@mail.example.gov"
    worker()
    notice = Notice.objects.get()

    for _ in range(2):
        bounces.receive(QMAIL, bounce_addresses.address_of(notice), is_from_nobody=True)
        worker()

    notice.refresh_from_db()
    assert (Unreached.objects.get().reason, notice.state) == ("probably", "sent")
    assert "Our e-mail probably came back" in officer.signs_in().get(LIST).content.decode()


def test_a_notice_that_comes_back_after_its_answer_was_opened_lists_nothing(
    settings: Any, taxpayer: Visitor, answered_thread: Thread, mail_server: MailServer, worker: Any
):
    settings.BOUNCE_ADDRESS = "bounces@mail.example.gov"
    worker()
    taxpayer.opens_with_code().get(answered_thread.get_absolute_url())

    bounces.receive(report(), bounce_addresses.address_of(Notice.objects.get()))
    worker()

    assert not Unreached.objects.exists()


def test_opening_takes_a_thread_off_the_list(taxpayer: Visitor, officer: Staff, entry: Unreached):
    taxpayer.opens_with_code().get(entry.thread.get_absolute_url())

    entry.refresh_from_db()
    assert (entry.outcome, entry.ended_by) == ("opened", None)
    assert "Nobody is on this list." in officer.signs_in().get(LIST).content.decode()


def test_an_officer_who_opens_the_thread_reaches_nobody_by_that(officer: Staff, entry: Unreached):
    officer.signs_in().get(entry.thread.get_absolute_url())

    entry.refresh_from_db()
    assert entry.ended_at is None


@pytest.mark.parametrize("way", ["letter", "telephone", "in_person"])
def test_an_officer_notes_how_they_were_reached(officer: Staff, entry: Unreached, way: str):
    desk = officer.signs_in()

    response = desk.post(f"{LIST}{entry.public_id}/", {"way": way})
    page = desk.get(response["Location"]).content.decode()

    entry.refresh_from_db()
    assert (entry.outcome, entry.ended_by) == (way, officer.person)
    assert "Noted." in page
    event = AuditEvent.objects.get(action="messaging.taxpayer.reached")
    assert (event.actor, event.subject) == (officer.person.public_id, entry.thread.public_id)
    assert desk.get(f"{LIST}{entry.public_id}/").status_code == 404


@pytest.mark.parametrize("wrong", [{}, {"way": ""}, {"way": "opened"}, {"way": "x"}])
def test_a_way_that_is_none_is_refused(officer: Staff, entry: Unreached, wrong: dict[str, Any]):
    response = officer.signs_in().post(f"{LIST}{entry.public_id}/", wrong)

    assert response.status_code == 400
    assert "There is a problem" in response.content.decode()
    entry.refresh_from_db()
    assert entry.ended_at is None


def test_of_two_who_note_it_at_once_one_is_told(officer: Staff, colleague: Staff, entry: Unreached):
    letter = Unreached.Outcome.LETTER
    unreached.mark_reached(actor=officer.person, entry=entry, way=letter)

    with pytest.raises(ReachedAlready):
        unreached.mark_reached(actor=colleague.person, entry=entry, way=letter)

    assert AuditEvent.objects.filter(action="messaging.taxpayer.reached").count() == 1


def test_nobody_says_for_them_that_they_opened_it(officer: Staff, entry: Unreached):
    with pytest.raises(ReachedAlready):
        unreached.mark_reached(actor=officer.person, entry=entry, way=Unreached.Outcome.OPENED)


def test_whoever_was_reached_comes_back_for_the_next_answer_only(
    officer: Staff, entry: Unreached, mail_server: MailServer, worker: Any
):
    unreached.mark_reached(actor=officer.person, entry=entry, way=Unreached.Outcome.LETTER)
    days_go_by(worker, REMIND, UNREAD)
    again = Unreached.objects.filter(ended_at=None).count()
    desk = officer.signs_in()
    # A mail about signing in may go out first.
    worker()
    mail_server.refusals += ["550 no such user"]
    send_text(desk, entry.thread, "One more thing.")
    worker()

    assert again == 0
    assert Unreached.objects.filter(ended_at=None).count() == 1


@pytest.mark.parametrize("who", ["taxpayer", "auditor", "administrator", "officer_of_another_unit"])
def test_nobody_else_sees_whom_a_unit_has_to_reach(request: Any, who: str, entry: Unreached):
    person = request.getfixturevalue(who).person

    assert not unreached_visible_to(person).exists()
    with pytest.raises(ReachedAlready):
        unreached.mark_reached(actor=person, entry=entry, way=Unreached.Outcome.LETTER)


def test_the_list_shows_nothing_that_was_sealed_and_no_whole_address(officer: Staff, entry: Unreached):
    desk = officer.signs_in()

    pages = [desk.get(path).content.decode() for path in (LIST, f"{LIST}{entry.public_id}/")]

    for page in pages:
        assert "v***@example.org" in page
        assert "visitor@example.org" not in page
        assert "My refund" not in page
        assert "Visitor One" not in page


def test_the_letter_says_that_a_message_waits_in_the_readers_language_and_nothing_else(
    officer: Staff, entry: Unreached
):
    Person.objects.filter(pk=entry.thread.taxpayer_id).update(language="es")

    page = officer.signs_in().get(f"{LIST}{entry.public_id}/letter/").content.decode()

    letter = page.partition('<div lang="es">')[2].partition("</article>")[0]
    assert "Un mensaje le espera" in letter
    assert "localhost:8000/reply/" in letter
    assert project_settings.AGENCY_CONTACT in letter
    for sealed in ("form 12", "My refund", "Visitor One", "Refunds", "Income Tax", "visitor@example.org"):
        assert sealed not in letter
    assert str(entry.thread.public_id) not in letter
    event = AuditEvent.objects.get(action="messaging.letter.made")
    assert (event.actor, event.subject) == (officer.person.public_id, entry.thread.public_id)


def test_a_long_list_comes_in_pages_that_cost_the_same(officer: Staff, entry: Unreached):
    thread = entry.thread
    threads = [
        Thread.objects.create(
            taxpayer=thread.taxpayer,
            unit=thread.unit,
            topic=thread.topic,
            policy_version="1",
            opened_at=timezone.now(),
            latest_message_at=timezone.now(),
            latest_sequence=1,
        )
        for _ in range(PAGE_ROWS + 4)
    ]
    # Some of them in the same moment.
    since = [entry.since - timedelta(days=number // 2 + 1) for number in range(len(threads))]
    Unreached.objects.bulk_create(
        Unreached(thread=each, reason="unread", since=moment)
        for each, moment in zip(threads, since, strict=True)
    )
    desk = officer.signs_in()

    with CaptureQueriesContext(connection) as of_first:
        first = desk.get(LIST).content.decode()
    older = re.search(r'href="([^"]+)"\s+rel="next"', first)
    assert older
    with CaptureQueriesContext(connection) as of_second:
        second = desk.get(older[1]).content.decode()

    shown = [re.findall(rf"{LIST}([0-9a-f-]{{36}})/", page) for page in (first, second)]
    assert [len(ids) for ids in shown] == [PAGE_ROWS, 5]
    assert len({*shown[0], *shown[1]}) == PAGE_ROWS + 5
    assert len(of_second) <= len(of_first) <= 8


@pytest.mark.parametrize("place", ["", "x", "1", "-1-1", "9" * 18 + "-1", "1-" + "9" * 19])
def test_a_place_that_is_none_is_not_there(officer: Staff, place: str):
    assert officer.signs_in().get(LIST, {"before": place}).status_code == 404


def test_a_units_notices_may_have_an_address_to_type_and_nothing_to_click(
    administrator: Staff, officer: Staff, topic: Any, unit: Unit, mail_server: MailServer, worker: Any
):
    desk = administrator.signs_in()
    desk.post(f"/units/{unit.public_id}/plain-email/", {"allow": "1"})
    desk.post(f"/units/{unit.public_id}/notice-links/", {"allow": "0"})
    visitor = write_comment(topic, email="visitor@example.org")
    send_text(officer.signs_in(), visitor.thread, "An answer")

    days_go_by(worker, REMIND)

    assert len(mail_server.mails) == 2
    for mail in mail_server.mails:
        plain, page = (content_of(mail, kind) for kind in ("plain", "html"))
        assert "localhost:8000/reply/" in plain
        assert "http" not in plain
        assert "href" not in page
        assert "http" not in page.partition("<body>")[2]
    told = [
        event.action
        for event in AuditEvent.objects.filter(subject=unit.public_id, action__contains="notice_links")
    ]
    assert told == ["accounts.notice_links.stopped"]


def test_the_link_comes_back_when_it_is_allowed_again(administrator: Staff, unit: Unit):
    desk, path = administrator.signs_in(), f"/units/{unit.public_id}/notice-links/"

    for allow in ("0", "0", "1"):
        desk.post(path, {"allow": allow})

    unit.refresh_from_db()
    assert unit.notices_have_link
    steps = (Action.NOTICE_LINKS_STOPPED, Action.NOTICE_LINKS_ALLOWED)
    assert times_recorded(*steps, subject=unit.public_id) == [1, 1]
