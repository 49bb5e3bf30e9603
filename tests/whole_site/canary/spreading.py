"""Words that are spread over the portal, and whoever does the queued work meanwhile."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from tests.whole_site.leaks import Canary, Place

SSN = "219-09-9999"


def words_of(place: str) -> str:
    """Make words for one place, which can be told from those of every other."""
    return f"kestrel-{place.replace(' ', '-')}-{uuid4().hex[:12]}"


@dataclass
class Spread:
    """What was put in and where, and what came out on the way."""

    canaries: list[Canary] = field(default_factory=list)
    secrets: list[Canary] = field(default_factory=list)
    pages_of_others: list[Place] = field(default_factory=list)
    pages_of_anybody: list[Place] = field(default_factory=list)

    def content(self, place: str) -> str:
        """Make words that their sender and receiver see again; a number and a file's name among them."""
        words = words_of(place)
        self.canaries.append(Canary(place, words))
        return f"{words} {SSN} {words}.pdf"

    def secret(self, place: str, words: str = "") -> str:
        """Note words that nobody is ever shown again."""
        words = words or words_of(place)
        self.secrets.append(Canary(place, words))
        return words


@dataclass
class Delivery:
    """Whoever does the queued work, and what could be heard and read of it."""

    work: Callable[[], None]
    places: Callable[[], list[Place]] = list
    tasks: Callable[[], list[list[Any]]] = list
