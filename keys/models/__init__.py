"""Slots, the keys of people and units, and grants. Every secret is sealed, every public key is signed.

People and units are named by their public ids, since this app knows neither.
"""

from keys.models.directory import KEY_ID_CHARACTERS
from keys.models.last_resort import Drill, DrillResult, QuorumRequest
from keys.models.people import PersonKey, Side, Slot
from keys.models.statements import Mandate, Succession
from keys.models.units import EpochDue, Grant, UnitKey

__all__ = [
    "KEY_ID_CHARACTERS",
    "Drill",
    "DrillResult",
    "EpochDue",
    "Grant",
    "Mandate",
    "PersonKey",
    "QuorumRequest",
    "Side",
    "Slot",
    "Succession",
    "UnitKey",
]
