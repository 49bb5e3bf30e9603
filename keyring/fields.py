"""Single fields of rows, sealed under the keyring's `field` key until a worker needs them."""

from typing import TypedDict
from uuid import UUID

from encryption import boxes
from encryption.contexts import ctx
from encryption.errors import CannotOpen
from keyring import keyring
from keyring.errors import KeyringError
from keyring.versions import VERSION_CHARACTERS


class FieldPlace(TypedDict):
    """Name one field of one row."""

    model: str
    field: str
    row: UUID


def seal_field(text: str, *, model: str, field: str, row: UUID) -> bytes:
    """Seal a text for one field of one row; the key's version stands before the box."""
    return seal_bytes(text.encode(), model=model, field=field, row=row)


def open_field(sealed: bytes, *, model: str, field: str, row: UUID) -> str:
    """Open what `seal_field` gave for the same place; raises KeyringError for anything else."""
    return open_bytes(sealed, model=model, field=field, row=row).decode()


def seal_bytes(plaintext: bytes, *, model: str, field: str, row: UUID) -> bytes:
    """Seal what is no text, in the same way."""
    key = keyring().field()
    return key.version.encode("ascii") + boxes.seal(key.secret, plaintext, _context(model, field, row))


def open_bytes(sealed: bytes, *, model: str, field: str, row: UUID) -> bytes:
    """Open what `seal_bytes` gave for the same place; raises KeyringError for anything else."""
    version, box = sealed[:VERSION_CHARACTERS].decode("ascii", "replace"), sealed[VERSION_CHARACTERS:]
    try:
        return boxes.unseal(keyring().field(version).secret, box, _context(model, field, row))
    except CannotOpen:
        raise KeyringError("A sealed field does not open in this place.") from None


def _context(model: str, field: str, row: UUID) -> bytes:
    return ctx("field", model, field, row)
