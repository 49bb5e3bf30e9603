"""Read one mail, whatever is in it: no tables, no network, and one error for what cannot be read."""

from comments.mail_in.reading.automatic import LOOP_HEADER, AutomaticKind
from comments.mail_in.reading.errors import Reason, UnreadableMail
from comments.mail_in.reading.mail import MailAttachment, Problem, ReadMail
from comments.mail_in.reading.reading import file_in, read
from comments.mail_in.reading.sender_results import Result, SenderResults

__all__ = [
    "LOOP_HEADER",
    "AutomaticKind",
    "MailAttachment",
    "Problem",
    "ReadMail",
    "Reason",
    "Result",
    "SenderResults",
    "UnreadableMail",
    "file_in",
    "read",
]
