"""What is known of one mail after it was read."""

from dataclasses import dataclass
from enum import StrEnum

from comments.mail_in.reading.automatic import AutomaticKind
from comments.mail_in.reading.sender_results import SenderResults


class Problem(StrEnum):
    """Name what was odd about a mail that could be read; never anything of it."""

    NO_SENDER = "no_sender"
    SEVERAL_SENDERS = "several_senders"
    UNUSABLE_ADDRESS = "unusable_address"
    NAME_HOLDS_ADDRESS = "name_holds_address"
    REPEATED_HEADER = "repeated_header"
    MALFORMED_HEADERS = "malformed_headers"
    CUT = "cut"
    BOUNDARIES = "boundaries"
    TRANSFER_ENCODING = "transfer_encoding"
    UNKNOWN_CHARSET = "unknown_charset"
    WORDS_NOT_READ = "words_not_read"
    FILE_IN_TEXT = "file_in_text"
    PACKED_BY_OUTLOOK = "packed_by_outlook"
    SEVERAL_FILE_NAMES = "several_file_names"
    DIRECTIONS = "directions"


@dataclass(frozen=True, slots=True)
class MailAttachment:
    """Hold one file of a mail, decoded.

    name: one line without a folder; made up where the mail has none. declared_type: what the mail says,
    such as "application/pdf", which nobody has checked. size: bytes of the content.
    """

    name: str
    declared_type: str
    size: int
    content: bytes


@dataclass(frozen=True, slots=True)
class ReadMail:
    """Hold one mail in the forms in which it is shown, screened and answered.

    text: what the sender wrote, without the mails that they answered. quoted: all of it, with them.
    html: the mail as it was laid out, of the tags in `words_process` alone, or None when it came without.
    text_of_html: its words, which may be others than `text`: whoever screens looks at both.
    outside: what stands before and behind its parts, and in headers that are not shown; only screened.
    from_address: in the one form of addresses, or None where the sender named none that can be written to.
    recipients: the first few addresses that its headers say it went to, which nobody has checked.
    languages: what its program says it is written or read in, such as "es", each once, without countries.
    Message numbers are as they came, without the angle brackets.
    """

    subject: str
    text: str
    quoted: str
    html: str | None
    text_of_html: str
    outside: str
    from_name: str
    from_address: str | None
    reply_to: str | None
    recipients: tuple[str, ...]
    message_id: str
    in_reply_to: str
    references: tuple[str, ...]
    languages: tuple[str, ...]
    automatic: AutomaticKind | None
    sender_results: SenderResults
    attachments: tuple[MailAttachment, ...]
    problems: tuple[Problem, ...]
