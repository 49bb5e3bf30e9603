"""What tests fill in and read on the pages of members who open locked threads again."""

import re

from keys.queries import shown_key
from messaging.models import Regrant
from tests.people import (
    Account,
    Browser,
)

WORDS = b"The words of an account."


def key_of(account: Account) -> str:
    """Name the key that the page of a member shows."""
    key = shown_key(account.person.public_id)
    assert key
    return key.key_id


def page_of(regrant: Regrant) -> str:
    """Name the page on which a member decides."""
    return f"/regrants/{regrant.public_id}/"


def call(account: Account, **other: str) -> dict[str, str]:
    """Fill in the form of a member who called."""
    return {
        "key_id": key_of(account),
        "means": "call",
        "reason": "They knew what they had written.",
        **other,
    }


def letter_code(browser: Browser, regrant: Regrant) -> str:
    """Make a letter, and read its code from the page that is printed."""
    page = browser.post(f"{page_of(regrant)}letter/", follow=True).content.decode()
    found = re.search(r'id="letter-code"[^>]*>\s*([0-9A-Z-]+)\s*<', page)
    assert found, page
    return found[1]
