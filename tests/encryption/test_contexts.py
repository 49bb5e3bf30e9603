"""Contexts: no two tuples meet."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from encryption.contexts import ctx

PART = st.one_of(st.binary(max_size=20), st.text(max_size=20), st.integers(), st.uuids())
TUPLE = st.tuples(st.sampled_from(["ak", "pk", "part"]), st.lists(PART, max_size=4))


def exactly(label: str, parts: list[object]) -> tuple[object, ...]:
    return label, *((type(part), part) for part in parts)


@given(one=TUPLE, other=TUPLE)
def test_different_tuples_never_give_the_same_bytes(
    one: tuple[str, list[bytes | str | int | UUID]], other: tuple[str, list[bytes | str | int | UUID]]
) -> None:
    same_tuple = exactly(one[0], list(one[1])) == exactly(other[0], list(other[1]))

    same_bytes = ctx(one[0], *one[1]) == ctx(other[0], *other[1])

    assert same_bytes == same_tuple


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("ab", "c"), ("a", "bc")),
        (("", "a"), ("a", "")),
        (("a",), ("a", "")),
        ((1,), ("1",)),
        ((b"1",), ("1",)),
        ((UUID(int=5),), (UUID(int=5).bytes,)),
        ((-1,), (1,)),
    ],
)
def test_neither_boundary_nor_type_can_be_moved(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    assert ctx("part", *one) != ctx("part", *other)


def test_the_layout_is_the_documented_one() -> None:
    encoded = ctx("part", UUID(int=1), "body", 12, b"\xff")

    assert encoded == (
        b"tp1" + b"l\0\0\0\x04part" + b"u\0\0\0\x10" + bytes(15) + b"\x01"
        b"s\0\0\0\x04body" + b"i\0\0\0\x0212" + b"b\0\0\0\x01\xff"
    )


@pytest.mark.parametrize("part", [True, None, 1.5, ("a",), bytearray(b"a")])
def test_other_types_are_refused(part: object) -> None:
    with pytest.raises(TypeError):
        ctx("part", part)  # type: ignore[arg-type]
