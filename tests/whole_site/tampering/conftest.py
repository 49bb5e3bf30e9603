"""A thread of three messages, and another of the same unit."""

import pytest

from messaging.models import Thread
from tests.people import Staff, Visitor, send_text, write_comment
from tests.whole_site.tampering.changes import WORDS, BothSides


@pytest.fixture
def talk(officer: Staff, topic) -> Visitor:
    """Somebody whose thread holds three messages: their comment, an answer, and their reply."""
    visitor = write_comment(topic, subject="The subject", text=WORDS[1])
    assert send_text(officer.signs_in(), visitor.thread, WORDS[2]).status_code == 302
    assert send_text(visitor.opens_with_code(), visitor.thread, WORDS[3]).status_code == 302
    return visitor


@pytest.fixture
def elsewhere(topic) -> Thread:
    """Another thread of the same unit."""
    return write_comment(topic, subject="Something else").thread


@pytest.fixture
def both_sides(officer: Staff, talk: Visitor) -> BothSides:
    """Sign both readers of the thread in."""
    return BothSides(talk.thread, (officer.signs_in(), talk.opens_with_code()))
