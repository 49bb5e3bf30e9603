"""Removing the pages from the machine, as far as a program can."""

import os
import secrets
from pathlib import Path

from records_key.errors import BadFile

HONESTLY = """\
What this did: it wrote random bytes over each file and removed it. In a folder that lies in memory (a RAM
disk) the pages are gone with that.
What it cannot do: memory sticks, solid-state disks and some file systems keep old copies that no program
reaches; a printer may keep what it printed; and what was in this machine's memory stays until the power is
off. So switch the machine and the printer off now, leave them without power for ten minutes, and destroy the
stick or disk if the folder was on one."""


def wipe(folder: Path) -> list[str]:
    """Overwrite and remove the custodians' pages in a folder; gives their names. Raises BadFile."""
    pages = sorted(folder.glob("custodian-*.html"))
    for page in pages:
        try:
            _overwrite(page)
            page.unlink()
        except OSError as error:
            raise BadFile(f"{page} cannot be removed: {error.strerror}.") from None
    return [page.name for page in pages]


def _overwrite(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(secrets.token_bytes(path.stat().st_size))
        file.flush()
        os.fsync(file.fileno())
