"""The program that reads one PDF from its input and writes its text; `pdfs` starts it, nobody imports it.

Exit codes: 0 read, 3 a picture or a page without text, 4 a password, 5 too large, 6 something that shows what
is not text, and anything else for a file that cannot be parsed.
"""

import codecs
import ctypes
import re
import resource
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

# Python gives an isolated program nothing of what lies around it.
sys.path.append(str(Path(__file__).parent))
if TYPE_CHECKING:
    from screening.files import pdf_fonts, pdf_objects
else:
    import pdf_fonts
    import pdf_objects

PROCESSOR_SECONDS = 8
MEMORY_BYTES = 1024 * 1024 * 1024
MOST_PAGES = 300
DEEPEST_FORM = 10
KEYS = (b"V", b"DV", b"Contents", b"TU", b"T", b"RC", b"Subj")

# Strings, in brackets or in hexadecimal. Source: ISO 32000-1, sections 7.3.4 and 7.9.2.
STRING = re.compile(rb"(" + pdf_objects.IN_BRACKETS + rb")|(?<!<)<([0-9A-Fa-f\s]{8,}+)>", re.DOTALL)
ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(\r?\n|.))", re.DOTALL)
ESCAPED = {b"n": b"\n", b"r": b"\n", b"t": b"\t", b"b": b"", b"f": b""}
SCRIPT = re.compile(rb"/JavaScript\b|/JS\b")
# What stands before a stream, or behind the last; the word may stand in strings and remarks too.
OUTSIDE = re.compile(
    rb"(?:[^(%s]++|" + pdf_objects.IN_BRACKETS + rb"|%[^\r\n]*+|(?!(?<=[\0\t\n\f\r >])stream)[(s])*+",
    re.DOTALL,
)
METADATA = re.compile(rb"/Type[\0\s]*/Metadata\b")
PACKED = re.compile(rb"/ObjStm\b")
# Letters without a meaning are drawn by a font of the file's own; a reader sees what nobody here can.
WITHOUT_MEANING = re.compile("[\ufffd\ue000-\uf8ff]")
# What is said to be drawn in other signs. Source: ISO 32000-1, section 14.9.4.
SAID = b"ActualText"

PICTURE, PASSWORD, TOO_LARGE, UNKNOWN = 3, 4, 5, 6
NOT_ENCRYPTED = -1


def limit_oneself() -> None:
    """Give up time, memory, files and processes beyond what reading needs."""
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def main() -> None:
    """Read, write, and tell by the exit code."""
    limit_oneself()
    most_characters = int(sys.argv[1])
    import pypdfium2
    from pypdfium2 import raw

    # What is loaded only when it is first used has to be there before no more files may be opened.
    for encoding in ("utf-16-le", "utf-16-be", "latin-1", "ascii", "cp1252", "mac-roman"):
        codecs.lookup(encoding)
    data = sys.stdin.buffer.read()
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        sys.exit(PASSWORD if error.err_code == raw.FPDF_ERR_PASSWORD else 1)
    if len(document) > MOST_PAGES:
        sys.exit(TOO_LARGE)
    if document.count_attachments() or document.get_formtype() in (
        raw.FORMTYPE_XFA_FULL,
        raw.FORMTYPE_XFA_FOREGROUND,
    ):
        sys.exit(UNKNOWN)
    # Where the password is none, PDFium reads the pages, and nobody what stands outside of them.
    if raw.FPDF_GetSecurityHandlerRevision(document) != NOT_ENCRYPTED:
        sys.exit(PASSWORD)
    document.init_forms()

    pieces = list(document.get_metadata_dict().values())
    pieces += (bookmark.get_title() for bookmark in document.get_toc())
    for number in range(len(document)):
        pieces += text_of_page(document, number, raw)
        if sum(map(len, pieces)) > most_characters:
            sys.exit(TOO_LARGE)
    text = "\n".join(pieces)
    outside = outside_pages(data)
    if WITHOUT_MEANING.search(text) or SCRIPT.search(pdf_objects.with_letters(outside.objects)):
        sys.exit(UNKNOWN)
    if pdf_fonts.has_lying_font(data, outside.packed):
        sys.exit(UNKNOWN)
    text = "\n".join([text, *strings_in(outside.objects), outside.metadata])
    if len(text) > most_characters:
        sys.exit(TOO_LARGE)
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))


