"""A thread that was handed over is believed by the statement that both have signed, and by nothing else."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from audit.models import AuditEvent
from encryption.codes import ReplyCode
from keys import directory, envelopes, reply_codes, services
from keys.errors import NoPersonKey, WrongSecret
from keys.models import PersonKey, Side, Slot, Succession
from keys.successions import Statement
from tests.keys.custody import Member, changed, make_person, texts, write, write_thread

pytestmark = pytest.mark.django_db

WORDS = ["Message 1", "Message 2", "Message 3"]


@pytest.fixture
def account(db: None) -> Member:
    """Somebody with an account, who takes the citizen's thread over."""
    return make_person("correct horse")


@pytest.fixture
def rows(citizen: Member, holder: Member, desk: UUID) -> list[envelopes.Stored]:
    """A thread that the citizen began, of three messages."""
    return write_thread(citizen, holder, desk, messages=3)


def hand_over(giver: Member, taker: Member, thread: UUID, *, last_sequence: int = 3) -> None:
    """Have both sign."""
    with transaction.atomic():
        services.hand_over(
            giver=giver.unlocks(), taker=taker.unlocks(), thread=thread, last_sequence=last_sequence
        )


def moved(rows: Sequence[envelopes.Stored], giver: Member, taker: Member) -> list[envelopes.Stored]:
    """Present the rows as they are once the thread is the taker's, with the wraps that the giver adds."""
    wraps = envelopes.wrap_for(giver.unlocks(), rows, person=taker.public_id)
    return [
        changed(
            row,
            taxpayer=taker.public_id,
            predecessor=giver.public_id,
            wraps={**row.wraps, **({wrap.key_id: wrap.wrapped} if wrap else {})},
        )
        for row, wrap in zip(rows, wraps, strict=True)
    ]


def seen_by(reader: Member, rows: Sequence[envelopes.Stored]) -> list[str | None]:
    """Open the thread."""
    return texts(envelopes.open_messages(reader.unlocks(), rows))


def test_whoever_takes_a_thread_over_reads_it_and_writes_in_it(
    citizen: Member, account: Member, holder: Member, desk: UUID, rows: list[envelopes.Stored]
) -> None:
    hand_over(citizen, account, rows[0].thread)
    thread = moved(rows, citizen, account)

    for sender in (account, holder):
        last = write(sender, to=[account], unit=desk, after=thread[-1], text="After it")
        thread.append(changed(last, taxpayer=account.public_id, predecessor=citizen.public_id))

    assert seen_by(account, thread) == seen_by(holder, thread) == [*WORDS, "After it", "After it"]
    assert envelopes.open_summaries(account.unlocks(), thread[:1])[0] is not None


def test_another_wrap_leaves_everything_else_of_a_message_as_it_was(
    citizen: Member, account: Member, rows: list[envelopes.Stored]
) -> None:
    before = [dict(row.wraps) for row in rows]

    after = moved(rows, citizen, account)

    for row, old, new in zip(rows, before, after, strict=True):
        assert row.wraps == old
        assert new.wraps.keys() - old.keys() == {directory.current_person_key(account.public_id).key_id}
        assert (new.header, new.signature, new.summary, new.body) == (
            row.header,
            row.signature,
            row.summary,
            row.body,
        )


def test_a_message_that_does_not_open_gets_no_wrap(
    citizen: Member, stranger: Member, account: Member, rows: list[envelopes.Stored]
) -> None:
    broken = [rows[0], changed(rows[1], signature=b""), rows[2]]

    wraps = envelopes.wrap_for(citizen.unlocks(), broken, person=account.public_id)

    assert [wrap is not None for wrap in wraps] == [True, False, True]
    assert envelopes.wrap_for(stranger.unlocks(), rows, person=stranger.public_id) == [None] * 3


def test_without_the_statement_a_thread_that_names_a_predecessor_is_not_shown(
    citizen: Member, account: Member, holder: Member, rows: list[envelopes.Stored]
) -> None:
    thread = moved(rows, citizen, account)

    assert seen_by(account, thread) == seen_by(holder, thread) == [None] * 3


def sign_alone(signer: Member) -> Callable[[Succession], None]:
    """Put signatures of one person in both places."""

    def forge(row: Succession) -> None:
        signed = Statement.of(row).context()
        row.giver_signature = row.taker_signature = signer.unlocks().signing_key.sign(signed)

    return forge


def forge(row: Succession, **columns: Any) -> None:
    for name, value in columns.items():
        setattr(row, name, value)
    row.save()


@pytest.mark.parametrize(
    "columns",
    [
        {"last_sequence": 9},
        {"signed_at": timezone.now() - timedelta(days=1)},
        {"giver_signature": b""},
        {"taker_signature": b""},
        {"giver_signature": bytes(64)},
        {"giver": uuid4()},
        {"taker": uuid4()},
        {"giver_key": "0" * 32},
        {"taker_key": "0" * 32},
        {"thread": uuid4()},
    ],
    ids=lambda columns: " ".join(columns),
)
def test_a_statement_that_was_changed_is_none(
    citizen: Member, account: Member, holder: Member, rows: list[envelopes.Stored], columns: dict[str, Any]
) -> None:
    hand_over(citizen, account, rows[0].thread)
    thread = moved(rows, citizen, account)
    assert seen_by(account, thread) == WORDS

    forge(Succession.objects.get(), **columns)

    assert seen_by(account, thread) == seen_by(holder, thread) == [None] * 3


