"""Read one mail: take it apart, decode it, and say what is odd about it."""

import logging
import re
from typing import Final

from comments.mail_in.reading import automatic, files, limits, words
from comments.mail_in.reading.addresses import Sender, recipients_of, reply_to_of, sender_of
from comments.mail_in.reading.characters import (
    decoded,
    one_line,
    shortened,
    turns_round,
    whole_text,
    words_of,
)
from comments.mail_in.reading.errors import Reason, UnreadableMail
from comments.mail_in.reading.mail import MailAttachment, Problem, ReadMail
from comments.mail_in.reading.parts import Apart, Headers, Part, take_apart, type_of
from comments.mail_in.reading.sender_results import SenderResults, results_in
from comments.mail_in.reading.words import Piece

_logger = logging.getLogger(__name__)

_LANGUAGE: Final = re.compile(r"(?:\A|,)\s*([a-z]{2,3})\b")
_NUMBER: Final = re.compile(r"<([^<>\s]{1,250})>")
# Of these a mail has one each (RFC 5322, section 3.6); of two, programs believe different ones.
_ONCE: Final = (
    "subject", "to", "cc", "date", "message-id", "in-reply-to", "references", "reply-to", "sender",
    "mime-version", "content-type", "content-transfer-encoding", "content-disposition",
)  # fmt: skip


def read(raw: bytes, trusted_authserv_id: str) -> ReadMail:
    """Read a mail as it came.

    trusted_authserv_id: the name of the agency's own server in `Authentication-Results`; "" for none. That
    server has to take its own name off what strangers send (RFC 8601, section 5).
    Raises UnreadableMail, and nothing else whatever the bytes are.
    """
    try:
        return _read(take_apart(raw), trusted_authserv_id)
    except UnreadableMail:
        raise
    # Parsers of other people's formats fail in ways that nobody lists; the name of the error holds no text.
    except Exception as error:
        _logger.error("mail not read: %s", type(error).__name__)
        raise UnreadableMail(Reason.UNFORESEEN) from None


def file_in(raw: bytes, number: int) -> MailAttachment | None:
    """Take one file out of a mail; number: its place among `attachments`, from 1. None where it has none.

    Raises UnreadableMail, as `read` does. Nothing is done to the file but to take it out of its encoding.
    """
    try:
        parts = [part for part in take_apart(raw).parts if files.is_file(part)]
        if not 1 <= number <= len(parts):
            return None
        content, _is_whole = files.content_of(parts[number - 1])
        return files.file_of(parts[number - 1], content, number)[0]
    except UnreadableMail:
        raise
    # As above.
    except Exception as error:
        _logger.error("file of a mail not read: %s", type(error).__name__)
        raise UnreadableMail(Reason.UNFORESEEN) from None


def _read(apart: Apart, trusted_authserv_id: str) -> ReadMail:
    headers, problems = apart.headers, Problems()
    problems.note(Problem.MALFORMED_HEADERS, apart.has_odd_headers)
    problems.note(Problem.BOUNDARIES, apart.has_odd_boundaries)
    is_repeated = any(len(headers.all(name)) > 1 for name in _ONCE)
    problems.note(Problem.REPEATED_HEADER, is_repeated)
    sender = sender_of(headers)
    for each in sender.problems:
        problems.note(each)

    subject, is_whole = words_of(headers.first("subject"))
    problems.note(Problem.UNKNOWN_CHARSET, not is_whole)
    problems.note(Problem.CUT, len(subject) > limits.MOST_SUBJECT_CHARACTERS)
    problems.note(Problem.DIRECTIONS, turns_round(subject))

    texts, attachments = _sort(apart.parts, problems)
    pieces, laid_out = _chosen(texts)
    said = words.words_of(pieces, laid_out)
    problems.note(Problem.WORDS_NOT_READ, said is None)
    said = said or words.without_reading(pieces)

    outside = "\n".join((decoded(apart.outside, "us-ascii")[0], *_said_beside(headers, apart.parts)))
    outside, is_cut = shortened(whole_text(outside))
    problems.note(Problem.CUT, is_cut)

    numbers = _numbers_in(headers, "message-id"), _numbers_in(headers, "in-reply-to")
    return ReadMail(
        subject=one_line(subject, limits.MOST_SUBJECT_CHARACTERS),
        text=said.text,
        quoted=said.quoted,
        html=said.html,
        text_of_html=said.text_of_html,
        outside=outside,
        from_name=sender.name,
        from_address=sender.address,
        reply_to=reply_to_of(headers),
        recipients=recipients_of(headers),
        message_id=next(iter(numbers[0]), ""),
        in_reply_to=next(iter(numbers[1]), ""),
        references=_numbers_in(headers, "references"),
        languages=_languages_in(headers),
        automatic=automatic.kind_of(headers, type_of(headers.message())),
        sender_results=_results(headers, trusted_authserv_id, sender, apart.is_odd_above or is_repeated),
        attachments=tuple(attachments),
        problems=problems.noted(),
    )


