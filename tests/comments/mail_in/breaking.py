"""Good mails, and what is made of them by cutting, doubling, mislabelling and overwriting them."""

from collections.abc import Callable
from random import Random

from tests.comments.mail_in.making import make_mail, make_mail_with

_HTML = (
    b"From: =?utf-8?q?Ren=C3=A9e?= <renee@example.org>\r\nSubject: =?iso-8859-1?q?D=E9claration?=\r\n"
    b"MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=outer\r\n\r\n"
    b"--outer\r\nContent-Type: text/plain; charset=iso-8859-1\r\n"
    b"Content-Transfer-Encoding: quoted-printable\r\n\r\nO=F9 est mon remboursement ?=\r\n Merci.\r\n"
    b"--outer\r\nContent-Type: multipart/related; boundary=inner\r\n\r\n"
    b"--inner\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    b"PHA+T8O5IGVzdCBtb24gPGI+cmVtYm91cnNlbWVudDwvYj4gPzwvcD4=\r\n"
    b"--inner\r\nContent-Type: image/png\r\nContent-ID: <a>\r\n\r\nx\r\n--inner--\r\n--outer--\r\n"
)
_REPORT = (
    b"From: MAILER-DAEMON@mx.example.org\r\nTo: wanda@example.org\r\nSubject: Undelivered\r\n"
    b"MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=r\r\n\r\n"
    b"--r\r\n\r\nIt could not be delivered.\r\n--r\r\nContent-Type: message/delivery-status\r\n\r\n"
    b"Reporting-MTA: dns; mx.example.org\r\n\r\nFinal-Recipient: rfc822; a@example.net\r\n"
    b"Action: failed\r\nStatus: 5.1.1\r\n--r\r\nContent-Type: message/rfc822\r\n\r\n"
    b"From: wanda@example.org\r\nSubject: Hello\r\n\r\nHello\r\n--r--\r\n"
)
GOOD = (
    make_mail("My refund has not come.\n\nOn Monday you wrote:\n> We have sent it.\n"),
    make_mail_with({"letter.txt": b"Words", "form.pdf": b"%PDF-1.7"}),
    _HTML,
    _REPORT,
)
CHARSETS = (b"utf-7", b"utf-16", b"idna", b"punycode", b"unknown-8bit", b"", b'"', b"rot13", b"hex", b"cp037")


def broken(good: bytes, random: Random) -> bytes:
    """Break a mail in one to four ways."""
    for _ in range(random.randint(1, 4)):
        good = random.choice(_WAYS)(good, random)
    return good


def _cut(raw: bytes, random: Random) -> bytes:
    return raw[: random.randint(0, len(raw))]


def _without_a_piece(raw: bytes, random: Random) -> bytes:
    begins = random.randint(0, len(raw))
    return raw[:begins] + raw[begins + random.randint(1, 80) :]


def _with_lines_doubled(raw: bytes, random: Random) -> bytes:
    lines = raw.splitlines(keepends=True) or [b""]
    begins = random.randrange(len(lines))
    return b"".join([*lines[:begins], *lines[begins : begins + 4] * random.randint(2, 30), *lines[begins:]])


def _in_another_order(raw: bytes, random: Random) -> bytes:
    lines = raw.splitlines(keepends=True)
    random.shuffle(lines)
    return b"".join(lines)


def _in_another_charset(raw: bytes, random: Random) -> bytes:
    charset = random.choice(CHARSETS)
    for known in (b"utf-8", b"iso-8859-1", b"us-ascii"):
        raw = raw.replace(known, charset)
    return raw


def _with_other_boundaries(raw: bytes, random: Random) -> bytes:
    old, new = random.choice(
        ((b"outer", b"inner"), (b"--", b"-"), (b"boundary=", b'boundary="'), (b"--r", b"--"))
    )
    return raw.replace(old, new)


def _with_bytes_of_noise(raw: bytes, random: Random) -> bytes:
    noise = bytearray(raw or b" ")
    for _ in range(random.randint(1, 40)):
        noise[random.randrange(len(noise))] = random.choice((0, 0x80, 0xFF, 0x0D, 0x0A, 0x3D, 0x22, 0x3A))
    return bytes(noise)


def _in_another_encoding(raw: bytes, random: Random) -> bytes:
    encoding = random.choice((b"base64", b"quoted-printable", b"x-uuencode", b"7bit", b"8bit; base64", b""))
    for known in (b"base64", b"quoted-printable", b"7bit"):
        raw = raw.replace(known, encoding)
    return raw


_WAYS: tuple[Callable[[bytes, Random], bytes], ...] = (
    _cut,
    _without_a_piece,
    _with_lines_doubled,
    _in_another_order,
    _in_another_charset,
    _with_other_boundaries,
    _with_bytes_of_noise,
    _in_another_encoding,
)
