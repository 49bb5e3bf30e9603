"""The records key: its public half is pinned in a file; its private half never comes near the server."""

import base64
import binascii
import json
import os
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from encryption.contexts import ctx
from encryption.errors import BadKey, UnknownProfile
from encryption.keypairs import PublicKey, generate
from encryption.profiles import HYBRID, profile
from keys.errors import NoRecordsKey

FINGERPRINT_CHARACTERS = 40
LARGEST_FILE_BYTES = 64 * 1024


def fingerprint(public: PublicKey) -> str:
    """Write a key's fingerprint: the first 160 bits of a SHA-256, in ten groups of four hex characters."""
    digits = sha256(ctx("fingerprint", public.to_bytes())).hexdigest()[:FINGERPRINT_CHARACTERS]
    return " ".join(digits[start : start + 4] for start in range(0, FINGERPRINT_CHARACTERS, 4))


def records_key() -> PublicKey:
    """Read the pinned public half from `settings.RECORDS_KEY_FILE`.

    Raises NoRecordsKey unless the file is there, whole, and its fingerprint is that of its key.
    """
    return _read_public(Path(settings.RECORDS_KEY_FILE))


def pin(path: Path) -> PublicKey:
    """Make the public half in `path` the pinned one, where nothing is pinned yet.

    Raises NoRecordsKey when `path` holds no records key, or another one than is pinned already.
    """
    public = _read_public(path)
    pinned = Path(settings.RECORDS_KEY_FILE)
    if not pinned.exists():
        shown = {"profile": public.profile, "fingerprint": fingerprint(public)}
        _write(pinned, shown | {"public": _base64(public.to_bytes())}, mode=0o444)
    if records_key() != public:
        raise NoRecordsKey(f"{pinned} already pins another records key")
    return public


def _read_public(path: Path) -> PublicKey:
    try:
        with path.open("rb") as file:
            document = json.loads(file.read(LARGEST_FILE_BYTES))
        public = PublicKey.from_bytes(base64.b64decode(document["public"], validate=True))
        stated = document["profile"], document["fingerprint"]
        profile(public.profile)
    except (OSError, ValueError, KeyError, TypeError, RecursionError, binascii.Error, BadKey, UnknownProfile):
        raise NoRecordsKey(f"{path} is missing or is not a records key") from None
    if stated != (public.profile, fingerprint(public)) or not public.kem:
        raise NoRecordsKey(f"{path} is not the key that its fingerprint tells of")
    return public


def make(private_path: Path, public_path: Path) -> PublicKey:
    """Make a records key as two new files: the private half to take away, the public half to pin.

    Raises FileExistsError rather than overwrite either.
    """
    private = generate(HYBRID, signs=False)
    shown = {"profile": private.profile, "fingerprint": fingerprint(private.public)}
    _write(private_path, shown | {"private": _base64(private.to_bytes())}, mode=0o400)
    try:
        _write(public_path, shown | {"public": _base64(private.public.to_bytes())}, mode=0o444)
    except BaseException:
        private_path.unlink()
        raise
    return private.public


def _write(path: Path, document: dict[str, str], *, mode: int) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(document, file, indent=2, sort_keys=True)
        file.write("\n")
        file.flush()
        os.fsync(file.fileno())


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
