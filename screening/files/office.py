"""Documents, workbooks and presentations: zip archives of XML, read part by part.

All parts are read, so that hidden sheets, comments, headers, footnotes, deleted words and properties are too.
"""

import re
from collections.abc import Mapping
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from screening.files.errors import CannotRead, Reason
from screening.files.sheets import STYLED_BY, Styles, rows_of, without_placeholders

_MARKERS: Final = frozenset({"[Content_Types].xml", "META-INF/manifest.xml"})
# Pictures, macros, objects of other programs and fonts that may show other letters than the text has.
_UNREADABLE: Final = re.compile(
    r"\.(?:png|jpe?g|gif|bmp|tiff?|emf|wmf|svg|ico|webp|bin|ole|vml|odttf|ttf|otf|docx?|xlsx?|pptx?|pdf)\Z"
    r"|(?:\A|/)(?:embeddings|media|Pictures|Object \d+)/",
    re.IGNORECASE,
)
_XML: Final = re.compile(r"\.(?:xml|rels)\Z", re.IGNORECASE)
_ENCRYPTED_IN: Final = b"encryption-data"

# Elements after which a reader sees a new line, and those after which a reader sees a gap, by local name.
_LINES: Final = frozenset({"p", "h", "tr", "row", "table-row", "br", "cr", "line-break", "si", "comment"})
_GAPS: Final = frozenset({"tc", "c", "tab", "table-cell", "v"})
# Signs that documents write as elements.
_SIGNS: Final = {"noBreakHyphen": "-", "softHyphen": "\N{SOFT HYPHEN}", "s": " "}
# What a reader of the newest text does not read in its line: deleted and hidden words, the code of a field,
# and notes and readings beside a word; and what was not there before the changes.
_HIDING: Final = frozenset({"vanish", "webHidden", "specVanish"})
_NOT_READ: Final = frozenset(
    {"del", "delText", "delInstrText", "instrText", "moveFrom", "annotation", "note", "rt", "rPh", *_HIDING}
)
_NOT_BEFORE: Final = frozenset({"ins", "instrText", "moveTo"})
_SHARED: Final = "xl/sharedStrings.xml"


def is_office(members: Mapping[str, bytes]) -> bool:
    """Tell whether the files of an archive are the parts of one document."""
    return bool(_MARKERS & members.keys())


def text_of(members: Mapping[str, bytes]) -> str:
    """Take out the text of every part. Raises CannotRead for pictures, macros, objects and passwords."""
    if any(_UNREADABLE.search(name) for name in members):
        raise CannotRead(Reason.IMAGE)
    if _ENCRYPTED_IN in members.get("META-INF/manifest.xml", b""):
        raise CannotRead(Reason.PASSWORD)
    shared = [_text_in(item) for item in _parsed(members[_SHARED])] if _SHARED in members else []
    styles = Styles.of(*(_parsed(members[name]) if name in members else None for name in STYLED_BY))
    parts = (_text_of_part(name, part, shared, styles) for name, part in members.items() if name != _SHARED)
    # Once more by themselves: a text that no cell shows is in the file all the same.
    return "\n".join([*parts, *shared])


def _text_of_part(name: str, part: bytes, shared: list[str], styles: Styles) -> str:
    if not _XML.search(name):
        return part.decode("ascii", "strict") if name == "mimetype" else _refuse()
    root = _parsed(part)
    if root.tag.endswith("}styleSheet"):
        return _text_in(without_placeholders(root))
    if root.tag.endswith("}worksheet"):
        return "\n".join(rows_of(root, shared, styles)) + "\n" + _text_in(root)
    return _text_in(root)


def _refuse() -> str:
    raise CannotRead(Reason.UNKNOWN)


def _parsed(part: bytes) -> Element:
    try:
        return fromstring(part, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise CannotRead(Reason.CORRUPT) from error


def _text_in(root: Element) -> str:
    """Join the text under an element as a reader sees it, with the values of its attributes behind it.

    What was deleted, added, hidden or set beside a word parts what a reader sees in one piece: the text is
    given with all of it, as it is read, and as it was before it was changed. Attributes hold titles of
    sheets, alternative texts, formulas' names, and targets of links.
    """
    names = {_name_of(element) for element in root.iter()}
    texts = [_joined(root, frozenset())]
    for left_out in (_NOT_READ, _NOT_BEFORE):
        if left_out & names:
            texts.append(_joined(root, left_out))
    values = (value for element in root.iter() for value in element.attrib.values())
    attributes = (value for value in values if " " in value or any(map(str.isdigit, value)))
    return "\n".join([*dict.fromkeys(texts), *attributes])


def _joined(root: Element, left_out: frozenset[str]) -> str:
    """Join the text under an element, without that of elements of the names that are left out."""
    pieces: list[str] = []
    # Depth first without recursion: a document may be nested as deep as it likes.
    waiting: list[tuple[Element, bool]] = [(root, False)]
    while waiting:
        element, is_left = waiting.pop()
        name = _name_of(element)
        if is_left:
            pieces.append("\n" if name in _LINES else "\t" if name in _GAPS else _SIGNS.get(name, ""))
            pieces.append(element.tail or "")
            continue
        if name in left_out or (left_out and name == "r" and _is_hidden(element)):
            pieces.append(element.tail or "")
            continue
        pieces.append(element.text or "")
        waiting.append((element, True))
        waiting.extend((child, False) for child in reversed(element))
    return "".join(pieces)


def _is_hidden(run: Element) -> bool:
    """Tell whether a run of letters is formatted so that nobody sees it."""
    return any(_name_of(each) in _HIDING for child in run if _name_of(child) == "rPr" for each in child)


def _name_of(element: Element) -> str:
    return element.tag.rpartition("}")[2]
