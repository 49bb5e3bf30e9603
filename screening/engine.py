"""Screen a document: every part, in every reading, by every rule."""

import logging
import re
from collections.abc import Iterator
from functools import cache
from math import inf
from typing import Final

from screening.deadlines import Deadline
from screening.disguises import readings_of
from screening.documents import Document, Part
from screening.errors import DocumentTooLong
from screening.findings import merged, with_combinations
from screening.labels import kinds_in
from screening.policy import AS_THE_TABLE, Strictness
from screening.readings import Around, Reading
from screening.rules import PEOPLE_RULES, RULES
from screening.verdicts import Finding, Kind, Verdict, Why

SECONDS: Final[float] = 5.0
"""How long one document may take; ordinary ones take some thousandths of this."""

LONGEST_DOCUMENT: Final[int] = 2_500_000
"""Characters in all parts of a document together: what files may hold, and a message."""

_logger = logging.getLogger(__name__)
# The year of a birth is said in words too.
_HAS_NUMBER: Final = re.compile(
    r"\d|twenty|(?:thir|for|fif|six|seven|eigh|nine)ty|(?:thir|four|fif|six|seven|eigh|nine)teen"
    r"|two thousand|mil nove|do(?:s|is) mil|(?<![a-z])(?:oh|aught|eleven|twelve) "
    r"|(?:[cq]uarent|cin[cq]uent|sesent|sessent|setent|o(?:ch|it)ent|novent)a"
)
# It has something for each family of rules, so that what they need for texts like it is made.
_SAMPLE: Final = (
    "Your refund of $3,210 for 2023 was reduced: account 021000021 123456789, born 3 May 1970. "
    "Your wife filed on 4/5/1979, and your wages are levied. Use 4410087723 at the bank. Ana, 5/6/1970. "
    "Her license was taken, and the DMV gave her S12345678."
)


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
        _prepare()
        deadline = Deadline(seconds)
        parts = tuple(document.parts())
        if sum(len(part.text or "") for part in parts) > LONGEST_DOCUMENT:
            raise DocumentTooLong
        for part in parts:
            found.append(merged(_screened(part, document, deadline, strictness)))
        findings = list(with_combinations(found))
    # Whatever breaks in here must end in the secure channel; the name of the error holds no text.
    except Exception as error:
        _logger.error("screening failed: %s", type(error).__name__)
        return Verdict("restricted", tuple(with_combinations(found)), failed=True)
    return Verdict(strictness.strength_of_all(findings), tuple(findings))


@cache
def _prepare() -> None:
    """Make what rules keep for all texts, some hundred times the work of one text.

    On a machine with much to do, the first text of each process would run out of its time over it, and be
    restricted for nothing that is in it.
    """
    document = Document(text=_SAMPLE)
    for part in document.parts():
        list(_screened(part, document, Deadline(inf), AS_THE_TABLE))


def _screened(
    part: Part, document: Document, deadline: Deadline, strictness: Strictness
) -> Iterator[Finding]:
    """Yield the findings of one part of a document, those of different readings beside each other."""
    if part.text is None:
        strength = strictness.strength_of(Kind.UNREADABLE, is_doubtful=False)
        yield Finding(Kind.UNREADABLE, part.name, 0, 0, strength, Why.NOT_READ)
        return
    if not part.text:
        return
    heading = next(readings_of(Reading(part.heading, deadline)))
    kinds = kinds_in(heading.text, heading.cased)
    around = Around(kinds, heading.text, document.is_to_one_person, document.person)
    raw = Reading(part.text, deadline, around)
    for number, reading in enumerate(readings_of(raw)):
        rules = RULES if _HAS_NUMBER.search(reading.text) else ()
        for rule in (*rules, *(PEOPLE_RULES if number == 0 else ())):
            deadline.check()
            for sight in rule(reading):
                start, end = reading.place(sight.start, sight.end)
                strength = strictness.strength_of(
                    sight.kind, is_doubtful=sight.is_doubtful, is_where_it_goes=part.is_where_it_goes
                )
                yield Finding(sight.kind, part.name, start, end, strength, sight.why)
