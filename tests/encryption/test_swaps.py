"""Swaps: every ciphertext in every other place fails, and every changed header too."""

import itertools
import json
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

import pytest

from encryption import boxes, drafts, envelopes, keypairs
from encryption.boxes import new_key
from encryption.contents import Content
from encryption.contexts import ctx
from encryption.envelopes import Envelope, OpenedKey, Position, Wrap
from encryption.errors import BadHeader, BadSignature, CannotOpen
from encryption.headers import PartDigest
from encryption.keypairs import PrivateKey

Sealer = Callable[..., Envelope]

PERSON, OTHER_PERSON, UNIT = UUID(int=11), UUID(int=12), UUID(int=13)
SLOT, OTHER_SLOT = UUID(int=21), UUID(int=22)
KEY_ID, OTHER_KEY_ID = "ab" * 16, "cd" * 16

# Every place in which a small box is kept, each beside the places it could be confused with.
PLACES = {
    "slot": ctx("ak", PERSON, SLOT, "password", '{"iterations":3}', 1),
    "slot of another person": ctx("ak", OTHER_PERSON, SLOT, "password", '{"iterations":3}', 1),
    "another slot": ctx("ak", PERSON, OTHER_SLOT, "password", '{"iterations":3}', 1),
    "slot of another kind": ctx("ak", PERSON, SLOT, "reply_code", '{"iterations":3}', 1),
    "slot with other parameters": ctx("ak", PERSON, SLOT, "password", '{"iterations":1}', 1),
    "slot before": ctx("ak", PERSON, SLOT, "password", '{"iterations":3}', 0),
    "private key": ctx("pk", PERSON, 1, KEY_ID, "hybrid"),
    "private key of another person": ctx("pk", OTHER_PERSON, 1, KEY_ID, "hybrid"),
    "private key of another generation": ctx("pk", PERSON, 2, KEY_ID, "hybrid"),
    "private key of another id": ctx("pk", PERSON, 1, OTHER_KEY_ID, "hybrid"),
    "private key of another algorithm": ctx("pk", PERSON, 1, KEY_ID, "fips"),
    "chain": ctx("chain", UNIT, 1, KEY_ID),
    "chain of another epoch": ctx("chain", UNIT, 2, KEY_ID),
    "chain of another unit": ctx("chain", PERSON, 1, KEY_ID),
    "vault": ctx("vault", PERSON, "ef" * 32, 1_700_000_000, 1_700_003_600),
    "vault of another session": ctx("vault", PERSON, "e0" * 32, 1_700_000_000, 1_700_003_600),
    "vault of another sign-in": ctx("vault", PERSON, "ef" * 32, 1_700_000_001, 1_700_003_600),
    "vault that lasts longer": ctx("vault", PERSON, "ef" * 32, 1_700_000_000, 1_700_003_601),
    "field": ctx("field", "Notice", "address", 1),
    "field of another row": ctx("field", "Notice", "address", 2),
    "search document": ctx("search", UNIT, 1, SLOT),
    "search document of another epoch": ctx("search", UNIT, 2, SLOT),
    "body": ctx("part", SLOT, "body"),
    "draft body": ctx("draft-part", SLOT, "body"),
}


@pytest.mark.parametrize("place", PLACES)
def test_a_box_opens_in_its_own_place_only(place: str) -> None:
    key = new_key()
    sealed = boxes.seal(key, b"secret", PLACES[place])

    opened_in = [name for name, context in PLACES.items() if opens(key, sealed, context)]

    assert opened_in == [place]


def opens(key: bytes, sealed: bytes, context: bytes) -> bool:
    try:
        return boxes.unseal(key, sealed, context) == b"secret"
    except CannotOpen:
        return False


GRANTS = {
    "grant": ctx("epoch", UNIT, 1, KEY_ID, OTHER_KEY_ID),
    "grant of another unit": ctx("epoch", PERSON, 1, KEY_ID, OTHER_KEY_ID),
    "grant of another epoch": ctx("epoch", UNIT, 2, KEY_ID, OTHER_KEY_ID),
    "grant of another key": ctx("epoch", UNIT, 1, "ee" * 16, OTHER_KEY_ID),
    "grant to another member": ctx("epoch", UNIT, 1, KEY_ID, "ee" * 16),
    "message key": ctx("mk", b"\xab" * 32, OTHER_KEY_ID),
    "draft": ctx("draft", SLOT, OTHER_KEY_ID),
}


@pytest.mark.parametrize("place", GRANTS)
def test_a_sealing_opens_in_its_own_place_only(unit_key: PrivateKey, place: str) -> None:
    sealed = keypairs.seal_to(unit_key.public, b"secret", GRANTS[place])

    for other in GRANTS.keys() - {place}:
        with pytest.raises(CannotOpen):
            keypairs.open_sealed(unit_key, sealed, GRANTS[other])

    assert keypairs.open_sealed(unit_key, sealed, GRANTS[place]) == b"secret"


