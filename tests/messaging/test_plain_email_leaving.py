"""What leaves by plain e-mail, what is left behind of it, and what both sides read of how it went."""

import html
import re

import pytest
from django.conf import settings as project_settings

from accounts.models import Person
from audit.models import AuditEvent
from encryption import boxes
from messaging.channel import Channel, decide
from messaging.models import Thread, Unreached
from messaging.services import plain
from notices import bounce_addresses, bounces
from notices.mail import send_plain
from notices.models import Notice, WaitingText
from notices.waiting_texts import open_text
from tests.messaging.plain_mail import CLEAN, is_plain, leaf_of, not_allowed, said_in, send_plainly
from tests.notices.making import let_pass
from tests.notices.test_bounces import report
from tests.people import send_text


def test_the_mail_has_a_fixed_subject_a_number_and_words_of_how_to_go_on_in_two_forms_that_say_the_same(
    officer, open_way, mail_server, worker
):
    send_plainly(officer.signs_in(), open_way.thread)
    worker()

    [mail] = mail_server.mails
    notice = Notice.objects.get()
    number = "-".join(re.findall("....", notice.number))
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert mail["Subject"] == "An answer from Example Department of Revenue"
    assert mail["From"] == '"Example Department of Revenue (do not reply)" <no-reply@localhost>'
    assert mail["Reply-To"] == "Answers to this e-mail are not read <no-reply@localhost>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"] == notice.message_id_header
    body, page = (str(mail.get_body([kind]).get_content()) for kind in ("plain", "html"))
    assert body.startswith(CLEAN)
    assert re.findall(r"(?:src|href|action|style)=", page) == []
    shown = html.unescape(re.sub("<[^>]*>", " ", page.partition("<body>")[2]))
    assert " ".join(shown.split()) == " ".join(body.split()).replace(" -- ", " ")
    assert number in body
    assert "localhost:8000/reply/" in body
    assert "My refund" not in said_in(mail)
    assert str(open_way.thread.public_id) not in said_in(mail)


@pytest.mark.parametrize(("allow", "links"), [("0", 0), ("1", 2)], ids=["without", "with"])
def test_an_answer_of_a_unit_without_links_has_none_either(
    administrator, officer, open_way, unit, mail_server, worker, allow: str, links: int
):
    administrator.signs_in().post(f"/units/{unit.public_id}/notice-links/", {"allow": allow})

    send_plainly(officer.signs_in(), open_way.thread)
    worker()

    [mail] = mail_server.mails
    assert is_plain(mail)
    # One in each of the two forms.
    assert said_in(mail).count("http") == links
    assert "localhost:8000/notice/" in said_in(mail)


def test_what_we_say_around_an_answer_is_in_the_language_of_its_reader(
    officer, open_way, mail_server, worker
):
    Person.objects.filter(pk=open_way.person.pk).update(language="es")

    send_plainly(officer.signs_in(), open_way.thread)
    worker()

    [mail] = mail_server.mails
    assert mail["Subject"] == "Una respuesta de Example Department of Revenue"
    body, page = (str(mail.get_body([kind]).get_content()) for kind in ("plain", "html"))
    assert CLEAN in body
    assert 'lang="es"' in page
    assert "le envió esto por correo electrónico común" in " ".join(body.split())


def test_whoever_got_an_answer_by_plain_email_is_neither_reminded_nor_listed(
    officer, open_way, mail_server, worker
):
    send_plainly(officer.signs_in(), open_way.thread)
    worker()

    for _ in range(3):
        let_pass(project_settings.UNREAD_AFTER.total_seconds() + 1)
        worker()

    assert len(mail_server.mails) == 1
    assert not Unreached.objects.exists()


def test_whoever_got_a_notice_in_the_place_of_plain_email_is_reminded_and_listed(
    officer, open_way, mail_server, worker
):
    send_plainly(officer.signs_in(), open_way.thread)
    not_allowed(open_way)
    worker()

    for _ in range(3):
        let_pass(project_settings.UNREAD_AFTER.total_seconds() + 1)
        worker()

    assert [is_plain(mail) for mail in mail_server.mails] == [False, False]
    assert Unreached.objects.get().reason == Unreached.Reason.UNREAD


