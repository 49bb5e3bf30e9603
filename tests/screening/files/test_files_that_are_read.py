"""A planted number is found in every place that a format has for words."""

import base64

import pytest

from screening import Document, Kind, screen
from screening.deadlines import Deadline
from screening.disguises import readings_of
from screening.files import attachment_of, texts_packed_in
from screening.readings import Reading
from tests.screening.files.fonts import HONEST_FONTS
from tests.screening.files.making import (
    FORM_FIELD,
    SSN,
    archive,
    cell,
    drawing,
    drawn,
    formats,
    mail,
    mail_of_parts,
    open_document,
    packed,
    packed_objects,
    pdf,
    pdf_of_font,
    row,
    runs,
    word,
    workbook,
)

NUMBER = f"It is {SSN}."
STAMP = "<< /Type /Annot /Subtype /Stamp /AP << /N 7 0 R >> /Rect [0 0 300 300] >>"
FONT = "/Font << /F 5 0 R >>"
SIMPLE = "/Subtype /TrueType /Encoding /WinAnsiEncoding"
MEANINGS = (
    "2 beginbfrange <30> <39> <0030> <41> <42> [<0041> <0042>] endbfrange 1 beginbfchar <61> <0061> endbfchar"
)
OTHERS = base64.b64encode(b"Hello there, Ana!")
# What is packed within a text, and is no more than a part of it.
PACKED: dict[str, bytes] = {
    "below a line": b"My number, please keep:\n" + base64.b64encode(NUMBER.encode()),
    "below a word": b"Hello\n" + base64.b64encode(NUMBER.encode()) + b"\nAnaMoreno\n",
    "in a record": b'{"ssn": "' + base64.b64encode(SSN.encode()) + b'"}',
    "above a word": base64.b64encode(NUMBER.encode()) + b"\nAna\n",
    "below two words": b"Hello,\nAna\n" + base64.b64encode(NUMBER.encode()),
    "before another block": base64.b64encode(SSN.encode()) + b" is it.\n" + OTHERS,
    "behind another block": OTHERS + b"\nis what I say.\n" + base64.b64encode(SSN.encode()),
    "in few letters among many": b"It is:\n" + base64.b64encode(f"éèêëàâäîïôöû {SSN}".encode("latin-1")),
    "among letters of UTF-8": b"It is:\n" + base64.b64encode(f"社会保障番号は{SSN}です".encode()),
    "as digits alone": b"ssn=" + base64.b64encode(SSN.replace("-", "").encode()),
    "of an old machine": b"It is:\n" + base64.b64encode(f"El n\xfamero es {SSN}".encode("latin-1")),
    "of two bytes": b"It is:\n" + base64.b64encode(SSN.encode("utf-16-le")),
    "of four bytes": b"It is:\n" + base64.b64encode(SSN.encode("utf-32-be")),
    "line by line": b"It is:\n" + b"\n".join(map(base64.b64encode, (b"219-0", b"9-9999."))),
    "for the name of a file": b"It is: " + base64.urlsafe_b64encode(f"{SSN}.???~~~".encode()),
    "in lines that are cut": b"It is:\n" + base64.b64encode(NUMBER.encode())[:10] + b"\r\n  "
    + base64.b64encode(NUMBER.encode())[10:],
}  # fmt: skip
# Where the words of a document are parted by what its reader does not read.
PARTED = {
    "words that were taken out": "<w:del><w:r><w:delText>5</w:delText></w:r></w:del>",
    "words that were moved away": "<w:moveFrom><w:r><w:t>5</w:t></w:r></w:moveFrom>",
    "words that were put in": "<w:ins><w:r><w:t>5</w:t></w:r></w:ins>",
    "hidden words": "<w:r><w:rPr><w:vanish/></w:rPr><w:t>5</w:t></w:r>",
    "the code of a field": "<w:r><w:instrText>PAGE 5</w:instrText></w:r>",
}


