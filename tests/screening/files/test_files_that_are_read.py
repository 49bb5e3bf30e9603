"""A planted number is found in every place that a format has for words."""

import base64

import pytest

from screening import Document, Kind, screen
from screening.files import attachment_of
from tests.screening.files.making import SSN, drawn, mail, packed, pdf, row, runs, word, workbook

NUMBER = f"It is {SSN}."
FORM_FIELD = (
    f"<< /Type /Annot /Subtype /Widget /FT /Tx /T (number) /V ({SSN}) /Rect [0 0 90 20] /P 3 0 R >>",
)

FILES: dict[str, tuple[str, bytes]] = {
    "text": ("a.txt", NUMBER.encode()),
    "text in UTF-16": ("a.txt", NUMBER.encode("utf-16")),
    "text of an old machine": ("a.txt", f"Número {SSN}".encode("latin-1")),
    "text without an extension": ("a", NUMBER.encode()),
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
    "document under another name": ("a.txt", word(runs(NUMBER))),
    "workbook": ("a.xlsx", workbook(sheet=row(SSN))),
    "workbook, shared text": ("a.xlsx", workbook(shared=SSN, sheet=row("s:0"))),
    "workbook, shared text of no cell": ("a.xlsx", workbook(shared=SSN)),
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
    "mail": ("a.eml", mail(NUMBER)),
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
    "PDF": ("a.pdf", pdf(drawn(NUMBER))),
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
    "empty": ("a.txt", b""),
    "document": ("a.docx", word(runs("Bring form 12."), comments=runs("Good."))),
    "workbook": ("a.xlsx", workbook(shared="Form", sheet=row("s:0", "12"))),
    "mail": ("a.eml", mail("Bring form 12.")),
    "archive": ("a.zip", packed({"b.txt": "Bring form 12."})),
    "PDF": ("a.pdf", pdf(drawn("Bring form 12."))),
}


@pytest.mark.parametrize(("name", "data"), HARMLESS.values(), ids=HARMLESS)
def test_a_harmless_file_is_clean(name: str, data: bytes) -> None:
    assert screen(Document(attachments=(attachment_of(name, data),))).strength == "clean"
