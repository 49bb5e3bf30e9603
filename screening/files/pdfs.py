"""PDF files, read in a process of its own that may do little and is ended in time."""

import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore
from typing import Final

from screening.files import limits
from screening.files.errors import CannotRead, Reason

SECONDS: Final = 10
_AT_ONCE: Final = 2
_PROGRAM: Final = Path(__file__).with_name("pdf_process.py")

# Many large files at once may slow each other, not everything else.
_places = BoundedSemaphore(_AT_ONCE)


def text_of(data: bytes) -> str:
    """Take out the text, form fields, notes and properties of a PDF. Raises CannotRead.

    The process sets its own limits before it looks at the file; it gets no environment and no argument, and
    answers in the exit code and its output.
    """
    if not _places.acquire(timeout=SECONDS):
        raise CannotRead(Reason.TOO_SLOW)
    try:
        # No shell, a fixed program, and the file on its input.
        ended = subprocess.run(  # noqa: S603
            [sys.executable, "-I", str(_PROGRAM), str(limits.MOST_TEXT_CHARACTERS)],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            env={},
            cwd="/",
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise CannotRead(Reason.TOO_SLOW) from error
    finally:
        _places.release()
    if ended.returncode == 0:
        return ended.stdout.decode("utf-8")
    raise CannotRead(_REASONS.get(ended.returncode, Reason.CORRUPT))


_REASONS: Final = {3: Reason.IMAGE, 4: Reason.PASSWORD, 5: Reason.TOO_LARGE, 6: Reason.UNKNOWN}
