"""The header of a message: who, where, when, and the digest of every sealed part. It holds no content."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from encryption.boxes import OVERHEAD_BYTES
from encryption.contexts import FORMAT
from encryption.errors import BadHeader
from encryption.profiles import PROFILES

LARGEST_BYTES = 8192
LARGEST_NUMBER = 2**63 - 1
REQUIRED_PARTS = frozenset({"summary", "body"})

_KEY_ID = re.compile(r"[0-9a-f]{32}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_PART_NAME = re.compile(r"summary|body|attachment-[1-9][0-9]{0,3}")

_encoder = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


@dataclass(frozen=True, slots=True)
class PartDigest:
    """Hold length in bytes and SHA-256 (hex) of a part's ciphertext."""

    length: int
    sha256: str

    @classmethod
    def of(cls, ciphertext: bytes) -> "PartDigest":
        """Measure a ciphertext."""
        return cls(len(ciphertext), sha256(ciphertext).hexdigest())


@dataclass(frozen=True, slots=True)
class Header:
    """Hold what the sender signed.

    sequence: place in the thread, from 1. previous: digest of the header before it; None for the first.
    sender: None for the system. sender_key: id of the key that signed.
    sent_at: aware, UTC. recipients: ids of the keys that the message was first sealed to, sorted.
    parts: "summary", "body" and each "attachment-<n>".
    """

    profile: str
    message: UUID
    thread: UUID
    sequence: int
    previous: str | None
    unit: UUID
    epoch: int
    sender: UUID | None
    sender_key: str
    sent_at: datetime
    recipients: tuple[str, ...]
    parts: Mapping[str, PartDigest]

    def to_bytes(self) -> bytes:
        """Encode as canonical JSON; raises BadHeader when a field breaks its rule or 8 KiB do not hold it."""
        if not _is_sound(self):
            raise BadHeader
        raw = _encoder.encode(
            {
                "epoch": self.epoch,
                "format": FORMAT.decode(),
                "message": str(self.message),
                "parts": {
                    name: {"length": part.length, "sha256": part.sha256} for name, part in self.parts.items()
                },
                "previous": self.previous,
                "profile": self.profile,
                "recipients": self.recipients,
                "sender": None if self.sender is None else str(self.sender),
                "sender_key": self.sender_key,
                "sent_at": _moment(self.sent_at),
                "sequence": self.sequence,
                "thread": str(self.thread),
                "unit": str(self.unit),
            }
        ).encode()
        if len(raw) > LARGEST_BYTES:
            raise BadHeader
        return raw


def parse(raw: bytes) -> Header:
    """Read a header; only the bytes that `Header.to_bytes` gives for it are accepted, else BadHeader."""
    if len(raw) > LARGEST_BYTES:
        raise BadHeader
    try:
        header = _from_fields(json.loads(raw.decode("ascii")))
        canonical = header.to_bytes()
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise BadHeader from None
    if canonical != raw:
        raise BadHeader
    return header


def digest(raw: bytes) -> str:
    """Compute the SHA-256 (hex) that names a header in the next one and in its wraps."""
    return sha256(raw).hexdigest()


def _from_fields(fields: dict[str, Any]) -> Header:
    sender = fields["sender"]
    return Header(
        profile=fields["profile"],
        message=UUID(fields["message"]),
        thread=UUID(fields["thread"]),
        sequence=fields["sequence"],
        previous=fields["previous"],
        unit=UUID(fields["unit"]),
        epoch=fields["epoch"],
        sender=None if sender is None else UUID(sender),
        sender_key=fields["sender_key"],
        sent_at=datetime.fromisoformat(fields["sent_at"]),
        recipients=tuple(fields["recipients"]),
        parts={name: PartDigest(part["length"], part["sha256"]) for name, part in fields["parts"].items()},
    )


def _moment(sent_at: datetime) -> str:
    return sent_at.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def _is_sound(header: Header) -> bool:
    first = header.sequence == 1
    return (
        header.profile in PROFILES
        and _is_count(header.sequence)
        and _is_count(header.epoch)
        and (header.previous is None if first else _matches(_SHA256, header.previous))
        and _matches(_KEY_ID, header.sender_key)
        and header.sent_at.utcoffset() == timedelta(0)
        and len(header.recipients) > 0
        and all(_matches(_KEY_ID, key_id) for key_id in header.recipients)
        and list(header.recipients) == sorted(set(header.recipients))
        and header.parts.keys() >= REQUIRED_PARTS
        and all(_matches(_PART_NAME, name) and _is_digest(part) for name, part in header.parts.items())
    )


def _is_count(value: object) -> bool:
    return type(value) is int and 1 <= value <= LARGEST_NUMBER


def _is_digest(part: PartDigest) -> bool:
    return _is_count(part.length) and part.length >= OVERHEAD_BYTES and _matches(_SHA256, part.sha256)


def _matches(pattern: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None
