"""Unpack zip archives in memory, within limits; nothing is written to a disk."""

import io
import struct
import zipfile
import zlib
from typing import Final, NamedTuple

from screening.files import limits
from screening.files.errors import CannotRead, Reason
from screening.files.limits import Budget

_ENCRYPTED: Final = 0x1
_CHUNK_BYTES: Final = 64 * 1024
_LOCAL_HEADER_BYTES: Final = 30
_END_BYTES: Final = 22
_LONGEST_DESCRIPTOR: Final = 24
_PDF: Final = b"%PDF-"


class Unpacked(NamedTuple):
    """Hold what an archive has: its files by their names, and what else there is to read in it.

    remarks: names of folders, and what is said of the archive or of a file.
    """

    members: dict[str, bytes]
    remarks: str


def unpack(data: bytes, budget: Budget) -> Unpacked:
    """Unpack each file of an archive by its name. Raises CannotRead.

    Declared sizes are not believed: bytes are counted as they come. Two files of one name, of which programs
    show different ones, are not read; nor is what has bytes that belong to none of its files, since another
    program may take them for a file of another format.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if not _is_filled(archive, data):
                raise CannotRead(Reason.UNKNOWN)
            members: dict[str, bytes] = {}
            remarks = [archive.comment.decode("utf-8", "replace")]
            for info in archive.infolist():
                budget.take_member()
                remarks.append(info.comment.decode("utf-8", "replace"))
                if info.is_dir():
                    remarks.append(info.filename)
                    continue
                if info.flag_bits & _ENCRYPTED:
                    raise CannotRead(Reason.PASSWORD)
                if info.filename in members:
                    raise CannotRead(Reason.CORRUPT)
                members[info.filename] = _unpack_one(archive, info, budget)
            return Unpacked(members, "\n".join(filter(None, remarks)))
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        ValueError,
        NotImplementedError,
        struct.error,
    ) as error:
        raise CannotRead(Reason.CORRUPT) from error


def _is_filled(archive: zipfile.ZipFile, data: bytes) -> bool:
    """Tell whether the files of an archive follow each other from its first byte, and nothing comes behind.

    Source: APPNOTE.TXT of PKWARE, sections 4.3.6, 4.3.7, 4.3.9 and 4.3.16.
    """
    position = 0
    for info in sorted(archive.infolist(), key=lambda info: info.header_offset):
        if not 0 <= info.header_offset - position <= (_LONGEST_DESCRIPTOR if position else 0):
            return False
        name_bytes, extra_bytes = struct.unpack_from("<HH", data, info.header_offset + 26)
        begins_at = info.header_offset + _LOCAL_HEADER_BYTES + name_bytes + extra_bytes
        if _PDF in data[info.header_offset : begins_at]:
            return False
        position = begins_at + info.compress_size
    ends_at = data.rfind(b"PK\x05\x06") + _END_BYTES + len(archive.comment)
    return archive.start_dir - position <= _LONGEST_DESCRIPTOR and ends_at == len(data)


def _unpack_one(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget) -> bytes:
    pieces: list[bytes] = []
    unpacked_bytes = 0
    with archive.open(info) as member:
        while piece := member.read(_CHUNK_BYTES):
            unpacked_bytes += len(piece)
            budget.take_bytes(len(piece))
            packs_too_well = unpacked_bytes > limits.HIGHEST_RATIO * max(info.compress_size, 1)
            if packs_too_well and unpacked_bytes > limits.RATIO_COUNTS_FROM_BYTES:
                raise CannotRead(Reason.TOO_LARGE)
            pieces.append(piece)
    return b"".join(pieces)
