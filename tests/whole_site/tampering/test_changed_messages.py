"""Somebody with the database changes a message: it is not shown, the rest is, and people are told."""

from uuid import uuid4

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import Session
from audit.models import AuditEvent
from messaging.models import Draft, Message, Thread, Wrap
from messaging.services.storing import keep_unit_wraps
from tests.people import send_text
from tests.whole_site.tampering.changes import (
    CANNOT,
    CHANGES,
    WORDS,
    changed,
    flip,
    nothing_is_sent,
    put,
    remove_wraps,
    take_from_another,
)


def unit_wraps_of(thread: Thread) -> set[bytes]:
    return {bytes(message.unit_wrap or b"") for message in thread.messages.all()}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_changed_message_is_not_shown_and_the_others_are(both_sides, elsewhere, change):
    for message in Message.objects.filter(thread=both_sides.thread):
        with changed(message, elsewhere, change):
            pages = both_sides.read()

        for page in pages:
            assert page.count(CANNOT) == 1
            assert str(settings.AGENCY_CONTACT) in page.split(CANNOT)[1][:400]
            assert WORDS[message.sequence] not in page
            assert all(words in page for place, words in WORDS.items() if place != message.sequence)
    assert all(CANNOT not in page for page in both_sides.read())


@pytest.mark.parametrize("change", [flip("unit_wrap"), put(unit_wrap=b"tp1"), take_from_another("unit_wrap")])
def test_a_changed_unit_wrap_hides_nothing_and_is_made_anew(officer, both_sides, elsewhere, change):
    both_sides.read()
    officer.signs_in().get("/mailbox/")
    for message in Message.objects.filter(thread=both_sides.thread):
        change(message, elsewhere)
    broken = unit_wraps_of(both_sides.thread)

    pages = both_sides.read()

    assert all(words in page for page in pages for words in WORDS.values())
    assert not broken & unit_wraps_of(both_sides.thread)
    assert all(words in page for page in both_sides.read() for words in WORDS.values())


def test_a_unit_wrap_alone_opens_for_the_unit_and_for_nobody_else(both_sides):
    both_sides.read()
    Wrap.objects.filter(message__thread=both_sides.thread).delete()

    of_officer, of_taxpayer = both_sides.read()

    assert all(words in of_officer for words in WORDS.values())
    assert of_taxpayer.count(CANNOT) == len(WORDS)


def test_a_key_that_was_destroyed_after_a_message_was_opened_does_not_come_back(both_sides):
    messages = Message.objects.filter(thread=both_sides.thread)
    unit_wraps = {message.public_id: b"made before" for message in messages}
    forgotten = messages.get(sequence=2)
    remove_wraps(forgotten, both_sides.thread)

    with transaction.atomic():
        keep_unit_wraps(unit_wraps)

    kept = {message.sequence: bytes(message.unit_wrap or b"") for message in messages.all()}
    assert kept == {1: b"made before", 2: b"", 3: b"made before"}


def test_a_message_moved_to_another_thread_is_shown_in_neither(officer, both_sides, elsewhere):
    Message.objects.filter(thread=both_sides.thread, sequence=3).update(thread=elsewhere, sequence=2)

    moved_to = officer.signs_in().get(elsewhere.get_absolute_url()).content.decode()

    assert moved_to.count(CANNOT) == 1
    assert WORDS[3] not in moved_to
    assert "When does it come?" in moved_to
    for page in both_sides.read():
        assert WORDS[3] not in page
        assert WORDS[1] in page
        assert WORDS[2] in page


def test_two_messages_that_changed_places_are_not_shown(both_sides):
    second, third = Message.objects.filter(thread=both_sides.thread, sequence__gt=1).order_by("sequence")
    for message, place in ((second, 9), (third, 2), (second, 3)):
        Message.objects.filter(pk=message.pk).update(sequence=place)

    for page in both_sides.read():
        assert page.count(CANNOT) == 2
        assert WORDS[1] in page


IN_THE_MAILBOX = {
    **{name: CHANGES[name] for name in ("signature", "header", "wraps", "sender's key", "public id")},
    "summary": flip("summary"),
    "no summary": put(summary=b""),
    "summary of another": take_from_another("summary"),
}


