"""What harm a file may do to whoever opens it, by its name and its first bytes; a warning, no check."""

import re
from enum import StrEnum
from typing import Final


class Danger(StrEnum):
    """Name what a file may do. NONE is no promise: nobody has checked the file for viruses."""

    NONE = ""
    PROGRAM = "program"
    MACROS = "macros"
    PAGE = "page"
    PACKED = "packed"


_ENDINGS: Final = {
    Danger.PROGRAM: "apk app appimage application appx bat cab chm cmd com cpl deb desktop dll dmg exe "
    "gadget hta img inf ins iso jar js jse jnlp lnk msc msi msix msp mst pif pkg pl ps1 psm1 py pyw rb reg "
    "rpm scf scr sct sh svc url vb vbe vbs vhd vhdx wsc wsf wsh xll",
    Danger.MACROS: "accdb ade doc docm dot dotm mdb odt ods odp pot potm ppam pps ppsm ppt pptm rtf sldm slk "
    "xlam xla xls xlsb xlsm xlt xltm",
    Danger.PAGE: "htm html mht mhtml shtml svg svgz swf xht xhtml xml xsl xslt",
    Danger.PACKED: "7z ace arj bz2 gz lha lz lzh rar tar tgz xz z zip zst",
}
_BY_ENDING: Final = {ending: danger for danger, endings in _ENDINGS.items() for ending in endings.split()}
_STARTS: Final = (
    (
        re.compile(rb"MZ|\x7fELF|#!|\xca\xfe\xba\xbe|\xcf\xfa\xed\xfe|L\x00\x00\x00\x01\x14\x02"),
        Danger.PROGRAM,
    ),
    (re.compile(rb"\xd0\xcf\x11\xe0|\{\\rt"), Danger.MACROS),
    (re.compile(rb"(?i)(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|script|svg|\?xml)"), Danger.PAGE),
    (re.compile(rb"7z\xbc\xaf|Rar!|\x1f\x8b|\xfd7zXZ|BZh"), Danger.PACKED),
)


def danger_of(name: str, content: bytes) -> Danger:
    """Tell what a file may do; of name and content the worse counts, for each may be chosen to deceive."""
    ending = _BY_ENDING.get(name.lower().rpartition(".")[2].rstrip(), Danger.NONE)
    start = next((danger for pattern, danger in _STARTS if pattern.match(content[:200])), Danger.NONE)
    order = (Danger.PROGRAM, Danger.MACROS, Danger.PAGE, Danger.PACKED, Danger.NONE)
    return min(ending, start, key=order.index)
