"""Whom a mail server means by a refusal for good: the address that we write to, or us.

Source: RFC 3463 (section 3.8 for "security or policy"), RFC 4954 (section 6) and RFC 7372.
"""

import re
from typing import Final

_STATUS: Final = re.compile(rb"\A\s*[45]\.(\d{1,3})\.(\d{1,3})(?!\d)")
# Of the sender's address: its domain has no mail server, or takes none.
_OF_OUR_ADDRESS: Final = frozenset({(1, 7), (1, 8)})
# Authentication: needed, too weak, failed, encryption needed for it.
_OF_OUR_PASSWORD: Final = frozenset({530, 534, 535, 538})
# What is written where there is no status, or one that says nothing.
_WORDS: Final = re.compile(
    rb"relay(?:ing)?\b.{0,40}\b(?:denied|prohibited|not (?:permitted|allowed))"
    rb"|(?:not permitted|unable|not allowed) to relay"
    rb"|(?:client|sender|sending|your|host|helo|ip)\b.{0,60}\b(?:blocked|blacklisted|blocklisted|listed)"
    rb"|(?:block|black)list|\bspamhaus\b|\breputation\b"
    rb"|sender (?:address )?(?:rejected|denied|verify failed)"
    rb"|authentication (?:is )?required|\b(?:spf|dkim|dmarc)\b",
    re.IGNORECASE | re.DOTALL,
)
# A server may name the reader beside what it refuses; this is theirs whatever else stands there.
_OF_THE_READER: Final = re.compile(
    rb"user unknown|unknown user|no such (?:user|mailbox)|does not exist|mailbox (?:full|unavailable)",
    re.IGNORECASE,
)


def is_about_us(code: int, words: bytes) -> bool:
    """Tell whether a refusal for good (5xx) is of us: our address, our password or what we are known for.

    words: of the answer, behind its code. Where it says nothing of both, it is about the address.
    """
    if code in _OF_OUR_PASSWORD:
        return True
    found = _STATUS.match(words)
    if found is not None:
        subject, detail = int(found[1]), int(found[2])
        if subject == 7 or (subject, detail) in _OF_OUR_ADDRESS:
            return not _OF_THE_READER.search(words)
        if subject in (1, 2):
            return False
    return _WORDS.search(words) is not None and not _OF_THE_READER.search(words)
