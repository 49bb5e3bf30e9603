"""The policy: which strength each kind of finding has."""

from collections.abc import Iterable
from typing import Final

from screening.verdicts import Finding, Kind, Strength

STRENGTHS: Final[dict[Kind, Strength]] = {
    Kind.SSN: "restricted",
    Kind.ITIN: "restricted",
    Kind.EIN: "restricted",
    Kind.BANK_ACCOUNT: "restricted",
    Kind.ROUTING_NUMBER: "restricted",
    Kind.IBAN: "restricted",
    Kind.PAYMENT_CARD: "restricted",
    Kind.DATE_OF_BIRTH: "restricted",
    Kind.DRIVERS_LICENCE: "restricted",
    Kind.PASSPORT: "restricted",
    Kind.UNREADABLE: "restricted",
    Kind.TAX_ACCOUNT: "restricted",
    Kind.RETURN_INFORMATION: "restricted",
    Kind.AGE: "personal",
    Kind.NAME: "clean",
    Kind.ADDRESS: "clean",
    Kind.TELEPHONE: "clean",
    Kind.EMAIL: "clean",
}

DOUBTFUL: Final[Strength] = "personal"
"""Strength of a sight that has the digits of a restricted kind, but neither its shape nor its context."""

COMBINING: Final[frozenset[Kind]] = frozenset({Kind.NAME, Kind.ADDRESS, Kind.TELEPHONE, Kind.EMAIL})
"""Kinds that say nothing alone, and who somebody is when two of them stand together."""

COMBINATION_NEEDS: Final[frozenset[Kind]] = frozenset({Kind.NAME, Kind.ADDRESS})
"""Without one of these, a combination is how an agency writes its own telephone and e-mail address."""

COMBINATION_REACH: Final[int] = 300
"""How many characters apart two findings may stand and still be a combination."""

_ORDER: Final[dict[Strength, int]] = {"clean": 0, "personal": 1, "restricted": 2}


def strength_of(kind: Kind, *, is_doubtful: bool) -> Strength:
    """Tell the strength of one finding by itself."""
    return DOUBTFUL if is_doubtful else STRENGTHS[kind]


def strongest(findings: Iterable[Finding]) -> Strength:
    """Tell the strength of the strongest finding; "clean" without any."""
    return max((finding.strength for finding in findings), key=_ORDER.__getitem__, default="clean")
