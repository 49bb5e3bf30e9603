"""An answer leaves by plain e-mail only when it is clean, allowed, confirmed and chosen, and still is."""

import html
import re
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.models import Person
from accounts.services import access, notice_addresses, set_plain_email
from audit.models import AuditEvent
from encryption import boxes
from keys.queries import shown_key
from messaging import channel, services
from messaging.channel import Channel, decide
from messaging.errors import DraftChanged
from messaging.models import Thread
from messaging.services.sending import Words
from notices.models import Notice, Outbox, WaitingText
from screening import Document, Verdict, screen
from tests.messaging.plain_mail import SSN, is_plain, said_in, shown
from tests.people import Browser, Visitor, answer_fields, send_text, write_comment

CLEAN = "Please come in on Monday and bring form 12."
SENSITIVE = f"Your number {SSN} is right."


def send_plainly(browser: Browser, thread: Thread, text: str = CLEAN) -> Any:
    """Check a text, then choose plain e-mail."""
    form, _page = shown(browser, thread, text)
    return browser.post(thread.get_absolute_url(), {**form, "action": "plain"})


def leaf_of(action: str) -> bytes:
    return bytes(AuditEvent.objects.get(action=action).leaf)


# What is offered, and to whom


def test_a_clean_answer_to_a_confirmed_address_may_go_by_plain_email(officer, open_way, mail_server, worker):
    browser = officer.signs_in()

    response = send_plainly(browser, open_way.thread)
    worker()

    assert response.status_code == 302
    [mail] = mail_server.mails
    assert mail["To"] == "visitor@example.org"
    assert CLEAN in said_in(mail)


def test_it_is_a_second_choice_that_says_what_it_means_and_stands_behind_the_first(officer, open_way):
    _form, page = shown(officer.signs_in(), open_way.thread, CLEAN)

    assert page.index('value="send"') < page.index('value="plain"')
    assert "Anyone on the way can read e-mail." in page
    assert "v***@example.org" in page
    assert "This will be sent: through the portal" in page


def test_nothing_is_offered_before_a_text_was_looked_at(officer, open_way):
    assert 'value="plain"' not in officer.signs_in().get(open_way.thread.get_absolute_url()).content.decode()


def test_a_page_that_asks_while_somebody_writes_is_told_too(officer, open_way):
    browser, path = officer.signs_in(), f"{open_way.thread.get_absolute_url()}check/"
    fields = answer_fields(browser, open_way.thread)

    clean = browser.post(path, {**fields, "text": CLEAN}).content
    sensitive = browser.post(path, {**fields, "text": SENSITIVE}).content

    assert b'value="plain"' in clean
    assert b'value="plain"' not in sensitive


def not_allowed(visitor: Visitor) -> None:
    set_plain_email(actor=None, unit=visitor.thread.unit, is_allowed=False)


def taken_back(visitor: Visitor) -> None:
    notice_addresses.withdraw(person=visitor.person)


def changed(visitor: Visitor) -> None:
    Person.objects.filter(pk=visitor.person.pk).update(
        notice_address="somebody.else@example.org", notice_address_confirmed_at=None
    )


def changed_and_confirmed(visitor: Visitor) -> None:
    changed(visitor)
    Person.objects.filter(pk=visitor.person.pk).update(notice_address_confirmed_at=timezone.now())


def disabled(visitor: Visitor) -> None:
    Person.objects.filter(pk=visitor.person.pk).update(disabled_at=timezone.now())


def locked(visitor: Visitor) -> None:
    key = shown_key(visitor.person.public_id)
    assert key
    Thread.objects.filter(taxpayer=visitor.person).update(locked_key=key.key_id)


CLOSED_WAYS = [not_allowed, taken_back, changed, disabled, locked]


@pytest.mark.parametrize("close", CLOSED_WAYS)
def test_nothing_is_offered_when_one_condition_is_missing(officer, open_way, close):
    close(open_way)

    _form, page = shown(officer.signs_in(), open_way.thread, CLEAN)

    assert 'value="plain"' not in page


NOT_CLEAN: dict[str, dict[str, str]] = {
    "restricted": {"text": SENSITIVE},
    "personal": {"text": "You were born in 1970."},
    "quoted": {"text": CLEAN, "quoted": "When does it come?"},
}


