"""Wraps: a message key, sealed to one recipient key."""

from collections.abc import Collection
from dataclasses import dataclass

from encryption.boxes import KEY_BYTES
from encryption.errors import CannotOpen
from encryption.keypairs import PrivateKey, PublicKey, open_sealed, seal_to


@dataclass(frozen=True, slots=True)
class Wrap:
    """Hold a message key sealed to one recipient key."""

    key_id: str
    wrapped: bytes


def wrap(message_key: bytes, recipient: PublicKey, info: bytes) -> Wrap:
    """Seal a message key to a recipient."""
    return Wrap(recipient.key_id, seal_to(recipient, message_key, info))


def unwrap(wrapped: Wrap, recipient: PrivateKey, info: bytes, *, allow: Collection[str]) -> bytes:
    """Open a wrap that is for this key; raises CannotOpen or UnknownProfile."""
    if wrapped.key_id != recipient.key_id:
        raise CannotOpen
    message_key = open_sealed(recipient, wrapped.wrapped, info, allow=allow)
    if len(message_key) != KEY_BYTES:
        raise CannotOpen
    return message_key