# pypdfium2 has no types, and is imported only where the process has given up what it needs no more.
def text_of_page(document: Any, number: Any, raw: Any) -> list[str]:
    """Give the text and the annotations of a page, as they are named and as they are drawn."""
    page = document[number]
    texts = [text_drawn_on(page, raw), *annotations_of(document, page, raw)]
    if raw.FPDFPage_GetAnnotCount(page):
        # A stamp and a field may show other words than they are said to hold.
        raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
        texts.append(text_drawn_on(document[number], raw))
    return list(dict.fromkeys(texts))


def text_drawn_on(page: Any, raw: Any) -> str:
    """Give the text of a page, as it is drawn and as it is said to be; leaves the process for pictures."""
    drawn = list(drawn_on(page, raw))
    if any(kind == raw.FPDF_PAGEOBJ_IMAGE for _piece, kind in drawn):
        sys.exit(PICTURE)
    text = str(page.get_textpage().get_text_range())
    # Outlines of letters are no text either.
    if drawn and not text.strip():
        sys.exit(PICTURE)
    if sum(forget_what_is_said(piece, raw) for piece, kind in drawn if kind == raw.FPDF_PAGEOBJ_TEXT):
        text = f"{text}\n{page.get_textpage().get_text_range()}"
    return text


def drawn_on(page: Any, raw: Any) -> Iterator[tuple[Any, int]]:
    """Yield each piece that a page draws, and its kind, also in forms; some have tens of thousands."""
    waiting = [(raw.FPDFPage_GetObject(page, index), 1) for index in range(raw.FPDFPage_CountObjects(page))]
    while waiting:
        drawn, depth = waiting.pop()
        kind = raw.FPDFPageObj_GetType(drawn)
        yield drawn, kind
        if kind == raw.FPDF_PAGEOBJ_FORM and depth < DEEPEST_FORM:
            count = raw.FPDFFormObj_CountObjects(drawn)
            waiting += ((raw.FPDFFormObj_GetObject(drawn, index), depth + 1) for index in range(count))


def forget_what_is_said(piece: Any, raw: Any) -> int:
    """Take away what a piece is said to be, so that it is read as it is drawn; gives how often."""
    marks = [raw.FPDFPageObj_GetMark(piece, index) for index in range(raw.FPDFPageObj_CountMarks(piece))]
    said = [mark for mark in marks if raw.FPDFPageObjMark_GetParamValueType(mark, SAID)]
    for mark in said:
        raw.FPDFPageObj_RemoveMark(piece, mark)
    return len(said)


def annotations_of(document: Any, page: Any, raw: Any) -> list[str]:
    """Give the values of form fields, also what one has from the field above it, and the words of notes.

    Leaves the process where a note holds a file, sounds or moving pictures.
    """
    unreadable = (
        raw.FPDF_ANNOT_FILEATTACHMENT,
        raw.FPDF_ANNOT_SOUND,
        raw.FPDF_ANNOT_MOVIE,
        raw.FPDF_ANNOT_SCREEN,
        raw.FPDF_ANNOT_RICHMEDIA,
        raw.FPDF_ANNOT_THREED,
    )
    found = []
    for index in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if raw.FPDFAnnot_GetSubtype(annotation) in unreadable:
            sys.exit(UNKNOWN)
        for key in KEYS:
            found.append(value_of(raw, raw.FPDFAnnot_GetStringValue, annotation, key))
        found.append(value_of(raw, raw.FPDFAnnot_GetFormFieldValue, document.formenv, annotation))
        raw.FPDFPage_CloseAnnot(annotation)
    return [text for text in found if text]