def test_the_number_of_a_plain_answer_is_ours(officer, open_way, mail_server, worker, browser):
    send_plainly(officer.signs_in(), open_way.thread)
    worker()

    page = browser.post("/notice/", {"number": Notice.objects.get().number}).content.decode()

    assert "Yes, we sent" in page


def test_the_text_waits_sealed_and_is_erased_when_it_left(officer, open_way, mail_server, worker):
    send_plainly(officer.signs_in(), open_way.thread)
    waiting = bytes(WaitingText.objects.get().sealed)
    worker()

    assert b"Monday" not in waiting
    assert len(waiting) == 1024 + boxes.OVERHEAD_BYTES
    assert not WaitingText.objects.exists()
    assert b"Monday" not in open_way.thread.messages.get(sequence=2).stored_bytes()


def test_the_text_is_erased_when_it_is_given_up(officer, open_way, mail_server, worker):
    mail_server.refusals += ["550 no such user"]
    browser = officer.signs_in()
    send_plainly(browser, open_way.thread)
    worker()

    assert not WaitingText.objects.exists()
    assert Notice.objects.get().state == Notice.State.BOUNCED
    assert AuditEvent.objects.filter(action="notices.notice.bounced").count() == 1
    assert "Came back on" in browser.get(open_way.thread.get_absolute_url()).content.decode()


def test_the_text_is_erased_when_no_attempt_got_it_out(officer, open_way, mail_server, worker, settings):
    settings.OUTBOX_MAX_ATTEMPTS = 1
    mail_server.refusals += ["451 later"]
    send_plainly(officer.signs_in(), open_way.thread)
    worker()

    assert Notice.objects.get().state == Notice.State.FAILED
    assert not WaitingText.objects.exists()


@pytest.mark.parametrize("refusal", ["451 later", "554 5.7.1 Relay access denied"])
def test_a_mail_that_was_not_taken_now_is_the_same_mail_later(
    officer, open_way, mail_server, worker, refusal: str
):
    mail_server.refusals += [refusal]
    send_plainly(officer.signs_in(), open_way.thread)
    worker()
    still_waiting = WaitingText.objects.exists()
    let_pass(301)
    worker()

    [mail] = mail_server.mails
    assert still_waiting
    assert mail["Message-ID"] == Notice.objects.get().message_id_header


def test_a_worker_that_died_before_it_noted_the_mail_sends_the_same_again(
    officer, open_way, mail_server, worker
):
    send_plainly(officer.signs_in(), open_way.thread)
    notice = Notice.objects.get()
    waiting = open_text(notice)
    assert waiting
    thread = Thread.objects.select_related("taxpayer", "unit").get(pk=open_way.thread.pk)
    send_plain(decide(waiting.words, latest_sequence=2, thread=thread, wanted=Channel.PLAIN), notice)

    worker()
    plain.deliver(notice.public_id)

    first, second = mail_server.mails
    assert first["Message-ID"] == second["Message-ID"]
    assert said_in(first).partition("Date:")[2][40:] == said_in(second).partition("Date:")[2][40:]


def test_the_message_stays_sealed_in_the_thread_and_both_sides_read_how_it_went(
    officer, open_way, mail_server, worker
):
    browser, thread = officer.signs_in(), open_way.thread
    answer = send_plainly(browser, thread)
    after = browser.get(answer["Location"]).content.decode()
    worker()

    desk = browser.get(thread.get_absolute_url()).content.decode()
    home = open_way.opens_with_code().get(thread.get_absolute_url()).content.decode()

    assert "Sent by plain e-mail." in after
    assert "Goes by plain e-mail to v***@example.org" in after
    assert "Sent by plain e-mail to v***@example.org" in desk
    assert "We also sent this by e-mail to v***@example.org" in home
    assert CLEAN in home
    for page in (after, desk, home):
        assert "visitor@example.org" not in page


@pytest.fixture
def came_back(officer, open_way, mail_server, worker, settings) -> Notice:
    """A plain e-mail that a mail server took, and that came back later."""
    settings.BOUNCE_ADDRESS = "bounces@mail.example.gov"
    send_plainly(officer.signs_in(), open_way.thread)
    worker()
    notice = Notice.objects.get()
    bounces.receive(report(), bounce_addresses.address_of(notice))
    worker()
    return notice


