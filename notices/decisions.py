"""What can be decided about how an answer leaves. The rule that decides is `messaging.channel`.

These values stand here because `notices.mail` sends by plain e-mail what such a decision allows, and nothing
else.
"""

from collections import Counter
from dataclasses import dataclass, replace
from enum import StrEnum

from screening import Document, Finding, Strength


class Channel(StrEnum):
    """Through what an answer leaves."""

    SECURE = "secure"
    PLAIN = "plain"


@dataclass(frozen=True)
class PlainMail:
    """Everything of one plain e-mail that is not the same in all of them; `text` is that of the words."""

    recipient: str
    subject: str
    text: str

    def beside(self, words: Document) -> Document:
        """Add what only the mail has to the words of an answer, to be screened and hashed with them."""
        own = {"mail_recipient": self.recipient, "mail_subject": self.subject}
        return replace(words, fields={**words.fields, **own})


@dataclass(frozen=True)
class Decision:
    """What the rule said of exactly one content in exactly one state of a thread.

    content_hash: of the words. latest_sequence: of the thread when it was decided.
    mail: what may leave by plain e-mail; None where only the portal is allowed.
    mail_hash: of the words together with that mail; empty without.
    """

    channel: Channel
    strength: Strength
    findings: tuple[Finding, ...]
    screening_failed: bool
    content_hash: str
    latest_sequence: int
    mail: PlainMail | None = None
    mail_hash: str = ""

    def __post_init__(self) -> None:
        """Refuse to be a decision that contradicts itself."""
        is_harmless = self.strength == "clean" and not self.screening_failed
        if self.mail is not None and not (is_harmless and self.mail_hash):
            raise ValueError("only what was screened and found clean may leave by plain e-mail")
        if self.channel is not Channel.SECURE and self.mail is None:
            raise ValueError("plain e-mail was chosen, and nothing may leave that way")

    @property
    def seen_hash(self) -> str:
        """Name what a page has shown that shows this decision: words, and the mail that they may become."""
        return self.mail_hash or self.content_hash

    def audit_details(self) -> dict[str, str | int]:
        """Say what was decided and what kinds were found how often; never a value or a place."""
        found = Counter(f"found_{finding.kind.value}" for finding in self.findings)
        return {
            "channel": self.channel.value,
            "strength": self.strength,
            "failed": int(self.screening_failed),
            **found,
        }
