"""What waits for plain e-mail is decided again by the worker, on what waits and on the rows as they are."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.models import Person
from accounts.services import access, memberships
from encryption import boxes
from encryption.contexts import ctx
from keyring import keyring
from messaging.channel import plain_mail
from messaging.services.sending import Words
from notices import waiting_texts
from notices.models import Notice, Outbox, WaitingText
from screening import Attachment, Document
from tests.messaging.plain_mail import (
    CLEAN,
    changed,
    changed_and_confirmed,
    disabled,
    is_plain,
    leaf_of,
    not_allowed,
    said_in,
    send_plainly,
    taken_back,
)
from tests.people import Visitor, write_comment


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

    # One is about the account that was disabled.
    assert [is_plain(mail) for mail in mail_server.mails] == [False, False]
    assert b'"reason":"author_disabled"' in leaf_of("messaging.plain_answer.withheld")
    assert not WaitingText.objects.exists()


def test_an_answer_of_somebody_who_left_the_unit_meanwhile_stays_in_the_portal(
    officer, colleague, administrator, open_way, mail_server, worker
):
    send_plainly(colleague.signs_in(), open_way.thread)

    memberships.end_membership(actor=administrator.person, person=colleague.person, unit=open_way.thread.unit)
    worker()

    assert not any(is_plain(mail) for mail in mail_server.mails)
    assert b'"reason":"author_left"' in leaf_of("messaging.plain_answer.withheld")
    assert not WaitingText.objects.exists()


def test_a_screening_that_fails_when_the_worker_asks_keeps_it_from_plain_email(
    officer, open_way, mail_server, worker, settings
):
    send_plainly(officer.signs_in(), open_way.thread)

    settings.SCREENING_SECONDS = 0.0
    worker()

    assert [is_plain(mail) for mail in mail_server.mails] == [False]
    assert b'"failed":1' in leaf_of("messaging.plain_answer.withheld")


TO_ANA = Words(uuid4(), "My refund", CLEAN, person="Ana Muestra").document()


def keep_instead(notice: Notice, words: Document, visitor: Visitor) -> None:
    """Have other words wait with a notice, as if a rule of before had let them go to the visitor."""
    thread = visitor.thread
    mail = plain_mail(thread, words)
    assert mail
    waiting_texts.erase(notice)
    waiting_texts.keep(notice, words, mail_hash=mail.beside(words).content_hash())


def test_an_answer_opens_before_it_leaves_as_the_document_that_was_screened(officer, open_way):
    send_plainly(officer.signs_in(), open_way.thread)
    notice = Notice.objects.get()

    keep_instead(notice, TO_ANA, open_way)
    waiting = waiting_texts.open_text(notice)

    assert waiting
    assert waiting.words == TO_ANA
    assert not any(word in bytes(WaitingText.objects.get().sealed) for word in (b"Ana", b"refund"))


@pytest.mark.parametrize(
    "more",
    [
        {"quoted": "When?"},
        {"fields": {"greeting": "Hello"}},
        {"names": ("Ana",)},
        {"attachments": (Attachment("a.txt", "Form 12"),)},
    ],
    ids=str,
)
def test_what_would_open_as_another_document_does_not_wait(officer, open_way, more: dict[str, Any]):
    send_plainly(officer.signs_in(), open_way.thread)
    notice = Notice.objects.get()
    waiting_texts.erase(notice)

    with pytest.raises(ValueError, match="would not be screened again"):
        waiting_texts.keep(notice, Document(text=CLEAN, is_to_one_person=True, **more), mail_hash="0")

    assert not WaitingText.objects.exists()


@pytest.mark.parametrize(
    "text",
    ["The balance is $350.", "Muestra's refund went out in June."],
    ids=["to one person", "by their name"],
)
def test_a_rule_that_was_added_meanwhile_holds_back_what_only_its_thread_makes_sensitive(
    officer, open_way, mail_server, worker, text
):
    send_plainly(officer.signs_in(), open_way.thread)
    keep_instead(
        Notice.objects.get(), Words(uuid4(), "My refund", text, person="Ana Muestra").document(), open_way
    )

    worker()

    assert [is_plain(mail) for mail in mail_server.mails] == [False]
    assert b'"reason":"not_clean"' in leaf_of("messaging.plain_answer.withheld")
    assert not WaitingText.objects.exists()


def test_what_an_earlier_release_kept_without_what_screening_needs_goes_through_the_portal(
    officer, open_way, mail_server, worker
):
    send_plainly(officer.signs_in(), open_way.thread)
    row = WaitingText.objects.select_related("notice").get()
    waiting = waiting_texts.open_text(row.notice)
    assert waiting
    fields = {"subject": waiting.words.subject, "text": CLEAN, "mail_hash": waiting.mail_hash}
    of_before = json.dumps(fields).encode()
    context = ctx("field", "notices.waitingtext", "sealed", row.notice.public_id)
    row.sealed = boxes.seal(keyring().field(row.key_version).secret, of_before, context)
    row.save(update_fields=["sealed"])

    worker()

    assert [is_plain(mail) for mail in mail_server.mails] == [False]
    assert CLEAN not in said_in(mail_server.mails[0])
    assert not WaitingText.objects.exists()


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
