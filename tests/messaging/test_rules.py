"""Rules asked directly: due days, marks, decisions, permissions."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messaging import services
from messaging.channel import Channel, decide
from messaging.errors import AlreadySent, CannotSeal, DraftChanged, NotPermitted, ThreadChanged
from messaging.findings import LABELS, marked
from messaging.models import Thread
from messaging.permissions import may_answer, may_reply, threads_visible_to
from messaging.promises import answer_due_on
from messaging.services.sending import Words
from screening import Document, Finding, Kind


@pytest.mark.parametrize(
    ("waiting_since", "answer_days", "due_on"),
    [
        (datetime(2026, 3, 2, 15, tzinfo=UTC), 5, date(2026, 3, 9)),
        (datetime(2026, 3, 6, 15, tzinfo=UTC), 1, date(2026, 3, 9)),
        (datetime(2026, 3, 7, 15, tzinfo=UTC), 1, date(2026, 3, 9)),
        # Three in the morning in London is still the day before in Boston.
        (datetime(2026, 3, 3, 3, tzinfo=UTC), 1, date(2026, 3, 3)),
        (datetime(2028, 2, 28, 15, tzinfo=UTC), 1, date(2028, 2, 29)),
    ],
)
def test_an_answer_is_due_in_business_days_of_the_agency(waiting_since, answer_days, due_on):
    assert answer_due_on(waiting_since=waiting_since, answer_days=answer_days) == due_on


def test_every_kind_that_screening_knows_has_a_name_for_people():
    assert set(LABELS) == set(Kind)


places = st.tuples(st.integers(0, 60), st.integers(1, 20))


@given(st.text(max_size=60), st.lists(places, max_size=6))
def test_marking_changes_no_letter_of_the_text(text, spans):
    findings = [
        Finding(Kind.SSN, "text", min(start, len(text)), min(start + length, len(text)), "restricted")
        for start, length in spans
    ]

    assert "".join(segment for segment, _ in marked(text, findings)) == text


def test_the_channel_is_secure_whatever_was_found(thread):
    for text in ("Good morning", "Your number 219-09-9999"):
        decision = decide(Document(text=text), latest_sequence=1)
        assert decision.channel is Channel.SECURE


def answer(
    officer,
    thread: Thread,
    *,
    decided_for: str,
    sent: str,
    latest_sequence: int = 1,
    subject: str = "My refund",
):
    words = Words(message_id=uuid4(), subject=subject, text=sent)
    decision = decide(replace(words, text=decided_for).document(), latest_sequence=latest_sequence)
    return services.send_answer(officer=officer.unlocked, thread=thread, words=words, decision=decision)


def test_words_that_the_decision_was_not_made_for_are_never_sent(officer, thread):
    with pytest.raises(DraftChanged):
        answer(officer, thread, decided_for="Good morning", sent="Your number 219-09-9999")

    assert thread.messages.count() == 1


def test_a_decision_made_in_another_state_of_the_thread_sends_nothing(officer, thread):
    with pytest.raises(ThreadChanged):
        answer(officer, thread, decided_for="Good morning", sent="Good morning", latest_sequence=2)

    assert thread.messages.count() == 1


def test_nothing_is_sealed_into_a_thread_that_was_pointed_at_somebody_else(officer, thread, other_taxpayer):
    Thread.objects.filter(pk=thread.pk).update(taxpayer=other_taxpayer.person)

    with pytest.raises(CannotSeal):
        answer(officer, thread, decided_for="Good morning", sent="Good morning")

    assert thread.messages.count() == 1


def test_nothing_is_sent_under_another_subject_than_the_threads(officer, thread):
    with pytest.raises(DraftChanged):
        answer(officer, thread, decided_for="Good morning", sent="Good morning", subject="Something else")

    assert thread.messages.count() == 1


def test_nobody_sends_by_the_page_of_somebody_else(officer, colleague, thread):
    words = Words(message_id=uuid4(), subject="My refund", text="Good morning")
    decision = decide(words.document(), latest_sequence=1)
    sending = {"thread": thread, "words": words, "decision": decision}
    services.send_answer(officer=officer.unlocked, **sending)

    with pytest.raises(AlreadySent):
        services.send_answer(officer=colleague.unlocked, **sending)


def test_an_officer_of_another_unit_cannot_send_even_with_the_thread_in_hand(officer_of_another_unit, thread):
    with pytest.raises(NotPermitted):
        answer(officer_of_another_unit, thread, decided_for="Good morning", sent="Good morning")


def test_another_taxpayer_cannot_reply_even_with_the_thread_in_hand(other_taxpayer, thread):
    from keys import reply_codes, vault

    _, account_key = reply_codes.find(other_taxpayer.reply_code)
    stranger = vault.unlock_with(account_key, other_taxpayer.person)

    with pytest.raises(NotPermitted):
        services.reply(
            sender=stranger, thread=thread, words=Words(message_id=uuid4(), subject="x", text="Hello")
        )


def test_nobody_but_the_two_sides_may_write(officer, colleague, auditor, taxpayer, other_taxpayer, thread):
    may = {
        person: (may_answer(person, thread), may_reply(person, thread))
        for person in (
            officer.person,
            colleague.person,
            auditor.person,
            taxpayer.person,
            other_taxpayer.person,
        )
    }

    assert may == {
        officer.person: (True, False),
        colleague.person: (True, False),
        auditor.person: (False, False),
        taxpayer.person: (False, True),
        other_taxpayer.person: (False, False),
    }
    assert not threads_visible_to(auditor.person).exists()
