"""The forms of a page, filled in as somebody would: what is sent when its button is pressed."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urldefrag, urljoin
from xml.etree.ElementTree import Element

import html5lib

from tests.page_checker import HTML
from tests.people import PASSWORD

WORDS = {
    "date": "2030-01-31",
    "email": "somebody-new@example.org",
    "password": PASSWORD,
    "checkbox": "on",
}


@dataclass(frozen=True)
class FilledForm:
    """Where a form is sent, and every field with a value that a person could have given it."""

    action: str
    fields: dict[str, str]


def filled_forms(path: str, page: str) -> list[FilledForm]:
    """Read the forms of the page at `path` that are posted, once for each of their buttons."""
    document = html5lib.HTMLParser().parse(page)
    return [
        form
        for element in document.iter(f"{HTML}form")
        if element.get("method", "").casefold() == "post"
        for form in _pressed(path, element)
    ]


def _pressed(path: str, form: Element) -> Iterator[FilledForm]:
    action = urldefrag(urljoin(path, form.get("action") or path)).url
    fields: dict[str, str] = {}
    buttons: list[dict[str, str]] = []
    for element in form.iter():
        name = element.get("name", "")
        if element.tag == f"{HTML}button":
            buttons.append({name: element.get("value", "")} if name else {})
        elif name and name != "csrfmiddlewaretoken":
            _fill(fields, element, name)
    for button in buttons or [{}]:
        yield FilledForm(action, fields | button)


def _fill(fields: dict[str, str], element: Element, name: str) -> None:
    kind = element.get("type", "text")
    if element.tag == f"{HTML}select":
        options = [option.get("value", "") for option in element.iter(f"{HTML}option")]
        fields[name] = next(filter(None, options), "")
    elif element.tag == f"{HTML}textarea":
        fields[name] = element.text or "Words that somebody wrote."
    elif kind == "radio":
        fields.setdefault(name, element.get("value", ""))
    elif element.tag == f"{HTML}input":
        fields[name] = element.get("value") or WORDS.get(kind, "Words")
