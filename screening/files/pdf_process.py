"""The program that reads one PDF from its input and writes its text; `pdfs` starts it, nobody imports it.

Exit codes: 0 read, 3 a picture or a page without text, 4 a password, 5 too large, 6 something that shows what
is not text, and anything else for a file that cannot be parsed.
"""

import codecs
import ctypes
import re
import resource
import sys
import zlib
from typing import Any

PROCESSOR_SECONDS = 8
MEMORY_BYTES = 1024 * 1024 * 1024
MOST_PAGES = 300
DEEPEST_FORM = 10
KEYS = (b"V", b"DV", b"Contents", b"TU", b"T", b"RC", b"Subj")
MOST_UNPACKED_BYTES = 50 * 1024 * 1024

# Strings of a PDF, in brackets or in hexadecimal. Source: ISO 32000-1, sections 7.3.4 and 7.9.2.
STRING = re.compile(rb"\(((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*+\))*+)\)|(?<!<)<([0-9A-Fa-f\s]{8,}+)>", re.DOTALL)
ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(\r?\n|.))", re.DOTALL)
ESCAPED = {b"n": b"\n", b"r": b"\n", b"t": b"\t", b"b": b"", b"f": b""}
SCRIPT = re.compile(rb"/JavaScript\b|/JS\b")
METADATA = re.compile(rb"/Type\s*/Metadata\b")
PACKED = re.compile(rb"/Type\s*/ObjStm\b")
# Letters without a meaning are drawn by a font of the file's own; a reader sees what nobody here can.
WITHOUT_MEANING = re.compile("[\ufffd\ue000-\uf8ff]")
# Fonts: those whose letters are drawings of their own, and those that draw by a table which everybody knows
# and say by one of their own what that means. Source: ISO 32000-1, sections 9.6.5, 9.6.6 and 9.10.3.
DRAWN_FONT = re.compile(rb"/Subtype\s*/Type3\b")
DICTIONARY = re.compile(rb"<<(?:[^<>]|<[0-9A-Fa-f\s]*+>)*+>>")
KNOWN_TABLE = re.compile(rb"/Encoding\s*/(?:WinAnsi|MacRoman|Standard)Encoding\b")
MEANINGS = re.compile(rb"/ToUnicode\s+(\d+)\s+\d+\s+R\b")
OBJECT = re.compile(rb"(?<!\d)(\d{1,10})\s+\d{1,5}\s+obj\b")
TABLE = re.compile(rb"begin(?:bf|cmap)")
MEANING = re.compile(rb"<([0-9A-Fa-f]{2})>\s*(?:<([0-9A-Fa-f]{2})>\s*)?(?:<([0-9A-Fa-f]{4,})>|\[([^\]]*)\])")
LETTERS = frozenset(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")

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
    for encoding in ("utf-16-le", "utf-16-be", "latin-1"):
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
    objects, metadata = outside_pages(data)
    if WITHOUT_MEANING.search(text) or SCRIPT.search(objects) or has_lying_font(data, objects):
        sys.exit(UNKNOWN)
    text = "\n".join([text, *strings_in(objects), metadata])
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
    """Give the text of a page; leaves the process where it shows pictures."""
    kinds = kinds_on(page, raw)
    if raw.FPDF_PAGEOBJ_IMAGE in kinds:
        sys.exit(PICTURE)
    text = page.get_textpage().get_text_range()
    # Outlines of letters are no text either.
    if kinds and not text.strip():
        sys.exit(PICTURE)
    return str(text)


def kinds_on(page: Any, raw: Any) -> set[int]:
    """Give the kinds of what a page draws, also in forms; a page has tens of thousands of pieces at times."""
    kinds = set()
    waiting = [(raw.FPDFPage_GetObject(page, index), 1) for index in range(raw.FPDFPage_CountObjects(page))]
    while waiting:
        drawn, depth = waiting.pop()
        kind = raw.FPDFPageObj_GetType(drawn)
        kinds.add(kind)
        if kind == raw.FPDF_PAGEOBJ_FORM and depth < DEEPEST_FORM:
            count = raw.FPDFFormObj_CountObjects(drawn)
            waiting += ((raw.FPDFFormObj_GetObject(drawn, index), depth + 1) for index in range(count))
    return kinds


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


def outside_pages(data: bytes) -> tuple[bytes, str]:
    """Give what a file holds beside what its pages draw: its objects, packed ones too, and its metadata.

    Links, choices, properties of the file's own and fields that no page shows stand there.
    """
    objects: list[bytes] = []
    metadata: list[str] = []
    position = unpacked_bytes = 0
    while (begins_at := data.find(b"stream", position)) >= 0:
        ends_at = data.find(b"endstream", begins_at)
        if ends_at < 0:
            break
        objects.append(data[position:begins_at])
        properties = objects[-1][objects[-1].rfind(b" obj") :]
        if (is_packed := PACKED.search(properties)) or METADATA.search(properties):
            body = unpacked(data[begins_at + 6 : ends_at].lstrip(b"\r\n"))
            if body is None and is_packed:
                sys.exit(UNKNOWN)
            body = data[begins_at + 6 : ends_at] if body is None else body
            unpacked_bytes += len(body)
            if unpacked_bytes > MOST_UNPACKED_BYTES:
                sys.exit(TOO_LARGE)
            if is_packed:
                objects.append(body)
            else:
                metadata.append(body.decode("utf-8", "replace"))
        position = ends_at + 9
    return b"\n".join([*objects, data[position:]]), "\n".join(metadata)


def has_lying_font(data: bytes, objects: bytes) -> bool:
    """Tell whether a font says of a letter or digit that it is another: its words are not those drawn then.

    What a font that is in the file itself draws for the numbers of its own signs, only drawing it would tell.
    """
    if DRAWN_FONT.search(objects):
        return True
    fonts = (font[0] for font in DICTIONARY.finditer(objects) if KNOWN_TABLE.search(font[0]))
    tables = {int(table) for font in fonts for table in MEANINGS.findall(font)}
    for found in OBJECT.finditer(data) if tables else ():
        if int(found[1]) not in tables:
            continue
        begins_at = data.find(b"stream", found.end()) + 6
        ends_at = data.find(b"endstream", begins_at)
        body = data[begins_at : max(ends_at, begins_at)].lstrip(b"\r\n")
        table = unpacked(body)
        table = body if table is None else table
        if not TABLE.search(table) or any(map(lies, MEANING.finditer(table))):
            return True
    return False


def lies(meaning: re.Match[bytes]) -> bool:
    """Tell whether a line of such a table gives a letter or digit the meaning of another one."""
    first, last = int(meaning[1], 16), int(meaning[2] or meaning[1], 16)
    said = meaning[4].split() if meaning[4] is not None else [meaning[3]]
    for code in range(first, last + 1) if LETTERS.intersection(range(first, last + 1)) else ():
        # Of a range the first meaning is given, or each.
        given = said[min(code - first, len(said) - 1)].strip(b"<>") if said else b""
        plus = code - first if meaning[4] is None else 0
        if code in LETTERS and int(given or b"0", 16) + plus != code:
            return True
    return False


def unpacked(body: bytes) -> bytes | None:
    """Unpack a stream; None where it is not packed in the way of nearly all, or too well."""
    unpacker = zlib.decompressobj()
    try:
        found = unpacker.decompress(body, MOST_UNPACKED_BYTES)
    except zlib.error:
        return None
    return None if unpacker.unconsumed_tail else found


def strings_in(objects: bytes) -> list[str]:
    """Decode the strings that stand in objects."""
    found = []
    for match in STRING.finditer(objects):
        if match[2] is not None:
            digits = b"".join(match[2].split())
            octets = bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
        else:
            octets = ESCAPE.sub(unescaped, match[1])
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
