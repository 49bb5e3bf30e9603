"""Epochs of unit keys as they leave the portal for the custodians: each sealed to the records key."""

import base64
import binascii
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from encryption.contexts import ctx
from encryption.errors import BadDocument, BadKey
from encryption.keypairs import PrivateKey, PublicKey, open_sealed, seal_to

BUNDLE = "sealpost-epochs"


@dataclass(frozen=True, slots=True)
class SealedEpoch:
    """Hold one epoch of a unit's key, sealed to the records key.

    key_id: of the unit's key. recipient: key id of the records key that opens it.
    """

    unit: UUID
    epoch: int
    key_id: str
    recipient: str
    sealed: bytes

    def to_json(self) -> dict[str, Any]:
        """Write it as a JSON object."""
        return {
            "unit": str(self.unit),
            "epoch": self.epoch,
            "key_id": self.key_id,
            "records_key_id": self.recipient,
            "sealed": base64.b64encode(self.sealed).decode(),
        }

    @classmethod
    def from_json(cls, found: Any) -> "SealedEpoch":
        """Read what `to_json` gave; raises BadDocument."""
        try:
            texts = [found[name] for name in ("key_id", "records_key_id")]
            if not isinstance(found["epoch"], int) or not all(isinstance(text, str) for text in texts):
                raise BadDocument
            sealed = base64.b64decode(found["sealed"], validate=True)
            return cls(UUID(found["unit"]), found["epoch"], texts[0], texts[1], sealed)
        except (KeyError, TypeError, ValueError, AttributeError, binascii.Error):
            raise BadDocument from None


@dataclass(frozen=True, slots=True)
class Head:
    """Hold the first line of a bundle: its number, whose it is, and when it left the portal."""

    bundle: str
    site: str
    exported_at: str


class EpochsDigest:
    """Digest epochs one after the other, so that two sides can tell that they saw the same ones.

    Both give them in the order of units, and of epochs within a unit.
    """

    def __init__(self) -> None:
        self._hash = sha256(ctx("records-epochs"))
        self.count = 0

    def add(self, one: SealedEpoch) -> None:
        """Take one more."""
        self._hash.update(ctx("epoch", one.unit, one.epoch, one.key_id, one.recipient, one.sealed))
        self.count += 1

    def hexdigest(self) -> str:
        """Give 64 hex characters."""
        return self._hash.hexdigest()


def seal_epoch(private: PrivateKey, recipient: PublicKey, *, unit: UUID, epoch: int) -> bytes:
    """Seal a unit key to a member's person key, or to the records key."""
    return seal_to(recipient, private.to_bytes(), _context(unit, epoch, private.key_id, recipient.key_id))


def open_epoch(recipient: PrivateKey, sealed: bytes, *, unit: UUID, epoch: int, key_id: str) -> PrivateKey:
    """Open what `seal_epoch` sealed; raises CannotOpen, or BadKey when it is another key than was named."""
    private = PrivateKey.from_bytes(
        open_sealed(recipient, sealed, _context(unit, epoch, key_id, recipient.key_id))
    )
    if private.key_id != key_id:
        raise BadKey("another key than was named")
    return private


def bundle_lines(head: Head, epochs: Iterable[SealedEpoch]) -> Iterator[str]:
    """Write a bundle as JSON lines; the last says how many epochs there are, so that a cut one is noticed."""
    yield _line({"kind": BUNDLE, "version": 1, **asdict(head)})
    digest = EpochsDigest()
    for one in epochs:
        digest.add(one)
        yield _line(one.to_json())
    yield _line({"end": digest.count})


def _line(document: dict[str, Any]) -> str:
    return json.dumps(document, sort_keys=True, separators=(",", ":")) + "\n"


def _context(unit: UUID, epoch: int, key_id: str, recipient_key_id: str) -> bytes:
    return ctx("epoch", unit, epoch, key_id, recipient_key_id)
