"""Leaves: the bytes that an audit event is, and that the log's proofs are about."""

import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from types import MappingProxyType
from uuid import UUID

from audit.errors import UnfitDetail

VERSION = 1
SALT_BYTES = 16
MOST_DETAILS = 20
LARGEST_NUMBER = 2**53 - 1
"""Whole numbers up to here are the same in every reader of JSON (RFC 7493)."""

_NAME = re.compile(r"[a-z_]{1,40}")
_WORD = re.compile(r"[A-Za-z0-9_.:,-]{1,100}")
_LEAF_HASH_PREFIX = b"\x00"

Details = Mapping[str, str | int]
NO_DETAILS: Details = MappingProxyType({})


@dataclass(frozen=True)
class Leaf:
    """Hold what one event says.

    at: aware. details: ids, counts and kinds.
    """

    at: datetime
    action: str
    actor: UUID | None
    subject: UUID | None
    details: Details

    def to_bytes(self) -> bytes:
        """Encode the event as canonical JSON (sorted keys, no spaces, ASCII) with 16 fresh random bytes.

        The salt keeps a published hash from being tried against guessed events, so two encodings differ.
        """
        document = {
            "v": VERSION,
            "salt": secrets.token_hex(SALT_BYTES),
            "at": self.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "action": self.action,
            "actor": _text_of(self.actor),
            "subject": _text_of(self.subject),
            "details": fit_details(self.details),
        }
        return json.dumps(document, sort_keys=True, separators=(",", ":")).encode("ascii")


def leaf_hash(leaf: bytes) -> bytes:
    """Hash a leaf for a Merkle tree: 32 bytes, as in RFC 6962 section 2.1."""
    return sha256(_LEAF_HASH_PREFIX + leaf).digest()


def details_of(leaf: bytes) -> dict[str, str | int]:
    """Read the details back from a leaf that `Leaf.to_bytes` made."""
    details: dict[str, str | int] = json.loads(leaf)["details"]
    return details


def fit_details(details: Details) -> dict[str, str | int]:
    """Copy details as plain values; raises UnfitDetail for anything that could be content.

    A name is 1 to 40 of a-z and _; a value is a whole number of at most 53 bits, or 1 to 100 of letters,
    digits and _.:,- so that neither sentences nor addresses fit. The error does not repeat the value.
    """
    if len(details) > MOST_DETAILS:
        raise UnfitDetail(f"an event has at most {MOST_DETAILS} details")
    return {_fit_name(name): _fit_value(name, value) for name, value in details.items()}


def _fit_name(name: str) -> str:
    if not (isinstance(name, str) and _NAME.fullmatch(name)):
        raise UnfitDetail("a detail's name is 1 to 40 of a-z and _")
    return str(name)


def _fit_value(name: str, value: str | int) -> str | int:
    if isinstance(value, str) and _WORD.fullmatch(value):
        return str(value)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) <= LARGEST_NUMBER:
        return int(value)
    raise UnfitDetail(f"the detail {name!r} is not an id, a count or a kind")


def _text_of(value: UUID | None) -> str | None:
    if value is None:
        return None
    if not isinstance(value, UUID):
        raise UnfitDetail("who acts and what is acted on are told by UUID")
    return str(value)
