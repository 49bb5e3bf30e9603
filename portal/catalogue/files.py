"""Catalogue files: the .po that people edit, and the .mo that Django reads.

Source: the GNU gettext manual, sections "The Format of PO Files" and "The Format of GNU MO Files".
"""

import re
import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate

from portal.catalogue.texts import Text

MAGIC = 0x950412DE
HEADER_WORDS = 7
_LINE = re.compile(r'(?:(msgid|msgid_plural|msgstr)(?:\[(\d)\])?\s+)?"((?:[^"\\]|\\.)*)"')
_ESCAPES = {"n": "\n", "t": "\t"}


@dataclass(frozen=True)
class Entry:
    """A text and its translations: one, or one for each plural form; none while nobody has written any."""

    text: Text
    translations: tuple[str, ...]
    files: tuple[str, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Tell whether every form is written."""
        return len(self.translations) == (2 if self.text.plural else 1) and all(self.translations)


def header_of(language: str) -> str:
    """Give what a catalogue says about itself; all our languages have two forms, one and many."""
    return (
        f"Language: {language}\n"
        "MIME-Version: 1.0\n"
        "Content-Type: text/plain; charset=UTF-8\n"
        "Content-Transfer-Encoding: 8bit\n"
        "Plural-Forms: nplurals=2; plural=(n != 1);\n"
    )


def read(po: str) -> dict[Text, tuple[str, ...]]:
    """Read the translations of a .po; raises ValueError for a line that is none of ours."""
    found: dict[Text, tuple[str, ...]] = {}
    for block in re.split(r"\n\s*\n", po.strip()):
        fields = _fields(block)
        text = Text(fields.pop("msgid", ""), fields.pop("msgid_plural", ""))
        if text.singular:
            found[text] = tuple(fields[name] for name in sorted(fields))
    return found


def write(entries: Iterable[Entry], *, language: str) -> str:
    """Write a .po, each text with the files that it stands in."""
    blocks = ["\n".join(_block(Entry(Text(""), (header_of(language),))))]
    blocks += ["\n".join(_block(entry)) for entry in entries]
    return "\n\n".join(blocks) + "\n"


def merged(texts: Mapping[Text, list[str]], known: Mapping[Text, tuple[str, ...]]) -> list[Entry]:
    """Give every marked text the translation that is known of it; what is marked no more is left out."""
    return [Entry(text, known.get(text, ()), tuple(files)) for text, files in texts.items()]


def compiled(entries: Iterable[Entry], *, language: str) -> bytes:
    """Make a .mo of all entries that are complete."""
    pairs = {"": header_of(language)}
    for entry in entries:
        if entry.is_complete:
            key = "\0".join(filter(None, (entry.text.singular, entry.text.plural)))
            pairs[key] = "\0".join(entry.translations)
    ordered = sorted((key.encode(), value.encode()) for key, value in pairs.items())
    keys, values = [key for key, _ in ordered], [value for _, value in ordered]
    tables_at = HEADER_WORDS * 4
    texts_at = tables_at + 16 * len(ordered)
    strings = [*keys, *values]
    # Each string ends with a NUL that its length does not count.
    ends = list(accumulate((len(string) + 1 for string in strings), initial=texts_at))
    table = [word for string, start in zip(strings, ends, strict=False) for word in (len(string), start)]
    head = (MAGIC, 0, len(ordered), tables_at, tables_at + 8 * len(ordered), 0, texts_at)
    return struct.pack(f"<{len(head) + len(table)}I", *head, *table) + b"".join(
        string + b"\0" for string in strings
    )


def _fields(block: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    name = ""
    for line in block.splitlines():
        if line.startswith("#"):
            continue
        match = _LINE.fullmatch(line.strip())
        if not match:
            raise ValueError(f"the catalogue has a line that cannot be read: {line}")
        keyword, number, text = match.groups()
        name = f"{keyword}{number or ''}" if keyword else name
        fields[name] = fields.get(name, "") + re.sub(
            r"\\(.)", lambda escaped: _ESCAPES.get(escaped[1], escaped[1]), text
        )
    return fields


def _block(entry: Entry) -> Iterator[str]:
    for name in entry.files:
        yield f"#: {name}"
    yield from _quoted("msgid", entry.text.singular)
    if not entry.text.plural:
        yield from _quoted("msgstr", entry.translations[0] if entry.translations else "")
        return
    yield from _quoted("msgid_plural", entry.text.plural)
    for number in range(2):
        written = entry.translations[number] if number < len(entry.translations) else ""
        yield from _quoted(f"msgstr[{number}]", written)


def _quoted(name: str, text: str) -> Iterator[str]:
    lines = [_escaped(line) for line in text.splitlines(keepends=True)]
    if len(lines) < 2:
        yield f'{name} "{"".join(lines)}"'
        return
    yield f'{name} ""'
    for line in lines:
        yield f'"{line}"'


def _escaped(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return escaped.replace("\n", "\\n").replace("\t", "\\t")
