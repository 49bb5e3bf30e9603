"""Whatever the bytes are, a mail is read or refused for a reason that is known: nothing else is raised."""

import logging
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comments.mail_in.reading import Problem, ReadMail, Reason, UnreadableMail, read, words
from tests.comments.mail_in.reading.mails import OURS, mail, multipart, part, read_by_us

# Words of the formats, so that random mails get past the first line.
WORDS = [
    b"From: ", b"Subject: ", b"\r\n", b"\n", b"\r", b" ", b"\t", b"\0", b"<", b">", b"@", b"a@example.org",
    b"(", b")", b'"', b"\\", b",", b";", b":", b"=", b"?", b"=?utf-8?q?", b"=?utf-8?b?", b"?=",
    b"=?x-none?q?=ff?=", b"Content-Type: ", b"multipart/mixed; boundary=b", b"text/html",
    b"multipart/alternative; boundary*0=b", b"text/plain; charset=",
    b"utf-16", b"utf-7", b"idna", b"iso-2022-jp", b"message/delivery-status",
    b"--b\r\n", b"--b--\r\n", b"Content-Transfer-Encoding: base64\r\n", b"quoted-printable", b"AAAA", b"=3D",
    b"Content-Disposition: attachment; filename*0*=utf-8''%e2; filename*1=x", b"name*=", b"%", b"\xff\xfe",
    b"\xe2\x80\xae", b"\xf0\x9f", b"Authentication-Results: mx.agency.example; dmarc=pass", b"Received: by ",
    b"<a href=x>", b"<!--", b"<svg>", b"&#0;", b"> On Monday wrote:\n", b"begin 644 x\n", b"References: ",
]  # fmt: skip
MAILS = st.lists(st.one_of(st.sampled_from(WORDS), st.binary(max_size=12)), max_size=60).map(b"".join)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(raw=MAILS)
def test_any_bytes_are_read_or_refused(raw):
    result = read_or_reason(raw)

    if isinstance(result, Reason):
        assert result is not Reason.UNFORESEEN
    else:
        assert_that_it_can_be_shown(result)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(tail=MAILS, cut=st.integers(min_value=0, max_value=700))
def test_a_mail_that_is_cut_off_anywhere_is_read_or_refused(tail, cut):
    whole = multipart(part("Words", "text/plain; charset=utf-8"), part("<b>Words</b>", "text/html"), tail)

    result = read_or_reason(whole[:cut])

    if isinstance(result, Reason):
        assert result is not Reason.UNFORESEEN
    else:
        assert_that_it_can_be_shown(result)


def read_or_reason(raw: bytes) -> ReadMail | Reason:
    try:
        return read_by_us(raw)
    except UnreadableMail as error:
        return error.reason


def assert_that_it_can_be_shown(result: ReadMail) -> None:
    lines = [result.subject, result.from_name, *(file.name for file in result.attachments)]
    assert all("\n" not in line and "\r" not in line for line in lines)
    for text in [*lines, result.text, result.quoted, result.html or "", result.text_of_html]:
        text.encode()
        assert "\0" not in text
        assert "\u202e" not in text


BOMBS = {
    "bytes": (b"From: a@example.org\r\n\r\n" + b"a" * (50 * 1024 * 1024), Reason.TOO_LARGE),
    "one header": (mail(Subject="a" * 300_000), Reason.HEADERS_TOO_LARGE),
    "headers": (mail("", *["X-A: b"] * 2_000), Reason.HEADERS_TOO_LARGE),
    "folded header": (mail(Subject="a\r\n " * 100_000), Reason.HEADERS_TOO_LARGE),
    "parts": (multipart(*["\n."] * 10_000), Reason.TOO_MANY_PARTS),
    "empty parts": (multipart(*[""] * 10_000), Reason.TOO_MANY_PARTS),
    "depth": (
        b"From: a@example.org\r\n"
        + b"".join(
            b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (each, each)
            for each in range(500)
        ),
        Reason.TOO_DEEP,
    ),
    "nothing": (b"", Reason.NO_HEADERS),
    "no headers": (b"\r\n\r\nHello", Reason.NO_HEADERS),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(100), Reason.NO_HEADERS),
}


@pytest.mark.parametrize("name", BOMBS)
def test_what_is_no_mail_that_anybody_wrote_is_refused_for_a_known_reason(name):
    raw, reason = BOMBS[name]

    with pytest.raises(UnreadableMail) as refused:
        read_by_us(raw)

    assert refused.value.reason is reason


SLOW = {
    "boundaries that are none": mail("--bb\n" * 200_000, Content_Type="multipart/mixed; boundary=b"),
    "spaces": mail(" " * 400_000),
    "empty lines": mail("\n" * 400_000),
    "who wrote": mail("On " * 130_000),
    "signatures": mail("--\n" * 100_000),
    "blocks": mail("<div>" * 90_000, Content_Type="text/html"),
    "tables": mail("<table><tr><td>" * 30_000, Content_Type="text/html"),
    "bold paragraphs": mail("<b><p>" * 80_000, Content_Type="text/html"),
    "comments": mail("<!--" * 100_000, Content_Type="text/html"),
    "links": mail("<a href=x>" * 40_000, Content_Type="text/html"),
    "types": mail(
        "a\n" * 2_000_000,
        *(f"Content-Type: multipart/mixed; boundary=b{number}" for number in range(900)),
    ),
    "encoded words": mail(Subject="=?a?q?" * 10_000),
    "base64 that is none": mail("QUJD\n" * 300_000 + "!", Content_Transfer_Encoding="base64"),
    "ends of parts": mail("--b--\n.\n" * 400, Content_Type="multipart/mixed; boundary=b"),
    "comments in a name": mail(From="(" * 100_000),
    "quotes in a name": mail(From='"\\' * 50_000),
    "addresses": mail(From="a@example.org," * 10_000),
    "parameters": mail(Content_Type="text/plain;" + ";a*0=b" * 20_000),
    "results": mail("", "Authentication-Results: mx.agency.example" + ";spf=pass (" * 10_000),
    "file names": multipart(part(".", "a/b", Content_Disposition="attachment" + "; filename*0=a" * 15_000)),
}


@pytest.mark.parametrize("name", SLOW)
def test_no_mail_takes_long_to_read(name, monkeypatch):
    # What the portal allows is tried once, below; here it is that nothing else takes long.
    monkeypatch.setattr(words, "SECONDS", 1)
    began = time.monotonic()

    result = read_by_us(SLOW[name])

    assert time.monotonic() - began < 15
    assert_that_it_can_be_shown(result)


def test_words_that_take_too_long_are_shown_as_they_came_and_said_to_be():
    result = read_by_us(mail("My question.\n" + "On " * 100_000 + "\nThe end."))

    assert result.text.startswith("My question.")
    assert result.text.endswith("The end.")
    assert Problem.WORDS_NOT_READ in result.problems


def test_an_error_that_nobody_foresaw_is_one_of_ours_and_logs_nothing_of_the_mail(monkeypatch, caplog):
    def fails(*_arguments):
        raise ZeroDivisionError("219-09-9999")

    # Only what fails is put in; what is tested is ours.
    monkeypatch.setattr("comments.mail_in.reading.reading.sender_of", fails)
    with caplog.at_level(logging.DEBUG), pytest.raises(UnreadableMail) as refused:
        read(mail("219-09-9999"), OURS)

    assert refused.value.reason is Reason.UNFORESEEN
    assert refused.value.__cause__ is None
    assert "219-09-9999" not in caplog.text
