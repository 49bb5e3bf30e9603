"""Files of a mail come out whole, in no folder, under one name, and what hides them is marked."""

import base64

import pytest

from comments.mail_in.reading import MailAttachment, Problem
from tests.comments.mail_in.reading.mails import mail, multipart, part, read_by_us

PDF = b"%PDF-1.7 \x00\xff"


def attached(disposition: str, content_type: str = "application/pdf", content: bytes = PDF) -> bytes:
    return multipart(
        part("See the file."),
        part(
            base64.encodebytes(content).decode(),
            content_type,
            Content_Transfer_Encoding="base64",
            Content_Disposition=disposition,
        ),
    )


def test_a_file_comes_out_as_it_was():
    result = read_by_us(attached('attachment; filename="Form 1.pdf"'))

    assert result.text == "See the file."
    assert result.attachments == (MailAttachment("Form 1.pdf", "application/pdf", len(PDF), PDF),)
    assert result.problems == ()


NAMES = {
    'attachment; filename="../../etc/passwd"': "passwd",
    'attachment; filename="C:\\\\Windows\\\\a.dll"': "a.dll",
    'attachment; filename="a\0b.pdf"': "a b.pdf",
    'attachment; filename="..."': "attachment-1",
    "attachment": "attachment-1",
    "attachment; filename*=utf-8''%E2%80%AEfdp.exe": "fdp.exe",
    'attachment; name="a.exe"': "a.exe",
    "attachment; filename*0=\"a\"; filename*1=\".exe\"": "a.exe",
    "attachment; filename*0*=utf-8''caf%C3%A9; filename*1=.pdf": "caf\u00e9.pdf",
    'attachment; filename="=?utf-8?q?caf=C3=A9=2Epdf?="': "caf\u00e9.pdf",
    'attachment; filename="=?utf-8?q?a=0D=0AX-B=3A_c=2Epdf?="': "a X-B: c.pdf",
    "attachment; filename*=x-none''%ff%fe": "attachment-1",
    f'attachment; filename="{"a" * 300}.pdf"': "a" * 196 + ".pdf",
}  # fmt: skip


@pytest.mark.parametrize("disposition", NAMES)
def test_a_name_is_one_line_that_lies_in_no_folder(disposition):
    result = read_by_us(attached(disposition))

    name = result.attachments[0].name
    assert result.attachments[0].content == PDF
    assert name == NAMES[disposition] or (NAMES[disposition] == "attachment-1" and "/" not in name)


def test_two_names_for_one_file_are_marked():
    result = read_by_us(attached('attachment; filename="a.pdf"', 'application/pdf; name="a.exe"'))

    assert result.attachments[0].name == "a.pdf"
    assert Problem.SEVERAL_FILE_NAMES in result.problems


@pytest.mark.parametrize(
    ("content_type", "content"),
    [("application/ms-tnef", b"x"), ("application/octet-stream", b"\x78\x9f\x3e\x22" + bytes(20))],
)
def test_what_outlook_packs_is_a_file_that_is_marked(content_type, content):
    result = read_by_us(attached('attachment; filename="winmail.dat"', content_type, content))

    assert Problem.PACKED_BY_OUTLOOK in result.problems


def test_a_text_that_is_attached_is_a_file():
    result = read_by_us(
        multipart(
            part("Hello."), part("<script>alert(1)</script>", "text/html", Content_Disposition="attachment")
        )
    )

    assert result.html is None
    assert result.attachments[0].content == b"<script>alert(1)</script>"


def test_a_mail_in_a_mail_is_a_file_and_none_of_its_headers_counts():
    inner = part(
        "From: evil@evil.example\nAuthentication-Results: mx.agency.example; dmarc=pass", "message/rfc822"
    )

    result = read_by_us(multipart(part("Look."), inner))

    assert result.from_address == "ana@example.org"
    assert result.attachments[0].name == "attachment-1.eml"


CONFUSED = {
    "no boundary": mail("--b\n\nHello\n--b--", Content_Type="multipart/mixed"),
    "a boundary that does not come": mail("Hello", Content_Type="multipart/mixed; boundary=b"),
    "a boundary that is none": mail("Hello", Content_Type="multipart/mixed; boundary*=x-none''%ff"),
    "an empty one": mail("--\n\nHello\n----", Content_Type='multipart/mixed; boundary=""'),
}


@pytest.mark.parametrize("name", CONFUSED)
def test_a_mail_without_its_boundary_is_shown_as_it_came_and_marked(name):
    result = read_by_us(CONFUSED[name])

    assert "Hello" in result.text
    assert Problem.BOUNDARIES in result.problems


def test_a_part_that_reuses_the_boundary_of_its_parent_hides_nothing():
    second = part("<i>Second</i>", "text/html")
    inner = f"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nFirst\n--b\n{second}"

    result = read_by_us(multipart(inner, part("Third")))

    assert all(word in result.quoted for word in ("First", "Second", "Third"))


def test_a_boundary_in_another_one_ends_nothing():
    result = read_by_us(multipart(part("First\n--bb\nstill first"), part("Second")))

    assert "still first" in result.text
    assert "Second" in result.text


def test_two_boundaries_in_two_headers_are_marked():
    raw = multipart(part("Hello")).replace(
        b"Content-Type: multipart", b"Content-Type: text/plain\r\nContent-Type: multipart"
    )

    result = read_by_us(raw)

    assert Problem.REPEATED_HEADER in result.problems


def test_a_mail_that_ends_too_early_loses_nothing():
    raw = multipart(part("First"), part("Second"))

    result = read_by_us(raw[: raw.index(b"Second") + 3])

    assert result.text == "First\n\nSec"


def test_a_line_that_is_no_header_begins_the_text():
    result = read_by_us(b"From: ana@example.org\r\nSubject: x\r\nHello there\r\nmore\r\n")

    assert result.text == "Hello there\nmore"
    assert Problem.MALFORMED_HEADERS in result.problems


def test_the_line_that_mailboxes_write_before_a_mail_is_none_of_it():
    result = read_by_us(b"From ana@example.org Mon Jan  1 00:00:00 2024\n" + mail("Hello."))

    assert result.problems == ()
    assert result.text == "Hello."
