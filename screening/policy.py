"""The policy: which strength each kind of finding has."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Literal

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
"""Kinds that say nothing alone, and who somebody is when two of them are in one document."""

COMBINATION_NEEDS: Final[frozenset[Kind]] = frozenset({Kind.NAME, Kind.ADDRESS})
"""Without one of these, a combination is how an agency writes its own telephone and e-mail address."""

COMBINING_FAR: Final[frozenset[Kind]] = COMBINING - {Kind.EMAIL}
"""Kinds that combine with those of other parts too."""

_ORDER: Final[dict[Strength, int]] = {"clean": 0, "personal": 1, "restricted": 2}


RAISABLE: Final[tuple[Kind, ...]] = tuple(
    kind for kind, strength in STRENGTHS.items() if strength != "restricted"
)
"""Kinds that a unit may take more gravely than the table does: all that are not restricted anyway."""


@dataclass(frozen=True, slots=True)
class Strictness:
    """Hold what a unit takes more gravely: the least strength of a kind, and that of what is doubtful.

    nothing_found: what a text counts as in which nothing was found. No rule knows everything that people may
    say of somebody's taxes, so a unit may have each text read by a second member.
    It can only make a verdict stricter: of table and floor the stronger one counts.
    """

    floors: Mapping[Kind, Strength] = field(default_factory=lambda: MappingProxyType({}))
    doubtful: Strength = DOUBTFUL
    nothing_found: Literal["clean", "personal"] = "clean"

    @classmethod
    def of(cls, stored: object) -> "Strictness":
        """Read what a unit has stored; what is none of ours is left out."""
        known = stored if isinstance(stored, dict) else {}
        floors = {kind: known[kind.value] for kind in RAISABLE if str(known.get(kind.value)) in _ORDER}
        doubtful = "restricted" if known.get(DOUBTFUL_KEY) == "restricted" else DOUBTFUL
        nothing_found: Literal["clean", "personal"] = (
            "personal" if known.get(NOTHING_FOUND_KEY) == "personal" else "clean"
        )
        return cls(MappingProxyType(floors), doubtful, nothing_found)

    def strength_of(self, kind: Kind, *, is_doubtful: bool, is_where_it_goes: bool = False) -> Strength:
        """Tell the strength of one finding by itself.

        is_where_it_goes: it stands in the address of the mail's reader. That each mail has one is no reason
        to hold it, however gravely a unit takes the addresses in a text.
        """
        strength = self.doubtful if is_doubtful else STRENGTHS[kind]
        if kind is Kind.EMAIL and is_where_it_goes:
            return strength
        return max(strength, self.floors.get(kind, "clean"), key=_ORDER.__getitem__)

    def strength_of_all(self, findings: Iterable[Finding]) -> Strength:
        """Tell what a whole text counts as that holds `findings`."""
        return max(strongest(findings), self.nothing_found, key=_ORDER.__getitem__)


AS_THE_TABLE: Final = Strictness()
DOUBTFUL_KEY: Final = "doubtful"
"""The name under which a unit stores what it takes doubtful digits for."""
NOTHING_FOUND_KEY: Final = "nothing_found"
"""The name under which a unit stores what it takes a text for in which nothing was found."""


def strongest(findings: Iterable[Finding]) -> Strength:
    """Tell the strength of the strongest finding; "clean" without any."""
    return max((finding.strength for finding in findings), key=_ORDER.__getitem__, default="clean")
