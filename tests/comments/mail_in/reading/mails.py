"""Mails, made by hand so that no library puts right what is wrong about them."""

import base64
import binascii

from comments.mail_in.reading import ReadMail, read

OURS = "mx.agency.example"
USUAL = {"From": "Ana Moreno <ana@example.org>", "Subject": "A question", "Message-ID": "<1@example.org>"}
IN_BASE64 = "Content-Transfer-Encoding: base64"
AS_IT_IS = "Content-Transfer-Encoding: 7bit"
QUOTED = "Content-Transfer-Encoding: quoted-printable"


def mail(body: str | bytes = "Hello.", *more: str, **headers: str) -> bytes:
    """Make a mail: the usual headers but for those that are named otherwise, `more` lines above, and a body.

    headers: "Content_Type" for Content-Type; "" leaves one out.
    """
    named = USUAL | {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [*more, *(f"{name}: {value}" for name, value in named.items() if value)]
    content = body if isinstance(body, bytes) else body.replace("\n", "\r\n").encode()
    return "".join(f"{line}\r\n" for line in lines).encode() + b"\r\n" + content


def multipart(*parts: str | bytes, kind: str = "mixed", boundary: str = "b") -> bytes:
    """Make a mail of parts, each with headers of its own."""
    pieces = [part if isinstance(part, bytes) else part.replace("\n", "\r\n").encode() for part in parts]
    line = f"--{boundary}\r\n".encode()
    body = b"".join(line + piece + b"\r\n" for piece in pieces) + f"--{boundary}--\r\n".encode()
    return mail(body, Content_Type=f'multipart/{kind}; boundary="{boundary}"')


def part(body: str, content_type: str = "text/plain", **headers: str) -> str:
    """Make a part."""
    lines = [f"Content-Type: {content_type}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\n".join(lines) + "\n\n" + body


def packed(words: str) -> bytes:
    """Write words in base64."""
    return base64.b64encode(words.encode())


def written(content: bytes, content_type: str = "text/plain; charset=utf-8", *more: str) -> bytes:
    """Make a part, whatever its bytes are."""
    return "\r\n".join([f"Content-Type: {content_type}", *more, "", ""]).encode() + content


def uuencoded(content: bytes) -> bytes:
    """Write a content of at most 45 bytes as mails had it before MIME."""
    return b"begin 644 a.txt\r\n" + binascii.b2a_uu(content).replace(b"\n", b"\r\n") + b"`\r\nend\r\n"


def nested(lines: bytes, boundary: bytes) -> bytes:
    """Make a part of parts; lines: with `B` where the boundary stands."""
    head = b'Content-Type: multipart/mixed; boundary="' + boundary + b'"\r\n\r\n'
    return head + lines.replace(b"B", boundary).replace(b"|", b"\r\n")


def read_by_us(raw: bytes) -> ReadMail:
    """Read a mail as the agency does."""
    return read(raw, OURS)