def opened_by(
    key: PrivateKey,
    envelope: Envelope,
    officer_key: PrivateKey,
    wrap: Wrap | None = None,
    header: bytes | None = None,
) -> OpenedKey:
    own = wrap or next(wrap for wrap in envelope.wraps if wrap.key_id == key.key_id)
    return envelopes.open_key(
        header or envelope.header, envelope.signature, own, sender_key=officer_key.public, recipient=key
    )


def test_a_part_opens_under_its_own_name_only(
    sealed: Sealer, officer_key: PrivateKey, unit_key: PrivateKey, position: Position
) -> None:
    message_key = new_key()
    stored = {}
    for name in ("attachment-1", "attachment-2"):
        sealer = envelopes.attachment_sealer(message_key, position.message, name)
        stored[name] = sealer.update(b"the same file") + sealer.finalize()
    digests = {name: PartDigest.of(part) for name, part in stored.items()}
    envelope = sealed(message_key=message_key, attachments=digests)
    opened = opened_by(unit_key, envelope, officer_key)
    parts = {**envelope.parts, **stored}

    for name, other in itertools.permutations(parts, 2):
        with pytest.raises(CannotOpen):
            opened.open_part(name, parts[other])
        # Even where length and digest are not looked at, the context tells the names apart.
        with pytest.raises(CannotOpen):
            boxes.unseal(message_key, parts[other], ctx("part", position.message, name))


def test_a_part_that_was_sealed_again_is_not_the_one_that_was_signed(
    sealed: Sealer, officer_key: PrivateKey, unit_key: PrivateKey, position: Position
) -> None:
    message_key = new_key()
    first, second = sealed(message_key=message_key), sealed(message_key=message_key)
    opened = opened_by(unit_key, first, officer_key)

    for name in ("summary", "body"):
        with pytest.raises(CannotOpen):
            opened.open_part(name, second.parts[name])
        stream = opened.stream_part(name)
        stream.update(second.parts[name])
        with pytest.raises(CannotOpen):
            stream.finalize()


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"message": uuid4()},
        {"thread": uuid4()},
        {"unit": uuid4()},
        {"epoch": 2},
        {"sequence": 2, "previous": "ab" * 32},
        {"sender": None},
        {"content": Content("Form 12", "Other text.")},
        {},
    ],
    ids=lambda changes: "-".join(changes) or "the-same-again",
)
def test_wraps_and_parts_do_not_move_between_messages_and_epochs(
    sealed: Sealer, officer_key: PrivateKey, unit_key: PrivateKey, elsewhere: dict[str, Any]
) -> None:
    message_key = new_key()
    here, there = sealed(message_key=message_key), sealed(message_key=message_key, **elsewhere)
    wrap_there = next(wrap for wrap in there.wraps if wrap.key_id == unit_key.key_id)

    with pytest.raises(CannotOpen):
        opened_by(unit_key, here, officer_key, wrap=wrap_there)
    with pytest.raises(BadSignature):
        opened_by(unit_key, here, officer_key, header=there.header)
    for name in ("summary", "body"):
        with pytest.raises(CannotOpen):
            opened_by(unit_key, here, officer_key).open_part(name, there.parts[name])


def test_wraps_do_not_move_between_recipients(
    sealed: Sealer, officer_key: PrivateKey, unit_key: PrivateKey, taxpayer_key: PrivateKey
) -> None:
    envelope = sealed()
    wraps = {wrap.key_id: wrap for wrap in envelope.wraps}

    for own, other in itertools.permutations((unit_key, taxpayer_key), 2):
        with pytest.raises(CannotOpen):
            opened_by(own, envelope, officer_key, wrap=wraps[other.key_id])
        with pytest.raises(CannotOpen):
            opened_by(own, envelope, officer_key, wrap=replace(wraps[other.key_id], key_id=own.key_id))
        with pytest.raises(CannotOpen):
            opened_by(own, envelope, officer_key, wrap=replace(wraps[own.key_id], key_id=other.key_id))


def test_a_wrap_of_something_that_is_no_message_key_is_refused(
    sealed: Sealer, officer_key: PrivateKey, unit_key: PrivateKey
) -> None:
    envelope = sealed()
    info = ctx("mk", sha256(envelope.header).digest(), unit_key.key_id)
    short = Wrap(unit_key.key_id, keypairs.seal_to(unit_key.public, b"short", info))

    with pytest.raises(CannotOpen):
        opened_by(unit_key, envelope, officer_key, wrap=short)


HEADER_CHANGES: dict[str, Any] = {
    "epoch": 2,
    "format": "tp2",
    "message": str(UUID(int=1)),
    "parts": {},
    "previous": "ab" * 32,
    "profile": "fips",
    "recipients": ["ab" * 16],
    "sender": None,
    "sender_key": "ab" * 16,
    "sent_at": "2026-05-04T09:30:00.123457Z",
    "sequence": 2,
    "thread": str(UUID(int=1)),
    "unit": str(UUID(int=1)),
}


def test_every_header_field_has_its_change(sealed: Sealer) -> None:
    assert set(json.loads(sealed().header)) == set(HEADER_CHANGES)


