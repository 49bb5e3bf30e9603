"""The program that reads one PDF from its input and writes its text; `pdfs` starts it, nobody imports it.

Exit codes: 0 read, 3 a picture or a page without text, 4 a password, 5 too large, 6 something that shows what
is not text, and anything else for a file that cannot be parsed.
"""

import codecs
import ctypes
import resource
import sys

PROCESSOR_SECONDS = 8
MEMORY_BYTES = 1024 * 1024 * 1024
MOST_PAGES = 300
DEEPEST_FORM = 10
KEYS = (b"V", b"DV", b"Contents", b"TU", b"T", b"RC", b"Subj")

PICTURE, PASSWORD, TOO_LARGE, UNKNOWN = 3, 4, 5, 6


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
    codecs.lookup("utf-16-le")
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

    pieces = list(document.get_metadata_dict().values())
    pieces += (bookmark.get_title() for bookmark in document.get_toc())
    for page in document:
        pieces += text_of_page(page, raw)
        if sum(map(len, pieces)) > most_characters:
            sys.exit(TOO_LARGE)
    text = "\n".join(pieces)
    # Letters without a meaning are drawn by a font of the file's own; a reader sees what nobody here can.
    if any(character == "\ufffd" or "\ue000" <= character <= "\uf8ff" for character in text):
        sys.exit(UNKNOWN)
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))


def text_of_page(page, raw) -> list[str]:  # type: ignore[no-untyped-def]
    """Give the text and the annotations of a page; leaves the process where it shows pictures."""
    kinds = [each.type for each in page.get_objects(max_depth=DEEPEST_FORM)]
    if raw.FPDF_PAGEOBJ_IMAGE in kinds:
        sys.exit(PICTURE)
    text = page.get_textpage().get_text_range()
    # Outlines of letters are no text either.
    if kinds and not text.strip():
        sys.exit(PICTURE)
    return [text, *annotations_of(page, raw)]


def annotations_of(page, raw) -> list[str]:  # type: ignore[no-untyped-def]
    """Give the values of form fields and the words of notes."""
    found = []
    for index in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        for key in KEYS:
            length = raw.FPDFAnnot_GetStringValue(annotation, key, None, 0)
            if length > 2:
                buffer = ctypes.create_string_buffer(length)
                raw.FPDFAnnot_GetStringValue(
                    annotation, key, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), length
                )
                found.append(buffer.raw[: length - 2].decode("utf-16-le", "replace"))
        raw.FPDFPage_CloseAnnot(annotation)
    return found


if __name__ == "__main__":
    main()
