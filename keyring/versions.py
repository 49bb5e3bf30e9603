"""The server's own keys in memory, each with its current and its past versions."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Generic, NoReturn, TypeVar

from encryption.contexts import ctx
from encryption.errors import BadKey
from encryption.keypairs import PrivateKey, PublicKey, signing_only
from keyring.errors import KeyringError

SECRETS = ("pepper", "field")
SIGNING_KEYS = ("directory", "log", "system_sender")
NAMES = (*SECRETS, *SIGNING_KEYS)
SECRET_BYTES = 32
VERSION_CHARACTERS = 16

S = TypeVar("S")


@dataclass(frozen=True, repr=False)
class Versioned(Generic[S]):
    """Hold a secret together with the id under which rows remember it."""

    version: str
    secret: S

    def __repr__(self) -> str:
        return f"<Versioned {self.version}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a key of the server is not pickled or copied")


@dataclass(frozen=True)
class Entry:
    """Hold every version of one key as bytes, and say which is current."""

    current: str
    versions: Mapping[str, bytes]

    def __repr__(self) -> str:
        return f"<Entry {self.current} of {len(self.versions)}>"


@dataclass(frozen=True, repr=False, eq=False)
class Keyring:
    """Hold the server's keys: what it signs, peppers and seals fields with, and opens no message by.

    Each method takes the version that a row remembers, or None for the current one, and raises KeyringError
    for a version that this keyring does not have.
    """

    entries: Mapping[str, Entry]

    def pepper(self, version: str | None = None) -> Versioned[bytes]:
        """Give the 32 bytes that are mixed into every password derivation."""
        return self._secret("pepper", version)

    def field(self, version: str | None = None) -> Versioned[bytes]:
        """Give the 32 bytes that seal single fields of rows."""
        return self._secret("field", version)

    def fields(self) -> list[Versioned[bytes]]:
        """List what `field` gives of every version, current and past."""
        return [self.field(version) for version in self.entries["field"].versions]

    def directory(self, version: str | None = None) -> Versioned[PrivateKey]:
        """Give the key that signs the rows of public keys."""
        return self._signing_key("directory", version)

    def log(self, version: str | None = None) -> Versioned[PrivateKey]:
        """Give the key from which the hashes of a day are keyed, under which the log names addresses."""
        return self._signing_key("log", version)

    def system_sender(self, version: str | None = None) -> Versioned[PrivateKey]:
        """Give the key that signs messages which no person wrote."""
        return self._signing_key("system_sender", version)

    def directory_public(self, key_id: str) -> PublicKey:
        """Find the directory key, current or past, that a row's signature names; raises KeyringError."""
        return self._public("directory", key_id)

    def system_sender_public(self, key_id: str) -> PublicKey:
        """Find the system sender's key, current or past, that a header names; raises KeyringError."""
        return self._public("system_sender", key_id)

    def with_new_version(self, name: str) -> "Keyring":
        """Copy this keyring with a freshly made current version of one key; past versions stay."""
        made = secrets.token_bytes(SECRET_BYTES) if name in SECRETS else signing_only().to_bytes()
        version = version_of(name, made)
        past = self.entries[name].versions if name in self.entries else {}
        return Keyring({**self.entries, name: Entry(version, {**past, version: made})})

    def check(self) -> None:
        """Raise KeyringError unless every key is there, whole and usable."""
        if set(self.entries) != set(NAMES):
            raise KeyringError(f"A keyring holds exactly these keys: {', '.join(NAMES)}.")
        for name, entry in self.entries.items():
            if entry.current not in entry.versions:
                raise KeyringError(f"The keyring's current version of {name} is missing.")
            for version, secret in entry.versions.items():
                if version != version_of(name, secret):
                    raise KeyringError(f"The keyring's version {version!r} of {name} is damaged.")
                if name in SECRETS and len(secret) != SECRET_BYTES:
                    raise KeyringError(f"The keyring's {name} must be {SECRET_BYTES} bytes.")
        try:
            if any(key.signing_seed is None for keys in self._signing_keys.values() for key in keys.values()):
                raise KeyringError("A key of the keyring that must sign cannot.")
        except BadKey:
            raise KeyringError("A key of the keyring is damaged.") from None

    def _bytes(self, name: str, version: str | None) -> tuple[str, bytes]:
        entry = self.entries[name]
        wanted = entry.current if version is None else version
        try:
            return wanted, entry.versions[wanted]
        except KeyError:
            raise KeyringError(f"The keyring has no version {wanted!r} of its {name} key.") from None

    def _secret(self, name: str, version: str | None) -> Versioned[bytes]:
        return Versioned(*self._bytes(name, version))

    def _signing_key(self, name: str, version: str | None) -> Versioned[PrivateKey]:
        wanted, _ = self._bytes(name, version)
        return Versioned(wanted, self._signing_keys[name][wanted])

    def _public(self, name: str, key_id: str) -> PublicKey:
        for private in self._signing_keys[name].values():
            if private.key_id == key_id:
                return private.public
        raise KeyringError(f"The keyring has no {name} key with the id {key_id!r}.")

    @cached_property
    def _signing_keys(self) -> dict[str, dict[str, PrivateKey]]:
        # Expanding a seed costs more than a signature, so each key is expanded once a process.
        return {
            name: {
                version: PrivateKey.from_bytes(raw) for version, raw in self.entries[name].versions.items()
            }
            for name in SIGNING_KEYS
        }

    def __repr__(self) -> str:
        return "<Keyring>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a keyring is not pickled or copied")


def new_keyring() -> Keyring:
    """Make a keyring with one fresh version of every key."""
    made = Keyring({})
    for name in NAMES:
        made = made.with_new_version(name)
    return made


def version_of(name: str, secret: bytes) -> str:
    """Name a version by its contents: 16 hex characters that tell nothing of 32 random bytes.

    So a damaged secret is noticed, and two keyrings never give different secrets the same id.
    """
    return sha256(ctx("keyring", name, secret)).hexdigest()[:VERSION_CHARACTERS]
