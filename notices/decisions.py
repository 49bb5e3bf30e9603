"""What can be decided about how an answer leaves. The rule that decides is `messaging.channel`.

These values stand here because `notices.mail` sends by plain e-mail what such a decision allows, and nothing
else.
"""

from collections import Counter
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from screening import Document, Finding, Strength
from screening.documents import RECIPIENT_FIELD


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
        own = {RECIPIENT_FIELD: self.recipient, "mail_subject": self.subject}
        return replace(words, fields={**words.fields, **own})


@dataclass(frozen=True)
class Release:
    """Say that a second member of the unit lets exactly one mail leave, although it holds something personal.

    mail_hash: of everything that would leave, as the second member saw it.
    """

    public_id: UUID
    mail_hash: str


@dataclass(frozen=True)
class Decision:
    """What the rule said of exactly one content in exactly one state of a thread.

    content_hash: of the words. latest_sequence: of the thread when it was decided.
    mail: what may leave by plain e-mail; None where only the portal is allowed.
    held_mail: what may leave so once a second member of the unit has released it; None where nobody can.
    mail_hash: of the words together with the one or the other mail; empty without.
    release: by whose consent `mail` may leave although it is personal.
    """

    channel: Channel
    strength: Strength
    findings: tuple[Finding, ...]
    screening_failed: bool
    content_hash: str
    latest_sequence: int
    mail: PlainMail | None = None
    mail_hash: str = ""
    held_mail: PlainMail | None = None
    release: Release | None = None

    def __post_init__(self) -> None:
        """Refuse to be a decision that contradicts itself."""
        is_harmless = self.strength == "clean" and not self.screening_failed
        is_personal = self.strength == "personal" and not self.screening_failed
        is_released = is_personal and self.release is not None and self.release.mail_hash == self.mail_hash
        if self.mail is not None and not ((is_harmless or is_released) and self.mail_hash):
            raise ValueError("only what was found clean, or personal and released, may leave by plain e-mail")
        if self.held_mail is not None and not (is_personal and self.mail_hash and self.mail is None):
            raise ValueError("only what was found personal may be released")
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
            **({"release": str(self.release.public_id)} if self.release else {}),
            **found,
        }
