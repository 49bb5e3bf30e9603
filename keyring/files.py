"""The keyring as a file: canonical JSON, readable by its owner only."""

import base64
import binascii
import json
import os
import secrets
import stat
from pathlib import Path

from keyring.errors import KeyringError
from keyring.versions import Entry, Keyring, new_keyring

FORMAT = "sealpost-keyring-1"
FILE_MODE = 0o400
DIRECTORY_MODE = 0o700
LARGEST_FILE_BYTES = 1024 * 1024


def make(path: Path) -> None:
    """Make a new keyring in a new file.

    Raises KeyringError when there is a file already: whoever lost a keyring lost every password with it.
    """
    write(path, new_keyring())


def write(path: Path, keyring: Keyring) -> None:
    """Write a keyring into a new file, whole or not at all, and on stable storage when this returns.

    Raises KeyringError when there is a file already, or none can be written.
    """
    unfinished = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        path.parent.mkdir(mode=DIRECTORY_MODE, parents=True, exist_ok=True)
        _write_durably(unfinished, to_bytes(keyring))
        try:
            # A link never replaces a file, as a rename would.
            os.link(unfinished, path)
        except FileExistsError:
            raise KeyringError(f"{path} exists; a keyring is never overwritten.") from None
        finally:
            unfinished.unlink()
        _sync_directory(path.parent)
    except OSError as error:
        raise KeyringError(f"The keyring cannot be written to {path}: {error.strerror}.") from error


def load(path: Path) -> Keyring:
    """Read a keyring and check every key in it.

    Raises KeyringError when the file is missing, damaged, or open to others than its owner.
    """
    try:
        with path.open("rb") as file:
            # Asked of the open file, so that nobody exchanges it in between.
            state = os.fstat(file.fileno())
            if stat.S_IMODE(state.st_mode) & 0o077:
                raise KeyringError(f"{path} can be read by others; allow its owner only (chmod 400).")
            raw = file.read(LARGEST_FILE_BYTES)
    except FileNotFoundError:
        raise KeyringError(f"There is no keyring at {path}; make one with: manage.py make_keyring") from None
    except OSError as error:
        raise KeyringError(f"The keyring at {path} cannot be read: {error.strerror}.") from error
    keyring = from_bytes(raw)
    keyring.check()
    return keyring


def to_bytes(keyring: Keyring) -> bytes:
    """Encode a keyring: sorted keys, no spaces, secrets in base 64; equal keyrings give equal bytes."""
    keys = {
        name: {
            "current": entry.current,
            "versions": {
                version: base64.b64encode(secret).decode() for version, secret in entry.versions.items()
            },
        }
        for name, entry in keyring.entries.items()
    }
    document = {"format": FORMAT, "keys": keys}
    return json.dumps(document, sort_keys=True, separators=(",", ":")).encode()


def from_bytes(raw: bytes) -> Keyring:
    """Read what `to_bytes` gave; raises KeyringError for anything else."""
    try:
        document = json.loads(raw)
        if document["format"] != FORMAT:
            raise KeyringError(f"The keyring is not in the format {FORMAT}.")
        entries = {
            name: Entry(
                entry["current"],
                {
                    version: base64.b64decode(secret, validate=True)
                    for version, secret in entry["versions"].items()
                },
            )
            for name, entry in document["keys"].items()
        }
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, binascii.Error):
        # Without its cause, which would repeat a piece of the file in the server's log.
        raise KeyringError("The keyring is damaged: it is not the JSON that it was written as.") from None
    return Keyring(entries)


def _write_durably(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_directory(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