def test_what_left_by_plain_email_and_came_back_says_so_to_both_sides(officer, open_way, came_back: Notice):
    path = open_way.thread.get_absolute_url()

    desk = officer.signs_in().get(f"{path}?sent={came_back.about}").content.decode()
    home = open_way.opens_with_code().get(path).content.decode()

    assert "Sent by plain e-mail to v***@example.org, and it came back." in desk
    assert "Anyone on the way could read it." in desk
    assert "We also sent this by e-mail to v***@example.org, and it came back to us." in home
    for page in (desk, home):
        assert "Sent through the portal" not in page
        assert "could not go that way" not in page


def test_what_left_by_plain_email_has_left_whatever_is_sent_in_its_place(
    supervisor, open_way, came_back: Notice, mail_server, worker
):
    lead, path = supervisor.signs_in(), open_way.thread.get_absolute_url()
    lead.post(f"/deliveries/{came_back.public_id}/try-again/")
    worker()

    page = lead.get(path).content.decode()

    told = Notice.objects.get(kind=Notice.Kind.MESSAGE_WAITING)
    came_back.refresh_from_db()
    assert (came_back.state, told.state) == (Notice.State.BOUNCED, Notice.State.SENT)
    assert sum(map(is_plain, mail_server.mails)) == 1
    assert "Sent by plain e-mail to v***@example.org, and it came back." in page
    assert "Came back on" in page
    assert not AuditEvent.objects.filter(action="messaging.plain_answer.withheld").exists()


def test_whoever_is_told_in_the_place_of_what_came_back_is_reminded(
    supervisor, open_way, came_back: Notice, mail_server, worker
):
    supervisor.signs_in().post(f"/deliveries/{came_back.public_id}/try-again/")
    worker()

    let_pass(project_settings.REMIND_AFTER.total_seconds() + 1)
    worker()

    assert Notice.objects.get(kind=Notice.Kind.REMINDER).about == came_back.about


def test_what_never_left_says_that_it_went_through_the_portal(officer, open_way, mail_server, worker):
    mail_server.refusals += ["550 no such user"]
    browser, path = officer.signs_in(), open_way.thread.get_absolute_url()
    send_plainly(browser, open_way.thread)
    worker()

    desk = browser.get(path).content.decode()
    home = open_way.opens_with_code().get(path).content.decode()

    assert "Sent through the portal" in desk
    assert "It was meant for plain e-mail, and could not go that way." in desk
    assert "We also sent this by e-mail" not in home


def test_a_secure_answer_says_that_it_went_through_the_portal(officer, open_way, mail_server, worker):
    browser = officer.signs_in()
    send_text(browser, open_way.thread, CLEAN)
    worker()

    desk = browser.get(open_way.thread.get_absolute_url()).content.decode()
    home = open_way.opens_with_code().get(open_way.thread.get_absolute_url()).content.decode()

    assert "Sent through the portal" in desk
    assert "We also sent this by e-mail" not in home


def test_what_was_decided_and_sent_is_recorded_by_kinds_and_never_by_words(
    officer, open_way, mail_server, worker
):
    send_plainly(officer.signs_in(), open_way.thread)
    worker()

    message = open_way.thread.messages.get(sequence=2)
    assert b'"channel":"plain"' in leaf_of("messaging.channel.decided")
    assert AuditEvent.objects.get(action="notices.plain_answer.sent").subject == message.public_id
    for event in AuditEvent.objects.all():
        assert b"Monday" not in bytes(event.leaf)
        assert b"example.org" not in bytes(event.leaf)


def test_a_text_cannot_add_headers_or_recipients(officer, open_way, mail_server, worker):
    text = "Bcc: thief@example.org\r\n\r\nTo: thief@example.org\n.\nmail from:<x@example.org>\n.\n"
    send_plainly(officer.signs_in(), open_way.thread, text)
    worker()

    assert [mail["To"] for mail in mail_server.mails] == ["visitor@example.org"]
    assert all(mail["Bcc"] is None for mail in mail_server.mails)
