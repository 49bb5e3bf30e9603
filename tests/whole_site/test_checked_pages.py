"""What is looked for on every page that the suite sees is found there."""

import pytest

from tests.page_checker import BadPage, check

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
FIELD = '<label for="a">A</label><input id="a" name="{name}" type="text" {more}>'


def page(body: str) -> str:
    return f'<!doctype html><html lang="en"><head><title>A</title></head><body><h1>A</h1>{body}</body></html>'


def test_a_page_without_fault_is_let_pass():
    check("/", HEADERS, page(FIELD.format(name="q", more='autocomplete="off"')))


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (FIELD.format(name="subject", more=""), "autocomplete of 'subject'"),
        (FIELD.format(name="pin", more='autocomplete="name"'), "autocomplete of 'pin'"),
        ('<label for="a">A</label><textarea id="a" name="text"></textarea>', "autocomplete of 'text'"),
        ('<input name="q" autocomplete="off">', "no label"),
        ("<script>1</script>", "inline script"),
        ("<p onclick='1'>x</p>", "inline onclick"),
        ("<p style='color: red'>x</p>", "inline style"),
        ("<img src='//evil.example/x' alt=''>", "leaves the portal"),
        ("<form action='https://evil.example/'></form>", "leaves the portal"),
        ("<button formaction='/\\evil.example/'>x</button>", "leaves the portal"),
        ("<link rel='stylesheet' href='//evil.example/x.css'>", "leaves the portal"),
        ("<p id='a'></p><p id='a'></p>", "2 times"),
        ('<p id="row-7"></p><p id="row-7"></p>', "'row-7' 2 times"),
        ("<h1>B</h1>", "2 h1"),
        ("{{ name }}", "template code"),
        ("<p><div></p></div>", "unexpected-end-tag"),
        ("<p aria-describedby='b'>x</p>", "is not there"),
    ],
)
def test_each_fault_is_found(body: str, fault: str):
    with pytest.raises(BadPage, match=fault):
        check("/", HEADERS, page(body))


def test_names_of_elements_that_differ_in_a_number_alone_stay_apart():
    check("/", HEADERS, page('<p id="row-7">7 &#45; 8</p><p id="row-8" aria-describedby="row-7">x</p>'))


@pytest.mark.parametrize("header", HEADERS)
def test_each_missing_header_is_found(header: str):
    with pytest.raises(BadPage, match=header):
        check("/", {name: value for name, value in HEADERS.items() if name != header}, page(""))
