"""A mail's words are read as their sender wrote them, whatever form they came in, and nothing of it runs."""

import base64

import pytest

from comments.mail_in.reading import Problem
from tests.comments.mail_in.reading.mails import mail, multipart, part, read_by_us


def test_an_answer_is_parted_from_what_it_answers_and_nothing_is_lost():
    body = "Thank you, that helps.\n\nOn Monday, 4 March 2024, Ana wrote:\n> When is it due?\n> Soon?\n"

    result = read_by_us(mail(body))

    assert result.text == "Thank you, that helps."
    assert "> When is it due?" in result.quoted
    assert result.quoted.startswith("Thank you, that helps.")


@pytest.mark.parametrize(
    "line", ["El lun, 4 mar 2024, Ana escribió:", "Em 4/3/2024, Ana escreveu:", "-----Original Message-----"]
)
def test_other_ways_to_begin_what_is_answered_are_known(line):
    result = read_by_us(mail(f"Gracias.\n\n{line}\n> Antes\n", Content_Type="text/plain; charset=utf-8"))

    assert result.text == "Gracias."


def test_what_is_answered_line_by_line_stays():
    body = "> When?\nTomorrow.\n\n> Where?\nHere.\n"

    result = read_by_us(mail(body))

    assert result.text == body.strip()


def test_an_answer_below_what_it_answers_is_not_lost():
    result = read_by_us(mail("On Monday, 4 March 2024, Ana wrote:\n> When?\n\nTomorrow."))

    assert "Tomorrow." in result.text


def test_of_two_forms_the_plain_one_is_read_and_the_other_shown_on_demand():
    result = read_by_us(
        multipart(part("Plain words"), part("<p>Formatted <b>words</b></p>", "text/html"), kind="alternative")
    )

    assert result.text == "Plain words"
    assert result.html == "<p>Formatted <b>words</b></p>"
    assert result.text_of_html == "Formatted words"


def test_an_empty_plain_form_does_not_hide_the_other():
    result = read_by_us(
        multipart(part("  \n"), part("<p>My number is 12.</p>", "text/html"), kind="alternative")
    )

    assert result.text == "My number is 12."


def test_what_stands_behind_the_layout_is_part_of_both():
    result = read_by_us(multipart(part("<p>First</p>", "text/html"), part("Then")))

    assert result.text == "First\n\nThen"
    assert result.html == "<p>First</p>\n<p>Then</p>"


def test_mail_that_is_html_only_is_read_as_text():
    page = (
        "<html><head><title>x</title><style>p{color:red}</style></head><body><h1>About  me</h1>"
        "<p>One<br>two &amp; three</p><ul><li>a</li><li>b</li></ul>"
        "<table><tr><td>Name</td><td>Ana</td></tr></table></body></html>"
    )

    result = read_by_us(mail(page, Content_Type="text/html; charset=utf-8"))

    assert result.text == "About me\n\nOne\ntwo & three\n\n- a\n\n- b\n\nName\tAna"
    assert "color" not in (result.html or "")


def test_what_a_style_hides_is_seen():
    hidden = '<p style="display:none">219-09-9999</p><span style="font-size:0">unseen</span>'

    result = read_by_us(mail(hidden, Content_Type="text/html"))

    assert "219-09-9999" in result.text
    assert "unseen" in result.text


def test_a_link_says_where_it_leads():
    page = (
        '<a href="https://evil.example/?who=1">https://agency.example</a> '
        '<a href="mailto:a@example.org">a@example.org</a> <a href="javascript:alert(1)">run</a>'
    )

    result = read_by_us(mail(page, Content_Type="text/html"))

    assert result.html == "https://agency.example [https://evil.example/?who=1] a@example.org run"


FETCHES = [
    '<img src="https://evil.example/a.png" srcset="https://evil.example/b.png 2x">',
    '<img src="cid:logo@example.org">',
    '<img src="data:image/svg+xml;base64,PHN2Zz48L3N2Zz4=">',
    '<link rel="stylesheet" href="https://evil.example/a.css">',
    "<style>@import 'https://evil.example/a.css'; p{background:url(https://evil.example/c)}</style>",
    '<div style="background-image:url(https://evil.example/d)" background="https://evil.example/e">x</div>',
    '<table background="https://evil.example/f"><tr><td background="//evil.example/g">x</table>',
    '<meta http-equiv="refresh" content="0;url=https://evil.example/h">',
    '<base href="https://evil.example/"><a href="i">x</a>',
    '<iframe src="https://evil.example/j"></iframe><object data="https://evil.example/k"></object>',
    '<embed src="https://evil.example/l"><video poster="https://evil.example/m"></video>',
    '<audio src="https://evil.example/n"></audio><input type="image" src="https://evil.example/o">',
    '<form action="https://evil.example/p"><input name="pin"><button>Send</button></form>',
    '<svg><image href="https://evil.example/q"/><use xlink:href="https://evil.example/r#x"/></svg>',
    '<math><mtext><img src="https://evil.example/s"></mtext></math>',
    "<script src='https://evil.example/t'></script><script>alert(1)</script>",
    '<p onclick="alert(1)" onmouseover=alert(1)>x</p><details open ontoggle=alert(1)>x</details>',
    '<!--[if mso]><img src="https://evil.example/u"><![endif]-->',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">x</noscript>',
    '<a href="x" ping="https://evil.example/v" target="_blank" id="y" name="z" class="usa-button">x</a>',
    "<template><img src=https://evil.example/w></template>",
    "<svg></p><style><a id='</style><img src=x onerror=alert(1)>'>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "<noembed><img title='</noembed><img src=x onerror=alert(1)>'></noembed>",
    "<bgsound src=https://evil.example/x><xml><i></xml><![CDATA[<img src=x onerror=alert(1)>]]>",
]


