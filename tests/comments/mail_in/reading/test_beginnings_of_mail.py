"""A mail that something stands before is one all the same; without headers behind that, it is for people."""

import pytest

from messaging.models import Topic
from tests.comments.mail_in.making import settled_mail
from tests.comments.mail_in.reading.mails import mail, read_by_us

AFTER_A_SERVER = b"Received: from a by mx.agency.example; Mon, 1 Jan 2024 00:00:00 +0000\r\n"
# What stands before a mail that was kept in a file, also below what servers write above it.
BEFORE = {
    "a mark of UTF-8": b"\xef\xbb\xbf",
    "an empty line": b"\r\n",
    "lines of blanks": b"  \r\n\t\r\n\n",
    "the line of a mailbox": b"From ana@example.org Mon Jan  1 00:00:00 2024\n",
    "the line of a mailbox, quoted": b">From ana@example.org Mon Jan  1 00:00:00 2024\n",
    "a blank": b" ",
    "all of them": b"\xef\xbb\xbf\r\nFrom ana@example.org Mon Jan  1 00:00:00 2024\n",
    "a server's headers and an empty line": AFTER_A_SERVER + b"\r\n",
    "a server's headers and a mark of UTF-8": AFTER_A_SERVER + b"\xef\xbb\xbf",
    "a server's headers, an empty line and a mark": AFTER_A_SERVER + b"\r\n\xef\xbb\xbf",
    "a server's headers and the line of a mailbox": AFTER_A_SERVER + b"From ana@example.org Mon Jan  1\r\n",
}


@pytest.mark.parametrize("name", BEFORE)
@pytest.mark.django_db(transaction=True)
def test_a_mail_with_something_before_its_headers_becomes_a_thread(mail_topic: Topic, name: str):
    raw = BEFORE[name] + mail("Hello.", Subject="My refund")

    mail_in, found = settled_mail(mail_topic, raw), read_by_us(raw)

    assert mail_in.thread
    assert (found.from_address, found.subject, found.quoted) == ("ana@example.org", "My refund", "Hello.")


@pytest.mark.parametrize("raw", [b"\r\n\r\nHello.\r\n", b"\xef\xbb\xbfHello.\r\n", b"From a b\r\nHello.\r\n"])
@pytest.mark.django_db(transaction=True)
def test_what_has_no_headers_behind_that_either_waits_for_people(mail_topic: Topic, raw: bytes):
    mail_in = settled_mail(mail_topic, raw)

    assert mail_in.thread is None
    assert mail_in.state == mail_in.State.PARKED


def test_a_first_header_with_a_blank_before_its_colon_is_no_line_of_a_mailbox():
    assert read_by_us(mail("Hello.", "From : first@example.org", From="")).from_address == "first@example.org"