def test_the_words_that_are_not_clean_are_so_in_different_ways():
    strengths = {name: screen(words["text"]).strength for name, words in NOT_CLEAN.items()}

    assert strengths == {"restricted": "restricted", "personal": "personal", "quoted": "clean"}


@pytest.mark.parametrize("words", NOT_CLEAN.values(), ids=NOT_CLEAN.keys())
def test_restricted_and_personal_and_quoted_words_go_through_the_portal(
    officer, open_way, mail_server, worker, words
):
    browser, thread = officer.signs_in(), open_way.thread
    form, page = shown(browser, thread, **words)

    refused = browser.post(thread.get_absolute_url(), {**form, "action": "plain"})
    sent = browser.post(thread.get_absolute_url(), {**form, "action": "send"})
    worker()

    assert 'value="plain"' not in page
    assert refused.status_code == 200
    assert "This may not go by plain e-mail" in refused.content.decode()
    assert sent.status_code == 302
    assert not any(is_plain(mail) for mail in mail_server.mails)
    assert words["text"] not in "".join(map(said_in, mail_server.mails))


def test_what_is_sensitive_in_the_subject_alone_closes_the_way(
    officer, unit, topic, open_way, mail_server, worker
):
    visitor = write_comment(topic, subject=f"My number is {SSN}", email="visitor@example.org")
    Person.objects.filter(pk=visitor.person.pk).update(notice_address_confirmed_at=timezone.now())
    browser = officer.signs_in()
    form, page = shown(browser, visitor.thread, CLEAN)

    browser.post(visitor.thread.get_absolute_url(), {**form, "action": "plain"})
    browser.post(visitor.thread.get_absolute_url(), {**form, "action": "send"})
    worker()

    assert 'value="plain"' not in page
    assert all(SSN not in said_in(mail) and not is_plain(mail) for mail in mail_server.mails)


def test_what_is_sensitive_in_the_address_alone_closes_the_way(officer, open_way):
    Person.objects.filter(pk=open_way.person.pk).update(notice_address=f"ssn.{SSN}@example.org")

    _form, page = shown(officer.signs_in(), open_way.thread, CLEAN)

    assert 'value="plain"' not in page


def test_a_screening_that_runs_out_of_time_means_the_portal(officer, open_way, settings, mail_server, worker):
    settings.SCREENING_SECONDS = 0.0

    send_plainly(officer.signs_in(), open_way.thread)
    worker()

    assert not mail_server.mails
    assert open_way.thread.messages.count() == 1


@pytest.mark.parametrize("failure", [MemoryError, RecursionError, ImportError, AttributeError])
def test_a_screening_that_raises_or_is_not_there_means_the_portal(
    officer, open_way, monkeypatch, mail_server, worker, failure
):
    def break_down(*_: object, **__: object) -> Verdict:
        raise failure

    monkeypatch.setattr(channel, "screen", break_down)
    browser = officer.signs_in()
    send_plainly(browser, open_way.thread)
    assert send_text(browser, open_way.thread, CLEAN).status_code == 302
    worker()

    assert [is_plain(mail) for mail in mail_server.mails] == [False]
    assert b'"failed":1' in leaf_of("messaging.channel.decided")


# What gets round it


FORCED = [
    {"channel": "email"},
    {"channel": "plain"},
    {"force": "true"},
    {"plain": "1"},
    {"mail": "1", "recipient": "a@example.org"},
    {"decision": "plain", "strength": "clean"},
    {"action": "plain"},
    {"action": "email"},
]


@pytest.mark.parametrize("forced", FORCED, ids=str)
@pytest.mark.parametrize("text", [CLEAN, SENSITIVE], ids=["clean", "sensitive"])
def test_no_field_sends_by_plain_email(officer, open_way, mail_server, worker, forced, text):
    browser, thread = officer.signs_in(), open_way.thread
    form = {**answer_fields(browser, thread), "text": text, "action": "send", **forced}

    browser.post(thread.get_absolute_url(), form)
    browser.post(f"{thread.get_absolute_url()}?channel=plain&action=plain", form)
    browser.post(f"{thread.get_absolute_url()}check/", form)
    worker()

    assert not any(is_plain(mail) for mail in mail_server.mails)
    assert all(text not in said_in(mail) for mail in mail_server.mails)


