"""Headers: one spelling, strict fields, at most 8 KiB."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from encryption import headers
from encryption.errors import BadHeader
from encryption.headers import LARGEST_BYTES, LARGEST_NUMBER, Header, PartDigest

KEY_ID = st.text(alphabet="0123456789abcdef", min_size=32, max_size=32)
SHA256 = st.text(alphabet="0123456789abcdef", min_size=64, max_size=64)
NUMBER = st.integers(1, LARGEST_NUMBER)
PARTS = st.dictionaries(
    st.integers(1, 9999).map("attachment-{}".format), st.builds(PartDigest, NUMBER, SHA256), max_size=5
)

HEADER = Header(
    profile="hybrid",
    message=UUID(int=1),
    thread=UUID(int=2),
    sequence=2,
    previous="ab" * 32,
    unit=UUID(int=3),
    epoch=1,
    sender=UUID(int=4),
    sender_key="cd" * 16,
    sent_at=datetime(2026, 5, 4, 9, 30, 0, 5, tzinfo=UTC),
    recipients=("11" * 16, "22" * 16),
    parts={"body": PartDigest(1096, "ef" * 32), "summary": PartDigest(328, "01" * 32)},
)


@st.composite
def any_header(draw: st.DrawFn) -> Header:
    sequence = draw(NUMBER)
    digest = st.builds(PartDigest, NUMBER, SHA256)
    return Header(
        profile=draw(st.sampled_from(["hybrid", "fips"])),
        message=draw(st.uuids()),
        thread=draw(st.uuids()),
        sequence=sequence,
        previous=None if sequence == 1 else draw(SHA256),
        unit=draw(st.uuids()),
        epoch=draw(NUMBER),
        sender=draw(st.none() | st.uuids()),
        sender_key=draw(KEY_ID),
        sent_at=draw(st.datetimes(timezones=st.just(UTC))),
        recipients=tuple(sorted(draw(st.sets(KEY_ID, min_size=1, max_size=5)))),
        parts={"summary": draw(digest), "body": draw(digest), **draw(PARTS)},
    )


@given(any_header())
def test_a_header_reads_back_as_itself_and_is_canonical_json(header: Header) -> None:
    raw = header.to_bytes()

    fields = json.loads(raw)

    assert headers.parse(raw) == header
    assert json.dumps(fields, sort_keys=True, separators=(",", ":")).encode() == raw
    assert headers.digest(raw) == sha256(raw).hexdigest()


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes_are_refused_with_one_error(raw: bytes) -> None:
    with pytest.raises(BadHeader):
        headers.parse(raw)


@given(st.data())
def test_a_spoilt_header_is_refused_or_says_what_its_bytes_say(data: st.DataObject) -> None:
    raw = bytearray(HEADER.to_bytes())
    place = data.draw(st.integers(0, len(raw) - 1))
    raw[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))

    try:
        header = headers.parse(bytes(raw))
    except BadHeader:
        return

    assert header.to_bytes() == raw


FIELDS = sorted(json.loads(HEADER.to_bytes()))
ODD_VALUES: list[Any] = [
    None,
    True,
    False,
    0,
    -1,
    1.0,
    LARGEST_NUMBER + 1,
    10**30,
    "",
    "x",
    "AB" * 32,
    "ab" * 31,
    "\ud800",
    [],
    {},
    ["11" * 16, "11" * 16],
    ["22" * 16, "11" * 16],
    {"body": {"length": 1, "sha256": "ef" * 32}},
    {"body": None, "summary": None},
    "2026-05-04T09:30:00Z",
    "2026-13-04T09:30:00.000005Z",
    "2026-02-30T09:30:00.000005Z",
    "2026-05-04T24:00:00.000000Z",
    "2026-05-04T09:30:60.000000Z",
    "2026-05-04T09:30:00.000005+00:00",
    "00000000-0000-0000-0000-00000000000A",
    "{00000000-0000-0000-0000-000000000001}",
]


@pytest.mark.parametrize("field", FIELDS)
def test_no_field_takes_an_odd_value(field: str) -> None:
    fields = json.loads(HEADER.to_bytes())
    # A message of the system has no sender.
    odd_values = [value for value in ODD_VALUES if (field, value) != ("sender", None)]

    for value in odd_values:
        raw = json.dumps(fields | {field: value}, sort_keys=True, separators=(",", ":")).encode()
        with pytest.raises(BadHeader):
            headers.parse(raw)


@pytest.mark.parametrize("field", FIELDS)
def test_no_field_may_be_missing_or_twice(field: str) -> None:
    fields = json.loads(HEADER.to_bytes())
    pair = json.dumps({field: fields.pop(field)}, separators=(",", ":"))[1:-1]
    whole = HEADER.to_bytes().decode()

    missing = json.dumps(fields, sort_keys=True, separators=(",", ":"))
    twice = whole.replace(pair, f"{pair},{pair}")

    assert pair in whole
    for text in (missing, twice):
        with pytest.raises(BadHeader):
            headers.parse(text.encode())


def test_no_other_spelling_of_the_same_header_is_read() -> None:
    raw = HEADER.to_bytes().decode()
    fields = json.loads(raw)
    body, summary = (
        json.dumps({name: fields["parts"][name]}, separators=(",", ":"))[1:-1] for name in ("body", "summary")
    )

    spellings = [
        raw + "\n",
        " " + raw,
        raw.replace(":", ": "),
        raw.replace("ab" * 32, "AB" * 32),
        raw.replace('"hybrid"', '"\\u0068ybrid"'),
        raw.replace('"sequence":2', '"sequence":2.0'),
        raw.replace('"sequence":2', '"sequence":02'),
        raw.replace('"sequence":2', '"sequence":2e0'),
        raw.replace("{", '{"more":1,', 1),
        "\ufeff" + raw,
        json.dumps(dict(reversed(fields.items())), separators=(",", ":")),
        raw.replace('"body":{"length":1096,', '"body":{"length":1096,"length":1096,'),
        raw.replace("0", "\u0660", 1),
        raw.replace(f"{body},{summary}", f"{summary},{body}"),
        raw.replace(f"{body},{summary}", f"{body},{body},{summary}"),
    ]

    for spelling in spellings:
        assert spelling != raw
        with pytest.raises(BadHeader):
            headers.parse(spelling.encode())
    with pytest.raises(BadHeader):
        headers.parse(raw.encode("utf-16"))


@pytest.mark.parametrize(
    "changes",
    [
        {"profile": "rot13"},
        {"sequence": 0},
        {"sequence": 1},
        {"sequence": True},
        {"sequence": LARGEST_NUMBER + 1},
        {"previous": None},
        {"previous": "ab"},
        {"epoch": 0},
        {"epoch": "1,"},
        {"sender": 'x","y":"z'},
        {"sender_key": "CD" * 16},
        {"sent_at": datetime(2026, 5, 4, 9, 30)},
        {"sent_at": datetime(2026, 5, 4, 9, 30, tzinfo=timezone(timedelta(hours=1)))},
        {"recipients": ()},
        {"recipients": ("22" * 16, "11" * 16)},
        {"recipients": ("11" * 16, "11" * 16)},
        {"parts": {"body": PartDigest(1096, "ef" * 32)}},
        {"parts": {"summary": PartDigest(1096, "ef" * 32)}},
        {"parts": {**HEADER.parts, "attachment-0": PartDigest(100, "ef" * 32)}},
        {"parts": {**HEADER.parts, "attachment-01": PartDigest(100, "ef" * 32)}},
        {"parts": {**HEADER.parts, "letter": PartDigest(100, "ef" * 32)}},
        {"parts": {**HEADER.parts, "body": PartDigest(0, "ef" * 32)}},
        {"parts": {**HEADER.parts, "body": PartDigest(-5, "ef" * 32)}},
    ],
)
def test_a_header_that_breaks_a_rule_is_never_written(changes: dict[str, Any]) -> None:
    with pytest.raises(BadHeader):
        replace(HEADER, **changes).to_bytes()


def test_a_header_has_at_most_eight_kibibytes() -> None:
    few = {f"attachment-{number}": PartDigest(100, "ef" * 32) for number in range(1, 60)}
    many = {f"attachment-{number}": PartDigest(100, "ef" * 32) for number in range(1, 90)}

    assert len(replace(HEADER, parts={**HEADER.parts, **few}).to_bytes()) <= LARGEST_BYTES
    with pytest.raises(BadHeader):
        replace(HEADER, parts={**HEADER.parts, **many}).to_bytes()
    with pytest.raises(BadHeader):
        headers.parse(b'{"epoch":' * LARGEST_BYTES)
