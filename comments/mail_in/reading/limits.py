"""How much of a mail is read. What is beyond these is no mail that somebody wrote."""

from typing import Final

MOST_BYTES: Final = 50 * 1024 * 1024
MOST_HEADER_BYTES: Final = 256 * 1024
"""Of one part; servers and lists add some tens of thousand."""

MOST_HEADERS: Final = 1_000
MOST_VALUE_CHARACTERS: Final = 4_000
"""Of a header that is looked into; the standard library's decoders take the square of that, or recurse."""

MOST_PARTS: Final = 500
DEEPEST: Final = 20
MOST_TEXT_CHARACTERS: Final = 500_000
MOST_NAME_CHARACTERS: Final = 200
MOST_SUBJECT_CHARACTERS: Final = 500
MOST_REFERENCES: Final = 100
MOST_RECIPIENTS: Final = 20