@pytest.mark.parametrize(
    "confirmed", ["", "0" * 64, Document(text=SENSITIVE).content_hash(), "x"], ids=range(4)
)
def test_a_hash_that_no_page_has_shown_sends_nothing(officer, open_way, mail_server, worker, confirmed):
    browser, thread = officer.signs_in(), open_way.thread
    form = {**answer_fields(browser, thread), "text": CLEAN, "confirmed": confirmed, "action": "plain"}

    answer = browser.post(thread.get_absolute_url(), form)
    worker()

    assert answer.status_code in (200, 400)
    assert not mail_server.mails
    assert thread.messages.count() == 1


def test_a_text_that_was_edited_after_the_verdict_does_not_leave(officer, open_way, mail_server, worker):
    browser, thread = officer.signs_in(), open_way.thread
    form, _page = shown(browser, thread, CLEAN)

    for edited in ({"text": SENSITIVE}, {"text": f"{CLEAN} And on Tuesday."}, {"quoted": SSN}):
        answer = browser.post(thread.get_absolute_url(), {**form, **edited, "action": "plain"})
        assert answer.status_code == 200
        assert "Nothing was sent" in answer.content.decode()
    worker()

    assert not mail_server.mails
    assert thread.messages.count() == 1


def test_a_second_tab_with_other_words_does_not_lend_its_verdict(officer, open_way, mail_server, worker):
    browser, thread = officer.signs_in(), open_way.thread
    harmless, _page = shown(browser, thread, CLEAN)
    harmful, _page = shown(browser, thread, SENSITIVE)

    browser.post(
        thread.get_absolute_url(), {**harmful, "confirmed": harmless["confirmed"], "action": "plain"}
    )
    browser.post(thread.get_absolute_url(), {**harmless, "text": SENSITIVE, "action": "plain"})
    worker()

    assert not mail_server.mails


def test_a_request_that_is_replayed_sends_nothing_new(officer, open_way, mail_server, worker):
    browser, thread = officer.signs_in(), open_way.thread
    form, _page = shown(browser, thread, CLEAN)

    answers = [
        browser.post(thread.get_absolute_url(), {**form, "action": action})
        for action in ("plain", "plain", "send")
    ]
    worker()

    assert [answer.status_code for answer in answers] == [302] * 3
    assert thread.messages.count() == 2
    assert [is_plain(mail) for mail in mail_server.mails] == [True]


def test_what_went_through_the_portal_cannot_be_replayed_into_plain_email(
    officer, open_way, mail_server, worker
):
    browser, thread = officer.signs_in(), open_way.thread
    form, _page = shown(browser, thread, CLEAN)

    for action in ("send", "plain"):
        browser.post(thread.get_absolute_url(), {**form, "action": action})
    worker()

    assert [is_plain(mail) for mail in mail_server.mails] == [False]


@pytest.mark.parametrize("close", [*CLOSED_WAYS, changed_and_confirmed])
def test_what_changed_between_the_page_and_the_button_holds_the_answer(
    officer, open_way, mail_server, worker, close
):
    browser, thread = officer.signs_in(), open_way.thread
    form, _page = shown(browser, thread, CLEAN)
    close(open_way)

    answer = browser.post(thread.get_absolute_url(), {**form, "action": "plain"})
    worker()

    assert answer.status_code == 200
    assert not mail_server.mails


@pytest.mark.parametrize("close", [*CLOSED_WAYS, changed_and_confirmed])
def test_what_changed_between_the_decision_and_the_transaction_sends_through_the_portal(
    officer, open_way, mail_server, worker, close
):
    thread = open_way.thread
    words = Words(message_id=uuid4(), subject="My refund", text=CLEAN)
    decision = decide(words.document(), latest_sequence=1, thread=thread, wanted=Channel.PLAIN)
    assert decision.channel is Channel.PLAIN
    close(open_way)

    services.send_answer(officer=officer.unlocked, thread=thread, words=words, decision=decision)
    worker()

    assert not any(is_plain(mail) for mail in mail_server.mails)
    assert b'"reason":"changed"' in leaf_of("messaging.plain_answer.withheld")
    assert not WaitingText.objects.exists()


def test_a_decision_for_other_words_sends_nothing(officer, open_way):
    words = Words(message_id=uuid4(), subject="My refund", text=SENSITIVE)
    decision = decide(
        replace(words, text=CLEAN).document(),
        latest_sequence=1,
        thread=open_way.thread,
        wanted=Channel.PLAIN,
    )

    with pytest.raises(DraftChanged):
        services.send_answer(officer=officer.unlocked, thread=open_way.thread, words=words, decision=decision)

    assert not Outbox.objects.exists()