def _results(headers: Headers, trusted_authserv_id: str, sender: Sender, is_odd: bool) -> SenderResults:
    """Give what the own server found out about a sender, and nothing good where it may have read others.

    Of a header that a mail has twice, a signature may be of the other one (RFC 6376, section 8.15).
    """
    if not sender.is_alone:
        return SenderResults()
    found = results_in(headers, trusted_authserv_id, sender.address)
    return found.without_passes() if is_odd else found


class Problems:
    """Collect what is odd about a mail, each problem once."""

    def __init__(self) -> None:
        """Start with none."""
        self._noted: dict[Problem, None] = {}

    def note(self, problem: Problem, is_so: bool = True) -> None:
        """Note a problem, if it is one."""
        if is_so:
            self._noted[problem] = None

    def noted(self) -> tuple[Problem, ...]:
        """Give the problems in the order in which they were noted."""
        return tuple(self._noted)


Text = tuple[Part, Piece]


def _sort(parts: list[Part], problems: Problems) -> tuple[list[Text], list[MailAttachment]]:
    """Decode parts, and sort texts from files."""
    texts: list[Text] = []
    attachments: list[MailAttachment] = []
    for part in parts:
        content, is_whole = files.content_of(part)
        problems.note(Problem.TRANSFER_ENCODING, not is_whole)
        if files.is_file(part):
            attachment, odd = files.file_of(part, content, len(attachments) + 1)
            attachments.append(attachment)
            for each in odd:
                problems.note(each)
            continue
        text, is_known = decoded(content, files.charset_of(part))
        problems.note(Problem.UNKNOWN_CHARSET, not is_known)
        problems.note(Problem.WORDS_NOT_READ, _is_for_other_programs(part, content))
        text, is_cut = shortened(text)
        problems.note(Problem.CUT, is_cut)
        problems.note(Problem.DIRECTIONS, turns_round(text))
        problems.note(Problem.FILE_IN_TEXT, files.holds_file(text))
        texts.append((part, Piece(whole_text(text), is_html=part.content_type == "text/html")))
    return texts, attachments


def _is_for_other_programs(part: Part, content: bytes) -> bool:
    """Tell whether some programs read words in a text that we do not: of UTF-7, or of two bytes a letter."""
    charset = files.charset_of(part).lower()
    return "utf-7" in charset or (b"\0" in content and "utf" not in charset and "ucs" not in charset)


def _said_beside(headers: Headers, parts: list[Part]) -> list[str]:
    """Give what headers say in words, beside the subject and the sender's name, which are shown."""
    values = [*headers.different("subject")[1:], *headers.all("to"), *headers.all("cc")]
    values += [part.headers.first("content-description") for part in parts]
    return [words_of(value[: limits.MOST_VALUE_CHARACTERS])[0] for value in values if value]


def _chosen(texts: list[Text]) -> tuple[list[Piece], list[Piece]]:
    """Choose what is read as text, and what is shown as HTML: of alternatives the one or the other form.

    All of what is no alternative belongs to both. There is no layout without any HTML.
    """
    plain = {part.alternatives for part, piece in texts if not piece.is_html and piece.text.strip()}
    formatted = {part.alternatives for part, piece in texts if piece.is_html}

    def is_chosen(part: Part, piece: Piece, others: set[int | None]) -> bool:
        return part.alternatives is None or part.alternatives not in others

    pieces = [piece for part, piece in texts if not piece.is_html or is_chosen(part, piece, plain)]
    laid_out = [piece for part, piece in texts if piece.is_html or is_chosen(part, piece, formatted)]
    return pieces, laid_out if formatted else []


def _numbers_in(headers: Headers, name: str) -> tuple[str, ...]:
    """Give the message numbers in a header, without their angle brackets."""
    numbers = _NUMBER.findall(headers.first(name))[: limits.MOST_REFERENCES]
    return tuple(one_line(number, len(number)) for number in numbers)


def _languages_in(headers: Headers) -> tuple[str, ...]:
    """Give the languages that a mail's program names, in its order, as RFC 3282 writes them."""
    values = [headers.first(name).lower() for name in ("content-language", "accept-language")]
    return tuple(dict.fromkeys(code for value in values for code in _LANGUAGE.findall(value)))