@pytest.mark.parametrize("field", HEADER_CHANGES)
def test_no_header_field_may_be_changed(
    sealed: Sealer, officer_key: PrivateKey, unit_key: PrivateKey, field: str
) -> None:
    envelope = sealed(sequence=7, previous="cd" * 32)
    fields = json.loads(envelope.header)
    fields[field] = HEADER_CHANGES[field]
    header = json.dumps(fields, sort_keys=True, separators=(",", ":")).encode()
    assert header != envelope.header

    with pytest.raises((BadHeader, BadSignature)):
        envelopes.open_key(
            header,
            envelope.signature,
            envelope.wraps[0],
            sender_key=officer_key.public,
            recipient=unit_key,
            allow={"hybrid", "fips"},
        )


@pytest.mark.parametrize("name", ["summary", "body"])
@pytest.mark.parametrize(("digest_field", "value"), [("length", 5000), ("sha256", "ab" * 32)])
def test_a_header_that_was_signed_for_other_parts_opens_none(
    sealed: Sealer,
    officer_key: PrivateKey,
    unit_key: PrivateKey,
    name: str,
    digest_field: str,
    value: Any,
) -> None:
    envelope = sealed()
    opened = opened_by(unit_key, envelope, officer_key)
    wrong = replace(opened.header.parts[name], **{digest_field: value})
    header = replace(opened.header, parts={**opened.header.parts, name: wrong})
    other = OpenedKey(header, opened.header_digest, opened.message_key)

    with pytest.raises(CannotOpen):
        other.open_part(name, envelope.parts[name])


def test_any_changed_bit_of_a_header_is_noticed(
    sealed: Sealer, officer_key: PrivateKey, unit_key: PrivateKey
) -> None:
    envelope = sealed()

    for place in range(len(envelope.header)):
        header = bytearray(envelope.header)
        header[place] ^= 1 << place % 8
        with pytest.raises((BadHeader, BadSignature)):
            opened_by(unit_key, envelope, officer_key, header=bytes(header))


def test_a_signed_header_is_nothing_else_that_is_signed(
    sealed: Sealer, officer_key: PrivateKey, unit_key: PrivateKey
) -> None:
    envelope = sealed()
    bare = replace(envelope, signature=officer_key.sign(envelope.header))
    other_label = replace(envelope, signature=officer_key.sign(ctx("directory", envelope.header)))

    for forged in (bare, other_label):
        with pytest.raises(BadSignature):
            opened_by(unit_key, forged, officer_key)


def test_a_draft_opens_for_its_author_and_its_message_only(
    officer_key: PrivateKey, taxpayer_key: PrivateKey, content: Content
) -> None:
    message, other, message_key = uuid4(), uuid4(), new_key()
    draft = drafts.seal_draft(content, message=message, message_key=message_key, author=officer_key.public)
    elsewhere = drafts.seal_draft(content, message=other, message_key=message_key, author=officer_key.public)

    assert drafts.open_draft(draft, message=message, author=officer_key) == (message_key, content)
    for attempt, author in [
        (draft, taxpayer_key),
        (elsewhere, officer_key),
        (replace(draft, body=elsewhere.body), officer_key),
        (replace(draft, wrap=elsewhere.wrap), officer_key),
        (replace(draft, wrap=replace(draft.wrap, key_id=taxpayer_key.key_id)), officer_key),
        (replace(draft, wrap=replace(draft.wrap, key_id=taxpayer_key.key_id)), taxpayer_key),
    ]:
        with pytest.raises(CannotOpen):
            drafts.open_draft(attempt, message=message, author=author)


def test_a_draft_is_no_part_of_a_message_nor_the_other_way_round(
    sealed: Sealer, officer_key: PrivateKey, position: Position, content: Content
) -> None:
    message_key = new_key()
    draft = envelopes.seal_draft(
        content, message=position.message, message_key=message_key, author=officer_key.public
    )
    envelope = sealed(message_key=message_key, recipients=[officer_key.public])

    with pytest.raises(CannotOpen):
        opened_by(officer_key, envelope, officer_key, wrap=draft.wrap)
    with pytest.raises(CannotOpen):
        boxes.unseal(message_key, draft.body, ctx("part", position.message, "body"))
    for changes in ({"body": envelope.parts["body"]}, {"wrap": envelope.wraps[0]}):
        with pytest.raises(CannotOpen):
            envelopes.open_draft(replace(draft, **changes), message=position.message, author=officer_key)


def test_a_sent_draft_keeps_its_key_and_its_attachments(
    sealed: Sealer, officer_key: PrivateKey, unit_key: PrivateKey, position: Position, content: Content
) -> None:
    sealer = envelopes.attachment_sealer(message_key := new_key(), position.message, "attachment-1")
    stored = sealer.update(b"a file") + sealer.finalize()
    draft = envelopes.seal_draft(
        content, message=position.message, message_key=message_key, author=officer_key.public
    )

    found, written = envelopes.open_draft(draft, message=position.message, author=officer_key)
    envelope = sealed(content=written, message_key=found, attachments={"attachment-1": sealer.digest})

    assert opened_by(unit_key, envelope, officer_key).open_part("attachment-1", stored) == b"a file"
