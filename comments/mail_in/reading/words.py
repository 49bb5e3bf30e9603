"""The words of a mail, read in a process of its own that may do little and is ended in time.

What cleans HTML, and what parts an answer from the mails before, takes hours over some texts.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

SECONDS: Final = 10
_PROGRAM: Final = Path(__file__).with_name("words_process.py")


@dataclass(frozen=True, slots=True)
class Piece:
    """Hold one text of a mail, in the order of the mail."""

    text: str
    is_html: bool


@dataclass(frozen=True, slots=True)
class Words:
    """Hold the words of a mail: with and without the mails that it answers, and as it was laid out."""

    quoted: str
    text: str
    html: str | None
    text_of_html: str


def words_of(pieces: list[Piece], laid_out: list[Piece]) -> Words | None:
    """Read the words of a mail; None where that took too long or failed.

    pieces: what is read as text. laid_out: what is shown where somebody asks for the mail's own layout.
    """
    task = {
        "pieces": [[piece.text, piece.is_html] for piece in pieces],
        "laid_out": [[piece.text, piece.is_html] for piece in laid_out],
    }
    try:
        # No shell, a fixed program, and the texts on its input.
        ended = subprocess.run(  # noqa: S603
            [sys.executable, "-I", str(_PROGRAM)],
            input=json.dumps(task).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            env={},
            cwd="/",
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    return Words(**json.loads(ended.stdout)) if ended.returncode == 0 else None


def without_reading(pieces: list[Piece]) -> Words:
    """Give what is plain as it came, for a mail whose words could not be read."""
    plain = "\n\n".join(piece.text for piece in pieces if not piece.is_html)
    return Words(quoted=plain, text=plain, html=None, text_of_html="")
