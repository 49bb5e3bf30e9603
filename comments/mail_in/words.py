"""What of a mail becomes the words of its thread, and what of them a list may show."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from comments.mail_in.reading import ReadMail
from messaging.forms import MOST_CHARACTERS
from messaging.screenings import Of, screened
from screening import Document, Finding

LONGEST_SUBJECT = 120
LONGEST_NAME = 100
MASK = "•"


@dataclass(frozen=True)
class MailWords:
    """Hold the words of a thread that a mail becomes.

    subject: without what is sensitive in it, for lists. was_exposed: there was something restricted in the
    mail, which anybody on its way could read.
    """

    subject: str
    text: str
    name: str
    was_exposed: bool


def words_of(read: ReadMail, *, unit: UUID | None) -> MailWords | None:
    """Choose the words of a mail; None where it has none at all.

    unit: whose mail it is. A mail whose screening fails is marked for what was found until then; its subject
    is in no list.
    """
    text = (read.text or read.text_of_html).strip()
    subject = " ".join(read.subject.split())
    if not text and not subject:
        return None
    verdict = screened(
        Document(subject=subject, text=text, quoted=read.quoted, fields={"html": read.text_of_html}),
        of=Of.MAIL,
        unit=unit,
    )
    masked = _masked(subject, verdict.findings)
    if verdict.failed and subject:
        # Nobody knows what is in it.
        masked = _("(Subject not shown)")
    if masked != subject:
        text = f"{subject}\n\n{text}"
    return MailWords(
        subject=_shortened(masked, LONGEST_SUBJECT) or _("(No subject)"),
        text=_shortened(text, MOST_CHARACTERS),
        name=_shortened(" ".join((read.from_name or "").split()), LONGEST_NAME),
        was_exposed=any(finding.strength == "restricted" for finding in verdict.findings),
    )


def words_as_they_came(raw: bytes) -> MailWords:
    """Show how a mail begins that cannot be read; nobody knows what is in it, so no list shows any of it."""
    shown = "".join(
        letter if letter.isprintable() or letter == "\n" else " "
        for letter in raw[:MOST_CHARACTERS].decode("utf-8", "replace")
    )
    return MailWords(
        subject=_("(No subject)"), text=shown.strip() or _("(No text)"), name="", was_exposed=False
    )


def _masked(subject: str, findings: tuple[Finding, ...]) -> str:
    """Cover each place of a subject that is restricted; of every place the length stays."""
    covered = list(subject)
    for finding in findings:
        if finding.part == "subject" and finding.strength == "restricted":
            covered[finding.start : finding.end] = MASK * (finding.end - finding.start)
    return "".join(covered)


def _shortened(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
