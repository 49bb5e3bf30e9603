"""By which words Spanish and Portuguese tell that something happened, and what of that is nobody's.

The words have no accents here, but for a stroke after a word whose last letter has one: "aprobo'" is
"aprobó", and "si'" is "sí".
"""

import re
from typing import NamedTuple


class Phrasing(NamedTuple):
    """Hold what tells in one language that something happened, or how it stands with somebody.

    joins: the signs and words between two clauses.
    happened: verbs that can be nothing but past, by how they end.
    may_have: verbs that are past beside `once`, and elsewhere what people do.
    stands: how it stands with one person.
    supposed: what follows may or may not be so, to the end of the sentence.
    general: what follows in a clause is what may be, or is so of anybody.
    rule: what is always so, in a clause where nobody is and nothing happened.
    order: how a clause begins that tells somebody what to do.
    talk: the verbs of `happened` that say only that people write, call, come and look.
    harmless: of what other verbs tell something that is nobody's.
    of_all: the same, in a clause where nobody is.
    """

    joins: re.Pattern[str]
    happened: re.Pattern[str]
    may_have: re.Pattern[str]
    once: re.Pattern[str]
    stands: re.Pattern[str]
    supposed: re.Pattern[str]
    general: re.Pattern[str]
    rule: re.Pattern[str]
    order: re.Pattern[str]
    talk: re.Pattern[str]
    harmless: re.Pattern[str]
    of_all: re.Pattern[str]


def words_of(pattern: str) -> re.Pattern[str]:
    """Compile alternatives of whole words, with an accent or without; they stand between bars or on lines.

    A line that begins with a bar or a plus goes on with the one before it.
    """
    lines = re.sub(r"\n\s*(?:(?=\|)|\+)", "", pattern.strip()).splitlines()
    joined = "|".join(each.strip() for line in lines for each in line.split(" | "))
    return re.compile(rf"(?<![^ ])(?:{joined})'?(?![^ ])")


def stems_of(text: str) -> str:
    """Write the beginnings of words as one group."""
    return "(?:" + "|".join(text.split()) + ")"