def parted(between: str) -> bytes:
    """Make a document whose number has something in it."""
    return word(f"<w:p><w:r><w:t>219-0</w:t></w:r>{between}<w:r><w:t>9-9999</w:t></w:r></w:p>")


STYLES = (
    "<w:style w:styleId='Unseen'><w:rPr><w:vanish/></w:rPr></w:style>"
    "<w:style w:styleId='Below'><w:basedOn w:val='Unseen'/></w:style>"
    "<w:style w:styleId='Lowest'><w:basedOn w:val='Below'/><w:rPr><w:b/></w:rPr></w:style>"
    "<w:style w:styleId='Round'><w:basedOn w:val='Round'/></w:style>"
    "<w:style w:styleId='Seen'><w:basedOn w:val='Unseen'/><w:rPr><w:vanish w:val='0'/></w:rPr></w:style>"
)
# A run that a style hides, and one that a style would hide and does not.
STYLED = {
    "style": "<w:r><w:rPr><w:rStyle w:val='Unseen'/></w:rPr><w:t>5</w:t></w:r>",
    "style that is based on one": "<w:r><w:rPr><w:rStyle w:val='Below'/></w:rPr><w:t>5</w:t></w:r>",
    "style based on that": "<w:r><w:rPr><w:rStyle w:val='Lowest'/></w:rPr><w:t>5</w:t></w:r>",
}
SEEN = {
    "style that hides nothing again": "<w:rPr><w:rStyle w:val='Seen'/></w:rPr>",
    "run that is shown all the same": "<w:rPr><w:rStyle w:val='Unseen'/><w:vanish w:val='false'/></w:rPr>",
    "style that is based on itself": "<w:rPr><w:rStyle w:val='Round'/></w:rPr>",
}


def styled(body: str) -> bytes:
    """Make a document with styles, some of which hide words."""
    return word(body, styles=STYLES)


def in_hidden_paragraph(properties: str) -> bytes:
    """Make a document whose number is shown in a paragraph of a style that hides, with a run between."""
    shown = "<w:rPr><w:vanish w:val='0'/></w:rPr>"
    runs_of_number = "".join(
        f"<w:r>{of}<w:t>{text}</w:t></w:r>"
        for of, text in ((shown, "219-0"), (properties, "5"), (shown, "9-9999"))
    )
    return styled(f"<w:p><w:pPr><w:pStyle w:val='Unseen'/></w:pPr>{runs_of_number}</w:p>")


def annotated(*objects: str, catalogue: str = "") -> bytes:
    """Make a PDF whose page has the first of some objects as a note."""
    return pdf(drawn("Hello"), page="/Annots [6 0 R]", catalogue=catalogue, objects=objects)


def of_packed_objects(objects: str) -> bytes:
    """Make a PDF with objects that are packed, as most programs write them."""
    return pdf(drawn("Hello"), objects=(packed_objects(objects),))


