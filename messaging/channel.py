"""The channel rule: how an answer may leave. Secure is the default, and in this release the only channel.

The decision is made before the transaction, on frozen text; the transaction sends only what the decision was
made for.
"""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings

from screening import Document, Finding, Strength, screen


class Channel(StrEnum):
    """Through what an answer leaves."""

    SECURE = "secure"


@dataclass(frozen=True)
class Decision:
    """What the rule said of exactly one content in exactly one state of a thread.

    content_hash: of the Document; latest_sequence: of the thread when it was decided.
    """

    channel: Channel
    strength: Strength
    findings: tuple[Finding, ...]
    screening_failed: bool
    content_hash: str
    latest_sequence: int

    def audit_details(self) -> dict[str, str | int]:
        """Say what was decided and what kinds were found how often; never a value or a place."""
        found = Counter(f"found_{finding.kind.value}" for finding in self.findings)
        return {
            "channel": self.channel.value,
            "strength": self.strength,
            "failed": int(self.screening_failed),
            **found,
        }


def decide(document: Document, *, latest_sequence: int) -> Decision:
    """Screen `document` and say how it may leave; a screening that fails says `restricted`, which is secure
    too.
    """
    verdict = screen(document, seconds=settings.SCREENING_SECONDS)
    return Decision(
        channel=Channel.SECURE,
        strength=verdict.strength,
        findings=verdict.findings,
        screening_failed=verdict.failed,
        content_hash=document.content_hash(),
        latest_sequence=latest_sequence,
    )
