"""What nobody could look at counts as sensitive: pictures, passwords, damage, bombs, unknown formats."""

import base64
import io
import os
import time
import zipfile
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening import Document, screen
from screening.files import CannotRead, Reason, attachment_of, limits, pdfs, read_text
from tests.screening.files.fonts import LYING_FONTS, OF_EACH_CODE
from tests.screening.files.making import (
    PICTURE,
    SSN,
    drawing,
    drawn,
    encrypted_pdf,
    locked,
    mail,
    packed,
    packed_objects,
    pdf,
    pdf_of_font,
    roomy,
    row,
    runs,
    word,
    workbook,
)

SIMPLE = "/Subtype /Type1 /Encoding /WinAnsiEncoding"
PACKED = base64.b64encode(b"It is 219-09-9999.").decode()
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40


def twice() -> bytes:
    """Make an archive with two files of one name."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        archive.writestr("a.txt", "Hello")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.txt", SSN)
    return output.getvalue()


def nested(depth: int) -> bytes:
    """Make an archive in an archive, and so on."""
    data = packed({"a.txt": "Hello"})
    for _ in range(depth):
        data = packed({"a.zip": data})
    return data


PDF_IN_A_NAME = packed({f"{pdf(drawn(SSN)).decode()}": "Hello"})
FILES: dict[str, tuple[bytes, Reason]] = {
    "picture": (PNG, Reason.IMAGE),
    "photograph": (b"\xff\xd8\xff\xe0" + b"\x00" * 40, Reason.IMAGE),
    "bytes": (bytes(range(256)) * 4, Reason.UNKNOWN),
    "old office": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500, Reason.UNKNOWN),
    "rich text of a careless writer": (rb"{\rt 2\'319-09-9999}", Reason.UNKNOWN),
    "rich text": (rb"{\rtf1 2{\b 19}-09-9999}", Reason.UNKNOWN),
    "drawing": (b"<svg xmlns='http://www.w3.org/2000/svg'><text>2</text></svg>", Reason.UNKNOWN),
    "page that computes": (b"<p id=a></p><script>a.innerText='x'</script>", Reason.UNKNOWN),
    "page that draws by style": (b"<style>p::after{content:'219'}</style><p>", Reason.UNKNOWN),
    "page that puts letters elsewhere": (
        b"<span style='float: right'>9999</span><span>219-09-</span>", Reason.UNKNOWN
    ),
    "page that goes on to another": (b"<meta http-equiv=refresh content='0;url=data:,219'>", Reason.UNKNOWN),
    "address card with a packed note": (b"BEGIN:VCARD\nNOTE;ENCODING=b:MjE5\nEND:VCARD", Reason.UNKNOWN),
    "packed by uuencode": (b"Hello\nbegin 644 a.txt\n+,C$Y+3`Y+3DY.3D`\n`\nend\n", Reason.UNKNOWN),
    "PostScript": (b"%!PS-Adobe\n(2) show", Reason.UNKNOWN),
    "packed by gzip": (b"\x1f\x8b\x08" + b"\x00" * 40, Reason.UNKNOWN),
    "packed by 7z": (b"7z\xbc\xaf\x27\x1c" + b"\x00" * 40, Reason.UNKNOWN),
    "UTF-16 without a mark": ("It is 219".encode("utf-16-le"), Reason.UNKNOWN),
    "archive with a password": (locked(), Reason.PASSWORD),
    "archive with something behind it": (packed({"a.txt": "Hello"}) + SSN.encode(), Reason.UNKNOWN),
    "archive that is a PDF too": (pdf(drawn("Hello")) + packed({"a.txt": SSN}), Reason.UNKNOWN),
    "PDF that is an archive too": (PDF_IN_A_NAME, Reason.UNKNOWN),
    "archive with a picture": (packed({"a.txt": "Hello", "b.png": PNG}), Reason.IMAGE),
    "archive that is cut": (packed({"a.txt": "Hello" * 50})[:60], Reason.CORRUPT),
    "archive with two files of one name": (twice(), Reason.CORRUPT),
    "archive of archives": (nested(6), Reason.TOO_LARGE),
    "archive of many files": (packed({f"{number}.txt": "" for number in range(600)}), Reason.TOO_LARGE),
    "archive that packs too well": (packed({"a.txt": b"a" * 20_000_000}), Reason.TOO_LARGE),
    "document with a picture": (
        packed({"[Content_Types].xml": "<T/>", "word/media/image1.png": PNG}), Reason.IMAGE
    ),
    "document with macros": (
        packed({"[Content_Types].xml": "<T/>", "word/vbaProject.bin": b"\x00"}), Reason.IMAGE
    ),
    "document with an unknown part": (
        packed({"[Content_Types].xml": "<T/>", "customXml/a.dat": b"\x00"}), Reason.UNKNOWN
    ),
    "document that fetches a file": (
        packed(
            {
                "[Content_Types].xml": "<T/>",
                "word/document.xml": "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>",
            }
        ),
        Reason.CORRUPT,
    ),
    "document that packs too well": (word("a" * 20_000_000), Reason.TOO_LARGE),
    "workbook that packs too well": (workbook(sheet=row("1" * 20_000_000)), Reason.TOO_LARGE),
    "document of a billion words": (
        packed(
            {
                "[Content_Types].xml": "<T/>",
                "word/document.xml": "<!DOCTYPE a [<!ENTITY b 'ha'><!ENTITY c '&b;&b;&b;&b;'>]><a>&c;</a>",
            }
        ),
        Reason.CORRUPT,
    ),
    "picture of a billion points": (
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x80\x00\x00\x00\x80\x00" + b"\x00" * 40, Reason.IMAGE
    ),
    "document that is no XML": (
        packed({"[Content_Types].xml": "<T/>", "word/document.xml": "<a>"}), Reason.CORRUPT
    ),
    "open document with a password": (
        packed({"mimetype": "x", "META-INF/manifest.xml": "<m><encryption-data/></m>"}), Reason.PASSWORD
    ),
    "workbook that names no text": (workbook(sheet=row("s:7")), Reason.CORRUPT),
    "workbook that computes what it shows": (
        workbook(sheet="<row><c><f>&quot;219-09-&quot;&amp;&quot;9999&quot;</f></c></row>"), Reason.UNKNOWN
    ),
    "mail with a picture": (
        mail("iVBORw0KGgo=", kind="image/png", encoding="base64"),
        Reason.IMAGE,
    ),
    "mail in an unknown alphabet": (mail("Hello").replace(b"utf-8", b"klingon"), Reason.CORRUPT),
    "mail whose parts do not end": (
        mail("--b\r\n\r\nHello", kind="multipart/mixed; boundary=b"), Reason.CORRUPT
    ),
    "mail of two encodings": (
        mail("It is 219", encoding="7bit\r\nContent-Transfer-Encoding: base64"), Reason.CORRUPT
    ),
    "mail of two types": (mail("It is 219", kind="text/html\r\nContent-Type: text/plain"), Reason.CORRUPT),
    "mail in base64 that says 7bit": (mail(PACKED, encoding="7bit"), Reason.UNKNOWN),
    "text that is packed": (PACKED.encode(), Reason.UNKNOWN),
    "text that is packed, of an old machine": (
        base64.b64encode("Número 219-09-9999".encode("latin-1")), Reason.UNKNOWN
    ),
    "text that is packed, of two bytes": (base64.b64encode("219-09-9999".encode("utf-16")), Reason.UNKNOWN),
    "text that is packed, of two bytes without a mark": (
        base64.b64encode("219-09-9999".encode("utf-16-be")), Reason.UNKNOWN
    ),
    "text that is packed line by line": (
        b"\n".join(map(base64.b64encode, (b"It is 21", b"9-09-9999."))), Reason.UNKNOWN
    ),
    "text that is packed for the name of a file": (
        base64.urlsafe_b64encode(b"219-09-9999.???~~~"), Reason.UNKNOWN
    ),
    "text that is packed twice, in a text": (
        b"Hello there,\n" + base64.b64encode(PACKED.encode()), Reason.UNKNOWN
    ),
    "bytes that are packed in a text": (
        b"Hello there,\n" + base64.encodebytes(bytes(range(0, 255, 2)) * 2), Reason.UNKNOWN
    ),
    "bytes that are packed below a word": (
        b"Hello\n" + base64.encodebytes(bytes(range(0, 255, 2)) * 2), Reason.UNKNOWN
    ),
    "record that is packed and goes on": (
        b"Hello there,\n" + base64.encodebytes(b"0\x82\x00\x10" + bytes(range(0, 255)) * 2), Reason.UNKNOWN
    ),
    "bytes that are packed in lines of which the last is shorter": (
        b"Hello there,\n" + base64.encodebytes(bytes(range(1, 255)) + b"ab"), Reason.UNKNOWN
    ),
    "bytes that are packed among hashes": (
        b"Hello there,\n" + b"0123456789abcdef" * 4 + b"\n" + b"\n".join([b"aZ/9" * 16] * 4), Reason.UNKNOWN
    ),
    "document in a table of words": (
        b'{"data": "' + base64.b64encode(pdf(drawn(SSN))) + b'"}', Reason.UNKNOWN
    ),
    "page that is packed and draws": (
        b"See: " + base64.b64encode(b"<svg><text>219</text></svg>"), Reason.UNKNOWN
    ),
    "text of packed bytes": (base64.encodebytes(bytes(range(0, 255, 2))), Reason.UNKNOWN),
    "PDF that is cut": (b"%PDF-1.7\n1 0 obj", Reason.CORRUPT),
    "PDF with a picture": (
        pdf(drawn("Hello") + " /X Do", extra="/XObject << /X 6 0 R >>", objects=PICTURE), Reason.IMAGE
    ),
    "PDF with a picture in a stamp": (
        pdf(
            drawn("Hello"),
            page="/Annots [6 0 R]",
            objects=(
                "<< /Type /Annot /Subtype /Stamp /AP << /N 7 0 R >> /Rect [0 0 300 300] >>",
                drawing("/X Do", "/XObject << /X 8 0 R >>"),
                *PICTURE,
            ),
        ),
        Reason.IMAGE,
    ),
    "PDF with a file in a note": (
        pdf(
            drawn("Hello"),
            page="/Annots [6 0 R]",
            objects=("<< /Type /Annot /Subtype /FileAttachment /FS << /F (a.txt) >> /Rect [0 0 9 9] >>",),
        ),
        Reason.UNKNOWN,
    ),
    "PDF that computes": (
        pdf(drawn("Hello"), catalogue="/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"), Reason.UNKNOWN
    ),
    "PDF with a password": (encrypted_pdf(drawn("Hello"), "Form 12", user=b"secret"), Reason.PASSWORD),
    "PDF with a password that is none": (encrypted_pdf(drawn("Hello"), SSN), Reason.PASSWORD),
    "PDF whose digits say that they are letters": (
        pdf_of_font(SSN, SIMPLE, "1 beginbfrange <30> <39> <0061> endbfrange"), Reason.UNKNOWN
    ),
    "PDF whose digit says that it is another": (
        pdf_of_font(SSN, SIMPLE, "1 beginbfchar <39> <0031> endbfchar"), Reason.UNKNOWN
    ),
    "PDF whose digits say one by one that they are others": (
        pdf_of_font(SSN, SIMPLE, "1 beginbfrange <30> <31> [<0030> <0032>] endbfrange"), Reason.UNKNOWN
    ),
    **{f"PDF whose digits lie: {name}": (made, Reason.UNKNOWN) for name, made in LYING_FONTS.items()},
    "PDF with a table of more codes than are looked at": (
        pdf_of_font("Hello", SIMPLE, OF_EACH_CODE * 5), Reason.UNKNOWN
    ),
    "PDF with objects that are packed otherwise": (
        pdf(
            drawn("Hello"),
            objects=(
                packed_objects(
                    "7 0 << /Title (a) >>",
                    "/Type /ObjStm /First 4 /Filter /FlateDecode /DecodeParms << /Predictor 2 >>",
                ),
            ),
        ),
        Reason.UNKNOWN,
    ),
    "PDF with an object in the stream of another": (
        pdf(drawn("Hello"), objects=("<< /Length 20 >>\nstream\n9 0 obj << >> endobj\nendstream",)),
        Reason.UNKNOWN,
    ),
    "PDF with a script whose name is written in numbers": (
        pdf(drawn("Hello"), catalogue="/OpenAction << /S /Java#53cript /J#53 (app.alert(1)) >>"),
        Reason.UNKNOWN,
    ),
    "PDF with a font of drawings": (
        pdf(drawn("Hello"), objects=("<< /Type /Font /Subtype /Type3 /CharProcs << /a 4 0 R >> >>",)),
        Reason.UNKNOWN,
    ),
    "PDF of outlines": (pdf("0 0 m 90 90 l S"), Reason.IMAGE),
}  # fmt: skip


@pytest.mark.parametrize(("data", "reason"), FILES.values(), ids=FILES)
def test_what_cannot_be_read_says_why_and_is_restricted(data: bytes, reason: Reason) -> None:
    with pytest.raises(CannotRead) as raised:
        read_text("a.eml" if b"MIME-Version" in data[:400] else "a", data)
    verdict = screen(Document(attachments=(attachment_of("a", data),)))

    assert raised.value.reason is reason
    assert verdict.strength == "restricted"


def test_a_file_that_is_too_large_is_not_opened_however_little_text_it_has() -> None:
    text = read_text("a.docx", roomy(limits.LARGEST_FILE_BYTES))

    with pytest.raises(CannotRead) as raised:
        read_text("a.docx", roomy(limits.LARGEST_FILE_BYTES + 1))

    assert text.strip() == "Hello"
    assert raised.value.reason is Reason.TOO_LARGE


# What programs for pictures look at, before letters that a plain text may have.
PICTURES = {
    "PNG": b"\x89PNG\r\n\x1a\n", "JPEG": b"\xff\xd8\xff\xe0",
    "GIF of 1987": b"GIF87a", "GIF of 1989": b"GIF89a",
    "TIFF": b"II*\0", "TIFF of other machines": b"MM\0*", "bitmap": b"BM",
    "icon": b"\0\0\1\0", "WebP": b"RIFF",
}  # fmt: skip


@pytest.mark.parametrize("beginning", PICTURES.values(), ids=PICTURES)
def test_what_begins_as_a_picture_is_one_also_where_letters_follow(beginning: bytes) -> None:
    with pytest.raises(CannotRead) as raised:
        read_text("a.txt", beginning + b" form 12 and nothing else")

    assert raised.value.reason is Reason.IMAGE


def test_a_size_that_an_archive_declares_is_not_believed() -> None:
    data = packed({"a.txt": b"a" * 20_000_000})
    size = (20_000_000).to_bytes(4, "little")

    with pytest.raises(CannotRead):
        read_text("a.zip", data.replace(size, (10).to_bytes(4, "little")))


def test_archives_that_lie_over_each_other_stop_at_the_sum_of_their_bytes() -> None:
    chunk = zlib.compress(os.urandom(1000))
    data = packed({f"{number}.bin.txt": chunk.hex() * 900 for number in range(40)})

    with pytest.raises(CannotRead) as raised:
        read_text("a.zip", data)

    assert raised.value.reason is Reason.TOO_LARGE


def test_a_pdf_that_takes_too_long_is_given_up_and_its_process_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdfs, "SECONDS", 0.001)
    began = time.monotonic()

    with pytest.raises(CannotRead) as raised:
        read_text("a.pdf", pdf(drawn("Hello")))

    assert raised.value.reason is Reason.TOO_SLOW
    assert time.monotonic() - began < 5


CIRCLES: dict[str, bytes] = {
    "a form that draws itself": pdf(
        drawn("Hello") + " /X Do",
        extra="/XObject << /X 6 0 R >>",
        objects=(
            "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>"
            " /Length 5 >>\nstream\n/X Do\nendstream",
        ),
    ),
    "elements in each other": word("<w:p>" * 100_000 + "</w:p>" * 100_000),
    "lists in each other": b"%PDF-1.7\n1 0 obj\n" + b"[" * 100_000,
}


@pytest.mark.parametrize("data", CIRCLES.values(), ids=CIRCLES)
def test_what_goes_round_in_circles_is_given_up_in_time(data: bytes) -> None:
    began = time.monotonic()

    attachment = attachment_of("a", data)

    assert time.monotonic() - began < pdfs.SECONDS + 5
    assert len(attachment.text or "") <= limits.MOST_TEXT_CHARACTERS


def test_the_log_of_what_was_not_read_holds_nothing_of_it(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")

    attachment_of(f"{SSN}.png", PNG)
    attachment_of(f"{SSN}.docx", word(runs(SSN))[:-30])

    assert "219" not in caplog.text
    assert "image" in caplog.text


@given(
    st.sampled_from([word(runs("Hello")), workbook(sheet=row("a")), packed({"a.txt": "b"}), mail("Hello")]),
    st.integers(0, 10_000),
    st.integers(0, 255),
)
@settings(max_examples=60)
def test_no_damage_makes_reading_raise_anything_else(data: bytes, place: int, octet: int) -> None:
    damaged = bytearray(data)
    damaged[place % len(damaged)] = octet

    attachment = attachment_of("a", bytes(damaged))

    assert screen(Document(attachments=(attachment,))).strength in {"clean", "personal", "restricted"}