FILES: dict[str, tuple[str, bytes]] = {
    "text": ("a.txt", NUMBER.encode()),
    **{
        f"text in UTF-{bits}, the {end} byte first": ("a.txt", f"\ufeff{NUMBER}".encode(f"utf-{bits}-{code}"))
        for bits in (16, 32)
        for end, code in (("low", "le"), ("high", "be"))
    },
    "text of an old machine": ("a.txt", f"Número {SSN}".encode("latin-1")),
    "text without an extension": ("a", NUMBER.encode()),
    **{f"text, packed {name}": ("a.txt", content) for name, content in PACKED.items()},
    "table": ("a.csv", f"name,ssn\nA Sample,{SSN.replace('-', '')}\n".encode()),
    "simple page": ("a.html", f"<p>{SSN[:5]}<b>{SSN[5:]}</b></p>".encode()),
    "document": ("a.docx", word(runs(NUMBER))),
    "document, cut into runs": ("a.docx", word(runs("219-0", "9-99", "99"))),
    "document, comment": ("a.docx", word(runs("Hello"), comments=runs(NUMBER))),
    "document, header": ("a.docx", word(runs("Hello"), hdr=runs(NUMBER))),
    "document, footnote": ("a.docx", word(runs("Hello"), footnotes=runs(NUMBER))),
    "document, deleted words": ("a.docx", word(f"<w:del><w:r><w:delText>{SSN}</w:delText></w:r></w:del>")),
    "document, target of a link": (
        "a.docx",
        packed(
            {
                "[Content_Types].xml": "<T/>",
                "word/_rels/document.xml.rels": f"<R><r Target='mailto:{SSN}'/></R>",
            }
        ),
    ),
    "document, dash that keeps a line": (
        "a.docx",
        word(
            "<w:p><w:r><w:t>219</w:t><w:noBreakHyphen/><w:t>09</w:t><w:noBreakHyphen/><w:t>9999</w:t></w:r></w:p>"
        ),
    ),
    "document, words that describe a picture": (
        "a.docx",
        word("<a descr='two one nine, zero nine, nine nine nine nine'/>"),
    ),
    **{f"document, parted by {name}": ("a.docx", parted(between)) for name, between in PARTED.items()},
    **{
        f"document, parted by words of a {name}": (
            "a.docx",
            styled(f"<w:p><w:r><w:t>219-0</w:t></w:r>{between}<w:r><w:t>9-9999</w:t></w:r></w:p>"),
        )
        for name, between in STYLED.items()
    },
    **{
        f"document, in a {name}": (
            "a.docx",
            styled(
                f"<w:p><w:r><w:t>219-0</w:t></w:r><w:r>{properties}<w:t>9-9</w:t></w:r><w:r><w:t>999</w:t></w:r></w:p>"
            ),
        )
        for name, properties in SEEN.items()
    },
    "document, parted by words of a paragraph's style": ("a.docx", in_hidden_paragraph("")),
    "document, hidden by a style": (
        "a.docx",
        styled(f"<w:p><w:r><w:rPr><w:rStyle w:val='Below'/></w:rPr><w:t>{SSN}</w:t></w:r></w:p>"),
    ),
    "open document, parted by words of a style": (
        "a.odt",
        open_document(
            "219-0<text:span text:style-name='T2'>5</text:span>9-9999",
            styles="<style:style style:name='T1'><style:text-properties text:display='none'/></style:style>"
            "<style:style style:name='T2' style:parent-style-name='T1'/>",
        ),
    ),
    "document under another name": ("a.txt", word(runs(NUMBER))),
    "workbook": ("a.xlsx", workbook(sheet=row(SSN))),
    "workbook, shared text": ("a.xlsx", workbook(shared=SSN, sheet=row("s:0"))),
    "workbook, shared text of no cell": ("a.xlsx", workbook(shared=SSN)),
    "workbook, format of such numbers": (
        "a.xlsx",
        workbook(styles=formats("000\\-00\\-0000"), sheet=f"<row>{cell('219099999', style=1)}</row>"),
    ),
    "workbook, format with quoted dashes": (
        "a.xlsx",
        workbook(
            styles=formats("000&quot;-&quot;00&quot;-&quot;0000"),
            sheet=f"<row>{cell('19099999', style=1)}</row>",
        ),
    ),
    "workbook, hidden sheet": ("a.xlsx", workbook(hidden=row(SSN))),
    "workbook, comment": ("a.xlsx", workbook(comments=SSN)),
    "workbook, head of a column": (
        "a.xlsx",
        workbook(sheet=row("name", "SSN", "town") + row("A Sample", SSN.replace("-", ""), "Lynn")),
    ),
    "presentation, notes": (
        "a.pptx",
        packed({"[Content_Types].xml": "<T/>", "ppt/notesSlides/n.xml": f"<n><t>{SSN}</t></n>"}),
    ),
    "open document": (
        "a.odt",
        packed({"mimetype": "x", "META-INF/manifest.xml": "<m/>", "content.xml": f"<c><p>{SSN}</p></c>"}),
    ),
    "open document, blanks": ("a.odt", open_document("219<text:s/>09<text:s/>9999")),
    "open document, note inside": (
        "a.odt",
        open_document("219-0<office:annotation><text:p>See</text:p></office:annotation>9-9999"),
    ),
    "calendar, folded line": (
        "a.ics",
        b"BEGIN:VCALENDAR\r\nSUMMARY:It is 219-0\r\n 9-9999\r\nEND:VCALENDAR\r\n",
    ),
    "mail": ("a.eml", mail(NUMBER)),
    "mail, before its parts": ("a.eml", mail_of_parts(before=SSN)),
    "mail, behind its parts": ("a.eml", mail_of_parts(behind=SSN)),
    "mail, flowing lines": (
        "a.eml",
        mail("It is 219-0 \r\n9-9999", kind="text/plain; format=flowed; delsp=yes"),
    ),
    "mails in one file": (
        "a.mbox",
        b"From a@example.org Mon Mar  3 10:00:00 2025\n"
        + mail("Hello")
        + b"\nFrom a@example.org Mon Mar  3 10:01:00 2025\n"
        + mail(base64.b64encode(NUMBER.encode()).decode(), encoding="base64"),
    ),
    "mail of few headers": (
        "a.mht",
        b"Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n"
        + base64.b64encode(NUMBER.encode()),
    ),
    "mail, subject": ("a.eml", mail("Hello", subject=SSN)),
    "mail, packed letters": ("a.eml", mail(base64.b64encode(NUMBER.encode()).decode(), encoding="base64")),
    "mail, quoted-printable": ("a.eml", mail("It is 219=2D09=\r\n-9999.", encoding="quoted-printable")),
    "mail, page": ("a.eml", mail("<p>219-<i>09</i>-9999</p>", kind="text/html")),
    "mail in a mail": (
        "a.eml",
        mail(mail(NUMBER).decode(), kind="message/rfc822").replace(b"; charset=utf-8", b"", 1),
    ),
    "mail without its name": ("a", mail(NUMBER)),
    "archive": ("a.zip", packed({"b.txt": NUMBER})),
    "archive in an archive": ("a.zip", packed({"b.zip": packed({"c.docx": word(runs(NUMBER))})})),
    "archive, name of a file": ("a.zip", packed({f"{SSN}.txt": "Hello"})),
    "archive, what is said of it": ("a.zip", archive({"b.txt": "Hello"}, comment=NUMBER)),
    "archive, what is said of a file": ("a.zip", archive({"b.txt": "Hello"}, comment_of_file=NUMBER)),
    "archive, name of an empty folder": ("a.zip", archive({"b.txt": "Hello"}, folder=SSN)),
    "PDF": ("a.pdf", pdf(drawn(NUMBER))),
    "PDF, form field whose value stands above it": (
        "a.pdf",
        annotated(
            "<< /Type /Annot /Subtype /Widget /Parent 7 0 R /Rect [0 0 90 20] /P 3 0 R >>",
            f"<< /FT /Tx /T (number) /V ({SSN}) /Kids [6 0 R] >>",
            catalogue="/AcroForm << /Fields [7 0 R] >>",
        ),
    ),
    "PDF, form field that no page shows": (
        "a.pdf",
        pdf(
            drawn("Hello"),
            catalogue="/AcroForm << /Fields [6 0 R] >>",
            objects=(f"<< /FT /Tx /T (number) /V ({SSN}) >>",),
        ),
    ),
    "PDF, choices of a form field": (
        "a.pdf",
        annotated(f"<< /Type /Annot /Subtype /Widget /FT /Ch /T (n) /Opt [({SSN}) (no)] /Rect [0 0 9 9] >>"),
    ),
    "PDF, stamp": ("a.pdf", annotated(STAMP, drawing(drawn(SSN), FONT))),
    "PDF, target of a link": (
        "a.pdf",
        annotated(
            f"<< /Type /Annot /Subtype /Link /A << /S /URI /URI (mailto:a?body={SSN}) >> /Rect [0 0 9 9] >>"
        ),
    ),
    "PDF, property of its own": (
        "a.pdf",
        pdf(drawn("Hello"), objects=(f"<< /Number <{SSN.encode('utf-16').hex()}> /Other ({SSN}) >>",)),
    ),
    "PDF, metadata": (
        "a.pdf",
        pdf(
            drawn("Hello"),
            objects=(f"<< /Type /Metadata /Length {len(SSN) + 2} >>\nstream\n<x>{SSN}</x>\nendstream",),
        ),
    ),
    "PDF, packed objects": ("a.pdf", of_packed_objects(f"7 0 << /Title ({SSN}) >>")),
    "PDF, packed objects whose type is written in numbers": (
        "a.pdf",
        pdf(
            drawn("Hello"),
            objects=(
                packed_objects(f"7 0 << /Title ({SSN}) >>", "/Type /Obj#53tm /First 4 /Filter /Fl").replace(
                    "<<", "<<\n", 1
                ),
            ),
        ),
    ),
    "PDF, object behind one that speaks of streams": (
        "a.pdf",
        pdf(
            drawn("Hello"),
            objects=(
                "<< /Title (a stream\n) >> % stream",
                f"<< /Title (b) /Other ({SSN}) >>",
                "<< /Length 1 >>\nstream\nA\nendstream",
            ),
        ),
    ),
    "PDF, words that are drawn and said to be others": (
        "a.pdf",
        pdf(f"/Span << /ActualText (Hello) >> BDC {drawn(SSN)} EMC"),
    ),
    "PDF, words that are said to be drawn": (
        "a.pdf",
        pdf(f"/Span << /ActualText ({SSN}) >> BDC {drawn('Hello')} EMC"),
    ),
    "PDF, words in a form that are said to be others": (
        "a.pdf",
        pdf(
            "/X Do",
            extra="/XObject << /X 6 0 R >>",
            objects=(drawing(f"/Span << /ActualText (Hello) >> BDC {drawn(SSN)} EMC", FONT),),
        ),
    ),
    "PDF, form field": ("a.pdf", pdf(drawn("Hello"), page="/Annots [6 0 R]", objects=FORM_FIELD)),
    "PDF, note": (
        "a.pdf",
        pdf(
            drawn("Hello"),
            page="/Annots [6 0 R]",
            objects=(f"<< /Type /Annot /Subtype /Text /Contents ({SSN}) /Rect [0 0 9 9] >>",),
        ),
    ),
    "PDF after other bytes": ("a.txt", b"\n" * 20 + pdf(drawn(NUMBER))),
}


