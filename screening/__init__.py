"""Find sensitive information in a document and say how strong the finding is."""

from screening.documents import Attachment, Document
from screening.engine import load, screen
from screening.errors import ScreeningError, ScreeningTimeout
from screening.policy import Strictness
from screening.verdicts import Finding, Kind, Strength, Verdict, Why

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
    "load",
    "screen",
]