# Decided again by the worker


def lost(_visitor: Visitor) -> None:
    WaitingText.objects.all().delete()


def damaged(_visitor: Visitor) -> None:
    row = WaitingText.objects.get()
    sealed = bytes(row.sealed)
    row.sealed = sealed[:-1] + bytes([sealed[-1] ^ 1])
    row.save(update_fields=["sealed"])


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (not_allowed, "not_allowed"),
        (taken_back, "not_allowed"),
        (changed, "not_allowed"),
        (disabled, "not_allowed"),
        (changed_and_confirmed, "changed"),
        (lost, "lost"),
        (damaged, "lost"),
    ],
)
def test_what_changed_before_the_worker_came_goes_through_the_portal_instead(
    officer, open_way, mail_server, worker, change, reason
):
    browser = officer.signs_in()
    send_plainly(browser, open_way.thread)

    change(open_way)
    worker()
    page = browser.get(open_way.thread.get_absolute_url()).content.decode()

    assert [is_plain(mail) for mail in mail_server.mails] == [False]
    assert CLEAN not in said_in(mail_server.mails[0])
    assert f'"reason":"{reason}"'.encode() in leaf_of("messaging.plain_answer.withheld")
    assert not WaitingText.objects.exists()
    assert "could not go that way" in page
    assert "Sent through the portal" in page
    assert not Outbox.objects.filter(due_at__lte=timezone.now()).exclude(state=Outbox.State.DONE).exists()


def test_an_answer_of_somebody_who_was_disabled_meanwhile_stays_in_the_portal(
    officer, colleague, administrator, open_way, mail_server, worker
):
    send_plainly(colleague.signs_in(), open_way.thread)

    access.disable(actor=administrator.person, person=colleague.person)
    worker()

    assert [is_plain(mail) for mail in mail_server.mails] == [False]
    assert b'"reason":"author_disabled"' in leaf_of("messaging.plain_answer.withheld")
    assert not WaitingText.objects.exists()


def test_a_screening_that_fails_when_the_worker_asks_keeps_it_from_plain_email(
    officer, open_way, mail_server, worker, settings
):
    send_plainly(officer.signs_in(), open_way.thread)

    settings.SCREENING_SECONDS = 0.0
    worker()

    assert [is_plain(mail) for mail in mail_server.mails] == [False]
    assert b'"failed":1' in leaf_of("messaging.plain_answer.withheld")


@pytest.mark.parametrize("is_same_person", [True, False], ids=["same person", "other person"])
def test_a_waiting_text_that_was_swapped_for_another_does_not_leave(
    officer, topic, open_way, mail_server, worker, is_same_person
):
    other = open_way if is_same_person else write_comment(topic, email="other@example.org")
    Person.objects.filter(pk=other.person.pk).update(notice_address_confirmed_at=timezone.now())
    browser = officer.signs_in()
    send_plainly(browser, open_way.thread, "This was the first answer.")
    send_plainly(browser, other.thread, "This was the second answer.")

    first, second = WaitingText.objects.order_by("pk")
    first.sealed, second.sealed = second.sealed, first.sealed
    for row in (first, second):
        row.save(update_fields=["sealed"])
    worker()

    assert [is_plain(mail) for mail in mail_server.mails] == [False, False]


def test_a_notice_that_was_pointed_at_another_address_does_not_leave(officer, open_way, mail_server, worker):
    send_plainly(officer.signs_in(), open_way.thread)

    Notice.objects.update(address="thief@example.org")
    worker()

    assert all(mail["To"] != "thief@example.org" for mail in mail_server.mails)


# What leaves, and what is left behind


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


def test_a_mail_that_was_not_taken_now_is_the_same_mail_later(officer, open_way, mail_server, worker):
    from tests.notices.making import let_pass

    mail_server.refusals += ["451 later"]
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
    from messaging.services import plain
    from notices.mail import send_plain
    from notices.waiting_texts import open_text

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
    text = "Bcc: thief@example.org\r\n\r\nTo: thief@example.org\n.\nMAIL FROM:<x@example.org>\n.\n"
    send_plainly(officer.signs_in(), open_way.thread, text)
    worker()

    assert [mail["To"] for mail in mail_server.mails] == ["visitor@example.org"]
    assert all(mail["Bcc"] is None for mail in mail_server.mails)
