"""What is looked for on every page would be found, also where it is wrong in one window alone."""

import pytest

from tests.browser.conftest import Chrome
from tests.browser.looking import Look

PAGE = """<!doctype html><html lang="en"><head><title>A page</title><style>
  body, button {{ font: 16px/1.5 serif; color: black }}
  body, main {{ background: white }}
  .dark {{ background: darkslategray; color: white; height: 60px }}
  .away {{ position: relative; left: -9999px; color: #ccc }}
  @media ({where}) {{ {rule} }}
</style></head><body><main><h1>A heading</h1><p class="wide">Words</p>
<p class="text">Words <b>and more</b> and <a href="#">a link</a> in them</p>
<div class="dark">Dark</div><p class="moved">Moved</p>
<p class="away">Away</p><p><button>One</button><button>Two</button></p></main></body></html>"""

TOUCHING = "button { padding: 0; width: 8px; height: 8px }"
NARROW, WIDE = "max-width: 480px", "min-width: 481px"
FAULTS = {
    "pale words on a telephone": (NARROW, ".text { color: #ccc }", "320 px: color-contrast"),
    "pale words elsewhere": (WIDE, ".text { color: #ccc }", "1280 px: color-contrast"),
    "a dark ground on a telephone": (NARROW, "main { background: darkslategray }", "320 px: color-contrast"),
    "words that fade on a telephone": (NARROW, ".text { opacity: .3 }", "320 px: color-contrast"),
    "no heading on a telephone": (NARROW, "h1 { display: none }", "320 px: page-has-heading-one"),
    "buttons that touch on a telephone": (NARROW, TOUCHING, "320 px: target-size"),
    "buttons that touch elsewhere": (WIDE, TOUCHING, "1280 px: target-size"),
    "and other colours too": (NARROW, f"{TOUCHING} h1 {{ color: midnightblue }}", "320 px: target-size"),
    "links without a line on a telephone": (
        NARROW,
        "a { text-decoration: none }",
        "320 px: link-in-text-block",
    ),
    "dark words over a dark thing on a telephone": (
        NARROW,
        ".moved { position: relative; top: -45px }",
        "320 px: color-contrast",
    ),
    "pale words that come into sight on a telephone": (NARROW, ".away { left: 0 }", "320 px: color-contrast"),
    "too wide for a telephone": (NARROW, ".wide { width: 400px }", "scrolls sideways at 320 px"),
    "small words on a telephone": (NARROW, ".text { font-size: 12px }", "text below 16 px"),
}


@pytest.mark.parametrize(("where", "rule", "said"), FAULTS.values(), ids=FAULTS.keys())
def test_what_is_wrong_in_one_window_alone_is_found(chrome: Chrome, where: str, rule: str, said: str):
    look, page = Look(), chrome.window()
    page.set_content(PAGE.format(where=where, rule=rule))

    look.at(page, "page")

    assert any(said in fault for fault in look.faults), look.faults


def test_a_page_that_is_right_in_both_has_no_fault(chrome: Chrome):
    look, page = Look(), chrome.window()
    page.set_content(PAGE.format(where=NARROW, rule="p { margin: 0 }"))

    look.at(page, "page")

    assert not look.faults


def test_a_narrow_window_needs_a_short_look_at_a_page_that_looks_the_same(chrome: Chrome):
    look, page = Look(), chrome.window()

    for path in ("/", "/privacy/", "/reply/"):
        page.goto(path)
        look.at(page, path)

    assert not look.faults
    assert look.shortened >= 2
