"""Mails, made by hand so that no library puts right what is wrong about them."""

from comments.mail_in.reading import ReadMail, read

OURS = "mx.agency.example"
USUAL = {"From": "Ana Moreno <ana@example.org>", "Subject": "A question", "Message-ID": "<1@example.org>"}


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


def read_by_us(raw: bytes) -> ReadMail:
    """Read a mail as the agency does."""
    return read(raw, OURS)
