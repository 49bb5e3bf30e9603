"""Find sensitive information in a document and say how strong the finding is."""

from typing import TYPE_CHECKING, Any

from screening.documents import Attachment, Document
from screening.errors import ScreeningError, ScreeningTimeout
from screening.policy import Strictness
from screening.verdicts import Finding, Kind, Strength, Verdict, Why

if TYPE_CHECKING:
    from screening.engine import screen

__all__ = [
    "Attachment",
    "Document",
    "Finding",
    "Kind",
    "ScreeningError",
    "ScreeningTimeout",
    "Strength",
    "Strictness",
    "Verdict",
    "Why",
    "screen",
]


def __getattr__(name: str) -> Any:
    """Load the rules with `screen`, for whoever imports it: what takes files apart has no use for them."""
    if name != "screen":
        raise AttributeError(name)
    from screening.engine import screen

    return screen
