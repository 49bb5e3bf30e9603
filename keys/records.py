"""The records key: its public half is pinned in a file; its private half never comes near the server.

The file also keeps the public halves of earlier records keys. Epochs from their time stay sealed to them, and
their custodians go on signing what they open.
"""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings

from encryption.errors import BadDocument
from encryption.keypairs import PublicKey
from encryption.statements import public_document, read_public
from keys.errors import NoRecordsKey

LARGEST_FILE_BYTES = 64 * 1024


def records_key() -> PublicKey:
    """Read the pinned public half from `settings.RECORDS_KEY_FILE`.

    Raises NoRecordsKey unless the file is there, whole, and its fingerprint is that of its key.
    """
    return _read(_pinned_path())[0]


def records_keys() -> Mapping[str, PublicKey]:
    """Map key ids to the pinned public half, which comes first, and those before it; raises NoRecordsKey."""
    return {public.key_id: public for public in _read(_pinned_path())}


def pin(path: Path) -> PublicKey:
    """Make the public half in `path` the pinned one, where nothing is pinned yet.

    Raises NoRecordsKey when `path` holds no records key, or another one than is pinned already.
    """
    public = _read(path)[0]
    pinned = _pinned_path()
    if not pinned.exists():
        _write(pinned, public_document(public), replaces=False)
    if records_key() != public:
        raise NoRecordsKey(f"{pinned} already pins another records key")
    return public


def replace(path: Path) -> PublicKey:
    """Make the public half in `path` the pinned one, and keep the one before among the earlier ones.

    Epochs that are made from then on are sealed to it. Raises NoRecordsKey.
    """
    public, before = _read(path)[0], records_keys()
    if public.key_id in before:
        raise NoRecordsKey(f"{path} is pinned already, or was before")
    earlier = [public_document(each) for each in before.values()]
    _write(_pinned_path(), {**public_document(public), "earlier": earlier}, replaces=True)
    return public


def _pinned_path() -> Path:
    return Path(settings.RECORDS_KEY_FILE)


def _read(path: Path) -> list[PublicKey]:
    try:
        with path.open("rb") as file:
            document = json.loads(file.read(LARGEST_FILE_BYTES))
        return [read_public(each) for each in (document, *document.get("earlier", []))]
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        raise NoRecordsKey(f"{path} is missing or is not a records key") from None
    except BadDocument:
        raise NoRecordsKey(f"{path} is not the key that its fingerprint tells of") from None


def _write(path: Path, document: dict[str, Any], *, replaces: bool) -> None:
    """Write the file whole or not at all, readable by everybody and writable by nobody."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    written = path.with_name(f"{path.name}.new")
    descriptor = os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o444)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(document, file, indent=2, sort_keys=True)
            file.write("\n")
            file.flush()
            os.fsync(file.fileno())
        # A link fails where the file has come to be meanwhile.
        os.replace(written, path) if replaces else os.link(written, path)
    finally:
        written.unlink(missing_ok=True)
