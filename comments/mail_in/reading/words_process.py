"""The program that reads the words of one mail from its input; `words` starts it, nobody imports it.

Input and output are JSON; any exit code but 0 says that they could not be read.
"""

import html
import json
import re
import resource
import sys
from html.parser import HTMLParser

PROCESSOR_SECONDS = 5
MEMORY_BYTES = 1024 * 1024 * 1024
# No attributes, so no addresses, styles, names or ids; the page around a mail has its own headings.
TAGS = frozenset({
    "p", "br", "div", "hr", "blockquote", "pre", "code", "b", "strong", "i", "em", "u", "s", "sub", "sup",
    "ul", "ol", "li", "dl", "dt", "dd", "table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th",
})  # fmt: skip
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
UNSEEN = frozenset({"script", "style", "title", "template", "svg", "math"})
PARAGRAPHS = frozenset({"p", "blockquote", "pre", "ul", "ol", "table"})
LINES = PARAGRAPHS | {"br", "div", "hr", "li", "dl", "dt", "dd", "caption", "tr"}
LANGUAGES = ["en", "es", "pt"]


class Rewriter(HTMLParser):
    """Write links as their words and the address that they lead to, and headings as strong paragraphs.

    Takes HTML that was cleaned; what it writes is cleaned once more.
    """

    def __init__(self) -> None:
        """Start with nothing written."""
        super().__init__(convert_charrefs=True)
        self.written: list[str] = []
        self._address, self._label = "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Write a tag without its attributes."""
        if tag == "a":
            self._address, self._label = dict(attrs).get("href") or "", ""
        else:
            self.written.append("<p><strong>" if tag in HEADINGS else f"<{tag}>")

    def handle_endtag(self, tag: str) -> None:
        """Write the end of a tag; after a link, where it leads, unless it says so itself."""
        if tag != "a":
            self.written.append("</strong></p>" if tag in HEADINGS else f"</{tag}>")
        elif self._address and self._address.removeprefix("mailto:") != self._label.strip():
            self.written.append(html.escape(f" [{self._address}]"))
            self._address = ""

    def handle_data(self, data: str) -> None:
        """Write words."""
        self._label += data if self._address else ""
        self.written.append(html.escape(data))


class Words(HTMLParser):
    """Take the words out of HTML that was cleaned, with a line for each block."""

    def __init__(self) -> None:
        """Start with nothing taken."""
        super().__init__(convert_charrefs=True)
        self.written: list[str] = []
        self._in_pre = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line."""
        self._in_pre += tag == "pre"
        self._end_line(tag)
        if tag == "li":
            self.written.append("- ")

    def handle_endtag(self, tag: str) -> None:
        """End a line, or a cell."""
        self._in_pre -= tag == "pre"
        self.written.append("\t" if tag in ("td", "th") else "")
        self._end_line(tag)

    def handle_data(self, data: str) -> None:
        """Take words; spaces and line ends between them are one space each."""
        self.written.append(data if self._in_pre else re.sub(r"[ \t\r\n]+", " ", data))

    def _end_line(self, tag: str) -> None:
        if tag in LINES:
            self.written.append("\n\n" if tag in PARAGRAPHS else "\n")

    def text(self) -> str:
        """Give the words, with at most one empty line between two."""
        lines = (line.strip(" ") for line in "".join(self.written).split("\n"))
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def limit_oneself() -> None:
    """Give up time, memory, files and processes beyond what reading needs."""
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def main() -> None:
    """Read, write, and tell by the exit code."""
    limit_oneself()
    # Now, for below no file can be opened any more, not even that of a module.
    import mailparser_reply  # noqa: F401
    import nh3  # noqa: F401

    task = json.load(sys.stdin.buffer)
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    quoted = "\n\n".join(text_of(cleaned(text)) if is_html else text for text, is_html in task["pieces"])
    laid_out = [cleaned(text) if is_html else as_html(text) for text, is_html in task["laid_out"]]
    json.dump(
        {
            "quoted": quoted,
            "text": latest_of(quoted),
            "html": "\n".join(laid_out) if laid_out else None,
            "text_of_html": "\n\n".join(text_of(each) for each in laid_out),
        },
        sys.stdout,
    )


def cleaned(text: str) -> str:
    """Clean HTML: a few tags, no attribute, nothing that is fetched, sent or run; links as text."""
    import nh3

    kept = nh3.clean(
        text,
        tags={*TAGS, *HEADINGS, "a"},
        clean_content_tags=set(UNSEEN),
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    rewriter = Rewriter()
    rewriter.feed(kept)
    rewriter.close()
    return nh3.clean("".join(rewriter.written), tags=set(TAGS), attributes={}, link_rel=None)


def as_html(text: str) -> str:
    """Write a plain text as HTML."""
    return "".join(
        f"<p>{html.escape(each).replace(chr(10), '<br>')}</p>" for each in text.strip().split("\n\n")
    )


def text_of(kept: str) -> str:
    """Take the words out of HTML that was cleaned."""
    words = Words()
    words.feed(kept)
    words.close()
    return words.text()


def latest_of(text: str) -> str:
    """Give what was written last; all of it where that is nothing, as with answers below what they answer.

    The library knows the words of some languages; lines that are marked as answered, and stand last, in none.
    """
    from mailparser_reply import EmailReplyParser

    replies = EmailReplyParser(languages=LANGUAGES).read(text).replies
    latest = without_answered_end(replies[0].full_body if replies else "")
    return latest or text.strip()


def without_answered_end(text: str) -> str:
    """Drop the marked lines at the end of a text, and the line above that says whose they are."""
    lines = text.rstrip().split("\n")
    kept = len(lines)
    while kept and (lines[kept - 1].startswith(">") or not lines[kept - 1].strip()):
        kept -= 1
    if kept == len(lines):
        return text
    if kept and lines[kept - 1].rstrip().endswith(":"):
        kept -= 1
    return "\n".join(lines[:kept]).rstrip()


if __name__ == "__main__":
    main()
