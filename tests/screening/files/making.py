"""Files of many formats with a planted text, made by hand so that no other library's habits get in."""

import hashlib
import io
import zipfile
import zlib

SSN = "219-09-9999"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TYPES = "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>"
# Objects of a PDF.
PICTURE = (
    "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8"
    " /Length 1 >>"
    "\nstream\nA\nendstream",
)
FORM_FIELD = (
    f"<< /Type /Annot /Subtype /Widget /FT /Tx /T (number) /V ({SSN}) /Rect [0 0 90 20] /P 3 0 R >>",
)


def packed(members: dict[str, bytes | str]) -> bytes:
    """Make a zip archive."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return output.getvalue()


def archive(
    members: dict[str, str], *, comment: str = "", comment_of_file: str = "", folder: str = ""
) -> bytes:
    """Make a zip archive with remarks, and with an empty folder."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as written:
        written.comment = comment.encode()
        for name, content in members.items():
            info = zipfile.ZipInfo(name)
            info.comment = comment_of_file.encode()
            written.writestr(info, content)
        if folder:
            written.writestr(zipfile.ZipInfo(f"{folder}/"), "")
    return output.getvalue()


def locked() -> bytes:
    """Make an archive whose file says that it is encrypted."""
    data = bytearray(packed({"a.txt": "Hello"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    return bytes(data)


def word(body: str, **parts: str) -> bytes:
    """Make a document; `parts` are further ones by their name in the folder "word"."""
    return packed(
        {
            "[Content_Types].xml": TYPES,
            "word/document.xml": f"<w:document xmlns:w='{WORD}'><w:body>{body}</w:body></w:document>",
            **{
                f"word/{name}.xml": f"<w:{name} xmlns:w='{WORD}'>{text}</w:{name}>"
                for name, text in parts.items()
            },
        }
    )


def roomy(size_bytes: int) -> bytes:
    """Make a document of just so many bytes that has one word, and a remark that no reader sees."""

    def of(remark: str) -> bytes:
        body = f"<w:document xmlns:w='{WORD}'><!--{remark}--><w:body>{runs('Hello')}</w:body></w:document>"
        return archive({"[Content_Types].xml": TYPES, "word/document.xml": body})

    return of("a" * (size_bytes - len(of(""))))


def runs(*texts: str) -> str:
    """Make a paragraph of several runs, as word processors cut a number."""
    return "<w:p>" + "".join(f"<w:r><w:t>{text}</w:t></w:r>" for text in texts) + "</w:p>"


def workbook(
    *,
    shared: str = "",
    sheet: str = "",
    hidden: str = "",
    comments: str = "",
    styles: str = "",
    base: str = "",
) -> bytes:
    """Make a workbook with one sheet to see and one hidden; `base` are attributes of its properties."""
    items = f"<si><t>{shared}</t></si>" if shared else ""
    return packed(
        {
            "[Content_Types].xml": TYPES,
            "xl/workbook.xml": f"<workbook xmlns='{SHEET}'><workbookPr {base}/><sheets><sheet name='Seen'/>"
            "<sheet name='Unseen' state='veryHidden'/></sheets></workbook>",
            "xl/styles.xml": f"<styleSheet xmlns='{SHEET}'>{styles}</styleSheet>",
            "xl/sharedStrings.xml": f"<sst xmlns='{SHEET}'>{items}</sst>",
            "xl/worksheets/sheet1.xml": _sheet(sheet),
            "xl/worksheets/sheet2.xml": _sheet(hidden),
            "xl/comments1.xml": f"<comments xmlns='{SHEET}'><comment><t>{comments}</t></comment></comments>",
        }
    )


def _sheet(rows: str) -> str:
    return f"<worksheet xmlns='{SHEET}'><sheetData>{rows}</sheetData></worksheet>"


def formats(code: str) -> str:
    """Give the styles of a workbook whose style 1 shows numbers by a format of its own."""
    return (
        f"<numFmts><numFmt numFmtId='164' formatCode='{code}'/></numFmts>"
        "<cellXfs><xf numFmtId='0'/><xf numFmtId='164'/></cellXfs>"
    )


def open_document(body: str, *, styles: str = "") -> bytes:
    """Make an open document with `body` in one paragraph, and with styles."""
    content = (
        f"<c xmlns:text='text' xmlns:office='office' xmlns:style='style'>{styles}<text:p>{body}</text:p></c>"
    )
    return packed({"mimetype": "x", "META-INF/manifest.xml": "<m/>", "content.xml": content})


def row(*cells: str) -> str:
    """Make a row of cells: "s:0" is the first shared text, anything else a text of its own."""
    made = (
        f"<c t='s'><v>{cell[2:]}</v></c>"
        if cell.startswith("s:")
        else f"<c t='inlineStr'><is><t>{cell}</t></is></c>"
        for cell in cells
    )
    return "<row>" + "".join(made) + "</row>"


def cell(value: str, *, style: int = 0, kind: str = "n", formula: str = "", place: str = "") -> str:
    """Make a cell as programs write numbers: no text, but a value, the number of a style, and a formula."""
    at = f" r='{place}'" if place else ""
    return f"<c{at} s='{style}' t='{kind}'>{f'<f>{formula}</f>' if formula else ''}<v>{value}</v></c>"


def mail(
    text: str, *, subject: str = "Your question", kind: str = "text/plain", encoding: str = "7bit"
) -> bytes:
    """Make a mail of one part."""
    return (
        f"From: a@example.org\r\nTo: b@example.org\r\nSubject: {subject}\r\n"
        "Date: Mon, 3 Mar 2025 10:00:00 +0000\r\nMIME-Version: 1.0\r\n"
        f"Content-Type: {kind}; charset=utf-8\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n{text}\r\n"
    ).encode()


def mail_of_parts(*, before: str = "", behind: str = "") -> bytes:
    """Make a mail of one part in a frame, with words before the part and behind it."""
    return mail(f"{before}\r\n--b\r\n\r\nHello\r\n--b--\r\n{behind}", kind="multipart/mixed; boundary=b")


def drawing(content: str, resources: str) -> str:
    """Make an object of a PDF that draws `content` wherever it is put."""
    return (
        f"<< /Type /XObject /Subtype /Form /BBox [0 0 300 300] /Resources << {resources} >>"
        f" /Length {len(content)} >>\nstream\n{content}\nendstream"
    )


def pdf(
    content: str, *, extra: str = "", page: str = "", catalogue: str = "", objects: tuple[str, ...] = ()
) -> bytes:
    """Make a PDF of one page that draws `content`; `objects` are numbered from 6 on."""
    bodies = [
        f"<< /Type /Catalog /Pages 2 0 R {catalogue} >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents 4 0 R "
        f"/Resources << /Font << /F 5 0 R >> {extra} >> {page} >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *objects,
    ]
    output, places = "%PDF-1.7\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(output))
        output += f"{number} 0 obj\n{body}\nendobj\n"
    table = len(output)
    output += f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n" + "".join(
        f"{place:010} 00000 n \n" for place in places
    )
    output += f"trailer\n<< /Size {len(bodies) + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n"
    return output.encode("latin-1")


def drawn(text: str) -> str:
    """Draw a text on a page."""
    return f"BT /F 12 Tf 20 200 Td ({text}) Tj ET"


def packed_objects(objects: str, how: str = "/Type /ObjStm /First 4 /Filter /FlateDecode") -> str:
    """Pack objects of a PDF, as most programs write them; they begin with a number and a place for each."""
    body = zlib.compress(objects.encode()).decode("latin-1")
    return f"<< {how} /N 1 /Length {len(body)} >>\nstream\n{body}\nendstream"


def pdf_of_font(
    text: str, font: str, meanings: str, *objects: str, key: str = "/ToUnicode", how: str = ""
) -> bytes:
    """Make a PDF that draws `text` in a font with more in it, and with a table of what its letters mean.

    objects: further ones, numbered from 8 on. key: the name of the table. how: what the table has more.
    """
    table = f"<< {how} /Length {len(meanings)} >>\nstream\n{meanings}\nendstream"
    with_table = f"<< /Type /Font /BaseFont /Helvetica {font} {key} 7 0 R >>"
    made = pdf(drawn(text), extra="/Font << /F 6 0 R >>", objects=(with_table, table, *objects))
    return made.replace(b"/Font << /F 5 0 R >>", b"", 1)


def encrypted_pdf(content: str, title: str, *, user: bytes = b"") -> bytes:
    """Make a PDF as `pdf` does, encrypted for whoever knows a password; its title stands outside of its page.

    Source: ISO 32000-1, section 7.6, revision 2 of the standard security handler.
    """
    padding = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
    padded, allowed, number = (
        (user + padding)[:32],
        (-4).to_bytes(4, "little", signed=True),
        b"0123456789abcdef",
    )
    owner = _rc4(_md5((b"owner" + padding)[:32])[:5], padded)
    key = _md5(padded + owner + allowed + number)[:5]

    def sealed(text: str, of_object: int) -> bytes:
        return _rc4(_md5(key + of_object.to_bytes(3, "little") + b"\0\0")[:10], text.encode("latin-1"))

    drawn_bytes = sealed(content, 4).decode("latin-1")
    written = pdf("0" * len(content), objects=(f"<< /Remark <{sealed(title, 6).hex()}> >>",)).decode(
        "latin-1"
    )
    written = written.replace("0" * len(content), drawn_bytes, 1)
    secret = (
        f"/ID [<{number.hex()}> <{number.hex()}>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4"
        f" /O <{owner.hex()}> /U <{_rc4(key, padding).hex()}> >>"
    )
    return written.replace("/Root 1 0 R", f"/Root 1 0 R {secret}").encode("latin-1")


def _md5(data: bytes) -> bytes:
    return hashlib.md5(data, usedforsecurity=False).digest()


def _rc4(key: bytes, data: bytes) -> bytes:
    box, j = list(range(256)), 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    made, i, j = bytearray(), 0, 0
    for octet in data:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        made.append(octet ^ box[(box[i] + box[j]) % 256])
    return bytes(made)
