"""Put the findings of several readings and rules together."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from screening import policy
from screening.verdicts import Finding, Kind


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
    return joined


def with_combinations(findings: list[Finding]) -> list[Finding]:
    """Keep what counts by itself, and make personal what counts only beside another kind of such."""
    counting = [finding for finding in findings if finding.strength != "clean"]
    combining = [finding for finding in findings if finding.kind in policy.COMBINING]
    combined: set[Finding] = set()
    for first, second in pairwise(combining):
        kinds = {first.kind, second.kind}
        is_near = second.start - first.end <= policy.COMBINATION_REACH
        if len(kinds) == 2 and is_near and kinds & policy.COMBINATION_NEEDS:
            combined |= {first, second}
    counting += (replace(finding, strength="personal") for finding in combined if finding.strength == "clean")
    return sorted(counting, key=lambda finding: (finding.start, finding.end, finding.kind))
