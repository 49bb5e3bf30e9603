"""Unit wraps: they open for the unit key and the header that they were made for, and for nothing else."""

import pickle
from uuid import UUID

import pytest

from encryption.boxes import new_key
from encryption.errors import CannotOpen
from encryption.keypairs import generate
from keys import envelopes
from keys.unit_wraps import UnitWraps
from tests.keys.custody import Member, changed, make_unit, write, write_thread

pytestmark = pytest.mark.django_db

UNIT_KEY = generate(signs=False)
HEADER, OTHER_HEADER = b"a header", b"another header"


def test_it_opens_for_its_key_and_header_only():
    message_key = new_key()
    wrap = UnitWraps(UNIT_KEY).seal(HEADER, message_key)

    assert UnitWraps(UNIT_KEY).unseal(HEADER, wrap) == message_key
    for key, header in ((UNIT_KEY, OTHER_HEADER), (generate(signs=False), HEADER)):
        with pytest.raises(CannotOpen):
            UnitWraps(key).unseal(header, wrap)


def test_a_changed_one_does_not_open():
    wrap = UnitWraps(UNIT_KEY).seal(HEADER, new_key())

    for other in (b"", wrap[:-1], wrap + b"\x00", wrap[:-1] + bytes([wrap[-1] ^ 1])):
        with pytest.raises(CannotOpen):
            UnitWraps(UNIT_KEY).unseal(HEADER, other)


def test_the_same_key_sealed_twice_looks_different():
    message_key = new_key()

    assert len({UnitWraps(UNIT_KEY).seal(HEADER, message_key) for _ in range(10)}) == 10


def test_one_is_noted_for_each_message_that_a_unit_s_key_opened(
    citizen: Member, holder: Member, desk: UUID
) -> None:
    rows = write_thread(citizen, holder, desk, messages=4)
    noted: dict[UUID, bytes] = {}

    envelopes.open_messages(holder.unlocks(), rows, note_unit_wrap=noted.__setitem__)

    assert noted.keys() == {row.message for row in rows}
    again: dict[UUID, bytes] = {}
    quick = [with_unit_wrap_only(row, noted[row.message]) for row in rows]
    assert None not in envelopes.open_messages(holder.unlocks(), quick, note_unit_wrap=again.__setitem__)
    assert not again


def test_none_is_noted_for_what_a_person_s_own_key_opened(
    citizen: Member, holder: Member, desk: UUID
) -> None:
    rows = write_thread(citizen, holder, desk, messages=2)
    noted: dict[UUID, bytes] = {}

    assert None not in envelopes.open_messages(citizen.unlocks(), rows, note_unit_wrap=noted.__setitem__)

    assert not noted


def test_one_opens_through_the_chain_after_a_new_epoch(citizen: Member, holder: Member, desk: UUID) -> None:
    row = write(citizen, to=[citizen], unit=desk)
    noted: dict[UUID, bytes] = {}
    envelopes.open_summaries(holder.unlocks(), [row], note_unit_wrap=noted.__setitem__)
    make_unit(holder, unit=desk)

    opened = envelopes.open_one(holder.unlocks(), with_unit_wrap_only(row, noted[row.message]))

    assert opened is not None


def test_it_does_not_excuse_a_signature(citizen: Member, holder: Member, desk: UUID) -> None:
    row = write(citizen, to=[citizen], unit=desk)
    noted: dict[UUID, bytes] = {}
    envelopes.open_summaries(holder.unlocks(), [row], note_unit_wrap=noted.__setitem__)
    forged = with_unit_wrap_only(row, noted[row.message], signature=bytes(64))

    assert envelopes.open_one(holder.unlocks(), forged) is None


def with_unit_wrap_only(row: envelopes.Stored, unit_wrap: bytes, **columns: bytes) -> envelopes.Stored:
    """Present a row with its unit wrap and without any other."""
    return changed(row, unit_wrap=unit_wrap, wraps={}, **columns)


def test_what_opens_them_is_neither_printed_nor_pickled():
    wraps = UnitWraps(UNIT_KEY)

    assert repr(wraps) == f"<UnitWraps {UNIT_KEY.key_id}>"
    with pytest.raises(TypeError):
        pickle.dumps(wraps)
