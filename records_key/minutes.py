"""Minutes of a ceremony: who was present, what was done, and digests by which files are known again."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from hashlib import file_digest
from html import escape
from pathlib import Path
from typing import Any

from encryption.codes import group
from encryption.fingerprints import six_words
from records_key import log, pages
from records_key.ceremony import PUBLIC_HALF
from records_key.documents import read_public_half
from records_key.errors import BadFile
from records_key.shares import set_code_of

WORDS = {
    "made": "The key was made and split, and five pages were written for {names}.",
    "read_back": "All five pages were read back from paper; each of the ten threes gives the key.",
    "drilled": "Custodians {custodians} opened {opened} keys of units of bundle {bundle}; {failed} failed.",
    "granted": "Custodians {custodians} opened the key of {unit} for {person}, request {request}.",
    "wiped": "The pages were removed from the machine: {removed}.",
}


def minutes(
    folder: Path, *, agency: str, purpose: str, place: str, present: Sequence[str], files: Sequence[Path]
) -> str:
    """Write the minutes as HTML to print and sign.

    folder: with the public half, and the log that the other commands have written into it.
    present: names with their part, as they are to be signed. files: others whose digests are wanted.
    Raises BadFile.
    """
    public = read_public_half(folder / PUBLIC_HALF)
    done = log.steps(folder)
    digests = [(path.name, digest_of(path)) for path in [folder / PUBLIC_HALF, *files]]
    for step in done:
        of_pages = step.get("page_digests", {})
        digests += [(f"Page of custodian {number}", digest) for number, digest in of_pages.items()]
    return pages.fill(
        "minutes.html",
        agency=agency,
        purpose=purpose,
        place=place,
        held_on=f"{datetime.now(UTC):%Y-%m-%d}",
        words=six_words(public),
        key_id=public.key_id,
        set_code=group(set_code_of(public.key_id)),
        steps_html=_rows((str(step["at"]), in_words(step)) for step in done),
        digests_html=_rows(digests, of_second="digest"),
        present_html=_rows((who, "") for who in present),
    )


def in_words(step: dict[str, Any]) -> str:
    """Say a step of the log in a sentence."""
    said = {
        name: ", ".join(map(str, value.values() if isinstance(value, dict) else value))
        if isinstance(value, dict | list)
        else value
        for name, value in step.items()
    }
    try:
        return WORDS[str(step["did"])].format(**said)
    except KeyError:
        raise BadFile("The log of the ceremony has a line that this tool does not know.") from None


def digest_of(path: Path) -> str:
    """Compute the SHA-256 of a file, in hex; raises BadFile."""
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise BadFile(f"{path} cannot be read: {error.strerror}.") from None


def _rows(rows: Iterable[tuple[str, str]], *, of_second: str = "") -> str:
    kind = f' class="{of_second}"' if of_second else ""
    return "\n".join(
        f"<tr><td>{escape(first)}</td><td{kind}>{escape(second)}</td></tr>" for first, second in rows
    )
