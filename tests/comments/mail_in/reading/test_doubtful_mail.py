"""What one program shows otherwise than another, or none does, marks its thread; a signature does not."""

import base64

import pytest

from comments.mail_in.reading import Problem
from messaging.models import Topic
from tests.comments.mail_in.making import settled_mail
from tests.comments.mail_in.reading.mails import (
    AS_IT_IS,
    IN_BASE64,
    mail,
    multipart,
    packed,
    part,
    read_by_us,
    written,
)

NUMBER = b"My Social Security number is 219-09-9999."
# No program shows what stands in these, and whoever looks for it reads it.
PACKED = {
    "below a line": b"Hello there,\r\n" + base64.b64encode(NUMBER),
    "as a word": b"This: " + base64.b64encode(b"219-09-9999"),
    "of UTF-16": base64.b64encode("219-09-9999".encode("utf-16-le")),
    "a document": b"Hello there,\r\n" + base64.b64encode(b"%PDF-1.7 of a file"),
    "in lines of a program": b"Hello there,\r\n" + base64.encodebytes(bytes(range(255)) * 2),
}


@pytest.mark.parametrize("name", PACKED)
@pytest.mark.django_db(transaction=True)
def test_what_is_packed_within_words_marks_its_thread(mail_topic: Topic, name: str):
    mail_in = settled_mail(mail_topic, mail(PACKED[name]))

    assert mail_in.thread
    assert mail_in.thread.was_exposed


SIGNED = (
    b"-----BEGIN PGP SIGNATURE-----\r\n\r\n"
    + base64.encodebytes(b"\xc2\xc1\x00\x04" + bytes(range(255))).replace(b"\n", b"\r\n")
    + b"=abcd\r\n-----END PGP SIGNATURE-----\r\n"
)
LINKED = b"See https://example.org/a?token=" + base64.b64encode(b'{"alg":"HS256"}') + b"." + b"aZ09_-" * 9


@pytest.mark.parametrize("body", [SIGNED, LINKED], ids=["signature", "link"])
@pytest.mark.django_db(transaction=True)
def test_a_signature_and_a_link_mark_no_thread(mail_topic: Topic, body: bytes):
    mail_in = settled_mail(mail_topic, mail(b"Hello.\r\n" + body))

    assert mail_in.thread
    assert not mail_in.thread.was_exposed


# Of each, somebody's program shows other words than another's: whoever sends it may have meant either.
DOUBTFUL = {
    "base64 that is called 7bit": written(packed("It is 219-09-9999."), "text/plain", AS_IT_IS),
    "two encodings": written(b"It is a question.", "text/plain", IN_BASE64, AS_IT_IS),
    "two types": b"Content-Type: text/html\r\nContent-Type: text/plain\r\n\r\nA <b>question</b>.",
    "signs that make no words": written(base64.encodebytes(bytes(range(0, 255, 2))), "text/plain", AS_IT_IS),
}


@pytest.mark.parametrize("where", ["before", "behind"])
@pytest.mark.django_db(transaction=True)
def test_a_number_that_no_part_has_marks_its_thread_too(mail_topic: Topic, where: str):
    number = "My Social Security number is 219-09-9999.\r\n"
    parts = "--b\r\n\r\nHello.\r\n--b--\r\n"
    body = f"{number}{parts}" if where == "before" else f"{parts}{number}"

    mail_in = settled_mail(mail_topic, mail(body, Content_Type="multipart/mixed; boundary=b"))

    assert mail_in.thread
    assert mail_in.thread.was_exposed


@pytest.mark.parametrize("name", DOUBTFUL)
@pytest.mark.django_db(transaction=True)
def test_what_can_be_read_in_two_ways_marks_its_thread_says_so_and_is_kept(mail_topic: Topic, name: str):
    raw = multipart(part("Hello."), DOUBTFUL[name])

    mail_in = settled_mail(mail_topic, raw)

    assert mail_in.thread
    assert mail_in.thread.was_exposed
    assert {Problem.TRANSFER_ENCODING, Problem.BOUNDARIES} & set(read_by_us(raw).problems)
    assert mail_in.original


def test_two_headers_that_say_the_same_are_no_doubt():
    twice = written(packed("Hello."), "text/plain", IN_BASE64, IN_BASE64.replace("base64", "BASE64"))

    assert read_by_us(multipart(twice)).problems == ()


def test_what_is_left_of_another_encoding_in_quoted_words_is_no_doubt():
    assert read_by_us(mail("I agree.\n> It has come.=20\n> Thank you.=20\n")).problems == ()
