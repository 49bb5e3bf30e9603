"""What a message says, as the padded JSON that is sealed."""

import json
from dataclasses import dataclass
from typing import Any

from encryption.errors import CannotOpen

BODY_STEP_BYTES = 1024
SUMMARY_STEP_BYTES = 256

# Of a string, this escapes the quotation mark, the backslash and control characters only.
_quoted = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True, slots=True)
class AttachmentInfo:
    """Describe one attachment.

    part: its name in the header, "attachment-<n>". size_bytes: of the plaintext.
    """

    part: str
    file_name: str
    media_type: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Content:
    """Hold everything that a message says."""

    subject: str
    text: str
    author_name: str = ""
    quoted: str = ""
    attachments: tuple[AttachmentInfo, ...] = ()


@dataclass(frozen=True, slots=True)
class Summary:
    """Hold what a list of threads shows of a message."""

    subject: str
    author_name: str


def body_bytes(content: Content) -> bytes:
    """Encode the body, padded to whole KiB; raises ValueError for text that UTF-8 cannot hold."""
    attachments = ",".join(
        f'{{"file_name":{_quoted(attachment.file_name)},"media_type":{_quoted(attachment.media_type)},'
        f'"part":{_quoted(attachment.part)},"size_bytes":{attachment.size_bytes:d}}}'
        for attachment in content.attachments
    )
    return _padded(
        f'{{"attachments":[{attachments}],"author_name":{_quoted(content.author_name)},'
        f'"quoted":{_quoted(content.quoted)},"subject":{_quoted(content.subject)},'
        f'"text":{_quoted(content.text)}}}',
        BODY_STEP_BYTES,
    )


def summary_bytes(content: Content) -> bytes:
    """Encode the summary, padded to 256 bytes; raises ValueError for text that UTF-8 cannot hold."""
    return _padded(
        f'{{"author_name":{_quoted(content.author_name)},"subject":{_quoted(content.subject)}}}',
        SUMMARY_STEP_BYTES,
    )


def read_body(plaintext: bytes) -> Content:
    """Read a body; raises CannotOpen when a field is missing or of the wrong type."""
    fields = _fields(plaintext)
    attachments = fields.get("attachments")
    if not isinstance(attachments, list):
        raise CannotOpen
    return Content(
        subject=_text(fields, "subject"),
        text=_text(fields, "text"),
        author_name=_text(fields, "author_name"),
        quoted=_text(fields, "quoted"),
        attachments=tuple(_attachment(attachment) for attachment in attachments),
    )


def read_summary(plaintext: bytes) -> Summary:
    """Read a summary; raises CannotOpen when a field is missing or of the wrong type."""
    fields = _fields(plaintext)
    return Summary(subject=_text(fields, "subject"), author_name=_text(fields, "author_name"))


def _padded(text: str, step: int) -> bytes:
    try:
        raw = text.encode()
    except UnicodeEncodeError:
        # The original error carries the whole text and would take it into logs.
        raise ValueError("the content holds a lone surrogate") from None
    return raw + b" " * (-len(raw) % step)


def _fields(plaintext: bytes) -> dict[str, Any]:
    try:
        fields = json.loads(plaintext.decode())
    except (ValueError, RecursionError):
        raise CannotOpen from None
    if not isinstance(fields, dict):
        raise CannotOpen
    return fields


def _text(fields: dict[str, Any], name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str):
        raise CannotOpen
    return value


def _attachment(fields: object) -> AttachmentInfo:
    if not isinstance(fields, dict) or type(fields.get("size_bytes")) is not int:
        raise CannotOpen
    return AttachmentInfo(
        part=_text(fields, "part"),
        file_name=_text(fields, "file_name"),
        media_type=_text(fields, "media_type"),
        size_bytes=fields["size_bytes"],
    )