def value_of(raw: Any, function: Any, *of: Any) -> str:
    """Ask a function of PDFium for a text, whose length it tells when it is asked with no room for it."""
    if None in of:
        return ""
    length = function(*of, None, 0)
    if length <= 2:
        return ""
    buffer = ctypes.create_string_buffer(length)
    function(*of, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), length)
    return buffer.raw[: length - 2].decode("utf-16-le", "replace")


class Outside(NamedTuple):
    """Hold what stands outside of pages; packed: objects, and where the first of them begins."""

    objects: bytes
    packed: list[tuple[bytes, int]]
    metadata: str


def outside_pages(data: bytes) -> Outside:
    """Give what a file holds beside what its pages draw: its objects, packed ones too, and its metadata.

    Links, choices, properties of the file's own and fields that no page shows stand there. Leaves the process
    where one object stands in the stream of another, or nobody here can unpack it.
    """
    objects: list[bytes] = []
    packed: list[tuple[bytes, int]] = []
    metadata: list[str] = []
    position = unpacked_bytes = 0
    while (outside := OUTSIDE.match(data, position)) and outside.end() < len(data):
        ends_at = data.find(b"endstream", outside.end())
        ends_at = len(data) if ends_at < 0 else ends_at
        objects.append(outside[0])
        properties = pdf_objects.with_letters(outside[0][outside[0].rfind(b"endobj") + 1 :])
        body = data[outside.end() + len(b"stream") : ends_at]
        if PACKED.search(properties):
            packed.append(packed_objects(outside[0], body))
            unpacked_bytes += len(packed[-1][0])
        elif METADATA.search(properties):
            metadata.append((pdf_objects.unpacked(body.lstrip(b"\r\n")) or body).decode("utf-8", "replace"))
            unpacked_bytes += len(metadata[-1])
        if unpacked_bytes > pdf_objects.MOST_UNPACKED_BYTES:
            sys.exit(TOO_LARGE)
        position = ends_at + len(b"endstream")
    whole = b"\n".join([*objects, data[position:]])
    if len(pdf_objects.OBJECT.findall(data)) > len(pdf_objects.OBJECT.findall(whole)):
        sys.exit(UNKNOWN)
    return Outside(b"\n".join([whole, *(body for body, _first in packed)]), packed, "\n".join(metadata))


def packed_objects(objects: bytes, body: bytes) -> tuple[bytes, int]:
    """Unpack objects, the last of those given says how, and tell where the first of them begins."""
    begins = [found.end() for found in pdf_objects.OBJECT.finditer(objects)]
    try:
        properties, _body_at = pdf_objects.value_in(objects, begins[-1], len(objects))
        made, first = pdf_objects.unpacked_stream(properties, body), int(properties["First"])
    except (ValueError, TypeError, LookupError, AttributeError):
        sys.exit(UNKNOWN)
    if made is None:
        sys.exit(UNKNOWN)
    return made, first


def strings_in(objects: bytes) -> list[str]:
    """Decode the strings that stand in objects."""
    found = []
    for match in STRING.finditer(objects):
        if match[2] is not None:
            digits = b"".join(match[2].split())
            octets = bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
        else:
            octets = ESCAPE.sub(unescaped, match[1][1:-1])
        encoding = "utf-16-be" if octets.startswith(codecs.BOM_UTF16_BE) else "utf-8"
        try:
            found.append(octets.decode(encoding))
        except UnicodeDecodeError:
            found.append(octets.decode("latin-1"))
    return found


def unescaped(match: re.Match[bytes]) -> bytes:
    """Give the byte that an escape stands for; a line that is cut by one goes on."""
    if match[1]:
        return bytes([int(match[1], 8) & 255])
    return b"" if match[2].endswith(b"\n") else ESCAPED.get(match[2], match[2])


if __name__ == "__main__":
    main()
