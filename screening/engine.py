"""Screen a document, and give up in time."""

import logging
from collections.abc import Callable, Iterator
from functools import cache
from typing import Final

from screening.deadlines import Deadline
from screening.documents import Document, Part
from screening.errors import DocumentTooLong
from screening.findings import merged, with_combinations
from screening.policy import AS_THE_TABLE, Strictness
from screening.verdicts import Finding, Verdict

SECONDS: Final[float] = 5.0
"""How long one document may take; ordinary ones take some thousandths of this."""

LONGEST_DOCUMENT: Final[int] = 2_500_000
"""Characters in all parts of a document together: what files may hold, and a message."""

_Search = Callable[[Part, Document, Deadline, Strictness], Iterator[Finding]]

_logger = logging.getLogger(__name__)


def screen(
    document: Document | str, *, seconds: float = SECONDS, strictness: Strictness = AS_THE_TABLE
) -> Verdict:
    """Find what is sensitive in `document` and say how strong it is.

    document: everything that would leave; a string stands for a document with only that text.
    seconds: time after which screening gives up; what a process makes once for all texts is not in it.
    strictness: what the unit that answers takes more gravely than the table does.
    Never raises for a text: an error, and running out of time, is a restricted verdict that says failed.
    """
    found: list[list[Finding]] = []
    try:
        if isinstance(document, str):
            document = Document(text=document)
        found_in = load()
        deadline = Deadline(seconds)
        parts = tuple(document.parts())
        if sum(len(part.text or "") for part in parts) > LONGEST_DOCUMENT:
            raise DocumentTooLong
        for part in parts:
            found.append(merged(found_in(part, document, deadline, strictness)))
        findings = list(with_combinations(found))
    # Whatever breaks in here must end in the secure channel; the name of the error holds no text.
    except Exception as error:
        _logger.error("screening failed: %s", type(error).__name__)
        return Verdict("restricted", tuple(with_combinations(found)), failed=True)
    return Verdict(strictness.strength_of_all(findings), tuple(findings))


@cache
def load() -> _Search:
    """Load the rules, and what they keep for all texts: some thousand times the work of one text.

    Nobody has to ask for it: the first text does. Who forks asks before, so that all children share it; and a
    program that screens nothing, as the one that takes files apart, starts without it.
    """
    from screening import searching

    searching.prepare()
    return searching.found_in
