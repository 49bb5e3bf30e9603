"""Look for words that must not be anywhere, in every shape in which they might be there."""

import base64
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection


@dataclass(frozen=True)
class Canary:
    """Words that were put in at one place, and are then looked for everywhere."""

    put_into: str
    words: str

    def shapes(self) -> Iterator[bytes]:
        """List the bytes that these words may be stored as."""
        raw = self.words.encode()
        for text in (self.words, self.words.upper(), self.words.lower(), self.words.replace("-", "")):
            yield text.encode()
            yield text.encode("utf-16-le")
            yield text.encode("utf-16-be")
        yield raw.hex().encode()
        yield raw.hex().upper().encode()
        for shift in range(3):
            encoded = base64.b64encode(b"\0" * shift + raw)
            # Without the characters that depend on what stands before and behind.
            inner = encoded[4 if shift else 0 : len(encoded) // 4 * 4 - 4]
            yield inner
            yield inner.replace(b"+", b"-").replace(b"/", b"_")


@dataclass(frozen=True)
class Place:
    """Bytes in which no canary may be, and where they came from."""

    name: str
    content: bytes


def leaks(canaries: Iterable[Canary], places: Iterable[Place]) -> list[str]:
    """Tell which canary was found where."""
    shapes = [(canary.put_into, set(canary.shapes())) for canary in canaries]
    return [
        f"{put_into} in {place.name}"
        for place in places
        for put_into, forms in shapes
        if any(shape in place.content for shape in forms)
    ]


def stored_places() -> Iterator[Place]:
    """Give every row of every table, and every byte of every file under VAR, database and journal too."""
    for model in apps.get_models(include_auto_created=True):
        for row in model._base_manager.values_list():
            yield Place(f"table {model._meta.db_table}", b"\n".join(map(_bytes_of, row)))
    connection.close()
    for path in sorted(Path(settings.VAR).rglob("*")):
        if path.is_file():
            yield Place(f"file {path.relative_to(settings.VAR)}", _read_by_another(path))


def _read_by_another(path: Path) -> bytes:
    """Read a file in a process of its own.

    Whoever closes a file gives up every lock that their process has on it (POSIX), so reading the database
    here would take SQLite's from connections of other threads, and break them.
    Source: https://sqlite.org/howtocorrupt.html section 2.2.
    """
    return subprocess.run(["cat", path], capture_output=True, check=True).stdout


def _bytes_of(value: object) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
