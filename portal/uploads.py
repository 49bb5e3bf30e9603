"""Refuses every file: this release takes none, and nothing sent here may reach a plain temporary file."""

from typing import NoReturn

from django.core.files.uploadhandler import FileUploadHandler
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext_lazy as _


class FilesNotTaken(MultiPartParserError):
    """A form came with a file; Django answers 400, and the rest of the form is not read."""

    explanation = _("We cannot take files here yet. Go back, remove the file and send the form again.")


class RefuseUploads(FileUploadHandler):
    """Stops at the first file of a form, before a byte of it is kept."""

    def new_file(self, *args: object, **kwargs: object) -> NoReturn:
        raise FilesNotTaken

    def receive_data_chunk(self, raw_data: bytes, start: int) -> NoReturn:
        raise FilesNotTaken

    def file_complete(self, file_size: int) -> None:
        return None
