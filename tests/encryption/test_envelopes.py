"""Envelopes: whoever is a recipient opens all of it, exactly as it was signed."""

import copy
import pickle
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from encryption import contents, envelopes, headers, keypairs
from encryption.boxes import new_key
from encryption.contents import AttachmentInfo, Content, Summary
from encryption.envelopes import Envelope, OpenedKey, Position
from encryption.errors import BadHeader, BadKey, BadSignature, CannotOpen, UnknownProfile
from encryption.headers import PartDigest
from encryption.keypairs import PrivateKey

Sealer = Callable[..., Envelope]


class Memory:
    """Ciphertext that can be read at any place."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def read_at(self, offset: int, size: int) -> bytes:
        return self.data[offset : offset + size]


def open_with(
    envelope: Envelope, recipient: PrivateKey, sender: PrivateKey, profile: str = "hybrid"
) -> OpenedKey:
    wrap = next(wrap for wrap in envelope.wraps if wrap.key_id == recipient.key_id)
    return envelopes.open_key(
        envelope.header,
        envelope.signature,
        wrap,
        sender_key=sender.public,
        recipient=recipient,
        allow={profile},
    )


@pytest.mark.parametrize("profile", ["hybrid", "fips"])
def test_every_recipient_opens_summary_and_body(profile: str, sealed: Sealer, content: Content) -> None:
    sender, unit = keypairs.generate(profile, signs=True), keypairs.generate(profile, signs=False)

    envelope = sealed(signer=sender, recipients=[sender.public, unit.public])

    for recipient in (sender, unit):
        opened = open_with(envelope, recipient, sender, profile)
        assert opened.open_body(envelope.parts["body"]) == content
        assert opened.open_summary(envelope.parts["summary"]) == Summary("Form 12", "A. Officer")


def test_the_header_says_what_was_sealed(
    sealed: Sealer,
    officer_key: PrivateKey,
    taxpayer_key: PrivateKey,
    unit_key: PrivateKey,
    position: Position,
) -> None:
    envelope = sealed(sequence=7, previous="ab" * 32)

    header = headers.parse(envelope.header)

    assert (header.message, header.thread, header.unit) == (position.message, position.thread, position.unit)
    assert (header.sequence, header.previous, header.epoch) == (7, "ab" * 32, 1)
    assert header.sender_key == officer_key.key_id
    assert header.recipients == tuple(sorted([taxpayer_key.key_id, unit_key.key_id]))
    assert header.parts == {name: PartDigest.of(part) for name, part in envelope.parts.items()}
    assert [wrap.key_id for wrap in envelope.wraps] == list(header.recipients)


def test_the_system_seals_what_it_cannot_open(
    sealed: Sealer, system_key: PrivateKey, taxpayer_key: PrivateKey, content: Content
) -> None:
    envelope = sealed(sender=None, signer=system_key)

    opened = open_with(envelope, taxpayer_key, system_key)

    assert opened.header.sender is None
    assert opened.open_body(envelope.parts["body"]) == content
    with pytest.raises(CannotOpen):
        envelopes.open_key(
            envelope.header,
            envelope.signature,
            envelope.wraps[0],
            sender_key=system_key.public,
            recipient=system_key,
        )


def test_attachments_that_came_before_open_whole_streamed_and_by_ranges(
    sealed: Sealer, taxpayer_key: PrivateKey, officer_key: PrivateKey, position: Position
) -> None:
    message_key, file = new_key(), secrets.token_bytes(40_000)
    sealer = envelopes.attachment_sealer(message_key, position.message, "attachment-1")
    stored = sealer.update(file) + sealer.finalize()
    described = Content(
        "Form", "See file.", attachments=(AttachmentInfo("attachment-1", "a.pdf", "application/pdf", 40_000),)
    )

    envelope = sealed(content=described, message_key=message_key, attachments={"attachment-1": sealer.digest})
    opened = open_with(envelope, taxpayer_key, officer_key)
    stream = opened.stream_part("attachment-1")

    assert opened.open_part("attachment-1", stored) == file
    assert stream.update(stored) + stream.finalize() == file
    assert opened.read_part("attachment-1", Memory(stored)).read(16_000, 900) == file[16_000:16_900]
    assert opened.open_body(envelope.parts["body"]) == described
    assert opened.message_key == message_key


def test_a_part_that_the_header_does_not_name_is_not_opened(
    sealed: Sealer, taxpayer_key: PrivateKey, officer_key: PrivateKey, position: Position
) -> None:
    message_key = new_key()
    sealer = envelopes.attachment_sealer(message_key, position.message, "attachment-1")
    stored = sealer.update(b"file") + sealer.finalize()
    envelope = sealed(message_key=message_key)
    opened = open_with(envelope, taxpayer_key, officer_key)

    for attempt in (
        lambda: opened.open_part("attachment-1", stored),
        lambda: opened.stream_part("attachment-1"),
        lambda: opened.read_part("attachment-1", Memory(stored)),
    ):
        with pytest.raises(CannotOpen):
            attempt()


def test_a_recipient_added_later_opens_everything_and_nothing_else_changes(
    sealed: Sealer, taxpayer_key: PrivateKey, officer_key: PrivateKey, content: Content
) -> None:
    envelope, newcomer = sealed(), keypairs.generate(signs=False)
    opened = open_with(envelope, taxpayer_key, officer_key)

    wrap = envelopes.add_recipient(opened, envelope.header, newcomer.public)

    later = replace(envelope, wraps=(*envelope.wraps, wrap))
    assert open_with(later, newcomer, officer_key).open_body(envelope.parts["body"]) == content
    assert newcomer.key_id not in headers.parse(envelope.header).recipients


def test_a_recipient_is_added_to_the_opened_message_only(
    sealed: Sealer, taxpayer_key: PrivateKey, officer_key: PrivateKey
) -> None:
    opened = open_with(sealed(), taxpayer_key, officer_key)

    with pytest.raises(BadHeader):
        envelopes.add_recipient(opened, sealed(message=uuid4()).header, taxpayer_key.public)


def test_a_repeated_recipient_has_one_wrap(sealed: Sealer, taxpayer_key: PrivateKey) -> None:
    envelope = sealed(recipients=[taxpayer_key.public, taxpayer_key.public])

    assert [wrap.key_id for wrap in envelope.wraps] == [taxpayer_key.key_id]


def test_what_cannot_be_read_back_is_not_sealed(
    sealed: Sealer, taxpayer_key: PrivateKey, unit_key: PrivateKey, system_key: PrivateKey
) -> None:
    fips_key = keypairs.generate("fips", signs=False)

    with pytest.raises(BadHeader):
        sealed(recipients=[])
    with pytest.raises(BadHeader):
        sealed(sequence=2, previous=None)
    with pytest.raises(BadHeader):
        sealed(sent_at=datetime(2026, 5, 4))
    with pytest.raises(UnknownProfile):
        sealed(recipients=[taxpayer_key.public, fips_key.public])
    with pytest.raises(BadKey):
        sealed(signer=unit_key)
    with pytest.raises(BadKey):
        sealed(recipients=[system_key.public])


def test_a_profile_is_opened_only_when_it_is_allowed(sealed: Sealer) -> None:
    sender = keypairs.generate("fips", signs=True)
    envelope = sealed(signer=sender, recipients=[sender.public])

    with pytest.raises(UnknownProfile):
        open_with(envelope, sender, sender, "hybrid")


def test_a_lone_surrogate_is_refused_without_telling_the_text(sealed: Sealer) -> None:
    with pytest.raises(ValueError, match="lone surrogate") as caught:
        sealed(content=Content("Form", "my number is \ud800"))

    assert "my number" not in repr(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


@given(length=st.integers(0, 5000))
def test_the_size_of_a_body_tells_its_length_in_kibibytes_only(length: int) -> None:
    body, summary = (
        encode(Content("s" * length, "")) for encode in (contents.body_bytes, contents.summary_bytes)
    )

    assert len(body) % 1024 == 0
    assert 0 <= len(body) - length <= 1024 + 100
    assert len(summary) % 256 == 0


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
ATTACHMENT = st.builds(AttachmentInfo, TEXT, TEXT, TEXT, st.integers(0, 2**40))
CONTENT = st.builds(Content, TEXT, TEXT, TEXT, TEXT, st.lists(ATTACHMENT, max_size=3).map(tuple))


@given(CONTENT)
def test_any_text_comes_back_as_it_was(content: Content) -> None:
    assert contents.read_body(contents.body_bytes(content)) == content
    assert contents.read_summary(contents.summary_bytes(content)) == Summary(
        content.subject, content.author_name
    )


@pytest.mark.parametrize(
    "plaintext",
    [
        b"",
        b"[]",
        b"{}",
        b"[" * 5000,
        b"\xff",
        b'{"author_name":"","subject":1}',
        b'{"attachments":[1],"author_name":"","quoted":"","subject":1,"text":""}',
        b'{"attachments":[{"size_bytes":true}],"author_name":1,"quoted":"","subject":"","text":""}',
    ],
)
def test_a_sealed_text_of_another_form_is_refused(plaintext: bytes) -> None:
    for read in (contents.read_body, contents.read_summary):
        with pytest.raises(CannotOpen):
            read(plaintext)


@pytest.mark.parametrize("attachments", ['{"part":""}', "[1]", '[{"size_bytes":true}]', '[{"size_bytes":1}]'])
def test_a_body_that_describes_its_attachments_wrongly_is_refused(attachments: str) -> None:
    body = f'{{"attachments":{attachments},"author_name":"","quoted":"","subject":"","text":""}}'

    with pytest.raises(CannotOpen):
        contents.read_body(body.encode())


def test_a_reader_passes_over_fields_that_it_does_not_know() -> None:
    body = b'{"attachments":[],"author_name":"","later":1,"quoted":"","subject":"s","text":"t"}   '

    assert contents.read_body(body) == Content("s", "t")


@given(st.binary(max_size=100))
def test_any_sealed_bytes_are_read_or_refused_with_one_error(plaintext: bytes) -> None:
    for read in (contents.read_body, contents.read_summary):
        with suppress(CannotOpen):
            read(plaintext)


def test_a_signature_of_another_person_is_refused(
    sealed: Sealer, officer_key: PrivateKey, taxpayer_key: PrivateKey
) -> None:
    envelope = sealed()
    forged = replace(envelope, signature=taxpayer_key.sign(b"anything"))

    with pytest.raises(BadSignature):
        open_with(forged, taxpayer_key, officer_key)
    with pytest.raises(BadSignature):
        open_with(envelope, taxpayer_key, taxpayer_key)


def test_an_opened_key_is_neither_shown_nor_pickled_nor_copied(
    sealed: Sealer, officer_key: PrivateKey, taxpayer_key: PrivateKey
) -> None:
    opened = open_with(sealed(), taxpayer_key, officer_key)

    assert opened.message_key.hex() not in f"{opened!r} {opened}"
    assert repr(opened.message_key)[2:-1] not in f"{opened!r} {opened}"
    for take in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError):
            take(opened)
