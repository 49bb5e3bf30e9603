"""Documents, workbooks and presentations: zip archives of XML, read part by part.

All parts are read, so that hidden sheets, comments, headers, footnotes, deleted words and properties are too.
"""

import re
from collections.abc import Mapping
from itertools import chain
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
_OFF: Final = frozenset({"0", "false", "off", "none"})
# The parts of documents that say what their styles are.
_WITH_STYLES: Final = ("word/styles.xml", "styles.xml", "content.xml")
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
    hiding = _hiding_styles([_parsed(members[name]) for name in _WITH_STYLES if name in members])
    parts = (
        _text_of_part(name, part, shared, styles, hiding) for name, part in members.items() if name != _SHARED
    )
    # Once more by themselves: a text that no cell shows is in the file all the same.
    return "\n".join([*parts, *shared])


def _text_of_part(name: str, part: bytes, shared: list[str], styles: Styles, hiding: frozenset[str]) -> str:
    if not _XML.search(name):
        return part.decode("ascii", "strict") if name == "mimetype" else _refuse()
    root = _parsed(part)
    if root.tag.endswith("}styleSheet"):
        return _text_in(without_placeholders(root))
    if root.tag.endswith("}worksheet"):
        return "\n".join(rows_of(root, shared, styles)) + "\n" + _text_in(root)
    return _text_in(root, hiding)


def _refuse() -> str:
    raise CannotRead(Reason.UNKNOWN)


def _parsed(part: bytes) -> Element:
    try:
        return fromstring(part, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise CannotRead(Reason.CORRUPT) from error


def _hiding_styles(roots: list[Element]) -> frozenset[str]:
    """Name the styles whose words nobody sees: that say so, or are based on one and do not deny it.

    Source: ECMA-376, part 1, sections 17.7 and 17.3.2.41; OpenDocument 1.2, part 1, sections 16.2 and 20.317.
    """
    bases: dict[str, str] = {}
    own: dict[str, bool] = {}
    for element in chain.from_iterable(root.iter() for root in roots):
        if _name_of(element) != "style":
            continue
        style = _attribute(element, "styleId") or _attribute(element, "name")
        bases[style] = _attribute(element, "parent-style-name")
        for child in element:
            if _name_of(child) == "basedOn":
                bases[style] = _attribute(child, "val")
            if _name_of(child) == "text-properties" and (display := _attribute(child, "display")):
                own[style] = display == "none"
        if (hides := _hides(element)) is not None:
            own[style] = hides

    def hides_at_last(style: str) -> bool:
        seen = set[str]()
        while style not in own and style in bases and style not in seen:
            seen.add(style)
            style = bases[style]
        return own.get(style, False)

    return frozenset(filter(hides_at_last, bases))


def _text_in(root: Element, hiding: frozenset[str] = frozenset()) -> str:
    """Join the text under an element as a reader sees it, with the values of its attributes behind it.

    What was deleted, added, hidden or set beside a word parts what a reader sees in one piece: the text is
    given with all of it, as it is read, and as it was before it was changed. Attributes hold titles of
    sheets, alternative texts, formulas' names, and targets of links.

    hiding: the styles whose words nobody sees; what they hide is left out of one more text, since programs
    make different things of two in each other.
    """
    names = {_name_of(element) for element in root.iter()}
    texts = [_joined(root, frozenset())]
    for left_out in (_NOT_READ, _NOT_BEFORE):
        if left_out & names:
            texts.append(_joined(root, left_out))
    if hiding and any(
        _attribute(element, "style-name") in hiding or _style_of(element) in hiding for element in root.iter()
    ):
        texts.append(_joined(root, _NOT_READ, hiding))
    values = (value for element in root.iter() for value in element.attrib.values())
    attributes = (value for value in values if " " in value or any(map(str.isdigit, value)))
    return "\n".join([*dict.fromkeys(texts), *attributes])


def _joined(root: Element, left_out: frozenset[str], hiding: frozenset[str] = frozenset()) -> str:
    """Join the text under an element, without that of elements of the names and styles that are left out."""
    pieces: list[str] = []
    # Depth first without recursion: a document may be nested as deep as it likes.
    waiting: list[tuple[Element, bool, bool]] = [(root, False, False)]
    while waiting:
        element, is_left, is_styled = waiting.pop()
        name = _name_of(element)
        if is_left:
            pieces.append("\n" if name in _LINES else "\t" if name in _GAPS else _SIGNS.get(name, ""))
            pieces.append(element.tail or "")
            continue
        is_styled |= bool(hiding) and _style_of(element) in hiding
        hides = _hides(element) if left_out and name == "r" else None
        if name in left_out or hides or (is_styled and name == "r" and hides is None):
            pieces.append(element.tail or "")
            continue
        if hiding and _attribute(element, "style-name") in hiding:
            pieces.append(element.tail or "")
            continue
        pieces.append(element.text or "")
        waiting.append((element, True, is_styled))
        waiting.extend((child, False, is_styled) for child in reversed(element))
    return "".join(pieces)


def _hides(formatted: Element) -> bool | None:
    """Tell whether a run or a style is formatted so that nobody sees it; None where it does not say."""
    said = [
        _attribute(each, "val") not in _OFF
        for child in formatted
        if _name_of(child) == "rPr"
        for each in child
        if _name_of(each) in _HIDING
    ]
    return any(said) if said else None


def _style_of(element: Element) -> str:
    """Name the style of a run or a paragraph of a document; "" where it has none."""
    for child in element:
        if _name_of(child) in {"rPr", "pPr"}:
            for each in child:
                if _name_of(each) in {"rStyle", "pStyle"}:
                    return _attribute(each, "val")
    return ""


def _attribute(element: Element, name: str) -> str:
    """Give an attribute by its local name; "" without it."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _name_of(element: Element) -> str:
    return element.tag.rpartition("}")[2]
