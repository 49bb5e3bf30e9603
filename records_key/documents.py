"""Files of a ceremony: each is written once, for its owner alone, and read up to a limit."""

import json
import os
from pathlib import Path
from typing import Any

from encryption.errors import BadDocument
from encryption.keypairs import PublicKey
from encryption.statements import read_public
from records_key.errors import BadFile

LARGEST_FILE_BYTES = 4 * 1024 * 1024


def write_new(path: Path, text: str, *, mode: int = 0o600) -> None:
    """Write a new file down to the disk; raises BadFile rather than overwrite one."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    except FileExistsError:
        raise BadFile(f"{path} is there already. Nothing is overwritten: choose another place.") from None
    except OSError as error:
        raise BadFile(f"{path} cannot be written: {error.strerror}.") from None
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def write_json(path: Path, document: dict[str, Any], *, mode: int = 0o600) -> None:
    """Write a JSON object into a new file; raises BadFile."""
    write_new(path, json.dumps(document, indent=2, sort_keys=True) + "\n", mode=mode)


def read_text(path: Path) -> str:
    """Read a file of text; raises BadFile."""
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST_FILE_BYTES + 1)
        if len(raw) <= LARGEST_FILE_BYTES:
            return raw.decode("utf-8")
    except OSError as error:
        raise BadFile(f"{path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        pass
    raise BadFile(f"{path} is not a text of this tool or of the portal.")


def read_json(path: Path) -> dict[str, Any]:
    """Read a JSON object; raises BadFile."""
    try:
        found = json.loads(read_text(path))
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise BadFile(f"{path} is not a file of this tool or of the portal.")
    return found


def read_public_half(path: Path) -> PublicKey:
    """Read the public half of a records key; raises BadFile."""
    try:
        return read_public(read_json(path))
    except BadDocument:
        raise BadFile(f"{path} is not the public half of a records key.") from None
