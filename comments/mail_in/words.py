"""What of a mail becomes the words of its thread, and what of them a list may show."""

from dataclasses import dataclass
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from accounts.languages import FIRST
from comments.mail_in.languages import language_of
from comments.mail_in.reading import Problem, ReadMail
from messaging.forms import MOST_CHARACTERS
from messaging.screenings import Of, screened
from screening import Document, Verdict
from screening.files import CannotRead, texts_packed_in
from screening.policy import STRENGTHS

LONGEST_SUBJECT = 120
LONGEST_NAME = 100
MASK = "•"
# With one of these, something of a mail was not looked at, or not as its reader's program shows it.
HIDING = frozenset(
    {
        Problem.BOUNDARIES,
        Problem.CUT,
        Problem.FILE_IN_TEXT,
        Problem.PACKED_BY_OUTLOOK,
        Problem.TRANSFER_ENCODING,
        Problem.WORDS_NOT_READ,
    }
)


@dataclass(frozen=True)
class MailWords:
    """Hold the words of a thread that a mail becomes.

    subject, name: without what is sensitive in them, for lists. was_exposed: there was something restricted
    in the mail, which anybody on its way could read, or nobody knows what was in it. language: in which its
    sender is written to.
    """

    subject: str
    text: str
    name: str
    was_exposed: bool
    language: str


def words_of(read: ReadMail, *, unit: UUID | None, has_sensitive_files: bool) -> MailWords | None:
    """Choose the words of a mail; None where it has none at all.

    unit: whose mail it is. What stood in the subject stands in the text too, which no list shows. A mail
    whose screening fails is marked, and its subject and its sender's name are in no list.
    """
    text = (read.text or read.text_of_html).strip()
    subject = " ".join(read.subject.split())
    if not text and not subject:
        return None
    name = " ".join((read.from_name or "").split())
    packed = _packed_in(read)
    verdict = screened(
        Document(
            subject=subject,
            # Together, since what the text says may be about a number in the subject.
            text=f"{subject}\n{text}",
            quoted=read.quoted,
            fields={"html": read.text_of_html, "outside": read.outside, "packed": packed or ""},
            names=(name,),
        ),
        of=Of.MAIL,
        unit=unit,
    )
    language = language_of(read)
    shown, shown_name = _masked(subject, "subject", verdict), _masked(name, "names.0", verdict)
    # They are sealed, and no page translates them: in the language of whoever wrote, whoever works on it.
    with translation.override(language):
        no_subject, not_shown = _("(No subject)"), _("(Subject not shown)")
    if verdict.failed:
        # Nobody knows what is in them.
        shown, shown_name = not_shown if subject else "", ""
    if shown != subject:
        text = f"{subject}\n\n{text}"
    return MailWords(
        subject=_shortened(shown, LONGEST_SUBJECT) or no_subject,
        text=_shortened(text, MOST_CHARACTERS),
        name=_shortened(shown_name, LONGEST_NAME),
        was_exposed=(
            verdict.strength == "restricted"
            or has_sensitive_files
            or packed is None
            or not HIDING.isdisjoint(read.problems)
        ),
        language=language,
    )


def _packed_in(read: ReadMail) -> str | None:
    """Give what stands in the words of a mail in base64, which no program shows; None for what is no text."""
    try:
        return "\n".join(each for text in (read.quoted, read.text_of_html) for each in texts_packed_in(text))
    except CannotRead:
        return None


def words_as_they_came(raw: bytes) -> MailWords:
    """Show how a mail begins that cannot be read.

    Nobody knows what is in it, so that it counts as exposed, and no list shows any of it.
    """
    shown = "".join(
        letter if letter.isprintable() or letter == "\n" else " "
        for letter in raw[:MOST_CHARACTERS].decode("utf-8", "replace")
    )
    with translation.override(FIRST):
        no_subject, no_text = _("(No subject)"), _("(No text)")
    return MailWords(
        subject=no_subject,
        text=shown.strip() or no_text,
        name="",
        was_exposed=True,
        language=FIRST,
    )


def _masked(text: str, part: str, verdict: Verdict) -> str:
    """Cover each place of a part that is restricted, or has the digits of what is; the length stays.

    A doubt is enough: lists are read by whoever stands behind.
    """
    covered = list(text)
    for finding in verdict.findings:
        if finding.part == part and "restricted" in (finding.strength, STRENGTHS[finding.kind]):
            covered[finding.start : finding.end] = MASK * (finding.end - finding.start)
    return "".join(covered)


def _shortened(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
