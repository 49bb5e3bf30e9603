"""Messages: who opens them, and that nothing opens in another place."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from encryption import envelopes as tp1
from keyring import keyring
from keys import directory, envelopes, services
from keys.errors import CannotShow, EpochChanged
from keys.models import Side
from tests.keys.custody import (
    Member,
    Named,
    as_stored,
    changed,
    flipped,
    grant,
    make_person,
    make_unit,
    texts,
    write,
    write_thread,
)

pytestmark = pytest.mark.django_db


def test_both_sides_open_a_thread(citizen: Member, holder: Member, desk: UUID) -> None:
    rows = write_thread(citizen, holder, desk, messages=4)

    for reader in (citizen, holder):
        opened = envelopes.open_messages(reader.unlocks(), rows)
        summaries = envelopes.open_summaries(reader.unlocks(), rows)

        assert texts(opened) == ["Message 1", "Message 2", "Message 3", "Message 4"]
        assert {summary.subject for summary in summaries if summary} == {"My refund"}


def test_nobody_else_opens_anything(citizen: Member, holder: Member, colleague: Member, desk: UUID) -> None:
    rows = write_thread(citizen, holder, desk, messages=2)
    make_unit(colleague)

    assert envelopes.open_messages(colleague.unlocks(), rows) == [None, None]
    assert envelopes.open_summaries(colleague.unlocks(), rows) == [None, None]
    assert envelopes.open_one(colleague.unlocks(), rows[0]) is None


def test_a_person_who_is_being_made_signs_their_first_message(holder: Member, desk: UUID) -> None:
    visitor = Named()
    with transaction.atomic():
        keys = services.make_person_keys(visitor.public_id, side=Side.PUBLIC)
        sealed = envelopes.seal_as_new_person(
            envelopes.Content("Hello", "First words"),
            position=envelopes.Position(uuid4(), uuid4(), 1, None, desk, 1),
            keys=keys,
            person=visitor.public_id,
            unit=desk,
        )
    row = as_stored(sealed, taxpayer=visitor.public_id)

    assert row.sender == visitor.public_id
    for reader in (holder, Member(visitor, keys.account_key)):
        assert texts(envelopes.open_messages(reader.unlocks(), [row])) == ["First words"]


def test_a_message_of_the_system_opens(citizen: Member, holder: Member, desk: UUID) -> None:
    _, unit_public = directory.current_unit_key(desk)
    signer = keyring().system_sender().secret
    sealed = tp1.seal(
        envelopes.Content("From outside", "A mail came in."),
        position=envelopes.Position(uuid4(), uuid4(), 1, None, desk, 1),
        sender=None,
        signer=signer,
        recipients=[unit_public, directory.current_person_key(citizen.public_id)],
        sent_at=write(citizen, to=[], unit=desk).sent_at,
    )
    row = as_stored(sealed, taxpayer=citizen.public_id)

    assert texts(envelopes.open_messages(holder.unlocks(), [row])) == ["A mail came in."]
    assert envelopes.open_one(holder.unlocks(), changed(row, sender_key="0" * 32)) is None


def test_a_list_of_25_senders_opens_in_two_queries(holder: Member, desk: UUID) -> None:
    rows = [write(person, to=[person], unit=desk) for person in (make_person() for _ in range(25))]
    reader = holder.unlocks()
    directory.known.forget()

    with CaptureQueriesContext(connection) as queries:
        summaries = envelopes.open_summaries(reader, rows)

    assert None not in summaries
    assert len(queries) == 2


def test_a_thread_opens_in_two_queries_for_the_unit_and_one_for_the_person(
    citizen: Member, holder: Member, desk: UUID
) -> None:
    rows = write_thread(citizen, holder, desk, messages=6)

    for reader, most in ((holder.unlocks(), 2), (citizen.unlocks(), 1)):
        directory.known.forget()
        with CaptureQueriesContext(connection) as queries:
            opened = envelopes.open_messages(reader, rows)

        assert None not in opened
        assert len(queries) == most


def test_nothing_is_asked_of_the_database_for_an_empty_page(holder: Member) -> None:
    reader = holder.unlocks()

    with CaptureQueriesContext(connection) as queries:
        assert envelopes.open_summaries(reader, []) == []
        assert envelopes.open_messages(reader, []) == []

    assert len(queries) == 0


COLUMNS = ["message", "thread", "sequence", "unit", "epoch", "sender", "sender_key", "sent_at"]
OF_THE_THREAD = ["taxpayer", "thread_unit"]
SEALED = ["header", "signature", "wraps", "summary", "body"]


@pytest.mark.parametrize("column", COLUMNS + OF_THE_THREAD + SEALED)
def test_a_row_with_anything_of_another_row_is_not_shown(
    citizen: Member, holder: Member, stranger: Member, column: str
) -> None:
    desk = make_unit(holder)
    other = make_unit(holder)
    make_unit(holder, unit=other)
    row = write(citizen, to=[citizen, stranger], unit=desk)
    before = write(stranger, to=[citizen, stranger], unit=other)
    foreign = write(stranger, to=[citizen, stranger], unit=other, after=before)

    mixed = changed(row, **{column: getattr(foreign, column)})

    for reader in (holder, citizen):
        assert texts([envelopes.open_one(reader.unlocks(), row)]) != [None]
        if column != "summary":
            assert envelopes.open_one(reader.unlocks(), mixed) is None
        if column != "body":
            assert envelopes.open_summaries(reader.unlocks(), [mixed]) == [None]


@pytest.mark.parametrize("column", ["header", "signature", "summary", "body"])
@pytest.mark.parametrize("damage", ["flipped first", "flipped last", "cut", "longer", "empty"])
def test_a_damaged_row_is_not_shown(citizen: Member, desk: UUID, column: str, damage: str) -> None:
    row = write(citizen, to=[citizen], unit=desk)
    raw = getattr(row, column)
    damaged = {
        "flipped first": flipped(raw, 0),
        "flipped last": flipped(raw),
        "cut": raw[:-1],
        "longer": raw + b"\x00",
        "empty": b"",
    }[damage]

    broken = changed(row, **{column: damaged})

    if column == "summary":
        assert envelopes.open_summaries(citizen.unlocks(), [broken]) == [None]
    else:
        assert envelopes.open_messages(citizen.unlocks(), [broken]) == [None]


def test_wraps_that_changed_places_open_nothing(citizen: Member, holder: Member, desk: UUID) -> None:
    row = write(citizen, to=[citizen], unit=desk)
    first, second = row.wraps
    swapped = changed(row, wraps={first: row.wraps[second], second: row.wraps[first]})
    missing = changed(row, wraps={})
    damaged = changed(row, wraps={key_id: flipped(wrapped) for key_id, wrapped in row.wraps.items()})

    for reader in (citizen, holder):
        for broken in (swapped, missing, damaged):
            assert envelopes.open_messages(reader.unlocks(), [broken]) == [None]


def test_a_bogus_wrap_for_the_reader_s_own_key_hides_nothing_that_their_unit_s_opens(
    citizen: Member, holder: Member, colleague: Member, desk: UUID
) -> None:
    grant(holder, desk, colleague)
    row = write(citizen, to=[citizen], unit=desk)
    sound = next(iter(row.wraps.values()))
    for reader in (holder, colleague):
        own = reader.unlocks().signing_key.key_id
        for bogus in (b"", flipped(sound), sound):
            bad = changed(row, wraps={own: bogus, **row.wraps})
            noted: dict[UUID, bytes] = {}

            opened = envelopes.open_messages(reader.unlocks(), [bad], note_unit_wrap=noted.__setitem__)

            assert None not in opened
            assert noted.keys() == {row.message}


def test_a_member_does_not_speak_as_another(citizen: Member, holder: Member, desk: UUID) -> None:
    colleague = make_person(side=Side.AGENCY)
    first = write(citizen, to=[citizen], unit=desk)
    forged = as_stored(
        tp1.seal(
            envelopes.Content("", "I never wrote this."),
            position=envelopes.Position(
                uuid4(), first.thread, 2, envelopes.header_digest(first.header), desk, 1
            ),
            sender=colleague.public_id,
            signer=holder.unlocks().signing_key,
            recipients=[directory.current_person_key(citizen.public_id)],
            sent_at=first.sent_at,
        ),
        taxpayer=citizen.public_id,
    )

    assert texts(envelopes.open_messages(citizen.unlocks(), [first, forged])) == [
        "When does my refund come?",
        None,
    ]


def test_the_rest_of_a_thread_stays_readable(citizen: Member, holder: Member, desk: UUID) -> None:
    rows = write_thread(citizen, holder, desk, messages=4)
    assert rows[1].body is not None

    for broken in (
        changed(rows[1], body=flipped(rows[1].body)),
        changed(rows[1], header=flipped(rows[1].header)),
        changed(rows[1], wraps={}),
        changed(rows[1], sent_at=rows[1].sent_at + timedelta(seconds=1)),
    ):
        opened = envelopes.open_messages(citizen.unlocks(), [rows[0], broken, rows[2], rows[3]])

        assert texts(opened) == ["Message 1", None, "Message 3", "Message 4"]


def test_messages_in_another_order_are_not_shown(citizen: Member, holder: Member, desk: UUID) -> None:
    rows = write_thread(citizen, holder, desk, messages=3)

    assert texts(envelopes.open_messages(citizen.unlocks(), rows[::-1])) == [None, None, None]


def test_a_message_after_a_gap_is_not_shown(citizen: Member, holder: Member, desk: UUID) -> None:
    rows = write_thread(citizen, holder, desk, messages=4)

    opened = envelopes.open_messages(citizen.unlocks(), [rows[0], rows[2], rows[3]])

    assert texts(opened) == ["Message 1", None, "Message 4"]


def test_a_message_of_another_thread_is_not_shown(citizen: Member, holder: Member, desk: UUID) -> None:
    rows = write_thread(citizen, holder, desk, messages=2)
    others = write_thread(citizen, holder, desk, messages=3)

    opened = envelopes.open_messages(citizen.unlocks(), [rows[0], changed(rows[1], wraps={}), others[2]])

    assert texts(opened) == ["Message 1", None, None]


def test_a_message_that_answers_another_history_is_not_shown(
    citizen: Member, holder: Member, desk: UUID
) -> None:
    rows = write_thread(citizen, holder, desk, messages=2)
    other_history = write(holder, to=[citizen], unit=desk, thread=rows[0].thread, after=rows[0], text="Other")
    answer = write(citizen, to=[citizen], unit=desk, after=other_history, text="Yes")

    opened = envelopes.open_messages(citizen.unlocks(), [*rows, answer])

    assert texts(opened) == ["Message 1", "Message 2", None]


def test_a_thread_whose_beginning_is_gone_shows_a_gap(citizen: Member, holder: Member, desk: UUID) -> None:
    rows = write_thread(citizen, holder, desk, messages=4)

    for reader in (citizen, holder):
        opened = envelopes.open_messages(reader.unlocks(), rows[1:])

        assert texts(opened) == [None, "Message 3", "Message 4"]


def test_a_body_that_was_not_fetched_is_not_shown(citizen: Member, desk: UUID) -> None:
    row = changed(write(citizen, to=[citizen], unit=desk), body=None)

    assert envelopes.open_messages(citizen.unlocks(), [row]) == [None]
    assert None not in envelopes.open_summaries(citizen.unlocks(), [row])


def test_a_position_in_another_unit_is_not_sealed(citizen: Member, holder: Member, desk: UUID) -> None:
    other = make_unit(holder)

    with pytest.raises(EpochChanged):
        envelopes.seal(
            envelopes.Content("", "text"),
            position=envelopes.Position(uuid4(), uuid4(), 1, None, other, 1),
            sender=citizen.unlocks(),
            people=[],
            unit=desk,
        )


def test_a_draft_opens_for_its_author_only(citizen: Member, stranger: Member) -> None:
    message = uuid4()
    sealed = envelopes.seal_draft(
        envelopes.Content("", "Half a thought", quoted="> Yours"), message=message, author=citizen.public_id
    )

    assert b"Half a thought" not in sealed
    assert envelopes.open_draft(citizen.unlocks(), message, sealed).text == "Half a thought"
    with pytest.raises(CannotShow):
        envelopes.open_draft(stranger.unlocks(), message, sealed)
    with pytest.raises(CannotShow):
        envelopes.open_draft(citizen.unlocks(), uuid4(), sealed)


def test_a_damaged_draft_is_not_shown(citizen: Member) -> None:
    message = uuid4()
    sealed = envelopes.seal_draft(envelopes.Content("", "text"), message=message, author=citizen.public_id)

    damaged = [b"", sealed[:10], sealed[:18], sealed[:300], sealed[:-1], sealed + b"0"]
    damaged += [flipped(sealed, at) for at in (0, 15, 16, 19, 20, 1000, len(sealed) // 2, -1)]
    for broken in damaged:
        with pytest.raises(CannotShow):
            envelopes.open_draft(citizen.unlocks(), message, broken)