def test_nobody_takes_a_thread_that_its_owner_did_not_give(
    citizen: Member, account: Member, stranger: Member, holder: Member, rows: list[envelopes.Stored]
) -> None:
    """The stranger writes to the database: they sign what they can with the keys that they have."""
    hand_over(citizen, account, rows[0].thread)
    row = Succession.objects.get()
    own_key = stranger.unlocks().signing_key.key_id
    row.taker, row.taker_key = stranger.public_id, own_key
    sign_alone(stranger)(row)
    row.save()
    thread = [
        changed(message, taxpayer=stranger.public_id, predecessor=citizen.public_id) for message in rows
    ]

    assert seen_by(holder, thread) == [None] * 3
    forge(row, giver_key=own_key)
    assert seen_by(holder, thread) == [None] * 3
    forge(row, giver=stranger.public_id, taker=account.public_id)
    assert seen_by(holder, thread) == [None] * 3


def test_nobody_puts_a_thread_into_the_hands_of_somebody_who_did_not_take_it(
    account: Member, stranger: Member, holder: Member, desk: UUID
) -> None:
    rows = write_thread(stranger, holder, desk, messages=1)
    hand_over(stranger, make_person(), rows[0].thread, last_sequence=1)
    thread = moved(rows, stranger, account)
    row = Succession.objects.get()
    row.taker, row.taker_key = account.public_id, account.unlocks().signing_key.key_id
    sign_alone(stranger)(row)
    row.save()

    assert seen_by(account, thread) == [None]


def test_a_statement_of_another_thread_proves_nothing(
    citizen: Member, account: Member, holder: Member, desk: UUID, rows: list[envelopes.Stored]
) -> None:
    other = write_thread(citizen, holder, desk, messages=1)
    hand_over(citizen, account, other[0].thread, last_sequence=1)
    Succession.objects.update(thread=rows[0].thread)

    assert seen_by(account, moved(rows, citizen, account)) == [None] * 3


def test_whoever_has_given_a_thread_away_writes_nothing_more_in_it(
    citizen: Member, account: Member, holder: Member, desk: UUID, rows: list[envelopes.Stored]
) -> None:
    hand_over(citizen, account, rows[0].thread)
    thread = moved(rows, citizen, account)
    late = write(citizen, to=[account], unit=desk, after=rows[-1], text="Late words")

    thread.append(changed(late, taxpayer=account.public_id, predecessor=citizen.public_id))

    assert seen_by(account, thread) == seen_by(holder, thread) == [*WORDS, None]


def test_nobody_of_the_agency_gives_or_takes(
    citizen: Member, holder: Member, colleague: Member, desk: UUID, rows: list[envelopes.Stored]
) -> None:
    hand_over(citizen, colleague, rows[0].thread)

    assert seen_by(holder, moved(rows, citizen, colleague)) == [None] * 3


def test_a_thread_is_handed_over_once_and_to_somebody_else(
    citizen: Member, account: Member, rows: list[envelopes.Stored]
) -> None:
    hand_over(citizen, account, rows[0].thread)

    for giver, taker, thread in ((citizen, account, rows[0].thread), (citizen, citizen, uuid4())):
        with pytest.raises(IntegrityError):
            hand_over(giver, taker, thread)


def test_an_ended_person_is_opened_by_nothing_and_sealed_to_by_nobody(
    citizen: Member, holder: Member, desk: UUID, rows: list[envelopes.Stored]
) -> None:
    code = ReplyCode.from_form_secret(b"the secret of this form")
    with transaction.atomic():
        services.add_reply_code_slot(citizen.account_key, citizen.public_id, code)
    services.add_password_slot(citizen.account_key, citizen.public_id, "correct horse")

    with transaction.atomic():
        services.end_person(actor=holder.public_id, person=citizen.public_id)

    assert not Slot.objects.filter(person=citizen.public_id).exists()
    with pytest.raises(WrongSecret):
        reply_codes.find(code.text)
    with pytest.raises(WrongSecret):
        citizen.unlocks()
    with pytest.raises(NoPersonKey):
        write(holder, to=[citizen], unit=desk, after=rows[-1])
    # What they have signed stays believed.
    assert seen_by(holder, rows) == WORDS
    assert PersonKey.objects.get(person=citizen.public_id).side == Side.PUBLIC
    told = AuditEvent.objects.filter(subject=citizen.public_id, actor=holder.public_id)
    assert sorted(told.values_list("action", flat=True)) == [
        "keys.person_key.retired",
        "keys.slot.removed",
        "keys.slot.removed",
    ]
