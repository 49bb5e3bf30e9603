"""Read a file by what it is, not by what it is called: the first bytes decide."""

import io
import logging
import zipfile
from typing import Final

from screening.documents import Attachment
from screening.files import archives, limits, mails, office, pdfs, texts
from screening.files.errors import CannotRead, Reason
from screening.files.limits import Budget

_logger = logging.getLogger(__name__)

_PDF: Final = b"%PDF-"
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_IMAGES: Final = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"II*\x00",
    b"MM\x00*",
    b"BM",
    b"\x00\x00\x01\x00",
    b"RIFF",
)
# A PDF may begin with other bytes, so that a program takes it for something else.
_PDF_WITHIN_BYTES: Final = 1024


def attachment_of(file_name: str, data: bytes) -> Attachment:
    """Make an attachment for screening; its text is None when anything in it could not be read.

    Never raises for a file: whatever goes wrong makes it unreadable, and so sensitive.
    """
    try:
        return Attachment(file_name, read_text(file_name, data))
    except CannotRead as error:
        _logger.info("attachment not read: %s", error.reason.value)
    # Parsers of other people's formats fail in ways that nobody lists; the name of the error holds no text.
    except Exception as error:
        _logger.error("attachment not read: %s", type(error).__name__)
    return Attachment(file_name, None)


def read_text(file_name: str, data: bytes) -> str:
    """Take out all the text of a file and of what is packed in it. Raises CannotRead."""
    if len(data) > limits.LARGEST_FILE_BYTES:
        raise CannotRead(Reason.TOO_LARGE)
    return _read(file_name, data, Budget(), depth=1)


def _read(file_name: str, data: bytes, budget: Budget, depth: int) -> str:
    """Read one file; packed ones come back here, one deeper."""
    if depth > limits.DEEPEST:
        raise CannotRead(Reason.TOO_LARGE)

    def read_inner(name: str, inner: bytes) -> str:
        return _read(name, inner, budget, depth + 1)

    if data.startswith(_ZIP):
        members, remarks = archives.unpack(data, budget)
        if office.is_office(members):
            texts_of_members = [office.text_of(members)]
        else:
            texts_of_members = [f"{name}\n{read_inner(name, inner)}" for name, inner in members.items()]
        text = "\n".join([*texts_of_members, remarks])
    elif _PDF in data[:_PDF_WITHIN_BYTES]:
        # Under another name it would be unpacked.
        if zipfile.is_zipfile(io.BytesIO(data)):
            raise CannotRead(Reason.UNKNOWN)
        text = pdfs.text_of(data)
    elif data.startswith(_IMAGES):
        raise CannotRead(Reason.IMAGE)
    elif mails.is_mail(file_name, data):
        text = mails.text_of(data, budget, read_inner)
    else:
        text = texts.text_of(data)
    # With both signs at its end a line is another one to screening, which reads the text twice then.
    return budget.take_text(text.replace("\r\n", "\n"))
