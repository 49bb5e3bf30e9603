"""What holds of every page that the suite sees: valid HTML, a title, one heading, unique ids, labels, strict
headers.
"""

import re
from functools import lru_cache
from xml.etree.ElementTree import Element

import html5lib

HTML = "{http://www.w3.org/1999/xhtml}"
# What html5lib reports although HTML has allowed it since.
NOT_FAULTS: set[str] = set()
# What differs between answers that are one page: tokens, codes, hours and amounts. No fault hangs on them; on
# the names by which elements find each other, which are kept, one may.
VARIES = re.compile(r"""(\b(?:id|for|aria-\w+)=["'][^"']*)|\b(?=[\w-]*\d)[\w-]{16,}\b|(?<!\#)\b\d+\b""")

# What a browser asks the portal for, and nobody else, however it reads a slash.
OWN = re.compile(r"/(?![/\\])|[?#]|$")
CHOSEN = {"hidden", "radio", "checkbox", "submit", "button"}
# What a browser keeps nothing of, or in its store of passwords; and what people let it fill in on every site.
NEVER_KEPT = {"off", "one-time-code", "current-password", "new-password"}
KEPT_BY_WISH = {"username", "email", "name"}
SECRETS = {"code", "pin", "token", "secret", "password", "proof-password"}


class BadPage(AssertionError):
    """A page breaks a promise that all pages keep."""


def check(path: str, headers: dict[str, str], content: str) -> None:
    """Raise BadPage, with every fault of the page that `path` answered."""
    faults = [*_header_faults(headers), *_markup_faults(VARIES.sub(_same, content))]
    if faults:
        raise BadPage(f"{path}: " + "; ".join(faults))


def _same(varies: re.Match[str]) -> str:
    return varies[1] or "0"


def _header_faults(headers: dict[str, str]) -> list[str]:
    policy = headers.get("Content-Security-Policy", "")
    faults = []
    if "default-src 'none'" not in policy or "unsafe" in policy or "frame-ancestors 'none'" not in policy:
        faults.append(f"weak Content-Security-Policy {policy!r}")
    wanted = {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    faults += [
        f"{name} is {headers.get(name)!r}" for name, value in wanted.items() if headers.get(name) != value
    ]
    return faults


@lru_cache(maxsize=1024)
def _markup_faults(content: str) -> list[str]:
    """List the faults of a page; those of one that was seen before are remembered, for parsing takes long."""
    parser = html5lib.HTMLParser()
    document = parser.parse(content)
    faults = [
        f"{code} at line {position[0]}" for position, code, _ in parser.errors if code not in NOT_FAULTS
    ]
    elements = list(document.iter())
    faults += _structure_faults(document, elements)
    faults += _id_faults(elements)
    faults += [fault for element in elements for fault in _inline_faults(element)]
    # The hour brings a full stop of its own; a sentence that ends with it needs none.
    faults += [f"two full stops: {found}" for found in re.findall(r"\b[ap]\.m\.\.", content)]
    return faults


def _structure_faults(document: Element, elements: list[Element]) -> list[str]:
    faults = []
    title = document.find(f"{HTML}head/{HTML}title")
    if title is None or not (title.text or "").strip():
        faults.append("no title")
    if not document.get("lang"):
        faults.append("no language")
    headings = [element for element in elements if element.tag == f"{HTML}h1"]
    if len(headings) != 1:
        faults.append(f"{len(headings)} h1")
    if "{%" in "".join(document.itertext()) or "{{" in "".join(document.itertext()):
        faults.append("template code in the text")
    return faults


def _id_faults(elements: list[Element]) -> list[str]:
    ids = [str(element.get("id")) for element in elements if element.get("id")]
    faults = [f"id {name!r} {ids.count(name)} times" for name in sorted(set(ids)) if ids.count(name) > 1]
    labelled = {element.get("for") for element in elements if element.tag == f"{HTML}label"}
    for element in elements:
        for attribute in ("aria-describedby", "aria-labelledby", "for"):
            faults += [
                f"{attribute} names {name!r}, which is not there"
                for name in (element.get(attribute) or "").split()
                if name not in ids
            ]
        if element.tag in (f"{HTML}input", f"{HTML}textarea", f"{HTML}select"):
            hidden = element.get("type") in ("hidden", "submit", "button")
            if not hidden and element.get("id") not in labelled and not element.get("aria-label"):
                faults.append(f"no label for {element.get('name')!r}")
            faults += _kept_faults(element)
    return faults


def _kept_faults(element: Element) -> list[str]:
    """Find a field of which a browser would remember what was typed, or give it to whoever comes next."""
    is_typed = element.tag == f"{HTML}textarea" or element.get("type", "text") not in CHOSEN
    if element.tag == f"{HTML}select" or not is_typed:
        return []
    name, kept = element.get("name"), element.get("autocomplete")
    allowed = NEVER_KEPT if name in SECRETS else NEVER_KEPT | KEPT_BY_WISH
    return [] if kept in allowed else [f"autocomplete of {name!r} is {kept!r}"]


def _inline_faults(element: Element) -> list[str]:
    faults = []
    tag = str(element.tag).removeprefix(HTML)
    if tag == "style" or (tag == "script" and (element.text or "").strip()):
        faults.append(f"inline {tag}")
    for name, value in element.attrib.items():
        if name == "style" or re.fullmatch(r"on[a-z]+", str(name)):
            faults.append(f"inline {name} on {tag}")
        is_loaded = name in ("src", "srcset", "action", "formaction", "poster", "data")
        if (is_loaded or (tag == "link" and name == "href")) and not OWN.match(str(value)):
            faults.append(f"{tag} {name} leaves the portal: {value}")
    return faults
