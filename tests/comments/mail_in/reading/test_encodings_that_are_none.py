"""What is written otherwise than it is said to be is taken out of it, or kept as it came, and marked."""

import base64

import pytest

from comments.mail_in.reading import Problem
from comments.mail_in.reading.files import content_of
from comments.mail_in.reading.parts import take_apart
from tests.comments.mail_in.reading.mails import (
    AS_IT_IS,
    IN_BASE64,
    QUOTED,
    multipart,
    packed,
    read_by_us,
    uuencoded,
    written,
)


def test_a_file_whose_base64_was_disturbed_is_taken_out_of_it_all_the_same():
    disturbed = b"\r\n! ".join([packed("of a file ")[:8], packed("of a file ")[8:]])

    [found] = take_apart(written(disturbed, "application/pdf", IN_BASE64)).parts

    assert content_of(found) == (b"of a file ", False)


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7 of a file", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01", b"Words of a file."]
)
def test_a_file_in_base64_that_is_called_something_else_is_taken_out_of_it(content: bytes):
    [found] = take_apart(written(base64.b64encode(content) + b"\r\n", "application/pdf", AS_IT_IS)).parts

    assert content_of(found) == (content, False)


CHINESE = "退稅，謝謝。".encode("gbk")
# What decoding makes no words of stays as it came, beside what it makes, where a person may have written it.
UNDECODED = {
    "letters of another set than is said": (
        base64.b64encode(CHINESE),
        base64.b64encode(CHINESE) + b"\n" + CHINESE,
    ),
    "letters in clear": (b"Thankyou", b"Thankyou\n" + base64.b64decode(b"Thankyou")),
    "digits in clear": (b"219099999000", b"219099999000"),
    "words in clear": (b"Thank you very much", b"Thank you very much"),
    "words in clear, with signs": (b"Good-bye", b"Good-bye\n" + base64.b64decode(b"Goodbye=")),
    "words below base64": (packed("It is a question.") + b"\r\nScanned.", b"It is a question.Scanned."),
}


@pytest.mark.parametrize("name", UNDECODED)
def test_what_is_called_base64_and_may_be_something_else_is_kept_and_marked(name: str):
    content, kept = UNDECODED[name]

    [found] = take_apart(written(content, "text/plain; charset=utf-8", IN_BASE64)).parts

    assert content_of(found) == (kept, False)


def test_a_document_in_words_stays_as_it_came():
    content = base64.b64encode(b"%PDF-1.7\0 of")

    [found] = take_apart(written(content, "text/plain", AS_IT_IS)).parts

    assert content_of(found) == (content, True)


def test_long_lines_as_programs_write_them_are_what_they_make():
    content = base64.encodebytes(CHINESE * 9).replace(b"\n", b"\r\n")

    [found] = take_apart(written(content, "text/plain; charset=utf-8", IN_BASE64)).parts

    assert content_of(found) == (CHINESE * 9, True)


@pytest.mark.parametrize(
    ("content", "encoding", "is_whole"),
    [
        (b"se=C3=B1al", QUOTED, True),
        (b"se=C3=B1al", AS_IT_IS, False),
        (b"Hello.", "Content-Transfer-Encoding: x-odd", False),
        (b"Hello.", "Content-Transfer-Encoding: x-uuencode", False),
        (b"Hello.", AS_IT_IS, True),
    ],
)
def test_an_encoding_is_whole_where_it_is_what_is_said(content: bytes, encoding: str, is_whole: bool):
    [found] = take_apart(written(content, "text/plain; charset=utf-8", encoding)).parts

    assert content_of(found)[1] is is_whole


def test_base64_of_japanese_and_of_cyrillic_that_is_what_it_says_is_no_doubt():
    parts = [
        written(base64.b64encode(words.encode(charset)), f"text/plain; charset={charset}", IN_BASE64)
        for words, charset in (
            ("還付金。", "shift_jis"),
            ("Спасибо!", "koi8-r"),
            ("Señal", "iso-8859-1"),
            ("Да", "utf-16"),
        )
    ]

    assert read_by_us(multipart(*parts)).problems == ()


def test_a_file_in_uuencode_is_taken_out_of_it_and_marked():
    raw = multipart(written(uuencoded(b"%PDF-1.7"), "application/pdf", "Content-Transfer-Encoding: x-uue"))

    found = read_by_us(raw)

    assert [file.content for file in found.attachments] == [b"%PDF-1.7"]
    assert found.problems == (Problem.TRANSFER_ENCODING,)