@pytest.mark.parametrize(("name", "data"), FILES.values(), ids=FILES)
def test_a_number_is_found_wherever_a_format_has_words(name: str, data: bytes) -> None:
    attachment = attachment_of(name, data)

    assert attachment.text is not None
    verdict = screen(Document(attachments=(attachment,)))
    assert Kind.SSN in {finding.kind for finding in verdict.findings}
    assert verdict.strength == "restricted"


HARMLESS: dict[str, tuple[str, bytes]] = {
    "text": ("a.txt", b"Bring form 12."),
    "text of headings": ("a.txt", b"Order: by post\nContent: form 12\nDirection: to us\n"),
    "text of one word in a line": ("a.txt", b"Bring\nthe\nform\nwhich\nyou\nhave\nsigned\nplease\nsir\n"),
    "text of names": (
        "a.txt",
        b"ThisIsAVeryLongName and some_other_name_of_it\n/usr/share/doc/some-package/examples\n",
    ),
    "long names in lines": (
        "a.txt",
        b"Names:\n" + b"".join(b"/usr/share/doc/%064d/Abc\n" % number for number in range(3)),
    ),
    "names in lines": (
        "a.txt",
        b"Names:\n" + b"".join(b"Name-of-something-%d\n" % number for number in range(9)),
    ),
    "long names above a longer one": (
        "a.txt",
        b"Names:\n" + b"".join(b"Name/%060d\n" % number for number in (*range(5), 10**60)),
    ),
    "names of different lengths": (
        "a.txt",
        b"Names:\n" + b"".join(b"Name/%s\n" % (b"aZ9" * length) for length in range(20, 30)),
    ),
    "hashes in lines": ("a.txt", b"Sums:\n" + b"".join(b"%064x\n" % (number**60) for number in range(3, 12))),
    "key": (
        "a.pem",
        b"-----BEGIN KEY-----\n"
        + base64.encodebytes(b"0\x82\x01\xfe" + bytes(range(255)) * 2)
        + b"-----END KEY-----\n",
    ),
    "signature of an old program": (
        "a.asc",
        b"Signed:\n-----BEGIN PGP SIGNATURE-----\n\n"
        + base64.encodebytes(b"\x88\x5e" + bytes(range(255)))
        + b"=ab12\n",
    ),
    "form with lines to fill in": ("a.txt", b"Please explain:\n" + (b"_" * 70 + b"\n") * 5 + b"thanks\n"),
    "lines alone": ("a.txt", b"-" * 70 + b"\n"),
    "hashes that say so": (
        "a.txt",
        b"Sent:\n" + b"".join(b"0x%064x\n" % (number**60) for number in range(3, 12)),
    ),
    "column of numbers": ("a.txt", b"20240104\n" * 20),
    "empty": ("a.txt", b""),
    "document": ("a.docx", word(runs("Bring form 12."), comments=runs("Good."))),
    "workbook": ("a.xlsx", workbook(shared="Form", sheet=row("s:0", "12"))),
    "mail": ("a.eml", mail("Bring form 12.")),
    "archive": ("a.zip", packed({"b.txt": "Bring form 12.", "c.pdf": pdf(drawn("Hello"))})),
    "archive with remarks": ("a.zip", archive({"b/c.txt": "Form 12"}, comment="For you", folder="b")),
    "PDF": ("a.pdf", pdf(drawn("Bring form 12."))),
    "PDF with a table of what its letters mean": ("a.pdf", pdf_of_font("Bring form 12.", SIMPLE, MEANINGS)),
    **{f"PDF with {name}": ("a.pdf", made) for name, made in HONEST_FONTS.items()},
    "PDF with a stamp": ("a.pdf", annotated(STAMP, drawing(drawn("Seen"), FONT))),
}


