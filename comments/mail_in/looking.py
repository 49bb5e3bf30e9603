"""Looking into the files of a mail: what stands in them is screened, and what cannot be read is sensitive."""

import json
import subprocess
import sys
import time
from enum import StrEnum
from itertools import zip_longest
from pathlib import Path
from typing import Final
from uuid import UUID

from comments.mail_in.reading import MailAttachment
from messaging.screenings import Of, screened
from screening import Attachment, Document, Kind

# Together shorter than a worker's lease on the mail.
READING_SECONDS: Final = 30
SCREENING_SECONDS: Final = 20
MOST_FILES: Final = 50
_PROGRAM: Final = Path(__file__).with_name("looking_process.py")


class Looked(StrEnum):
    """Name what came of looking into a file."""

    NOTHING = "nothing"
    SENSITIVE = "sensitive"
    UNREAD = "unread"


def look_into(files: tuple[MailAttachment, ...], *, unit: UUID | None) -> tuple[Looked, ...]:
    """Say of each file of a mail what is in it, in bounded time, whatever they are.

    unit: as `screened` has it. What is beyond the number of files, or beyond the time, is unread.
    """
    if not files:
        return ()
    texts = _texts_of(files[:MOST_FILES])
    ends = time.monotonic() + SCREENING_SECONDS
    return tuple(
        _looked(file, text, unit) if text is not None and time.monotonic() < ends else Looked.UNREAD
        for file, text in zip_longest(files, texts)
    )


def _looked(file: MailAttachment, text: str, unit: UUID | None) -> Looked:
    document = Document(attachments=(Attachment(file.name, text),))
    verdict = screened(document, of=Of.MAIL, unit=unit)
    if verdict.failed or any(finding.kind is Kind.UNREADABLE for finding in verdict.findings):
        return Looked.UNREAD
    return Looked.SENSITIVE if verdict.strength == "restricted" else Looked.NOTHING


def _texts_of(files: tuple[MailAttachment, ...]) -> list[str | None]:
    """Take the texts out of files, in a process that may do little; fewer where it was ended in time."""
    names = json.dumps([(file.name, len(file.content)) for file in files])
    try:
        # No shell, a fixed program, and the files on its input.
        said = subprocess.run(  # noqa: S603
            [sys.executable, "-I", str(_PROGRAM)],
            input=b"\n".join([names.encode(), b"".join(file.content for file in files)]),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=READING_SECONDS,
            env={},
            cwd="/",
            check=False,
        ).stdout
    except subprocess.TimeoutExpired as ended:
        said = ended.stdout or b""
    # The last line may have been cut.
    return [json.loads(line) for line in said.split(b"\n")[:-1]]
