"""The page that a custodian keeps, as HTML to print: words, a QR code and lines to type."""

from datetime import date
from html import escape
from pathlib import Path
from string import Template

import segno

from encryption.codes import group
from encryption.fingerprints import six_words
from encryption.keypairs import PublicKey
from records_key.shares import Share

TEMPLATES = Path(__file__).parent / "templates"


def fill(template: str, **words: str) -> str:
    """Fill a page; every word is escaped, but for those whose name ends in `_html`."""
    safe = {key: word if key.endswith("_html") else escape(word) for key, word in words.items()}
    return Template((TEMPLATES / template).read_text(encoding="utf-8")).substitute(safe)


def page(share: Share, public: PublicKey, *, agency: str, name: str, made_on: date) -> str:
    """Write a custodian's page; it loads nothing from anywhere."""
    rows = "\n".join(
        f'<tr><th scope="row">{number}</th><td>{group(line)}</td></tr>'
        for number, line in enumerate(share.lines, start=1)
    )
    # Level M: a fold or a stain of some seven hundredths of it can still be read.
    code = segno.make_qr(share.scanned, error="m", boost_error=False)
    return fill(
        "custodian.html",
        agency=agency,
        name=name,
        number=str(share.custodian),
        set_code=group(share.set_code),
        words=six_words(public),
        made_on=f"{made_on:%Y-%m-%d}",
        code_html=code.svg_inline(scale=3, border=4, title="QR code of this page"),
        rows_html=rows,
        check=group(share.check),
    )
