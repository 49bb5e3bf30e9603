"""Words of a mail, as its reader sees them."""

import re
from email.message import EmailMessage


def grouped(number: str) -> str:
    return f"{number[:4]}-{number[4:8]}-{number[8:]}"


def part(mail: EmailMessage, kind: str) -> str:
    body = mail.get_body([kind])
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def words_of(page: str) -> str:
    return " ".join(re.sub("<[^>]*>", " ", page).split())
