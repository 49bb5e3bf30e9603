"""What was done at a ceremony, line by line, for its minutes. No secret is ever in it."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from records_key.documents import read_text
from records_key.errors import BadFile

NAME = "steps.jsonl"


def now() -> str:
    """Give this moment in UTC, to the second, as it is written into documents."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def note(folder: Path, did: str, **details: Any) -> None:
    """Add a line to the log of a ceremony; raises BadFile."""
    line = json.dumps({"at": now(), "did": did, **details}, sort_keys=True)
    try:
        with (folder / NAME).open("a", encoding="utf-8") as file:
            file.write(line + "\n")
    except OSError as error:
        raise BadFile(f"{folder / NAME} cannot be written: {error.strerror}.") from None


def steps(folder: Path) -> list[dict[str, Any]]:
    """List what was done, in order; raises BadFile."""
    try:
        return [json.loads(line) for line in read_text(folder / NAME).splitlines()]
    except ValueError:
        raise BadFile(f"{folder / NAME} is damaged.") from None
