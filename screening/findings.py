"""Put the findings of several readings and rules together."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import accumulate

from screening import policy
from screening.verdicts import Finding, Kind, Why


def merged(findings: Iterable[Finding]) -> list[Finding]:
    """Join findings of one kind that overlap, as the readings of one part see the same place each for itself.

    A doubtful finding inside a firm one of any kind says nothing more, and is dropped.
    """
    joined: list[Finding] = []
    last_of_kind: dict[Kind, int] = {}
    for finding in sorted(findings, key=lambda each: (each.start, each.end)):
        index = last_of_kind.get(finding.kind)
        if index is not None and finding.start < joined[index].end:
            last = joined[index]
            strength = policy.strongest((last, finding))
            why = last.why if strength == last.strength else finding.why
            joined[index] = replace(last, end=max(last.end, finding.end), strength=strength, why=why)
        else:
            last_of_kind[finding.kind] = len(joined)
            joined.append(finding)
    return list(_without_doubtful_inside(joined))


def _without_doubtful_inside(findings: list[Finding]) -> Iterator[Finding]:
    """Yield all but what is seen by its digits only, where it lies inside a restricted finding with a reason.

    findings: in ascending order.
    """
    firm = [each for each in findings if each.strength == "restricted" and each.why is not Why.DIGITS]
    starts = [each.start for each in firm]
    furthest = list(accumulate((each.end for each in firm), max))
    for finding in findings:
        index = bisect_right(starts, finding.start) - 1
        if finding.why is not Why.DIGITS or index < 0 or furthest[index] < finding.end:
            yield finding


def with_combinations(parts: Iterable[list[Finding]]) -> Iterator[Finding]:
    """Keep what counts by itself, and make personal what counts only beside another kind of such.

    parts: the findings of each part of a document, in their order.
    """
    parts = [list(findings) for findings in parts]
    combined = _combined(parts)
    for findings in parts:
        counting = [finding for finding in findings if finding.strength != "clean"]
        counting += (
            replace(finding, strength="personal")
            for finding in findings
            if finding in combined and finding.strength == "clean"
        )
        yield from sorted(counting, key=lambda finding: (finding.start, finding.end, finding.kind))


def _combining(findings: Iterable[Finding]) -> list[Finding]:
    """List what says who somebody is; how to call an agency says nothing beside anybody's name."""
    return [each for each in findings if each.kind in policy.COMBINING and each.why is not Why.OFFICE]


def _combined(parts: Iterable[list[Finding]]) -> set[Finding]:
    """Collect what stands in one document with another kind of such, however far apart.

    A letter has a name at its head and the street at its foot; a mail has a name in its subject. The e-mail
    address of its reader is a part of every mail, and combines with what else is in that part only.
    """
    found = [each for findings in parts for each in _combining(findings)]
    kinds_of_parts = {(each.part, each.kind) for each in found}
    return {each for each in found if any(_combine(each, *other) for other in kinds_of_parts)}


def _combine(finding: Finding, part: str, kind: Kind) -> bool:
    kinds = {finding.kind, kind}
    if len(kinds) == 1 or not kinds & policy.COMBINATION_NEEDS:
        return False
    return finding.part == part or kinds <= policy.COMBINING_FAR
