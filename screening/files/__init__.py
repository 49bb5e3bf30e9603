"""Take the text out of attachments, to be screened with the message; what cannot be read is sensitive."""

from screening.files.errors import CannotRead, Reason
from screening.files.reading import attachment_of, read_text
from screening.files.texts import texts_packed_in

__all__ = ["CannotRead", "Reason", "attachment_of", "read_text", "texts_packed_in"]
