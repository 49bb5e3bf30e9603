"""Unpack zip archives in memory, within limits; nothing is written to a disk."""

import io
import zipfile
import zlib
from typing import Final

from screening.files import limits
from screening.files.errors import CannotRead, Reason
from screening.files.limits import Budget

_ENCRYPTED: Final = 0x1
_CHUNK_BYTES: Final = 64 * 1024


def unpack(data: bytes, budget: Budget) -> dict[str, bytes]:
    """Unpack each file of an archive by its name. Raises CannotRead.

    Declared sizes are not believed: bytes are counted as they come. Two files of one name, of which programs
    show different ones, are not read.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members: dict[str, bytes] = {}
            for info in archive.infolist():
                budget.take_member()
                if info.is_dir():
                    continue
                if info.flag_bits & _ENCRYPTED:
                    raise CannotRead(Reason.PASSWORD)
                if info.filename in members:
                    raise CannotRead(Reason.CORRUPT)
                members[info.filename] = _unpack_one(archive, info, budget)
            return members
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise CannotRead(Reason.CORRUPT) from error


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