@pytest.mark.parametrize("change", IN_THE_MAILBOX.values(), ids=IN_THE_MAILBOX.keys())
def test_the_mailbox_shows_the_row_without_its_subject(officer, talk, elsewhere, change):
    change(Message.objects.get(thread=talk.thread, sequence=1), elsewhere)

    mailbox = officer.signs_in().get("/mailbox/").content.decode()

    assert "This subject cannot be shown" in mailbox
    assert "The subject" not in mailbox
    assert mailbox.count("Something else") == 1
    assert talk.thread.get_absolute_url() in mailbox
    assert elsewhere.get_absolute_url() in mailbox


def test_auditor_and_administrator_are_told(both_sides, elsewhere, auditor, administrator):
    message = Message.objects.get(thread=both_sides.thread, sequence=2)
    watchers = [staff.signs_in() for staff in (auditor, administrator)]
    before = [browser.get("/status/").content.decode() for browser in watchers]
    flip("body")(message, elsewhere)

    both_sides.read()

    event = AuditEvent.objects.filter(action="messaging.message.failed_to_open").first()
    assert event
    assert event.subject == message.public_id
    after = [browser.get("/status/").content.decode() for browser in watchers]
    assert all(str(message.public_id) not in page for page in before)
    assert all(str(message.public_id) in page for page in after)
    assert str(message.public_id) in watchers[0].get("/audit/").content.decode()


def alerts_about(thread: Thread) -> int:
    events = AuditEvent.objects.filter(action="messaging.message.failed_to_open", subject=thread.public_id)
    return events.count()


def test_a_thread_whose_first_message_is_gone_is_reported_by_the_lists(
    officer, account, talk, elsewhere, administrator
):
    Message.objects.filter(thread__in=(talk.thread, account.thread), sequence=1).delete()

    pages = [officer.signs_in().get("/mailbox/"), account.signs_in().get("/threads/")]

    assert all("This subject cannot be shown" in page.content.decode() for page in pages)
    assert (alerts_about(talk.thread), alerts_about(account.thread), alerts_about(elsewhere)) == (1, 2, 0)
    status = administrator.signs_in().get("/status/").content.decode()
    assert status.count(str(talk.thread.public_id)) == status.count(str(account.thread.public_id)) >= 1


@pytest.mark.parametrize("gone", [[1], [2], [3], [1, 2, 3]])
def test_a_thread_of_which_messages_are_gone_is_reported_when_it_is_opened(
    both_sides, elsewhere, administrator, gone
):
    both_sides.read()
    assert alerts_about(both_sides.thread) == 0
    Message.objects.filter(thread=both_sides.thread, sequence__in=gone).delete()

    both_sides.read()

    assert alerts_about(both_sides.thread) == len(both_sides.browsers)
    assert str(both_sides.thread.public_id) in administrator.signs_in().get("/status/").content.decode()


def test_an_answer_into_a_thread_that_was_changed_still_goes_out(both_sides, elsewhere):
    flip("body")(Message.objects.get(thread=both_sides.thread, sequence=3), elsewhere)

    response = send_text(both_sides.browsers[0], both_sides.thread, "The fourth words")

    assert response.status_code == 302
    assert all("The fourth words" in page for page in both_sides.read())


def test_a_kept_draft_that_was_changed_is_left_out(officer, talk):
    browser = officer.signs_in()
    path = talk.thread.get_absolute_url()
    fields = {"text": "Half a sentence", "message_id": str(uuid4()), "seen": "3"}
    Session.objects.update(expire_date=timezone.now())
    browser.post(path, fields)
    draft = Draft.objects.get()
    for sealed in (b"", b"short", bytes(draft.sealed)[:-1], bytes(draft.sealed) + b"x", bytes(700)):
        Draft.objects.update(sealed=sealed)

        response = officer.signs_in().get(path)

        assert response.status_code == 200
        assert "Half a sentence" not in response.content.decode()


def test_a_thread_without_its_beginning_says_so_and_takes_nothing(both_sides):
    Message.objects.get(thread=both_sides.thread, sequence=1).delete()

    for page in both_sides.read():
        assert page.count(CANNOT) == 1
        assert WORDS[2] not in page
        assert WORDS[3] in page
    assert all(nothing_is_sent(browser, both_sides.thread) for browser in both_sides.browsers)