@pytest.mark.parametrize("page", FETCHES)
def test_nothing_of_a_mail_is_fetched_sent_or_run(page):
    result = read_by_us(mail(f"<p>Hello</p>{page}", Content_Type="text/html"))

    laid_out = (result.html or "").lower()
    assert laid_out.startswith("<p>hello</p>")
    # No attribute is kept at all, so there is nothing in a tag but its name.
    assert not [tag for tag in laid_out.split("<")[1:] if not tag.split(">")[0].strip("/").isalnum()]
    for name in (
        "img",
        "script",
        "style",
        "form",
        "input",
        "iframe",
        "svg",
        "meta",
        "link",
        "base",
        "object",
    ):
        assert f"<{name}" not in laid_out


CHARSETS = {
    "none said, and UTF-8": (b"caf\xc3\xa9", "text/plain", "caf\u00e9"),
    "none said, and Western": (b"caf\xe9 \x96", "text/plain", "caf\u00e9 \u2013"),
    "Latin 1 that is Windows": (b"\x93a\x94", "text/plain; charset=iso-8859-1", "\u201ca\u201d"),
    "Japanese": (b"\x1b$B$3\x1b(B", "text/plain; charset=iso-2022-jp", "\u3053"),
    "sixteen bits": ("a\u00e9".encode("utf-16"), "text/plain; charset=utf-16", "a\u00e9"),
    "sixteen bits, and nothing": (b"", "text/plain; charset=utf-16", ""),
    "thirty-two bits": ("a\u00e9".encode("utf-32"), "text/plain; charset=utf-32", "a\u00e9"),
    "quoted, with spaces": (b"\xe9", 'text/plain; charset=" iso-8859-2 "', "\u00e9"),
}


@pytest.mark.parametrize("name", CHARSETS)
def test_words_are_read_in_their_charset(name):
    content, content_type, text = CHARSETS[name]

    result = read_by_us(mail(content, Content_Type=content_type))

    assert result.text == text
    assert result.problems == ()


@pytest.mark.parametrize(
    "charset", ["x-unknown", "idna", "punycode", "unicode_escape", "utf-7", "base64", "zlib", "a\0b", "utf-8"]
)
def test_words_in_no_charset_are_read_all_the_same_and_marked(charset):
    result = read_by_us(mail(b"words \xe9", Content_Type=f"text/plain; charset={charset}"))

    assert result.text == "words \u00e9"
    assert Problem.UNKNOWN_CHARSET in result.problems


@pytest.mark.parametrize("charset", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("words", [b"words in clear", b"more words in clear"])
def test_words_in_clear_that_are_called_wider_letters_are_read_and_marked(charset, words):
    result = read_by_us(mail(words, Content_Type=f"text/plain; charset={charset}"))

    assert result.text == words.decode()
    assert Problem.UNKNOWN_CHARSET in result.problems


def test_utf_7_does_not_make_tags():
    result = read_by_us(mail(b"+ADw-script+AD4-alert(1)", Content_Type="text/html; charset=utf-7"))

    assert result.html == "+ADw-script+AD4-alert(1)"


def test_nulls_and_overrides_are_gone_from_what_is_shown():
    body = "Pay\0 to \u202eelpmaxe\u202c \u2066now\u2069 \ufdd0\x1b[31m"

    result = read_by_us(mail(body, Subject="=?utf-8?q?Invoice=E2=80=AEfdp=2Eexe=00?="))

    assert result.text == "Pay\ufffd to elpmaxe now \ufffd\ufffd[31m"
    assert result.subject == "Invoicefdp.exe"
    assert Problem.DIRECTIONS in result.problems


def test_a_subject_that_holds_lines_is_one():
    encoded = base64.b64encode(b"Hello\r\nBcc: other@example.org\r\n\r\nBody").decode()

    result = read_by_us(mail(Subject=f"=?utf-8?b?{encoded}?="))

    assert result.subject == "Hello Bcc: other@example.org Body"


def test_base64_that_goes_on_after_its_end_is_marked():
    body = base64.b64encode(b"seen").decode() + "\n" + base64.b64encode(b"unseen").decode()

    result = read_by_us(mail(body, Content_Transfer_Encoding="base64"))

    assert Problem.TRANSFER_ENCODING in result.problems


def test_a_file_that_is_written_into_a_text_is_marked():
    result = read_by_us(mail("See below.\n\nbegin 644 a.exe\n#0V%T\n`\nend\n"))

    assert Problem.FILE_IN_TEXT in result.problems


def test_a_text_that_nobody_reads_to_its_end_is_cut_and_marked():
    result = read_by_us(mail("a " * 400_000))

    assert len(result.quoted) == 500_000
    assert Problem.CUT in result.problems