@pytest.mark.parametrize(("name", "data"), HARMLESS.values(), ids=HARMLESS)
def test_a_harmless_file_is_clean(name: str, data: bytes) -> None:
    assert screen(Document(attachments=(attachment_of(name, data),))).strength == "clean"


# Each has signs of base64 alone, and makes letters of some set: by chance, and they are no words.
NAMES = (
    "Mechanically", "imagettfbbox", "textcurrency", "HTMLResponse", "deactivation", "USE-REVVIDEO",
    "CTRL_C_EVENT", "successfully", "2190999992190999", "12345678\n12345678", "0444" * 8,
    "SGVsbG8", "SGk\nSGk",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_no_packed_text(name: str) -> None:
    assert list(texts_packed_in(f"It is called {name}.\n{name}\n")) == []


def test_what_is_packed_is_given_once_and_where_it_ends() -> None:
    packed_text = base64.b64encode(b"Bring form 12 with you.").decode()

    assert list(texts_packed_in(f"Hello,\n{packed_text}\nAna\n")) == ["Bring form 12 with you."]


LINES: dict[str, tuple[str, bytes]] = {
    "text": ("a.txt", b"Bring form 12.\r\nThank you.\r\n"),
    "mail": ("a.eml", mail("Bring form 12.\r\nThank you.")),
    "PDF": ("a.pdf", pdf("BT /F 12 Tf 20 200 Td (Bring form 12.) Tj 0 -20 Td (Thank you.) Tj ET")),
}


@pytest.mark.parametrize(("name", "data"), LINES.values(), ids=LINES)
def test_the_lines_of_a_file_are_read_once(name: str, data: bytes) -> None:
    text = attachment_of(name, data).text

    assert text is not None
    assert "Bring form 12.\nThank you." in text
    assert len(list(readings_of(Reading(text, Deadline(60))))) == 1
