"""Envelopes: a message as it is stored — header, signature, wraps of its key, and sealed parts."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from types import MappingProxyType
from typing import NoReturn
from uuid import UUID

from encryption import boxes, contents, headers, wraps
from encryption.contents import AttachmentInfo, Content, Summary
from encryption.contexts import ctx
from encryption.drafts import SealedDraft, open_draft, seal_draft
from encryption.errors import BadHeader, BadSignature, CannotOpen
from encryption.headers import Header, PartDigest
from encryption.keypairs import PrivateKey, PublicKey
from encryption.profiles import HYBRID, profile
from encryption.streams import RangeReader, StreamOpener, StreamSealer, SupportsReadAt
from encryption.wraps import Wrap

__all__ = [
    "AttachmentInfo",
    "Content",
    "Envelope",
    "OpenedKey",
    "PartDigest",
    "Position",
    "SealedDraft",
    "Summary",
    "Wrap",
    "add_recipient",
    "attachment_sealer",
    "open_draft",
    "open_key",
    "open_with_message_key",
    "seal",
    "seal_draft",
]

NO_ATTACHMENTS: Mapping[str, PartDigest] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Envelope:
    """Hold a sealed message; `parts` has "summary" and "body", since attachments were stored as they came."""

    header: bytes
    signature: bytes
    wraps: tuple[Wrap, ...]
    parts: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Position:
    """Say where a message stands; `previous` is the digest of the header before it, None for sequence 1."""

    message: UUID
    thread: UUID
    sequence: int
    previous: str | None
    unit: UUID
    epoch: int


def seal(
    content: Content,
    *,
    position: Position,
    sender: UUID | None,
    signer: PrivateKey,
    recipients: Sequence[PublicKey],
    sent_at: datetime,
    message_key: bytes | None = None,
    attachments: Mapping[str, PartDigest] = NO_ATTACHMENTS,
) -> Envelope:
    """Seal a message to every recipient key and sign it.

    sender: None for the system. signer: the sender's own key, never a unit's.
    message_key: that of the draft when it has one, else a new one.
    attachments: digests of the parts that were sealed under `message_key` as they arrived.
    Raises BadHeader when a field breaks its rule, UnknownProfile when a recipient's profile is another,
    BadKey for a key that cannot do its part, ValueError for text that UTF-8 cannot hold.
    """
    message_key = message_key or boxes.new_key()
    parts = {
        "summary": _seal_part(message_key, position.message, "summary", contents.summary_bytes(content)),
        "body": _seal_part(message_key, position.message, "body", contents.body_bytes(content)),
    }
    keys = {key.key_id: key for key in recipients}
    header = Header(
        profile=signer.profile,
        message=position.message,
        thread=position.thread,
        sequence=position.sequence,
        previous=position.previous,
        unit=position.unit,
        epoch=position.epoch,
        sender=sender,
        sender_key=signer.key_id,
        sent_at=sent_at,
        recipients=tuple(sorted(keys)),
        parts={name: PartDigest.of(part) for name, part in parts.items()} | dict(attachments),
    ).to_bytes()
    digest = sha256(header).digest()
    return Envelope(
        header=header,
        signature=signer.sign(ctx("msg-sig", header)),
        wraps=tuple(_wrap(message_key, digest, keys[key_id], signer.profile) for key_id in sorted(keys)),
        parts=parts,
    )


class OpenedKey:
    """Hold a message key whose envelope was verified, and open the parts that the header names."""

    __slots__ = ("_message_key", "header", "header_digest")

    def __init__(self, header: Header, header_digest: str, message_key: bytes) -> None:
        self.header = header
        self.header_digest = header_digest
        self._message_key = message_key

    @property
    def message_key(self) -> bytes:
        """Give the 32 bytes that open every part."""
        return self._message_key

    def open_summary(self, ciphertext: bytes) -> Summary:
        """Open the summary; raises CannotOpen."""
        return contents.read_summary(self.open_part("summary", ciphertext))

    def open_body(self, ciphertext: bytes) -> Content:
        """Open the body; raises CannotOpen."""
        return contents.read_body(self.open_part("body", ciphertext))

    def open_part(self, name: str, ciphertext: bytes) -> bytes:
        """Open a part that is wholly in memory; raises CannotOpen unless it is the part that was signed."""
        if self._digest(name) != PartDigest.of(ciphertext):
            raise CannotOpen
        return boxes.unseal(self._message_key, ciphertext, _part_context(self.header.message, name))

    def stream_part(self, name: str) -> StreamOpener:
        """Open a part while it streams; raises CannotOpen for a part that the header does not name."""
        context = _part_context(self.header.message, name)
        return StreamOpener(self._message_key, context, self._digest(name))

    def read_part(self, name: str, source: SupportsReadAt) -> RangeReader:
        """Open a part for range reads, with the length that the header gives; raises CannotOpen.

        The hash in the header is of the whole and is not looked at: what is read was sealed under this key
        for this place, but another holder of the key could have done that.
        """
        context = _part_context(self.header.message, name)
        return RangeReader(self._message_key, context, source, self._digest(name).length)

    def _digest(self, name: str) -> PartDigest:
        digest = self.header.parts.get(name)
        if digest is None:
            raise CannotOpen
        return digest

    def __repr__(self) -> str:
        return f"<OpenedKey of {self.header.message}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("an opened key is not pickled or copied")


def open_key(
    header: bytes,
    signature: bytes,
    wrap: Wrap,
    *,
    sender_key: PublicKey,
    recipient: PrivateKey,
    allow: Collection[str] = (HYBRID,),
) -> OpenedKey:
    """Verify an envelope and open its message key with one recipient's key.

    sender_key: from the key directory, not from the message.
    Raises BadHeader, BadSignature, UnknownProfile, or CannotOpen for a wrap of another key or header.
    """
    parsed = _verified(header, signature, sender_key, allow)
    if recipient.profile != parsed.profile:
        raise CannotOpen
    digest = sha256(header)
    info = _wrap_context(digest.digest(), wrap.key_id)
    message_key = wraps.unwrap(wrap, recipient, info, allow=allow)
    return OpenedKey(parsed, digest.hexdigest(), message_key)


def open_with_message_key(
    header: bytes,
    signature: bytes,
    message_key: bytes,
    *,
    sender_key: PublicKey,
    allow: Collection[str] = (HYBRID,),
) -> OpenedKey:
    """Verify an envelope whose message key the caller has; a key of another message opens no part of it.

    sender_key: from the key directory, not from the message.
    Raises BadHeader, BadSignature or UnknownProfile.
    """
    parsed = _verified(header, signature, sender_key, allow)
    return OpenedKey(parsed, sha256(header).hexdigest(), message_key)


def add_recipient(opened: OpenedKey, header: bytes, recipient: PublicKey) -> Wrap:
    """Wrap an opened message's key for one more recipient key; nothing else of the message changes.

    Raises BadHeader when `header` is not the one that was opened.
    """
    digest = sha256(header)
    if digest.hexdigest() != opened.header_digest:
        raise BadHeader
    return _wrap(opened.message_key, digest.digest(), recipient, opened.header.profile)


def attachment_sealer(message_key: bytes, message: UUID, name: str) -> StreamSealer:
    """Seal an attachment as it arrives; its `digest` goes to `seal` when the draft is sent.

    name: "attachment-<n>", used once in the message.
    """
    return StreamSealer(message_key, _part_context(message, name))


def _verified(header: bytes, signature: bytes, sender_key: PublicKey, allow: Collection[str]) -> Header:
    parsed = headers.parse(header)
    profile(parsed.profile, allow=allow)
    if sender_key.profile != parsed.profile or sender_key.key_id != parsed.sender_key:
        raise BadSignature
    sender_key.verify(ctx("msg-sig", header), signature)
    return parsed


def _seal_part(message_key: bytes, message: UUID, name: str, plaintext: bytes) -> bytes:
    return boxes.seal(message_key, plaintext, _part_context(message, name))


def _part_context(message: UUID, name: str) -> bytes:
    return ctx("part", message, name)


def _wrap_context(header_digest: bytes, key_id: str) -> bytes:
    return ctx("mk", header_digest, key_id)


def _wrap(message_key: bytes, header_digest: bytes, recipient: PublicKey, profile_name: str) -> Wrap:
    profile(recipient.profile, allow=(profile_name,))
    return wraps.wrap(message_key, recipient, _wrap_context(header_digest, recipient.key_id))
